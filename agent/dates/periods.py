"""Weeks, weekends, months, quarters, years and "the next so many" of them."""

from dataclasses import replace
from datetime import date, timedelta

from agent.dates import calendar
from agent.dates.mentions import DayMention, within_reach
from agent.dates.months import months_at, year_at
from agent.dates.numbered import ordinal_at
from agent.dates.symbols import Kind, Symbols
from agent.dates.waits import Length, WaitGrammar, length_at

# A month's name that is a person's too, or another word, is no month on its own.
_ALSO_NAMES = frozenset(
    [
        "abril",
        "mayo",
        "julio",
        "junio",
        "agosto",
        "maio",
        "junho",
        "julho",
        "april",
        "may",
        "june",
        "august",
    ]
)
_THURSDAY = 4
_FRIDAY = 5
_FEW = 3
_FIRST_YEAR = 1000
_OF_YEARS = {"quarter": 3, "year": 12}


class PeriodGrammar:
    """Reads stretches of days off symbols. `alone`: the text has no other words than of dates."""

    def __init__(self, symbols: Symbols, today: date, *, alone: bool) -> None:
        self._s = symbols
        self._today = today
        self._alone = alone
        self._waits = WaitGrammar(symbols, today)

    def read(self, place: int) -> DayMention | None:
        """The period at `place`, or None."""
        return (
            self._coming_ones(place)
            or self._nth_week(place)
            or self._relative(place)
            or self._of_year(place)
            or self._nth_quarter(place)
            or self._part_of_month(place)
        )

    def month(self, place: int) -> DayMention | None:
        """A whole month: "en diciembre", "next March", "outubro de 2027"; a month's name alone may
        be a person's, so it needs its "en"."""
        joined = self._s[place].has(Kind.TO) and self._s[place - 1].has(Kind.MONTH)
        at = place + (self._s[place].has(Kind.IN, Kind.ON) and not joined)
        this = self._s[at].has(Kind.THIS)
        at += this or self._s[at].has(Kind.NEXT)
        symbol = self._s[at]
        if not symbol.has(Kind.MONTH):
            return None
        year, last = year_at(self._s, self._today, at + 1)
        after = self._s[last].get(Kind.NEXT_AFTER)
        named = at > place or year or after or self._is_of_range(at)
        if not (named or (self._alone and self._is_no_name(at))):
            return None
        if self._is_of_day(at + 1):
            return None
        months, _ = months_at(self._s, self._today, at)
        spans = [calendar.month(*month) for month in months]
        ahead = [span for span in spans if span[1] >= self._today] or spans[-1:]
        if this and ahead[0][0].year > self._today.year and not year:
            return None  # "This September" is told of in November.
        if after and after.value:
            ahead = [calendar.month(ahead[0][0].year + 1, ahead[0][0].month)]
        end = last + (after is not None)
        month = within_reach(place, end, self._today, *ahead[:1])
        return replace(month, yearless=year is None)

    def _is_of_range(self, place: int) -> bool:
        """Whether it is a month of "de abril a junio", "between May and July"."""
        before, after = self._s[place - 1], self._s[place + 1]
        joins = (Kind.TO, Kind.UNTIL, Kind.DASH, Kind.AND)
        if before.has(Kind.SINCE, Kind.BETWEEN) and after.has(*joins):
            return any(self._s[place + n].has(Kind.MONTH) for n in range(2, 6))
        return (
            before.has(*joins)
            and self._s[place - 2].has(Kind.MONTH)
            and (self._s[place - 3].has(Kind.SINCE, Kind.BETWEEN))
        )

    def _is_of_day(self, place: int) -> bool:
        """Whether a number makes a day of the month before it: "on Dec 8"."""
        at = self._s.skip(place, Kind.DETERMINER, Kind.COMMA)
        number = self._s[at].get(Kind.NUMBER) or self._s[at].get(Kind.ORDINAL)
        return number is not None and 0 < number.value < _FIRST_YEAR

    def _is_no_name(self, place: int) -> bool:
        symbol, before = self._s[place], self._s[place - 1]
        shared = symbol.word in _ALSO_NAMES or symbol.has(Kind.WEEKDAY) or len(symbol.word) < 5
        ends = self._s[place + 1].has(Kind.END, Kind.STOP, Kind.COMMA, Kind.OR, Kind.AND, Kind.TO)
        return ends and not shared and not before.has(Kind.NUMBER, Kind.QUANTITY, Kind.DATE)

    def _coming_ones(self, place: int) -> DayMention | None:
        """ "Los próximos 3 días", "3 semanas que vienen", "next few days"."""
        before = self._s[place].has(Kind.NEXT)
        at = place + before
        length = length_at(self._s, at)
        if length is None and before:
            length = self._few(at)
        if length is None:
            length = self._with_next_inside(at)
            before = length is not None
        if length is None:
            return None
        after = self._s[length.last].has(Kind.NEXT_AFTER)
        if not (before or after):
            return None
        return self._waits.during(place, length.last + (after and not before), length, after=1)

    def _few(self, place: int) -> Length | None:
        """ "Next days", "próximos dias" without a number."""
        at = place + self._s[place].has(Kind.AMOUNT)
        symbol = self._s[at]
        plural = symbol.word.endswith("s")
        unit = symbol.name(Kind.UNIT)
        return Length(_FEW, unit, at + 1) if unit == "day" and plural else None

    def _with_next_inside(self, place: int) -> Length | None:
        """ "3 próximas semanas"."""
        number, unit = self._s[place].get(Kind.NUMBER), self._s[place + 2].name(Kind.UNIT)
        inside = self._s[place + 1].has(Kind.NEXT, Kind.NEXT_AFTER)
        return Length(number.value, unit, place + 3) if number and inside and unit else None

    def _nth_week(self, place: int) -> DayMention | None:
        """The n-th week of a month: that of its n-th Thursday, as far as it lies in the month."""
        at, nth = ordinal_at(self._s, place)
        if self._s[place].has(Kind.WEEK) and self._s[place].number(Kind.WEEK) == -1:
            at, nth = place, -1  # "Last week" of a month.
        elif not nth or self._s[at].name(Kind.UNIT) != "week":
            return None
        months, last = months_at(self._s, self._today, at + 1)
        spans = [self._week_of_month(*month, nth) for month in months]
        ahead = [span for span in spans if span and span[1] >= self._today][:1]
        return within_reach(place, last, self._today, *ahead) if months else None

    def _week_of_month(self, year: int, month: int, n: int) -> calendar.Span | None:
        thursday = calendar.nth_weekday(year, month, _THURSDAY, n)
        if thursday is None:
            return None
        first, last = calendar.month(year, month)
        week = calendar.week(thursday, 0)
        return max(week[0], first), min(week[1], last)

    def _relative(self, place: int) -> DayMention | None:
        """A week, a weekend or a month as a whole."""
        symbol, last = self._s[place], place + 1
        if symbol.has(Kind.WEEK):
            weeks = symbol.number(Kind.WEEK)
            if weeks == 0 and self._s[last].has(Kind.NEXT_AFTER):
                weeks, last = 1, last + 1
            if symbol.word == "entre semana":
                return within_reach(place, last, self._today, self._workdays())
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

    def _workdays(self) -> calendar.Span:
        """What is left of this week's five days, or the next week's."""
        monday = calendar.monday(self._today, self._today.isoweekday() >= _FRIDAY)
        return max(self._today, monday), monday + timedelta(days=4)

    def _weekend(self, place: int, which: int) -> DayMention:
        this, following = (calendar.weekend(self._today, weeks) for weeks in (0, 1))
        if which == -2:
            return DayMention(place, place + 1, error="past")
        if which == -1:
            return within_reach(place, place + 1, self._today, this)
        choices = (this, following) if self._today < this[0] else (following,)
        return within_reach(place, place + 1, self._today, *choices)

    def _of_year(self, place: int) -> DayMention | None:
        """ "El año que viene", "next quarter"; this year's only where it is asked for, as people
        tell of it too."""
        led = self._s[place].has(Kind.THIS, Kind.NEXT)
        at = place + led
        months = _OF_YEARS.get(self._s[at].name(Kind.UNIT))
        if months is None:
            return None
        after = self._s[at + 1].has(Kind.NEXT_AFTER)
        following = after or self._s[place].has(Kind.NEXT)
        wished = self._alone or self._s[place - 1].has(Kind.ON, Kind.UNTIL, Kind.BEFORE)
        if not following and not (led and wished):
            return None
        start = calendar.period_start(self._today, months)
        if following:
            start = calendar.month(*calendar.month_after(start.year, start.month, months))[0]
        return self._months(place, at + 1 + after, start, months)

    def _nth_quarter(self, place: int) -> DayMention | None:
        at, nth = ordinal_at(self._s, place)
        if self._s[at].name(Kind.UNIT) != "quarter" or not 1 <= nth <= 4:
            return None
        year, last = year_at(self._s, self._today, at + 1)
        starts = [date(of, nth * 3 - 2, 1) for of in ((year,) if year else self._years())]
        mentions = [self._months(place, last, start, 3) for start in starts]
        return next((m for m in mentions if not m.error), mentions[0])

    def _years(self) -> tuple[int, int]:
        return self._today.year, self._today.year + 1

    def _months(self, first: int, last: int, start: date, months: int) -> DayMention:
        end = calendar.month_after(start.year, start.month, months - 1)
        span = (start, calendar.month(*end)[1])
        return within_reach(first, last, self._today, span)

    def _part_of_month(self, place: int) -> DayMention | None:
        part = self._s[place].get(Kind.MONTH_PART)
        if part is None:
            return None
        months, last = months_at(self._s, self._today, place + 1)
        if self._s[last - 1].has(Kind.MONTH) and self._is_of_day(last):
            return None  # "Beginning January 7th".
        spans = [calendar.month_part(calendar.month(*month), part.name) for month in months]
        current = [span for span in spans if span[1] >= self._today][:1]
        if not months:
            return None
        return within_reach(place, last, self._today, *(current or spans))


def week_of(mention: DayMention, first: int, today: date) -> DayMention:
    """The week in which a single day lies: "la semana del 24"."""
    day = mention.spans[0][0]
    monday = day - timedelta(days=day.isoweekday() - 1)
    return within_reach(first, mention.last, today, (monday, monday + timedelta(days=6)))
