"""What of the days and hours in a text is meant, what is refused, and what is only spoken of."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import time
from itertools import combinations, pairwise

from agent.dates.circumstances import (
    comes_before_occasion,
    denies_itself,
    is_day_of_occasion,
    joined_by_or,
    stand_apart,
    wishes_for_after,
)
from agent.dates.corrections import ends_of_marks
from agent.dates.degrees import Degree, degrees
from agent.dates.exclusions import END_OF_DAY, Exclusion
from agent.dates.halves import options
from agent.dates.mentions import LATE, Clock, DayMention, TimeMention
from agent.dates.polarity import Polarity, Tied, polarities, refuses
from agent.dates.reasons import says_why
from agent.dates.retakes import retaken
from agent.dates.segments import Span
from agent.dates.symbols import Kind, Symbols
from agent.dates.values import PARTS, Hours

_DAWN_ENDS, _LATE_AFTERNOON = 8 * 60, 16 * 60
_CONSIDERED, _MOST = (Polarity.WANTED, Polarity.QUESTIONED, Polarity.UNSURE), 12
_LATER_THAT_DAY = re.compile(
    r"\b(?:later|earlier)(?: on)? (?:that|the same|same) day\b"
    r"|\bm[aá]s (?:tarde|temprano) (?:ese|el)(?: mismo)? d[ií]a\b|\bmais (?:tarde|cedo) (?:n?esse|n?o)(?: mesmo)? dia\b",
    re.IGNORECASE,
)
_WORKDAYS = ("entre semana", "weekday", "weekdays", "durante a semana", "dias de semana")
_ONWARDS = re.compile(
    r"\s*(?:h|hs)?\s*(?:en adelante|em diante|(?:pra|para) frente|onwards?|or later|o m[aá]s tarde|ou mais tarde)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Meant:
    """`days` and `times` are wished or asked about; `is_question`: something is only asked about."""

    days: list[DayMention]
    times: list[TimeMention]
    refused: tuple[Exclusion, ...] = ()
    is_question: bool = False


@dataclass(slots=True)
class _Mention:
    """Characters [start, end): a day, a time, both ("esta tarde") or an end of the day ("tan tarde")."""

    start: int
    end: int
    day: DayMention | None = None
    time: TimeMention | None = None
    degree: Degree | None = None
    polarity: Polarity = Polarity.WANTED

    @property
    def considered(self) -> bool:
        return self.polarity in _CONSIDERED

    @property
    def refused(self) -> bool:
        return self.polarity is Polarity.REFUSED


def meant(
    text: str,
    days: list[DayMention],
    times: list[TimeMention],
    symbols: Symbols,
    *,
    hours: Hours | None = None,
    portuguese: bool = False,
) -> Meant:
    """Sorts the mentions of a text by polarity; of corrections only the last word stays."""
    if len(days) > 1 or refuses(text, portuguese=portuguese):
        days = [day for day in days if not (day.now and symbols.items[day.first].is_weak())]
    times = [_onwards(told, text, symbols) for told in times]
    mentions = _in_order(days, times, degrees(text), symbols)
    spans = [Span(m.start, m.end, "day" if m.day else "time") for m in mentions]
    judged, tied = polarities(text, spans, portuguese=portuguese)
    for mention, polarity in zip(mentions, judged, strict=True):
        mention.polarity = polarity
    _set_reasons_aside(mentions, tied, text)
    _read_circumstances(mentions, text)
    _take_day_again(mentions, text)
    _keep_within_limits(mentions, text, hours)
    apart = _outer_hours(mentions, text, hours)
    anew = _restated(text, mentions)
    _drop_what_is_refused_later(mentions, tied, symbols)
    refused = _refused(mentions, tied, symbols, hours)
    refused += _weekends(mentions, symbols)
    refused += apart
    _keep_context(mentions, tied)
    days = [m.day for m in mentions if m.day and m.considered]
    times = [m.time for m in mentions if m.time and m.considered]
    days = [day for day in days if not day.now] or days
    is_question = any(m.polarity is Polarity.QUESTIONED for m in mentions)
    days, times = _after_corrections(days, times, {*ends_of_marks(text), *anew}, symbols)
    return Meant(days, times, refused[:_MOST], is_question)


def _set_reasons_aside(mentions: Sequence[_Mention], tied: Sequence[Tied], text: str) -> None:
    """ "Los jueves no, los jueves voy a misa": the same day once more only says why."""
    hours = {number for pair in tied for number in pair}
    bare = (m for n, m in enumerate(mentions) if not m.time and n not in hours)
    days = [(m, m.day.spans) for m in bare if m.day]
    for (first, one), (again, two) in combinations(days, 2):
        why = says_why(text[first.end : again.start], text[again.end :])
        if first.refused and again.considered and one == two and why:
            again.polarity = Polarity.ASIDE


def _take_day_again(mentions: Sequence[_Mention], text: str) -> None:
    """ "Stuck at work Tuesday, can we do it later that day?": that day still, at another hour."""
    later = _LATER_THAT_DAY.search(text)
    before = [m for m in mentions if m.day and later and m.end <= later.start()]
    if before and before[-1].refused:
        before[-1].polarity = Polarity.WANTED


def _read_circumstances(mentions: Sequence[_Mention], text: str) -> None:
    """ "Before my wedding on the 12th, Monday the 7th?" wishes for the Monday; "salgo a las 6, ¿tenés algo
    después?" for what comes after six."""
    days = [one for one in mentions if one.day and one.considered]
    for one in days:
        of_occasion = comes_before_occasion(text, one.start) or is_day_of_occasion(text, one.start)
        if of_occasion and any(other is not one and other.considered for other in days):
            one.polarity = Polarity.ASIDE
    for one in mentions:
        if one.refused and one.time and denies_itself(text[one.start : one.end]):
            one.polarity = Polarity.WANTED  # "not Monday and not before 10"
    hours = [one for one in mentions if one.time and one.time.clock and one.time.how == "at"]
    told = hours[-1] if hours else None
    if told and told.time and told.polarity is Polarity.ASIDE and wishes_for_after(text, told.end):
        told.time, told.polarity = replace(told.time, how="after"), Polarity.WANTED


