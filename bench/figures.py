"""What is measured, as figures with their yardsticks and aims, and how they are shown."""

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from io import StringIO

from rich.console import Console
from rich.table import Table

from agent.types import Json


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. `yardstick`: the same of the bare thing beside it, in the same unit.

    `ratio` is value / yardstick. `least` and `most` are the aim: of the ratio where there is a
    yardstick, of the value where there is none.
    """

    part: str
    name: str
    value: float
    unit: str
    yardstick: float | None = None
    least: float | None = None
    most: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.value / self.yardstick if self.yardstick else None

    @property
    def met(self) -> bool | None:
        """Whether the aim is reached; None without an aim."""
        judged = self.value if self.ratio is None else self.ratio
        if self.least is not None:
            return judged >= self.least
        return judged <= self.most if self.most is not None else None


@dataclass(frozen=True, slots=True)
class Report:
    """A run: where (`machine`) and what."""

    machine: Json
    figures: list[Figure]

    def as_json(self) -> Json:
        """{machine, figures: [every field, and ratio and met]}."""
        listed = [asdict(f) | {"ratio": f.ratio, "met": f.met} for f in self.figures]
        return {"machine": self.machine, "figures": listed}

    def as_text(self) -> str:
        """A table for the terminal."""
        table = Table(box=None, pad_edge=False, header_style="bold")
        for title in ("", "figure", "measured", "unit", "yardstick", "ratio", "aim"):
            table.add_column(title, justify="right" if title in _NUMBERS else "left", no_wrap=True)
        part = ""
        for figure in self.figures:
            if part and figure.part != part:
                table.add_row()
            table.add_row(figure.part if figure.part != part else "", *_cells(figure))
            part = figure.part
        screen = Console(file=StringIO(), width=140)
        screen.print(", ".join(f"{name} {value}" for name, value in self.machine.items()), "\n")
        screen.print(table)
        assert isinstance(screen.file, StringIO)
        return screen.file.getvalue()


_NUMBERS = ("measured", "yardstick", "ratio")


def _cells(figure: Figure) -> tuple[str, ...]:
    return (
        figure.name,
        _number(figure.value),
        figure.unit,
        _number(figure.yardstick),
        "" if figure.ratio is None else f"{figure.ratio:.2f}",
        _aim(figure),
    )


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _aim(figure: Figure) -> str:
    if figure.met is None:
        return ""
    aim = f"at least {figure.least:g}" if figure.least is not None else f"at most {figure.most:g}"
    return f"{aim}: {'met' if figure.met else 'missed'}"


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie, by nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def milliseconds(values: Sequence[float], share: float) -> float:
    """A percentile of seconds, in milliseconds."""
    return percentile(values, share) * 1000
