"""Stores, lists, removes and re-encrypts the credentials of connections, for the command line."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database
from agent.errors import NotFound, OperatorError
from gateway.access.vault import Place, Sealed, SecretUnreadable, Vault
from gateway.organizations.rows import OrganizationRow, list_organizations, organization_id

_LONGEST = 8_000
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class BadCredential(OperatorError):
    """The value is empty, too long, or has characters that no credential has."""


class BadCredentialName(OperatorError):
    """A credential's name is of small letters, digits and _, such as api_key."""


@dataclass(frozen=True, slots=True)
class StoredCredential:
    """A stored credential, without its value."""

    organization: str
    connection: str
    place: Place
    sealed: Sealed
    set_at: str


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many were encrypted anew, were so already, and could not be read (with the reason)."""

    changed: int
    unchanged: int
    unreadable: list[tuple[StoredCredential, str]]


class _KeptSecret(Struct, frozen=True, kw_only=True):
    """`sealed` is hexadecimal, `set_at` as PostgreSQL writes it: it is only shown."""

    name: str
    key_id: str
    set_at: str
    sealed: str


class _KeptOfConnection(Struct, frozen=True, kw_only=True):
    """What is stored of a connection."""

    connection: UUID
    key: str
    channel: str
    active: bool
    secret_env: str | None
    secrets: tuple[_KeptSecret, ...]


async def put(
    database: Database, vault: Vault, slug: str, connection: str, name: str, value: str
) -> None:
    """Keeps a credential; gateways and workers use it within 15 seconds.

    Raises NotFound, BadCredential, BadCredentialName, NoSecretKey and WeakSecretKey.
    """
    if not _NAME.fullmatch(name):
        raise BadCredentialName
    if not is_value(value):
        raise BadCredential
    organization = await organization_id(database, slug)
    place = Place(organization, await _connection(database, organization, connection), name)
    sealed = vault.seal(value, place)
    await _keep(database, place, sealed, None)


def is_value(value: str) -> bool:
    """Whether a credential can be this text."""
    return bool(value) and len(value) <= _LONGEST and value.isprintable()


async def remove(database: Database, slug: str, connection: str, name: str) -> None:
    """Forgets a credential; the environment's is used again. Raises NotFound."""
    organization = await organization_id(database, slug)
    removed = await database.fetch(
        bool,
        "connection_secret_remove",
        organization=organization,
        connection=await _connection(database, organization, connection),
        name=name,
    )
    if not removed:
        raise NotFound(f"{connection} has no stored credential `{name}`")


async def stored_credentials(
    database: Database, slug: str | None = None
) -> AsyncIterator[StoredCredential]:
    """All stored credentials, of one organization or of every one. Raises NotFound."""
    for organization in await list_organizations(database):
        if slug in (None, organization.slug):
            for row in await _connections(database, organization.id):
                for secret in row.secrets:
                    yield _stored_credential(organization, row, secret)
    if slug is not None:
        await organization_id(database, slug)


async def rotate(database: Database, vault: Vault) -> Rotated:
    """Encrypts with the first key whatever was encrypted with another.

    A credential that is set anew meanwhile stays as it was set.
    """
    changed = unchanged = 0
    unreadable = []
    async for item in stored_credentials(database):
        if item.sealed.key_id in vault.key_ids[:1]:
            unchanged += 1
            continue
        try:
            anew = vault.seal(vault.open(item.sealed, item.place), item.place)
        except SecretUnreadable as error:
            unreadable.append((item, str(error)))
            continue
        changed += await _keep(database, item.place, anew, item.sealed.ciphertext)
    return Rotated(changed, unchanged, unreadable)


async def unreadable(database: Database, vault: Vault) -> list[tuple[StoredCredential, str]]:
    """Stored credentials that this vault cannot open, each with the reason."""
    unreadable_ones = []
    async for item in stored_credentials(database):
        try:
            vault.open(item.sealed, item.place)
        except OperatorError as error:
            unreadable_ones.append((item, str(error)))
    return unreadable_ones


async def _connections(database: Database, organization: UUID) -> list[_KeptOfConnection]:
    return await database.fetch(
        list[_KeptOfConnection], "connection_secrets_list", organization=organization
    )


async def _connection(database: Database, organization: UUID, key: str) -> UUID:
    for row in await _connections(database, organization):
        if row.key == key:
            return row.connection
    raise NotFound(f"there is no connection `{key}`")


def _stored_credential(
    organization: OrganizationRow, row: _KeptOfConnection, secret: _KeptSecret
) -> StoredCredential:
    place = Place(organization.id, row.connection, secret.name)
    sealed = Sealed(secret.key_id, bytes.fromhex(secret.sealed))
    return StoredCredential(organization.slug, row.key, place, sealed, secret.set_at)


async def _keep(database: Database, place: Place, sealed: Sealed, instead_of: bytes | None) -> bool:
    return await database.fetch(
        bool,
        "connection_secret_put",
        organization=place.organization,
        connection=place.connection,
        name=place.name,
        ciphertext=sealed.ciphertext,
        key_id=sealed.key_id,
        instead_of=instead_of,
    )
