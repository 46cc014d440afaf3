"""Prompts are markdown files in `prompts/`, named like their node."""

from functools import cache
from pathlib import Path

from agent.context import TurnContext
from agent.facts import Prompt
from graphs.facts import facts_block, facts_of

PROMPTS = Path(__file__).parent / "prompts"


def system_prompt(node: str, context: TurnContext) -> Prompt:
    """The node's instructions, the same for everybody, and then the facts of this moment.

    Providers charge little for a beginning that they have seen before, so nothing of a tenant, a
    customer or a moment stands before what never changes.
    """
    facts = facts_of(context, node)
    return Prompt.of("\n\n".join([instructions(node), facts_block(facts)]), facts)


def instructions(node: str) -> str:
    """What never changes of a node's prompt."""
    parts = [_text(node)] if node == "supervisor" else [_text("_style"), _text(node)]
    return "\n\n".join(parts)


@cache
def _text(stem: str) -> str:
    return (PROMPTS / f"{stem}.md").read_text("utf-8").strip()
