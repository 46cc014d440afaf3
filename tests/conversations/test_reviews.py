"""How was your visit? Who is content gets the link; who is not is asked what happened, and a person reads it."""

from typing import Any

import pytest

from tests.beginnings import beginning
from tests.conversations.reminding import book, later
from tests.front import Customer, Front
from tests.gateway.pipeline.moments.visits import LINK

ASKED = "2026-11-21T13:00:00-05:00"
FIRST = {
    "es": ("Hola, cejas para mañana a las 11", "Ana Pérez", "sí"),
    "pt": ("Oi, sobrancelhas para amanhã às 11h", "Ana Souza", "sim"),
    "en": ("Hi, I would like my brows done tomorrow at 11 am", "Ann Lee", "yes"),
}


@beginning
async def visited(front: Front, language: str = "es", channel: str = "evolution") -> Customer:
    """A customer who came, and is asked how it was."""
    front.execute(
        "update organizations set review_link = %s, review_hours = 1, review_months = 6, reminder_minutes = '{}', "
        "confirmation_minutes = '{}' where slug = 'aurora'",
        LINK,
    )
    wish, name, yes = FIRST[language]
    ana = front.customer(channel=channel)
    await book(ana, wish, name, yes)
    await later(ana, "2026-11-21T11:40:00-05:00")
    [row] = front.rows("select id from appointments")
    await front.container.database.call(
        "appointment_close",
        organization=front.organization("aurora"),
        appointment=row["id"],
        status="completed",
    )
    return ana


async def question(front: Front, language: str = "es", channel: str = "evolution") -> Customer:
    ana = await visited(front, language, channel)
    text = await later(ana, ASKED)
    assert {"es": "nota de 1 a 5", "pt": "nota de 1 a 5", "en": "from 1 to 5"}[language] in text
    return ana


def ratings(front: Front) -> list[tuple[int | None, str | None]]:
    rows = front.rows("select rating, words from visit_ratings order by asked_at")
    return [(row["rating"], row["words"]) for row in rows]


def calls(front: Front) -> list[dict[str, Any]]:
    return front.rows("select reason, summary from escalations order by created_at")


async def test_it_is_asked_after_the_visit(front: Front) -> None:
    ana = await visited(front)
    assert await later(ana, "2026-11-21T12:00:00-05:00") == ""
    text = await later(ana, ASKED)
    assert text.splitlines()[:2] == [
        "¡Hola, Ana! ¿Cómo te fue en tu visita (Diseño de cejas)? Ponle una nota de 1 a 5: 5 es excelente y 1 es muy "
        "mala.",
        "Si prefieres que no preguntemos, escribe «sin opiniones».",
    ]
    assert ratings(front) == [(None, None)]


@pytest.mark.parametrize(
    ("language", "words", "rating", "said"),
    [
        ("es", "5", 5, "¡Muchas gracias, qué alegría!"),
        ("es", "Le doy un 4, todo muy bien", 4, "cuéntalo también aquí"),
        ("es", "⭐⭐⭐⭐⭐", 5, "¡Muchas gracias"),
        ("pt", "dou nota 5", 5, "Muito obrigado, que bom saber!"),
        ("en", "five stars", 5, "Thank you so much"),
    ],
)
async def test_who_is_content_gets_the_link(
    front: Front, language: str, words: str, rating: int, said: str
) -> None:
    ana = await question(front, language)
    answer = await ana.say(words)
    assert said in answer
    assert LINK in answer
    assert ratings(front) == [(rating, None)]
    assert calls(front) == []


@pytest.mark.parametrize(
    ("language", "low", "asked", "words", "passed_on"),
    [
        ("es", "2", "¿Qué pasó?", "me hicieron esperar una hora", "Se lo pasé a una persona"),
        (
            "pt",
            "nota 3",
            "O que aconteceu?",
            "demorou muito e ficou torto",
            "Passei para uma pessoa",
        ),
        ("en", "1", "What happened?", "the room was dirty", "I have passed it on to a person"),
    ],
)
async def test_who_is_not_is_asked_what_happened_and_a_person_reads_it(
    front: Front, language: str, low: str, asked: str, words: str, passed_on: str
) -> None:
    ana = await question(front, language)
    sorry = await ana.say(low)
    assert asked in sorry
    assert LINK not in sorry
    told = await ana.say(words)
    assert passed_on in told
    assert LINK not in told
    [(rating, kept)] = ratings(front)
    assert (rating, kept) == (int(low[-1]), words)
    [call] = calls(front)
    assert call["reason"] == "complaint"
    assert f"{rating} de 5" in call["summary"]
    assert words in call["summary"]


