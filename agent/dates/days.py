"""The days in a text: relative days, weekdays, weeks, months, and dates by number."""

from datetime import date, timedelta

from agent.dates import calendar
from agent.dates.dated import DateGrammar
from agent.dates.holidays import HolidayGrammar
from agent.dates.mentions import DayMention, within_reach
from agent.dates.months import months_at
from agent.dates.numbered import ordinal_at
from agent.dates.past import tells_history
from agent.dates.periods import PeriodGrammar, week_of
from agent.dates.symbols import Entry, Kind, Symbol, Symbols
from agent.dates.waits import WaitGrammar, inclusive, length_at

_SMALL = (Kind.DETERMINER, Kind.ON, Kind.OF, Kind.COMMA, Kind.THE_HOUR, Kind.FROM_NOW)
_COMPANY = (
    Kind.NUMBER, Kind.DATE, Kind.AT, Kind.PART, Kind.CLOCK, Kind.OR, Kind.TO, Kind.THIS,
    Kind.NEXT, Kind.NEXT_AFTER, Kind.RELATIVE, Kind.DASH, Kind.ON, Kind.MERIDIEM, Kind.BETWEEN,
)  # fmt: skip
_STARTS_NO_DAY = frozenset({
    Kind.END, Kind.WORD, Kind.STOP, Kind.COMMA, Kind.DASH, Kind.LABEL, Kind.QUANTITY, Kind.COUNTED,
    Kind.NOT, Kind.INSTEAD, Kind.COMPANY, Kind.AT, Kind.THE_HOUR, Kind.OR, Kind.AND, Kind.OF,
    Kind.DETERMINER, Kind.MERIDIEM, Kind.PART, Kind.CLOCK, Kind.FILLER, Kind.HOUR_MARK,
})  # fmt: skip
_SIDES = ("desp", "luego", "depois", "apos", "after", "antes", "before")
_OF_THE = (Kind.OF, Kind.DETERMINER, Kind.DAY_WORD)

