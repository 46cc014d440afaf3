"""The grid of the agenda: columns of members or days, and in them boxes at rows of five minutes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from gateway.console.agenda.place import Place
from gateway.console.agenda.records import Box, Column, Crowd, Piece, Sheet, Taken

MINUTES = 5
"""Of a row."""
_DAY = 24 * 60
_USUAL = (8 * 60, 18 * 60)
_MOST_LANES = 6
_SEEN = ("visit", "crowd")
"""Kinds that lie beside each other, and that the grid reaches to."""
Kind = Literal["visit", "crowd", "block", "busy", "hold", "free", "off"]


@dataclass(slots=True)
class Cell:
    """What stands in a column from `begins` to `ends` (minutes of the day). `boxes`: an appointment, or those of a
    group's session; `lane` of `lanes`: beside others of the same time."""

    kind: Kind
    begins: int
    ends: int
    boxes: list[Box] = field(default_factory=list)
    crowd: Crowd | None = None
    taken: Taken | None = None
    lane: int = 1
    lanes: int = 1
    row: int = 1
    span: int = 1

    @property
    def clock(self) -> str:
        return f"{self.begins // 60:02d}:{self.begins % 60:02d}"

    @property
    def short(self) -> bool:
        """There is place for one line."""
        return self.span < 6

    @property
    def tight(self) -> bool:
        """There is place for a name alone."""
        return self.lanes > 2


@dataclass(slots=True)
class Strip:
    """A column: of `subject` (None: of several) on `day`."""

    name: str
    day: date
    subject: UUID | None
    cells: list[Cell]
    lanes: int = 1
    now: int | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """`hours`: "08:00" and its row; `rows` in all; `now`: the row of the present moment, None on other days."""

    hours: tuple[tuple[str, int], ...]
    rows: int
    begins: int
    strips: tuple[Strip, ...]


