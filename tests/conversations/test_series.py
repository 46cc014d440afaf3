"""Several appointments in one wish, and a row of them: each is offered and taken by its own yes."""

import pytest

from tests.beginnings import beginning
from tests.conversations.test_turned_down import booked
from tests.front import Customer, Front


def starts(front: Front) -> list[str]:
    return [at for _, at in booked(front)]


@beginning
async def massage(front: Front, wish: str, yes: str) -> Customer:
    ana = front.customer()
    await ana.say(wish)
    await ana.say(yes)
    await ana.say("Xavier Andrade")
    assert starts(front) == ["2026-12-02 15:00"]
    return ana


WISHES = {
    "es": ("Masaje relajante el miércoles 2 de diciembre a las 3 pm con Laura", "sí", "no"),
    "pt": ("Quero masaje relajante na quarta dia 2 de dezembro às 15h", "sim", "não"),
    "en": ("I want a masaje relajante on Wednesday December 2 at 3pm", "yes", "no"),
}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "entonces agéndeme el 9 y el 16 a las 3"),
        ("pt", "marca também o dia 9 e o dia 16 às 15h"),
        ("en", "and dec 9 and 16 also at 3pm"),
    ],
)
async def test_several_days_are_offered_one_after_the_other(
    front: Front, language: str, text: str
) -> None:
    wish, yes, _ = WISHES[language]
    ana = await massage(front, wish, yes)
    assert "Masaje relajante" in await ana.say(text)
    await ana.say(yes)
    assert starts(front)[1:] == ["2026-12-09 15:00"]
    await ana.say(yes)
    assert starts(front)[1:] == ["2026-12-09 15:00", "2026-12-16 15:00"]


async def test_a_no_to_one_of_several_days_goes_on_with_the_next(front: Front) -> None:
    wish, yes, no = WISHES["es"]
    ana = await massage(front, wish, yes)
    await ana.say("agéndeme el 9 y el 16 a las 3 pm")
    assert "16 de diciembre" in await ana.say(no)
    await ana.say(yes)
    assert starts(front)[1:] == ["2026-12-16 15:00"]


async def test_a_day_that_is_not_free_is_said(front: Front) -> None:
    wish, yes, _ = WISHES["es"]
    ana = await massage(front, wish, yes)
    await ana.say("agéndeme el 16 y el 23 a las 3 con Laura")  # she is away on the 23rd
    said = await ana.say(yes)
    assert "miércoles 23 de diciembre" in said, said
    assert starts(front)[1:] == ["2026-12-16 15:00"]


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("es", "agéndame también el 9 a las 3", "sí. y el 16 también"),
        ("pt", "marca também o dia 9 às 15h", "sim. e o dia 16 também"),
        ("en", "book me another one dec 9 at 3pm", "yes. and the 16th same time"),
    ],
)
async def test_a_yes_with_a_further_day_is_both(
    front: Front, language: str, first: str, second: str
) -> None:
    wish, yes, _ = WISHES[language]
    ana = await massage(front, wish, yes)
    await ana.say(first)
    await ana.say(second)
    assert starts(front)[1:] == ["2026-12-09 15:00"]
    await ana.say(yes)
    assert starts(front)[1:] == ["2026-12-09 15:00", "2026-12-16 15:00"]


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("es", "Necesito un masaje relajante una vez cada semana los miércoles a las 3 pm", ("2026-11-25", "2026-12-02")),
        ("pt", "Quero masaje relajante toda semana às quartas às 15h", ("2026-11-25", "2026-12-02")),
        ("en", "I want a masaje relajante every two weeks on Wednesdays at 3pm", ("2026-11-25", "2026-12-09")),
    ],
)  # fmt: skip
async def test_a_series_goes_on_until_a_no(
    front: Front, language: str, text: str, days: tuple[str, str]
) -> None:
    _, yes, no = WISHES[language]
    ana = front.customer()
    await ana.say(text)
    await ana.say(yes)
    await ana.say("Xavier Andrade")
    assert starts(front) == [f"{days[0]} 15:00"]
    await ana.say(yes)
    assert starts(front) == [f"{day} 15:00" for day in days]
    assert "?" in ana.heard[-1]
    await ana.say(no)
    await ana.say("ok")
    assert len(starts(front)) == 2


async def test_a_series_ends_with_the_number_that_was_said(front: Front) -> None:
    ana = front.customer()
    await ana.say(
        "Necesito 2 sesiones de masaje relajante, una cada semana los miércoles a las 3 pm"
    )
    await ana.say("sí")
    await ana.say("Xavier Andrade")
    said = await ana.say("sí")
    assert starts(front) == ["2026-11-25 15:00", "2026-12-02 15:00"]
    assert "9 de diciembre" not in said


@pytest.mark.parametrize(
    ("language", "text"),
    [("es", "y las otras 2 también?"), ("pt", "e as outras 2?"), ("en", "and the other two ones?")],
)
async def test_the_other_ones_go_on_weekly(front: Front, language: str, text: str) -> None:
    wish, yes, _ = WISHES[language]
    ana = await massage(front, wish, yes)
    await ana.say(text)
    await ana.say(yes)
    assert starts(front)[1:] == ["2026-12-09 15:00"]


@pytest.mark.parametrize(
    ("tenant", "wish", "text", "name"),
    [
        ("sorriso", "Quero uma limpeza na segunda às 14h", "Pode reservar sim. Ah, meu nome se escreve João Batista Siqueira", "João Batista Siqueira"),
        ("sorriso", "Quero uma limpeza na segunda às 14h", "não tem 14:15? então a das 14h. Em nome de Cleide Moura", "Cleide Moura"),
        ("aurora", "Limpieza facial el lunes a las 2 pm", "¿no hay más temprano? bueno, ya déjame esa. Yokasta de los Santos", "Yokasta de los Santos"),
        ("aurora", "I want a limpieza facial on Monday at 2pm", "yes please. Oh, my name is spelled Jon Smythe", "Jon Smythe"),
    ],
)  # fmt: skip
async def test_a_yes_with_more_is_taken(
    front: Front, tenant: str, wish: str, text: str, name: str
) -> None:
    phone = "5511987654321" if tenant == "sorriso" else "573005550101"
    ana = front.customer(phone, tenant=tenant)
    await ana.say(wish)
    await ana.say(text)
    [row] = front.appointments()
    assert (row["name"] or name, f"{row['local']:%Y-%m-%d %H:%M}") == (name, "2026-11-23 14:00")
