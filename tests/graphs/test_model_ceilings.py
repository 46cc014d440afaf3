"""A day's ceilings of hosted models: whose they are, that the offline model answers beyond them, and who is told."""

import json
import logging
from pathlib import Path

import pytest

from agent.types import Json
from gateway.watching.failures import failures_of
from gateway.watching.figures import watch_figures
from tests.front import Front
from tests.hosted import KNOWLEDGE, UNCLEAR, hosted_front
from tests.protocols.openai import OpenAIServer

PRICE = "¿Cuánto cuesta la limpieza facial?"


async def greet(openai: OpenAIServer, front: Front, phone: str) -> str:
    """Two calls of the hosted model."""
    openai.plays(KNOWLEDGE, "¡Hola! ¿En qué te ayudo?")
    return await front.customer(phone).say(UNCLEAR)


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [m for r in caplog.records if "the offline model answers" in (m := r.getMessage())]


async def test_one_sender_reaches_theirs_and_nobody_else_feels_it(
    database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with hosted_front(database_url, tmp_path, sender_daily_model_calls=4) as (openai, front):
        for _ in range(2):
            await greet(openai, front, "573005550101")
        assert len(openai.chats) == 4
        with caplog.at_level(logging.WARNING):
            for _ in range(2):
                assert "140.000" in await front.customer("573005550101").say(PRICE)
        assert len(openai.chats) == 4
        [line] = told(caplog)
        assert "SENDER_DAILY_MODEL_CALLS" in line
        await greet(openai, front, "573005550102")
        assert len(openai.chats) == 6
        await front.pass_time(24 * 3600)
        await greet(openai, front, "573005550101")
        assert len(openai.chats) == 8


async def test_calls_count_for_the_whole_organization_and_the_operator_sees_it(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted_front(database_url, tmp_path, daily_model_calls=2) as (openai, front):
        await greet(openai, front, "573005550101")
        for phone in ("573005550102", "573005550103"):
            assert "140.000" in await front.customer(phone).say(PRICE)
        assert len(openai.chats) == 2
        database = front.container.database
        [failure] = await failures_of(database, front.organization("aurora"), hours=24)
        assert (failure.kind, failure.organization, failure.chat) == (
            "ceiling_reached",
            "aurora",
            None,
        )
        now = (await watch_figures(database, seconds=60, alive_seconds=20)).now
        assert (now.organizations_at_ceiling, now.senders_at_ceiling) == (1, 0)
        openai.plays(KNOWLEDGE, "Con gusto.")
        assert await front.customer("5511955550101", tenant="sorriso").say(UNCLEAR) == "Con gusto."


@pytest.mark.parametrize(
    ("deployments", "own", "reached"),
    [
        ({"sender_daily_model_calls": 6}, {}, None),
        ({"sender_daily_model_calls": 6}, {"sender_daily_model_calls": 5}, "calls"),
        ({"sender_daily_model_calls": 5}, {"sender_daily_model_calls": 200}, "calls"),
        ({"daily_spend_usd": 1.0}, {"daily_spend_usd": 0.5}, "spend"),
        ({}, {"sender_daily_spend_usd": 0.4}, "spend"),
        ({}, {}, None),
    ],
)
async def test_the_lower_of_the_business_and_of_the_deployment_holds(
    front: Front, deployments: Json, own: Json, reached: str | None
) -> None:
    """Five calls were made, for half a dollar."""
    ana = front.customer()
    await ana.write("hola")
    await front.settle()
    [turn] = front.rows("select id, organization_id as tenant from turns")
    front.execute("update organizations set model_limits = %s::jsonb", json.dumps(own))
    front.execute(
        "insert into model_usage (organization_id, turn_id, day, node, model, calls, input_tokens, "
        "cached_input_tokens, output_tokens, cost_usd, recorded_at) "
        "values (%s, %s, '2026-11-20', 'x', 'openai:x', 5, 0, 0, 0, 0.5, now())",
        turn["tenant"],
        turn["id"],
    )
    answer = await front.container.database.call(
        "usage_ceiling",
        organization=turn["tenant"],
        conversation=ana.chat["id"],
        limits=deployments,
    )
    assert (answer and answer["kind"]) == reached


async def test_who_opens_one_public_chat_after_the_other_is_one_sender(front: Front) -> None:
    one, two, other = (front.customer(f"57300555010{n}") for n in (1, 2, 3))
    for customer in (one, two, other):
        await customer.write("hola")
    await front.settle()
    ids = [one.chat["id"], two.chat["id"]]
    front.execute("update chat_identities set visitor = 'v' where id = any (%s)", ids)
    front.execute("update chat_identities set visitor = 'w' where id = %s", other.chat["id"])
    front.execute("delete from model_usage")
    front.execute(
        "insert into model_usage (organization_id, turn_id, day, node, model, calls, input_tokens, "
        "cached_input_tokens, output_tokens, recorded_at) "
        "select organization_id, id, '2026-11-20', 'x', 'openai:x', 5, 0, 0, 0, now() from turns "
        "where chat_identity_id = %s",
        one.chat["id"],
    )
    reached = [
        await front.container.database.call(
            "usage_ceiling",
            organization=front.organization("aurora"),
            conversation=customer.chat["id"],
            limits={"sender_daily_model_calls": 5},
        )
        for customer in (two, other)
    ]
    assert [bool(answer) for answer in reached] == [True, False]
