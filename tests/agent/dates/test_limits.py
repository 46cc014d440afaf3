"""A limit of hours holds in whatever stands around it: no reading of the message lies outside it."""

from datetime import datetime, time
from itertools import product

import pytest

from agent.dates import resolve
from tests.agent.dates.reading import as_line, preferring

NOW = datetime.fromisoformat("2026-11-29T20:45:00-05:00")
OPEN = {weekday: [(time(8), time(18))] for weekday in range(1, 7)}

LIMITS = {
    "es": ("después de las {n}", "solo después de las {n}", "a partir de las {n}"),
    "pt": ("depois das {n}", "só depois das {n}", "a partir das {n}"),
    "en": ("after {n}", "only after {n}", "after {n} pm only"),
}
AROUND = {
    "es": (
        "el viernes 11, {}?",
        "A la 1 apenas va saliendo, {}",
        "¿qué precio tiene la limpieza con Laura? y el martes {}, que salgo a la 1:30",
        "{}, por favor, a la 1 estoy en la oficina",
        "el miércoles 9 {} hay? Me llamo Rosa Lima",
    ),
    "pt": (
        "não quero sábado. e na outra semana, sexta 11, {}?",
        "teria {}, que ele sai da escola às 13:30?",
        "quanto custa com a Juliana? terça 15, {}",
        "dia 14 tenho prova, pode ser {}?",
        "quarta 9 {}, meu nome é Rosa Lima",
    ),
    "en": (
        "friday 11, {}?",
        "No no, 9 am I am in office on Tuesday. {} on Tuesday",
        "What about evening on Tuesday, {}?",
        "He's in school till half one so anything {}",
        "how much is it with Laura? Wednesday 9, {}. I'm Rosa Lima",
    ),
}
SENTENCES = [
    (language, around.format(limit.format(n=hour)), hour)
    for language in LIMITS
    for around, limit, hour in product(AROUND[language], LIMITS[language], (2, 3, 4, 5))
]


@pytest.mark.parametrize("language", LIMITS)
def test_no_reading_is_outside_a_limit(language: str) -> None:
    wrong = []
    for of, text, hour in SENTENCES:
        if of != language:
            continue
        found = resolve(text, NOW, languages=preferring(language), hours=OPEN)
        bounds = [when.not_before or when.time for when in found.readings]
        if not bounds or any(bound is None or bound < time(hour + 12) for bound in bounds):
            wrong.append((text, as_line(found)))
    assert not wrong


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "week after, friday 11th at 2", "2026-12-11 14:00"),
        ("en", "to the week after, Thursday the 17th at 3", "2026-12-17 15:00"),
        ("en", "a cleaning a week on Monday, in the morning", "2026-12-07 morning"),
        ("en", "can i come friday? i have a wedding saturday", "2026-12-04"),
        ("pt", "vale o desconto se eu fechar em 30 dias?", "none"),
        ("es", "se descuenta si cierro en 30 días, ¿no?", "none"),
        ("es", "¿tienen algo en 30 días?", "2026-12-29"),
        ("es", "a las 2 o después de las 5", "14:00"),
        ("pt", "14h fica apertado pra mim, tem mais pro final da tarde?", "afternoon"),
    ],
)
def test_what_is_no_wish_is_no_day(language: str, text: str, expected: str) -> None:
    found = resolve(text, NOW, languages=preferring(language), hours=OPEN)
    assert as_line(found).startswith(expected)
