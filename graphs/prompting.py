"""Prompts are markdown files in `prompts/`, named like their node."""

from functools import cache
from pathlib import Path

from agent.context import TurnContext
from agent.facts import Prompt
from graphs.facts import facts_of
from graphs.facts_text import business_text, customer_text, moment_text

PROMPTS = Path(__file__).parent / "prompts"


def system_prompt(node: str, context: TurnContext) -> Prompt:
    """The node's instructions, the same for everybody, the business, and the facts of this moment.

    Providers charge little for a beginning that they have seen before, so nothing of a tenant, a
    customer or a moment stands before what never changes.
    """
    facts = facts_of(context, node)
    return Prompt.of(
        "\n\n".join([instructions(node), business_text(facts)]),
        facts,
        moment=moment_text(facts),
        customer=customer_text(facts),
        texts_only=node == "supervisor",
    )


def instructions(node: str) -> str:
    """What never changes of a node's prompt."""
    parts = [_text(node)] if node == "supervisor" else [_text("_style"), _text(node)]
    return "\n\n".join(parts)


@cache
def _text(stem: str) -> str:
    return (PROMPTS / f"{stem}.md").read_text("utf-8").strip()
