"""The days in a text: relative days, weekdays, weeks, months, and dates by number."""

from datetime import date, timedelta

from agent.dates import calendar
from agent.dates.dated import DateGrammar
from agent.dates.mentions import DayMention, within_reach
from agent.dates.past import tells_history
from agent.dates.symbols import Entry, Kind, Symbol, Symbols

_SMALL = (Kind.DETERMINER, Kind.ON, Kind.OF, Kind.COMMA, Kind.THE_HOUR)
_COMPANY = (
    Kind.NUMBER, Kind.DATE, Kind.AT, Kind.PART, Kind.CLOCK, Kind.OR, Kind.TO, Kind.THIS,
    Kind.NEXT, Kind.NEXT_AFTER, Kind.RELATIVE, Kind.DASH, Kind.ON, Kind.MERIDIEM, Kind.BETWEEN,
)  # fmt: skip
# "En ocho" and "en quince" count the first day too: they are 7 and 14 days from it.
_INCLUSIVE = {8: 7, 15: 14}


class DayGrammar:
    """Reads days off symbols, from which the times have been taken."""

    def __init__(
        self, symbols: Symbols, today: date, dates: DateGrammar, *, told_too: bool = False
    ) -> None:
        self._s = symbols
        self._today = today
        self._dates = dates
        self._told_too = told_too
        self._only_dates = not any(symbol.has(Kind.WORD) for symbol in symbols.items)

    def mentions(self) -> list[DayMention]:
        """Every day in order of the text."""
        mentions: list[DayMention] = []
        place = 0
        while place < len(self._s):
            mention = self._read(place)
            all_count = self._only_dates or self._told_too
            if mention is not None and (all_count or not tells_history(mention, self._s)):
                mentions.append(mention)
            place = max(mention.last, place + 1) if mention else place + 1
        return mentions

    def _read(self, place: int) -> DayMention | None:
        symbol = self._s[place]
        if symbol.has(Kind.END):
            return None
        return (
            self._wait(place)
            or self._relative(place, symbol)
            or self._nth_weekday(place)
            or self._weekday(place)
            or self._period(place, symbol)
            or self._part_of_month(place)
            or self._dates.read(place)
            or self._whole_month(place)
        )

    def _relative(self, place: int, symbol: Symbol) -> DayMention | None:
        if symbol.has(Kind.TODAY_PART):
            return DayMention(place, place + 1, (calendar.day(self._today),))
        if symbol.has(Kind.NOW):
            meant = not symbol.is_weak() or self._only_dates
            span = calendar.day(self._today)
            return DayMention(place, place + 1, (span,), now=True) if meant else None
        if self._is_day_after_tomorrow(place):
            return self._after_days(place, place + 1, 2)
        if not symbol.has(Kind.RELATIVE):
            return None
        weeks, last = self._inclusive(place + 1)
        return self._after_days(place, last, symbol.number(Kind.RELATIVE) + weeks)

    def _after_days(self, first: int, last: int, days: int) -> DayMention:
        day = calendar.shifted(self._today, days)
        if day is None:
            return DayMention(first, last, error="too_far")
        return within_reach(first, last, self._today, calendar.day(day))

    def _is_day_after_tomorrow(self, place: int) -> bool:
        """Whether "pasado" stands for "pasado mañana": alone or as an alternative."""
        if self._s[place].word != "pasado":
            return False
        before, after = self._s[place - 1], self._s[place + 1]
        alone = before.has(Kind.END) and after.has(Kind.END)
        return alone or (before.has(Kind.OR, Kind.COMMA, Kind.AND) and not after.has(Kind.WEEKDAY))

    def _inclusive(self, place: int) -> tuple[int, int]:
        """Days added by "en ocho" or "a oito" from `place` on, and where that ends."""
        number = self._s[place + 1].get(Kind.NUMBER)
        counted = self._s[place + 2].has(Kind.COUNTED, Kind.PART, Kind.MERIDIEM, Kind.MONTH)
        if number and self._s[place].has(Kind.IN, Kind.TO) and not counted:
            days = _INCLUSIVE.get(number.value)
            if days:
                return days, place + 2
        return 0, place

    def _wait(self, place: int) -> DayMention | None:
        """En 3 días, dentro de una semana, en quince, a week from monday."""
        inside = self._s[place].has(Kind.IN)
        at = place + 1 if inside else place
        number = self._s[at].get(Kind.NUMBER)
        if inside and self._s[at].word in ("media hora", "meia hora", "half an hour"):
            return self._waited(place, at + 1, 30, "minute", self._today)
        if number is None and self._s[at].word not in ("a", "an"):
            return None
        count = number.value if number else 1
        unit = self._s[at + 1].name(Kind.UNIT)
        if not unit:
            spoken = number is not None and number.name == "word" and inside
            days = self._inclusive(place)[0] if spoken else 0
            return self._after_days(place, at + 1, days) if days else None
        if inside:
            return self._waited(place, at + 2, count, unit, self._today)
        return self._from_then(place, at + 2, count, unit)

    def _from_then(self, place: int, last: int, count: int, unit: str) -> DayMention | None:
        if not self._s[last].has(Kind.FROM_NOW) or unit not in ("day", "week", "month"):
            return None
        then = self._s[last + 1]
        start = self._today
        if then.has(Kind.WEEKDAY):
            start = calendar.coming(self._today, then.number(Kind.WEEKDAY))
        elif then.has(Kind.RELATIVE):
            start += timedelta(days=then.number(Kind.RELATIVE))
        elif not then.has(Kind.NOW):
            return None
        return self._waited(place, last + 2, count, unit, start)

    def _waited(self, first: int, last: int, count: int, unit: str, start: date) -> DayMention:
        if unit in ("hour", "minute"):
            minutes = count * (60 if unit == "hour" else 1)
            if minutes > calendar.FARTHEST_DAYS * 24 * 60:
                return DayMention(first, last, error="too_far")
            return DayMention(first, last, (calendar.day(start),), minutes=minutes)
        if unit in ("month", "year"):
            count *= 12 if unit == "year" else 1
            if count > 24:
                return DayMention(first, last, error="too_far")
            year, month = calendar.month_after(start.year, start.month, count)
            end = calendar.month(year, month)[1]
            day = end.replace(day=min(start.day, end.day))
            return within_reach(first, last, self._today, calendar.day(day))
        days = count * (7 if unit == "week" else 1)
        return self._after_days(first, last, days + (start - self._today).days)

    def _weekday(self, place: int) -> DayMention | None:
        """El jueves, este jueves, el próximo jueves, el jueves que viene, jueves en ocho."""
        at = place
        if self._s[place].has(Kind.THIS, Kind.NEXT, Kind.LAST_AFTER, Kind.ORDINAL):
            at = place + 1
        weekday = self._s[at].get(Kind.WEEKDAY)
        if weekday is None or (at == place and weekday.weak and not self._has_company(place)):
            return None
        if at > place and not self._s[place].has(Kind.THIS, Kind.NEXT):
            last_one = self._s[place].has(Kind.LAST_AFTER) or self._s[place].word == "last"
            return DayMention(place, at + 1, error="past") if last_one else None
        if self._s[at + 1].has(Kind.LAST_AFTER):
            return DayMention(place, at + 2, error="past")
        return self._qualified(place, at, weekday)

    def _qualified(self, place: int, at: int, weekday: Entry) -> DayMention:
        number = weekday.value
        coming = calendar.coming(self._today, number)
        days, last = self._inclusive(at + 1)
        if (
            not days
            and self._s[at + 1].name(Kind.UNIT) == "week"
            and self._s[at + 1].word == "week"
        ):
            days, last = 7, at + 2
        if days:
            day = coming + timedelta(days=days)
            return within_reach(place, last, self._today, calendar.day(day))
        week = self._s.skip(at + 1, *_SMALL)
        weeks = self._s[week].get(Kind.WEEK)
        if weeks and week - at <= 4:
            return self._of_week(place, week + 1, number, weeks.value)
        after = self._s[at + 1].has(Kind.NEXT_AFTER)
        if after or self._s[place].has(Kind.NEXT):
            return self._next_weekday(place, at + 1 + after, coming)
        spans = [calendar.day(coming)]
        if self._s[place - 1].name(Kind.WORD) == "other":
            days = 0 if self._today.isoweekday() == number else 7
            span = calendar.day(coming + timedelta(days=days))
            return DayMention(place - 1, at + 1, (span,), weekday=number, other=True)
        if self._today.isoweekday() == number:
            spans.insert(0, calendar.day(self._today))
        return DayMention(place, at + 1, tuple(spans), weekday=number)

    def _of_week(self, first: int, last: int, weekday: int, weeks: int) -> DayMention:
        day = calendar.monday(self._today, weeks) + timedelta(days=weekday - 1)
        return within_reach(first, last, self._today, calendar.day(day))

    def _next_weekday(self, first: int, last: int, coming: date) -> DayMention:
        spans = [calendar.day(coming)]
        if coming <= calendar.week(self._today, 0)[1]:
            spans.append(calendar.day(coming + timedelta(days=7)))
        return DayMention(first, last, tuple(spans), weekday=coming.isoweekday())

    def _has_company(self, place: int) -> bool:
        """Whether a word such as "ter" or "sat" stands among words of dates."""
        if self._s[place - 1].word == "the":
            return False
        if self._only_dates:
            return True
        after, before = (
            self._s.items[place + 1 : place + 2],
            self._s.items[max(place - 1, 0) : place],
        )
        near = [s for s in (*after, *before) if s.name(Kind.NUMBER) != "article"]
        return any(symbol.has(*_COMPANY) for symbol in near)

    def _nth_weekday(self, place: int) -> DayMention | None:
        """Primer lunes de diciembre, último viernes del mes, segunda terça do mês."""
        weekday = self._s[place + 1].get(Kind.WEEKDAY)
        n = self._ordinal(place)
        if weekday is None or not n:
            return None
        months, last = self._months_at(place + 2)
        for year, month in months:
            day = calendar.nth_weekday(year, month, weekday.value, n)
            if day and day >= self._today:
                return within_reach(place, last, self._today, calendar.day(day))
        return DayMention(place, last, error="no_such_day") if months else None

    def _ordinal(self, place: int) -> int:
        symbol = self._s[place]
        if symbol.has(Kind.ORDINAL):
            return symbol.number(Kind.ORDINAL)
        # The Portuguese weekdays are ordinals themselves: "a segunda terça do mês".
        return symbol.number(Kind.WEEKDAY) + 1 if symbol.has(Kind.WEEKDAY) else 0

    def _months_at(self, place: int) -> tuple[list[tuple[int, int]], int]:
        """The (year, month)s that "del mes", "de diciembre" may mean, and where that ends."""
        at = self._s.skip(place, Kind.OF, Kind.DETERMINER)
        this = (self._today.year, self._today.month)
        symbol = self._s[at] if not self._s[place].has(Kind.MONTH_OFFSET) else self._s[place]
        at = place if self._s[place].has(Kind.MONTH_OFFSET) else at
        offset = symbol.get(Kind.MONTH_OFFSET)
        if offset:
            if self._s[at + 1].has(Kind.NEXT_AFTER):
                return [calendar.month_after(*this, 1)], at + 2
            plain = offset.value == 0
            return [calendar.month_after(*this, offset.value + n) for n in range(1 + plain)], at + 1
        if symbol.has(Kind.MONTH):
            year = self._today.year
            return [
                (year, symbol.number(Kind.MONTH)),
                (year + 1, symbol.number(Kind.MONTH)),
            ], at + 1
        if symbol.name(Kind.UNIT) == "month":
            return [this, calendar.month_after(*this, 1)], at + 1
        return [], place

    def _part_of_month(self, place: int) -> DayMention | None:
        part = self._s[place].get(Kind.MONTH_PART)
        if part is None:
            return None
        months, last = self._months_at(place + 1)
        spans = [calendar.month_part(calendar.month(*month), part.name) for month in months]
        current = [span for span in spans if span[1] >= self._today][:1]
        if not months:
            return None
        return within_reach(place, last, self._today, *(current or spans))

    def _whole_month(self, place: int) -> DayMention | None:
        """En diciembre: a month's name alone may be a person's, so it needs its "en"."""
        if not self._s[place].has(Kind.IN, Kind.ON) or not self._s[place + 1].has(Kind.MONTH):
            return None
        if self._dates.read(place + 1):  # "on Dec 3"
            return None
        months, last = self._months_at(place + 1)
        spans = [calendar.month(*month) for month in months]
        coming = next(span for span in spans if span[1] >= self._today)
        return within_reach(place, last, self._today, coming)

    def _period(self, place: int, symbol: Symbol) -> DayMention | None:
        """A week, a weekend or a month as a whole."""
        last = place + 1
        if symbol.has(Kind.WEEK):
            weeks = symbol.number(Kind.WEEK)
            if weeks == 0 and self._s[last].has(Kind.NEXT_AFTER):
                weeks, last = 1, last + 1
            week = within_reach(place, last, self._today, calendar.week(self._today, weeks))
            return DayMention(place, last, week.spans, week.error, weeks=weeks)
        if symbol.has(Kind.WEEKEND):
            return self._weekend(place, symbol.number(Kind.WEEKEND))
        if symbol.has(Kind.MONTH_OFFSET) and not symbol.word.startswith(
            ("del", "de ", "do ", "of ")
        ):
            shift = symbol.number(Kind.MONTH_OFFSET)
            of = calendar.month_after(self._today.year, self._today.month, shift)
            return within_reach(place, last, self._today, calendar.month(*of))
        return None

    def _weekend(self, place: int, which: int) -> DayMention:
        this, following = (calendar.weekend(self._today, weeks) for weeks in (0, 1))
        if which == -2:
            return DayMention(place, place + 1, error="past")
        if which == -1:
            return within_reach(place, place + 1, self._today, this)
        choices = (this, following) if self._today < this[0] else (following,)
        return within_reach(place, place + 1, self._today, *choices)
