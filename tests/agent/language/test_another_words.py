"""Which words wish for a further appointment, keep one, or want one back; and which make a series."""

import pytest

from agent.language.readings.another import (
    answer_and_more,
    asks_also,
    asks_for_another,
    decision_after_question,
    further_wish,
    keeps_the_standing_one,
    names_each,
    wants_it_back,
)
from agent.language.readings.landmarks import AFTER, BEFORE, STANDS, place_said
from agent.language.readings.series import series_in


@pytest.mark.parametrize(
    "text",
    [
        "quiero otra cita el martes",
        "y ponme otra el jueves 24",
        "una más para el 9",
        "quero mais uma dia 22 às 10h",
        "marca outra pro dia 22",
        "agora uma pro meu marido",
        "book me another one dec 22",
        "one more on the 29th",
        "and now one for my husband",
    ],
)
def test_another_one(text: str) -> None:
    assert asks_for_another(text)


@pytest.mark.parametrize(
    "text",
    [
        "mejor otra hora",
        "otro día",
        "el otro viernes",
        "una más tarde",
        "tengo otra pregunta",
        "outro horário",
        "na outra semana",
        "another time please",
        "another day works better",
        "la otra también la quiero",
    ],
)
def test_another_time_is_not_another_one(text: str) -> None:
    assert not asks_for_another(text)


@pytest.mark.parametrize(
    ("text", "also"),
    [
        ("agéndame también el 23", True),
        ("e dia 16 também", True),
        ("dec 15 at 6pm too", True),
        ("¿también hacen cejas?", False),
        ("that's too late on monday", False),
        ("6pm is too early", False),
    ],
)
def test_also(text: str, also: bool) -> None:
    assert asks_also(text) is also


@pytest.mark.parametrize(
    "text",
    [
        "sí, pero no me borres la del 4",
        "la otra también la quiero",
        "sin cancelar la otra",
        "quiero las dos",
        "sim, mas não desmarca a do dia 4",
        "a outra também fica",
        "yes but keep the one on the 4th",
        "don't cancel my other one",
        "keep both",
    ],
)
def test_the_standing_one_is_kept(text: str) -> None:
    assert keeps_the_standing_one(text)


@pytest.mark.parametrize(
    "text", ["sí, pásala", "sim, pode mudar", "yes, move it", "no puedo ese día"]
)
def test_nothing_is_kept(text: str) -> None:
    assert not keeps_the_standing_one(text)


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("la quiero de vuelta", True),
        ("nooo moviste la de mi mamá!", True),
        ("ponla otra vez como antes", True),
        ("quero ela de volta", True),
        ("você mudou a minha consulta", True),
        ("não era pra remarcar", True),
        ("put it back", True),
        ("you moved my mum's appointment", True),
        ("I didn't ask you to move it", True),
        ("no puedo ir, quiero cambiarla", False),
        ("quero mudar de dia", False),
        ("could you move it to friday", False),
        ("¿la pasaste al viernes?", False),
    ],
)
def test_wanted_back(text: str, back: bool) -> None:
    assert wants_it_back(text) is back


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("sí. y el 23 también", (True, "y el 23 también")),
        ("no gracias. y otra", (False, "y otra")),
        ("yes and the 29th", (True, "and the 29th")),
        ("Pode reservar sim. Ah, meu nome", (True, "Ah, meu nome")),
        ("el viernes. y otra", None),
        ("sí", None),
    ],
)
def test_an_answer_and_more(text: str, parts: tuple[bool, str] | None) -> None:
    assert answer_and_more(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("si. y el 23 tambien", ("si", "y el 23 tambien")),
        ("yes. and 29th same", ("yes", "and 29th same")),
        ("sim, e outra dia 15", ("sim", "e outra dia 15")),
        ("sí, y el 23 también me sirve", None),
        ("Ana y Luis también", None),
    ],
)
def test_a_further_wish(text: str, parts: tuple[str, str] | None) -> None:
    assert further_wish(text) == parts


@pytest.mark.parametrize(
    ("text", "count", "each"),
    [
        ("agéndeme el 9, el 16 y el 23", 3, True),
        ("dec 15 and 29 also at 6", 2, True),
        ("marca dia 9 e dia 16", 2, True),
        ("quiero el martes y el jueves a las 10, las dos", 2, True),
        ("puedo el martes y el jueves", 2, False),
        ("agéndame el martes o el jueves", 2, False),
        ("quiero cita el martes y el jueves", 2, False),
        ("tem dia 9 e dia 16?", 2, False),
    ],
)
def test_each_day_or_one_of_them(text: str, count: int, each: bool) -> None:
    assert names_each(text, count) is each


@pytest.mark.parametrize(
    ("text", "days", "count", "others", "rest"),
    [
        ("4 sesiones de masaje una cada semana los miércoles", 7, 4, 0, "4 sesiones de masaje los miercoles"),
        ("a las 3, y las otras 3 los miércoles siguientes", 7, 0, 3, "a las 3"),
        ("quero limpeza a cada 15 dias", 14, 0, 0, "quero limpeza"),
        ("massagem toda semana às quartas", 7, 0, 0, "massagem as quartas"),
        ("a massage every two weeks on tuesdays until january", 14, 0, 0, "a massage on tuesdays"),
        ("once a month on mondays", 28, 0, 0, "on mondays"),
        ("Xavier Andrade. y las otras 3 también?", 7, 0, 3, "Xavier Andrade"),
    ],
)  # fmt: skip
def test_a_series(text: str, days: int, count: int, others: int, rest: str) -> None:
    found = series_in(text)
    assert found
    assert (found.days, found.count, found.others, found.rest) == (days, count, others, rest)


@pytest.mark.parametrize(
    "text",
    ["a cleaning a week on monday", "a massage a week from friday", "el miércoles a las 3", "las otras dos opciones", "the next friday", "na semana que vem", "this week"],
)  # fmt: skip
def test_no_series(text: str) -> None:
    assert series_in(text) is None


@pytest.mark.parametrize(
    ("before", "after", "how"),
    [
        ("logo depois da", "", AFTER),
        ("justo después de la".replace("é", "e"), "", AFTER),
        ("right after my", "", AFTER),
        ("antes de la", "", BEFORE),
        ("right before the", "", BEFORE),
        ("nao a", "ja ta marcada as 9", STANDS),
        ("la", "ya esta a las 9", STANDS),
        ("i already have the", "at 9", STANDS),
        ("quiero una", "el lunes", ""),
        ("and a", "on monday", ""),
    ],
)
def test_what_a_service_is_named_for(before: str, after: str, how: str) -> None:
    assert place_said(before, after) == how


@pytest.mark.parametrize(
    ("text", "decided"),
    [
        ("no hay más temprano? bueno ya déjame esa", "bueno ya déjame esa"),
        ("não tem 17:15? então a das 17h", "então a das 17h"),
        ("nothing earlier? ok I'll take it", "ok I'll take it"),
        ("¿a las 5? el martes", ""),
        ("¿hay parqueadero?", ""),
    ],
)
def test_what_is_decided_behind_a_question(text: str, decided: str) -> None:
    assert decision_after_question(text) == decided
