"""The chain of models over real HTTP: what is tried again, who answers instead, what it cost."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from langchain_core.tools import tool
from pydantic import BaseModel

from agent.authorship import answered_by
from agent.llm.calls import ModelCalls, UsageRow
from agent.llm.fallback import ResilientChatModel
from tests.hosted import hosted_model
from tests.protocols.openai import OpenAIServer, malformed, no_choices, refusal

ASKED: list[BaseMessage] = [SystemMessage("## Facts\nlanguage: es"), HumanMessage("hola")]


def break_down(openai: OpenAIServer, how: str) -> None:
    match how:
        case "no connection":
            openai.drop_next()
        case "500":
            openai.fails_next()
        case "half an answer":
            openai.plays("half")
            openai.half_next()
        case "no choices":
            openai.plays(no_choices())
        case "a list as arguments":
            openai.plays(malformed("ask_weather", "[1]"))
        case _:
            openai.limits_next()


@pytest.mark.parametrize(
    "how",
    [
        "no connection",
        "500",
        "half an answer",
        "no choices",
        "a list as arguments",
        "429",
    ],
)
async def test_what_passes_is_tried_again(how: str) -> None:
    async with hosted_model() as (openai, model, _, pauses):
        break_down(openai, how)
        openai.plays("Hola")
        answer = await model.ainvoke(ASKED)
    assert (answer.text, answered_by(answer)) == ("Hola", "openai:main")
    assert pauses.seconds == [0.5]


async def test_the_provider_says_when_to_come_again() -> None:
    async with hosted_model() as (openai, model, _, pauses):
        openai.limits_next(seconds=2)
        openai.limits_next(seconds=9, milliseconds=1500)
        openai.plays("Hola")
        assert answered_by(await model.ainvoke(ASKED)) == "openai:main"
        assert pauses.seconds == [2.0, 1.5]


async def test_the_provider_says_when_to_come_again_by_a_date() -> None:
    async with hosted_model(["other"]) as (openai, model, _, pauses):
        openai.limits_next(until=datetime.now(UTC) + timedelta(seconds=4))
        openai.limits_next(until=datetime.now(UTC) - timedelta(hours=1))
        openai.plays("Hola")
        assert answered_by(await model.ainvoke(ASKED)) == "openai:main"
        assert [2 < pauses.seconds[0] <= 4, pauses.seconds[1]] == [True, 0]
        openai.limits_next(until=datetime.now(UTC) + timedelta(minutes=1))
        openai.plays("Soy la otra")
        assert answered_by(await model.ainvoke(ASKED)) == "openai:other"


async def test_a_pause_that_is_too_long_for_a_customer_is_not_made() -> None:
    async with hosted_model(["other"]) as (openai, model, _, pauses):
        openai.limits_next(seconds=20)
        openai.plays("Soy la otra")
        answer = await model.ainvoke(ASKED)
        assert answered_by(answer) == "openai:other"
        assert pauses.seconds == []
        openai.limits_next(seconds=4, times=9)
        assert answered_by(await model.ainvoke(ASKED)) == "offline"
        assert pauses.seconds == [4.0] * 4  # three tries each


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "invalid_api_key"),
        (402, None),
        (403, None),
        (404, "model_not_found"),
        (429, "insufficient_quota"),
    ],
)
async def test_what_lasts_is_not_tried_again_before_a_minute_has_passed(
    status: int, code: str | None
) -> None:
    async with hosted_model() as (openai, model, clock, pauses):
        openai.fails_next(status, code)
        assert answered_by(await model.ainvoke(ASKED)) == "offline"
        assert answered_by(await model.ainvoke(ASKED)) == "offline"
        assert len(openai.requests) == 1
        clock.advance(61)
        openai.plays("Otra vez yo")
        assert answered_by(await model.ainvoke(ASKED)) == "openai:main"
        assert pauses.seconds == []


async def test_an_outage_is_not_waited_for_by_everybody() -> None:
    async with hosted_model() as (openai, model, clock, _):
        for _ in range(5):
            openai.fails_next(times=2)
            assert answered_by(await model.ainvoke(ASKED)) == "offline"
        assert len(openai.requests) == 6, "three calls of two tries, then nobody asks"
        clock.advance(61)
        assert answered_by(await model.ainvoke(ASKED)) == "offline"
        assert len(openai.requests) == 8, "one call tries"
        assert answered_by(await model.ainvoke(ASKED)) == "offline"
        assert len(openai.requests) == 8, "and the others pass by"
        openai.recover()
        clock.advance(61)
        openai.plays("Volví", "Sigo aquí")
        assert [answered_by(await model.ainvoke(ASKED)) for _ in "12"] == ["openai:main"] * 2


async def test_a_silent_provider_costs_one_timeout() -> None:
    async with hosted_model(model_timeout_seconds=0.1) as (openai, model, _, pauses):
        openai.hang_next(times=2)
        with ModelCalls(30).entered() as calls:
            for _ in range(3):
                assert answered_by(await model.ainvoke(ASKED)) == "offline"
        assert len(openai.requests) == 1, "not asked again in the same turn"
        assert calls.failed == [{"model": "openai:main", "why": "timeout"}]
        assert pauses.seconds == []


async def test_the_end_of_a_turn_is_the_offline_models() -> None:
    """Also of a turn that has less time than a model has for one answer."""
    async with hosted_model(["other"]) as (openai, model, _, _):
        openai.hang_next()
        with ModelCalls(0.4).entered():
            assert answered_by(await model.ainvoke(ASKED)) == "offline"
        assert [request.json()["model"] for request in openai.requests] == ["main"]


async def test_a_history_that_is_too_long_for_one_model_is_not_its_fault() -> None:
    async with hosted_model(["larger"]) as (openai, model, _, _):
        for _ in range(4):
            openai.fails_next(400, "context_length_exceeded")
            openai.plays("Cabe")
            assert answered_by(await model.ainvoke(ASKED)) == "openai:larger"


async def test_a_filtered_request_is_a_refusal() -> None:
    async with hosted_model(["other"]) as (openai, model, _, _):
        openai.fails_next(400, "content_filter")
        answer = await model.ainvoke(ASKED)
    assert answer.additional_kwargs["refusal"]
    assert answered_by(answer) == "openai:main"
    assert len(openai.requests) == 1


@pytest.mark.parametrize("status", [400, 413, 418])
async def test_who_refuses_one_request_is_there_for_the_next(status: int) -> None:
    async with hosted_model() as (openai, model, clock, pauses):
        openai.fails_next(401)
        assert answered_by(await model.ainvoke(ASKED)) == "offline"
        clock.advance(61)
        openai.fails_next(status)
        assert answered_by(await model.ainvoke(ASKED)) == "offline"
        openai.plays("Aquí estoy")
        assert answered_by(await model.ainvoke(ASKED)) == "openai:main"
        assert pauses.seconds == []


async def test_a_bug_surfaces() -> None:
    async with hosted_model() as (_, model, _, _):
        assert isinstance(model, ResilientChatModel)

        async def broken(*args: Any, **kwargs: Any) -> Any:
            raise RuntimeError("ours")

        object.__setattr__(model._members[0].model, "_agenerate", broken)
        with pytest.raises(RuntimeError, match="ours"):
            await model.ainvoke(ASKED)


@tool
def ask_weather(city: str) -> str:
    """The weather of a city."""
    return city


class Choice(BaseModel):
    """A choice."""

    number: int


async def test_tools_and_structured_output_are_bound_on_whoever_answers() -> None:
    async with hosted_model(["other"]) as (openai, model, _, _):
        openai.fails_next(times=2)
        openai.plays(("ask_weather", {"city": "Bogotá"}))
        answer = await model.bind_tools([ask_weather], tool_choice="ask_weather").ainvoke(ASKED)
        assert [call["args"] for call in answer.tool_calls] == [{"city": "Bogotá"}]
        openai.plays(("Choice", {"number": 3}))
        chosen = await model.with_structured_output(Choice).ainvoke(ASKED)
        assert chosen == Choice(number=3)
    first, second = openai.asked
    assert first["model"] == "other"
    assert first["tool_choice"]["function"]["name"] == "ask_weather"
    assert (second["model"], second["tool_choice"]) == ("main", "required")


class Written:
    """The ledger's rows."""

    def __init__(self) -> None:
        self.rows: list[UsageRow] = []

    async def put(self, rows: list[UsageRow]) -> None:
        self.rows += rows


