"""Amounts, percentages and durations of a reply, held against the evidence."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from agent.reply_checks.evidence import Kind, Problem
from agent.reply_checks.ground import Ground
from agent.reply_checks.lexicon import Lexicon
from agent.reply_checks.moments import days
from agent.reply_checks.numbers import value, words_pattern
from agent.reply_checks.quantities import Quantity, amounts, durations, percents
from agent.reply_checks.reply import ReplyText


def values(reply: ReplyText, ground: Ground) -> Iterator[Problem]:
    """What nothing bears out."""
    text, lexicon = reply.lower, ground.lexicon
    for one in amounts(text, lexicon):
        if not _amount(one, reply, ground):
            yield reply.problem(Kind.AMOUNT, one.start, one.end)
    yield from _parts(reply, ground)
    for one in percents(text, lexicon):
        if not _percent(one, reply, ground):
            yield reply.problem(Kind.PERCENT, one.start, one.end)
    for one in durations(text, lexicon):
        if not _duration(one, reply, ground):
            yield reply.problem(Kind.DURATION, one.start, one.end)


def _parts(reply: ReplyText, ground: Ground) -> Iterator[Problem]:
    """Into how many payments something may be divided: some text has to say so."""
    for pattern in _counted(ground.lexicon):
        for match in pattern.finditer(reply.lower):
            clause = reply.clause(match.start())
            count = int(value(match["count"], ground.lexicon))
            denies = clause.is_question or reply.matches("mood.not", reply.clause_at(match.start()))
            if not denies and count not in reply.shares and count > 1:
                yield reply.problem(Kind.AMOUNT, *match.span())


@cache
def _counted(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:
    number = words_pattern(lexicon)
    texts = (text.replace("NUMBER", number) for text in lexicon.get("money.parts") or ())
    return tuple(re.compile(rf"(?<![\w.,:/$])(?:{text})(?!\w)") for text in texts)


def _near(worth: float, others: Iterable[float]) -> bool:
    return any(abs(worth - other) < 0.01 * max(1.0, other * 0.001) for other in others)


def _amount(one: Quantity, reply: ReplyText, ground: Ground) -> bool:
    if _is_fee(one, reply):
        clause = reply.clause_at(one.start)
        asks = reply.clause(one.start).is_question or reply.matches("mood.quotes", clause)
        return asks or any(_near(w, ground.fees) for w in one.values)
    if any(_near(worth, ground.entry_amounts) for worth in one.values):
        return True
    named = reply.services_at(one.start)
    every = [price for own in ground.prices.values() for price in own]
    together = reply.matches("money.sum", reply.sentence_at(one.start))
    own = [price for name in named for price in ground.prices.get(name, ())]
    prices = every if together or len(named) != 1 else own
    counts = reply.counts_at(one.start) | (frozenset({2}) if together else frozenset())
    together_named = len(ground.services_in(reply.sentence_at(one.start))) > 1
    several = len(
        [
            q
            for q in amounts(reply.lower, ground.lexicon)
            if reply.clause(q.start) == reply.clause(one.start)
        ]
    )
    if several > 1 or _by_length(one, reply, ground):
        prices = every
    is_anothers = prices is own and any(_near(worth, every) for worth in one.values)
    if not is_anothers and any(_near(worth, ground.text_amounts) for worth in one.values):
        return True
    for worth in one.values:
        if _near(worth, prices):
            return True
        parts = {*every, *ground.text_amounts}
        if any(
            _near(worth, (price * times,))
            for price in (every if together else prices)
            for times in counts
        ):
            return True
        each = reply.matches("money.each", reply.sentence_at(one.start))
        shares = reply.shares if each else counts & reply.shares
        if any(
            _near(worth, (part / times,)) for part in (*parts, *ground.sums) for times in shares
        ):
            return True
        if (together or together_named or len(named) > 1) and _near(
            worth, ground.sums | ground.shares
        ):
            return True
        if _derived(worth, one, reply, ground):
            return True
        if (together or len(named) != 1) and any(
            _near(worth, (abs(a - b),)) for a in parts for b in ground.customer_amounts
        ):
            return True
        if _near(worth, ground.customer_amounts) and reply.is_theirs(one.start):
            return True
    return False


def _derived(worth: float, one: Quantity, reply: ReplyText, ground: Ground) -> bool:
    """A difference where the words compare, a share where they name it."""
    sentence = reply.sentence_at(one.start)
    if reply.matches("money.less", sentence) and _near(worth, ground.differences):
        return True
    shares = {w for q in percents(sentence, ground.lexicon) for w in q.values}
    return bool(shares & ground.text_percents) and _near(worth, ground.shares)


def _is_fee(one: Quantity, reply: ReplyText) -> bool:
    """Whether the words right beside the amount say that it is an extra, a fee or a deposit."""
    clause = reply.clause(one.start)
    before = " ".join(reply.lower[clause.start : one.start].split()[-4:])
    after = reply.lower[one.end : clause.end]
    if reply.matches("money.less", before):
        return False
    return reply.matches("money.fee", before) or bool(_of_fee(reply.ground.lexicon).match(after))


@cache
def _of_fee(lexicon: Lexicon) -> re.Pattern[str]:
    """ "$120 de materiales", "a £20 late charge"."""
    link = r"(?:(?:de|por|for|of|in|em|en|pra|para|as|como)\s+)?(?:(?:an?|un|una|um|uma|el|la|o|the)\s+)?(?:[^\W\d]+\s)?"
    return re.compile(rf"\s*{link}(?:{lexicon.text('money.fee')})(?!\w)")


def _percent(one: Quantity, reply: ReplyText, ground: Ground) -> bool:
    return any(_near(worth, ground.text_percents) for worth in one.values) or (
        one.values == {100.0} and not reply.matches("discount.words", reply.sentence_at(one.start))
    )


def _about(worth: float, spans: Iterable[float], share: float = 0.12) -> bool:
    """Rounded, as people say how long it is until something."""
    return any(abs(worth - span) <= max(5.0, share * span) for span in spans if span)


def _is_name(one: Quantity, reply: ReplyText, ground: Ground) -> bool:
    """ "The 90-minute one": a service that is called by how long it takes."""
    known_lengths = {m for own in ground.minutes.values() for m in own}
    takes = reply.matches("duration.takes", reply.clause_at(one.start))
    name = reply.lower[one.start : one.end].rpartition(" ")[2]  # "two one-hour massages"
    worth = {w for q in durations(name, ground.lexicon) for w in q.values}
    return not takes and "-" in name and worth <= known_lengths


def _by_length(one: Quantity, reply: ReplyText, ground: Ground) -> bool:
    """Whether the clause names a service by how long it takes."""
    clause = reply.clause(one.start)
    lengths = {
        worth
        for q in durations(reply.lower, ground.lexicon)
        if clause.start <= q.start < clause.end
        for worth in q.values
    }
    return any(lengths & minutes for minutes in ground.minutes.values())


def _from_today(before: str, ground: Ground) -> bool:
    """ "Até terça são cinco dias": how long it is until a day."""
    evidence = ground.evidence
    return bool(days(before, ground.lexicon, evidence.now, evidence.country))


def _duration(one: Quantity, reply: ReplyText, ground: Ground) -> bool:
    named = reply.services_at(one.start)
    lengths = [
        minutes for name in named or ground.minutes for minutes in ground.minutes.get(name, ())
    ]
    before = reply.lower[reply.clause(one.start).start : one.start]
    policy = reply.matches("duration.policy", reply.clause_at(one.start)) and not reply.matches(
        "duration.takes", before
    )
    allowed = {*ground.text_durations, *(() if policy else lengths)}
    together = reply.matches("duration.sum", reply.sentence_at(one.start))
    if together and not policy:
        every = [m for own in ground.minutes.values() for m in own]
        allowed |= {*every, *(a + b for a in every for b in every)}
    elif _is_name(one, reply, ground):
        return True
    if all(
        _near(worth, allowed) or (worth >= 1440 and _about(worth, allowed, 0.02))
        for worth in one.values
    ):
        return True
    takes = reply.matches("duration.takes", reply.lower[reply.clause(one.start).start : one.start])
    takes = takes and not _from_today(before, ground)
    sentence = reply.sentence_at(one.start)
    clause = reply.clause_at(one.start)
    apart = reply.matches("duration.apart", sentence) and not reply.matches(
        "duration.policy", clause
    )
    if not takes and apart and all(_about(worth, ground.spans) for worth in one.values):
        return True
    if apart and reply.matches("duration.over", " ".join(before.split()[-3:])):
        unit = 1440 if min(one.values) >= 1440 else 60
        return any(w <= span < w + unit for w in one.values for span in ground.spans)
    of_nothing = not takes and not ground.services_in(clause)
    theirs = apart or of_nothing or reply.is_theirs(one.start)
    return theirs and all(_near(worth, ground.customer_durations) for worth in one.values)
