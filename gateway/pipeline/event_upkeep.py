"""Looks after events of the agenda: what is due again, what is old, and endpoints that were switched off."""

from typing import Literal
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database
from agent.scheduling.staff_notices import Notice
from agent.texts import texts
from gateway.pipeline.sweeping import all_of, each, readable_rows, tell_failures

SENT_DAYS, FAILED_DAYS = 7, 30
"""How long events are kept that were taken, and those that were given up."""
_ROWS = 1000
_MOST = 100


class _SwitchedOff(Struct, frozen=True, kw_only=True):
    """endpoint_notices_due. `name`: the business's; `system`: the endpoint's."""

    organization: UUID
    endpoint: UUID
    name: str
    language: str
    system: str
    because: Literal["failing", "gone"]
    failed: int


class EventUpkeep:
    """A maintenance task. `address`: ours, where the console is."""

    name = "agenda_events"
    every_seconds = 30.0

    def __init__(self, database: Database, address: str) -> None:
        self._database = database
        self._address = address
        self._left = False

    async def round(self) -> bool:
        """One batch of each; whether more is left to forget. Raises PartlyFailed."""
        await all_of(self._wake, self._forget, self._tell_all)
        return self._left

    async def _wake(self) -> None:
        await self._database.call("events_due")

    async def _forget(self) -> None:
        gone = await self._database.fetch(
            int, "events_forget", days=SENT_DAYS, failed_days=FAILED_DAYS, limit=_ROWS
        )
        self._left = gone >= _ROWS

    async def _tell_all(self) -> None:
        due, unread = await readable_rows(
            self._database, _SwitchedOff, "endpoint_notices_due", limit=_MOST
        )
        failed = await each(due, "a notice of an endpoint", self._tell)
        tell_failures(unread + failed, "notices of endpoints")

    async def _tell(self, row: _SwitchedOff) -> None:
        notice = off_notice(
            row.language,
            organization=row.name,
            system=row.system,
            because=row.because,
            failed=row.failed,
            link=f"{self._address}/console/business/systems",
        )
        await self._database.call(
            "endpoint_notice_put",
            organization=row.organization,
            endpoint=row.endpoint,
            body=notice.body,
            params=list(notice.params),
        )


def off_notice(
    language: str, *, organization: str, system: str, because: str, failed: int, link: str
) -> Notice:
    """What the business reads of an endpoint that was switched off, in its language."""
    spoken, table = texts(language), "notices.endpoint"
    title = spoken.line(f"{table}.title", organization=organization, system=system)
    lines = [
        spoken.line(f"{table}.{because}"),
        *([spoken.counted(f"{table}.failed", failed, n=str(failed))] if failed else []),
        spoken.line(f"{table}.more", link=link),
    ]
    return Notice("\n".join([title, *lines]), (system, "—", " · ".join([title, *lines])))
