"""Finds the connection behind a webhook's token, and the credentials of a connection."""

import hashlib
import logging
import time
from collections.abc import Sequence
from uuid import UUID

from agent.data.database import Database
from agent.errors import OperatorError
from agent.scheduling.staff_notices import credential_notice
from agent.settings import Settings
from agent.types import Connection, Json
from gateway.access.environment import TenantEnvironment
from gateway.access.vault import Place, Sealed, Vault

log = logging.getLogger(__name__)

API_KEY = "api_key"
"""The stored credential that is a connection's `secret`; it comes before the environment's."""
PARKING = {"retry_seconds": 60.0, "most_seconds": 24 * 3600.0}
"""How often, and for how long, a received file is looked for again that waits for an operator who
repairs FRONTDESK_SECRET_KEY or a provider's key. (What is sent waits by itself: delivery.py.)"""
_REMEMBERED_SECONDS = 15.0
_MOST_REMEMBERED = 10_000


def token_hash(token: str) -> bytes:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()


class Connections:
    """Looks tokens and credentials up; what is found is remembered for some seconds."""

    def __init__(self, database: Database, settings: Settings, vault: Vault) -> None:
        self._database = database
        self._environment = TenantEnvironment(database, settings)
        self._vault = vault
        self._known: dict[tuple[str, bytes], tuple[float, Connection]] = {}
        self._kept: dict[UUID, tuple[float, list[Json]]] = {}
        self._told: set[UUID] = set()

    async def find(self, channel: str, token: str) -> Connection | None:
        """Raises DatabaseUnavailable. A wrong token is never remembered."""
        key = (channel, token_hash(token))
        until, connection = self._known.get(key, (0.0, None))
        if connection and time.monotonic() < until:
            return connection
        row: Json | None = await self._database.call(
            "connection_find", channel=channel, token_hash=key[1]
        )
        if row is None:
            self._known.pop(key, None)
            return None
        found = await self._opened(
            {**row, "connection": row["id"]}, UUID(row["organization_id"]), row["secrets"] or ()
        )
        if len(self._known) >= _MOST_REMEMBERED:
            self._known.clear()
        self._known[key] = (time.monotonic() + _REMEMBERED_SECONDS, found)
        return found

    def was_right(self, channel: str, token: str) -> bool:
        """Whether this process knows the token as one that was right, however long ago."""
        return (channel, token_hash(token)) in self._known

    async def of_row(self, row: Json, organization: UUID) -> Connection:
        """The connection in the columns that claim functions return, with its credentials.

        Raises DatabaseUnavailable.
        """
        connection = UUID(row["connection"])
        until, kept = self._kept.get(connection, (0.0, []))
        if time.monotonic() >= until:
            kept = await self._database.call(
                "connection_secrets_get", organization=organization, connection=connection
            )
            if len(self._kept) >= _MOST_REMEMBERED:
                self._kept.clear()
            # Still encrypted: what is remembered here is worth nothing by itself.
            self._kept[connection] = (time.monotonic() + _REMEMBERED_SECONDS, kept)
        return await self._opened(row, organization, kept)

    async def tell_staff(self, organization: UUID, connection: UUID) -> None:
        """Tells staff, once a day, that this connection's key cannot be used.

        Raises DatabaseUnavailable.
        """
        about = {"organization": organization, "connection": connection}
        facts: Json | None = await self._database.call("credential_notice_due", **about)
        if facts:
            notice = credential_notice(**facts)
            await self._database.call(
                "credential_notice_put", **about, body=notice.body, params=list(notice.params)
            )

    async def _opened(self, row: Json, organization: UUID, kept: Sequence[Json]) -> Connection:
        connection = UUID(row["connection"])
        credentials, unreadable = self._read(organization, connection, kept)
        secret = None if unreadable else credentials.get(API_KEY)
        if not unreadable and secret is None:
            secret = await self._environment.secret(organization, row["secret_env"])
        return Connection(
            id=connection,
            organization_id=organization,
            channel=row["channel"],
            name=row["name"],
            phone=row["phone"],
            secret=secret,
            settings=row.get("settings") or {},
            credentials=credentials,
            unreadable=unreadable,
        )

    def _read(
        self, organization: UUID, connection: UUID, kept: Sequence[Json]
    ) -> tuple[dict[str, str], str | None]:
        """All of them, or none and why. The environment does not step in for an unreadable one:
        a credential that was replaced would come back to life."""
        try:
            opened = {
                row["name"]: self._vault.open(
                    Sealed(row["key_id"], bytes.fromhex(row["sealed"])),
                    Place(organization, connection, row["name"]),
                )
                for row in kept
            }
        except OperatorError as error:
            if connection not in self._told:  # once, not with every message
                self._told.add(connection)
                log.error("connection %s: %s", connection, error)
            return {}, str(error)
        self._told.discard(connection)
        return opened, None
