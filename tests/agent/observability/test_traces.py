"""A turn is one trace: whose it was, what ran in it, what it cost and how it ended."""

import asyncio
import gc
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import opentelemetry.trace
import pytest
from pydantic import SecretStr

from agent.llm.factory import build_model
from agent.observability.tracing import open_tracing
from agent.prices import Price
from agent.settings import Settings
from tests.agent.observability.traced_front import langfuse_settings, traced, turn_ids, turns
from tests.protocols.langfuse import LangfuseServer, Seen
from tests.protocols.openai import OpenAIServer
from tests.providers.server import Answer, Request
from tests.scripted_model import ScriptedModel, call

PHONE = "573005550101"


async def test_a_whole_booking(database_url: str, tmp_path: Path) -> None:
    async with LangfuseServer() as langfuse:
        async with traced(
            langfuse,
            database_url,
            tmp_path,
            frontdesk_release="2026-11-20",
            frontdesk_deployment="north",
        ) as front:
            ana = front.customer(PHONE)
            await ana.say("Hola, quiero depilación láser mañana a las 3 de la tarde")
            await ana.say("sí")
            await ana.say("Me llamo Ana Pérez")
            await ana.say("Gracias, quiero hablar con una persona")
            offered, _, booked, called = turns(front)
        first, last = langfuse.trace(offered["id"]), langfuse.trace(booked["id"])
    assert {span.trace for span in langfuse.spans} == {row["id"].hex for row in turns(front)}, (
        "one trace a turn, found by the turn's id"
    )
    root = langfuse.root(offered["id"])
    assert root.name == "turn"
    assert set(root.tags) == {
        "organization:aurora",
        "channel:gupshup",
        "release:2026-11-20",
        "node:supervisor",
        "node:appointment",
    }
    assert "node:escalation" in langfuse.root(called["id"]).tags
    for span in langfuse.spans:
        assert span.attributes["session.id"] == str(offered["conversation"])
        assert span.attributes["langfuse.environment"] == "north"
        assert span.attributes["langfuse.release"] == "2026-11-20"
        assert span.end > span.start
        assert not span.error
    assert len({span.attributes["user.id"] for span in langfuse.spans}) == 1
    names = {span.id: span.name for span in first}
    assert {names[span.parent] for span in first if span.kind == "tool"} == {"appointment"}
    assert {span.name for span in first} >= {"turn", "supervisor", "appointment"}
    assert tool_runs(first) == [("resolve_date", "ok"), ("check_availability", "available")]
    assert ("book_appointment", "booked") in tool_runs(last)
    generations = [span for span in first if span.kind == "generation"]
    assert {s.attributes["langfuse.observation.model.name"] for s in generations} == {
        "frontdesk-offline"
    }
    assert langfuse.scored(offered["id"]) == {"booked": 0, "escalated": 0, "failed": 0}
    assert langfuse.scored(booked["id"]) == {"booked": 1, "escalated": 0, "failed": 0}
    assert langfuse.scored(called["id"]) == {"booked": 0, "escalated": 1, "failed": 0}
    assert {score["dataType"] for score in langfuse.scores} == {"BOOLEAN"}
    assert {score["environment"] for score in langfuse.scores} == {"north"}
    provider = opentelemetry.trace.get_tracer_provider()
    assert isinstance(provider, opentelemetry.trace.ProxyTracerProvider), "the global one is ours"


def tool_runs(trace: list[Seen]) -> list[tuple[str, str]]:
    return [(s.name, s.json("output")["status"]) for s in trace if s.kind == "tool"]


class Priced(OpenAIServer):
    """Tells what a call cost, as OpenRouter does; or does not, as OpenAI."""

    cost: float | None = 0.0021

    def handle(self, request: Request) -> Answer:
        answer = super().handle(request)
        if self.cost is not None:
            answer.body["usage"]["cost"] = self.cost
        return answer


async def test_a_hosted_model_shows_model_tokens_and_cost(
    database_url: str, tmp_path: Path
) -> None:
    prices = {"gpt-test": Price(input=Decimal(1), output=Decimal(2))}
    async with LangfuseServer() as langfuse, Priced() as openai:
        settings = Settings(
            openai_api_key=SecretStr(openai.api_key),
            openai_base_url=f"{openai.url}/v1",
            openai_chat_model="openai:gpt-test",
        )
        model = build_model(settings)
        async with traced(
            langfuse, database_url, tmp_path, model=model, model_prices=prices
        ) as front:
            openai.plays(
                ("Route", {"node": "knowledge", "reason": "a price"}),
                ("knowledge_search", {"query": "precio"}),
                "Cuesta $180.000.",
            )
            await front.customer().say("¿Cuánto cuesta el láser?")
            openai.cost = None
            openai.plays(("Route", {"node": "knowledge", "reason": "a place"}), "En Bogotá.")
            await front.customer("573005550102").say("¿Dónde están?")
            turn, reckoned = turn_ids(front)
        generations = [s for s in langfuse.trace(turn) if s.kind == "generation"]
        own = [s.json("cost_details") for s in langfuse.trace(reckoned) if s.kind == "generation"]
    assert own == [{"total": 0.0011}], "as `frontdesk usage` reckons it: 1,000 in, 50 out"
    assert len(generations) == 2
    for span in generations:
        assert span.attributes["langfuse.observation.model.name"] == "gpt-test"
        usage = span.json("usage_details")
        assert sum(usage[key] for key in usage if "input" in key or "prompt" in key) == 1000
        assert sum(usage[key] for key in usage if "output" in key or "completion" in key) == 50
        assert span.json("cost_details") == {"total": 0.0021}


