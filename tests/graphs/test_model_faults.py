"""A provider of models that misbehaves, as the customer sees it: through the webhook, by rows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from tests.front import Customer, Front
from tests.hosted import hosted_front
from tests.protocols.gemini import GeminiServer
from tests.protocols.openai import OpenAIServer, cut, malformed, no_choices, refusal

KNOWLEDGE = ("Route", {"node": "knowledge", "reason": ""})
APPOINTMENT = ("Route", {"node": "appointment", "reason": ""})
SEARCH = (
    "check_availability",
    {"service": "láser", "date_from": "2026-11-21", "date_to": "2026-11-21", "time": "15:00"},
)
OFFER = "Tengo sábado 21 de noviembre, 3:00 p. m. ¿La reservo?"


def trace(front: Front) -> Any:
    return front.rows("select trace from turns order by started_at desc, token desc limit 1")[0][
        "trace"
    ]


def statuses(front: Front) -> list[str]:
    rows = front.rows("select status from turns order by started_at, token")
    return [row["status"] for row in rows]


async def offered(openai: OpenAIServer, customer: Customer) -> str:
    """A hosted model offers a time; the slot's token."""
    openai.plays(APPOINTMENT, SEARCH, OFFER)
    assert OFFER in await customer.say("Quiero láser mañana a las 3")
    return customer.options[0][0]


# The provider is down, slow, or does not want us


def down(openai: OpenAIServer) -> None:
    openai.drop_next(times=99)


def slow(openai: OpenAIServer) -> None:
    openai.hang_next(times=99)


def wrong_key(openai: OpenAIServer) -> None:
    openai.api_key = "another"


def no_quota(openai: OpenAIServer) -> None:
    openai.fails_next(429, "insufficient_quota", times=99)


def crowded(openai: OpenAIServer) -> None:
    openai.limits_next(seconds=1, times=99)


def failing(openai: OpenAIServer) -> None:
    openai.fails_next(503, times=99)


def too_crowded(openai: OpenAIServer) -> None:
    """Come again tomorrow, says a date."""
    openai.limits_next(until=datetime.now(UTC) + timedelta(days=1), times=99)


def no_model(openai: OpenAIServer) -> None:
    openai.fails_next(404, "model_not_found", times=99)


def somebody_elses_page(openai: OpenAIServer) -> None:
    openai.answer_next(200, b"<html>Welcome to the proxy</html>", times=99)


def no_choice(openai: OpenAIServer) -> None:
    openai.plays(*[no_choices()] * 9)


def half(openai: OpenAIServer) -> None:
    openai.plays(*["Tengo el martes y también el"] * 9)
    openai.half_next(times=99)


@dataclass(frozen=True)
class Talk:
    """A question, what its answer names, and the words that book."""

    tenant: str
    question: str
    price: str
    booking: tuple[str, ...]
    service: str


SPANISH = Talk(
    "aurora",
    "Hola, ¿cuánto cuesta la limpieza facial?",
    "$140.000",
    ("Quiero láser mañana a las 3", "sí", "Ana Pérez"),
    "depilacion-laser",
)
PORTUGUESE = Talk(
    "sorriso",
    "Oi, quanto custa a limpeza?",
    "R$ 220",
    ("Quero marcar uma limpeza na segunda às 10h", "sim", "Ana Souza"),
    "limpeza",
)
ENGLISH = Talk(
    "aurora",
    "Hi, how much is a facial?",
    "COP 140,000",
    ("I'd like a facial tomorrow at 3 pm", "yes", "Ann Smith"),
    "limpieza-facial",
)


