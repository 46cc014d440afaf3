"""`resolve`: what a customer's words mean as dates and times of the organization."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from agent.dates.beside import either_beside, is_hour_beside, shares_mark
from agent.dates.beside_each_other import settled
from agent.dates.calendar import next_numbered_weekday
from agent.dates.corrections import ends_of_marks
from agent.dates.dated import DateGrammar
from agent.dates.days import DayGrammar
from agent.dates.joining import join_days
from agent.dates.lexicon import LANGUAGES, is_read, lexicon
from agent.dates.mentions import DayMention, TimeMention
from agent.dates.no_times import set_no_times_aside
from agent.dates.numbered import has_own_day, is_numbered_month, listed_month
from agent.dates.offered import among_offered, the_other, unjoined
from agent.dates.order import DateOrder
from agent.dates.party_size import set_people_aside
from agent.dates.readings import Failure, Moment, day_readings
from agent.dates.refusals import meant
from agent.dates.retakes import stands_alone
from agent.dates.scan import scan
from agent.dates.symbols import Kind, Symbols
from agent.dates.text import LONGEST_TEXT
from agent.dates.times import TimeGrammar
from agent.dates.values import Hours, Resolution, When
from agent.texts import base

_MOST_READINGS = 6
_MOST_MENTIONS = 12
_MOST_THINGS = 5
_AROUND_OR = 4
_OR_LATER = re.compile(
    r"[\s,]*(?:or|o|ou) (?:later|after|before|earlier|m[aá]s tarde|mais tarde|despu[eé]s|depois|antes|m[aá]s temprano|mais cedo)\b",
    re.IGNORECASE,
)
_GREETS = re.compile(
    r"\s*(?:morning|afternoon|evening)"
    r"(?=\s*[,!.]+\s*(?!please\b|pls\b|thanks\b|if\b|or\b|any\b|only\b|ideally\b|prefer)\w|\s+(?:all|everyone|everybody|guys|there|folks|team)\b)",
    re.IGNORECASE,
)
"""A greeting that looks like a part of the day: "morning, can we make it 4?"."""
_NONE = Resolution("none", (), None)


def resolve(
    text: str,
    now: datetime,
    *,
    languages: Sequence[str] = tuple(LANGUAGES),
    hours: Hours | None = None,
    expecting_time: bool = False,
    day_hint: date | None = None,
    sent: datetime | None = None,
    order: DateOrder | None = None,
    offered: Sequence[date] = (),
    told_too: bool = False,
) -> Resolution:
    """Find the day and time that `text` names.

    `now` is aware, in the organization's zone; every result is local to it. `languages` stand in
    order of preference: all of their words are understood, the first one's when they clash.
    `hours` settles whether "a las 3" is 3:00 or 15:00. `expecting_time` says that an hour was just
    asked for, so that a lone "3" is one; otherwise amounts, prices, ids and options are no dates.
    `day_hint` is the day under discussion, for the opening hours when the text names none.
    `sent` is when the customer sent the text (default: now): days and waits count from it, what is
    past is judged by `now`. `order` is how numeric dates are written (agent.dates.order).
    `offered` are the days of the times on offer: "el jueves" is the Thursday among them.
    `told_too`: past days count also where they are merely told of ("¿abrieron ayer?").

    Never raises on any text; reads its first LONGEST_TEXT characters. Raises ValueError when `now`
    or `sent` is naive.
    """
    sent = now if sent is None else sent
    if now.tzinfo is None or sent.tzinfo is None:
        raise ValueError("now must be aware")
    preferred = _in_preference(languages)
    greets = None if expecting_time else _GREETS.match(text)
    request = _Request(
        (" " * greets.end() + text[greets.end() :] if greets else text)[:LONGEST_TEXT],
        Moment(now, sent, hours, day_hint),
        preferred,
        expecting_time,
        order,
        offered,
        told_too,
    )
    symbols, today = _scanned(request), sent.astimezone(now.tzinfo).date()
    beside = either_beside(symbols, today) if preferred[0] == "en" and not offered else None
    if beside and "\n" in request.text[symbols[beside - 1].end : symbols[beside].start]:
        beside = None
    as_date = _read(request, symbols, today, date_at=beside)
    if beside is None or not _is_day_alone(as_date):
        return as_date
    as_hour = _read(request, _scanned(request), today, hour_at=beside)
    both = as_date.readings + as_hour.readings
    return replace(as_hour, status="ambiguous", readings=both, reason="which_day")


@dataclass(frozen=True, slots=True)
class _Request:
    """What `resolve` was asked, with its text cut and its languages known."""

    text: str
    moment: Moment
    languages: tuple[str, ...]
    expecting_time: bool
    order: DateOrder | None
    offered: Sequence[date]
    told_too: bool


def _scanned(request: _Request) -> Symbols:
    symbols = scan(request.text, lexicon(request.languages))
    hinted = request.expecting_time or request.moment.day_hint is not None
    set_people_aside(symbols, time_expected=hinted)
    set_no_times_aside(request.text, symbols)
    return symbols


def _is_day_alone(resolution: Resolution) -> bool:
    """Whether one day was read and nothing besides."""
    return resolution.status == "ok" and not any(map(_has_hours, resolution.readings))


def _read(
    request: _Request,
    symbols: Symbols,
    today: date,
    *,
    date_at: int | None = None,
    hour_at: int | None = None,
) -> Resolution:
    """One reading of the text, in which the number at `date_at` is a day, that at `hour_at` an
    hour."""
    text, moment, english = request.text, request.moment, request.languages[0] == "en"

    def is_hour(place: int) -> bool:
        if place == date_at:
            return False
        told = (
            place == hour_at
            or _is_the_hour(symbols, place)
            or stands_alone(text, symbols, place)
            or shares_mark(symbols, place)
        )
        told = told or is_hour_beside(symbols, place, today, english=english)
        told = told or _corrects_an_hour(text, symbols, place)
        if _numbers_a_weekday(text, symbols, place, today, request.offered):
            return False
        return told or (request.expecting_time and _may_be_hour(symbols, place, today))

    hours = TimeGrammar(symbols, today, is_hour, expected=request.expecting_time)
    times = hours.mentions()[:_MOST_MENTIONS]
    timed = any(mention.clock for mention in times)
    dates = DateGrammar(symbols, today, request.order, timed=timed, english=english)
    mentions = DayGrammar(symbols, today, dates, told_too=request.told_too).mentions()[
        :_MOST_MENTIONS
    ]
    days = unjoined(join_days(mentions, symbols, today), mentions, text, symbols)
    days = among_offered(days, request.offered, moment.day_hint)
    portuguese = request.languages[0] == "pt"
    meaning = meant(text, days, times, symbols, hours=moment.hours, portuguese=portuguese)
    wished = [_with_open_days(day, today, moment.hours) for day in meaning.days]
    groups = _groups(wished, meaning.times, symbols, text)
    answers = [
        day_readings(day, own, moment, _words(text, symbols, day, own)) for day, own in groups
    ]
    readings = [a for answer in answers for a in answer[0]]
    resolution = _resolution(readings, [a[1] for a in answers], text, portuguese=portuguese)
    reference_days = [*request.offered, *([moment.day_hint] if moment.day_hint else [])]
    if resolution.status == "none" and (
        other := the_other(text, meaning.refused, reference_days, today)
    ):
        when = When(other[0], other[0], None, None, None, None, text)
        return Resolution("ok", (when,), None, (other[1],))
    return replace(resolution, refused=meaning.refused, is_question=meaning.is_question)


def _with_open_days(day: DayMention, today: date, hours: Hours | None) -> DayMention:
    """ "This week" is the next one where nothing is open in what is left of it."""
    if day.weeks != 0 or day.weekday or not (hours and day.spans):
        return day
    first, last = max(today, day.spans[0][0]), day.spans[0][1]
    left = (first + timedelta(days=n) for n in range((last - first).days + 1))
    if any(hours.get(one.isoweekday()) for one in left):
        return day
    return replace(day, spans=((last + timedelta(days=1), last + timedelta(days=7)),))


def _numbers_a_weekday(
    text: str, symbols: Symbols, place: int, today: date, offered: Sequence[date]
) -> bool:
    """Whether a number after a weekday is its date: one of the days on offer, as a title says it
    ("mié 9"), or a coming one where the hour is said besides ("el jueves 10 a las 5")."""
    symbol, before = symbols[place], symbols[place - 1]
    if not (symbol.has(Kind.NUMBER) and before.has(Kind.WEEKDAY)):
        return False
    if "\n" in text[before.end : symbol.start]:
        return False
    if symbols[place + 1].has(Kind.MERIDIEM, Kind.HOUR_MARK, Kind.PART):
        return False
    weekday, number = before.number(Kind.WEEKDAY), symbol.number(Kind.NUMBER)
    if (weekday, number) in {(day.isoweekday(), day.day) for day in offered}:
        return True
    coming_date = next_numbered_weekday(today, weekday, number)
    return coming_date is not None and _has_hour_after(symbols, place)


def _has_hour_after(symbols: Symbols, place: int) -> bool:
    """Whether an hour is marked as one behind this place: "a las 5", "17:00", "noon"."""
    behind = range(place + 1, len(symbols))
    return any(
        symbols[n].has(Kind.CLOCK, Kind.NOON)
        or (symbols[n].has(Kind.AT, Kind.THE_HOUR) and symbols[n + 1].has(Kind.NUMBER))
        for n in behind
    )


def _is_the_hour(symbols: Symbols, place: int) -> bool:
    """Whether "las doce" is all that was said; "las dos" may be both of two things."""
    alone = len(symbols) == 2 and place == 1 and symbols[0].has(Kind.THE_HOUR)
    number = symbols[place].get(Kind.NUMBER)
    return alone and number is not None and _MOST_THINGS < number.value <= 12


def _corrects_an_hour(text: str, symbols: Symbols, place: int) -> bool:
    """Whether a lone number ends the text right after a correction: "at 10, no wait, 11"."""
    symbol = symbols[place]
    if place + 1 < len(symbols) or not symbol.has(Kind.NUMBER) or symbol.number(Kind.NUMBER) > 23:
        return False
    hour_before = any(one.has(Kind.AT, Kind.THE_HOUR) for one in symbols.items[:place])
    return hour_before and symbol.start in ends_of_marks(text)


def _in_preference(languages: Sequence[str]) -> tuple[str, ...]:
    short = dict.fromkeys(map(base, languages))
    return tuple(language for language in short if is_read(language)) or tuple(LANGUAGES)


def _may_be_hour(symbols: Symbols, place: int, today: date) -> bool:
    """Whether a lone number is the hour that was asked for, and not a day or an option."""
    symbol, before = symbols[place], symbols[place - 1]
    if symbol.name(Kind.NUMBER) == "article" and len(symbols) > 2:
        return False
    number = symbol.number(Kind.NUMBER) if symbol.has(Kind.NUMBER) else 0
    if number > 23 or is_numbered_month(symbols, place + 1) or listed_month(symbols, place):
        return False
    if before.has(Kind.WEEKDAY):
        weekday = before.number(Kind.WEEKDAY)
        coming = (today + timedelta(days=n) for n in range(8))
        days = {day.day for day in coming if day.isoweekday() == weekday}
        # "Jueves 3" may well be three o'clock; "lunes 18" is rather the 18th, if there is one.
        named = number > 12 and next_numbered_weekday(today, weekday, number)
        return not (number in days or named)
    if before.word == "la" and symbol.word not in ("1", "una"):
        return False
    if before.has(Kind.MONTH) and has_own_day(symbols, place - 1):
        return True
    return not before.has(Kind.DETERMINER, Kind.DAY_WORD, Kind.MONTH, Kind.IN, Kind.LABEL)


_Group = tuple[DayMention | None, list[TimeMention]]


def _groups(
    days: list[DayMention], times: list[TimeMention], symbols: Symbols, text: str
) -> list[_Group]:
    """Each day with the times said for it; times before the first day are that day's too, unless they
    are an alternative to it: "después de las 5 o el sábado por la mañana"."""
    if not days:
        return [(None, times)] if times else []
    before = [t for t in times if t.last <= days[0].first]
    open_end = before and _OR_LATER.match(text[symbols.items[before[-1].last - 1].end :])
    if before and not open_end and _or_between(symbols, before[-1].last, days[0].first):
        rest = [t for t in times if t not in before]
        return [(None, before), *_groups(days, rest, symbols, text)]
    if (place := _alternative_after(days[-1], times, symbols)) is not None:
        return [*_groups(days, times[:place], symbols, text), (None, times[place:])]
    return _of_days(days, times)


def _alternative_after(
    day: DayMention, times: Sequence[TimeMention], symbols: Symbols
) -> int | None:
    """The place of a bound that stands as an alternative behind the last day: "… o después de las 5"."""
    end = day.last
    for place, told in enumerate(times):
        if told.first < day.last:
            continue
        bound = told.clock is None or told.how in ("after", "before")
        if bound and _or_between(symbols, end, told.first):
            return place
        end = told.last
    return None


def _or_between(symbols: Symbols, start: int, end: int) -> bool:
    """Whether an "or" joins what ends at `start` with what begins at `end`, and little else does."""
    between = symbols.items[start:end]
    if any(one.has(Kind.INSTEAD) for one in between):
        return False  # "at 3, or rather Wednesday" corrects the day
    return 0 < len(between) <= _AROUND_OR and any(one.has(Kind.OR) for one in between)


def _of_days(days: list[DayMention], times: list[TimeMention]) -> list[_Group]:
    groups: list[_Group] = []
    for place, day in enumerate(days):
        start = day.first if place else -1
        end = days[place + 1].first if place + 1 < len(days) else None
        own = [t for t in times if t.first >= start and (end is None or t.first < end)]
        groups.append((day, own))
    # "El martes o el jueves a las 3": the hour said last is for both.
    for place in range(len(groups) - 2, -1, -1):
        if not groups[place][1]:
            groups[place] = (groups[place][0], groups[place + 1][1])
    return groups


def _words(text: str, symbols: Symbols, day: DayMention | None, times: list[TimeMention]) -> str:
    """The part of the original text that a reading was understood from."""
    places = [(t.first, t.last) for t in times] + ([(day.first, day.last)] if day else [])
    first, last = min(p[0] for p in places), max(p[1] for p in places)
    return text[symbols.items[first].start : symbols.items[last - 1].end]


def _resolution(
    readings: Sequence[tuple[When, str]],
    failures: Sequence[Failure | None],
    text: str,
    *,
    portuguese: bool,
) -> Resolution:
    whens: dict[tuple[object, ...], When] = {}
    reasons: list[str] = []
    for when, reason in readings:
        key = (when.start, when.end, when.time, when.part, when.not_before, when.not_after)
        whens.setdefault(key, when)
        reasons.append(reason)
    left = settled(_without_echoes(list(whens.values())), text, portuguese=portuguese)
    unique = tuple(left)[:_MOST_READINGS]
    if len(unique) == 1:
        return Resolution("ok", unique, None)
    if unique:
        several_days = len({(when.start, when.end) for when in unique}) > 1
        reason = "which_day" if several_days else next((r for r in reasons if r), "which_time")
        return Resolution("ambiguous", unique, reason)
    failed = [failure for failure in failures if failure]
    return Resolution("impossible", (), failed[0]) if failed else _NONE


def _without_echoes(whens: list[When]) -> list[When]:
    """Without a day that is named once more and has its hours elsewhere: "el sábado en la mañana … ¿no
    hay el sábado?"."""
    timed = {(when.start, when.end) for when in whens if _has_hours(when)}
    return [when for when in whens if _has_hours(when) or (when.start, when.end) not in timed]


def _has_hours(when: When) -> bool:
    return bool(when.time or when.part or when.not_before or when.not_after)
