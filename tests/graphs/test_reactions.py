"""Whether an older question still stands, where no memo of the offline model tells."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from agent.records import Message, QuotedMessage
from agent.types import Json
from graphs.reactions import answer, moved_on

AT = datetime(2026, 11, 20, 15, tzinfo=UTC)
REACTION = uuid4()
YES_NO = {"options": [{"id": "7c9e:yes", "title": "Sí"}, {"id": "7c9e:no", "title": "No"}]}


def row(seq: int, direction: Any, text: str, payload: Json | None = None) -> Message:
    return Message(
        id=UUID(int=seq),
        seq=seq,
        direction=direction,
        kind="text",
        text=text,
        payload=payload or {},
        at=AT,
        provider_id=None,
        sent=AT,
    )


QUESTION = row(2, "outbound", "¿Cancelo la cita del martes?", YES_NO)
QUOTED = QuotedMessage(
    message=REACTION,
    id=QUESTION.id,
    seq=QUESTION.seq,
    direction="outbound",
    text=QUESTION.text,
    at=AT,
    newest=False,
    payload=QUESTION.payload,
)
BEFORE = [row(1, "inbound", "quiero cancelar"), QUESTION]


@pytest.mark.parametrize(
    ("since", "stands"),
    [
        ([row(3, "inbound", "un momento"), row(4, "outbound", "Claro, aquí espero.")], True),
        ([row(3, "inbound", "no"), row(4, "outbound", "Vale, sigue en pie.")], False),
        ([row(3, "inbound", "sí"), row(4, "outbound", "Listo.", {"receipt": True})], False),
        ([row(3, "inbound", "¿dónde es?"), row(4, "outbound", "En Bogotá. ¿Algo más?")], False),
        ([row(3, "inbound", "otra"), row(4, "outbound", "Elige:", YES_NO)], False),
        ([row(3, "staff", "Hola, soy Marta."), row(4, "outbound", "Aquí estoy.")], False),
    ],
)
def test_what_happened_since_decides(since: list[Message], stands: bool) -> None:
    assert (REACTION not in moved_on([QUOTED], [*BEFORE, *since])) is stands


def test_one_of_which_too_much_was_said_since_does_not_stand() -> None:
    assert moved_on([QUOTED], [row(9, "outbound", "Aquí estoy.")]) == {REACTION}
    assert moved_on([QUOTED], []) == {REACTION}


def test_the_waiting_question_is_repeated_with_its_list_and_what_makes_it_answerable() -> None:
    listed = "Cuesta $10.\nElige:\n• martes\n• jueves\n¿Cuál prefieres?"
    kept = {"options": [{"id": "a", "title": "martes"}], "memo": {"fails": 1}, "about": "x"}
    reply = answer([row(5, "outbound", listed, {**kept, "model": "other"})], "es")
    assert reply["text"].split("\n")[1:] == ["• martes", "• jueves", "¿Cuál prefieres?"]
    assert "Cuesta" not in reply["text"]
    assert reply["payload"] == kept


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_where_nothing_waits_nothing_is_asked(language: str) -> None:
    reply = answer([row(5, "outbound", "Con gusto.", {"memo": {"topic": "x"}})], language)
    assert "?" not in reply["text"]
    assert reply["payload"] == {"memo": {"topic": "x"}}
