"""Days by their names, in three languages and for several countries."""

from datetime import date

import pytest

from agent.language.opening.named_days import named_days

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("country", "text", "days"),
    [
        ("CO", "¿abren en Navidad?", "2026-12-25"),
        ("CO", "la noche buena", "2026-12-24"),
        ("CO", "nochebuena y navidad", "2026-12-24 2026-12-25"),
        ("CO", "la víspera de año nuevo", "2026-12-31"),
        ("CO", "fin de año", "2026-12-31"),
        ("CO", "el día después de Navidad", "2026-12-26"),
        ("CO", "entre Navidad y Año Nuevo", "2026-12-25..2027-01-01"),
        ("CO", "el viernes santo", "2027-03-26"),
        ("CO", "jueves y viernes santo", "2027-03-26"),
        ("CO", "semana santa", "2027-03-21..2027-03-28"),
        ("CO", "el día de reyes", "2027-01-11"),  # moved to Monday there
        ("MX", "el día de reyes", "2027-01-06"),
        ("CO", "la Inmaculada Concepción", "2026-12-08"),
        ("CO", "Immaculate Conception", "2026-12-08"),
        ("CO", "el día de la independencia", "2027-07-20"),
        ("MX", "el día de la independencia", "2027-09-16"),
        ("CO", "la independencia de Cartagena", "2027-11-15"),
        ("CO", "el día del trabajo", "2027-05-01"),
        ("CO", "las velitas", "2026-12-07"),
        ("CO", "el día de la madre", "2027-05-09"),
        ("MX", "el día de las madres", "2027-05-10"),
        ("AR", "el día de la madre", "2027-10-17"),
        ("ES", "nochevieja", "2026-12-31"),
        ("BR", "abrem no natal e no ano novo?", "2026-12-25 2027-01-01"),
        ("BR", "véspera de natal", "2026-12-24"),
        ("BR", "no réveillon", "2026-12-31"),
        ("BR", "sexta-feira santa", "2027-03-26"),
        ("BR", "domingo de páscoa", "2027-03-28"),
        ("BR", "no carnaval", "2027-02-06..2027-02-09"),
        ("BR", "na terça de carnaval", "2027-02-09"),
        ("BR", "quarta-feira de cinzas", "2027-02-10"),
        ("BR", "tiradentes", "2027-04-21"),
        ("BR", "finados", "2027-11-02"),
        ("BR", "dia da consciência negra", "2026-11-20"),
        ("BR", "nossa senhora aparecida", "2027-10-12"),
        ("BR", "proclamação da república", "2027-11-15"),
        ("BR", "dia das mães", "2027-05-09"),
        ("BR", "dia dos pais", "2027-08-08"),
        ("US", "on Christmas Eve", "2026-12-24"),
        ("US", "New Year's Eve and New Year's Day", "2026-12-31 2027-01-01"),
        ("US", "New Year’s Day", "2027-01-01"),
        ("US", "Thanksgiving", "2026-11-26"),
        ("US", "the day after Thanksgiving", "2026-11-27"),
        ("US", "Labor Day", "2027-09-06"),
        ("US", "on Independence Day", "2027-07-04"),
        ("US", "Memorial Day", "2027-05-31"),
        ("US", "Good Friday", "2027-03-26"),
        ("US", "Easter Sunday", "2027-03-28"),
        ("US", "Mother's Day", "2027-05-09"),
        ("ZZ", "navidad", "2026-12-25"),
        ("CO", "una limpieza el viernes", ""),
        ("CO", "me llamo Natalia Reyes", ""),
        ("CO", "quiero algo natural para el día", ""),
        ("BR", "moro em Natalândia", ""),
        ("US", "is today a good day?", ""),
    ],
)
def test_a_name_is_a_day(country: str, text: str, days: str) -> None:
    found = named_days(text, TODAY, country)
    assert " ".join(_written(span) for span in found.spans) == days


def test_the_name_is_taken_out_of_the_text() -> None:
    """ "viernes santo" is no Friday."""
    assert named_days("¿El viernes santo o el lunes?", TODAY, "CO").rest.split() == [
        "¿El",
        "o",
        "el",
        "lunes?",
    ]


def test_what_is_over_this_year_is_next_years() -> None:
    assert named_days("navidad", date(2026, 12, 26), "CO").spans[0][0] == date(2027, 12, 25)
    assert named_days("navidad", date(2026, 12, 25), "CO").spans[0][0] == date(2026, 12, 25)
    middle = named_days("semana santa", date(2026, 4, 2), "CO").spans[0]
    assert middle == (date(2026, 4, 2), date(2026, 4, 5))


def _written(span: tuple[date, date]) -> str:
    first, last = span
    return str(first) if first == last else f"{first}..{last}"


def test_a_region_has_holidays_of_its_own_and_an_unknown_one_does_no_harm() -> None:
    found = named_days("aniversário de São Paulo?", TODAY, "BR", "SP")
    assert found.spans == ()  # a city's; the state's own is the revolution of 1932
    revolution = named_days("revolução constitucionalista", TODAY, "BR", "SP")
    assert revolution.spans == ((date(2027, 7, 9), date(2027, 7, 9)),)
    assert named_days("finados", TODAY, "BR", "NOWHERE").spans[0][0] == date(2027, 11, 2)


def test_the_businesss_own_names() -> None:
    own = {
        date(2026, 12, 1): "Remodelación",
        date(2026, 12, 2): "Remodelación",
        date(2026, 12, 5): "Cerrado",
        date(2027, 1, 25): "Aniversário de São Paulo",
    }
    for text, span in (
        ("¿atienden durante la remodelación?", (date(2026, 12, 1), date(2026, 12, 2))),
        ("aniversário de são paulo", (date(2027, 1, 25),) * 2),
    ):
        assert named_days(text, TODAY, "CO", own=own).spans == (span,)
    assert named_days("¿está cerrado?", TODAY, "CO", own=own).spans == ()
