"""A front desk whose model is played by a local server, and the chain of models alone."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

from agent.clock import Clock, FixedClock
from agent.llm.factory import build_model
from agent.settings import Settings
from tests.databases import NOW
from tests.front import Customer, Front, open_front
from tests.protocols.openai import OpenAIServer

KNOWLEDGE = ("Route", {"node": "knowledge", "reason": ""})
APPOINTMENT = ("Route", {"node": "appointment", "reason": ""})
UNCLEAR = "Lo de la otra vez, ya sabes"
"""Words that no reading is sure about: the model is asked which node they are for."""
SEARCH = (
    "check_availability",
    {"service": "láser", "date_from": "2026-11-21", "date_to": "2026-11-21", "time": "15:00"},
)
OFFER = "Tengo sábado 21 de noviembre, 3:00 p. m. ¿La reservo?"


def moment(asked: dict[str, Any]) -> str:
    """What a request says of the moment: its last message."""
    last = asked["messages"][-1]
    assert last["role"] == "system", last
    return str(last["content"])


def moment_lines(asked: dict[str, Any]) -> dict[str, str]:
    """The same by key."""
    pairs = (line.partition(": ") for line in moment(asked).splitlines())
    return {key: value for key, _, value in pairs}


class Pauses:
    """Counts the pauses between tries instead of waiting."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def hosted_settings(openai: OpenAIServer, **settings: Any) -> dict[str, Any]:
    """Settings with the stand-in as OpenAI."""
    return {
        "openai_api_key": SecretStr(openai.api_key),
        "openai_base_url": f"{openai.url}/v1",
        "openai_chat_model": "openai:gpt-5-mini",
        **settings,
    }


@asynccontextmanager
async def hosted_front(
    url: str, folder: Path, **settings: Any
) -> AsyncIterator[tuple[OpenAIServer, Front]]:
    """A front desk that asks the stand-in; it makes no pauses between tries."""
    async with OpenAIServer() as openai:
        asked = hosted_settings(openai, **settings)
        async with open_front(url, folder, NOW, model=without_pauses, **asked) as front:
            yield openai, front


def without_pauses(configured: Settings, clock: Clock) -> BaseChatModel:
    """The configured models, which do not wait between two tries."""
    return build_model(configured, clock=clock, pause=Pauses())


@asynccontextmanager
async def hosted_model(
    fallbacks: Sequence[str] = (), **settings: Any
) -> AsyncIterator[tuple[OpenAIServer, BaseChatModel, FixedClock, Pauses]]:
    """The chain alone: main model "main", then `fallbacks`, all played by one server."""
    clock, pauses = FixedClock(NOW), Pauses()
    async with OpenAIServer() as openai:
        named = {"openai_chat_model": "main", "openai_fallback_models": ",".join(fallbacks)}
        configured = Settings(**hosted_settings(openai, **(named | settings)))
        yield openai, build_model(configured, clock=clock, pause=pauses), clock, pauses


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


# Faults of the provider, for the next requests


def down(openai: OpenAIServer) -> None:
    openai.drop_next(times=99)


def slow(openai: OpenAIServer) -> None:
    openai.hang_next(times=99)


def failing(openai: OpenAIServer) -> None:
    openai.fails_next(503, times=99)
