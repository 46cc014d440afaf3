"""How a simulated customer reads the desk and goes on."""

from datetime import datetime, time
from typing import Any

import pytest

from agent.types import Option
from gateway.evaluation.customers import Customer, Question, Wish
from gateway.evaluation.simulated import Conversation, Heard, Offered, question_of, suits

SLOTS = [f"{n:020x}" for n in range(1, 5)]


def heard(text: str, *ids: str, times: dict[str, Offered] | None = None) -> list[Heard]:
    return [Heard(text, tuple(Option(i, f"button {i[-1]}") for i in ids), times or {})]


def offered(hour: int, member: str = "laura") -> Offered:
    return Offered("masaje", member, datetime(2026, 12, 1, hour))


def customer(**about: Any) -> Customer:
    given = {
        "key": "somebody", "language": "es", "business": "aurora", "about": "A massage.",
        "lines": ["quiero un masaje"],
    }  # fmt: skip
    return Customer.model_validate({**given, **about})


@pytest.mark.parametrize(
    ("messages", "asks"),
    [
        (heard("¿Cuál te queda mejor?", *SLOTS), Question.TIMES),
        (heard("¿Te la reservo?", SLOTS[0]), Question.TIME),
        (heard("¿La cancelo?", f"{SLOTS[0]}:yes", f"{SLOTS[0]}:no"), Question.DECISION),
        (heard("¿Aceptas recordatorios?", "consent:yes", "consent:no"), Question.CONSENT),
        (heard("¿Para qué servicio?", "service:masaje"), Question.SERVICE),
        (heard("¿Cuál de tus citas?", "appointment-1", "appointment-2"), Question.WHICH),
        (heard("Perfecto. ¿A nombre de quién la reservo?"), Question.NAME),
        (heard("Em nome de quem eu reservo?"), Question.NAME),
        (heard("What name should I put it under?"), Question.NAME),
        (heard("¿Qué día y hora te quedan mejor?"), Question.DAY),
        (heard("¿Quieres que le avise a una persona del equipo?"), Question.PERSON),
        (heard("Abrimos a las 8."), Question.NOTHING),
        ([], Question.NOTHING),
    ],
)
def test_what_is_asked_is_read_from_buttons_and_words(
    messages: list[Heard], asks: Question
) -> None:
    assert question_of(messages) is asks


@pytest.mark.parametrize(
    ("wish", "fits"),
    [
        (Wish(), True),
        (Wish(after=time(10), before=time(10)), True),
        (Wish(after=time(11)), False),
        (Wish(before=time(9, 30)), False),
        (Wish(weekdays=("tue",)), True),
        (Wish(weekdays=("mon",)), False),
        (Wish(not_days=(datetime(2026, 12, 1).date(),)), False),
        (Wish(not_member="laura"), False),
        (Wish(service="limpieza"), False),
        (Wish(at=(time(10), time(12))), True),
    ],
)
def test_a_time_suits_when_all_that_is_wished_holds(wish: Wish, fits: bool) -> None:
    assert suits(wish, offered(10)) is fits


def test_they_take_the_first_time_that_suits_in_their_way() -> None:
    times = dict(zip(SLOTS, map(offered, (9, 15, 16, 17)), strict=True))
    offer = heard("¿Cuál?", *SLOTS, times=times)
    for picks, texts, tap in (
        ("time", ("button 2",), None),
        ("position", ("la segunda",), None),
        ("tap", (), SLOTS[1]),
    ):
        side = Conversation(customer(wish={"after": "14:00"}, picks=picks, day="en la tarde"))
        side.next([])
        written = side.next(offer)
        assert written is not None
        assert (written.texts, written.tap.id if written.tap else None) == (texts, tap)


def test_they_say_again_what_they_want_and_then_give_up() -> None:
    offer = heard("¿Te la reservo?", SLOTS[0], times={SLOTS[0]: offered(9)})
    side = Conversation(customer(wish={"after": "14:00"}, day="en la tarde"))
    side.next([])
    assert [side.next(offer).texts for _ in range(2)] == [("no, en la tarde",)] * 2  # type: ignore[union-attr]
    assert side.next(offer) is None


def test_a_line_that_waits_for_something_comes_when_it_is_question_of() -> None:
    lines = ["hola", {"say": "mejor no", "when": "decision"}, "gracias"]
    side = Conversation(customer(lines=lines, name="Ana Gil"))
    assert side.next([]).texts == ("hola",)  # type: ignore[union-attr]
    assert side.next(heard("¿A nombre de quién?")).texts == ("Ana Gil",)  # type: ignore[union-attr]
    assert side.next(heard("¿La cancelo?", f"{SLOTS[0]}:yes")).texts == ("mejor no",)  # type: ignore[union-attr]
    assert side.next(heard("Listo.")).texts == ("gracias",)  # type: ignore[union-attr]
    assert side.next(heard("De nada.")) is None
