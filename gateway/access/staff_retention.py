"""Forgets what is over of staff's logins: old lines of the log, sessions, browsers, tries."""

from agent.data.database import Database

LOG_DAYS = 365
_ROWS = 1000


class StaffRetention:
    """A maintenance task."""

    name = "staff_retention"
    every_seconds = 3600.0

    def __init__(self, database: Database) -> None:
        self._database = database

    async def round(self) -> bool:
        """One batch; whether more is left."""
        forgotten = await self._database.fetch(int, "staff_forget", days=LOG_DAYS, limit=_ROWS)
        return forgotten >= _ROWS
