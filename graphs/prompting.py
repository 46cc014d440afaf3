"""Prompts are markdown files in `prompts/`, named like their node."""

from functools import cache
from pathlib import Path

from agent.context import TurnContext
from graphs.facts import facts, facts_block

_FOLDER = Path(__file__).parent / "prompts"


def system_prompt(node: str, context: TurnContext) -> str:
    """The node's instructions for this organization and this moment."""
    parts = [_text(node)] if node == "supervisor" else [_text("_style"), _text(node)]
    known = facts(context, node)
    text = "\n\n".join(parts)
    for name in ("business", "language", "tone"):
        text = text.replace("{" + name + "}", known[name])
    return f"{text}\n\n{facts_block(known)}"


@cache
def _text(stem: str) -> str:
    return (_FOLDER / f"{stem}.md").read_text("utf-8").strip()
