"""Staff who are logged in: their sessions, their own password, what happened to their account.

Tokens are 256 random bits; the database keeps hashes. How they come in: gateway/access/logins.py.
"""

import hashlib
import re
import secrets
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database
from gateway.access.passwords import Passwords
from gateway.access.visits import Visit

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_EMAIL = re.compile(r"[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+")
_LONGEST_EMAIL = 254


class Role(StrEnum):
    """What somebody is in the organization. An owner sees what happened to everybody's accounts."""

    OWNER = "owner"
    RECEPTION = "reception"
    PROFESSIONAL = "professional"


class Staff(Struct, frozen=True, kw_only=True):
    """Who is logged in. Pages act for `organization` and for no other. `confirmed`: they proved who they are
    within the last 15 minutes."""

    organization: UUID
    account: UUID
    email: str
    roles: frozenset[Role]
    session: UUID
    confirmed: bool
    has_factor: bool
    needs_factor: bool


class SessionRow(Struct, frozen=True, kw_only=True):
    """staff_session_list. `browser` is what the browser says of itself; `current` is the one that asks."""

    id: UUID
    created_at: datetime
    seen_at: datetime
    address: str
    browser: str
    current: bool


class EventRow(Struct, frozen=True, kw_only=True):
    """staff_event_list. `address` None: a command of the operator; `times` within an hour, `at` the last time."""

    at: datetime
    email: str
    kind: str
    address: str | None
    browser: str
    times: int


class Invited(Struct, frozen=True, kw_only=True):
    """staff_link_find: whose one-time link it is."""

    organization: UUID
    email: str


class StaffAccounts:
    """Everything may raise DatabaseUnavailable."""

    def __init__(self, database: Database, passwords: Passwords | None = None) -> None:
        self._database = database
        self._passwords = passwords or Passwords()

    async def of_session(self, token: str | None) -> Staff | None:
        """Who has this session, unless it ended, was idle for too long, or the account is closed."""
        if token is None or not is_token(token):
            return None
        return await self._database.find(Staff, "staff_session_find", token_hash=hash_of(token))

    async def log_out(self, token: str, visit: Visit) -> None:
        """Ends the session."""
        staff = await self.of_session(token)
        if staff:
            await self._database.call(
                "staff_session_close",
                organization=staff.organization,
                token_hash=hash_of(token),
                address=visit.address,
                browser=visit.browser,
            )

    # Their sessions

    async def sessions(self, staff: Staff) -> list[SessionRow]:
        """Those that are open, the one that asks first."""
        return await self._database.fetch(
            list[SessionRow],
            "staff_session_list",
            organization=staff.organization,
            account=staff.account,
            current=staff.session,
        )

    async def end_session(self, staff: Staff, session: UUID | None, visit: Visit) -> int:
        """Ends one session of the person, or with None all others; how many ended."""
        return await self._database.fetch(
            int,
            "staff_session_end",
            organization=staff.organization,
            account=staff.account,
            session=session,
            but=None if session else staff.session,
            address=visit.address,
            browser=visit.browser,
        )

    async def renew(self, staff: Staff, token: str) -> str | None:
        """Another token for the session of somebody who proved who they are; None when it ended."""
        new = new_token()
        renewed = await self._database.fetch(
            bool,
            "staff_session_renew",
            organization=staff.organization,
            token_hash=hash_of(token),
            new_token_hash=hash_of(new),
        )
        return new if renewed else None

    # Their password

    async def password_hash(self, staff: Staff, password: str) -> str | None:
        """The stored hash if this is their password. Raises Crowded."""
        stored = await self._database.find(
            str, "staff_password_find", organization=staff.organization, account=staff.account
        )
        with self._passwords.place(recognized=True):
            matches = await self._passwords.verify(password, stored, recognized=True)
        return stored if matches else None

    async def change_password(
        self, staff: Staff, old_hash: str, new: str, token: str, visit: Visit
    ) -> str | None:
        """Keeps the new password; other sessions end, and this one goes on with the token that is answered.
        None: the password was changed meanwhile. Raises Crowded."""
        new_session = new_token()
        changed = await self._database.fetch(
            bool,
            "staff_password_change",
            organization=staff.organization,
            account=staff.account,
            old_hash=old_hash,
            new_hash=await self._passwords.hash(new),
            token_hash=hash_of(token),
            new_token_hash=hash_of(new_session),
            address=visit.address,
            browser=visit.browser,
        )
        return new_session if changed else None

    async def guessable(self, organization: UUID) -> list[str]:
        """Texts that a password of this organization's staff may not be made of."""
        return await self._database.fetch(list[str], "staff_guessable", organization=organization)

    # One-time links

    async def of_link(self, link: str) -> Invited | None:
        """Who may choose a password with this one-time link."""
        if not is_token(link):
            return None
        return await self._database.find(Invited, "staff_link_find", link_hash=hash_of(link))

    async def choose(self, link: str, password: str, device: str, visit: Visit) -> bool:
        """Spends the link; False when it was spent, is over, or never was. `device` is known from now on.
        Raises Crowded."""
        invited = await self.of_link(link)
        if invited is None:
            return False
        return await self._database.fetch(
            bool,
            "staff_password_choose",
            organization=invited.organization,
            link_hash=hash_of(link),
            password_hash=await self._passwords.hash(password),
            device_hash=hash_of(device),
            address=visit.address,
            browser=visit.browser,
        )

    # The log

    async def events(self, staff: Staff, *, everybody: bool, most: int) -> list[EventRow]:
        """What happened to their account, or to all of the organization; the latest first."""
        return await self._database.fetch(
            list[EventRow],
            "staff_event_list",
            organization=staff.organization,
            email=None if everybody else staff.email,
            limit=most,
        )

    async def note_failure(self, email: str, kind: str, visit: Visit) -> None:
        """Notes what failed at the account of this address, if there is one."""
        await self._database.call(
            "staff_failure_note",
            email=email,
            kind=kind,
            address=visit.address,
            browser=visit.browser,
        )


def canonical(email: str) -> str | None:
    """The address as it is compared; None for what is none."""
    text = email.strip().lower()
    return text if len(text) <= _LONGEST_EMAIL and _EMAIL.fullmatch(text) else None


def new_token() -> str:
    """43 characters for a cookie or a link."""
    return secrets.token_urlsafe(32)


def is_token(text: str) -> bool:
    """Whether it looks like one of ours."""
    return _TOKEN.fullmatch(text) is not None


def hash_of(token: str) -> bytes:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()
