"""What a customer's turn changed, as SQL functions answer."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from agent.records.appointments import Appointment
from agent.records.waiting_list import WaitingEntry


class Change(Struct, frozen=True, kw_only=True):
    """frontdesk.changes_json: a committed change, and the row that it is about, as it stands now: an
    `appointment` (a visit is one), an `entry` of the waiting list, or what a consent `granted`."""

    kind: Literal[
        "booked", "moved", "cancelled", "confirmed", "renamed", "consent", "joined", "declined",
        "left",
    ]  # fmt: skip
    at: datetime
    granted: bool | None
    appointment: Appointment | None
    entry: WaitingEntry | None
