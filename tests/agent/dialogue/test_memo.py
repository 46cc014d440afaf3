"""What the offline model remembers is what it wrote, through JSON and back."""

import json
from dataclasses import fields
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from agent.dialogue.memo import WHEN_KEYS, Ask, AskData, Memo, Plan, Wanted
from agent.tool_views import ServiceView, Slot, VisitPart
from tests.agent.dialogue.anything import JSON

TEXT = st.text(min_size=1, max_size=6)
BOUNDS = st.dictionaries(st.sampled_from(WHEN_KEYS), TEXT, max_size=3)
WANTED = st.lists(st.builds(Wanted, TEXT, st.text(max_size=6)), max_size=3)
PARTS = st.lists(
    st.builds(VisitPart, service=TEXT, person=TEXT, time=TEXT, at=TEXT), max_size=2
).map(tuple)
SLOTS = st.lists(
    st.builds(
        Slot, slot=TEXT, label=TEXT, day=TEXT, time=TEXT, date=TEXT, at=TEXT, person=TEXT,
        parts=PARTS,
    ),
    max_size=3,
)  # fmt: skip
TEXTS = st.lists(TEXT, max_size=3)
DATA = st.builds(
    AskData, name=st.text(max_size=6), people=TEXTS, appointment=st.text(max_size=6),
    consent=st.booleans(),
    options=st.lists(st.builds(ServiceView, service=TEXT, name=TEXT), max_size=3),
    place=st.none() | st.integers(0, 3), members=TEXTS, refuse=st.booleans(), about=TEXT,
    appointments=TEXTS, proposal=TEXT, services=WANTED, stands=TEXT, entries=TEXTS, wait=BOUNDS,
)  # fmt: skip
ASKS = st.builds(
    Ask, kind=TEXT, node=TEXT, again=st.text(max_size=6), data=DATA,
    values=st.dictionaries(TEXT, st.text(max_size=6), max_size=2),
)  # fmt: skip
PLANS = st.builds(
    Plan, wanted=WANTED, when=BOUNDS, slots=SLOTS, slot=st.text(max_size=6), appointment=TEXT,
    wished=BOUNDS, wait=BOUNDS, waits=st.booleans(), without=TEXTS, not_with=TEXTS,
)  # fmt: skip
MEMOS = st.builds(
    Memo, ask=st.none() | ASKS, booking=PLANS, move=PLANS, topic=TEXT, fails=st.integers(0, 3),
    booked=st.dictionaries(st.sampled_from(["appointment", "service", "name"]), TEXT),
    consent_asked=st.booleans(), phrase_uses=st.dictionaries(TEXT, st.integers(1, 9), max_size=2),
)  # fmt: skip


@given(memo=MEMOS)
def test_it_is_read_as_it_was_written(memo: Memo) -> None:
    written = memo.write()
    assert Memo.read(written) == memo, "within a turn it is not even JSON yet"
    assert Memo.read(json.loads(json.dumps(written))) == memo


@given(memo=MEMOS)
def test_what_is_empty_is_not_written(memo: Memo) -> None:
    def bare(value: Any) -> bool:
        if isinstance(value, dict):
            return all(bare(inner) for inner in value.values())
        return value not in (None, "", [], {})

    assert bare({key: value for key, value in memo.write().items() if key not in ("ask",)})


@given(data=st.dictionaries(st.sampled_from([f.name for f in fields(AskData)]), JSON), plan=JSON)
def test_what_has_another_form_is_dropped(data: Any, plan: Any) -> None:
    read = Memo.read({"ask": {"kind": "slot", "node": "appointment", "data": data}, "move": plan})
    assert Memo.read(read.write()) == read


def test_a_times_button_is_remembered() -> None:
    """A list that is shown once more has it again."""
    memo = Memo(booking=Plan(slots=[Slot(slot="t1", label="martes", short="mar")]))
    stored = memo.write()
    assert stored == {"booking": {"slots": [{"slot": "t1", "label": "martes", "short": "mar"}]}}
    assert Memo.read(stored).booking.slots == memo.booking.slots


def test_a_memo_with_the_old_key_keeps_its_services() -> None:
    stored = {"booking": {"wanted": [{"said": "corte", "name": "Corte"}]}, "said": {"hello": 2}}
    memo = Memo.read(stored)
    assert memo.booking.wanted == [Wanted("corte", "Corte")]
    assert memo.phrase_uses == {}, "its phrases are counted anew"
