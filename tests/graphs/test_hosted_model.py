"""The same graph with a hosted model: langchain-openai over real HTTP to a local server."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from pydantic import SecretStr

from agent.llm.factory import build_model
from agent.settings import Settings
from tests.agenda import clients
from tests.front import Front, open_front
from tests.hosted import moment
from tests.protocols.openai import OpenAIServer

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
    asked = openai.asked[0]
    assert "Clínica Aurora Lumbre" in asked["messages"][0]["content"]
    offered = json.dumps(asked["tools"])
    assert "organization" not in offered
    assert "phone_number" not in offered


@asynccontextmanager
async def hosted(url: str, folder: Path) -> AsyncIterator[tuple[OpenAIServer, Front]]:
    """A front desk whose model is played by a local server."""
    async with OpenAIServer() as openai:
        settings = Settings(
            openai_api_key=SecretStr(openai.api_key), openai_base_url=f"{openai.url}/v1"
        )
        async with open_front(url, folder, NOW, model=build_model(settings)) as front:
            yield openai, front


def results(openai: OpenAIServer) -> list[dict[str, Any]]:
    """What the tools answered, as the model's last request shows it."""
    told = [m["content"] for m in openai.asked[-1]["messages"] if m["role"] == "tool"]
    return [json.loads(content) for content in told]


VISIT = {
    "service": "limpieza facial",
    "and_then": ["masaje"],
    "date_from": "2026-11-24",
    "date_to": "2026-11-24",
    "time": "09:00",
}


