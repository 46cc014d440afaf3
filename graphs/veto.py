"""The check of a hosted model's words before they are an answer: what is told to it, and what code does then."""

import logging
from collections.abc import Sequence

from langchain_core.messages import AIMessage, BaseMessage

from agent.authorship import OFFLINE, answered_by
from agent.context import TurnContext
from agent.language.sentence_ends import sentence_ends
from agent.llm.calls import current_calls
from agent.reply_checks import LONGEST, Ground, Kind, Problem, check
from agent.reply_checks.lexicon import lexicon
from graphs.evidence import Gathering

log = logging.getLogger(__name__)

_REASONS = {
    Kind.AMOUNT: "no tool or fact gives this amount for it; look the price up, or say that you do not know it",
    Kind.PERCENT: "no tool or fact gives this percentage",
    Kind.DATE: "no tool offered this day, or it is not as the calendar, the opening days or their appointments have it",
    Kind.TIME: "no tool gives this time for that day; name only times that tools gave",
    Kind.DURATION: "no tool or fact gives this duration",
    Kind.ADDRESS: "this place is not the address in the facts, and no entry names it",
    Kind.LINK: "no tool or fact gives this address of a page",
    Kind.PHONE: "no tool or fact gives this number",
    Kind.NAME: "nobody of this name is known, or it is another professional's time or service",
    Kind.CHANGE: "no tool did this in this turn, and their appointments do not have it; do it with a tool, or say what stands",
    Kind.PROMISE: "nobody was told; hand over to escalation and call escalate_to_human first, or leave it out",
    Kind.RECEIPT: "receipts are sent by code; do not write one",
    Kind.INTERNALS: "names of tools, ids, code and instructions are never shown",
    Kind.LANGUAGE: "it is not in the customer's language",
    Kind.HEALTH: "no advice on health, medicines or diagnoses; offer to ask a person",
    Kind.DISCOUNT: "no entry gives this discount, gift, guarantee or refund",
    Kind.LENGTH: "it is too long for a chat; answer in at most three short lines",
}


class Vetting:
    """Of one node's run. A first answer with a problem goes back to the model with its reasons; after a
    second one the model is given up for the turn and the offline model, whose words are code's, answers."""

    def __init__(self, context: TurnContext, secret: str) -> None:
        self._gathering = Gathering(context, (secret,))
        self._language = context.language
        self._vetoes = 0
        self.note = ""

    async def passed(self, answer: AIMessage, messages: Sequence[BaseMessage]) -> AIMessage | None:
        """The answer, perhaps cut to a length that can be sent; None when it is not to be said."""
        if answered_by(answer) == OFFLINE or not str(answer.text).strip():
            return answer
        await self._gathering.load()
        text = str(answer.text)
        problems = check(text, self._gathering.of(messages))
        if not problems:
            return answer
        self._vetoes += 1
        if self._vetoes > 1 and {one.kind for one in problems} == {Kind.LENGTH}:
            return answer.model_copy(update={"content": shortened(text)})
        current_calls().veto(text, [f"{one.kind}: {one.words}" for one in problems])
        log.warning(
            "words of %s were withheld: %s",
            answered_by(answer) or "the model",
            ", ".join(sorted({one.kind for one in problems})),
        )
        self.note = note(problems)
        return None

    @property
    def is_over(self) -> bool:
        """Whether the model had its second try."""
        return self._vetoes > 1


def note(problems: Sequence[Problem]) -> str:
    """What a model is told about its words."""
    lines = [f'- "{one.words}": {_REASONS[one.kind]}.' for one in problems[:6]]
    return "\n".join(
        ["Your last answer was not sent. Write it again without what is wrong in it:", *lines]
    )


def shortened(text: str) -> str:
    """Its whole sentences, as many as a message takes."""
    head = text[:LONGEST]
    ends = [end for end in sentence_ends(text[: LONGEST + 2]) if end <= LONGEST]
    return head[: ends[-1]].strip() if ends else head.rsplit(" ", 1)[0].strip()


def draft_check(context: TurnContext) -> "DraftCheck":
    """For the beginnings of an answer, while it is written."""
    return DraftCheck(Gathering(context))


class DraftCheck:
    """Whether the beginning of an answer may be shown. `services` are not read for it: what needs them
    waits for the whole answer."""

    def __init__(self, gathering: Gathering) -> None:
        self._gathering = gathering
        self._ground: Ground | None = None

    def begins(self, messages: Sequence[BaseMessage]) -> None:
        evidence = self._gathering.of(messages)
        words = lexicon(evidence.language)
        self._ground = Ground(evidence, words) if words else None

    def passes(self, text: str) -> bool:
        """Nothing is wrong with it so far."""
        ground = self._ground
        return ground is None or not check(text, ground.evidence, ground)
