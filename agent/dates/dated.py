"""Days named by number: "el 24", "24 de noviembre", "nov 24", "24/11/2026"."""

import re
from dataclasses import replace
from datetime import date, timedelta

from agent.dates import calendar
from agent.dates.day_ranges import day_range_at
from agent.dates.mentions import DayMention, within_reach
from agent.dates.months import months_at, year_at
from agent.dates.numbered import listed_month, numbered_month
from agent.dates.order import DateOrder
from agent.dates.symbols import Kind, Symbols

_LONGEST_MONTH = 31
# Up to here a lone "el 2" or "the 2nd" picks an option from a list.
_OPTIONS = 5
_OF_MONTHS = ("del", "de ", "des", "do ", "of ")
_PLAIN_ARTICLES = {"el", "the", "al", "del"}
_JOINTS = (
    Kind.OR,
    Kind.AND,
    Kind.TO,
    Kind.DASH,
    Kind.COMMA,
    Kind.DETERMINER,
    Kind.DAY_WORD,
    Kind.ON,
)


class DateGrammar:
    """Reads dates by number. `order` of numeric ones: None when the country is not known.
    `timed`: the message names an hour too; `english`: it is English."""

    def __init__(
        self,
        symbols: Symbols,
        today: date,
        order: DateOrder | None = None,
        *,
        timed: bool,
        english: bool,
    ) -> None:
        self._s = symbols
        self._today = today
        self._order = order
        self._timed = timed
        self._english = english

    def read(self, place: int) -> DayMention | None:
        """The date at `place`, or None."""
        symbol = self._s[place]
        ranged = self._ranged(place)
        if ranged:
            return ranged
        if symbol.has(Kind.DATE):
            return self._numeric(place)
        if symbol.has(Kind.MONTH):
            return self._month_first(place)
        if symbol.has(Kind.NUMBER, Kind.ORDINAL):
            return self._year_first(place) or self._day_first(place) or self._number_only(place)
        return None

    def _ranged(self, place: int) -> DayMention | None:
        """ "13 a 15 de julio", "July 13-15"."""
        month = self._s[place].has(Kind.MONTH)
        at = self._s.skip(place + 1, Kind.DETERMINER) if month else place
        if not self._s[at].has(Kind.NUMBER, Kind.ORDINAL, Kind.DATE):
            return None
        date_range = day_range_at(self._s, self._today, at)
        if date_range is None:
            return None
        spans = date_range.spans(self._today)
        ahead = [span for span in spans if span[1] >= self._today] or spans
        error = None if spans else "no_such_day"
        return within_reach(place, date_range.last, self._today, *ahead[:1], error=error)

    def _year_first(self, place: int) -> DayMention | None:
        """2026/set/23."""
        month, number = self._s[place + 2], self._number_at(place + 4)
        dashed = all(self._s[place + n].has(Kind.DASH) for n in (1, 3))
        if len(self._s[place].word) != 4 or not dashed or not month.has(Kind.MONTH):
            return None
        year, of = self._s[place].number(Kind.NUMBER), month.number(Kind.MONTH)
        return self._of(place, place + 5, year, of, number) if number else None

    def _is_ordinal(self, place: int) -> bool:
        suffixed = self._s[place].has(Kind.NUMBER) and self._s[place + 1].has(Kind.SUFFIX)
        return suffixed or self._s[place].name(Kind.ORDINAL) == "day"

    def _is_glued(self, place: int) -> bool:
        """Whether the dash at `place` is inside of one date: "2/oct", "1-Ene"."""
        before, after = self._s[place - 1], self._s[place + 1]
        touches = before.end == self._s[place].start and self._s[place].end == after.start
        return self._s[place].has(Kind.DASH) and touches

    def _number_at(self, place: int) -> int:
        """The day number at `place`, or 0."""
        symbol = self._s[place]
        if symbol.has(Kind.NUMBER) and symbol.name(Kind.NUMBER) != "article":
            return symbol.number(Kind.NUMBER)
        if symbol.has(Kind.ORDINAL):
            value = symbol.number(Kind.ORDINAL)
            dated = value == 1 or symbol.name(Kind.ORDINAL) == "day"
            return value if dated or self._is_nth_of_month(place) else 0
        first = symbol.name(Kind.NUMBER) == "article" and symbol.word in ("uno", "um", "one")
        return 1 if first and not self._has_day_behind(place + 1) else 0

    def _has_day_behind(self, place: int) -> bool:
        """Whether a month has its day behind it: "another one dec 22" is no first of December."""
        day = self._s[place + 1]
        return self._s[place].has(Kind.MONTH) and day.has(Kind.NUMBER, Kind.ORDINAL)

    def _is_nth_of_month(self, place: int) -> bool:
        """Whether it is the "segundo" of "el segundo de agosto"; a feminine one is no day."""
        symbol, at = self._s[place], place + 1 + self._is_day_word(place + 1)
        of_month = self._s[at].has(Kind.OF, Kind.IN) and self._s[at + 1].has(Kind.MONTH)
        return symbol.number(Kind.ORDINAL) > 0 and not symbol.word.endswith("a") and of_month

    def _is_day_word(self, place: int) -> bool:
        return self._s[place].name(Kind.UNIT) == "day" or self._s[place].word == "dia"

    def _dated(self, first: int, last: int, month: int, number: int) -> DayMention:
        year, end = year_at(self._s, self._today, last)
        return self._of(first, end, year, month, number)

    def _of(self, first: int, last: int, year: int | None, month: int, number: int) -> DayMention:
        if year is None:
            day = calendar.next_of_year(self._today, month, number)
        else:
            day = calendar.make(year, month, number)
        if day is None:
            return DayMention(first, last, error="no_such_day")
        mention = within_reach(first, last, self._today, calendar.day(day))
        return replace(mention, yearless=year is None)

    def _month_first(self, place: int) -> DayMention | None:
        """nov 24, december 1st, december the first."""
        at = self._s.skip(place + 1, Kind.DETERMINER)
        at += self._is_glued(at)
        if self._s[at].has(Kind.COMMA) and self._is_ordinal(at + 1):
            at += 1  # "October, 1st"
        number = self._number_at(at)
        if not 1 <= number <= 99:
            return None
        last = self._s.skip(at + 1, Kind.SUFFIX)
        return self._dated(place, last, self._s[place].number(Kind.MONTH), number)

    def _day_first(self, place: int) -> DayMention | None:
        """24 de noviembre; also the 24 of "24 o 25 de noviembre"."""
        number = self._number_at(place)
        if not 1 <= number <= 99:
            return None
        end = self._s.skip(place + 1, Kind.SUFFIX)
        if self._s[place].has(Kind.ORDINAL):
            end += self._is_day_word(end)
        month = self._month_at(end, place)
        if month:
            return self._dated(place, month[1], month[0], number)
        if number > _LONGEST_MONTH:
            return None
        if offset := self._of_offset_month(place, end, number):
            return offset
        if listed := listed_month(self._s, place):
            return self._of(place, end, None, listed, number)
        shared = self._shared_month(end)
        if not shared:
            return None
        year, _ = year_at(self._s, self._today, shared[1])
        return self._of(place, end, year, shared[0], number)

    def _of_offset_month(self, place: int, end: int, number: int) -> DayMention | None:
        """ "El 15 del próximo mes", "the 5th of next month", "dia 5 deste mês"."""
        at = self._s.skip(end, Kind.OF, Kind.DETERMINER)
        linked = at > end or self._s[at].word.startswith(_OF_MONTHS)
        if not (linked and self._s[at].has(Kind.MONTH_OFFSET)):
            return None
        months, last = months_at(self._s, self._today, at)
        day = calendar.make(*months[0], number)
        if day is None:
            return DayMention(place, last, error="no_such_day")
        return within_reach(place, last, self._today, calendar.day(day))

    def _month_at(self, place: int, day: int) -> tuple[int, int] | None:
        """The month after "24", "24 de", "24 del mes de" or, by number, "24 del"; and its end."""
        at = self._s.skip(place, Kind.OF)
        at += at == place and (
            self._is_glued(at) or (self._s[day].has(Kind.ORDINAL) and self._s[at].has(Kind.IN))
        )
        if self._s[at].has(Kind.MONTH) and at - place <= 1:
            return self._s[at].number(Kind.MONTH), at + 1
        before = self._s[day - 1]
        if self._number_at(day) > _LONGEST_MONTH or before.has(Kind.AT, Kind.THE_HOUR):
            return None
        introduced = before.has(Kind.DETERMINER, Kind.DAY_WORD, Kind.WEEKDAY)
        return numbered_month(self._s, place, introduced=introduced)

    def _shared_month(self, place: int) -> tuple[int, int] | None:
        """The month, and its end, that a later number of the same list carries."""
        for _ in range(4):
            at = self._s.skip(place, *_JOINTS)
            if at == place or not 1 <= self._number_at(at) <= _LONGEST_MONTH:
                return None
            place = self._s.skip(at + 1, Kind.SUFFIX)
            month = self._month_at(place, at)
            if month:
                return month
        return None

    def _number_only(self, place: int) -> DayMention | None:
        symbol, before = self._s[place], self._s[place - 1]
        number = self._number_at(place)
        end = self._s.skip(place + 1, Kind.SUFFIX)
        suffixed = end > place + 1 or symbol.name(Kind.ORDINAL) == "day"
        if not self._is_day_number(place, number, end, suffixed=suffixed):
            return None
        if number > _LONGEST_MONTH or symbol.word == "0":
            plausible = before.has(Kind.DAY_WORD) or number < 40
            return DayMention(place, end, error="no_such_day") if plausible else None
        day = calendar.next_of_month(self._today, number)
        if day is None:
            return None
        later = calendar.next_of_month(day + timedelta(days=1), number)
        return DayMention(
            place,
            end,
            (calendar.day(day),),
            number=number,
            later=(later, later) if later else None,
        )

    def _is_day_number(self, place: int, number: int, end: int, *, suffixed: bool) -> bool:
        """Whether a lone number is a day of the month and not an amount or an option."""
        symbol, before, after = self._s[place], self._s[place - 1], self._s[end]
        if symbol.name(Kind.NUMBER) == "article" or not (number or symbol.word == "0"):
            return False
        if after.has(Kind.UNIT, Kind.COUNTED, Kind.QUANTITY, Kind.MERIDIEM):
            return False
        if symbol.has(Kind.ORDINAL) and not (before.has(Kind.DAY_WORD) or number > _OPTIONS):
            return self._has_part(place)
        if before.has(Kind.DAY_WORD) or self._follows_weekday(place) or self._has_part(place):
            return True
        if self._in_range_of_days(place, end, number):
            return True
        articled = before.has(Kind.DETERMINER) or before.word.endswith((" del", " el", " do"))
        if articled and (suffixed or not self._english):
            firm = before.word not in _PLAIN_ARTICLES
            return number > _OPTIONS or firm or self._timed or self._joins_days(place, end)
        return suffixed and number > _OPTIONS

    def _has_part(self, place: int) -> bool:
        """Whether it is the day of a part: "the afternoon of the first", "la mañana del 3"."""
        items, at = self._s.items, place - 1
        while at > max(place - 4, 0) and items[at].has(Kind.OF, Kind.DETERMINER):
            at -= 1
        return at < place - 1 and at >= 0 and items[at].has(Kind.PART)

    def _follows_weekday(self, place: int) -> bool:
        at = place - 1
        while (
            self._s[at].has(Kind.COMMA, Kind.DETERMINER, Kind.DAY_WORD, Kind.ON) and at > place - 4
        ):
            at -= 1
        return self._s[at].has(Kind.WEEKDAY) and not self._s[at].is_weak()

    def _joins_days(self, place: int, end: int) -> bool:
        """Whether "al", "ao" or "to the" makes it an end of a range, as in "del 2 al 4"."""
        ties = {"al", "ao", "to the", "hasta el", "ate o"}
        return self._s[end].word in ties or self._s[place - 1].word in ties - {"al"}

    def _in_range_of_days(self, place: int, end: int, number: int) -> bool:
        """Whether it is the 24 or the 27 of "de 24 a 27", which are too large for hours."""
        leads = (Kind.SINCE, Kind.BETWEEN)
        joins = (Kind.TO, Kind.AND, Kind.DASH)
        if self._s[place - 1].has(*leads) and self._s[end].has(*joins):
            at = self._s.skip(end, *joins, Kind.DETERMINER)
            other = 0 if self._s[at + 1].has(Kind.UNIT, Kind.COUNTED) else self._number_at(at)
            return number < other <= _LONGEST_MONTH and not self._s[place].has(Kind.ORDINAL)
        if self._s[place - 1].has(*joins) and self._s[place - 3].has(*leads):
            return self._number_at(place - 2) < number
        return self._s[place - 1].word in ("al", "ao") and self._number_at(place - 2) > 0

    def _numeric(self, place: int) -> DayMention | None:
        written = self._s[place].name(Kind.DATE)
        separator = next(c for c in written if not c.isdigit())
        parts = [int(part) for part in re.split(r"\D", written)]
        introduced = self._s[place - 1].has(Kind.DETERMINER, Kind.DAY_WORD, Kind.ON, Kind.WEEKDAY)
        if written == "24/7" and not introduced:
            return None
        if self._s[place + 1].has(Kind.UNIT, Kind.HOUR_MARK):
            return None  # "1/2 hora"
        if re.match(r"\d{4}", written):
            return self._of(place, place + 1, parts[0], parts[1], parts[2])
        year = parts[2] if len(parts) == 3 else None
        if year is not None and year < 100:
            year += 2000
        return self._day_or_month_first(
            place, parts[0], parts[1], year, sure=introduced or year is not None or separator == "/"
        )

    def _day_or_month_first(
        self, place: int, one: int, two: int, year: int | None, *, sure: bool
    ) -> DayMention | None:
        day_first = self._of(place, place + 1, year, two, one)
        month_first = self._of(place, place + 1, year, one, two)
        if self._order is None and not self._english:
            if day_first.error == "no_such_day" and sure and month_first.error != "no_such_day":
                return month_first  # "4/22" can only be one.
            implausible = day_first.error == "no_such_day" and (not sure or max(one, two) > 39)
            return None if implausible else day_first
        order = self._order or DateOrder.OPEN
        likely, other = day_first, month_first
        if order is DateOrder.MONTH_FIRST:
            likely, other = other, likely
        if likely.error == "no_such_day":
            # What is no date in the one order is one in the other, however it is meant.
            hopeless = other.error == "no_such_day" and (not sure or max(one, two) > 39)
            return None if hopeless else other
        if order is DateOrder.OPEN and likely.error and not other.error:
            return other
        if order is not DateOrder.OPEN or other.error or likely.spans == other.spans:
            return likely
        return DayMention(place, place + 1, likely.spans + other.spans)