async def test_a_visit_is_offered_booked_and_moved_by_one_choice(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted(database_url, tmp_path) as (openai, front):
        ana = front.customer()
        openai.plays(
            ("Route", {"node": "appointment", "reason": "books"}),
            ("check_availability", VISIT),
            "Tengo martes 24 de noviembre, 9:00 a. m.: limpieza y a las 10:10 masaje. ¿La reservo?",
        )
        await ana.say("Limpieza facial y masaje el martes a las 9")
        offered = results(openai)[-1]
        assert [part["time"] for part in offered["slots"][0]["parts"]] == [
            "9:00 a. m.",
            "10:10 a. m.",
        ]
        assert [service["name"] for service in offered["visit"]] == [
            "Limpieza facial",
            "Masaje relajante",
        ]
        assert [title for _, title in ana.options] == ["mar 24, 9:00 a. m."]
        slot = ana.options[0][0]
        openai.plays(("book_appointment", {"slot": slot}), "¿A nombre de quién?")
        await ana.tap("9:00")
        openai.plays(
            ("resolve_contact_on_booking", {"name": "Ana Pérez"}),
            ("book_appointment", {"slot": slot}),
            "¡Listo!",
        )
        assert (await ana.say("Ana Pérez")).count("Cita agendada") == 1
        before = front.appointments()
        assert [row["service"] for row in before] == ["limpieza-facial", "masaje-relajante"]

        first = {"appointment": str(before[0]["id"])}
        when = {"date_from": "2026-11-26", "date_to": "2026-11-26", "time": "10:00"}
        openai.plays(
            ("Route", {"node": "reschedule", "reason": "moves"}),
            ("check_availability", first | when),
            "La visita completa cabe el jueves 26 de noviembre, 9:00 a. m. ¿La paso?",
        )
        await ana.say("¿La puedo pasar al jueves a las 10?")
        openai.plays(("reschedule_appointment", first | {"slot": ana.options[0][0]}), "¡Hecho!")
        heard = await ana.say("sí")
        assert heard.count("Cita reprogramada") == 1
        after = front.appointments()
        assert [row["id"] for row in after] == [row["id"] for row in before]
        assert {row["local"].date().isoformat() for row in after} == {"2026-11-26"}
        assert f"[{before[0]['id']}]" in moment(openai.asked[-1])


async def test_a_rebuilt_thread_still_holds_what_was_offered(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted(database_url, tmp_path) as (openai, front):
        ana = front.customer()
        openai.plays(
            ("Route", {"node": "appointment", "reason": "books"}),
            (
                "check_availability",
                {"service": "láser", "date_from": "2026-11-21", "time": "15:00"},
            ),
            "Tengo sábado 21 de noviembre, 3:00 p. m. ¿La reservo?",
        )
        await ana.say("Quiero láser mañana a las 3")
        slot = ana.options[0][0]
        front.execute("delete from checkpoints.checkpoints")
        openai.plays(
            ("Route", {"node": "appointment", "reason": "chose"}),
            ("resolve_contact_on_booking", {"name": "Ana Pérez"}),
            ("book_appointment", {"slot": slot}),
            "¡Listo!",
        )
        assert "Cita agendada" in await ana.say("Sí, soy Ana Pérez")
        assert results(openai)[0]["slots"][0]["slot"] == slot
        told = openai.asked[-1]["messages"]
        roles = [m["role"] for m in told if m["role"] != "system"]
        assert roles[1:6] == ["user", "assistant", "tool", "assistant", "user"]

        openai.plays(
            ("Route", {"node": "cancellation", "reason": "cancels"}),
            ("cancel_appointment", {}),
            "¿Cancelo la cita?",
        )
        await ana.say("Cancélala")
        proposal = results(openai)[-1]["proposal"]
        front.execute("delete from checkpoints.checkpoints")
        openai.plays(
            ("Route", {"node": "cancellation", "reason": "chose"}),
            ("cancel_appointment", {"proposal": proposal}),
            "Hecho.",
        )
        await ana.say("sí")
        assert results(openai)[0] == {"proposal": proposal}
        assert front.appointments() == []


async def test_ids_that_are_not_the_customers_are_not_found(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted(database_url, tmp_path) as (openai, front):
        [rosa] = [await client.named() for client in clients(front, 1)]
        at = NOW + timedelta(days=4, hours=5)
        theirs = str(await rosa.booked("peeling", "laura", at))
        slot = await rosa.offered("peeling", "laura", at + timedelta(hours=1))
        openai.plays(
            ("Route", {"node": "reschedule", "reason": ""}),
            ("check_availability", {"appointment": theirs}),
            ("check_availability", {"appointment": "nonsense"}),
            ("reschedule_appointment", {"appointment": theirs, "slot": slot}),
            ("reschedule_appointment", {"appointment": str(uuid4()), "slot": slot}),
            ("reschedule_appointment", {"slot": slot}),
            "No veo esa cita. ¿Qué necesitas?",
        )
        await front.customer("573005550999").say("Mueve esa cita")
        assert [result["status"] for result in results(openai)] == ["not_found"] * 4 + ["none"]
        openai.plays(
            ("hand_over", {"to": "appointment", "reason": "books"}),
            ("book_appointment", {"slot": slot}),
            (
                "check_availability",
                {"service": "peeling", "date_from": "2026-11-19", "date_to": "2026-11-19"},
            ),
            ("check_availability", {"service": "peeling", "member": "Camila"}),
            ("check_availability", {"service": "láser", "and_then": ["peeling"] * 4}),
            "¿Qué día te queda bien?",
        )
        await front.customer("573005550999").say("sí")
        told = [{k: r[k] for k in ("status", "reason") if k in r} for r in results(openai)[-4:]]
        assert told == [
            {"status": "not_offered"},
            {"status": "unavailable", "reason": "past"},
            {"status": "other_member"},
            {"status": "too_many_services"},
        ]
        assert len(front.appointments()) == 1


async def test_arguments_that_are_wrong_are_answered_to_the_model(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted(database_url, tmp_path) as (openai, front):
        openai.plays(
            ("Route", {"node": "appointment", "reason": ""}),
            ("check_availability", {"date_from": 7}),
            ("no_such_tool", {}),
            ("check_availability", {"service": "láser", "date_from": "mañana"}),
            "¿Para qué día la quieres?",
        )
        assert await front.customer().say("Quiero láser") == "¿Para qué día la quieres?"
        told = [json.dumps(result) for result in results(openai)]
    assert "not valid" in told[0]
    assert "no such tool" in told[1]
    assert "invalid_date" in told[2]
