"""Corrections inside one turn, in one message or in a burst: what is corrected is replaced."""

from typing import Any

import pytest

from tests.agent.dialogue.clinic import Clinic
from tests.agent.dialogue.dialogue import Dialogue

MARKS = {
    "es": ("mejor {}", "perdón, {}", "no, digo {}", "digo, {}", "no, espera, {}", "ay no, mejor {}",
           "quise decir {}", "en realidad {}", "me equivoqué, {}", "más bien {}"),
    "pt": ("melhor {}", "aliás, {}", "na verdade {}", "desculpa, {}", "quer dizer, {}", "digo, {}",
           "ou melhor, {}", "me enganei, {}"),
    "en": ("actually {}", "I mean {}", "sorry, {}", "make it {}", "no wait, {}", "or rather {}",
           "oops, {}", "scratch that, {}"),
}  # fmt: skip
FIRST = {
    "es": "quiero una limpieza facial con Ana el lunes a las 3 de la tarde",
    "pt": "quero uma limpeza de pele com Ana na segunda-feira às 15h",
    "en": "I want a facial with Ana on Monday at 3pm",
}
THEN = {
    "es": {"service": "un masaje", "person": "con Luis", "day": "el miércoles", "time": "a las 4 de la tarde"},
    "pt": {"service": "uma massagem", "person": "com Luis", "day": "na quarta-feira", "time": "às 16h"},
    "en": {"service": "a massage", "person": "with Luis", "day": "on Wednesday", "time": "at 4pm"},
}  # fmt: skip
SERVICE = {
    "es": ("limpieza-facial", "masaje"),
    "pt": ("limpeza-de-pele", "massagem"),
    "en": ("facial", "massage"),
}
CASES = [
    (language, mark, kind)
    for language, marks in MARKS.items()
    for mark in marks
    for kind in ("service", "person", "day", "time")
]


def wished(chat: Dialogue) -> tuple[list[str], str, str, str]:
    """Services, person, day and hour as the dialogue has them now."""
    plan: dict[str, Any] = chat.memo["booking"]
    slots = plan.get("slots", [])
    when = plan.get("when", {})
    day = when.get("date_from") or (slots[0]["date"] if slots else "")
    return (
        [wanted["query"] for wanted in plan["wanted"]],
        when.get("member", ""),
        day,
        when.get("time", ""),
    )


def expected(language: str, kind: str) -> tuple[list[str], str, str, str]:
    first, other = SERVICE[language]
    return (
        [other if kind == "service" else first],
        "Luis" if kind == "person" else "Ana",
        "2026-11-25" if kind == "day" else "2026-11-23",
        "16:00" if kind == "time" else "15:00",
    )


@pytest.mark.parametrize(("language", "mark", "kind"), CASES)
def test_in_a_burst(language: str, mark: str, kind: str) -> None:
    chat = Dialogue(Clinic(language))
    chat.say(FIRST[language], mark.format(THEN[language][kind]))
    assert wished(chat) == expected(language, kind)


@pytest.mark.parametrize(("language", "mark", "kind"), CASES)
def test_in_one_message(language: str, mark: str, kind: str) -> None:
    chat = Dialogue(Clinic(language))
    chat.say(f"{FIRST[language]}, {mark.format(THEN[language][kind])}")
    assert wished(chat) == expected(language, kind)


@pytest.mark.parametrize(
    ("language", "texts", "name"),
    [
        ("es", ("masaje el lunes a las 3 a nombre de Rosa Pérez", "perdón, a nombre de Luz Gómez"), "Luz Gómez"),
        ("es", ("masaje el lunes a las 3, soy Rosa Pérez", "digo, soy Luz Gómez"), "Luz Gómez"),
        ("pt", ("massagem na segunda-feira às 15h, meu nome é Rosa Lima", "aliás, meu nome é Luz Lima"), "Luz Lima"),
        ("en", ("massage on Monday at 3pm, my name is Rose Bell", "sorry, my name is Lucy Bell"), "Lucy Bell"),
    ],
)  # fmt: skip
def test_a_name(language: str, texts: tuple[str, ...], name: str) -> None:
    chat = Dialogue(Clinic(language))
    chat.say(*texts)
    assert chat.memo["name"] == name


@pytest.mark.parametrize(
    ("language", "texts", "services"),
    [
        ("es", ("quiero una limpieza facial el lunes a las 3", "y también un masaje"), 2),
        ("es", ("quiero una limpieza facial el lunes a las 3", "y un masaje"), 2),
        ("es", ("quiero una limpieza facial", "perdón, y un masaje también"), 2),
        ("pt", ("quero uma limpeza de pele", "e também uma massagem"), 2),
        ("en", ("I want a facial on Monday", "and a massage too"), 2),
        ("es", ("perdón la demora, quiero una limpieza facial y un masaje",), 2),
        ("en", ("sorry for the delay, I want a facial and a massage",), 2),
    ],
)
def test_what_is_no_correction_is_added(
    language: str, texts: tuple[str, ...], services: int
) -> None:
    chat = Dialogue(Clinic(language))
    chat.say(*texts)
    assert len(chat.memo["booking"]["wanted"]) == services


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("masaje el jueves, no perdón, el miércoles", "2026-11-25"),
        ("masaje el jueves no, el miércoles", "2026-11-25"),
        ("masaje el jueves... no, miércoles", "2026-11-25"),
        ("masaje el lunes, mejor el martes, no, digo el miércoles", "2026-11-25"),
        ("masaje el miércoles a las 3, perdón, a las 4", "2026-11-25"),
        ("perdón, ¿tiene masaje el miércoles?", "2026-11-25"),
        ("el miércoles me queda mejor para el masaje", "2026-11-25"),
    ],
)
def test_days_of_one_message(text: str, day: str) -> None:
    chat = Dialogue(Clinic())
    chat.say(text)
    assert wished(chat)[2] == day
