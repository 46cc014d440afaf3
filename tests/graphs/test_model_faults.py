"""A provider of models that misbehaves, as the customer sees it: through the webhook, by rows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.hosted import down, failing, hosted_front, slow, statuses, trace
from tests.protocols.openai import OpenAIServer, no_choices

# The provider is down, slow, or does not want us


def wrong_key(openai: OpenAIServer) -> None:
    openai.api_key = "another"


def no_quota(openai: OpenAIServer) -> None:
    openai.fails_next(429, "insufficient_quota", times=99)


def crowded(openai: OpenAIServer) -> None:
    openai.limits_next(seconds=1, times=99)


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
