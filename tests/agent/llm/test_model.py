"""Which models a configuration means, and that those of other providers answer in the same chain."""

import sys
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from pydantic import BaseModel, SecretStr

from agent.authorship import answered_by
from agent.clock import FixedClock
from agent.dialogue import OfflineChatModel
from agent.errors import OperatorError
from agent.llm.calls import ModelCalls, UsageRow
from agent.llm.factory import build_model
from agent.llm.fallback import ResilientChatModel
from agent.prices import price_of
from agent.settings import Settings
from tests.databases import NOW
from tests.hosted import Pauses, hosted_model
from tests.providers.server import Answer, ProviderServer, Request

KEY = SecretStr("sk-for-tests")


def chain(**settings: Any) -> str:
    model = build_model(Settings(**settings))
    return model.model_name if isinstance(model, ResilientChatModel) else "offline alone"


def test_without_a_key_the_offline_model_answers() -> None:
    assert isinstance(build_model(Settings()), OfflineChatModel)
    assert chain(openai_chat_model="gpt-4.1") == "offline alone"


def test_the_chain_is_the_main_model_the_fallbacks_and_the_offline_one() -> None:
    assert chain(openai_api_key=KEY) == "openai:gpt-5.4-mini, offline"
    assert (
        chain(openai_api_key=KEY, openai_fallback_models=" gpt-4.1-mini, openai:gpt-4o ,")
        == "openai:gpt-5.4-mini, openai:gpt-4.1-mini, openai:gpt-4o, offline"
    )


def test_other_providers_need_no_key_of_openai() -> None:
    assert (
        chain(
            openai_chat_model="google_genai:gemini-2.5-flash",
            gemini_api_key=KEY,
            openai_fallback_models="",
        )
        == "google_genai:gemini-2.5-flash, offline"
    )


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"openai_fallback_models": "gpt-4.1"}, "OPENAI_FALLBACK_MODELS: .*OPENAI_API_KEY"),
        ({"openai_chat_model": "nonsense:x"}, "OPENAI_CHAT_MODEL: nonsense:x cannot be used"),
        ({"openai_chat_model": "openai:", "openai_api_key": KEY}, "names no model"),
        ({"openai_chat_model": "google_genai:gemini-x"}, "cannot be used: .*GEMINI_API_KEY"),
        ({"openai_chat_model": "anthropic:claude-x"}, "langchain-anthropic"),
    ],
)
def test_a_model_that_cannot_be_built_says_what_to_do(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(OperatorError, match=said):
        build_model(Settings(**settings))


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("bedrock_converse:amazon.nova-lite-v1:0", "langchain_aws"),
        ("google_genai:gemini-2.5-flash", "langchain_google_genai"),
    ],
)
def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, name: str, module: str) -> None:
    from langchain.chat_models import base

    base._get_chat_model_creator.cache_clear()
    monkeypatch.setitem(sys.modules, module, None)  # as if it were not installed
    with pytest.raises(OperatorError, match=r"requirements/providers\.txt"):
        build_model(Settings(openai_chat_model=name))
    base._get_chat_model_creator.cache_clear()


def test_prices_are_found_by_model_snapshot_and_override() -> None:
    own = Settings(model_prices='{"gpt-5-mini": {"input": 9, "output": 9}}').model_prices
    assert price_of("openai:gpt-4.1-mini-2025-04-14", {}) == price_of("openai:gpt-4.1-mini", {})
    assert price_of("openai:gpt-4.1-mini-turbo", {}) is None
    assert price_of("google_genai:gpt-5-mini", {}) is None
    found = price_of("openai:gpt-5-mini-2025-08-07", own)
    assert found
    assert found.of(1_000_000, 500_000, 1_000_000) == 18


class Choice(BaseModel):
    """A choice."""

    number: int


_INFO = "type.googleapis.com/google.rpc.ErrorInfo"
WRONG_KEY = {
    "error": {
        "code": 400,
        "message": "API key not valid. Please pass a valid API key.",
        "status": "INVALID_ARGUMENT",
        "details": [{"@type": _INFO, "reason": "API_KEY_INVALID", "domain": "googleapis.com"}],
    }
}


class GeminiServer(ProviderServer):
    """generateContent of the Gemini API (https://ai.google.dev/api/generate-content)."""

    def handle(self, request: Request) -> Answer:
        assert request.path == "/v1beta/models/gemini-2.5-flash:generateContent", request.path
        assert request.headers["x-goog-api-key"] == "sk-for-tests"
        assert [c["role"] for c in request.json()["contents"]][:1] == ["user"]
        part: dict[str, Any] = {"text": "Hola"}
        if "tools" in request.json():
            part = {"functionCall": {"name": "Choice", "args": {"number": 3}}}
        candidate = {"content": {"role": "model", "parts": [part]}, "finishReason": "STOP"}
        usage = {"promptTokenCount": 70, "candidatesTokenCount": 5, "totalTokenCount": 75}
        usage["cachedContentTokenCount"] = 20
        return Answer(200, {"candidates": [candidate], "usageMetadata": usage})