def _keep_within_limits(mentions: Sequence[_Mention], text: str, hours: Hours | None) -> None:
    """An hour that the limit of the same message rules out only says why: "9 am I am in the office, after
    4 pm only". An "or" between the two leaves both, and so do different days."""
    if len({m.day.spans for m in mentions if m.day and m.considered}) > 1:
        return
    limits = [m for m in mentions if m.considered and m.time and m.time.how in ("after", "before")]
    _drop_end_of_busy_time(limits, text, hours)
    for one in mentions:
        if not (one.considered and one.time and one.time.how == "at" and one.time.clock):
            continue
        for limit in limits:
            between = sorted((one.start, one.end, limit.start, limit.end))[1:3]
            if not joined_by_or(text, *between) and _is_outside(one.time, limit.time, hours):
                one.polarity = Polarity.ASIDE


def _drop_end_of_busy_time(limits: Sequence[_Mention], text: str, hours: Hours | None) -> None:
    """ "He is in school till 2:30, so anything after 3" has one limit."""
    for first, later in pairwise(limits):
        if not (first.time and later.time and first.time.how == "before"):
            continue
        alone = later.time.how == "after" and not joined_by_or(text, first.end, later.start)
        if alone and _is_outside(first.time, later.time, hours):
            first.polarity = Polarity.ASIDE


def _is_outside(told: TimeMention, limit: TimeMention | None, hours: Hours | None) -> bool:
    """Whether no reading of an hour lies within any reading of a limit."""
    if not (limit and limit.clock and told.clock) or limit.clock.wrong or told.clock.wrong:
        return False
    at = [_minute(one) for one in options(told.clock, "", None, hours)]
    ends = [_minute(one) for one in options(limit.clock, "", None, hours)]
    if limit.how == "after":
        return max(at) < min(ends)
    return min(at) > max(ends)


def _outer_hours(
    mentions: Sequence[_Mention], text: str, hours: Hours | None
) -> tuple[Exclusion, ...]:
    """ "Después de las 4 o antes de las 9" leaves out what lies between the two."""
    ends = [one for one in mentions if one.time and one.time.how in ("after", "before")]
    if {one.time.how for one in ends if one.time} != {"after", "before"}:
        return ()
    if not stand_apart(text, [(one.start, one.end) for one in ends]):
        return ()
    minutes = {
        one.time.how: _minute(options(one.time.clock, "", None, hours)[0])
        for one in ends
        if one.time and one.time.clock and not one.time.clock.wrong
    }
    if len(minutes) < 2 or minutes["before"] >= minutes["after"]:
        return ()
    for one in ends:
        one.polarity = Polarity.ASIDE
    return (Exclusion(low=minutes["before"], high=minutes["after"]),)


def _restated(text: str, mentions: Sequence[_Mention]) -> list[int]:
    """Marks what a later line corrects as wanted, and returns where it stands."""
    places = []
    for number in retaken(text, [(m.start, m.end) for m in mentions]):
        one = mentions[number]
        before = [m for m in mentions[:number] if "\n" in text[m.start : one.start]]
        alike = [m for m in before if (m.day and one.day) or (m.time and one.time)]
        if alike and not any(_is_same(text, m, one) for m in alike):
            one.polarity = Polarity.WANTED
            places.append(one.start)
    return places


