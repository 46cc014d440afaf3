"""What the page shows of figures: tiles, each beside the span before, and lines of its tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from gateway.console.spoken import Spoken
from gateway.figures.records import Counts, DayFigures, Figures, PartFigures
from gateway.figures.wording import (
    amounts,
    count,
    decimal,
    difference,
    dollars,
    duration,
    share_of,
    short_day,
)

FILLED = ("filled", "filled_earlier", "filled_due")
"""Freed time that was filled again: for who waited, moved up, for who was due."""
DAY = (
    "chats",
    "unaided",
    "booked",
    "moved",
    "cancelled",
    "no_show",
    *FILLED,
    "calls",
    "gaps",
    "rated",
)
"""Figures of a day, in their order."""
OF_APPOINTMENTS = ("booked", "moved", "cancelled", "no_show")
"""Figures of a member or a service."""
_LESS_IS_BETTER = frozenset({"cancelled", "no_show", "calls", "gaps", "seconds", "cost"})
_NEITHER = frozenset({"moved", "filled_earlier"})
_LEAST_OF_BEFORE, _MOST_SHARE = 5, 10
"""A change of less than five, or to more than tenfold, says nothing in percent."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure. `value` and `before` are worded, `more` is a line below; `change`: "+12 %", "" for none, `tint`: good,
    bad or nothing."""

    name: str
    value: str
    before: str
    more: str = ""
    change: str = ""
    tint: str = ""


@dataclass(frozen=True, slots=True)
class DayRow:
    """A line of the table of days, in the order of DAY (and costs)."""

    day: str
    iso: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartRow:
    """A member or a service. `share`: of the most booked one, 0 to 100; `rated`: the mean of its ratings and how many
    they are, "" without any."""

    name: str
    now: tuple[int, ...]
    before: tuple[int, ...]
    share: int
    rated: str


def tiles_of(figures: Figures, spoken: Spoken, *, money: bool) -> list[Tile]:
    """In the order of the page; what is earned and spent only where it is theirs to see."""
    now, before = figures.now, figures.before
    tiles = [
        _counted(name, now.counts, before.counts, spoken, _more(name, figures, spoken))
        for name in DAY
    ]
    tiles.insert(2, _seconds(figures, spoken))
    return [*tiles, _cost(now.counts, before.counts, spoken)] if money else tiles


def _counted(name: str, now: Counts, before: Counts, spoken: Spoken, more: str) -> Tile:
    value, earlier = now.get(name, 0), before.get(name, 0)
    change, tint = _change(name, value, earlier, spoken)
    language = spoken.language
    return Tile(name, count(value, language), count(earlier, language), more, change, tint)


def _more(name: str, figures: Figures, spoken: Spoken) -> str:
    """What stands below a figure: of how many, or how much."""
    counts = figures.now.counts
    if name == "unaided" and counts.get("chats"):
        share = share_of(counts.get(name, 0), counts["chats"], spoken.language)
        return spoken.t("figures.of_chats", share=share)
    if name == "rated" and (mean := mean_of(counts)):
        return spoken.t("figures.mean", mean=decimal(mean, spoken.language))
    now = figures.now
    money = dict(zip(FILLED, (now.money, now.money_earlier, now.money_due), strict=True))
    return " + ".join(amounts(money.get(name, {}), spoken.language))


def mean_of(counts: Counts) -> float | None:
    """Of how visits were rated; None without any."""
    rated = counts.get("rated", 0)
    return counts.get("stars", 0) / rated if rated else None


def _rated(counts: Counts, language: str) -> str:
    mean = mean_of(counts)
    return "" if mean is None else f"{decimal(mean, language)} ({count(counts['rated'], language)})"


def _seconds(figures: Figures, spoken: Spoken) -> Tile:
    now, before, language = figures.now, figures.before, spoken.language
    slow = "" if now.p95 is None else spoken.t("figures.p95", time=duration(now.p95, language))
    change, tint = _change("seconds", now.median or 0, before.median or 0, spoken)
    value, earlier = duration(now.median, language), duration(before.median, language)
    return Tile("seconds", value, earlier, slow, change, tint)


def _cost(now: Counts, before: Counts, spoken: Spoken) -> Tile:
    spent, earlier = now.get("cost", 0), before.get("cost", 0)
    unpriced = int(now.get("unpriced", 0))
    more = spoken.n("figures.unpriced", unpriced) if unpriced else ""
    change, tint = _change("cost", spent, earlier, spoken)
    language = spoken.language
    return Tile("cost", dollars(spent, language), dollars(earlier, language), more, change, tint)


def _change(name: str, now: float, before: float, spoken: Spoken) -> tuple[str, str]:
    """The difference in percent of before, and whether that is good; nothing where before was next to nothing."""
    least = 0 if name == "cost" else _LEAST_OF_BEFORE
    share = (now - before) / before if before > 0 else 0
    if before < least or not share or share > _MOST_SHARE:
        return "", ""
    words = difference(share, spoken.language)
    if name in _NEITHER:
        return words, ""
    return words, "good" if (share < 0) == (name in _LESS_IS_BETTER) else "bad"


def day_rows(figures: Figures, spoken: Spoken, *, money: bool) -> list[DayRow]:
    """Every day of the span, also those of which there is nothing."""
    language = spoken.language
    rows = []
    for one in every_day(figures):
        cells = [count(one.counts.get(name, 0), language) for name in DAY]
        if money:
            cells.append(dollars(one.counts.get("cost", 0), language))
        rows.append(DayRow(short_day(one.day, language), one.day.isoformat(), tuple(cells)))
    return rows


def every_day(figures: Figures) -> Sequence[DayFigures]:
    """The days of a span without a gap."""
    there = {one.day: one for one in figures.days}
    length = (figures.last - figures.first).days + 1
    days = (figures.first + timedelta(n) for n in range(length))
    return [there.get(day, DayFigures(day=day, counts={})) for day in days]


def part_rows(figures: Figures, language: str) -> dict[str, list[PartRow]]:
    """By member and by service, the most booked first."""
    return {
        "member": _parts(figures.members, language),
        "service": _parts(figures.services, language),
    }


def _parts(parts: Sequence[PartFigures], language: str) -> list[PartRow]:
    most = max((one.now.get("booked", 0) for one in parts), default=0) or 1
    rows = [
        PartRow(
            one.name,
            tuple(int(one.now.get(name, 0)) for name in OF_APPOINTMENTS),
            tuple(int(one.before.get(name, 0)) for name in OF_APPOINTMENTS),
            round(100 * one.now.get("booked", 0) / most),
            _rated(one.now, language),
        )
        for one in parts
    ]
    return sorted(rows, key=lambda row: -row.now[0])
