"""Reads secrets of an organization from the environment, only from variables that it may name.

The rule is asked again whenever a secret is read, not only when a file is applied: a row that came
into the database otherwise opens nothing.
"""

import time
from uuid import UUID

from agent.data.database import Database
from agent.settings import Settings

_REMEMBERED_SECONDS = 15.0
_MOST_REMEMBERED = 10_000


class TenantEnvironment:
    """The environment as one organization at a time may see it."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings
        self._owned: dict[tuple[UUID, str], tuple[float, bool]] = {}

    async def secret(self, organization: UUID, name: str | None) -> str | None:
        """The value, None when it is not set or not this organization's. Raises DatabaseUnavailable."""
        value = self._settings.secret(name)
        return value if value and name and await self._is_own(organization, name) else None

    async def _is_own(self, organization: UUID, name: str) -> bool:
        key = (organization, name)
        until, own = self._owned.get(key, (0.0, False))
        if time.monotonic() >= until:
            own = await self._database.fetch(
                bool, "environment_owned", organization=organization, name=name
            )
            if len(self._owned) >= _MOST_REMEMBERED:
                self._owned.clear()
            self._owned[key] = (time.monotonic() + _REMEMBERED_SECONDS, own)
        return own
