"""Who gives what is booked ("the bath is with Romina"), and who pays for it, held against rows and texts."""

import re
from collections.abc import Iterator
from functools import cache

from agent.language.text import fold
from agent.reply_checks.evidence import Kind, Problem
from agent.reply_checks.ground import Ground, Moment, folded_words
from agent.reply_checks.lexicon import Lexicon
from agent.reply_checks.sentences import Clause, conditional
from agent.reply_checks.when import Moments

_PIECE = re.compile(r"[;,\n]|\.\s|\s(?:pero|mas|but)\s")
_NAMED = r"[A-ZÁÉÍÓÚÑÂÊÔÃÕÇ][\w&'áéíóúüñâêôãõç]+"


def whose(moments: Moments) -> Iterator[Problem]:
    """The first that the rows have otherwise, and the first payer whom nothing names."""
    for look in (_given_by, _at_hour_of, _payers):
        if problem := next(look(moments), None):
            yield problem


def _given_by(moments: Moments) -> Iterator[Problem]:
    reply, ground = moments.reply, moments.ground
    rows = [one for one in ground.moments if one.is_booked and one.person]
    if not rows or (ground.evidence.starts and not ground.evidence.done):
        return
    staff = ground.staff_words
    for match in _is_with(ground.lexicon).finditer(reply.text):
        word, clause = fold(match["name"]), reply.clause(match.start())
        before = reply.lower[clause.start : match.start()]
        if word not in staff or _is_open(clause, moments):
            continue
        own = _of_attendee(before, ground) or _of_service(before, rows, ground)
        every = reply.matches("change.plural", before)
        theirs = [word in folded_words(one.person) for one in own]
        if own and not (all(theirs) if every else any(theirs)):
            yield reply.problem(Kind.NAME, *match.span())


def _at_hour_of(moments: Moments) -> Iterator[Problem]:
    """ "Bruno at 9 and Emily at 10": where each of them has a row, the hour after a name is that of their row."""
    reply, ground = moments.reply, moments.ground
    rows: dict[str, set[int]] = {}
    for one in ground.evidence.appointments:
        if one.name and one.status in ("scheduled", "confirmed"):
            minute = one.at.hour * 60 + one.at.minute
            rows.setdefault(folded_words(one.name)[0], set()).add(minute)
    if len(rows) < 2:
        return
    for hour in moments.hours:
        clause = reply.clause(hour.start)
        before = folded_words(reply.text[clause.start : hour.start])[-6:]
        named = [word for word in before if word in rows]
        others = any(clause.start <= one.start < hour.start for one in moments.hours)
        if not named or _is_open(clause, moments) or (others and named[-1] not in before[-4:]):
            continue
        if reply.matches("time.ends", reply.lower[clause.start : hour.start]):
            continue
        if not hour.minutes & rows[named[-1]]:
            yield reply.problem(Kind.TIME, hour.start, hour.end)


@cache
def _is_with(lexicon: Lexicon) -> re.Pattern[str]:
    title = r"(?:(?i:dra?|sra?|mr|mrs|ms|doctora?|doutora?|lic|el|la|o|a)\.?\s)*"
    return re.compile(rf"(?i:{lexicon.text('name.is_with')})\s{title}(?P<name>{_NAMED})(?!\w)")


def _is_open(clause: Clause, moments: Moments) -> bool:
    """It asks, denies or sets a condition."""
    text = moments.reply.lower[clause.start : clause.end]
    lexicon = moments.ground.lexicon
    return (
        clause.is_question
        or moments.reply.matches("mood.not", text)
        or moments.reply.matches("mood.quotes", text)
        or conditional(text, lexicon)
    )


def _of_attendee(before: str, ground: Ground) -> list[Moment]:
    """The rows of the person whose name stands last before."""
    booked = [one for one in ground.evidence.appointments if one.name and one.person]
    places = [
        (before.rfind(first), one)
        for one in booked
        if (first := one.name.lower().split()[0]) in before
    ]
    last = max((at for at, _ in places), default=-1)
    return [Moment(one.at, one.service, one.person, True) for at, one in places if at == last]


def _of_service(before: str, rows: list[Moment], ground: Ground) -> list[Moment]:
    named = ground.services_in(before)
    return [one for one in rows if one.service in named] if named else rows


def _payers(moments: Moments) -> Iterator[Problem]:
    """ "We take Medibank": some text of the business has to say so, and not that it does not."""
    reply, ground = moments.reply, moments.ground
    for match in _pays(ground.lexicon).finditer(reply.text):
        word = fold(match["name"])
        if _is_open(reply.clause(match.start()), moments) or not _is_payer(word, ground):
            continue
        yield reply.problem(Kind.NAME, *match.span())


@cache
def _pays(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w@])(?i:{lexicon.text('name.payer')})\s(?:(?i:a|o|la|el|los|las|the)\s)?(?P<name>{_NAMED})(?!\w)"
    )


def _is_payer(word: str, ground: Ground) -> bool:
    """Whether nothing affirms it: it is unknown, only the customer's word, or the business says that it takes it not."""
    if word in ground.staff_words or ground.is_service_word(word):
        return False
    denies = ground.lexicon.pattern("mood.not")
    pieces = [piece for text in ground.own_texts for piece in _PIECE.split(text)]
    with_it = [piece for piece in pieces if word in folded_words(piece)]
    if with_it:
        return all(denies.search(piece) for piece in with_it)
    return word not in ground.business_words and not _is_customers(word, ground)


def _is_customers(word: str, ground: Ground) -> bool:
    """A name of theirs, which stands with a row."""
    evidence = ground.evidence
    names = [one.name for one in evidence.appointments] + [one.name for one in evidence.done]
    return any(word in folded_words(name) for name in names)
