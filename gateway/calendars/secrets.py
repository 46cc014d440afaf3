"""What is sealed of a calendar elsewhere: its secret address, and the password of its account."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database
from gateway.access.factor_keys import RotatedKeys
from gateway.access.vault import Sealed, SecretUnreadable, Vault
from gateway.organizations.rows import list_organizations

SecretName = Literal["address", "password"]


@dataclass(frozen=True, slots=True)
class SecretPlace:
    """The calendar to which a secret belongs."""

    organization: UUID
    calendar: UUID
    name: SecretName

    @property
    def bound(self) -> bytes:
        """Ids have a fixed length, so that no two places read alike."""
        head = b"frontdesk calendar secret\x00" + self.organization.bytes
        return head + self.calendar.bytes + self.name.encode()


class _Row(Struct, frozen=True, kw_only=True):
    """busy_calendar_secrets_list. `ciphertext` is hexadecimal."""

    calendar: UUID
    key: str
    name: SecretName
    ciphertext: str
    key_id: str


async def rotate_calendar_secrets(
    database: Database, vault: Vault
) -> tuple[RotatedKeys, list[str]]:
    """Seals with the first key whatever was sealed with another; and which cannot be read."""
    changed = unchanged = 0
    unreadable: list[str] = []
    for organization in await list_organizations(database):
        about = {"organization": organization.id}
        for row in await database.fetch(list[_Row], "busy_calendar_secrets_list", **about):
            if row.key_id in vault.key_ids[:1]:
                unchanged += 1
                continue
            before = Sealed(row.key_id, bytes.fromhex(row.ciphertext))
            place = SecretPlace(organization.id, row.calendar, row.name)
            try:
                sealed = vault.seal(vault.open(before, place), place)
            except SecretUnreadable as error:
                unreadable.append(f"{organization.slug} calendar {row.key} {row.name}: {error}")
                continue
            await database.call(
                "busy_calendar_secret_put",
                **about,
                calendar=row.calendar,
                name=row.name,
                ciphertext=sealed.ciphertext,
                key_id=sealed.key_id,
                instead_of=before.ciphertext,
            )
            changed += 1
    return RotatedKeys(changed, unchanged, []), unreadable