def grid_of(sheet: Sheet, place: Place, names: Sequence[str], now: datetime) -> Grid:
    """`names` of the week's days; `now` is local."""
    strips = _week(sheet, place, names) if place.view == "week" else _day(sheet, place)
    first, last = _reach(strips)
    for strip in strips:
        _put(strip, first, last)
        minute = now.hour * 60 + now.minute
        if strip.day == now.date() and first <= minute < last:
            strip.now = (minute - first) // MINUTES + 1
    hours = tuple(
        (f"{hour:02d}:00", (hour * 60 - first) // MINUTES + 1)
        for hour in range(first // 60, last // 60)
    )
    return Grid(hours, (last - first) // MINUTES, first, tuple(strips))


def _day(sheet: Sheet, place: Place) -> list[Strip]:
    return [
        Strip(one.name, place.day, one.id, _cells(sheet, place.day, {one.id}))
        for one in shown(sheet)
    ]


def _week(sheet: Sheet, place: Place, names: Sequence[str]) -> list[Strip]:
    subjects = {one.id for one in shown(sheet)}
    single = next(iter(subjects)) if len(subjects) == 1 else None
    days = [place.first + timedelta(days=n) for n in range(7)]
    strips = [
        Strip(name, day, single, _cells(sheet, day, subjects))
        for name, day in zip(names, days, strict=True)
    ]
    # A closed Sunday takes no place.
    return [one for one in strips if one.day.weekday() < 5 or not _closed(one)]


def _closed(strip: Strip) -> bool:
    """Nobody works, and nothing is booked."""
    return [(cell.kind, cell.begins, cell.ends) for cell in strip.cells] == [("off", 0, _DAY)]


def shown(sheet: Sheet) -> list[Column]:
    """Whose agenda it is."""
    return [one for one in (*sheet.members, *sheet.units) if one.here]


def _cells(sheet: Sheet, day: date, subjects: set[UUID]) -> list[Cell]:
    worked = [span for p in _own(sheet.hours, subjects) if (span := _span(p.begins, p.ends, day))]
    cells = [Cell("off", *span) for span in _between(worked)]
    for crowd in sheet.crowds:
        if span := _span(crowd.local, crowd.until, day):
            cells.append(Cell("crowd", *span, crowd=crowd))
    if len(subjects) == 1:
        free = [span for p in _own(sheet.free, subjects) if (span := _span(p.begins, p.ends, day))]
        cells += [Cell("free", *span) for span in free]
    for taken in sheet.taken:
        span = _span(taken.local, taken.until, day) if taken.subject in subjects else None
        if span:
            cells.append(Cell(taken.kind, *span, taken=taken))
    return cells + _visits([box for box in sheet.appointments if box.subject in subjects], day)


def _own(pieces: Iterable[Piece], subjects: set[UUID]) -> list[Piece]:
    return [piece for piece in pieces if piece.subject in subjects]


def _visits(boxes: Sequence[Box], day: date) -> list[Cell]:
    """Those of one group's session are one cell."""
    sessions: dict[UUID, Cell] = {}
    cells = []
    for box in boxes:
        span = _span(box.local, box.until, day)
        if span is None:
            continue
        if box.session in sessions:
            sessions[box.session].boxes.append(box)
            continue
        cells.append(cell := Cell("visit", *span, boxes=[box]))
        if box.session:
            sessions[box.session] = cell
    return cells


def _span(begins: str, ends: str, day: date) -> tuple[int, int] | None:
    """Minutes of the day, None where nothing of it is."""
    on = day.isoformat()
    first, last = _minute(begins, on), _minute(ends, on)
    return (first, last) if first < last else None


def _minute(local: str, day: str) -> int:
    """Read as the text that it is: a week asks it of every piece for every day."""
    if local[:10] != day:
        return 0 if local[:10] < day else _DAY
    return int(local[11:13]) * 60 + int(local[14:16])


def _between(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """What of a day these leave out."""
    left, at = [], 0
    for begins, ends in sorted(spans):
        if begins > at:
            left.append((at, begins))
        at = max(at, ends)
    return [*left, (at, _DAY)] if at < _DAY else left


def _reach(strips: Sequence[Strip]) -> tuple[int, int]:
    """From which whole hour to which one the grid goes: everybody's hours and appointments."""
    worked = [edge for strip in strips for edge in _worked(strip)]
    visits = [
        edge
        for strip in strips
        for cell in strip.cells
        if cell.kind in _SEEN
        for edge in (cell.begins, cell.ends)
    ]
    edges = worked + visits or list(_USUAL)
    first, last = min(edges) // 60 * 60, -(-max(edges) // 60) * 60
    return max(first, 0), min(max(last, first + 4 * 60), _DAY)


def _worked(strip: Strip) -> list[int]:
    off = [(cell.begins, cell.ends) for cell in strip.cells if cell.kind == "off"]
    return [edge for span in _between(off) for edge in span]


def _put(strip: Strip, first: int, last: int) -> None:
    """Gives each cell its rows and lane; what lies outside of the grid is cut off."""
    strip.cells = [c for c in strip.cells if c.begins < last and c.ends > first]
    for cell in strip.cells:
        begins, ends = max(cell.begins, first), min(cell.ends, last)
        cell.row = (begins - first) // MINUTES + 1
        cell.span = max(-(-(ends - first) // MINUTES) + 1 - cell.row, 1)
    strip.cells.sort(key=lambda c: (c.begins, c.kind != "off", c.kind != "block", c.ends))
    visits = [c for c in strip.cells if c.kind in _SEEN]
    for group in _overlapping(visits):
        _lanes(group)
    strip.lanes = max((c.lanes for c in visits), default=1)


def _overlapping(cells: Sequence[Cell]) -> list[list[Cell]]:
    groups: list[list[Cell]] = []
    until = -1
    for cell in cells:
        if cell.begins >= until:
            groups.append([])
        groups[-1].append(cell)
        until = max(until, cell.ends)
    return groups


def _lanes(cells: Sequence[Cell]) -> None:
    """The first lane that is free by then; beyond the last one they lie on each other."""
    until: list[int] = []
    for cell in cells:
        lane = next((n for n, end in enumerate(until) if end <= cell.begins), len(until))
        until[lane : lane + 1] = [cell.ends]
        cell.lane = min(lane + 1, _MOST_LANES)
    for cell in cells:
        cell.lanes = min(len(until), _MOST_LANES)


def rows_css() -> bytes:
    """Rules for rows and lanes. A page may carry no style of its own, so that each place is a class."""
    most = _DAY // MINUTES
    rows = "".join(
        f".f-{n}{{grid-row-start:{n}}}.d-{n}{{grid-row-end:span {n}}}\n" for n in range(1, most + 1)
    )
    lanes = "".join(
        f".lane-{n}-{of}{{margin-inline:calc({100 * (n - 1) / of:.3f}% + 1px) calc({100 * (of - n) / of:.3f}% + 1px)}}\n"
        for of in range(1, _MOST_LANES + 1)
        for n in range(1, of + 1)
    )
    return (rows + lanes).encode()
