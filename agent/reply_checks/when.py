"""Days and hours of a reply, held against what was offered, what stands and when the doors are open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from agent.reply_checks.evidence import Kind, Problem
from agent.reply_checks.ground import Ground, Moment, folded_words
from agent.reply_checks.moments import Day, Hour, days, hours
from agent.reply_checks.places import streets
from agent.reply_checks.reply import ReplyText
from agent.reply_checks.sentences import Clause, conditional


@dataclass(frozen=True, slots=True)
class _Around:
    """How a clause speaks of a moment."""

    offers: bool
    own: bool
    opening: bool
    closed: bool | None
    """Whether the doors are said to be closed; None where the clause itself says nothing of them."""
    open_mind: bool
    """It asks, denies, sets a condition, or repeats what the customer said."""
    is_question: bool
    is_range: bool
    denies: bool


class Moments:
    """The days and hours of one reply."""

    def __init__(self, reply: ReplyText, ground: Ground) -> None:
        evidence = ground.evidence
        self.reply = reply
        self.ground = ground
        self.days = days(reply.lower, ground.lexicon, evidence.now, evidence.country)
        self.hours = [
            hour
            for hour in hours(reply.lower, ground.lexicon)
            if not any(
                day.start < hour.end and hour.start < day.end
                for day in self.days
                if day.weekday == 0
            )
            and not any(first < hour.end and hour.start < last for first, last in streets(reply))
        ]

    def day_of(self, hour: Hour) -> tuple[Day | None, bool]:
        """The day that an hour is said of, and whether they stand in one sentence."""
        clause = self.reply.clause(hour.start)
        near = [day for day in self.days if clause.start <= day.start < clause.end]
        before = [day for day in near if day.start < hour.start]
        if near:
            return (before[-1] if before else near[0]), True
        start, _end = clause.sentence
        same = [day for day in self.days if start <= day.start < hour.start]
        if same:
            shut = self.reply.matches("time.closed", self.reply.clause_at(same[-1].start))
            return same[-1], not shut
        earlier = [day for day in self.days if day.start < start]
        return (earlier[-1] if earlier else None), False

    def of(self, on: frozenset[date] | None, hour: Hour | None) -> list[Moment]:
        """The known starts at that moment."""
        return [
            one
            for one in self.ground.moments
            if (on is None or one.at.date() in on) and (hour is None or one.minute in hour.minutes)
        ]

    def _names_staff(self, text: str) -> bool:
        """Whether somebody who gives services is named: their hours are those that tools gave."""
        return bool(self.ground.staff_words & set(folded_words(text)))

    def around(self, clause: Clause) -> _Around:
        reply, lexicon = self.reply, self.ground.lexicon
        text = reply.lower[clause.start : clause.end]
        start, end = clause.sentence
        denies = reply.matches("mood.not", text) or reply.matches("mood.taken", text)
        return _Around(
            offers=reply.matches("offer.has", reply.segment(clause)) or self._names_staff(text),
            own=reply.matches("offer.own", reply.segment(clause)),
            is_range=len([one for one in self.hours if clause.start <= one.start < clause.end]) > 1,
            opening=reply.matches("time.open", reply.lower[start:end]),
            closed=_closed(reply.segment(clause), reply),
            open_mind=clause.is_question
            or denies
            or reply.matches("mood.quotes", text)
            or conditional(reply.lower[start : clause.end], lexicon),
            is_question=clause.is_question,
            denies=denies,
        )


def _closed(text: str, reply: ReplyText) -> bool | None:
    if reply.matches("time.closed", text):
        return True
    return False if reply.matches("time.open", text) else None


def when(moments: Moments) -> Iterator[Problem]:
    """What nothing bears out."""
    reply = moments.reply
    paired: set[Day] = set()
    for hour in moments.hours:
        day, together = moments.day_of(hour)
        around = moments.around(reply.clause(hour.start))
        if day and together:
            paired.add(day)
        if not _hour(hour, day, together, around, moments):
            on_day = bool(day and moments.of(day.days, None))
            same_hour = bool(moments.of(None, hour))
            kind = Kind.DATE if day and together and same_hour and not on_day else Kind.TIME
            yield reply.problem(
                kind,
                min(hour.start, day.start) if kind is Kind.DATE and day else hour.start,
                hour.end,
            )
    for day in moments.days:
        if day.wrong or (day not in paired and not _day(day, moments)):
            yield reply.problem(Kind.DATE, day.start, day.end)


def _hour(hour: Hour, day: Day | None, together: bool, around: _Around, moments: Moments) -> bool:
    ground = moments.ground
    on = day.days if day and together else None
    starts = moments.of(on, hour)
    if around.own and not around.open_mind and not around.offers:
        if any(one.is_booked for one in starts):
            return True
        if not around.opening and starts:
            return not _claims(hour, moments)
    elif starts:
        return True
    sentence = moments.reply.sentence_at(hour.start)
    derived: frozenset[tuple[date, int]] = frozenset()
    if not around.offers or moments.reply.matches("time.ends", sentence):
        derived |= ground.ends
    if moments.reply.matches("time.notice", sentence):
        derived |= ground.notices
    if any(minute in hour.minutes and (on is None or end in on) for end, minute in derived):
        return True
    if _opening(hour, on, around, ground):
        return True
    now = ground.evidence.now
    if any(abs(minute - now.hour * 60 - now.minute) <= 10 for minute in hour.minutes):
        return True
    if hour.minutes & ground.customer_minutes and (
        around.open_mind or not (around.offers or around.own or around.opening)
    ):
        return True
    if (around.offers or around.own) and not around.open_mind:
        return False
    if (
        around.opening
        and on
        and ground.evidence.hours
        and around.closed is not None
        and not around.is_question
    ):
        return False
    return bool(hour.minutes & ground.text_minutes)


def _claims(hour: Hour, moments: Moments) -> bool:
    """Whether the hour is said to be the customer's own already."""
    return moments.reply.matches("offer.own", moments.reply.clause_at(hour.start))


