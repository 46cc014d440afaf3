"""Puts the times that a calendar takes of a member."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database
from agent.errors import OperatorError
from gateway.importing.account import Account

KIND = "times taken"
Span = tuple[datetime, datetime]
"""Two aware instants."""


class _Clash(Struct, frozen=True, kw_only=True):
    """Local: a time of the calendar, and when the appointment in it begins."""

    starts: str
    ends: str
    at: str


class _Busy(Struct, frozen=True, kw_only=True):
    """busy_import."""

    status: Literal["ok", "no_member"]
    members: list[str] = []
    added: int = 0
    removed: int = 0
    same: int = 0
    clashes: list[_Clash] = []


async def put_busy(
    database: Database,
    organization: UUID,
    source: str,
    member: str,
    times: Iterable[Span],
    window: Span,
    *,
    dry_run: bool,
    account: Account,
) -> None:
    """Makes the member's taken times of this calendar in `window` exactly these. Raises OperatorError."""
    rows = [{"starts": _utc(starts), "ends": _utc(ends)} for starts, ends in times]
    done = await database.fetch(
        _Busy,
        "busy_import",
        organization=organization,
        source=source,
        member=member,
        times=rows,
        dry_run=dry_run,
        **{"from": window[0], "until": window[1]},
    )
    if done.status == "no_member":
        raise OperatorError(f"there is no member `{member}`; there are {', '.join(done.members)}")
    account.add(KIND, added=done.added, same=done.same)
    account.add("times free again", changed=done.removed)
    for one in done.clashes:
        span = f"{one.starts.replace('T', ' ')} to {one.ends.replace('T', ' ')}"
        account.leave_out(
            KIND, span, f"there is an appointment at {one.at.replace('T', ' ')}; the rest is taken"
        )


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
