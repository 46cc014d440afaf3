"""Finds the connection behind a webhook's token, and the credentials of a connection."""

import hashlib
import logging
import time
from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct, field

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
KEPT_ADDRESS = "webhook_token"
"""The stored credential with the token of an address that was made in the console: no environment has it."""
PARKING = {"retry_seconds": 60.0, "most_seconds": 24 * 3600.0}
"""How often, and for how long, a received file is looked for again that waits for an operator who
repairs FRONTDESK_SECRET_KEY or a provider's key. (What is sent waits by itself: delivery.py.)"""
_REMEMBERED_SECONDS = 15.0
_MOST_REMEMBERED = 10_000


class ConnectionRow(Struct, frozen=True, kw_only=True):
    """The columns of a connection that claims and received files bring with them. `settings` are in
    the channel's own words."""

    connection: UUID
    channel: str
    name: str
    phone: str | None
    secret_env: str | None
    settings: Json = {}


class SealedSecret(Struct, frozen=True, kw_only=True):
    """A stored credential; `sealed` is hexadecimal."""

    name: str
    key_id: str
    sealed: str


class _FoundConnection(ConnectionRow, frozen=True, kw_only=True):
    """connection_find."""

    connection: UUID = field(name="id")
    organization_id: UUID
    secrets: tuple[SealedSecret, ...] | None


class _CredentialFacts(Struct, frozen=True, kw_only=True):
    """credential_notice_due; `at` is local time as text."""

    organization: str
    language: str
    name: str
    channel: str
    at: str


def token_hash(token: str) -> bytes:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()


class Connections:
    """Looks tokens and credentials up; what is found is remembered for some seconds."""

    def __init__(self, database: Database, settings: Settings, vault: Vault) -> None:
        self._database = database
        self._environment = TenantEnvironment(database, settings)
        self._vault = vault
        self._cache: dict[tuple[str, bytes], tuple[float, Connection]] = {}
        self._sealed: dict[UUID, tuple[float, list[SealedSecret]]] = {}
        self._named: dict[tuple[str, str], tuple[float, list[Connection]]] = {}
        self._told: set[UUID] = set()

    async def find(self, channel: str, token: str) -> Connection | None:
        """Raises DatabaseUnavailable. A wrong token is never remembered."""
        key = (channel, token_hash(token))
        until, connection = self._cache.get(key, (0.0, None))
        if connection and time.monotonic() < until:
            return connection
        row = await self._database.find(
            _FoundConnection, "connection_find", channel=channel, token_hash=key[1]
        )
        if row is None:
            self._cache.pop(key, None)
            return None
        opened = await self._opened(row, row.organization_id, row.secrets or ())
        if len(self._cache) >= _MOST_REMEMBERED:
            self._cache.clear()
        self._cache[key] = (time.monotonic() + _REMEMBERED_SECONDS, opened)
        return opened

    async def named(self, channel: str, name: str) -> list[Connection]:
        """The active connections of a channel with the provider's own key `name`, at most
        ten: nothing stops two organizations from writing the same one.

        Raises DatabaseUnavailable.
        """
        key = (channel, name)
        until, connections = self._named.get(key, (0.0, []))
        if time.monotonic() < until:
            return connections
        rows = await self._database.fetch(
            list[_FoundConnection], "connections_named", channel=channel, name=name
        )
        connections = [
            await self._opened(row, row.organization_id, row.secrets or ()) for row in rows
        ]
        if len(self._named) >= _MOST_REMEMBERED:
            self._named.clear()
        self._named[key] = (time.monotonic() + _REMEMBERED_SECONDS, connections)
        return connections

    def was_right(self, channel: str, token: str) -> bool:
        """Whether this process knows the token as one that was right, however long ago."""
        return (channel, token_hash(token)) in self._cache

    async def of_row(self, row: ConnectionRow, organization: UUID) -> Connection:
        """The connection in the columns that claim functions return, with its credentials.

        Raises DatabaseUnavailable.
        """
        until, sealed = self._sealed.get(row.connection, (0.0, []))
        if time.monotonic() >= until:
            sealed = await self._database.fetch(
                list[SealedSecret],
                "connection_secrets_get",
                organization=organization,
                connection=row.connection,
            )
            if len(self._sealed) >= _MOST_REMEMBERED:
                self._sealed.clear()
            # Still encrypted: what is remembered here is worth nothing by itself.
            self._sealed[row.connection] = (time.monotonic() + _REMEMBERED_SECONDS, sealed)
        return await self._opened(row, organization, sealed)

    async def tell_staff(self, organization: UUID, connection: UUID) -> None:
        """Tells staff, once a day, that this connection's key cannot be used.

        Raises DatabaseUnavailable.
        """
        about = {"organization": organization, "connection": connection}
        facts = await self._database.find(_CredentialFacts, "credential_notice_due", **about)
        if facts:
            notice = credential_notice(
                organization=facts.organization,
                language=facts.language,
                name=facts.name,
                channel=facts.channel,
                at=facts.at,
            )
            await self._database.call(
                "credential_notice_put", **about, body=notice.body, params=list(notice.params)
            )

    async def _opened(
        self, row: ConnectionRow, organization: UUID, sealed: Sequence[SealedSecret]
    ) -> Connection:
        credentials, unreadable = self._read(organization, row.connection, sealed)
        secret = None if unreadable else credentials.get(API_KEY)
        if not unreadable and secret is None:
            secret = await self._environment.secret(organization, row.secret_env)
        return Connection(
            id=row.connection,
            organization_id=organization,
            channel=row.channel,
            name=row.name,
            phone=row.phone,
            secret=secret,
            settings=row.settings,
            credentials=credentials,
            unreadable=unreadable,
        )

    def _read(
        self, organization: UUID, connection: UUID, sealed: Sequence[SealedSecret]
    ) -> tuple[dict[str, str], str | None]:
        """All of them, or none and why. The environment does not step in for an unreadable one:
        a credential that was replaced would come back to life."""
        try:
            opened = {
                secret.name: self._vault.open(
                    Sealed(secret.key_id, bytes.fromhex(secret.sealed)),
                    Place(organization, connection, secret.name),
                )
                for secret in sealed
            }
        except OperatorError as error:
            if connection not in self._told:  # once, not with every message
                self._told.add(connection)
                log.error("connection %s: %s", connection, error)
            return {}, str(error)
        self._told.discard(connection)
        return opened, None