def _opening(hour: Hour, on: frozenset[date] | None, around: _Around, ground: Ground) -> bool:
    if not around.opening and (
        around.is_question or around.own or (around.offers and not around.open_mind)
    ):
        return False
    if not around.opening and on and not around.is_range and ground.moments:
        return False
    if hour.minutes & ground.bounds(on):
        return True
    if around.opening and on and hour.minutes & ground.customer_minutes:
        return any(ground.is_open(minute, on) for minute in hour.minutes) != bool(around.closed)
    return False


def _day(day: Day, moments: Moments) -> bool:
    ground, reply = moments.ground, moments.reply
    evidence = ground.evidence
    clause = reply.clause(day.start)
    around = moments.around(clause)
    today = evidence.now.date()
    if moments.of(day.days, None) and not (
        around.own and not around.open_mind and not _own(day, moments)
    ):
        return True
    if day.every or around.opening:
        return _open_truth(day, around, ground)
    if today in day.days and not around.offers:
        return True
    if day.days & (ground.customer_days | ground.text_days | set(evidence.special)):
        return around.open_mind or not (around.offers or around.own)
    bare = (
        bool(day.weekday)
        or day.today
        or (len(day.days) == 1 and min(day.days) - today <= timedelta(2))
    )
    if around.offers or around.own:
        searching = reply.matches("offer.search", reply.sentence_at(day.start))
        return around.open_mind and (searching or (bare and not evidence.starts) or around.denies)
    if (
        around.is_question
        and evidence.starts
        and not reply.matches("offer.search", reply.sentence_at(day.start))
    ):
        return False
    if around.open_mind and reply.matches("offer.search", reply.sentence_at(day.start)):
        return True
    if reply.matches("time.notice", reply.sentence_at(day.start)) and any(
        one in day.days for one, _ in ground.notices
    ):
        return True
    return bare or (around.open_mind and day.weekday > 0)


def _own(day: Day, moments: Moments) -> bool:
    return any(one.is_booked for one in moments.of(day.days, None))


def _open_truth(day: Day, around: _Around, ground: Ground) -> bool:
    """Whether the doors are open, or closed, on that day as the words have it."""
    if special := [ground.special_texts[one] for one in day.days if one in ground.special_texts]:
        return around.closed is None or any(shut == around.closed for shut, _ in special)
    if not ground.evidence.hours:
        return True
    is_open = any(ground.hours_on(one) for one in day.days)
    all_open = all(ground.hours_on(one) for one in day.days)
    if around.closed is None:
        return True
    return not all_open if around.closed else is_open
