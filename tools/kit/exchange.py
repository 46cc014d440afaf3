"""What the customer answered to something that they were shown, message by message.

The newest answer counts. Words answer what the message before them showed, or the one that they quote; a
tap says itself what it is of.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
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
class Matter:
    """Something that was asked about: `ids` are those of its buttons. `taps` tells what a tapped id decides about it,
    `reads` what words do that answer these messages, `beside` what words do that answer others (`own`: of the
    turn that runs)."""

    ids: Collection[str]
    taps: Callable[[str], Decision | None]
    reads: Callable[[str, Messages], Decided]
    beside: Callable[[str, bool], Decided]


@dataclass(frozen=True, slots=True)
class _Answer:
    """Messages of the customer in a row, and those of ours before them."""

    messages: Messages
    before: Messages

    @property
    def own(self) -> bool:
        return self.messages[-1].own

    @property
    def words(self) -> str:
        return "\n".join(one.text for one in self.messages if one.text.strip() and not one.choice)


def decided(exchange: Exchange, matter: Matter) -> Verdict:
    """The verdict at the end of the exchange. Answers are read from the newest back, and no further than needed."""
    shown = shows(exchange.messages, matter.ids)
    beside: Verdict | None = None
    again = False
    for answer in reversed(_answers(exchange)):
        verdict, direct = _verdict(exchange, answer, matter, shown=shown)
        if verdict and not direct and not _after_it(exchange, answer, matter):
            # "Quiero cancelar mi cita" came before the question; a no is heard whenever it came.
            verdict = verdict if verdict.decision is Decision.NO else None
        if direct and verdict:
            if again and verdict.turned_down:
                break  # it was asked about anew since
            return verdict if beside is None or verdict.turned_down else beside
        beside = beside or verdict
        again = again or shows(answer.before, matter.ids)
    return beside or Verdict(shown=shown)


def shows(messages: Messages, ids: Collection[str]) -> bool:
    """Whether one of these ids stood in the messages."""
    return any(one in ids for message in messages for one in message.shown)


def _answers(exchange: Exchange) -> list[_Answer]:
    answers, before = [], list[ExchangeMessage]()
    for theirs, block in groupby(exchange.messages, key=lambda one: one.direction == "inbound"):
        messages = list(block)
        if theirs:
            answers.append(_Answer(messages, before))
        else:
            before = messages
    return answers


def _after_it(exchange: Exchange, answer: _Answer, matter: Matter) -> bool:
    """Whether the matter was shown before these messages came."""
    first = answer.messages[0]
    earlier = exchange.messages[: exchange.messages.index(first)]
    return shows(earlier, matter.ids)


def _verdict(
    exchange: Exchange, answer: _Answer, matter: Matter, *, shown: bool
) -> tuple[Verdict | None, bool]:
    """What an answer decides (None: nothing), and whether it is one to the matter."""
    taps = [matter.taps(message.choice) for message in answer.messages if message.choice]
    if tapped := next(filter(None, reversed(taps)), None):
        return Verdict(tapped, shown=True, own=answer.own, plain=True), True
    if not answer.words:
        return None, False
    about = _about(exchange, answer)
    direct = shows(about, matter.ids)
    read = matter.reads(answer.words, about) if direct else matter.beside(answer.words, answer.own)
    if read.decision is Decision.NOTHING:
        return None, direct
    return Verdict(read.decision, shown=shown, own=answer.own, plain=read.plain), direct


def _about(exchange: Exchange, answer: _Answer) -> Messages:
    """The messages that are answered: those quoted, else the last ones."""
    quoted = {message.quotes for message in answer.messages} - {None}
    return [one for one in exchange.messages if one.id in quoted] if quoted else answer.before
