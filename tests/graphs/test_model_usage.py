"""What the calls of models cost: written at once, summed by day, and stopped at a ceiling."""

import logging
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import typer

from agent.errors import DatabaseUnavailable
from agent.llm.calls import ModelCalls, Usage
from agent.records import UsageTotal
from gateway.cli.usage import usage as usage_command
from tests.command_line import Deployment, command
from tests.front import Front
from tests.hosted import KNOWLEDGE, UNCLEAR, hosted_front
from tests.protocols.openai import OpenAIServer

CALL = (600 * 0.25 + 400 * 0.025 + 50 * 2) / 1_000_000
"""USD for one call of gpt-5-mini as the stand-in counts it."""


def usage(front: Front) -> list[dict[str, Any]]:
    return front.rows(
        "select node, model, calls, input_tokens, cached_input_tokens as cached, output_tokens, "
        "cost_usd::float8 as usd, day::text, turn_id from model_usage order by day, node desc, model"
    )


async def day(front: Front, which: str | None = None) -> Any:
    return await front.container.database.call(
        "usage_day", organization=front.organization("aurora"), day=which
    )


async def greet(openai: OpenAIServer, front: Front, phone: str = "573005550101") -> str:
    openai.plays(KNOWLEDGE, "¡Hola! ¿En qué te ayudo?")
    return await front.customer(phone).say(UNCLEAR)


async def test_a_turn_is_written_down_by_node_and_model(database_url: str, tmp_path: Path) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        openai.cached_tokens = 400
        openai.plays(KNOWLEDGE, ("knowledge_search", {"query": "precio"}), "Cuesta $ 140.000.")
        await front.customer().say(UNCLEAR)
        supervisor, node = usage(front)
        assert (supervisor["node"], supervisor["calls"]) == ("supervisor", 1)
        assert (node["node"], node["model"], node["calls"]) == (
            "knowledge",
            "openai:gpt-5-mini",
            2,
        )
        assert (node["input_tokens"], node["cached"], node["output_tokens"]) == (2000, 800, 100)
        assert node["usd"] == pytest.approx(2 * CALL)
        assert {row["day"] for row in usage(front)} == {"2026-11-20"}
        assert {str(row["turn_id"]) for row in usage(front)} == {
            str(row["id"]) for row in front.rows("select id from turns")
        }
        sums = await day(front)
        assert (sums["turns"], sums["calls"], sums["input_tokens"]) == (1, 3, 3000)
        assert sums["cost_usd"] == pytest.approx(3 * CALL)
        assert [m["model"] for m in sums["models"]] == ["openai:gpt-5-mini"]
        assert (await day(front, "2026-11-19"))["calls"] == 0


async def test_the_day_is_the_organizations_own(database_url: str, tmp_path: Path) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        await front.pass_time(13.5 * 3600)  # 23:30 in Bogotá, the next day in UTC
        await greet(openai, front)
        assert {row["day"] for row in usage(front)} == {"2026-11-20"}
        await front.pass_time(3600)
        await greet(openai, front)
        assert {row["day"] for row in usage(front)} == {"2026-11-20", "2026-11-21"}


