"""Bars of a span's days as numbers for an SVG, whose drawing is the template's."""

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.console.figures.shown import every_day
from gateway.console.spoken import Spoken
from gateway.figures.records import DayFigures, Figures
from gateway.figures.wording import count, short_day

HEIGHT = 100
STEP, WIDTH = 10, 7
"""A day's place and its bar, in units of the drawing."""
_PLOTS: Mapping[str, tuple[str, ...]] = {
    "chats": ("unaided", "aided"),
    "booked": ("booked",),
    "changed": ("moved", "cancelled", "no_show"),
}
"""What is drawn on top of each other, from below."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a bar."""

    kind: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A day. `words`: its numbers, for who points at it."""

    x: int
    words: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """`top`: what the highest line stands for. `words`: what it shows, for who does not see it."""

    name: str
    kinds: tuple[str, ...]
    bars: tuple[Bar, ...]
    width: int
    top: str
    half: str
    first: str
    last: str
    words: str


def plots_of(figures: Figures, spoken: Spoken) -> list[Plot]:
    return [_plot(name, kinds, figures, spoken) for name, kinds in _PLOTS.items()]


def _plot(name: str, kinds: tuple[str, ...], figures: Figures, spoken: Spoken) -> Plot:
    days = every_day(figures)
    sums = [sum(_value(one, kind) for kind in kinds) for one in days]
    top = _top(max(sums))
    most = days[sums.index(max(sums))]
    words = spoken.t(
        "figures.plot_words",
        total=count(sum(sums), spoken.language),
        most=count(max(sums), spoken.language),
        day=short_day(most.day, spoken.language),
    )
    return Plot(
        name=name,
        kinds=kinds,
        bars=tuple(_bar(n, one, kinds, top, spoken) for n, one in enumerate(days)),
        width=len(days) * STEP,
        top=count(top, spoken.language),
        half=count(top / 2, spoken.language),
        first=short_day(days[0].day, spoken.language),
        last=short_day(days[-1].day, spoken.language),
        words=words,
    )


def _bar(place: int, one: DayFigures, kinds: tuple[str, ...], top: float, spoken: Spoken) -> Bar:
    y, blocks = float(HEIGHT), []
    for kind in kinds:
        height = HEIGHT * _value(one, kind) / top
        y -= height
        if height:
            blocks.append(Block(kind, round(y, 2), round(height, 2)))
    numbers = (
        f"{spoken.t(f'figures.name.{kind}')} {count(_value(one, kind), spoken.language)}"
        for kind in kinds
    )
    return Bar(
        place * STEP + (STEP - WIDTH) // 2,
        f"{short_day(one.day, spoken.language)}: {', '.join(numbers)}",
        tuple(blocks),
    )


def _value(one: DayFigures, kind: str) -> float:
    if kind == "aided":
        return one.counts.get("chats", 0) - one.counts.get("unaided", 0)
    return one.counts.get(kind, 0)


def _top(most: float) -> float:
    """A round number that nothing exceeds, and that can be halved."""
    step = 1.0
    while step * 10 < most:
        step *= 10
    return next((step * n for n in (2, 4, 6, 8, 10) if step * n >= most), step * 10)
