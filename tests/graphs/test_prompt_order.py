"""What never changes stands first in a request, so that providers charge little for it."""

import json
from itertools import takewhile
from pathlib import Path
from typing import Any

from tests.hosted import hosted_front
from tests.protocols.openai import OpenAIServer

LEAST = 0.85
"""The part of the longer system prompt that two turns of a tenant share from its beginning."""
LEAST_OF_TWO_TENANTS = (0.5, 0.75)
"""The same for two tenants: of the supervisor, whose instructions are short, and of a node."""


def prompts(openai: OpenAIServer, node: int) -> list[str]:
    """The system prompts of every turn's n-th request."""
    return [str(asked["messages"][0]["content"]) for asked in openai.asked[node::2]]


def tools(openai: OpenAIServer, node: int) -> set[str]:
    return {json.dumps(asked["tools"]) for asked in openai.asked[node::2]}


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
        openai.plays(("Route", {"node": "appointment", "reason": ""}), "¿Para qué día?")
        await front.customer(phone, tenant=tenant, name=name).say("hola")
        await front.pass_time(3600)


async def test_two_turns_share_the_beginning_of_their_requests(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        await talk(openai, front)
    for node in (0, 1):
        aurora, other, sorriso = prompts(openai, node)
        assert aurora != other
        assert shared([aurora, other]) >= LEAST
        assert shared([aurora, sorriso]) >= LEAST_OF_TWO_TENANTS[node]
        assert len(tools(openai, node)) == 1, "the tools are the same to the byte"


async def test_within_a_turn_only_the_end_of_a_request_is_new(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        openai.plays(
            ("Route", {"node": "knowledge", "reason": ""}),
            ("knowledge_search", {"query": "precio"}),
            "Cuesta $ 140.000.",
        )
        await front.customer().say("¿Cuánto cuesta la limpieza facial?")
    first, second = openai.asked[1:]
    assert second["messages"][: len(first["messages"])] == first["messages"]
    assert {k: v for k, v in first.items() if k != "messages"} == {
        k: v for k, v in second.items() if k != "messages"
    }
