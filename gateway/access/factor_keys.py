"""The stored keys of second factors, for `frontdesk secrets rotate` and `frontdesk check`."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database
from agent.errors import OperatorError
from gateway.access.factors import FactorPlace
from gateway.access.vault import Sealed, Vault
from gateway.organizations.rows import list_organizations


@dataclass(frozen=True, slots=True)
class StoredKey:
    """Somebody's key, without its value."""

    organization: str
    email: str
    place: FactorPlace
    sealed: Sealed


@dataclass(frozen=True, slots=True)
class RotatedKeys:
    """How many were encrypted anew, were so already, and could not be read."""

    changed: int
    unchanged: int
    unreadable: list[StoredKey]


class _Row(Struct, frozen=True, kw_only=True):
    """staff_factor_list. `factor` is hexadecimal."""

    account: UUID
    email: str
    factor: str
    key_id: str


async def stored_keys(database: Database) -> AsyncIterator[StoredKey]:
    """Of every organization."""
    for organization in await list_organizations(database):
        rows = await database.fetch(list[_Row], "staff_factor_list", organization=organization.id)
        for row in rows:
            place = FactorPlace(organization.id, row.account)
            sealed = Sealed(row.key_id, bytes.fromhex(row.factor))
            yield StoredKey(organization.slug, row.email, place, sealed)


async def rotate_keys(database: Database, vault: Vault) -> RotatedKeys:
    """Encrypts with the first key whatever was encrypted with another. Whose key cannot be read needs
    `frontdesk staff reset-factor`."""
    changed = unchanged = 0
    unreadable = []
    async for item in stored_keys(database):
        if item.sealed.key_id in vault.key_ids[:1]:
            unchanged += 1
            continue
        try:
            anew = vault.seal(vault.open(item.sealed, item.place), item.place)
        except OperatorError:
            unreadable.append(item)
            continue
        changed += await database.fetch(
            bool,
            "staff_factor_reseal",
            organization=item.place.organization,
            account=item.place.account,
            ciphertext=anew.ciphertext,
            key_id=anew.key_id,
            instead_of=item.sealed.ciphertext,
        )
    return RotatedKeys(changed, unchanged, unreadable)
