"""What the customer answered to something that they were shown, message by message.

The newest answer counts. Words answer what the message before them showed, or the one that they quote; a
tap says itself what it is of.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from agent.language.readings.deciding import Decided, Decision
from agent.records import Exchange, ExchangeMessage

Messages = Sequence[ExchangeMessage]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The customer's last word on something. `shown`: they were shown it; `own`: in the turn that runs; `plain`: it
    can mean nothing else."""

    decision: Decision = Decision.NOTHING
    shown: bool = False
    own: bool = False
    plain: bool = False

    @property
    def turned_down(self) -> bool:
        """Whether it was refused, or something else wished for."""
        return self.decision in (Decision.NO, Decision.ANOTHER)

    @property
    def open(self) -> bool:
        """Whether nothing was decided, so that a tap can."""
        return self.decision in (Decision.NOTHING, Decision.UNSURE)


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that was asked about: `ids` are those of its buttons. `taps` tells what a tapped id decides about
    it; `reads` what words do, which answer these messages (none: they answer something else)."""

    ids: Collection[str]
    taps: Callable[[str], Decision | None]
    reads: Callable[[str, Messages], Decided]


def decided(exchange: Exchange, asked: Asked) -> Verdict:
    """The verdict at the end of the exchange."""
    verdict, before = Verdict(), []
    for theirs, block in groupby(exchange.messages, key=lambda one: one.direction == "inbound"):
        messages = list(block)
        if theirs:
            verdict = _answered(verdict, messages, _about(exchange, messages, before), asked)
        else:
            before = messages
            if shows(messages, asked.ids) and verdict.decision is not Decision.YES:
                verdict = Verdict(shown=True)
    return verdict


def shows(messages: Messages, ids: Collection[str]) -> bool:
    """Whether one of these ids stood in the messages."""
    return any(one in ids for message in messages for one in message.shown)


def _about(exchange: Exchange, answers: Messages, before: Messages) -> Messages:
    """The messages that are answered: those quoted, else the last ones."""
    quoted = {message.quotes for message in answers} - {None}
    return [one for one in exchange.messages if one.id in quoted] if quoted else before


def _answered(verdict: Verdict, answers: Messages, about: Messages, asked: Asked) -> Verdict:
    own = answers[-1].own
    verdict = replace(verdict, own=False)
    taps = [asked.taps(message.choice) for message in answers if message.choice]
    if told := next(filter(None, reversed(taps)), None):
        return Verdict(told, shown=True, own=own, plain=True)
    words = "\n".join(one.text for one in answers if one.text.strip() and not one.choice)
    if not words:
        return verdict
    answers_it = shows(about, asked.ids)
    if verdict.turned_down and not answers_it:
        return verdict  # what was refused stays so until it is asked about again
    read = asked.reads(words, about if answers_it else ())
    if read.decision is Decision.NOTHING or not (verdict.shown or read.decision is Decision.NO):
        return verdict
    return Verdict(read.decision, shown=verdict.shown, own=own, plain=read.plain)