@pytest.mark.parametrize(
    ("breaks", "why", "requests", "talk"),
    [
        (down, "unreachable", 2, SPANISH),
        (slow, "timeout", 1, PORTUGUESE),
        (wrong_key, "wrong key", 1, ENGLISH),
        (no_model, "no such model", 1, SPANISH),
        (no_quota, "no quota left", 1, PORTUGUESE),
        (crowded, "rate limit", 3, ENGLISH),
        (too_crowded, "rate limit", 1, SPANISH),
        (failing, "server error", 2, PORTUGUESE),
        (half, "unreachable", 2, ENGLISH),
        (somebody_elses_page, "unreadable answer", 2, SPANISH),
        (no_choice, "unreadable answer", 2, PORTUGUESE),
    ],
)
async def test_without_a_provider_the_customer_is_answered_all_the_same(
    database_url: str,
    tmp_path: Path,
    breaks: Callable[[OpenAIServer], None],
    why: str,
    requests: int,
    talk: Talk,
) -> None:
    # A pause of a second has to fit into the timeout, a hung call has to be short.
    seconds = 0.2 if breaks is slow else 5
    async with hosted_front(database_url, tmp_path, model_timeout_seconds=seconds) as (
        openai,
        front,
    ):
        breaks(openai)
        ana = front.customer(tenant=talk.tenant)
        heard = await ana.say(talk.question)
        assert talk.price in heard
        assert "Tengo el martes" not in heard
        assert statuses(front) == ["committed"]
        assert trace(front)["model_failures"] == [{"model": "openai:gpt-5-mini", "why": why}]
        assert trace(front)["models"][-1]["model"] == "offline"
        assert len(openai.chats) == requests, "asked in one call of the turn only"
        for words in talk.booking:
            await ana.say(words)
        assert [a["service"] for a in front.appointments()] == [talk.service]
        assert set(statuses(front)) == {"committed"}