def _is_same(text: str, one: _Mention, two: _Mention) -> bool:
    same_day = one.day and two.day and one.day.spans == two.day.spans
    wordings = text[one.start : one.end].lower(), text[two.start : two.end].lower()
    return bool(same_day) or wordings[0] == wordings[1]


def _drop_what_is_refused_later(
    mentions: Sequence[_Mention], tied: Sequence[Tied], symbols: Symbols
) -> None:
    """Of "el lunes 30 a las 9 | no, el lunes no" the Monday is no wish any more; its hour may be."""
    partner = {**dict(tied), **{right: left for left, right in tied}}
    for number, later in enumerate(mentions):
        if not (later.day and later.refused) or _tied_time(mentions, partner, number):
            continue
        refused = _days(later.day, symbols)
        for one in mentions[:number]:
            if one.day and one.considered and one.day.spans and not one.time:
                gone = all(any(e.on(a) and e.on(b) for e in refused) for a, b in one.day.spans)
                one.polarity = Polarity.ASIDE if gone else one.polarity


def _onwards(mention: TimeMention, text: str, symbols: Symbols) -> TimeMention:
    """ "De las 3 en adelante" is after three."""
    rest = text[symbols.items[mention.last - 1].end :]
    follows = mention.how == "at" and _ONWARDS.match(rest)
    return replace(mention, how="after") if follows else mention


def _in_order(
    days: Iterable[DayMention],
    times: Iterable[TimeMention],
    ends: Iterable[Degree],
    symbols: Symbols,
) -> list[_Mention]:
    """By place; "esta tarde" is a day and a time in one."""
    items = symbols.items
    mentions = [_Mention(items[d.first].start, items[d.last - 1].end, day=d) for d in days]
    for told in times:
        start, end = items[told.first].start, items[told.last - 1].end
        own = next((m for m in mentions if m.start <= start < m.end), None)
        if own:
            own.time, own.end = told, max(own.end, end)
        else:
            mentions.append(_Mention(start, end, time=told))
    for degree in ends:
        own = next((m for m in mentions if m.start < degree.end and degree.start < m.end), None)
        if own and (own.day or (own.time and own.time.clock)):
            continue
        if own:
            mentions.remove(own)
        if not degree.judgement:
            part = own.time if own else None
            mentions.append(_Mention(degree.start, degree.end, time=part, degree=degree))
    ordered = sorted(mentions, key=lambda mention: mention.start)
    for one, two in pairwise(ordered):
        one.end = min(one.end, two.start)
    return ordered


def _keep_context(mentions: Sequence[_Mention], tied: Sequence[Tied]) -> None:
    """Of "el martes a las 3 no, a las 4 sí" the Tuesday stays: only its hour was refused."""
    if any(m.day and m.considered for m in mentions) or not any(
        m.time and m.considered for m in mentions
    ):
        return
    for left, right in tied:
        for mention in (mentions[left], mentions[right]):
            if mention.day and mention.refused:
                mention.polarity = Polarity.WANTED


def _refused(
    mentions: Sequence[_Mention], tied: Sequence[Tied], symbols: Symbols, hours: Hours | None
) -> tuple[Exclusion, ...]:
    """The exclusions of refused mentions; an hour is refused for its own day where it has one."""
    exclusions: list[Exclusion] = []
    partner = {**dict(tied), **{right: left for left, right in tied}}
    with_time = {n for n, m in enumerate(mentions) if m.day and _tied_time(mentions, partner, n)}
    wanted = [m.day for m in mentions if m.day and m.considered]
    for number, mention in enumerate(mentions):
        if not mention.refused:
            continue
        if mention.time or mention.degree:
            other = mentions[partner[number]] if number in partner else None
            day = mention.day or (other.day if other and other.refused else None)
            context = wanted[0] if day is None and len(wanted) == 1 else None
            for low, high in _minutes(mention, symbols, hours):
                exclusions += [
                    replace(e, low=low, high=high) for e in _days(day or context, symbols)
                ]
        elif mention.day and number not in with_time:
            exclusions += _days(mention.day, symbols)
    named = _named_after(mentions)
    return tuple(e for e in dict.fromkeys(exclusions) if e not in named and e != Exclusion())


def _weekends(mentions: Sequence[_Mention], symbols: Symbols) -> tuple[Exclusion, ...]:
    """ "Entre semana" wishes for no day: it leaves out the weekends."""
    wished = [m for m in mentions if m.day and m.considered]
    days = [m for m in wished if m.day and _is_workdays(m.day, symbols)]
    if len(days) < len(wished):
        return ()  # One of several: its days are those of the coming week.
    for one in days:
        one.polarity = Polarity.ASIDE
    return (Exclusion(weekday=6), Exclusion(weekday=7)) if days else ()


