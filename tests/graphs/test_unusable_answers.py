"""Answers of a hosted model that cannot be used, and refusals, as the customer sees them."""

from pathlib import Path

import pytest

from tests.front import Front
from tests.hosted import KNOWLEDGE, UNCLEAR, hosted_front, moment, statuses, trace
from tests.protocols.openai import (
    Play,
    cut,
    filtered,
    malformed,
    many_calls,
    no_choices,
    refusal,
)


def calls(front: Front) -> int:
    """How many answers were written down as used."""
    return int(front.rows("select sum(calls) as n from model_usage")[0]["n"])


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (malformed("knowledge_search", '{"query": "precio'), "valid JSON"),
        (cut("La limpieza facial cuesta ciento veinte mil y además te"), "too long"),
        ("", "empty"),
        (many_calls("knowledge_search", {"query": "x"}, [f"c{n}" for n in range(80)]), "80 tools"),
        (malformed("no such tool!", "{}"), "named no tool"),
    ],
    ids=["half JSON", "cut", "empty", "80 calls", "no name"],
)
async def test_a_model_is_told_what_was_wrong_and_corrects_itself(
    database_url: str, tmp_path: Path, bad: Play, told: str
) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        ana = front.customer()
        openai.plays(KNOWLEDGE, bad, "Cuesta $ 140.000. ¿Te busco una hora?")
        assert await ana.say("¿Cuánto cuesta la limpieza?") == (
            "Cuesta $ 140.000. ¿Te busco una hora?"
        )
        first, again = openai.asked
        assert told in moment(again).removeprefix(moment(first))
        assert first["messages"][:-1] == again["messages"][:-1]
        assert calls(front) == 2, "what was thrown away is paid, too"
        openai.plays(KNOWLEDGE, "Con gusto.")
        await ana.say("gracias")
        assert "valid JSON" not in str(openai.asked[-1]), "the thread is clean"


@pytest.mark.parametrize(
    "bad", [malformed("knowledge_search", "{"), cut("La limpieza facial cuesta"), ""]
)
async def test_a_model_that_does_not_correct_itself_is_replaced(
    database_url: str, tmp_path: Path, bad: Play
) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        ana = front.customer()
        openai.plays(KNOWLEDGE, bad, bad)
        heard = await ana.say("¿Cuánto cuesta la limpieza facial?")
        assert "140.000" in heard
        assert statuses(front) == ["committed"]
        assert trace(front)["model_failures"] == [
            {"model": "openai:gpt-5-mini", "why": "unusable answers"}
        ]


async def test_a_model_that_only_calls_tools_is_replaced(database_url: str, tmp_path: Path) -> None:
    """Also in a turn with more exchanges with tools than a thread keeps messages."""
    async with hosted_front(database_url, tmp_path) as (openai, front):
        ana = front.customer()
        searches = [  # two of each: the third of the same would end it before
            many_calls("knowledge_search", {"query": f"precio {n}"}, ["c1", "c2"])
            for n in range(12)
        ]
        openai.plays(KNOWLEDGE, *searches)
        heard = await ana.say("¿Cuánto cuesta la limpieza facial?")
        assert "140.000" in heard
        assert statuses(front) == ["committed"]
        assert len(openai.asked) == 12, "and it is not asked again in a second try of the turn"
        assert trace(front)["model_failures"] == [
            {"model": "openai:gpt-5-mini", "why": "no answer"}
        ]
        openai.plays(KNOWLEDGE, "Con gusto.")
        assert await ana.say("gracias") == "Con gusto."


async def test_calls_without_ids_are_told_apart(database_url: str, tmp_path: Path) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        openai.plays(
            KNOWLEDGE, many_calls("knowledge_search", {"query": "precio"}, ["", ""]), "Con gusto."
        )
        assert await front.customer().say("¿Cuánto cuesta la limpieza facial?") == "Con gusto."
        assert [tool["name"] for tool in trace(front)["tools"]] == ["knowledge_search"] * 2


@pytest.mark.parametrize("no", [refusal(), filtered()], ids=["refusal", "filtered"])
async def test_a_refusal_calls_a_person_and_says_so(
    database_url: str, tmp_path: Path, no: Play
) -> None:
    async with hosted_front(database_url, tmp_path, openai_fallback_models="gpt-4.1-mini") as (
        openai,
        front,
    ):
        ana = front.customer()
        openai.plays(KNOWLEDGE, no)
        heard = await ana.say("Cuéntame algo que no debes")
        assert "avis" in heard.lower()
        assert "can't help" not in heard
        assert len(openai.asked) == 2, "nobody else is asked to comply"
        assert [e["reason"] for e in front.rows("select reason from escalations")] == ["other"]
        assert front.rows("select id from notifications")
        assert trace(front)["nodes"] == ["supervisor", "knowledge", "escalation"]


@pytest.mark.parametrize(
    "bad",
    [
        refusal(),
        no_choices(),
        malformed("Route", "{"),
        malformed("Route", '{"node": "sales"}'),
        "Hola, ¿en qué te ayudo?",
    ],
    ids=["refusal", "no choices", "half JSON", "unknown node", "talks"],
)
async def test_a_supervisor_that_decides_nothing_is_asked_again_and_then_replaced(
    database_url: str, tmp_path: Path, bad: Play
) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        ana = front.customer()
        openai.plays(bad, KNOWLEDGE, "¿Qué fue la otra vez?")
        assert await ana.say(UNCLEAR) == "¿Qué fue la otra vez?"
        first, again = openai.asked[:2]
        if bad != no_choices():
            assert "named no node" in moment(again).removeprefix(moment(first)), (
                "no try is like the first"
            )
        openai.plays(bad, bad)
        if bad != no_choices():
            openai.plays("No sé qué fue.")
        assert await ana.say(UNCLEAR)
        assert statuses(front) == ["committed"] * 2
