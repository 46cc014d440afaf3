"""Days and hours of a reply, held against what was offered, what stands and when the doors are open."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from agent.reply_checks.doors import open_truth, part_is_shut
from agent.reply_checks.evidence import Kind, Problem
from agent.reply_checks.ground import Ground, Moment, folded_words
from agent.reply_checks.moments import NOON, Day, Hour, days, hours
from agent.reply_checks.numbers import value
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
    opens: bool
    closes: bool


class Moments:
    """The days and hours of one reply."""

    def __init__(self, reply: ReplyText, ground: Ground) -> None:
        evidence = ground.evidence
        self.reply = reply
        self.ground = ground
        self._around: dict[int, _Around] = {}
        read = days(reply.lower, ground.lexicon, evidence.now, evidence.country)
        self.days = [_this_year(day, evidence.now.date()) for day in read]
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
        spoken_of = [day for day in self.days if not day.stated]
        near = [day for day in spoken_of if clause.start <= day.start < clause.end]
        before = [day for day in near if day.start < hour.start]
        if before and self.reply.matches("day.rest", self.reply.lower[before[-1].end : hour.start]):
            return None, False
        if near:
            return (before[-1] if before else near[0]), True
        start, _end = clause.sentence
        same = [day for day in spoken_of if start <= day.start < hour.start]
        if same and self.reply.matches("day.rest", self.reply.lower[same[-1].end : hour.start]):
            return None, False
        if same:
            shut = self.reply.matches("time.closed", self.reply.clause_at(same[-1].start))
            return same[-1], not shut
        earlier = [day for day in spoken_of if day.start < start]
        return (earlier[-1] if earlier else None), False

    def without_hours(self, clause: Clause) -> str:
        """Its words, in lower case, with blanks for its hours."""
        text = self.reply.lower
        for hour in self.hours:
            text = text[: hour.start] + " " * (hour.end - hour.start) + text[hour.end :]
        return text[clause.start : clause.end]

    def of(self, on: frozenset[date] | None, hour: Hour | None) -> list[Moment]:
        """The known starts at that moment."""
        return [
            one
            for one in self.ground.moments
            if (on is None or one.at.date() in on) and (hour is None or one.minute in hour.minutes)
        ]

    def names_staff(self, clause: Clause) -> bool:
        """Whether somebody who gives services is named: their hours are those that tools gave. "Pena" is no "Peña"."""
        text = self.reply.text[clause.start : clause.end]
        named = (word for word in text.split() if word.strip("¡¿(*\"'")[:1].isupper())
        return bool(self.ground.staff_words & set(folded_words(" ".join(named))))

    def _is_their_service(self, clause: Clause) -> bool:
        """ "Tu laminado", "your filling"."""
        text = self.reply.lower[clause.start : clause.end]
        return any(
            self.ground.services_in(" ".join(text[match.end() :].split()[:1]))
            for match in self.ground.lexicon.pattern("offer.their").finditer(text)
        )

    def around(self, clause: Clause) -> _Around:
        """Worked out once a clause."""
        if clause.start not in self._around:
            self._around[clause.start] = self._read(clause)
        return self._around[clause.start]

    def _verb_after(self, clause: Clause) -> int:
        """Where the next clause ends that has more than a day in it."""
        rest = [
            one
            for one in self.reply.clauses
            if one.sentence == clause.sentence and one.start > clause.start and not one.is_question
        ]
        ends = (one.end for one in rest if len(self.reply.lower[one.start : one.end].split()) > 2)
        return next(ends, clause.end)

    def _read(self, clause: Clause) -> _Around:
        reply, lexicon = self.reply, self.ground.lexicon
        text = reply.lower[clause.start : clause.end]
        start, end = clause.sentence
        if len(text.split()) <= 2 and not reply.matches(
            "mood.not", text
        ):  # "Mañana, jueves, ya no tiene nada"
            text = reply.lower[clause.start : self._verb_after(clause)]
        back = reply.matches("time.reopens", text) or reply.matches("time.yes", text)
        plain = lexicon.pattern("mood.idle").sub(" ", text)
        denies = reply.matches("mood.not", plain) or reply.matches("mood.taken", plain)
        segment = reply.segment(clause)
        offers = reply.matches("offer.has", segment) or self.names_staff(clause)
        own = reply.matches("offer.own", segment) or self._is_their_service(clause)
        return _Around(
            offers=offers,
            own=own,
            is_range=len([one for one in self.hours if clause.start <= one.start < clause.end]) > 1,
            opening=reply.matches("time.open", reply.lower[start:end])
            or reply.matches("time.reopens", text),
            closed=False if back else _closed(segment, reply),
            open_mind=clause.is_question
            or denies
            or reply.matches("mood.quotes", text)
            or conditional(
                reply.lower[start : clause.end] if own and not offers else text, lexicon
            ),
            is_question=clause.is_question,
            denies=denies,
            opens=reply.matches("time.opens", text),
            closes=reply.matches("time.closes", text),
        )


def _this_year(day: Day, today: date) -> Day:
    """A date without its year is the one that is near."""
    if day.weekday or len(day.days) < 2:
        return day
    near = frozenset(one for one in day.days if abs((one - today).days) <= 183)
    return replace(day, days=near or day.days)


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
    if (
        (around.is_range and not around.offers)
        or not (around.offers or around.own)
        or moments.reply.matches("time.ends", sentence)
    ):
        derived |= ground.ends
    if moments.reply.matches("time.notice", sentence):
        derived |= ground.notices
    if moments.reply.matches("time.latest", sentence) and _is_latest(hour, on, moments):
        return True
    if any(minute in hour.minutes and (on is None or end in on) for end, minute in derived):
        return True
    if _opening(hour, on, around, ground):
        return True
    if around.is_question and not starts and _is_wish(hour, on, moments):
        return True
    if _is_limit(hour, moments) or _is_about_noon(hour, on, moments):
        return True
    if around.open_mind and not around.offers and hour.minutes & ground.late_ends:
        return True
    now = ground.evidence.now
    spoken_of_now = not (around.offers or around.own) and (on is None or now.date() in on)
    if spoken_of_now and any(
        abs(minute - now.hour * 60 - now.minute) <= 10 for minute in hour.minutes
    ):
        return True
    if _follows(hour, around, moments) or _is_from_to(hour, moments):
        return True
    if hour.minutes & ground.customer_minutes and _is_customers(hour, on, around, moments):
        return True
    if (around.offers or around.own) and not around.open_mind:
        return False
    if on and around.is_range and not around.open_mind and _is_other_doors(hour, on, ground):
        return False
    if on and not around.open_mind and not around.is_range and moments.of(None, hour):
        return False  # the hour of another day
    if (
        around.opening
        and on
        and ground.evidence.hours
        and around.closed is not None
        and not around.is_question
    ):
        return False
    return bool(hour.minutes & ground.text_minutes)


def _is_wish(hour: Hour, on: frozenset[date] | None, moments: Moments) -> bool:
    """ "¿Mejor hacia las 2?", asked before anything was searched, of a time at which the doors are open."""
    ground, sentence = moments.ground, moments.reply.sentence_at(hour.start)
    clause = moments.reply.clause_at(hour.start)
    before = moments.reply.lower[moments.reply.clause(hour.start).start : hour.start]
    if ground.evidence.starts or not (
        conditional(before, ground.lexicon)
        or (
            moments.reply.matches("offer.search", sentence)
            and not moments.reply.matches("offer.own", clause)
        )
    ):
        return False
    open_days = on or frozenset(ground.evidence.now.date() + timedelta(n) for n in range(7))
    return any(ground.is_open(minute, open_days) for minute in hour.minutes)


def _is_customers(
    hour: Hour, on: frozenset[date] | None, around: _Around, moments: Moments
) -> bool:
    """Whether the words leave it to the customer, and say it of no day that they did not."""
    ground, reply = moments.ground, moments.reply
    if around.open_mind:
        return True
    clause = reply.clause_at(hour.start)
    one = reply.clause(hour.start)
    says = (
        reply.matches("offer.has", clause)
        or reply.matches("offer.own", clause)
        or moments.names_staff(one)
    )
    if around.opening or (says and (around.offers or around.own)):
        return False
    near = ground.customer_days | frozenset({ground.evidence.now.date()})
    opens = on is not None and bool(hour.minutes & ground.bounds(on, 0))
    return on is None or opens or bool(on & near)  # "they'll reply Monday, 9:00 am"


def _follows(hour: Hour, around: _Around, moments: Moments) -> bool:
    """ "Si entras a las 7 sales a las 7:50": so long after another hour of the sentence as something takes."""
    reply, ground = moments.reply, moments.ground
    clause = reply.clause(hour.start)
    ends = reply.matches("time.ends", reply.lower[clause.start : clause.end])
    if around.opening or ((around.offers or around.own) and not ends):
        return False
    sure = {one.minute for one in ground.moments} | ground.customer_minutes
    start, end = clause.sentence
    others = {
        minute
        for one in moments.hours
        if start <= one.start < end and one.start != hour.start
        if ends or not clause.start <= one.start < clause.end
        for minute in one.minutes & sure or one.minutes
    }
    named = reply.services_at(hour.start)
    lengths = {m for name in named or ground.minutes for m in ground.minutes.get(name, ())}
    lengths |= {m for m in ground.text_durations if m < 720}
    return any(other + int(length) in hour.minutes for other in others for length in lengths)


def _is_from_to(hour: Hour, moments: Moments) -> bool:
    """ "Wednesday to Sunday, ten to seven", which is no ten minutes before seven."""
    words = moments.reply.lower[hour.start : hour.end].split()
    if len(words) != 3 or words[1] != moments.ground.lexicon.get("time.from_to"):
        return False
    first, last = (value(word, moments.ground.lexicon) for word in (words[0], words[2]))
    opens, closes = moments.ground.bounds(None, 0), moments.ground.bounds(None, 1)
    return int(first) * 60 in opens and (int(last) + 12) * 60 in closes


def _is_latest(hour: Hour, on: frozenset[date] | None, moments: Moments) -> bool:
    """Whether a visit that begins then ends when the doors close."""
    ground = moments.ground
    named = moments.reply.services_at(hour.start)
    lengths = [int(m) for name in named or ground.minutes for m in ground.minutes.get(name, ())]
    ends = ground.bounds(on, 1)
    return any(end - length in hour.minutes for end in ends for length in lengths)


def _is_limit(hour: Hour, moments: Moments) -> bool:
    """ "Before 11 I have a quarter past nine", where 11 is what the customer said."""
    reply = moments.reply
    near = " ".join(reply.lower[max(0, hour.start - 20) : hour.end].split()[-5:])
    ground, clause = moments.ground, reply.clause_at(hour.start)
    minutes = ground.customer_minutes
    if not reply.matches("offer.own", clause) and not moments.day_of(hour)[1]:
        minutes |= ground.entry_minutes  # "parking is free after half past five"
    return bool(hour.minutes & minutes) and reply.matches("time.limit", near)


def _is_about_noon(hour: Hour, on: frozenset[date] | None, moments: Moments) -> bool:
    """ "A mediodía", where that may be half past one."""
    if hour.minutes != {NOON} or not moments.ground.lexicon.get("time.broad_noon"):
        return False
    text = moments.reply.lower[hour.start : hour.end]
    around = moments.around(moments.reply.clause(hour.start))
    if around.opening or around.closes:
        bounds = moments.ground.bounds(on)
        return any(NOON <= minute <= NOON + 150 for minute in bounds)
    return not any(letter.isdigit() for letter in text) and any(
        NOON <= one.minute < NOON + 120 for one in moments.of(on, None)
    )


def _claims(hour: Hour, moments: Moments) -> bool:
    """Whether the hour is said to be the customer's own already."""
    return moments.reply.matches("offer.own", moments.reply.clause_at(hour.start))


