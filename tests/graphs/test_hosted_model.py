"""The same graph with a hosted model: langchain-openai over real HTTP to a local server."""

import json
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from agent.model import build_model
from agent.settings import Settings
from tests.front import open_front
from tests.providers.openai import OpenAIServer

NOW = datetime.fromisoformat("2026-11-20T10:00:00-05:00")


async def test_a_hosted_model_books_through_the_same_tools(
    database_url: str, tmp_path: Path
) -> None:
    async with OpenAIServer() as openai:
        settings = Settings(
            openai_api_key=SecretStr(openai.api_key),
            openai_base_url=f"{openai.url}/v1",
            openai_chat_model="openai:gpt-test",
        )
        async with open_front(database_url, tmp_path, NOW, model=build_model(settings)) as front:
            ana = front.customer()
            openai.plays(
                ("Route", {"node": "appointment", "reason": "books"}),
                ("resolve_date", {"text": "mañana a las 3"}),
                (
                    "check_availability",
                    {"service": "láser", "date_from": "2026-11-21", "time": "15:00"},
                ),
                "Tengo sábado 21 de noviembre, 3:00 p. m. ¿La reservo?",
            )
            assert "¿La reservo?" in await ana.say("Quiero láser mañana a las 3")
            slot = ana.options[0][0]
            openai.plays(("book_appointment", {"slot": slot}), "¿A nombre de quién?")
            await ana.tap("3:00")
            openai.plays(
                ("resolve_contact_on_booking", {"name": "Ana Pérez"}),
                ("book_appointment", {"slot": slot}),
                "Te esperamos.",
            )
            heard = await ana.say("Ana Pérez")
            assert "Cita agendada" in heard
            assert "Te esperamos." in heard
            assert [a["service"] for a in front.appointments()] == ["depilacion-laser"]
    routed, asked = openai.asked[0], openai.asked[1]
    assert [t["function"]["name"] for t in routed["tools"]] == ["Route"]
    assert "Clínica Aurora Lumbre" in asked["messages"][0]["content"]
    offered = json.dumps(asked["tools"])
    assert "organization" not in offered
    assert "phone_number" not in offered


async def test_arguments_that_are_wrong_are_answered_to_the_model(
    database_url: str, tmp_path: Path
) -> None:
    async with OpenAIServer() as openai:
        settings = Settings(
            openai_api_key=SecretStr(openai.api_key), openai_base_url=f"{openai.url}/v1"
        )
        async with open_front(database_url, tmp_path, NOW, model=build_model(settings)) as front:
            openai.plays(
                ("Route", {"node": "appointment", "reason": ""}),
                ("check_availability", {"date_from": 7}),
                ("no_such_tool", {}),
                ("check_availability", {"service": "láser", "date_from": "mañana"}),
                "¿Para qué día la quieres?",
            )
            assert await front.customer().say("Quiero láser") == "¿Para qué día la quieres?"
    results = [m["content"] for m in openai.asked[-1]["messages"] if m["role"] == "tool"]
    assert "not valid" in results[0]
    assert "no such tool" in results[1]
    assert "invalid_date" in results[2]
