"""API keys of organizations: `fd_live_<prefix>_<secret><checksum>`.

The secret is 256 random bits, so its plain SHA-256 is as good as a slow hash: there is nothing to
guess. The checksum lets a mistyped key be refused (and a leaked one be recognised by scanners)
without a look into the database.
"""

import hashlib
import re
import secrets
import string
import zlib
from dataclasses import dataclass
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database
from agent.errors import NotFound, OperatorError
from gateway.organizations.rows import organization_id

SCOPES = ("invoke", "notify", "read", "admin", "mcp", "agenda", "chats")
"""To hand in messages, to call a person, to read chats and figures, to drop what waits, to book by calls, and to read
the agenda, or chats and customers, whole."""
_HEAD = "fd_live_"
_FORM = re.compile(r"fd_live_[0-9a-f]{8}_[0-9A-Za-z]{49}")
_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_SECRET_DIGITS, _CHECK_DIGITS = 43, 6
_LONGEST_DAYS = 3650


class BadKeyRequest(OperatorError):
    """A key needs a name of up to 80 characters, scopes that exist, and at most ten years."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """Whose key a request carried. `id` names it in logs and limits, `label` to people."""

    id: UUID
    organization: UUID
    label: str
    prefix: str
    scopes: frozenset[str]


class KeyRow(Struct, frozen=True, kw_only=True):
    """A key as the operator sees it; times as PostgreSQL writes them: they are only shown."""

    id: UUID
    name: str
    prefix: str
    scopes: tuple[str, ...]
    created_at: str
    expires_at: str | None
    last_used_at: str | None
    revoked_at: str | None
    usable: bool


class _FoundKey(Struct, frozen=True, kw_only=True):
    """api_key_find."""

    id: UUID
    organization: UUID
    name: str
    prefix: str
    scopes: frozenset[str]


def new_key() -> tuple[str, str]:
    """A key and its prefix, which may be shown."""
    prefix = secrets.token_hex(4)
    body = f"{_HEAD}{prefix}_{_base62(secrets.randbits(256), _SECRET_DIGITS)}"
    return body + _check(body), prefix


def looks_like_key(text: str) -> bool:
    """Whether this has the form of a key and the right checksum."""
    body, check = text[:-_CHECK_DIGITS], text[-_CHECK_DIGITS:]
    return bool(_FORM.fullmatch(text)) and _check(body) == check


def prefix_of(text: str) -> str:
    """The prefix in what a person has at hand: itself, with what stands before it, or a whole key."""
    return text.strip().removeprefix(_HEAD).partition("_")[0]


def key_hash(key: str) -> bytes:
    """What the database keeps. Keys are looked up by it, so that no comparison tells anything."""
    return hashlib.sha256(key.encode()).digest()


async def find(database: Database, key: str) -> ApiKey | None:
    """The key, unless it is unknown, revoked or over. Nothing is remembered: a revoked key stops at
    once. Raises DatabaseUnavailable."""
    if not looks_like_key(key):
        return None
    row = await database.find(_FoundKey, "api_key_find", key_hash=key_hash(key))
    if row is None:
        return None
    return ApiKey(
        row.id, row.organization, f"{row.name} ({_HEAD}{row.prefix})", row.prefix, row.scopes
    )


async def create(
    database: Database, slug: str, name: str, scopes: list[str], days: int | None
) -> str:
    """A new key, which nobody can show again. Raises NotFound and BadKeyRequest."""
    named = 1 <= len(name) <= 80 and name.isprintable()
    if not named or not scopes or not set(scopes) <= set(SCOPES) or not _lasts(days):
        raise BadKeyRequest(f"{BadKeyRequest.__doc__} Scopes: {', '.join(SCOPES)}.")
    organization = await organization_id(database, slug)
    key, prefix = new_key()
    await database.call(
        "api_key_create",
        organization=organization,
        name=name,
        prefix=prefix,
        key_hash=key_hash(key),
        scopes=sorted(set(scopes)),
        days=days,
    )
    return key


async def list_keys(database: Database, slug: str) -> list[KeyRow]:
    """The organization's keys, oldest first. Raises NotFound."""
    return await database.fetch(
        list[KeyRow], "api_key_list", organization=await organization_id(database, slug)
    )


async def revoke(database: Database, slug: str, prefix: str) -> None:
    """Takes a key's rights away at once. Raises NotFound."""
    revoked = await database.call(
        "api_key_revoke", organization=await organization_id(database, slug), prefix=prefix
    )
    if revoked is None:
        raise NotFound(f"{slug} has no key `{prefix}`")


def _lasts(days: int | None) -> bool:
    return days is None or 1 <= days <= _LONGEST_DAYS


def _check(body: str) -> str:
    return _base62(zlib.crc32(body.encode()), _CHECK_DIGITS)


def _base62(number: int, digits: int) -> str:
    text = ""
    for _ in range(digits):
        number, rest = divmod(number, 62)
        text = _DIGITS[rest] + text
    return text
