"""Promises that somebody will call or write: true only where a person was called."""

from collections.abc import Iterator

from agent.reply_checks.evidence import Kind, Problem
from agent.reply_checks.ground import Ground, folded_words
from agent.reply_checks.reply import ReplyText
from agent.reply_checks.sentences import conditional, denied


def promises(reply: ReplyText, ground: Ground) -> Iterator[Problem]:
    """Those that nobody was told of."""
    evidence = ground.evidence
    told = evidence.escalated or any(one.change == "notified" for one in evidence.done)
    listed = evidence.waiting or any(one.change == "joined" for one in evidence.done)
    if not told:
        yield from _promises(reply, ground, "promise.says")
    else:
        yield from _by_name(reply, ground)
    if not (told or listed):
        yield from _promises(reply, ground, "promise.listed")


def _by_name(reply: ReplyText, ground: Ground) -> Iterator[Problem]:
    """That somebody was told promises no certain person's call."""
    for problem in _promises(reply, ground, "promise.calls"):
        at = reply.text.find(problem.words)
        if ground.staff_words & set(folded_words(reply.clause_at(max(at, 0)))):
            yield problem


def _promises(reply: ReplyText, ground: Ground, path: str) -> Iterator[Problem]:
    lexicon = ground.lexicon
    for match in lexicon.pattern(path).finditer(reply.lower):
        clause = reply.clause(match.start())
        before = reply.lower[clause.start : match.start()]
        if clause.is_question or denied(before, lexicon):
            continue
        start, _ = clause.sentence
        if path == "promise.says" and conditional(reply.lower[start : match.end()], lexicon):
            continue
        yield reply.problem(Kind.PROMISE, *match.span())
