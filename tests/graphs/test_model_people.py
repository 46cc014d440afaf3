"""People of a customer through a hosted model: what it may name, and what it cannot get wrong."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from agent.llm.factory import build_model
from agent.settings import Settings
from tests.databases import NOW
from tests.front import Customer, Front, open_front
from tests.protocols.openai import OpenAIServer

PEOPLE = "select id, name, relation from people order by created_at"
CONTACT = "select name from contacts where phone is not null"


@asynccontextmanager
async def offered(
    url: str, folder: Path, wish: str, **search: Any
) -> AsyncIterator[tuple[OpenAIServer, Front, Customer]]:
    """A customer to whom a massage on Tuesday at three is offered."""
    async with OpenAIServer() as openai:
        settings = Settings(
            openai_api_key=SecretStr(openai.api_key), openai_base_url=f"{openai.url}/v1"
        )
        async with open_front(url, folder, NOW, model=build_model(settings)) as front:
            ana = front.customer()
            await offer(openai, ana, wish, **search)
            yield openai, front, ana


async def offer(openai: OpenAIServer, ana: Customer, wish: str, **search: Any) -> None:
    when = {
        "service": "masaje",
        "date_from": "2026-11-24",
        "date_to": "2026-11-24",
        "time": "15:00",
    }
    openai.plays(
        ("Route", {"node": "appointment", "reason": "books"}),
        ("check_availability", when | search),
        "Tengo el martes 24 de noviembre, 3:00 p. m. ¿La reservo?",
    )
    await ana.say(wish)


def last_result(openai: OpenAIServer) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        [m for m in openai.asked[-1]["messages"] if m["role"] == "tool"][-1]["content"]
    )
    return found


async def test_a_model_that_forgets_the_relation_renames_nobody(
    database_url: str, tmp_path: Path
) -> None:
    wish = "Hola, un masaje para mi hija Lucía Gómez el martes a las 3"
    async with offered(database_url, tmp_path, wish) as (openai, front, ana):
        openai.plays(
            ("resolve_contact_on_booking", {"name": "Lucía Gómez"}),
            ("book_appointment", {"slot": ana.options[0][0]}),
            "¡Listo!",
        )
        assert "A nombre de Lucía Gómez" in await ana.say("sí")
        [lucia] = front.rows(PEOPLE)
        assert (lucia["name"], lucia["relation"]) == ("Lucía Gómez", "daughter")
        assert front.rows(CONTACT) == [{"name": None}]
        openai.plays(
            ("Route", {"node": "cancellation", "reason": "cancels"}),
            ("cancel_appointment", {}),
            "No veo ninguna cita de tu mamá.",
        )
        await ana.say("cancela la cita de mi mamá")
        assert last_result(openai)["status"] == "none_of_theirs"
        data, person = (
            openai.asked[-1]["messages"][1],
            {"id": str(lucia["id"]), "name": "Lucía Gómez"},
        )
        assert data["role"] == "user"
        people = json.loads(data["content"].splitlines()[1])["people"]
        assert people == [person | {"relation": "daughter"}]


async def test_a_key_that_was_never_shown_books_nobody(database_url: str, tmp_path: Path) -> None:
    wish = "Hola, un masaje el martes a las 3"
    async with offered(database_url, tmp_path, wish) as (openai, front, ana):
        stranger = "11111111-2222-3333-4444-555555555555"
        openai.plays(
            ("book_appointment", {"slot": ana.options[0][0], "person": stranger}), "¿Para quién?"
        )
        await ana.say("sí")
        assert last_result(openai)["status"] == "unknown_person"
        assert front.appointments() == []


async def test_two_are_booked_with_both_or_not_at_all(database_url: str, tmp_path: Path) -> None:
    wish = "Hola, soy Ana Gil, un masaje para mí y mi hijo Tomás Gil el martes a las 3"
    async with offered(database_url, tmp_path, wish, people=2) as (openai, front, ana):
        slot = ana.options[0][0]
        openai.plays(("book_appointment", {"slot": slot}), "¿Cómo se llaman?")
        await ana.say("sí")
        assert last_result(openai)["status"] == "needs_people"
        one = {"person": "self", "name": "Ana Gil"}
        openai.plays(
            ("book_appointment", {"slot": slot, "people": [one, {"name": "Pedro Paz"}]}), "¿Cómo?"
        )
        await ana.say("sí, los dos")
        assert last_result(openai)["status"] == "invalid_name"
        assert front.appointments() == []
        both = [one, {"name": "Tomás Gil", "relation": "son"}]
        openai.plays(("book_appointment", {"slot": slot, "people": both}), "¡Listo!")
        receipt = await ana.say("Ana Gil y Tomás Gil")
        assert receipt.count("Citas agendadas") == 1
        assert {row["name"] for row in front.appointments()} == {"Ana Gil", "Tomás Gil"}
        assert front.rows(CONTACT) == [{"name": "Ana Gil"}]
