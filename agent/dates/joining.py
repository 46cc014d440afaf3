"""From single mentions of days to days: merged, ranged, opened."""

from dataclasses import replace
from datetime import date, timedelta

from agent.dates import calendar
from agent.dates.mentions import DayMention, within_reach
from agent.dates.symbols import Kind, Symbol, Symbols

_BESIDE = (Kind.COMMA, Kind.DETERMINER, Kind.DAY_WORD, Kind.ON, Kind.OF, Kind.THE_HOUR, Kind.AT)
_TIES = (*_BESIDE, Kind.TO, Kind.DASH, Kind.AND, Kind.UNTIL)
_THE_DAY = ("dia", "el dia", "o dia", "no dia", "pro dia", "day", "the day", "on the day")
_OPEN_DAYS = 6
"""Days that "from Monday on" adds to Monday."""


def join_days(mentions: list[DayMention], symbols: Symbols, today: date) -> list[DayMention]:
    """The mentions with neighbours made one: "martes 24", "del 24 al 27", "desde el lunes"."""
    joined: list[DayMention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        merged = _join(before, mention, symbols, today) if before else None
        if merged:
            joined[-1] = merged
        else:
            joined.append(mention)
    return [_opened(mention, symbols, today) for mention in joined]


def _join(one: DayMention, two: DayMention, symbols: Symbols, today: date) -> DayMention | None:
    gap = symbols.items[one.last : two.first]
    if all(symbol.has(*_BESIDE) for symbol in gap) and not _is_tied(one, two, symbols):
        return _merged(one, two, today)
    if all(symbol.has(*_TIES) for symbol in gap) and _is_tied(one, two, symbols):
        return _ranged(one, two, today)
    return None


def _is_tied(one: DayMention, two: DayMention, symbols: Symbols) -> bool:
    """Whether the words between two mentions make a range of them."""
    gap = symbols.items[one.last : two.first]
    if any(symbol.has(Kind.DASH, Kind.UNTIL) for symbol in gap):
        return True
    if any(symbol.has(Kind.TO) for symbol in gap):
        return True
    between = any(s.has(Kind.BETWEEN) for s in symbols.items[max(one.first - 2, 0) : one.first])
    return between and any(symbol.has(Kind.AND) for symbol in gap)


def _merged(one: DayMention, two: DayMention, today: date) -> DayMention | None:
    """One mention of two that describe the same day, both readings when they disagree."""
    if one.now or two.now:
        return replace(two if one.now else one, first=one.first, last=two.last)
    if not (one.weekday or two.weekday):
        return None
    if one.other != two.other:
        # "La semana que viene, el otro viernes": the day is what is meant.
        of_week, named_day = (one, two) if one.weeks is not None else (two, one)
        told = of_week.weeks is not None and named_day.weekday
        return replace(named_day, first=one.first, last=two.last) if told else None
    named, other = (one, two) if one.weekday and not two.weekday else (two, one)
    if other.weekday == named.weekday and other.weekday:
        return replace(one, last=two.last)
    if other.weekday:
        return None
    other = replace(other, first=one.first, last=two.last)
    if other.error or other.minutes is not None:
        return other
    if other.weeks is not None:
        day = calendar.monday(today, other.weeks) + timedelta(days=named.weekday - 1)
        return within_reach(one.first, two.last, today, calendar.day(day))
    agreeing = tuple(s for s in other.spans if s[0] == s[1] and s[0].isoweekday() == named.weekday)
    if agreeing:
        return replace(other, spans=agreeing, number=0, later=None)
    if any(span[0] != span[1] for span in other.spans):
        return None
    if other.number:
        numbered_day = calendar.next_numbered_weekday(today, named.weekday, other.number)
        if numbered_day:
            return DayMention(one.first, two.last, (calendar.day(numbered_day),))
    return DayMention(one.first, two.last, other.spans + named.spans[:1])


def _ranged(one: DayMention, two: DayMention, today: date) -> DayMention | None:
    if one.error or two.error:
        return replace(one if one.error else two, first=one.first, last=two.last)
    start, end = one.spans[0][0], two.spans[0][1]
    if two.weekday:
        end = calendar.coming(start, two.weekday)
    elif two.number and end < start:
        end = calendar.next_of_month(start, two.number) or end
    if one.number and not two.number and start > end:
        start = today
    if one.yearless and two.yearless and start > end:
        start = today  # "Del 1 de diciembre al 4 de febrero", said in January.
    if end < start:
        return None
    return within_reach(one.first, two.last, today, (start, end))


def _opened(mention: DayMention, symbols: Symbols, today: date) -> DayMention:
    """The mention with "desde", "hasta", "antes de" or "después de" before it applied."""
    before = symbols[mention.first - 1]
    if before.has(*_BESIDE) and not before.has(Kind.AFTER, Kind.BEFORE):
        apart, before = before.has(Kind.COMMA), symbols[mention.first - 2]
        if apart and before.has(Kind.AFTER, Kind.BEFORE):
            return mention  # "The week after, Friday the 11th" is the 11th.
    if mention.error or mention.now or mention.minutes is not None or not mention.spans:
        return mention
    start, end = mention.spans[0]
    limit = mention.spans[-1][1]
    first_of_last = mention.spans[-1][0]
    if start != end and not (
        _is_before(before) or _is_after(before) or before.word.startswith("by")
    ):
        return mention
    if _is_day_beside(mention, symbols):
        return _beside(mention, before.has(Kind.AFTER), today)
    later = end + timedelta(days=1)
    if _is_after(before):
        span = (later, later + timedelta(days=_OPEN_DAYS))
    elif before.has(Kind.SINCE) and before.word not in ("de", "da", "do"):
        span = (start, start + timedelta(days=_OPEN_DAYS))
    elif _is_before(before) and first_of_last > today:
        span = (today, first_of_last - timedelta(days=1))
    elif before.has(Kind.UNTIL, Kind.BEFORE):
        span = (today, limit)
    else:
        return mention
    first = mention.first
    if before.word.startswith(("no ", "not ", "nao ")):
        # "No later than Friday" refuses nothing.
        first = next(at for at in range(first - 1, -1, -1) if symbols[at] is before)
    return replace(mention, first=first, spans=(span,), weekday=0, number=0, later=None)


def _is_after(symbol: Symbol) -> bool:
    """Whether a day's open end begins after it; in a language that is data its name says so."""
    told = ("desp", "dsps", "dps", "luego", "depois", "apos", "after")
    return symbol.word.startswith(told) or symbol.name(Kind.AFTER) == "day"


def _is_before(symbol: Symbol) -> bool:
    """The same for what ends before it."""
    return symbol.word.startswith(("antes", "before")) or symbol.name(Kind.BEFORE) == "day"


def _is_day_beside(mention: DayMention, symbols: Symbols) -> bool:
    """Whether "the day after" or "el día antes de" stands before a mention."""
    at = mention.first - 1
    while at > mention.first - 4 and symbols[at].has(*_BESIDE) and not _bounds(symbols, at):
        at -= 1
    return _bounds(symbols, at) and symbols[at - 1].word in _THE_DAY


def _bounds(symbols: Symbols, place: int) -> bool:
    return symbols[place].has(Kind.AFTER, Kind.BEFORE)


def _beside(mention: DayMention, after: bool, today: date) -> DayMention:
    days = [
        calendar.day(last + timedelta(days=1) if after else first - timedelta(days=1))
        for first, last in mention.spans
    ]
    return within_reach(mention.first, mention.last, today, *days)
