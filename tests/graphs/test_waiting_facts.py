"""What a hosted model sees of the waiting list, and which node a yes to its question reaches."""

import json
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from agent.llm.factory import build_model
from agent.settings import Settings
from tests.front import Customer, open_front
from tests.gateway.pipeline.waiting.full_day import CAMILA, LAURA, fill, free, sweep
from tests.hosted import moment_lines
from tests.protocols.openai import OpenAIServer

NOW = datetime.fromisoformat("2026-11-20T10:00:00-05:00")
TUESDAY = {"service": "diseno-de-cejas", "date_from": "2026-11-24", "date_to": "2026-11-24"}


@pytest.fixture
async def openai() -> AsyncIterator[OpenAIServer]:
    async with OpenAIServer() as server:
        yield server


@pytest.fixture
async def ana(database_url: str, tmp_path: Path, openai: OpenAIServer) -> AsyncIterator[Customer]:
    """Waits for the Tuesday, which is full."""
    settings = Settings(
        openai_api_key=SecretStr(openai.api_key),
        openai_base_url=f"{openai.url}/v1",
        openai_chat_model="openai:gpt-test",
    )
    async with open_front(database_url, tmp_path, NOW, model=build_model(settings)) as front:
        fill(front, [CAMILA, LAURA])
        ana = front.customer(name="Ana Pérez")
        openai.plays(
            ("Route", {"node": "appointment", "reason": "books"}),
            ("check_availability", TUESDAY),
            "El martes ya no hay cupo, ¿te aviso si se libera algo?",
        )
        await ana.say("Quiero cejas el martes")
        openai.plays(
            ("join_waiting_list", TUESDAY),
            ("resolve_contact_on_booking", {"name": "Ana Pérez"}),
            ("join_waiting_list", TUESDAY),
            "Te escribo si se libera.",
        )
        await ana.say("sí")
        yield ana


def facts(openai: OpenAIServer, key: str) -> str:
    """A line of the facts in the last prompt."""
    return moment_lines(openai.asked[-1]).get(key, "")


def tool_results(openai: OpenAIServer) -> list[str]:
    return [m["content"] for m in openai.asked[-1]["messages"] if m["role"] == "tool"]


async def test_joining_tells_the_model_what_it_may_say(ana: Customer, openai: OpenAIServer) -> None:
    refused, no_name, _, joined = tool_results(openai)
    assert json.loads(refused)["can_wait"] == {"date_from": "2026-11-24", "date_to": "2026-11-24"}
    assert json.loads(no_name)["status"] == "needs_name"
    assert '"status":"joined"' in joined
    assert '"label":"martes 24 de noviembre"' in joined
    (row,) = ana.front.rows("select status from waiting_list")
    assert row["status"] == "waiting"


async def test_the_offer_stands_in_the_facts_and_in_the_thread(
    ana: Customer, openai: OpenAIServer
) -> None:
    # What the assistant asked before is another node's.
    openai.plays(
        ("Route", {"node": "cancellation", "reason": ""}), "¿Seguro que quieres cancelar tu cita?"
    )
    await ana.say("quiero cancelar")
    assert facts(openai, "waiting").startswith("Diseño de cejas, martes 24 de noviembre [")
    assert facts(openai, "waiting_offer") == ""
    free(ana.front, LAURA, "09:00")
    await ana.front.work()
    (row,) = ana.front.rows("select offer_token from waiting_list")
    openai.plays(
        ("Route", {"node": "appointment", "reason": "answers the offer"}),
        ("book_appointment", {"slot": row["offer_token"]}),
        "Te esperamos.",
    )
    heard = await ana.say("sí")
    assert "Cita agendada" in heard
    assert facts(openai, "waiting_offer") == (
        "Diseño de cejas con Laura Méndez, martes 24 de noviembre, 9:00 a. m. "
        f"[{row['offer_token']}] (held until las 10:30 a. m., asked last)"
    )
    texts = [str(m["content"]) for m in openai.asked[-1]["messages"]]
    question = next(i for i, text in enumerate(texts) if "se liberó una hora" in text)
    assert texts[question + 1] == "sí"


async def test_a_tap_goes_to_the_appointment_node(ana: Customer, openai: OpenAIServer) -> None:
    free(ana.front, LAURA, "09:00")
    await ana.front.work()
    ana.options = ana.front.gupshup.sent[-1].options
    openai.plays(("leave_waiting_list", {}), "¿Te sigo avisando?")
    assert await ana.tap("No") == "¿Te sigo avisando?"
    result = tool_results(openai)[-1]
    assert '"status":"declined"' in result
    assert '"again":{"service":"diseno-de-cejas","date_from":"2026-11-24"' in result


async def test_an_offer_that_is_over_is_said_to_be(ana: Customer, openai: OpenAIServer) -> None:
    free(ana.front, LAURA, "09:00")
    await ana.front.work()
    await ana.front.pass_time(31 * 60)
    await sweep(ana.front)
    openai.plays(("Route", {"node": "appointment", "reason": ""}), "Déjame ver.")
    await ana.say("¿todavía la tienes?")
    assert facts(openai, "waiting_offer").endswith("(no longer held, asked last)")
    assert facts(openai, "waiting") == ""
    openai.plays(("Route", {"node": "appointment", "reason": ""}), "¿Algo más?")
    await ana.say("hola")
    assert facts(openai, "waiting_offer") == ""
