"""Entries of the waiting list, as SQL functions answer."""

from datetime import date, datetime, time
from typing import Literal
from uuid import UUID

from msgspec import Struct

from agent.records.appointments import OfferItem


class WaitedService(Struct, frozen=True, kw_only=True):
    """A service that somebody waits for."""

    id: UUID
    key: str
    name: str


class WaitingOffer(Struct, frozen=True, kw_only=True):
    """A slot that became free for somebody who waits. `held`: it is kept for them `until` then;
    `last`: nothing was said to the customer since they were asked."""

    slot: str
    at: datetime
    until: datetime
    last: bool
    held: bool
    items: tuple[OfferItem, ...]


class WaitingEntry(Struct, frozen=True, kw_only=True):
    """frontdesk.waiting_json: for what, with whom and when somebody waits; hours are "HH:MM". `appointment`: they keep
    that one, which begins at `earlier_than`, and wait for a time before it.
    `due`: they did not ask, the hour is their invitation to come again."""

    id: UUID
    status: Literal["waiting", "offered", "booked", "declined", "expired", "left"]
    services: tuple[WaitedService, ...]
    member: str | None
    first_day: date
    last_day: date
    not_before: str | None
    not_after: str | None
    offer: WaitingOffer | None
    appointment: UUID | None = None
    earlier_than: datetime | None = None
    due: bool = False

    @property
    def bounds(self) -> tuple[time | None, time | None]:
        """The earliest and the latest start, both included; None where it is open."""
        low, high = self.not_before, self.not_after
        return (
            time.fromisoformat(low) if low else None,
            time.fromisoformat(high) if high else None,
        )


class WaitingChange(Struct, frozen=True, kw_only=True):
    """What waiting_join and waiting_leave answer. `free`: it can be had now, so nobody waits;
    `limit`: of `too_many`; `entries`: which one, when there are `several`."""

    status: Literal[
        "joined", "already_waiting", "unreachable", "not_possible", "free", "needs_name",
        "too_many", "declined", "left", "none", "several", "not_found", "too_late",
    ]  # fmt: skip
    entry: WaitingEntry | None = None
    limit: int | None = None
    entries: tuple[WaitingEntry, ...] = ()
