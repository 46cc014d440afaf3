"""The evidence of a turn, put in order for looking up: what stands in it, and where it came from."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property, lru_cache
from itertools import combinations

from agent.language.text import fold
from agent.reply_checks.evidence import Booking, Evidence, Intervals, Service, Start
from agent.reply_checks.lexicon import Lexicon
from agent.reply_checks.moments import days, hours, readings
from agent.reply_checks.quantities import amounts, durations, money_in, percents

_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(
    [
        "de",
        "del",
        "la",
        "el",
        "las",
        "los",
        "con",
        "y",
        "e",
        "da",
        "do",
        "das",
        "dos",
        "com",
        "para",
        "a",
        "o",
        "en",
        "em",
        "na",
        "no",
        "the",
        "of",
        "and",
        "for",
        "with",
    ]
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A start with whom and what for; `is_booked`: it is the customer's own."""

    at: datetime
    service: str
    person: str
    is_booked: bool

    @property
    def minute(self) -> int:
        return self.at.hour * 60 + self.at.minute


class Ground:
    """Of one Evidence. Each part is worked out when a check asks for it."""

    def __init__(self, evidence: Evidence, lexicon: Lexicon) -> None:
        self.evidence = evidence
        self.lexicon = lexicon

    @cached_property
    def own_texts(self) -> tuple[str, ...]:
        """What the business and its tools say, in lower case."""
        evidence = self.evidence
        return tuple(text.lower() for text in (*evidence.entries, *evidence.texts))

    @cached_property
    def customer_texts(self) -> tuple[str, ...]:
        return tuple(text.lower() for text in self.evidence.customer)

    @cached_property
    def words(self) -> frozenset[str]:
        """All folded words of the evidence."""
        evidence = self.evidence
        people = [one.name for one in evidence.appointments] + [one.name for one in evidence.done]
        by = [one.person for one in evidence.appointments] + [one.person for one in evidence.starts]
        offered = [part for one in evidence.services for part in (one.name, *one.people)]
        texts = (
            *evidence.entries, *evidence.texts, *evidence.customer, *evidence.people, *people, *by, *offered,
            evidence.business, evidence.address,
        )  # fmt: skip
        return frozenset(word for text in texts for word in folded_words(text))

    @cached_property
    def staff_words(self) -> frozenset[str]:
        """The names of those who give services."""
        people = (person for one in self.evidence.services for person in one.people)
        return frozenset(
            word for person in people for word in folded_words(person) if len(word) > 3
        )

    @cached_property
    def business_words(self) -> frozenset[str]:
        """The same without the customer's."""
        evidence = self.evidence
        texts = (*evidence.entries, *evidence.texts, evidence.business, evidence.address)
        named = (part for one in evidence.services for part in (one.name, *one.people))
        return frozenset(word for text in (*texts, *named) for word in folded_words(text))

    @cached_property
    def digits(self) -> str:
        """All digits of what the business, its tools and the customer say, a number a piece."""
        evidence = self.evidence
        texts = (evidence.phone, evidence.address, *evidence.entries, *evidence.texts)
        return "|".join(
            re.sub(r"[^\d|]", "", text.replace("\n", "|")) for text in (*texts, *evidence.customer)
        )

    # Money and duration

    @cached_property
    def prices(self) -> Mapping[str, frozenset[float]]:
        """By service."""
        return {one.name: money_in(one.price) for one in self.evidence.services}

    @cached_property
    def entry_amounts(self) -> frozenset[float]:
        """What the business wrote about money itself."""
        return self._amounts(text.lower() for text in self.evidence.entries)

    @cached_property
    def text_amounts(self) -> frozenset[float]:
        return self._amounts(self.own_texts)

    def _amounts(self, texts: Iterable[str]) -> frozenset[float]:
        texts = tuple(texts)
        bare = _bare_number(self.lexicon)
        numbers = (float(n) for text in texts for n in bare.findall(text))
        return _values(amounts(text, self.lexicon) for text in texts) | frozenset(numbers)

    @cached_property
    def customer_amounts(self) -> frozenset[float]:
        return _values(amounts(text, self.lexicon) for text in self.customer_texts)

    @cached_property
    def _worth(self) -> tuple[float, ...]:
        prices = sorted({price for prices in self.prices.values() for price in prices})[:12]
        return tuple(sorted({*prices, *list(self.text_amounts)[:12]}))

    @cached_property
    def sums(self) -> frozenset[float]:
        """What some of the services cost together."""
        worth = self._worth
        pairs = {a + b for a, b in combinations(worth, 2)}
        pairs |= {2 * a + b for a in worth for b in worth}
        triples = set(map(sum, combinations(worth, 3))) if len(worth) <= 14 else set()
        return frozenset(map(float, pairs | triples))

    @cached_property
    def differences(self) -> frozenset[float]:
        """How much one costs more, or is left of it."""
        worth = self._worth
        pairs = {abs(a - b) for a, b in combinations(worth, 2)}
        triples = set(map(_rest, combinations(worth, 3))) if len(worth) <= 14 else set()
        return frozenset(pairs | triples)

    @cached_property
    def shares(self) -> frozenset[float]:
        """Parts of amounts that some text gives in per cent."""
        worth = self._worth
        shares = {price * share / 100 for price in worth for share in self.text_percents}
        return frozenset(shares | {price - share for price in worth for share in shares})

    @cached_property
    def fees(self) -> frozenset[float]:
        """Amounts of texts that speak of a fee, an extra or a deposit."""
        fee = self.lexicon.pattern("money.fee")
        texts = [text for text in self.own_texts if fee.search(text)]
        half = self.lexicon.pattern("money.half_of")
        shares = _values(percents(text, self.lexicon) for text in texts)
        shares |= {50.0} if any(half.search(text) for text in texts) else set()
        parts = {
            price * share / 100 for own in self.prices.values() for price in own for share in shares
        }
        return _values(amounts(text, self.lexicon) for text in texts) | parts

    @cached_property
    def text_percents(self) -> frozenset[float]:
        half = self.lexicon.pattern("money.half_of")
        halves = {50.0} if any(half.search(text) for text in self.own_texts) else set()
        return _values(percents(text, self.lexicon) for text in self.own_texts) | halves

    @cached_property
    def minutes(self) -> Mapping[str, frozenset[float]]:
        """How long each service takes."""
        return {
            one.name: frozenset({float(one.minutes)} if one.minutes else ())
            for one in self.evidence.services
        }

    @cached_property
    def text_durations(self) -> frozenset[float]:
        return _values(durations(text, self.lexicon) for text in self.own_texts)

    @cached_property
    def customer_durations(self) -> frozenset[float]:
        return _values(durations(text, self.lexicon) for text in self.customer_texts)

    @cached_property
    def spans(self) -> frozenset[float]:
        """Minutes from now to what is spoken of and to the doors' hours, and between these."""
        now = self.evidence.now
        ahead = {(one.at - now).total_seconds() // 60 for one in self.moments}
        clock, today = now.hour * 60 + now.minute, self.bounds((now.date(),))
        doors = {abs(bound - clock) for bound in today}
        starts = {one.minute for one in self.moments} | self.customer_minutes
        on_days = {(one.at.date(), one.minute) for one in self.moments} | self.ends
        by_day = {(minute, bound) for day, minute in on_days for bound in self.bounds((day,))}
        between = {abs(a - b) for a, b in (*combinations(sorted(starts)[:16], 2), *by_day)}
        dates = {one.at.date() for one in self.moments} | self.customer_days | self.text_days
        apart = {abs((day - now.date()).days) * 1440 for day in dates}
        weeks = {round(days / 10080) * 10080 for days in apart}
        return frozenset(map(float, {*ahead, *doors, *between, *apart, *weeks, *self._lengths}))

    @cached_property
    def _lengths(self) -> frozenset[float]:
        """How long the doors are open at a stretch, and on a day."""
        every = [*self.evidence.hours.values(), *self.evidence.special.values()]
        stretches = [
            [
                (closes.hour - opens.hour) * 60 + closes.minute - opens.minute
                for opens, closes in one
            ]
            for one in every
        ]
        special = [
            sorted(minutes) for _, minutes in self.special_texts.values() if len(minutes) <= 4
        ]
        ends = [[b - a] for one in special for a, b in combinations(one, 2)]
        return frozenset(float(x) for one in (*stretches, *ends) for x in (*one, sum(one)))

    @cached_property
    def special_texts(self) -> Mapping[date, tuple[bool, frozenset[int]]]:
        """Days of which some text says that they are closed, or when they open and close."""
        table: dict[date, tuple[bool, frozenset[int]]] = {}
        closed = self.lexicon.pattern("time.closed")
        now, country = self.evidence.now, self.evidence.country
        for text in self.own_texts:
            pending: list[date] = []
            was_shut = False
            for piece in re.split(
                r"[;\n:](?!\d)|,\s(?!\d{1,2}\s*(?:,|y|e|and|&)\s)|(?<=\w\w)\.\s|\s(?:y|e|and)\s(?=cerr|fech|clos|descans)",
                text,
            ):
                read = [day for day in days(piece, self.lexicon, now, country) if not day.every]
                named = [
                    one for day in read if not day.weekday for one in day.days if one >= now.date()
                ]
                clocks = frozenset(m for hour in hours(piece, self.lexicon) for m in hour.minutes)
                shut = bool(closed.search(piece))
                if was_shut and named and not (shut or clocks):
                    shut = True  # "closed on Freedom Day, Tuesday 27 April"
                was_shut = shut and not (named or pending)
                pending = (
                    [*pending, *named]
                    if not (shut or clocks) or (named and not pending)
                    else pending or named
                )
                if shut or clocks:
                    for one in named or pending:
                        table.setdefault(one, (shut and not clocks, clocks))
                    pending = []
        return table

    # Services

    @cached_property
    def _by_word(self) -> Mapping[str, frozenset[str]]:
        table: dict[str, set[str]] = {}
        for one in self.evidence.services:
            for word in folded_words(one.name):
                if word not in _SMALL and len(word) > 2:
                    table.setdefault(_stem(word), set()).add(one.name)
        return {word: frozenset(names) for word, names in table.items()}

    def services_in(self, text: str) -> frozenset[str]:
        """The services that a text names: of each word those that most of its words fit."""
        words = {self._whole(_stem(word)) for word in folded_words(text)}
        points: dict[str, int] = {}
        for word in words:
            for name in self._by_word.get(word, ()):
                points[name] = points.get(name, 0) + 1
        named: set[str] = set()
        for word in words:
            options = self._by_word.get(word, frozenset())
            most = max((points[name] for name in options), default=0)
            named |= {name for name in options if points[name] == most}
        return frozenset(named)

    def _whole(self, word: str) -> str:
        """ "eletro" of "eletrocardiograma", where only one word of the services begins so."""
        if len(word) < 5 or word in self._by_word:
            return word
        longer = [one for one in self._by_word if one.startswith(word) and len(one) > len(word) + 3]
        return longer[0] if len(longer) == 1 else word

    def is_service_word(self, word: str) -> bool:
        return _stem(word) in self._by_word

    # Moments

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        evidence = self.evidence
        booked: list[Booking | Start] = [*evidence.appointments]
        changed = [
            Moment(one.at, one.service, "", one.change not in ("cancelled",))
            for one in evidence.done
            if one.at
        ]
        return (
            *(Moment(one.at, one.service, one.person, False) for one in evidence.starts),
            *(Moment(one.at, one.service, one.person, True) for one in booked),
            *changed,
        )

    @cached_property
    def customer_minutes(self) -> frozenset[int]:
        read = (hours(text, self.lexicon) for text in self.customer_texts)
        bare = (
            m["hour"] for text in self.customer_texts for m in _about(self.lexicon).finditer(text)
        )
        return frozenset(
            minute for hours_read in read for hour in hours_read for minute in hour.minutes
        ) | frozenset(minute for hour in bare for minute in readings(int(hour), 0))

    @cached_property
    def text_minutes(self) -> frozenset[int]:
        read = (hours(text, self.lexicon) for text in self.own_texts)
        return frozenset(
            minute for found_hours in read for hour in found_hours for minute in hour.minutes
        )

    @cached_property
    def entry_minutes(self) -> frozenset[int]:
        """Hours that the business itself wrote of."""
        texts = (text.lower() for text in self.evidence.entries)
        return frozenset(
            minute
            for text in texts
            for hour in hours(text, self.lexicon)
            for minute in hour.minutes
        )

    @cached_property
    def customer_days(self) -> frozenset[date]:
        return frozenset(self._days(self.customer_texts))

    @cached_property
    def text_days(self) -> frozenset[date]:
        return frozenset(self._days(self.own_texts))

    @cached_property
    def entry_days(self) -> frozenset[date]:
        """Days that the business itself wrote of."""
        return frozenset(self._days(text.lower() for text in self.evidence.entries))

    def _days(self, texts: Iterable[str]) -> Iterator[date]:
        for text in texts:
            for day in days(text, self.lexicon, self.evidence.now, self.evidence.country):
                yield from day.days

    def hours_on(self, day: date) -> Intervals:
        """When the doors are open."""
        return self.evidence.special.get(day, self.evidence.hours.get(day.isoweekday(), ()))

    def bounds(self, on: Iterable[date] | None, side: int | None = None) -> frozenset[int]:
        """Minutes at which the business opens (`side` 0) or closes (1) on any of these days, or at all."""
        special: set[int] = set()
        if on is not None:
            table = self.special_texts
            days_on = tuple(on)
            special = {minute for day in days_on if day in table for minute in table[day][1]}
            on = [day for day in days_on if day not in table]
        if on is None:
            intervals = [*self.evidence.hours.values(), *self.evidence.special.values()]
        else:
            intervals = [self.hours_on(day) for day in on]
        return frozenset(special).union(
            clock.hour * 60 + clock.minute + (1 if clock.minute == 59 else 0)
            for each in intervals
            for pair in each
            for at, clock in enumerate(pair)
            if side in (None, at)
        )

    def is_open(self, minute: int, on: Iterable[date]) -> bool:
        """Whether the doors are open then, on one of these days."""
        return any(
            opens.hour * 60 + opens.minute <= minute < closes.hour * 60 + closes.minute
            for day in on
            for opens, closes in self.hours_on(day)
        )

    @cached_property
    def notices(self) -> frozenset[tuple[date, int]]:
        """As long before and after what is offered or booked as some text of the business says."""
        return frozenset(
            (at.date(), at.hour * 60 + at.minute)
            for one in self.moments
            for minutes in self.text_durations
            if minutes <= 7 * 1440
            for at in (one.at - timedelta(minutes=minutes), one.at + timedelta(minutes=minutes))
        )

    @cached_property
    def eves(self) -> frozenset[date]:
        """The days before what is booked, where some text of the business speaks of such a day."""
        eve = self.lexicon.pattern("day.before")
        if not any(eve.search(text) for text in self.own_texts):
            return frozenset()
        return frozenset(one.at.date() - timedelta(1) for one in self.moments if one.is_booked)

    @cached_property
    def ends(self) -> frozenset[tuple[date, int]]:
        """When what is offered or booked is over."""
        lengths = {one.name: one.minutes or 0 for one in self.evidence.services}
        return frozenset(
            (end.date(), end.hour * 60 + end.minute)
            for one in self.moments
            if (end := one.at + timedelta(minutes=lengths.get(one.service, 0))) != one.at
        )

    @cached_property
    def late_ends(self) -> frozenset[int]:
        """Minutes at which it is over where it begins as late as some text of the business says."""
        late = [int(minutes) for minutes in self.text_durations if minutes <= 60]
        return frozenset(end + more for _, end in self.ends for more in late)

    def service(self, name: str) -> Service | None:
        return next((one for one in self.evidence.services if one.name == name), None)


@lru_cache(maxsize=4096)  # texts of a business come back with every reply
def folded_words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text."""
    return tuple(_WORD.findall(fold(text)))


def _stem(word: str) -> str:
    for plural, one in (("oes", "ao"), ("iones", "ion")):
        if len(word) > 5 and word.endswith(plural):
            return word.removesuffix(plural) + one
    return word[:-1] if len(word) > 4 and word.endswith("s") else word


@cache
def _bare_number(lexicon: Lexicon) -> re.Pattern[str]:
    """A number that may be an amount, though nothing marks it."""
    units = lexicon.text("time.units").replace("mil|", "").replace("pesos|", "")
    return re.compile(rf"(?<![\d.,:/#-])\d{{2,6}}(?![\d:%/]|[.,]\d|[\s-]*(?:{units}))")


@cache
def _about(lexicon: Lexicon) -> re.Pattern[str]:
    """The 18 of "tipo 18": an hour that only a customer writes so."""
    return re.compile(
        rf"(?<!\w)(?:{lexicon.text('time.about')})(?:\s+\w{{1,5}})?\s+(?P<hour>\d{{1,2}})(?![\w:%/]|[.,]\d)"
        rf"(?!\s*(?:{lexicon.text('time.units')}))"
    )


def _rest(three: tuple[float, ...]) -> float:
    """What two cost more than the third, a bundle of them."""
    return abs(three[0] + three[1] - three[2])


def _values(read: Iterable[Iterable[object]]) -> frozenset[float]:
    return frozenset(
        value for quantities in read for one in quantities for value in getattr(one, "values", ())
    )
