"""What never changes stands first in a request, so that providers charge little for it."""

import json
from itertools import takewhile
from pathlib import Path
from typing import Any

from tests.hosted import APPOINTMENT, UNCLEAR, hosted_front, moment
from tests.protocols.openai import OpenAIServer

LEAST_OF_TWO_TENANTS = (0.5, 0.7)
"""The part of the longer first message that two tenants share from its beginning: of the supervisor, whose
instructions are short, and of a node."""


def asked_by(openai: OpenAIServer, node: int) -> list[Any]:
    """Every turn's n-th request."""
    return openai.asked[node::2]


def begins(asked: dict[str, Any]) -> str:
    """The first system message: instructions and the business."""
    first = asked["messages"][0]
    assert first["role"] == "system"
    return str(first["content"])


def shared(texts: list[str]) -> float:
    same = sum(
        1 for _ in takewhile(lambda letters: len(set(letters)) == 1, zip(*texts, strict=False))
    )
    return same / max(len(text) for text in texts)


async def talk(openai: OpenAIServer, front: Any) -> None:
    """Two turns of different customers of a tenant, one later than the other, and one of another."""
    for phone, tenant, name in (
        ("573005550101", "aurora", "Ana"),
        ("573005550102", "aurora", "Bruno"),
        ("5511955550101", "sorriso", "Carla"),
    ):
        openai.plays(APPOINTMENT, "¿Para qué día?")
        await front.customer(phone, tenant=tenant, name=name).say(UNCLEAR)
        await front.pass_time(3600)


async def test_two_turns_begin_alike_and_say_so(database_url: str, tmp_path: Path) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        await talk(openai, front)
    for node in (0, 1):
        aurora, other, sorriso = asked_by(openai, node)
        assert begins(aurora) == begins(other), "to the letter, for every customer of a tenant"
        assert moment(aurora) != moment(other)
        assert shared([begins(aurora), begins(sorriso)]) >= LEAST_OF_TWO_TENANTS[node]
        assert len({json.dumps(asked["tools"]) for asked in (aurora, other, sorriso)}) == 1
        assert (
            aurora["prompt_cache_key"] == other["prompt_cache_key"] != sorriso["prompt_cache_key"]
        )
        assert aurora["max_completion_tokens"] == 2_000


async def test_within_a_turn_only_the_end_of_a_request_is_new(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        openai.plays(("knowledge_search", {"query": "precio"}), "Cuesta $ 140.000.")
        await front.customer().say("¿Cuánto cuesta la limpieza facial?")
    first, second = openai.asked
    history, told = first["messages"][:-1], first["messages"][-1]
    assert second["messages"][: len(history)] == history
    assert second["messages"][-1] == told, "the moment stands behind what was said in it"
    assert {k: v for k, v in first.items() if k != "messages"} == {
        k: v for k, v in second.items() if k != "messages"
    }


async def test_a_server_that_knows_no_cache_keys_is_asked_without(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        openai.fails_next(400)
        openai.plays("¡Hola!", "Con gusto.")
        ana = front.customer()
        assert await ana.say("hola") == "¡Hola!"
        assert await ana.say("gracias") == "Con gusto."
    assert ["prompt_cache_key" in json.loads(chat.body) for chat in openai.chats] == [
        True,
        False,
        False,
    ]
