"""The chain of models while somebody listens: the same answers as whole ones, heard while they are written."""

from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_core.tools import tool
from pydantic import SecretStr

from agent.authorship import answered_by
from agent.llm.calls import ModelCalls
from agent.llm.factory import build_model
from agent.llm.listening import heard_by
from agent.settings import Settings
from tests.hosted import hosted_model
from tests.protocols.gemini import GeminiServer
from tests.protocols.openai import (
    Play,
    cut,
    filtered,
    malformed,
    many_calls,
    no_choices,
    refusal,
    saying_and_calling,
)

ASKED = [SystemMessage("You help."), HumanMessage("hola")]
TEXT = "Tengo el martes a las tres de la tarde."


@tool
def ask_weather(city: str) -> str:
    """The weather of a city."""
    return city


class Ear:
    """Notes what it hears of each answer."""

    def __init__(self, *, passed_on: bool = False) -> None:
        self.heard: list[list[str]] = []
        self.passed_on = passed_on

    def begins(self) -> None:
        self.heard.append([])

    def hears(self, text: str) -> None:
        self.heard[-1].append(text)


async def answer(model: BaseChatModel, ear: Ear | None = None) -> AIMessage:
    with heard_by(ear), ModelCalls().entered():
        return await model.bind_tools([ask_weather]).ainvoke(ASKED)


def read_of(message: AIMessage) -> dict[str, Any]:
    """What the nodes read of an answer."""
    ends = message.response_metadata.get("finish_reason")
    return {
        "text": str(message.text),
        "calls": [(c["name"], c["args"], c["id"]) for c in message.tool_calls],
        "wrong": [(c["name"], c["args"]) for c in message.invalid_tool_calls],
        "refusal": message.additional_kwargs.get("refusal"),
        "ends": ends,
        "by": answered_by(message),
        "tokens": message.usage_metadata and message.usage_metadata["total_tokens"],
    }


@pytest.mark.parametrize(
    "play",
    [
        TEXT,
        ("ask_weather", {"city": "Cali"}),
        saying_and_calling("Miro.", "ask_weather", {"city": "Cali"}),
        many_calls("ask_weather", {"city": "Cali"}, ["a", "b", "c"]),
        malformed("ask_weather", '{"city": "Cali"'),
        cut("Tengo el mar"),
        filtered(),
    ],
)
async def test_a_heard_answer_is_the_same_as_a_whole_one(play: Play) -> None:
    async with hosted_model() as (openai, model, _, _):
        openai.plays(play)
        whole = await answer(model)
    async with hosted_model() as (openai, model, _, _):
        openai.plays(play)
        heard = await answer(model, Ear())
        assert openai.asked[0]["stream"] is True
    assert read_of(heard) == read_of(whole)


async def test_a_refusal_is_asked_for_and_paid_twice() -> None:
    """langchain-openai drops it from a stream."""
    async with hosted_model() as (openai, model, _, _):
        openai.plays(refusal("I will not."), refusal("I will not."))
        reply = await answer(model, Ear())
    assert reply.additional_kwargs["refusal"] == "I will not."
    assert reply.usage_metadata
    assert reply.usage_metadata["input_tokens"] == 2000


async def test_words_are_heard_from_their_beginning_and_calls_are_not() -> None:
    ear = Ear()
    async with hosted_model() as (openai, model, _, _):
        openai.plays(TEXT, ("ask_weather", {"city": "Cali"}))
        await answer(model, ear)
        await answer(model, ear)
    assert ear.heard[0][0] == TEXT[:12]
    assert ear.heard[0][-1] == TEXT
    assert ear.heard[1] == []


async def test_a_stream_that_breaks_off_is_asked_again() -> None:
    ear = Ear()
    async with hosted_model() as (openai, model, _, _):
        openai.plays(TEXT * 40, TEXT)
        openai.half_next()
        assert (await answer(model, ear)).text == TEXT
    assert len(ear.heard) == 2
    assert ear.heard[0], "some of it was heard"


async def test_a_stream_without_an_end_is_half_an_answer() -> None:
    """As a proxy cuts it: nothing in HTTP tells that there was more."""
    async with hosted_model() as (openai, model, _, _):
        openai.plays(TEXT, TEXT)
        openai.ends_streams = False
        assert answered_by(await answer(model, Ear())) == "offline"
        assert len(openai.asked) == 2


async def test_where_nothing_comes_the_whole_answer_tells_why() -> None:
    async with hosted_model() as (openai, model, _, _):
        openai.plays(no_choices(), TEXT)
        assert (await answer(model, Ear())).text == TEXT
        assert [bool(asked.get("stream")) for asked in openai.asked] == [True, False]


async def test_a_server_without_streams_is_asked_for_whole_answers() -> None:
    async with hosted_model() as (openai, model, _, _):
        openai.plays(TEXT, TEXT)
        openai.fails_next(400)
        for _ in range(2):
            reply = await answer(model, Ear())
            assert (reply.text, answered_by(reply)) == (TEXT, "openai:main")
        assert [bool(request.json().get("stream")) for request in openai.chats] == [
            True,
            False,
            False,
        ]


async def test_a_refused_request_says_nothing_about_streams() -> None:
    async with hosted_model() as (openai, model, _, _):
        openai.fails_next(400, times=2)
        assert answered_by(await answer(model, Ear())) == "offline"
        openai.plays(TEXT)
        await answer(model, Ear())
        assert openai.asked[-1]["stream"] is True


async def test_a_model_that_calls_after_what_was_shown_is_not_streamed_again() -> None:
    async with hosted_model(["other"]) as (openai, model, _, _):
        mixed = saying_and_calling(TEXT, "ask_weather", {"city": "Cali"})
        openai.plays(mixed, mixed, mixed)
        for shown in (False, True, True):
            await answer(model, Ear(passed_on=shown))
        assert [bool(asked.get("stream")) for asked in openai.asked] == [True, True, False]


async def test_gemini_is_heard_too() -> None:
    ear = Ear()
    async with GeminiServer(model="main") as gemini:
        gemini.plays(TEXT)
        gemini.plays_call("ask_weather", {"city": "Cali"})
        reply = await answer(_gemini(gemini), ear)
        called = await answer(_gemini(gemini), ear)
    assert (reply.text, answered_by(reply)) == (TEXT, "google_genai:main")
    assert reply.usage_metadata
    assert reply.usage_metadata["total_tokens"] == 15
    assert [call["args"] for call in called.tool_calls] == [{"city": "Cali"}]
    assert (len(ear.heard[0]), ear.heard[0][-1], ear.heard[1]) == (2, TEXT, [])


async def test_words_beside_a_call_are_not_heard_wherever_they_stand() -> None:
    ear = Ear()
    function = {"functionCall": {"name": "ask_weather", "args": {"city": "Cali"}}}
    async with GeminiServer(model="main") as gemini:
        gemini.plays_candidate([function, {"text": "Te la busco. Un momento."}])
        reply = await answer(_gemini(gemini), ear)
    assert [call["name"] for call in reply.tool_calls] == ["ask_weather"]
    assert ear.heard == [[]]


async def test_a_question_that_gemini_takes_out_is_a_refusal() -> None:
    async with GeminiServer(model="main") as gemini:
        gemini.plays_block()
        gemini.plays_block()
        reply = await answer(_gemini(gemini), Ear())
    assert reply.additional_kwargs["refusal"]


def _gemini(gemini: GeminiServer) -> BaseChatModel:
    return build_model(
        Settings(
            openai_chat_model="google_genai:main",
            gemini_api_key=SecretStr(gemini.api_key),
            gemini_base_url=gemini.url,
        )
    )