async def test_both_in_one_message(front: Front) -> None:
    ana = await question(front)
    assert "Se lo pasé a una persona" in await ana.say("2, me hicieron esperar una hora")
    assert ratings(front) == [(2, "2, me hicieron esperar una hora")]
    assert len(calls(front)) == 1


async def test_who_does_not_want_to_say_why_is_left_in_peace(front: Front) -> None:
    ana = await question(front)
    await ana.say("2")
    assert "queda anotada" in await ana.say("prefiero no decir")
    assert ratings(front) == [(2, None)]
    assert calls(front) == []


async def test_what_happened_is_of_health_and_a_person_is_called_for_that(front: Front) -> None:
    ana = await question(front)
    await ana.say("1")
    await ana.say("me quemaron la piel y me duele mucho, necesito hablar con alguien urgente")
    assert ratings(front)[0][1]
    assert calls(front)


async def test_a_tap_counts(front: Front) -> None:
    ana = await visited(front, channel="gupshup")
    front.execute(
        "update chat_identities set last_inbound_at = %s", front.clock.now()
    )  # else it is closed
    await later(ana, ASKED)
    assert [title for _, title in ana.options] == ["⭐" * n for n in range(1, 6)]
    assert "¿Qué pasó?" in await ana.tap("⭐⭐")
    assert ratings(front) == [(2, None)]


@pytest.mark.parametrize("words", ["10", "4 o 5", "todo excelente, gracias"])
async def test_what_is_no_rating_is_asked_for_once_more(front: Front, words: str) -> None:
    ana = await question(front)
    assert "de 1 a 5" in await ana.say(words)
    assert ratings(front) == [(None, None)]
    assert LINK in await ana.say("5")
    assert ratings(front) == [(5, None)]


async def test_a_wish_instead_of_an_answer_is_served(front: Front) -> None:
    ana = await question(front)
    answer = await ana.say("quiero una limpieza facial el martes a las 3 de la tarde")
    assert "martes 24" in answer
    assert ratings(front) == [(None, None)]


async def test_a_wish_beside_the_answer_is_served_and_the_answer_kept(front: Front) -> None:
    ana = await question(front)
    answer = await ana.say("5, quiero una limpieza facial el martes a las 3 de la tarde")
    assert "martes 24" in answer
    assert ratings(front) == [(5, None)]


async def test_a_bare_five_later_is_something_else(front: Front) -> None:
    ana = await question(front)
    await ana.say("¿a qué hora abren el lunes?")
    await ana.say("5")
    assert ratings(front) == [(None, None)]


async def test_a_no_is_no_rating(front: Front) -> None:
    ana = await question(front)
    assert "gracias de todos modos" in await ana.say("no, gracias")
    assert ratings(front) == [(None, None)]
    assert calls(front) == []


async def test_silence_leaves_everything_as_it_is(front: Front) -> None:
    ana = await question(front)
    assert await later(ana, "2026-11-23T12:00:00-05:00") == ""
    assert ratings(front) == [(None, None)]
    assert calls(front) == []


@pytest.mark.parametrize(
    ("language", "words", "said"),
    [
        ("es", "sin opiniones", "no te pediremos más opiniones"),
        ("es", "No me pidan más opiniones por favor", "no te pediremos más opiniones"),
        ("pt", "não me peçam avaliações", "não pediremos mais avaliações"),
        ("en", "no reviews please", "we will not ask you for reviews"),
    ],
)
async def test_who_does_not_want_to_be_asked_is_not_asked_again(
    front: Front, language: str, words: str, said: str
) -> None:
    ana = await question(front, language)
    assert said in await ana.say(words)
    kinds = front.rows("select kind, granted from contact_authorizations order by kind")
    assert [(row["kind"], row["granted"]) for row in kinds] == [
        ("reminders", True),
        ("review", False),
    ]
