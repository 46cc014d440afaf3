"""Finds the connection behind a webhook's token."""

import hashlib
import time
from collections.abc import Mapping
from uuid import UUID

from agent.database import Database
from agent.settings import Settings
from agent.types import Connection, Json

_REMEMBERED_SECONDS = 15.0
_MOST_REMEMBERED = 10_000


def token_hash(token: str) -> bytes:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()


def connection_from(row: Json, organization: UUID, settings: Settings) -> Connection:
    """A connection from the columns that claim functions return, with its secret looked up."""
    return Connection(
        id=UUID(row["connection"]),
        organization_id=organization,
        channel=row["channel"],
        name=row["name"],
        phone=row["phone"],
        secret=settings.secret(row["secret_env"]),
        settings=row.get("settings") or {},
    )


class Connections:
    """Looks tokens up; a found one is remembered for some seconds, a wrong one never."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings
        self._known: dict[tuple[str, bytes], tuple[float, Connection]] = {}

    async def find(self, channel: str, token: str) -> Connection | None:
        """Raises DatabaseUnavailable."""
        key = (channel, token_hash(token))
        until, connection = self._known.get(key, (0.0, None))
        if connection and time.monotonic() < until:
            return connection
        row: Mapping[str, str] | None = await self._database.call(
            "connection_find", channel=channel, token_hash=key[1]
        )
        if row is None:
            self._known.pop(key, None)
            return None
        found = connection_from(
            {**row, "connection": row["id"]}, UUID(row["organization_id"]), self._settings
        )
        if len(self._known) >= _MOST_REMEMBERED:
            self._known.clear()
        self._known[key] = (time.monotonic() + _REMEMBERED_SECONDS, found)
        return found