class BedrockServer(ProviderServer):
    """Converse of the Amazon Bedrock Runtime API (its API reference, "Converse")."""

    def handle(self, request: Request) -> Answer:
        assert request.path == "/model/amazon.nova-lite-v1:0/converse", request.path
        assert [m["role"] for m in request.json()["messages"]][:1] == ["user"]
        content: dict[str, Any] = {"text": "Hola"}
        if "toolConfig" in request.json():
            use = {"toolUseId": "tooluse_1", "name": "Choice", "input": {"number": 3}}
            content = {"toolUse": use}
        body = {
            "output": {"message": {"role": "assistant", "content": [content]}},
            "stopReason": "end_turn",
            "usage": {"inputTokens": 70, "outputTokens": 5, "totalTokens": 75},
            "metrics": {"latencyMs": 1},
        }
        return Answer(200, body)


async def both_ways(model: BaseChatModel, name: str) -> list[dict[str, Any]]:
    """Asks for words and for a choice; the written usage."""
    written: list[UsageRow] = []

    async def put(rows: list[UsageRow]) -> None:
        written.extend(rows)

    # The business wrote first, and these providers want the user to begin.
    asked = [SystemMessage("Be short."), AIMessage("¿Vienes mañana?"), HumanMessage("hola")]
    with ModelCalls(60, put).entered():
        answer = await model.ainvoke(asked)
        assert (answer.text, answered_by(answer)) == ("Hola", name)
        structured = model.with_structured_output(Choice, method="function_calling")
        assert await structured.ainvoke(asked) == Choice(number=3)
    shown = ("model", "input_tokens", "cost_usd")
    return [{key: text for key, text in row.items() if key in shown} for row in written]


async def test_gemini_answers_in_the_chain() -> None:
    name = "google_genai:gemini-2.5-flash"
    async with GeminiServer() as server:
        settings = Settings(openai_chat_model=name, gemini_api_key=KEY, gemini_base_url=server.url)
        pauses = Pauses()
        clock = FixedClock(NOW)
        model = build_model(settings, clock=clock, pause=pauses)
        assert (
            await both_ways(model, name)
            == [{"model": name, "input_tokens": 70, "cost_usd": None}] * 2
        )
        server.answer_next(200, {"promptFeedback": {"blockReason": "SAFETY"}})
        assert (await model.ainvoke([HumanMessage("hola")])).additional_kwargs["refusal"]
        with ModelCalls(60).entered() as calls:
            server.answer_next(400, WRONG_KEY)
            assert answered_by(await model.ainvoke([HumanMessage("hola")])) == "offline"
            assert calls.failed == [{"model": name, "why": "wrong key"}]
        clock.advance(61)
        server.answer_next(503, {"error": {"code": 503, "message": "overloaded"}}, times=2)
        assert answered_by(await model.ainvoke([HumanMessage("hola")])) == "offline"
        clock.advance(61)
        server.answer_next(401, {"error": {"code": 401, "message": "no such key"}})
        assert answered_by(await model.ainvoke([HumanMessage("hola")])) == "offline"
        assert len(server.requests) == 7
        assert pauses.seconds == [0.5]


async def test_bedrock_answers_in_the_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "bedrock_converse:amazon.nova-lite-v1:0"
    async with BedrockServer() as server:
        for variable, value in (
            ("AWS_ACCESS_KEY_ID", "for-tests"),
            ("AWS_SECRET_ACCESS_KEY", "for-tests"),
            ("AWS_DEFAULT_REGION", "us-east-1"),
            ("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", server.url),
            ("AWS_EC2_METADATA_DISABLED", "true"),
        ):
            monkeypatch.setenv(variable, value)
        model = build_model(Settings(openai_chat_model=name), pause=Pauses())
        prices = [row["model"] for row in await both_ways(model, name)]
        assert prices == [name] * 2
        server.answer_next(403, {"message": "not yours"})
        assert answered_by(await model.ainvoke([HumanMessage("hola")])) == "offline"
        assert len(server.requests) == 3


async def test_the_reasoning_effort_is_sent_only_when_it_is_set() -> None:
    for effort, sent in (("none", "none"), (None, None)):
        async with hosted_model(openai_reasoning_effort=effort) as (openai, model, _, _):
            openai.plays("Hola")
            await model.ainvoke("Hola")
            assert openai.asked[0].get("reasoning_effort") == sent