@pytest.mark.parametrize("takes", [dict, list])
async def test_scores_for_older_and_newer_servers(takes: type) -> None:
    """The same score when it is sent again, because of its id and its time."""
    turns = [uuid4() for _ in range(3)]
    async with LangfuseServer() as langfuse:
        langfuse.takes = takes
        if takes is dict:
            langfuse.answer_next(503, {"message": "later"})
        tracing = open_tracing(Settings(**langfuse_settings(langfuse.url)))
        for turn in turns:
            tracing.score(turn, booked=True, failed=False)
        async with asyncio.timeout(10):
            while len(langfuse.scores) < 2 * len(turns):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await asyncio.to_thread(tracing.close)
    assert [langfuse.scored(turn) for turn in turns] == [{"booked": 1, "failed": 0}] * 3
    assert len(langfuse.requests) == 6 + 1, "one came again; or the form was learned, once"


async def test_one_customer_is_one_pseudonym(database_url: str, tmp_path: Path) -> None:
    async with LangfuseServer() as langfuse:
        key = SecretStr("a key of this deployment's own")
        async with traced(langfuse, database_url, tmp_path, frontdesk_secret_key=key) as front:
            await front.customer(PHONE).say("Hola")
            await front.customer(PHONE, channel="evolution").say("Hola")
            await front.customer(PHONE, tenant="sorriso").say("Oi")
            await front.customer("573005550999").say("Hola")
            own = turn_ids(front)
        first, by_evolution, elsewhere, other = (langfuse_user(langfuse, turn) for turn in own)
        assert first == by_evolution, "the same person in another channel"
        assert len({first, elsewhere, other}) == 3, "nobody is followed from business to business"
        async with traced(langfuse, database_url, tmp_path) as front:
            await front.customer(PHONE).say("¿Dónde están?")
            await front.customer(PHONE, channel="evolution").say("¿Dónde están?")
            again = set(turn_ids(front)) - set(own)
        users = {langfuse_user(langfuse, turn) for turn in again}
    assert len(users) == 2, "a key that Langfuse knows must not be used on phones"
    assert not users & {first, elsewhere, other}


def langfuse_user(langfuse: LangfuseServer, turn: Any) -> str:
    user: str = langfuse.root(turn).attributes["user.id"]
    return user


async def test_a_turn_that_fails_and_one_that_is_overtaken(
    database_url: str, tmp_path: Path
) -> None:
    async with LangfuseServer() as langfuse:
        model = ScriptedModel()
        async with traced(langfuse, database_url, tmp_path, model=model) as front:
            ana = front.customer()

            async def overtaken(messages: Any) -> str:
                model.play = None
                await ana.write("y otra cosa")
                return "Esto ya no."

            model.play = overtaken
            await ana.say("Hola")
            await ana.listen()
            model.otherwise = "Su cita quedó agendada."
            await ana.say("¿Y mi cita?")
            model.lines = [call("no_such_tool", to="Zoe"), ValueError("Zoe")]
            await ana.write("Otra vez")
            await front.settle()
            rows = turns(front)
    ended = {row["id"]: row["status"] for row in rows}
    assert {"superseded", "committed", "lost"} <= set(ended.values())
    for turn, status in ended.items():
        expected = {
            "committed": {"booked": 0, "escalated": 0, "failed": 0},
            "failed": {"booked": 0, "escalated": 1, "failed": 1},
        }
        assert langfuse.scored(turn) == expected.get(status, {}), status
    broken = next(turn for turn, status in ended.items() if status == "lost")
    root = langfuse.root(broken)
    assert root.error
    assert root.attributes["langfuse.observation.level"] == "ERROR"
    assert root.attributes["langfuse.observation.status_message"] == "ValueError"
    assert "node:knowledge" in root.tags, "where it broke"
    wrong = [span for span in langfuse.trace(broken) if span.error]
    assert {span.name for span in wrong} >= {"knowledge", "ScriptedModel"}
    for span in wrong:
        assert span.attributes["langfuse.observation.status_message"] == "ValueError"


async def test_what_a_timeout_cut_off_is_shown_as_that(database_url: str, tmp_path: Path) -> None:
    async with LangfuseServer() as langfuse:
        model = ScriptedModel()
        async with traced(
            langfuse, database_url, tmp_path, model=model, turn_timeout_seconds=599
        ) as front:

            async def forever(messages: Any) -> str:
                let_time_run_out(599)
                await asyncio.Event().wait()
                return ""

            model.play = forever
            await front.customer().say("Hola")
            turn = turn_ids(front)[0]
        trace = langfuse.trace(turn)
    assert langfuse.root(turn).attributes["langfuse.observation.status_message"] == "TimeoutError"
    assert {span.name for span in trace if span.error} >= {"turn", "knowledge", "ScriptedModel"}


def let_time_run_out(seconds: float) -> None:
    """Ends the running time limit of about `seconds` now: however slow the machine is, it ends
    where this is called, and nobody waits for it."""
    now = asyncio.get_running_loop().time()
    for limit in (o for o in gc.get_objects() if type(o) is asyncio.Timeout):
        ends = limit.when()
        if ends is not None and seconds - 60 < ends - now <= seconds:
            limit.reschedule(now)
