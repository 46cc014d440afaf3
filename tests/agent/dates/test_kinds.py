"""Kinds of dates and times, each with sentences of its own, on Friday 20 November 2026 at 10:00."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from agent.dates import resolve
from tests.agent.dates.reading import LANGUAGES, as_line, preferring

TABLES = Path(__file__).parent / "kinds"

# What stands beside those kinds and is no date, in the language that it is written in.
NO_DATES = {
    "es": """
a 4 cuadras | el 2x1 | cada 4 semanas | hace dos meses | tengo 30 años | vivo a 5 min | de 13 a 15 años
promo de diciembre | feliz navidad! | regalos para navidad | quiero estar lista para año nuevo
venden bonos pa regalar en navidad? | la oferta de black friday | Señora Reyes | me llamo Abril Julio
hace 3 semanas me hice una limpieza | mi hija tiene 2 años y medio | una hora y media dura?
un par de preguntas | los próximos pasos? | necesito 3 próximas citas | este año no he ido
me duele desde hace 5 días | cada 15 días | el trimestre pasado | calle 1030 | mi código es 830
15.30 pesos | cuesta 15.30 | 300-555 | 555-1234 | en unos días | dentro de unas semanas | 1/2 hora
el segundo de la lista | mi segundo de primaria | la primera semana | hasta mañana | gracias, hasta mañana!
con la doctora Mayo | el último domingo me dolió | necesito 12-14 sesiones | las dos | 4 semanas de reposo
""",
    "pt": """
a 4 quadras | a cada 4 semanas | faz 3 semanas | tenho 2 anos | sou de Natal | moro em Natal | feliz natal
presente de natal | até amanhã | obrigada, até amanhã! | promoção de março | um de nós | um quarto de hora
este ano ainda não fui | o próximo passo | em alguns dias | uma hora e meia dura? | no último domingo doeu
meu código é 830 | custa 15.30 | quero ficar linda pro Natal
""",
    "en": """
happy thanksgiving! | half off black friday deals | a gift for Christmas | I want to look good for Halloween
a couple of friends | a day in the life | every 3 weeks | 3 weeks ago | 2 years old | set 23 appointments
at 1500 Broadway | 1030 | in a few days | a quarter | the second one | I haven't been this year
may 5 people come | one thirty | the first of us | march on | half an hour is fine | 4 blocks away
""",
}


def rows() -> Iterator[tuple[str, str, str]]:
    for language in LANGUAGES:
        for line in (TABLES / f"{language}.txt").read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                phrase, _, expected = line.partition("=>")
                yield language, phrase.strip(), expected.strip()


@pytest.mark.parametrize(("language", "phrase", "expected"), list(rows()))
def test_kind(language: str, phrase: str, expected: str, now: datetime) -> None:
    assert as_line(resolve(phrase, now, languages=preferring(language))) == expected


@pytest.mark.parametrize(
    ("language", "phrase"),
    [
        (language, phrase.strip())
        for language, table in NO_DATES.items()
        for line in table.strip().splitlines()
        for phrase in line.split("|")
    ],
)
def test_near_miss_is_no_date(language: str, phrase: str, now: datetime) -> None:
    found = resolve(phrase, now, languages=preferring(language))
    assert found.status == "none", as_line(found)


@pytest.mark.parametrize(
    ("language", "phrase", "expected"),
    [
        ("es", "seg 4, 8h30", "2026-11-23 08:30"),
        ("es", "mesa para 8 esta noche", "2026-11-20 evening"),
        ("en", "table for 8 tonight", "2026-11-20 evening"),
        ("en", "we are 8 tonight", "2026-11-20 evening"),
        ("es", "de 4 a 6 este mes", "2026-11-20..2026-11-30 >=16:00 <=18:00"),
        ("es", "ok, el lunes. hasta mañana", "2026-11-23"),
        ("en", "the 2nd Tuesday of December", "2026-12-08"),
        ("en", "a quarter past 4", "16:15"),
        ("es", "el 4 a las 10-12", "2026-12-04 >=10:00 <=12:00"),
    ],
)
def test_near_miss_keeps_its_own_meaning(
    language: str, phrase: str, expected: str, now: datetime
) -> None:
    assert as_line(resolve(phrase, now, languages=preferring(language))) == expected


@pytest.mark.parametrize("phrase", ["no later than Thursday", "a más tardar el jueves"])
def test_a_latest_day_refuses_nothing(phrase: str, now: datetime) -> None:
    assert resolve(phrase, now).refused == ()