async def test_every_answer_is_paid_for_even_one_that_nobody_can_use() -> None:
    written = Written()
    async with hosted_model(openai_chat_model="gpt-5-mini-2025-08-07") as (openai, model, _, _):
        openai.cached_tokens = 400
        openai.plays(refusal())
        with ModelCalls(60, written.put).entered():
            await model.ainvoke(ASKED)
    assert written.rows == [
        {
            "node": "",
            "model": "openai:gpt-5-mini-2025-08-07",
            "input_tokens": 1000,
            "cached_input_tokens": 400,
            "output_tokens": 50,
            "cost_usd": str((600 * Decimal("0.25") + 400 * Decimal("0.025") + 100) / 1_000_000),
        }
    ]


async def test_only_what_was_answered_costs_something() -> None:
    """Failures and filtered questions have no tokens; an answer without a choice has."""
    written = Written()
    async with hosted_model(["gpt-5-nano"], openai_chat_model="gpt-5-mini") as (
        openai,
        model,
        _,
        _,
    ):
        openai.limits_next()
        openai.fails_next(503)
        openai.plays(no_choices(), "Hola")
        with ModelCalls(60, written.put).entered():
            assert answered_by(await model.ainvoke(ASKED)) == "openai:gpt-5-nano"
            openai.fails_next(400, "content_filter")
            assert (await model.ainvoke(ASKED)).additional_kwargs["refusal"]
    rows = [
        (r["model"], r["input_tokens"], r["output_tokens"], r["cost_usd"]) for r in written.rows
    ]
    assert rows == [("openai:gpt-5-nano", 1000, 50, "0.00007")] * 2
