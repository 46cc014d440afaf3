"""A model writes down only names that the customer gave, whatever the model."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from pydantic import SecretStr

from agent.llm.factory import build_model
from agent.settings import Settings
from tests.databases import NOW
from tests.front import Customer, Front, open_front
from tests.protocols.openai import OpenAIServer
from tools.kit.said_names import weigh_name


def thread(*said: str) -> list[Any]:
    """The customer's messages with an answer between them; the last one is the newest."""
    found: list[Any] = []
    for text in said:
        found += [HumanMessage(text), AIMessage("…")]
    return found[:-1]


@pytest.mark.parametrize(
    ("name", "said", "profile", "standing"),
    [
        ("Ana Pérez", "Ana Pérez", "Bea 😊", "ok"),
        ("Rosalba Pinzón", "a nombre de ella, rosalba pinzon", None, "ok"),
        ("Bea", "sí, resérvala", "Bea", "ok"),
        ("Kevin Lozano", "2pm. Kevin Andrés Lozano CC 103", None, "ok"),
        ("Xóchitl Quetzalli", "a nombre de xochitl quetzalli", None, "ok"),
        ("Sol", "sol", None, "unsure"),
        ("Gordo", "el gordo", None, "unsure"),
        ("null", "null", None, "invalid_name"),
        ("None", "sí", None, "invalid_name"),
        ("Cliente", "soy cliente nuevo", "Cliente", "invalid_name"),
        ("Unknown", "sí", "Unknown", "invalid_name"),
        ("Bea 😊", "sí", "Bea 😊", "invalid_name"),
        ("Ana Pérez", "sí, resérvala", "Bea", "invalid_name"),
        ("Ella", "a nombre de ella", None, "invalid_name"),
        ("Vou Ver Com", "vou ver com meu marido", None, "invalid_name"),
        ("Looking For", "I'm looking for a whitening", None, "invalid_name"),
        ("Fine Can", "no it's fine, I can", None, "invalid_name"),
        ("{name}", "{name}", None, "invalid_name"),
        ("Ana<script>", "Ana<script>", None, "invalid_name"),
        ("", "Ana", None, "invalid_name"),
        ("A" * 200, "A" * 200, None, "invalid_name"),
        ("3001234567", "3001234567", None, "invalid_name"),
    ],
)
def test_what_may_be_written_down(name: str, said: str, profile: str | None, standing: str) -> None:
    assert weigh_name(name, thread("hola", said), known_names=[profile])[0] == standing


def test_a_yes_needs_the_name_in_an_earlier_message() -> None:
    assert weigh_name("Gordo", thread("el gordo", "sí"), confirmed=True) == ("ok", "Gordo")
    assert weigh_name("Gordo", thread("el gordo"), confirmed=True)[0] == "unsure"
    assert (
        weigh_name("Looking For", thread("looking for", "yes"), confirmed=True)[0] == "invalid_name"
    )


def test_what_a_machine_saw_in_a_picture_is_nobodys_words() -> None:
    seen = thread("[image: cédula de Ana Pérez] para la cita")
    assert weigh_name("Ana Pérez", seen)[0] == "invalid_name"
    assert weigh_name("Ana Pérez", thread("[voice note] soy Ana Pérez"))[0] == "ok"


@asynccontextmanager
async def hosted(url: str, folder: Path) -> AsyncIterator[tuple[OpenAIServer, Front, Customer]]:
    """A customer who was asked in whose name a laser appointment is."""
    async with OpenAIServer() as openai:
        settings = Settings(
            openai_api_key=SecretStr(openai.api_key), openai_base_url=f"{openai.url}/v1"
        )
        async with open_front(url, folder, NOW, model=build_model(settings)) as front:
            ana = front.customer(name="Bea 😊")
            openai.plays(
                ("Route", {"node": "appointment", "reason": "books"}),
                (
                    "check_availability",
                    {"service": "láser", "date_from": "2026-11-21", "time": "15:00"},
                ),
                "Tengo sábado 21 de noviembre, 3:00 p. m. ¿La reservo?",
            )
            await ana.say("Quiero láser mañana a las 3")
            openai.plays(("book_appointment", {"slot": ana.options[0][0]}), "¿A nombre de quién?")
            await ana.tap("3:00")
            yield openai, front, ana


@pytest.mark.parametrize("name", ["null", "Cliente", "Unknown", "Bea 😊", "Ana Pérez"])
async def test_an_invented_name_is_refused(database_url: str, tmp_path: Path, name: str) -> None:
    async with hosted(database_url, tmp_path) as (openai, front, ana):
        openai.plays(("resolve_contact_on_booking", {"name": name}), "¿Y cómo te llamas?")
        await ana.say("es para mí")
        assert front.rows("select name from contacts where name is not null") == []
        assert front.appointments() == []


async def test_unsure_is_asked_with_buttons_and_corrected_later(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted(database_url, tmp_path) as (openai, front, ana):
        slot = front.rows("select token from slot_offers")[0]["token"]
        openai.plays(("resolve_contact_on_booking", {"name": "Sol"}), "¿A nombre de Sol?")
        await ana.say("sol")
        assert [title for _, title in ana.options] == ["Sí", "No"]
        openai.plays(
            ("resolve_contact_on_booking", {"name": "Sol", "confirmed": True}),
            ("book_appointment", {"slot": slot}),
            "¡Listo!",
        )
        assert "A nombre de Sol" in await ana.tap("Sí")
        openai.plays(
            ("Route", {"node": "confirmation", "reason": "the name"}),
            ("correct_booking_name", {"name": "Unknown"}),
            ("correct_booking_name", {"name": "Sol Ferreyra"}),
            "Corregido.",
        )
        heard = await ana.say("quedó mal el nombre, es Sol Ferreyra")
        assert "Nombre corregido" in heard
        assert "A nombre de Sol Ferreyra" in heard
        assert [row["name"] for row in front.appointments()] == ["Sol Ferreyra"]