def _is_workdays(day: DayMention, symbols: Symbols) -> bool:
    return any(s.word in _WORKDAYS for s in symbols.items[day.first : day.last])


def _tied_time(mentions: Sequence[_Mention], partner: dict[int, int], number: int) -> bool:
    other = mentions[partner[number]] if number in partner else None
    return bool(other and (other.time or other.degree) and other.refused)


def _named_after(mentions: Sequence[_Mention]) -> set[Exclusion]:
    """Days that were refused and then wished for after all."""
    refused = [m for m in mentions if m.day and m.refused]
    considered = [m for m in mentions if m.day and m.considered]
    return {
        Exclusion(weekday=one.day.weekday)
        for one in refused
        for two in considered
        if one.day and two.day and one.day.weekday == two.day.weekday and two.start > one.start
    }


def _days(day: DayMention | None, symbols: Symbols) -> list[Exclusion]:
    """The days that a mention refuses: "el lunes" is every Monday, "el lunes 30" that one."""
    if day is None:
        return [Exclusion()]
    words = symbols.items[day.first : day.last]
    pointed = any(s.has(Kind.THIS, Kind.NEXT, Kind.NEXT_AFTER) for s in words)
    if day.weekday and not pointed and all(a == b for a, b in day.spans):
        return [Exclusion(weekday=day.weekday)]
    if _is_workdays(day, symbols):
        return [Exclusion(weekday=weekday) for weekday in range(1, 6)]
    if any(s.number(Kind.WEEKEND) == -1 for s in words if s.has(Kind.WEEKEND)) and not any(
        s.word.startswith(("este", "ese", "this", "esse", "proxim")) for s in words
    ):
        return [Exclusion(weekday=6), Exclusion(weekday=7)]
    return [Exclusion(first, last) for first, last in day.spans]


def _minutes(told: _Mention, symbols: Symbols, hours: Hours | None) -> list[tuple[int, int | None]]:
    """The minutes [low, high) of the day that a mention refuses; both halves when none was said."""
    if told.degree:
        return [(told.degree.low, told.degree.high)]
    mention = told.time
    if mention is None:
        return []
    if mention.clock is None:
        return [_of_part(mention)]
    if symbols[mention.first].has(Kind.NOON) or symbols.items[mention.first].has(Kind.NOON):
        return [_part("midday")]
    if mention.clock.wrong or (mention.until and mention.until.wrong):
        return []
    likely = _minute(options(mention.clock, "", None, hours)[0])
    if mention.until is not None:
        end = _minute(options(mention.until, "", None, hours)[0])
        end = end if end > likely else end + END_OF_DAY // 2
        return [(likely, min(end, END_OF_DAY))]
    if mention.how == "after":
        return [(likely, END_OF_DAY)]
    if mention.how == "before":
        return [(0, likely)] if likely else []
    return [(minute, None) for minute in _halves(mention.clock)]


def _of_part(mention: TimeMention) -> tuple[int, int]:
    if mention.part == "dawn":
        return 0, _DAWN_ENDS
    low, high = _part(mention.part)
    return (max(low, _LATE_AFTERNOON) if mention.stretch == LATE else low), high


def _part(name: str) -> tuple[int, int]:
    low, high = (_minute(clock) for clock in PARTS[name])
    return low, high if high < END_OF_DAY - 1 else END_OF_DAY


def _halves(clock: Clock) -> set[int]:
    if clock.exact or clock.half or clock.hour > 12:
        return {_minute(at) for at in options(clock, "", None, None)}
    return {clock.hour % 12 * 60 + clock.minute, (clock.hour % 12 + 12) * 60 + clock.minute}


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _after_corrections(
    days: list[DayMention], times: list[TimeMention], ends: set[int], symbols: Symbols
) -> tuple[list[DayMention], list[TimeMention]]:
    """Of "el martes, no, mejor el jueves" only the Thursday; what was not corrected stays."""
    items = symbols.items
    marks = {symbol.start for symbol in items if symbol.has(Kind.INSTEAD)} | ends
    for mark in sorted(marks, reverse=True):
        if later := [day for day in days if items[day.first].start >= mark]:
            days = later
            break
    for mark in sorted(marks, reverse=True):
        after = [time for time in times if items[time.first].start >= mark]
        # "A las 3, digo, de la tarde" says more of the same hour.
        if any(t.clock or not items[t.first].word.startswith(("de ", "da ")) for t in after):
            return days, after
    return days, times
