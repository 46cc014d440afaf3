"""Encrypts credentials with AES-256-GCM (why, and how keys are changed: docs/decisions/access.md).

Sealed bytes: version (1), nonce (12), ciphertext and tag (16). The row to which they belong (of a connection's
credential: organization, connection and name) is authenticated with them, so that bytes which were moved
to another row cannot be opened.
"""

import secrets
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from agent.errors import OperatorError
from agent.settings import Settings

SHORTEST_KEY = 32
"""Characters: 128 bits or more, however they are written (`openssl rand -hex 32`)."""
_VERSION = b"\x01"
_NONCE = 12
_TAG = 16


class NoSecretKey(OperatorError):
    """FRONTDESK_SECRET_KEY is not set, so credentials can neither be kept nor read."""


class WeakSecretKey(OperatorError):
    """FRONTDESK_SECRET_KEY has a key of fewer than 32 characters; make one: openssl rand -hex 32"""


class SecretUnreadable(OperatorError):
    """A stored credential cannot be decrypted."""


@dataclass(frozen=True, slots=True)
class Place:
    """The row to which a credential belongs."""

    organization: UUID
    connection: UUID
    name: str

    @property
    def bound(self) -> bytes:
        """Ids have a fixed length, so that no two places read alike."""
        head = b"frontdesk connection secret\x00" + self.organization.bytes
        return head + self.connection.bytes + self.name.encode()


class Bound(Protocol):
    """A row to which something sealed belongs: `bound` is authenticated with it."""

    @property
    def bound(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the database keeps. `key_id` tells which key opens it, and nothing about that key."""

    key_id: str
    ciphertext: bytes


class Vault:
    """The first key seals, every key opens. A vault without a key does neither.

    A key that is too short is left out (`weak`) instead of refused: a gateway that does not start
    would lose messages.
    """

    def __init__(self, keys: tuple[str, ...]) -> None:
        strong = [key for key in keys if len(key) >= SHORTEST_KEY]
        self.weak = len(strong) < len(keys)
        self._keys = {_derived(k, b"id")[:4].hex(): AESGCM(_derived(k, b"key")) for k in strong}

    def __repr__(self) -> str:
        return f"Vault({', '.join(self._keys)})"

    @property
    def key_ids(self) -> tuple[str, ...]:
        """The key that seals comes first."""
        return tuple(self._keys)

    def seal(self, value: str, place: Bound) -> Sealed:
        """Raises NoSecretKey, and WeakSecretKey while any key is too short."""
        self._need_key()
        if self.weak:
            raise WeakSecretKey
        key_id, cipher = next(iter(self._keys.items()))
        nonce = secrets.token_bytes(_NONCE)
        return Sealed(key_id, _VERSION + nonce + cipher.encrypt(nonce, value.encode(), place.bound))

    def open(self, sealed: Sealed, place: Bound) -> str:
        """Raises NoSecretKey, WeakSecretKey or SecretUnreadable; none says what is inside."""
        self._need_key()
        cipher = self._keys.get(sealed.key_id)
        if cipher is None:
            raise SecretUnreadable(
                f"the credential was encrypted with key {sealed.key_id}, "
                "which FRONTDESK_SECRET_KEY does not hold"
            )
        data = sealed.ciphertext
        if data[:1] != _VERSION or len(data) < 1 + _NONCE + _TAG:
            raise SecretUnreadable("the stored credential is damaged")
        nonce, rest = data[1 : 1 + _NONCE], data[1 + _NONCE :]
        try:
            return cipher.decrypt(nonce, rest, place.bound).decode()
        except InvalidTag:
            raise SecretUnreadable(
                "the stored credential was changed, or belongs to another connection or account"
            ) from None

    def _need_key(self) -> None:
        if not self._keys:
            raise WeakSecretKey if self.weak else NoSecretKey


def vault_of(settings: Settings) -> Vault:
    """The vault of FRONTDESK_SECRET_KEY, which may hold several keys with commas between them."""
    return Vault(settings.secret_keys)


def _derived(key: str, purpose: bytes) -> bytes:
    """Keys are random already, so one HKDF is enough; the id and the cipher share nothing."""
    info = b"frontdesk/connection-secrets/1/" + purpose
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key.encode())
