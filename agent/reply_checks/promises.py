"""Promises that somebody will call or write: true only where a person was called."""

import re
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
        yield from _dated(reply, ground)
    if not (told or listed):
        yield from _promises(reply, ground, "promise.listed")
    yield from _decided(reply, ground)


def _dated(reply: ReplyText, ground: Ground) -> Iterator[Problem]:
    """That somebody was told promises no hour of an answer, unless some text of the business does."""
    soon = ground.lexicon.pattern("promise.soon")
    for problem in _promises(reply, ground, "promise.says"):
        at = reply.lower.find(problem.words.lower())
        named = soon.search(reply.clause_at(max(at, 0)))
        if named and _in_hours(reply.clause_at(max(at, 0)), reply, ground):
            continue
        if named and not any(_bare(named.group()) in text for text in ground.own_texts):
            yield problem


def _in_hours(clause: str, reply: ReplyText, ground: Ground) -> bool:
    """ "El lunes abren a las 9 y te responden", where the business says that it answers while it is open."""
    answers = any(reply.matches("promise.in_hours", text) for text in ground.own_texts)
    return answers and reply.matches("time.open", clause)


def _bare(words: str) -> str:
    """A day without its article."""
    return re.sub(r"^(?:el|na|no|on)\s", "", words)


def _decided(reply: ReplyText, ground: Ground) -> Iterator[Problem]:
    """What a person is said to have decided or answered, which no tool tells of."""
    for match in ground.lexicon.pattern("promise.decided").finditer(reply.lower):
        clause = reply.clause(match.start())
        someone = match["someone"]
        by_name = someone is None or ground.staff_words.intersection(folded_words(someone))
        before = reply.lower[clause.start : match.start()]
        if not by_name or clause.is_question or denied(before, ground.lexicon):
            continue
        if conditional(reply.clause_at(match.start()), ground.lexicon):
            continue
        if not any(match.group() in text for text in ground.own_texts):
            yield reply.problem(Kind.PROMISE, *match.span())


def _by_name(reply: ReplyText, ground: Ground) -> Iterator[Problem]:
    """That somebody was told promises no certain person's call."""
    for problem in _promises(reply, ground, "promise.calls"):
        at = reply.text.find(problem.words)
        if ground.staff_words & set(folded_words(reply.clause_at(max(at, 0)))):
            yield problem


def _is_custom(words: str, ground: Ground) -> bool:
    """What the business says of itself, or a reminder to somebody who just agreed to such."""
    if any(one.change == "consent" for one in ground.evidence.done):
        return bool(ground.lexicon.pattern("day.reminds").search(words))
    plain = re.sub(r"'\w+", "", words)
    own = {word[:5] for word in folded_words(plain) if len(word) > 3}
    return len(own) > 1 and any(
        own <= {word[:5] for word in folded_words(text)} for text in ground.own_texts
    )


def _promises(reply: ReplyText, ground: Ground, path: str) -> Iterator[Problem]:
    lexicon = ground.lexicon
    for match in lexicon.pattern(path).finditer(reply.lower):
        clause = reply.clause(match.start())
        before = reply.lower[clause.start : match.start()]
        if clause.is_question or denied(before, lexicon):
            continue
        start, _ = clause.sentence
        if _is_custom(reply.lower[match.start() : clause.end], ground):
            continue
        if path == "promise.says" and conditional(reply.lower[start : match.end()], lexicon):
            continue
        yield reply.problem(Kind.PROMISE, *match.span())
