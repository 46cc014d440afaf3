"""A table of figures as CSV, for spreadsheets: plain numbers, UTF-8 with its mark, no formulas."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import StringIO

from starlette.responses import Response

from gateway.console.figures.shown import DAY, FILLED, OF_APPOINTMENTS, every_day, mean_of
from gateway.figures.records import Figures, PartFigures

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
Table = Callable[[Figures, bool], Iterable[Sequence[str]]]


def plain(text: str) -> str:
    """What no spreadsheet takes for a formula (OWASP: CSV injection)."""
    return f"'{text}" if text.lstrip().startswith(_BEGINS_A_FORMULA) else text


def by_day(figures: Figures, money: bool) -> Iterable[Sequence[str]]:
    """Titles, then a line a day; days without anything are there, too."""
    names = [*DAY, *(f"{name}_money" for name in FILLED), "cost"] if money else [*DAY]
    yield ["day", *("cost_usd" if name == "cost" else name for name in names), "rating_mean"]
    for one in every_day(figures):
        counts = [_bare(one.counts.get(name, 0)) for name in names]
        mean = mean_of(one.counts)
        yield [one.day.isoformat(), *counts, "" if mean is None else f"{mean:.2f}"]


def by_member(figures: Figures, money: bool) -> Iterable[Sequence[str]]:
    return _rated(_by("member", figures.members), figures.members)


def by_service(figures: Figures, money: bool) -> Iterable[Sequence[str]]:
    return _rated(_by("service", figures.services), figures.services)


def by_reason(figures: Figures, money: bool) -> Iterable[Sequence[str]]:
    return _by("reason", figures.reasons, ("calls",))


TABLES: Mapping[str, Table] = {
    "day": by_day,
    "member": by_member,
    "service": by_service,
    "reason": by_reason,
}


def _by(
    title: str, parts: Sequence[PartFigures], names: Sequence[str] = OF_APPOINTMENTS
) -> Iterable[Sequence[str]]:
    yield [title, *names, *(f"{name}_before" for name in names)]
    for one in parts:
        counts = [*(one.now.get(n, 0) for n in names), *(one.before.get(n, 0) for n in names)]
        yield [plain(one.name), *map(_bare, counts)]


def _rated(lines: Iterable[Sequence[str]], parts: Sequence[PartFigures]) -> Iterable[Sequence[str]]:
    """With how many ratings there were, and their mean."""
    titles, *rows = lines
    yield [*titles, "rated", "rating_mean"]
    for line, one in zip(rows, parts, strict=True):
        mean = mean_of(one.now)
        yield [*line, _bare(one.now.get("rated", 0)), "" if mean is None else f"{mean:.2f}"]


def _bare(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.6f}".rstrip("0")


def answer(by: str, figures: Figures, *, money: bool) -> Response:
    """The file; its name tells the days."""
    text = StringIO()
    csv.writer(text).writerows(TABLES[by](figures, money))
    days = f"{figures.first.isoformat()}_{figures.last.isoformat()}"
    name = f"figures_{by}_{days}.csv"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return Response(text.getvalue().encode("utf-8-sig"), headers=headers, media_type="text/csv")
