"""The key with which a business introduces itself to push services (VAPID), sealed in the database."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from msgspec import Struct
from webpush.vapid import VAPID

from agent.data.database import Database
from gateway.access.factor_keys import RotatedKeys
from gateway.access.vault import NoSecretKey, Sealed, SecretUnreadable, Vault, WeakSecretKey
from gateway.organizations.rows import list_organizations


class KeyRow(Struct, frozen=True, kw_only=True):
    """push_key. `public_key` as browsers take it (base64url of 65 bytes); `ciphertext` is hexadecimal."""

    public_key: str
    ciphertext: str
    key_id: str

    @property
    def sealed(self) -> Sealed:
        return Sealed(self.key_id, bytes.fromhex(self.ciphertext))


@dataclass(frozen=True, slots=True)
class PushPlace:
    """The business to which a key belongs."""

    organization: UUID

    @property
    def bound(self) -> bytes:
        return b"frontdesk push key\x00" + self.organization.bytes


class PushKeys:
    """Made when somebody first asks for notifications. Without FRONTDESK_SECRET_KEY there are none."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    async def public(self, organization: UUID) -> str | None:
        """What browsers of the business ask with; None where no key can be kept. One that cannot be read any more is
        replaced, and browsers have to ask anew. Raises DatabaseUnavailable."""
        row = await self._database.find(KeyRow, "push_key", organization=organization)
        try:
            if row is None:
                return (await self._make(organization)).public_key
            self.opened(organization, row)
        except (NoSecretKey, WeakSecretKey):
            return None
        except SecretUnreadable:
            return (await self._make(organization, row)).public_key
        return row.public_key

    def opened(self, organization: UUID, row: KeyRow) -> str:
        """The private key as PEM. Raises NoSecretKey, WeakSecretKey or SecretUnreadable."""
        return self._vault.open(row.sealed, PushPlace(organization))

    async def reseal(self, organization: UUID, row: KeyRow) -> bool:
        """Seals the same key with the vault's first key. Raises as `opened`."""
        private = self.opened(organization, row)
        sealed = await self._put(organization, row.public_key, private, row.public_key)
        return sealed.key_id != row.key_id

    async def _make(self, organization: UUID, instead_of: KeyRow | None = None) -> KeyRow:
        key = generate_private_key(SECP256R1())
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        public = VAPID.get_application_server_key(key.public_key())
        return await self._put(
            organization, public, private, instead_of.public_key if instead_of else None
        )

    async def _put(
        self, organization: UUID, public: str, private: str, instead_of: str | None
    ) -> KeyRow:
        sealed = self._vault.seal(private, PushPlace(organization))
        about: dict[str, Any] = {"organization": organization, "public_key": public}
        about |= {"ciphertext": sealed.ciphertext, "key_id": sealed.key_id}
        return await self._database.fetch(KeyRow, "push_key_put", **about, instead_of=instead_of)


async def rotate_push_keys(database: Database, vault: Vault) -> RotatedKeys:
    """Seals with the first key whatever was sealed with another. One that cannot be read is made anew when somebody
    next asks for notifications, so it is no trouble."""
    keys, changed, unchanged = PushKeys(database, vault), 0, 0
    for organization in await list_organizations(database):
        row = await database.find(KeyRow, "push_key", organization=organization.id)
        if row is None:
            continue
        if row.key_id in vault.key_ids[:1]:
            unchanged += 1
            continue
        try:
            changed += await keys.reseal(organization.id, row)
        except SecretUnreadable:
            continue
    return RotatedKeys(changed, unchanged, [])