def _opening(hour: Hour, on: frozenset[date] | None, around: _Around, ground: Ground) -> bool:
    if not around.opening and (
        (around.is_question and not around.is_range)
        or around.own
        or (around.offers and not around.open_mind)
    ):
        return False
    says_which = around.opens or around.closes
    if not (around.opening or says_which) and on and not around.is_range and ground.moments:
        return False
    if hour.minutes & _doors(around, on, ground):
        return True
    if around.opening and on and hour.minutes & ground.customer_minutes:
        return any(ground.is_open(minute, on) for minute in hour.minutes) != bool(around.closed)
    return False


def _is_other_doors(hour: Hour, on: frozenset[date], ground: Ground) -> bool:
    """Whether the doors open or close then, but on other days."""
    return bool(hour.minutes & ground.bounds(None)) and not hour.minutes & ground.bounds(on)


def _doors(around: _Around, on: frozenset[date] | None, ground: Ground) -> frozenset[int]:
    """When the doors open, or close, where the words say which of both."""
    if around.is_range or around.opens == around.closes:
        return ground.bounds(on)
    return ground.bounds(on, 0 if around.opens else 1)


def _day(day: Day, moments: Moments) -> bool:
    ground, reply = moments.ground, moments.reply
    evidence = ground.evidence
    clause = reply.clause(day.start)
    around = moments.around(clause)
    today = evidence.now.date()
    if _is_called_full(day, moments):
        return False
    clause_words = reply.lower[clause.start : clause.end]
    shut = (
        reply.matches("time.closed", clause_words)
        and not around.is_question
        and not conditional(clause_words, ground.lexicon)
    )
    if (
        moments.of(day.days, None)
        and not shut
        and not (around.own and not around.open_mind and not _own(day, moments))
    ):
        return True
    if day.weekday and day.days & ground.entry_days and not around.own and not around.opening:
        return True
    sentence = reply.sentence_at(day.start)
    asks_to_look = around.is_question and reply.matches("offer.search", sentence)
    quoted = reply.matches("mood.quotes", clause_words) and day.days & ground.customer_days
    if day.weekday and (asks_to_look or quoted) and not day.every:
        return True
    if day.every or around.opening:
        in_clause = [one for one in moments.days if clause.start <= one.start < clause.end]
        is_any = len([one for one in in_clause if one.weekday]) > 1
        return open_truth(day, around.closed, ground, is_any=is_any) or part_is_shut(
            day, clause_words, reply
        )
    if today in day.days and not around.offers:
        return True
    searching = reply.matches("offer.search", sentence)
    if searching and not evidence.starts and _wishes(day, moments):
        return True
    if day.days & (ground.customer_days | ground.text_days | set(evidence.special)):
        return around.open_mind or not (around.offers or around.own)
    bare = (
        bool(day.weekday)
        or day.today
        or (len(day.days) == 1 and min(day.days) - today <= timedelta(2))
    )
    if around.offers or around.own:
        return around.open_mind and (searching or (bare and not evidence.starts) or around.denies)
    if (
        around.is_question
        and evidence.starts
        and not reply.matches("offer.search", reply.sentence_at(day.start))
    ):
        return False
    if around.open_mind and reply.matches("offer.search", reply.sentence_at(day.start)):
        return True
    if reply.matches("time.notice", sentence) and any(one in day.days for one, _ in ground.notices):
        return True
    if reply.matches("day.reminds", sentence) and day.days & ground.eves:
        return True
    return bare or (around.open_mind and day.weekday > 0)


def _wishes(day: Day, moments: Moments) -> bool:
    """Whether some part of the sentence asks or sets a condition: "si te animas, miro qué hay el martes"."""
    reply, (start, _) = moments.reply, moments.reply.clause(day.start).sentence
    before = (one for one in reply.clauses if start <= one.start <= day.start)
    return any(one.is_question for one in before) or conditional(
        reply.lower[start : day.start], moments.ground.lexicon
    )


def _is_called_full(day: Day, moments: Moments) -> bool:
    """A day as a whole, though starts of it were offered and nothing more is said of them."""
    reply, clause = moments.reply, moments.reply.clause(day.start)
    start, end = clause.sentence
    if clause.is_question or any(start <= hour.start < end for hour in moments.hours):
        return False
    is_free = any(not one.is_booked for one in moments.of(day.days, None))
    return is_free and reply.matches("mood.full", reply.lower[clause.start : clause.end])


def _own(day: Day, moments: Moments) -> bool:
    return any(one.is_booked for one in moments.of(day.days, None))
