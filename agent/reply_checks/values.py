"""Amounts, percentages and durations of a reply, held against the evidence."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from agent.reply_checks.evidence import Kind, Problem
from agent.reply_checks.ground import Ground
from agent.reply_checks.lexicon import Lexicon
from agent.reply_checks.moments import days
from agent.reply_checks.numbers import value, words_pattern
from agent.reply_checks.quantities import Quantity, amounts, durations, percents
from agent.reply_checks.reckoning import adds_up, for_several, lowered, near, saved
from agent.reply_checks.reply import ReplyText


def values(reply: ReplyText, ground: Ground) -> Iterator[Problem]:
    """What nothing bears out."""
    text, lexicon = reply.lower, ground.lexicon
    for one in _untrue(amounts(text, lexicon), reply, ground):
        yield reply.problem(Kind.AMOUNT, one.start, one.end)
    yield from _parts(reply, ground)
    for one in percents(text, lexicon):
        if not _percent(one, reply, ground):
            yield reply.problem(Kind.PERCENT, one.start, one.end)
    for one in durations(text, lexicon):
        if not _duration(one, reply, ground):
            yield reply.problem(Kind.DURATION, one.start, one.end)


def _untrue(read: Sequence[Quantity], reply: ReplyText, ground: Ground) -> list[Quantity]:
    """Those that are not given, nor follow from those of the reply that are."""
    true = [one for one in read if _amount(one, reply, ground)]
    left = [one for one in read if one not in true]
    for _ in left:
        more = [
            one
            for one in left
            if not _is_fee(one, reply)
            and adds_up(one, true, reply.counts_at(one.start), _compared(one, reply, ground))
        ]
        true += more
        left = [one for one in left if one not in more]
    return left


def _compared(one: Quantity, reply: ReplyText, ground: Ground) -> list[float]:
    """The prices, where the words say that one is less than another."""
    if not reply.matches("money.less", reply.sentence_at(one.start)):
        return []
    return [price for own in ground.prices.values() for price in own]


def _parts(reply: ReplyText, ground: Ground) -> Iterator[Problem]:
    """Into how many payments something may be divided: some text has to say so."""
    given = _given_parts(ground) or reply.shares
    for pattern in _counted(ground.lexicon):
        for match in pattern.finditer(reply.lower):
            clause = reply.clause(match.start())
            count = int(value(match["count"], ground.lexicon))
            plain = ground.lexicon.pattern("mood.without").sub(" ", reply.clause_at(match.start()))
            denies = clause.is_question or reply.matches("mood.not", plain)
            if not denies and count not in given and count > 1:
                yield reply.problem(Kind.AMOUNT, *match.span())


def _given_parts(ground: Ground) -> frozenset[int]:
    """The numbers of payments of which some text of the business speaks, and fewer."""
    counts = [
        int(value(match["count"], ground.lexicon))
        for pattern in _counted(ground.lexicon)
        for text in ground.own_texts
        for match in pattern.finditer(text)
    ]
    return frozenset(range(2, max(counts) + 1)) if counts else frozenset()


@cache
def _counted(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:
    number = words_pattern(lexicon)
    texts = (text.replace("NUMBER", number) for text in lexicon.get("money.parts") or ())
    return tuple(re.compile(rf"(?<![\w.,:/$])(?:{text})(?!\w)") for text in texts)


def _amount(one: Quantity, reply: ReplyText, ground: Ground) -> bool:
    if _is_fee(one, reply):
        clause = reply.clause_at(one.start)
        asks = reply.clause(one.start).is_question or reply.matches("mood.quotes", clause)
        return asks or any(near(w, ground.fees) for w in one.values)
    if (whole := _whole(one, reply, ground)) and not any(near(w, whole) for w in one.values):
        return False
    if any(near(worth, ground.entry_amounts) for worth in one.values):
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
    is_anothers = prices is own and any(near(worth, every) for worth in one.values)
    if not is_anothers and any(near(worth, ground.text_amounts) for worth in one.values):
        return True
    for worth in one.values:
        if near(worth, prices):
            return True
        parts = {*every, *ground.text_amounts}
        if any(
            near(worth, (price * times,))
            for price in (every if together else prices)
            for times in counts
        ):
            return True
        if together and near(worth, for_several(ground, counts)):
            return True
        each = reply.matches("money.each", reply.sentence_at(one.start)) or _is_for_each(one, reply)
        shares = reply.shares if each else counts & reply.shares
        if any(near(worth, (part / times,)) for part in (*parts, *ground.sums) for times in shares):
            return True
        if (together or together_named or len(named) > 1) and near(
            worth, ground.sums | ground.shares
        ):
            return True
        if _derived(worth, one, reply, ground):
            return True
        if (together or len(named) != 1) and any(
            near(worth, (abs(a - b),)) for a in parts for b in ground.customer_amounts
        ):
            return True
        if near(worth, ground.customer_amounts) and reply.is_theirs(one.start):
            return True
    return False


def _whole(one: Quantity, reply: ReplyText, ground: Ground) -> frozenset[float]:
    """What all that was booked in this turn costs, where the words are of all of it and name no part; with what a text takes off."""
    sentence = reply.sentence_at(one.start)
    rows = [row.service for row in ground.evidence.done if row.change == "booked"]
    if len(rows) < 2 or ground.services_in(sentence) or reply.is_theirs(one.start):
        return frozenset()
    if not reply.matches("money.whole", sentence) or len(amounts(sentence, ground.lexicon)) > 1:
        return frozenset()
    each = [ground.prices.get(service, frozenset()) for service in rows]
    if not all(each):
        return frozenset()
    whole = sum(max(prices) for prices in each)
    return frozenset({whole}) | lowered(ground, (whole,)) | ground.entry_amounts


def _is_for_each(one: Quantity, reply: ReplyText) -> bool:
    """ "R$ 140 por ajuste"."""
    after = re.match(r"\s(?:por|per|an?|each|cada)\s(\w+)", reply.lower[one.end :])
    return after is not None and bool(reply.ground.services_in(after[1]))


def _derived(worth: float, one: Quantity, reply: ReplyText, ground: Ground) -> bool:
    """A difference where the words compare, a share where they name it."""
    sentence = reply.sentence_at(one.start)
    less = reply.matches("money.less", sentence)
    if less and near(worth, ground.differences | saved(reply, ground, reply.counts_at(one.start))):
        return True
    named = reply.services_at(one.start)
    own = [price for name in named or ground.prices for price in ground.prices.get(name, ())]
    if near(worth, lowered(ground, own)):
        return True
    if reply.matches("money.fee", reply.lower) and near(worth, ground.fees):
        return True
    shares = {w for q in percents(sentence, ground.lexicon) for w in q.values}
    return bool(shares & ground.text_percents) and near(worth, ground.shares)


def _is_fee(one: Quantity, reply: ReplyText) -> bool:
    """Whether the words right beside the amount say that it is an extra, a fee or a deposit."""
    clause = reply.clause(one.start)
    before = " ".join(reply.lower[clause.start : one.start].split()[-4:])
    after = reply.lower[one.end : clause.end]
    if reply.matches("money.less", before) or reply.matches("money.included", after):
        return False
    return reply.matches("money.fee", before) or bool(_of_fee(reply.ground.lexicon).match(after))


@cache
def _of_fee(lexicon: Lexicon) -> re.Pattern[str]:
    """ "$120 de materiales", "a £20 late charge"."""
    link = r"(?:(?:de|por|for|of|in|em|en|pra|para|as|como)\s+)?(?:(?:an?|un|una|um|uma|el|la|o|the)\s+)?(?:[^\W\d]+\s)?"
    return re.compile(rf"\s*{link}(?:{lexicon.text('money.fee')})(?!\w)")


def _percent(one: Quantity, reply: ReplyText, ground: Ground) -> bool:
    return any(near(worth, ground.text_percents) for worth in one.values) or (
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


def _is_pointed_at(one: Quantity, before: str, reply: ReplyText) -> bool:
    """ "Cuál de los dos días": so many days that were named, no length."""
    words = reply.lower[one.start : one.end]
    pointing = reply.ground.lexicon.text("duration.pointing")
    return (
        not words[:1].isdigit()
        and min(one.values) in (2880.0, 4320.0)
        and bool(re.search(rf"(?<!\w)(?:{pointing})\s$", before))
    )


def _meant(reply: ReplyText, ground: Ground) -> frozenset[str]:
    """The services of what is offered and booked, where the reply names none or only says "the session"."""
    if ground.services_in(reply.lower) - ground.services_in(reply.without("service.any")):
        return frozenset(one.service for one in ground.moments if one.service)
    if ground.services_in(reply.lower):
        return frozenset()
    return frozenset(one.service for one in ground.moments if one.service)


def _is_length_of(one: Quantity, reply: ReplyText, ground: Ground) -> bool:
    """Whether it is how long a service takes that its clause names, and no notice."""
    clause = reply.clause_at(one.start)
    named = ground.services_in(clause)
    own = {minutes for name in named for minutes in ground.minutes.get(name, ())}
    return bool(one.values & own) and not reply.matches("time.notice", clause)


def _duration(one: Quantity, reply: ReplyText, ground: Ground) -> bool:
    before = reply.lower[reply.clause(one.start).start : one.start]
    if _is_pointed_at(one, before, reply):
        return True
    named = reply.services_at(one.start)
    meant = named | _meant(reply, ground) if named else named
    lengths = [
        minutes for name in meant or ground.minutes for minutes in ground.minutes.get(name, ())
    ]
    policy = (
        reply.matches("duration.policy", reply.clause_at(one.start))
        and not reply.matches("duration.left", " ".join(before.split()[-2:]))
        and not reply.matches("duration.takes", before)
        and not _is_length_of(one, reply, ground)
    )
    allowed = {*ground.text_durations, *(() if policy else lengths)}
    several_named = len(ground.services_in(reply.clause_at(one.start))) > 1
    together = several_named or reply.matches("duration.sum", reply.sentence_at(one.start))
    if together and not policy:
        every = [m for own in ground.minutes.values() for m in own]
        allowed |= {*every, *(a + b for a in every for b in every)}
    if _is_name(one, reply, ground):
        return True
    if all(
        near(worth, allowed) or (worth >= 1440 and _about(worth, allowed, 0.02))
        for worth in one.values
    ):
        return True
    takes = reply.matches("duration.takes", reply.lower[reply.clause(one.start).start : one.start])
    takes = takes and not _from_today(before, ground)
    sentence = reply.sentence_at(one.start)
    clause = reply.clause_at(one.start)
    roughly = reply.matches("duration.roughly", " ".join(before.split()[-3:]))
    if roughly and not policy and all(_about(worth, allowed) for worth in one.values):
        return True
    apart = not policy and (roughly or reply.matches("duration.apart", sentence))
    share = 0.2 if roughly else 0.12
    if not takes and apart and all(_about(worth, ground.spans, share) for worth in one.values):
        return True
    if apart and reply.matches("duration.over", " ".join(before.split()[-3:])):
        unit = 1440 if min(one.values) >= 1440 else 60
        return any(w <= span < w + unit for w in one.values for span in ground.spans)
    of_nothing = not takes and not ground.services_in(clause)
    theirs = apart or of_nothing or reply.is_theirs(one.start)
    return theirs and all(near(worth, ground.customer_durations) for worth in one.values)
