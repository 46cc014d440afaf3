"""What the figures' SQL functions answer (migrations/functions/business_figures.sql; docs/figures.md)."""

from datetime import date

from msgspec import Struct

Counts = dict[str, float]
"""By figure: chats, unaided, booked, moved, cancelled, no_show, filled, filled_earlier,
filled_due (each with _money, in the business's currency), calls, gaps, rated (how many), stars (their
sum), cost, unpriced."""


class DayFigures(Struct, frozen=True, kw_only=True):
    """A local day; figures that are none are left out."""

    day: date
    counts: Counts


class SpanFigures(Struct, frozen=True, kw_only=True):
    """`money`: of the freed time that the waiting list filled, by currency; `money_earlier` of what was moved into it,
    `money_due` of what went to who was due. `median`, `p95`: seconds to the assistant's answers."""

    counts: Counts
    money: Counts = {}
    money_earlier: Counts = {}
    money_due: Counts = {}
    median: float | None = None
    p95: float | None = None


class PartFigures(Struct, frozen=True, kw_only=True):
    """Of one member, service or reason, beside the span before."""

    name: str
    now: Counts
    before: Counts


class Figures(Struct, frozen=True, kw_only=True, rename={"first": "from", "last": "to"}):
    """`first` to `last` beside as many days from `before_from` on; `today` is the business's."""

    first: date
    last: date
    before_from: date
    today: date
    currency: str
    days: list[DayFigures]
    now: SpanFigures
    before: SpanFigures
    members: list[PartFigures]
    services: list[PartFigures]
    reasons: list[PartFigures]
