"""The offline model's own replies are honest ones: the checks let all of them pass."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from langchain_core.messages import AIMessage, BaseMessage
from pydantic import SecretStr

from agent.context import TurnContext
from agent.reply_checks import check
from agent.settings import Settings
from gateway.evaluation.customers import Customer, shipped_customers
from gateway.evaluation.run import evaluate
from graphs import node
from graphs.evidence import Gathering
from graphs.veto import Vetting
from tests.agent.reply_checks.corpus_files import LANGUAGES
from tests.databases import Server

"""It makes a database of its own."""

EACH = 12
"""Customers of a language."""
ALLOWED: dict[str, str] = {}
"""Words that are honest and withheld all the same, with why."""


@dataclass
class Listening:
    """Holds each answer against the evidence of its turn, as a hosted model's would be."""

    replies: int = 0
    context: TurnContext | None = None
    problems: list[str] = field(default_factory=list)

    async def heard(self, answer: AIMessage | None, messages: Sequence[BaseMessage]) -> None:
        if answer is None or answer.tool_calls or self.context is None:
            return
        gathering = Gathering(self.context)
        await gathering.load()
        text = str(answer.text)
        wrong = check(text, gathering.of(messages))
        self.replies += 1
        self.problems += [
            f"{one.kind}: {one.words!r} of {text!r}" for one in wrong if one.words not in ALLOWED
        ]


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> Listening:
    """Observes the nodes; they do what they do."""
    one, ask = Listening(), node._ask

    def vetting(context: TurnContext, secret: str) -> Vetting:
        one.context = context
        return Vetting(context, secret)

    async def listen(model: Any, prompt: Any, messages: Any) -> AIMessage | None:
        answer = await ask(model, prompt, messages)
        await one.heard(answer, messages)
        return answer

    monkeypatch.setattr(node, "Vetting", vetting)
    monkeypatch.setattr(node, "_ask", listen)
    return one


def some(language: str) -> list[Customer]:
    """Of all kinds that there are: evenly from the whole list."""
    own = [one for one in shipped_customers() if one.language == language]
    return own[:: max(1, len(own) // EACH)][:EACH]


async def test_no_reply_of_the_offline_model_is_withheld(
    listening: Listening, server: Server
) -> None:
    settings = Settings.model_validate({"database_url": SecretStr(server.url)})
    customers = [one for language in LANGUAGES for one in some(language)]
    verdicts = [one async for one in evaluate(settings, customers, model=None, times=1)]
    assert len(verdicts) == len(LANGUAGES) * EACH
    assert listening.replies >= 2 * len(verdicts)
    assert listening.problems == []