async def test_what_a_turn_spent_counts_although_it_was_not_committed(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        front.execute("alter function knowledge_search rename to elsewhere")
        openai.plays(KNOWLEDGE, ("knowledge_search", {"query": "precio"}))
        await front.customer().say(UNCLEAR)
        assert front.rows("select status from turns") == [{"status": "lost"}]
        assert sum(row["calls"] for row in usage(front)) == 2


async def test_usage_is_written_later_when_the_database_was_away() -> None:
    written: list[Any] = []
    away = True

    async def put(rows: list[Any]) -> None:
        if away:
            raise DatabaseUnavailable
        written.extend(rows)

    calls = ModelCalls(60, put)
    await calls.note(Usage("a", "openai:x", 1))
    away = False
    await calls.note(Usage("b", "openai:x", 2))
    assert [row["node"] for row in written] == ["a", "b"]


async def test_a_model_without_a_price_is_counted_and_costs_nobody_knows_what(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted_front(database_url, tmp_path, openai_chat_model="own-model") as (
        openai,
        front,
    ):
        await greet(openai, front)
        assert [(row["input_tokens"], row["usd"]) for row in usage(front)] == [(1000, None)] * 2
        sums = await day(front)
        assert (sums["cost_usd"], sums["unpriced_calls"]) == (0, 2)


@pytest.mark.parametrize(("told", "written"), [(-5, 0), (10**18, 10_000_000)])
async def test_a_server_that_counts_nonsense_breaks_nothing(
    database_url: str, tmp_path: Path, told: int, written: int
) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        openai.prompt_tokens = told
        assert "Hola" in await greet(openai, front)
        assert [row["input_tokens"] for row in usage(front)] == [written] * 2


async def test_a_price_can_be_told(database_url: str, tmp_path: Path) -> None:
    prices = '{"own-model": {"input": 1000, "output": 0}}'
    async with hosted_front(
        database_url, tmp_path, openai_chat_model="own-model", model_prices=prices
    ) as (openai, front):
        await greet(openai, front)
        assert [row["usd"] for row in usage(front)] == [1.0, 1.0]


async def test_at_the_ceiling_the_offline_model_answers_until_the_day_ends(
    database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ceiling = 3 * CALL
    async with hosted_front(database_url, tmp_path, daily_spend_usd=ceiling) as (openai, front):
        openai.cached_tokens = 400
        await greet(openai, front)
        await greet(openai, front, "573005550102")  # began below the ceiling, and ends above it
        assert len(openai.chats) == 4
        with caplog.at_level(logging.WARNING):
            for phone in ("573005550103", "573005550104"):
                heard = await front.customer(phone).say("¿Cuánto cuesta la limpieza facial?")
                assert "140.000" in heard
        assert len(openai.chats) == 4
        told = [r.getMessage() for r in caplog.records if "DAILY_SPEND_USD" in r.getMessage()]
        assert len(told) == 1
        assert str(front.organization("aurora")) in told[0]
        openai.plays(KNOWLEDGE, "Con gusto.")
        assert await front.customer("5511955550101", tenant="sorriso").say(UNCLEAR) == "Con gusto."
        await front.pass_time(24 * 3600)
        assert "Hola" in await greet(openai, front, "573005550105")
        assert len(openai.chats) == 8


async def test_the_usage_of_one_organization_is_not_shown_to_another(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        await greet(openai, front)
        sorriso = await front.container.database.call(
            "usage_days", organization=front.organization("sorriso"), days=30
        )
        assert sorriso == []


async def test_adding_up_is_one_row_for_node_and_model(front: Front) -> None:
    turn = UUID(int=7)
    usage_of = partial(Usage, "n", "m", 10, 4, 1)
    for cost in (None, Decimal("0.5"), None, Decimal("0.25")):
        put = await front.container.store.put_usage(
            front.organization("aurora"), turn, [usage_of(cost).row()]
        )
    assert put == UsageTotal(day=date(2026, 11, 20), cost_usd=0.75)
    assert [(r["calls"], r["input_tokens"], r["usd"]) for r in usage(front)] == [(4, 40, 0.75)]


async def test_the_command_line_shows_days_and_models(database_url: str, tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(usage_command)

    async def shown(front: Front, *words: str) -> tuple[int, str]:
        done = await command(Deployment(front.url, clock=front.clock), app, *words)
        return done.exit_code, done.output

    async with hosted_front(database_url, tmp_path) as (openai, front):
        assert await shown(front, "aurora") == (0, "no model was asked in the last 7 days\n")
        await greet(openai, front)
        await front.pass_time(24 * 3600)
        await greet(openai, front)
        openai.drop_next(times=2)
        await front.customer().say("¿A qué hora abren?")
        code, table = await shown(front, "aurora")
        assert code == 0
        assert [line.split() for line in table.splitlines()] == [
            ["day", "model", "turns", "calls", "input", "cached", "output", "USD"],
            ["2026-11-21", "all", "2", "4", "2,000", "0", "100", "0.0007"],
            ["openai:gpt-5-mini", "1", "2", "2,000", "0", "100", "0.0007"],
            ["offline", "1", "2", "0", "0", "0", "0.0000"],
            ["2026-11-20", "openai:gpt-5-mini", "1", "2", "2,000", "0", "100", "0.0007"],
        ]
        assert "2026-11-20" not in (await shown(front, "aurora", "--days", "1"))[1]
        assert await shown(front, "nobody") == (1, "there is no organization `nobody`\n")