async def test_the_fallback_model_goes_on_where_the_main_one_stopped(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted_front(database_url, tmp_path, openai_fallback_models="gpt-4.1-mini") as (
        openai,
        front,
    ):
        ana = front.customer()
        openai.plays(APPOINTMENT, SEARCH)
        openai.answer_next_after(2, status=500, times=2)
        openai.plays(OFFER)
        assert OFFER in await ana.say("Quiero láser mañana a las 3")
        assert [row["model"] for row in trace(front)["models"]] == [
            "openai:gpt-5-mini",
            "openai:gpt-5-mini",
            "openai:gpt-4.1-mini",
        ]


async def test_a_fallback_of_another_provider_ends_what_the_main_model_began(
    database_url: str, tmp_path: Path
) -> None:
    name = "google_genai:gemini-2.5-flash"
    async with (
        GeminiServer() as gemini,
        hosted_front(
            database_url,
            tmp_path,
            openai_fallback_models=name,
            gemini_api_key=SecretStr(gemini.api_key),
            gemini_base_url=gemini.url,
        ) as (openai, front),
    ):
        ana = front.customer()
        slot = await offered(openai, ana)
        down(openai)
        gemini.plays_call("book_appointment", {"slot": slot})
        gemini.plays("¿A nombre de quién?")
        assert await ana.tap("3:00") == "¿A nombre de quién?"
        gemini.plays_call("resolve_contact_on_booking", {"name": "Ana Pérez"})
        gemini.plays_call("book_appointment", {"slot": slot})
        gemini.plays("¡Te esperamos!")
        heard = await ana.say("Ana Pérez")
        assert heard.count("Cita agendada") == 1
        assert "¡Te esperamos!" in heard
        assert {row["model"] for row in trace(front)["models"]} == {name}
        assert slot in str(gemini.asked[0]["contents"]), "it sees what the other one offered"
        openai.recover()
        front.clock.advance(61)
        openai.plays(KNOWLEDGE, "Con gusto.")
        assert await ana.say("gracias") == "Con gusto."


# The offline model takes over in the middle


async def test_a_time_that_a_hosted_model_offered_is_booked_by_the_offline_one(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        ana = front.customer()
        await offered(openai, ana)
        down(openai)
        await ana.say("sí")
        heard = await ana.say("Ana Pérez")
        assert heard.count("Cita agendada") == 1
        assert [str(a["local"]) for a in front.appointments()] == ["2026-11-21 15:00:00"]


async def test_a_yes_to_what_nobody_showed_books_nothing(database_url: str, tmp_path: Path) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        ana = front.customer()
        openai.plays(APPOINTMENT, SEARCH, "¿Te sirve por la tarde?")
        await ana.say("Quiero láser mañana a las 3")
        down(openai)
        await ana.say("sí")
        assert front.appointments() == []
        assert set(statuses(front)) == {"committed"}


async def test_an_older_question_of_the_offline_model_waits_no_longer(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        ana = front.customer()
        openai.drop_next(times=2)
        assert "?" in await ana.say("Quiero láser mañana a las 3")
        openai.plays(KNOWLEDGE, "¿Quieres que te cuente de los precios?")
        await ana.say("¿duele mucho?")
        down(openai)
        await ana.say("sí")
        await ana.say("Ana Pérez")
        assert front.appointments() == [], "the yes was for the prices"


async def test_a_thread_that_is_rebuilt_from_messages_knows_who_spoke(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        ana = front.customer()
        openai.drop_next(times=2)
        assert "?" in await ana.say("Quiero láser mañana a las 3")
        openai.plays(KNOWLEDGE, "¿Quieres que te cuente de los precios?")
        await ana.say("¿duele mucho?")
        front.execute("update chat_identities set checkpoint_id = null")
        down(openai)
        await ana.say("sí")
        await ana.say("Ana Pérez")
        assert front.appointments() == []


def then(fault: Callable[[OpenAIServer], None]) -> Callable[[OpenAIServer], None]:
    """Two usual answers, and then the fault."""

    def play(openai: OpenAIServer) -> None:
        openai.usual_next(2)
        fault(openai)

    return play


def unusable(openai: OpenAIServer) -> None:
    openai.plays(cut("Tu cita quedó"), malformed("book_appointment", '{"slot": "'), "")


def declines(openai: OpenAIServer) -> None:
    openai.plays(refusal())


@pytest.mark.parametrize(
    ("breaks", "says"),
    [
        (then(failing), "Cita agendada"),
        (then(down), "Cita agendada"),
        (then(slow), "Cita agendada"),
        (unusable, "Cita agendada"),
        (declines, "Ya le avisé a una persona"),
    ],
)
async def test_what_the_hosted_model_booked_is_neither_denied_nor_done_again(
    database_url: str, tmp_path: Path, breaks: Callable[[OpenAIServer], None], says: str
) -> None:
    async with hosted_front(database_url, tmp_path, model_timeout_seconds=2) as (openai, front):
        ana = front.customer()
        slot = await offered(openai, ana)
        openai.plays(
            ("resolve_contact_on_booking", {"name": "Ana Pérez"}),
            ("book_appointment", {"slot": slot}),
        )
        breaks(openai)
        heard = await ana.tap("3:00")
        assert heard.count("Cita agendada") == 1
        assert says in heard
        assert "servicio" not in heard.split("\n")[-1]
        assert "no logré" not in heard
        assert len(front.appointments()) == 1
        assert front.rows("select count(*) as n from appointments")[0]["n"] == 1
        assert set(statuses(front)) == {"committed"}
        openai.recover()
        down(openai)
        await ana.say("sí")
        assert len(front.appointments()) == 1


async def test_the_hosted_model_reads_what_the_offline_one_said(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        ana = front.customer()
        openai.drop_next(times=2)
        await ana.say("¿Cuánto cuesta la limpieza facial?")
        openai.plays(KNOWLEDGE, "Queda en Chapinero.")
        await ana.say("¿Dónde quedan?")
        shown = openai.asked[-1]["messages"]
        assert "knowledge_search" in str(shown)
        assert [m["role"] for m in shown[-1:]] == ["user"]
