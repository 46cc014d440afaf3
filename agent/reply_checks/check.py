"""The check of a reply: every fact in it, held against the evidence."""

from collections.abc import Callable, Iterator

from agent.reply_checks.done import changes
from agent.reply_checks.evidence import Evidence, Kind, Problem
from agent.reply_checks.ground import Ground
from agent.reply_checks.lexicon import Lexicon, lexicon
from agent.reply_checks.names import names
from agent.reply_checks.persons import persons
from agent.reply_checks.places import places
from agent.reply_checks.promises import promises
from agent.reply_checks.reply import ReplyText
from agent.reply_checks.strangers import strangers
from agent.reply_checks.tongue import tongue
from agent.reply_checks.values import values
from agent.reply_checks.vetoed import forged_receipts, gifts, health, internals
from agent.reply_checks.when import Moments, when
from agent.reply_checks.whose import whose

LONGEST = 1_200
"""Characters. A front desk's answer has three lines; a list of choices has a few more."""

_OF_TEXT: tuple[Callable[[ReplyText, Ground], Iterator[Problem]], ...] = (
    internals, forged_receipts, places, values, promises, persons, strangers, health, gifts,
)  # fmt: skip
_OF_MOMENTS: tuple[Callable[[Moments], Iterator[Problem]], ...] = (when, changes, names, whose)


def check(text: str, evidence: Evidence, ground: Ground | None = None) -> tuple[Problem, ...]:
    """What is wrong with a reply, empty when all of it is borne out.

    In a language that this room has no words of, what needs none is checked: its form, links and length.
    `ground`: of this evidence, where several beginnings of one reply are checked.
    """
    own = lexicon(evidence.language)
    problems: list[Problem] = []
    if len(text) > LONGEST:
        problems.append(Problem(Kind.LENGTH, f"{len(text)} characters"))
    if ground is None:
        ground = Ground(evidence, own or _english())
    reply = ReplyText(text, ground)
    if own is None:
        return (*problems, *internals(reply, ground))
    problems += [problem for look in _OF_TEXT for problem in look(reply, ground)]
    moments = Moments(reply, ground)
    problems += [problem for look in _OF_MOMENTS for problem in look(moments)]
    return (*problems, *tongue(reply, ground))


def _english() -> Lexicon:
    """Names of code are English in every language."""
    words = lexicon("en")
    assert words is not None, "its file is shipped"
    return words
