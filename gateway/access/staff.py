"""Accounts of staff, and their sessions. Tokens are 256 random bits; the database keeps hashes."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database
from agent.errors import NotFound, OperatorError
from gateway.access.passwords import Passwords, acceptable
from gateway.organizations.rows import organization_id

LINK_HOURS = 48
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_EMAIL = re.compile(r"[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+")
_LONGEST_EMAIL = 254


class BadAccount(OperatorError):
    """An account needs an e-mail address, and a password of 12 to 200 characters if one is given."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is logged in. Pages act for `organization` and for no other."""

    organization: UUID
    account: UUID
    roles: frozenset[str]


class AccountRow(Struct, frozen=True, kw_only=True):
    """An account as the operator sees it; times as PostgreSQL writes them: they are only shown.
    `invited`: a one-time link is open."""

    email: str
    roles: tuple[str, ...]
    created_at: str
    disabled_at: str | None
    has_password: bool
    invited: bool
    seen_at: str | None


class _Credentials(Struct, frozen=True, kw_only=True):
    """staff_account_find."""

    id: UUID
    organization: UUID
    password_hash: str


class _Session(Struct, frozen=True, kw_only=True):
    """staff_session_find."""

    organization: UUID
    account: UUID
    roles: frozenset[str]


class StaffAccounts:
    """Logs staff in and knows them again. Everything may raise DatabaseUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._passwords = Passwords()

    async def log_in(self, email: str, password: str) -> str | None:
        """A new session's token; None for a wrong password as for an unknown address, after the
        same time."""
        row = None
        if name := canonical(email):
            row = await self._database.find(_Credentials, "staff_account_find", email=name)
        stored = row.password_hash if row else None
        if not await self._passwords.verify(password[:1000], stored) or row is None:
            return None
        token = secrets.token_urlsafe(32)
        opened = await self._database.fetch(
            bool,
            "staff_session_open",
            organization=row.organization,
            account=row.id,
            password_hash=row.password_hash,
            token_hash=_hash(token),
        )
        return token if opened else None

    async def of_session(self, token: str | None) -> Staff | None:
        """Who has this session, unless it ended, was idle for too long, or the account is closed."""
        if token is None or not _TOKEN.fullmatch(token):
            return None
        row = await self._database.find(_Session, "staff_session_find", token_hash=_hash(token))
        return Staff(row.organization, row.account, row.roles) if row else None

    async def log_out(self, token: str) -> None:
        """Ends the session."""
        staff = await self.of_session(token)
        if staff:
            await self._database.call(
                "staff_session_close", organization=staff.organization, token_hash=_hash(token)
            )

    async def knows_link(self, link: str) -> bool:
        """Whether a password may be chosen with this one-time link."""
        return await self._of_link(link) is not None

    async def choose(self, link: str, password: str) -> bool:
        """Spends the link; False when it was spent, is over, or never was."""
        organization = await self._of_link(link)
        if organization is None:
            return False
        return await self._database.fetch(
            bool,
            "staff_password_choose",
            organization=organization,
            link_hash=_hash(link),
            password_hash=await self._passwords.hash(password),
        )

    async def _of_link(self, link: str) -> UUID | None:
        if not _TOKEN.fullmatch(link):
            return None
        return await self._database.find(UUID, "staff_link_find", link_hash=_hash(link))


# What the operator does


async def add(
    database: Database, slug: str, email: str, roles: list[str], password: str | None
) -> str | None:
    """Opens an account: with a password, or with a one-time link's token, which is returned.

    Raises NotFound and BadAccount.
    """
    organization = await organization_id(database, slug)
    if await _account(database, organization, email):
        raise BadAccount(f"{email} has an account already; see `frontdesk staff reset`")
    return await _put(database, organization, email, password, roles or ["staff"])


async def reset(database: Database, slug: str, email: str, password: str | None) -> str | None:
    """The same for an account that exists: its sessions and its old password end, and it is open
    again if it was disabled."""
    organization = await organization_id(database, slug)
    if not await _account(database, organization, email):
        raise NotFound(f"{slug} has no account {email}")
    return await _put(database, organization, email, password, None)


async def disable(database: Database, slug: str, email: str) -> None:
    """Closes an account; its sessions end at once. Raises NotFound."""
    organization = await organization_id(database, slug)
    done = await database.fetch(
        bool, "staff_disable", organization=organization, email=canonical(email)
    )
    if not done:
        raise NotFound(f"{slug} has no account {email}")


async def list_accounts(database: Database, slug: str) -> list[AccountRow]:
    """The organization's accounts, by address. Raises NotFound."""
    return await _accounts(database, await organization_id(database, slug))


def canonical(email: str) -> str | None:
    """The address as it is compared; None for what is none."""
    text = email.strip().lower()
    return text if len(text) <= _LONGEST_EMAIL and _EMAIL.fullmatch(text) else None


async def _accounts(database: Database, organization: UUID) -> list[AccountRow]:
    return await database.fetch(list[AccountRow], "staff_list", organization=organization)


async def _account(database: Database, organization: UUID, email: str) -> bool:
    rows = await _accounts(database, organization)
    return any(row.email == canonical(email) for row in rows)


async def _put(
    database: Database,
    organization: UUID,
    email: str,
    password: str | None,
    roles: list[str] | None,
) -> str | None:
    name = canonical(email)
    if name is None or (password is not None and not acceptable(password)):
        raise BadAccount
    link = None if password is not None else secrets.token_urlsafe(32)
    account = await database.call(
        "staff_put",
        organization=organization,
        email=name,
        roles=roles,
        password_hash=await Passwords().hash(password) if password is not None else None,
        link_hash=_hash(link) if link else None,
        link_seconds=LINK_HOURS * 3600.0 if link else None,
    )
    if account is None:
        raise BadAccount(f"{name} is already used elsewhere; take another address")
    return link


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
