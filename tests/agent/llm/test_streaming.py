"""langchain-openai over a stream of server-sent events, as the stand-in plays it."""

from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI

from tests.protocols.openai import OpenAIServer

ASKED = [HumanMessage("hola")]


@tool
def ask_weather(city: str) -> str:
    """The weather of a city."""
    return city


def streaming(openai: OpenAIServer) -> ChatOpenAI:
    return ChatOpenAI(
        model="main",
        api_key=openai.api_key,
        base_url=f"{openai.url}/v1",
        stream_usage=True,
        max_retries=0,
    )


async def test_streamed_answers_are_put_together() -> None:
    async with OpenAIServer() as openai:
        openai.plays("Tengo el martes a las tres de la tarde.", ("ask_weather", {"city": "Cali"}))
        client = streaming(openai).bind_tools([ask_weather])
        said, called = [await _whole(client) for _ in range(2)]
    assert said.text == "Tengo el martes a las tres de la tarde."
    assert said.usage_metadata
    assert said.usage_metadata["input_tokens"] == 1000
    assert [call["args"] for call in called.tool_calls] == [{"city": "Cali"}]
    assert openai.asked[0]["stream_options"] == {"include_usage": True}


async def test_a_stream_that_breaks_off_is_no_answer() -> None:
    async with OpenAIServer() as openai:
        openai.plays("Tengo el martes a las tres de la tarde.")
        openai.half_next()
        with pytest.raises(Exception, match=r"(?i)incomplete|closed|connection"):
            await _whole(streaming(openai))


async def _whole(client: Any) -> AIMessage:
    chunks = [chunk async for chunk in client.astream(ASKED)]
    whole = chunks[0]
    for chunk in chunks[1:]:
        whole += chunk
    assert isinstance(whole, AIMessage)
    return whole
