"""Figures as the page says them: numbers of the reader's language, each beside the span before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_skeleton
from babel.numbers import format_currency, format_decimal, format_percent

from agent.texts import texts
from gateway.console.figures.records import Counts, DayFigures, Figures, PartFigures
from gateway.console.spoken import Spoken

DAY = ("chats", "unaided", "booked", "moved", "cancelled", "no_show", "filled", "calls", "gaps")
"""Figures of a day, in their order."""
OF_APPOINTMENTS = ("booked", "moved", "cancelled", "no_show")
"""Figures of a member or a service."""
_LESS_IS_BETTER = frozenset({"cancelled", "no_show", "calls", "gaps", "seconds", "cost"})
_NEITHER = frozenset({"moved"})
_SECONDS_OF_A_MINUTE = 60
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
    """A member or a service. `share`: of the most booked one, 0 to 100."""

    name: str
    now: tuple[int, ...]
    before: tuple[int, ...]
    share: int


def number(value: float, spoken: Spoken) -> str:
    return str(format_decimal(value, locale=_locale(spoken)))


def dollars(value: float, spoken: Spoken) -> str:
    return f"US$ {format_decimal(value, '#,##0.00', locale=_locale(spoken))}"


def tiles_of(figures: Figures, spoken: Spoken, *, money: bool) -> list[Tile]:
    """In the order of the page; what is earned and spent only where it is theirs to see."""
    now, before = figures.now, figures.before
    tiles = [
        _counted(name, now.counts, before.counts, spoken, _more(name, figures, spoken))
        for name in DAY
    ]
    tiles.insert(2, _seconds(figures, spoken))
    if money:
        spent, earlier = now.counts.get("cost", 0), before.counts.get("cost", 0)
        unpriced = int(now.counts.get("unpriced", 0))
        more = spoken.n("figures.unpriced", unpriced) if unpriced else ""
        change, tint = _change("cost", spent, earlier, spoken)
        tiles.append(
            Tile("cost", dollars(spent, spoken), dollars(earlier, spoken), more, change, tint)
        )
    return tiles


def _counted(name: str, now: Counts, before: Counts, spoken: Spoken, more: str) -> Tile:
    value, earlier = now.get(name, 0), before.get(name, 0)
    change, tint = _change(name, value, earlier, spoken)
    return Tile(name, number(value, spoken), number(earlier, spoken), more, change, tint)


def _more(name: str, figures: Figures, spoken: Spoken) -> str:
    """What stands below a figure: of how many, or how much."""
    chats = figures.now.counts.get("chats", 0)
    if name == "unaided" and chats:
        share = format_percent(figures.now.counts.get(name, 0) / chats, locale=_locale(spoken))
        return spoken.t("figures.of_chats", share=str(share))
    if name == "filled":
        return " + ".join(_amounts(figures.now.money, spoken))
    return ""


def _amounts(money: Mapping[str, float], spoken: Spoken) -> Iterable[str]:
    for currency, amount in sorted(money.items()):
        whole = amount == int(amount)
        pattern = "¤¤ #,##0" if whole else "¤¤ #,##0.00"
        yield format_currency(
            amount, currency, pattern, locale=_locale(spoken), currency_digits=False
        )


def _seconds(figures: Figures, spoken: Spoken) -> Tile:
    now, before = figures.now, figures.before
    more = spoken.t("figures.p95", time=_time(now.p95, spoken)) if now.p95 is not None else ""
    change, tint = _change("seconds", now.median or 0, before.median or 0, spoken)
    return Tile(
        "seconds", _time(now.median, spoken), _time(before.median, spoken), more, change, tint
    )


def _time(seconds: float | None, spoken: Spoken) -> str:
    if seconds is None:
        return "—"
    if seconds < 2 * _SECONDS_OF_A_MINUTE:
        return f"{number(seconds, spoken)} s"
    return f"{number(round(seconds / _SECONDS_OF_A_MINUTE), spoken)} min"


def _change(name: str, now: float, before: float, spoken: Spoken) -> tuple[str, str]:
    """The difference in percent of before, and whether that is good; nothing where before was next to nothing."""
    least = 0 if name == "cost" else _LEAST_OF_BEFORE
    share = (now - before) / before if before > 0 else 0
    if before < least or not share or share > _MOST_SHARE:
        return "", ""
    words = format_percent(share, format="+#,##0 %;-#,##0 %", locale=_locale(spoken))
    if name in _NEITHER:
        return str(words), ""
    return str(words), "good" if (share < 0) == (name in _LESS_IS_BETTER) else "bad"


def day_rows(figures: Figures, spoken: Spoken, *, money: bool) -> list[DayRow]:
    """Every day of the span, also those of which there is nothing."""
    return [
        DayRow(
            short_day(one.day, spoken),
            one.day.isoformat(),
            (
                *(number(one.counts.get(name, 0), spoken) for name in DAY),
                *([dollars(one.counts.get("cost", 0), spoken)] if money else []),
            ),
        )
        for one in every_day(figures)
    ]


def every_day(figures: Figures) -> Sequence[DayFigures]:
    """The days of a span without a gap."""
    there = {one.day: one for one in figures.days}
    length = (figures.last - figures.first).days + 1
    days = (figures.first + timedelta(n) for n in range(length))
    return [there.get(day, DayFigures(day=day, counts={})) for day in days]


def short_day(day: date, spoken: Spoken) -> str:
    """ "vie, 20 nov"."""
    return str(format_skeleton("MMMEd", day, locale=_locale(spoken)))


def part_rows(figures: Figures) -> dict[str, list[PartRow]]:
    """By member and by service, the most booked first."""
    return {"member": _parts(figures.members), "service": _parts(figures.services)}


def _parts(parts: Sequence[PartFigures]) -> list[PartRow]:
    most = max((one.now.get("booked", 0) for one in parts), default=0) or 1
    rows = [
        PartRow(
            one.name,
            tuple(int(one.now.get(name, 0)) for name in OF_APPOINTMENTS),
            tuple(int(one.before.get(name, 0)) for name in OF_APPOINTMENTS),
            round(100 * one.now.get("booked", 0) / most),
        )
        for one in parts
    ]
    return sorted(rows, key=lambda row: -row.now[0])


def _locale(spoken: Spoken) -> str:
    return texts(spoken.language).locale
