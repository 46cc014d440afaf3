"""A hosted model is told when a message was sent, if that was on an earlier day."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from agent.llm.factory import build_model
from agent.settings import Settings
from tests.front import Customer, open_front
from tests.hosted import moment
from tests.protocols.openai import OpenAIServer

BEFORE_MIDNIGHT = datetime.fromisoformat("2026-11-23T23:40:00-05:00")


@pytest.fixture
async def openai() -> AsyncIterator[OpenAIServer]:
    async with OpenAIServer() as server:
        yield server


@pytest.fixture
async def ana(database_url: str, tmp_path: Path, openai: OpenAIServer) -> AsyncIterator[Customer]:
    settings = Settings(
        openai_api_key=SecretStr(openai.api_key),
        openai_base_url=f"{openai.url}/v1",
        openai_chat_model="openai:gpt-test",
    )
    model = build_model(settings)
    async with open_front(database_url, tmp_path, BEFORE_MIDNIGHT, model=model) as front:
        yield front.customer()


def sent_lines(openai: OpenAIServer) -> list[str]:
    prompt = moment(openai.asked[-1])
    return [line for line in prompt.splitlines() if line.startswith("message_sent: ")]


async def test_it_is_told_and_the_tool_counts_from_it(ana: Customer, openai: OpenAIServer) -> None:
    openai.plays(
        ("Route", {"node": "appointment", "reason": "books"}),
        ("resolve_date", {"text": "pasado mañana"}),
        "¿A qué hora el miércoles?",
    )
    await ana.write("Quiero cejas pasado mañana")
    await ana.front.pass_time(3000)
    await ana.listen()
    assert sent_lines(openai)[0].startswith("message_sent: lunes 23 de noviembre, 23:40 ")
    [result] = [m["content"] for m in openai.asked[-1]["messages"] if m["role"] == "tool"]
    assert '"2026-11-25"' in result


async def test_on_the_same_day_nothing_is_said_of_it(ana: Customer, openai: OpenAIServer) -> None:
    openai.plays(("Route", {"node": "appointment", "reason": "books"}), "¿Qué día?")
    await ana.say("Quiero cejas")
    assert sent_lines(openai) == []
