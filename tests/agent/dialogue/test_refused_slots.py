"""Nothing that a customer refuses is booked, and nothing of it is offered again."""

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.agent.dialogue.clinic import Clinic
from tests.agent.dialogue.dialogue import Dialogue
from tests.refusing import DAYS, Refusing, every_sentence, of_day, of_hour

WISHES = {
    "es": ("quiero un masaje", "masaje el {day} por la tarde", "masaje el {day} a las 3"),
    "pt": ("quero uma massagem", "massagem {day} à tarde", "massagem {day} às 15h"),
    "en": ("I want a massage", "massage {day} in the afternoon", "massage {day} at 3"),
}


def start_of(slot: dict[str, Any]) -> tuple[date, time]:
    at = datetime.fromisoformat(f"{slot['date']}T{slot['at']}")
    return at.date(), at.time()


def check(said: Refusing, wish: str, more: str = "") -> None:
    """The wish, the refusal, perhaps a word on: no row, no offer and no line of what was refused."""
    clinic = Clinic(said.language, customer_name="Ana Pérez")
    chat = Dialogue(clinic)
    chat.say(wish)
    before = len(clinic.offered)
    turns = [said.text, *([more] if more else [])]
    for text in turns:
        reply = chat.say(text)
        offered = list(clinic.offered.values())[before:]
        refused = [at for _, at, *_ in offered if said.refuses(at.date(), at.time())]
        assert refused == [], (wish, turns, reply)
        for slot in chat.memo.get("booking", {}).get("slots", []):
            assert not said.refuses(*start_of(slot)), (wish, turns, reply)
    for own in clinic.live():
        assert not said.refuses(own.start.date(), own.start.time()), (wish, turns)
    if not more:
        assert clinic.live() == [], (wish, turns, chat.replies[-1])


@pytest.mark.parametrize("said", every_sentence(), ids=lambda said: said.text)
def test_every_form(said: Refusing) -> None:
    day = DAYS[said.language][said.weekday if said.weekday is not None else 0]
    for wish in WISHES[said.language]:
        check(said, wish.format(day=day.lower()))


@settings(max_examples=120, deadline=None)
@given(said=of_day() | of_hour(), data=st.data())
def test_any_refusal_of_any_list(said: Refusing, data: st.DataObject) -> None:
    wish = data.draw(st.sampled_from(WISHES[said.language]))
    weekday = data.draw(st.sampled_from([0, 1, 2, 3]))
    yes = {"es": "cualquiera", "pt": "qualquer um", "en": "any of them"}[said.language]
    more = data.draw(st.sampled_from(("", yes)))
    check(said, wish.format(day=DAYS[said.language][weekday].lower()), more)