_WITHIN = ("in", "within", "once", "twice", "times", "every", "next", "this")


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
        self._waits = WaitGrammar(symbols, today)
        self._periods = PeriodGrammar(symbols, today, alone=self._only_dates)
        self._holidays = HolidayGrammar(symbols, today, alone=self._only_dates)

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
        if _STARTS_NO_DAY.issuperset(symbol.kinds):
            return None
        return (
            self._waits.read(place)
            or self._from_day(place)
            or self._relative(place, symbol)
            or self._holidays.read(place)
            or self._nth_weekday(place)
            or self._weekday(place)
            or self._periods.read(place)
            or self._week_of_date(place)
            or self._dates.read(place)
            or self._periods.month(place)
        )

    def _from_day(self, place: int) -> DayMention | None:
        """ "Dos semanas después del 15 de enero", "2 days before Christmas"."""
        length = length_at(self._s, place)
        link = self._s[length.last] if length else None
        if length is None or link is None:
            return None
        if not (self._counts_from(link) or (length.unit == "week" and self._is_on(place, link))):
            return None
        at = self._s.skip(length.last + 1, *_SMALL, Kind.DAY_WORD)
        then = self._dates.read(at) or self._holidays.read(at) or self._weekday(at)
        if then is None and self._s[at].has(Kind.RELATIVE):
            then = self._relative(at, self._s[at])
        if then is None or len(then.spans) != 1 or then.spans[0][0] != then.spans[0][1]:
            return None
        back = link.word.startswith(("antes", "before"))
        return self._waits.from_day(place, then.last, length, then.spans[0][0], back=back)

    def _counts_from(self, link: Symbol) -> bool:
        led = link.has(Kind.AFTER, Kind.BEFORE) and link.word.startswith(_SIDES)
        return led or (link.has(Kind.FROM_NOW) and not link.name(Kind.FROM_NOW))

    def _is_on(self, place: int, link: Symbol) -> bool:
        """ "A week on Monday", as the British say; "in a week, on Monday" is that week's."""
        return link.word == "on" and self._s[place - 1].word not in _WITHIN

    def _week_of_date(self, place: int) -> DayMention | None:
        """ "La semana del 24": all of it, and not that day."""
        led = self._s[place - 1].has(Kind.NUMBER, Kind.AMOUNT, Kind.ORDINAL, Kind.NEXT)
        if led and self._s[place - 1].name(Kind.NUMBER) != "article":
            return None
        if self._s[place].name(Kind.UNIT) != "week" or not self._s[place + 1].has(
            *_OF_THE, Kind.HOLIDAY
        ):
            return None
        at = self._s.skip(place + 1, *_OF_THE)
        mention = self._dates.read(at) or self._holidays.read(at)
        single = mention and not mention.error and mention.spans[0][0] == mention.spans[0][1]
        return week_of(mention, place, self._today) if mention and single else None

    def _relative(self, place: int, symbol: Symbol) -> DayMention | None:
        if symbol.has(Kind.TODAY_PART):
            return DayMention(place, place + 1, (calendar.day(self._today),))
        if symbol.has(Kind.NOW):
            before, after = self._s[place - 1], self._s[place + 1]
            tied = before.has(Kind.BETWEEN, Kind.SINCE) or after.has(Kind.UNTIL)
            meant = not symbol.is_weak() or self._only_dates or tied
            span = calendar.day(self._today)
            return DayMention(place, place + 1, (span,), now=True) if meant else None
        if self._is_day_after_tomorrow(place):
            return self._after_days(place, place + 1, 2)
        if not symbol.has(Kind.RELATIVE) or self._says_goodbye(place):
            return None
        weeks, last = inclusive(self._s, place + 1)
        return self._after_days(place, last, symbol.number(Kind.RELATIVE) + weeks)

    def _says_goodbye(self, place: int) -> bool:
        """Whether it is the "hasta mañana" of a farewell; that of "de hoy hasta mañana" is a day."""
        if self._s[place - 1].word not in ("hasta", "ate"):
            return False
        told = (Kind.RELATIVE, Kind.NOW, Kind.WEEKDAY, Kind.MONTH, Kind.PART, Kind.MERIDIEM)
        return not self._s[place - 2].has(*told)

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

    def _weekday(self, place: int) -> DayMention | None:
        """El jueves, este jueves, el próximo jueves, el jueves que viene, jueves en ocho."""
        at = place
        if self._s[place].has(Kind.THIS, Kind.NEXT, Kind.LAST_AFTER, Kind.ORDINAL):
            at = place + 1
        weekday = self._s[at].get(Kind.WEEKDAY)
        if weekday is None or (at == place and weekday.weak and not self._has_company(place)):
            return None
        if at > place and not self._s[place].has(Kind.THIS, Kind.NEXT):
            last = self._s[place].get(Kind.ORDINAL)
            last_one = self._s[place].has(Kind.LAST_AFTER) or (last and last.value == -1)
            return DayMention(place, at + 1, error="past") if last_one else None
        if self._s[at + 1].has(Kind.LAST_AFTER):
            return DayMention(place, at + 2, error="past")
        return self._qualified(place, at, weekday)

    def _qualified(self, place: int, at: int, weekday: Entry) -> DayMention:
        number = weekday.value
        coming = calendar.coming(self._today, number)
        days, last = inclusive(self._s, at + 1)
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
        following = self._s[at + 1].get(Kind.NEXT_AFTER)
        if following and following.value:
            span = calendar.day(coming + timedelta(days=7))
            return within_reach(place, at + 2, self._today, span)
        after = following is not None
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
        at, n = ordinal_at(self._s, place)
        if not n and self._s[place].has(Kind.WEEKDAY):
            # The Portuguese weekdays are ordinals themselves: "a segunda terça do mês".
            at, n = place + 1, self._s[place].number(Kind.WEEKDAY) + 1
        weekday = self._s[at].get(Kind.WEEKDAY)
        if weekday is None or not n:
            return None
        months, last = months_at(self._s, self._today, at + 1)
        for year, month in months:
            day = calendar.nth_weekday(year, month, weekday.value, n)
            if day and day >= self._today:
                return within_reach(place, last, self._today, calendar.day(day))
        return DayMention(place, last, error="no_such_day") if months else None
