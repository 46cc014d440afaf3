"""Addresses of calendar feeds: made, given anew and taken away. Nobody keeps the token, only its hash."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


class FeedRow(Struct, frozen=True, kw_only=True):
    """A feed that there is. `member` and `key`: whose it is, None: the business's; `by`: who of staff made it."""

    id: UUID
    member: UUID | None
    key: str | None = None
    name: str | None
    made_at: datetime
    read_at: datetime | None
    by: str | None


@dataclass(frozen=True, slots=True)
class Token:
    """What opens a feed, and what of it the database keeps."""

    text: str

    @property
    def hash(self) -> bytes:
        return hashlib.sha256(self.text.encode()).digest()

    def address(self, base: str) -> str:
        """Where the feed is found; `base` is the gateway's address."""
        return f"{base.rstrip('/')}/calendar/feeds/{self.text}.ics"


def new_token() -> Token:
    """256 bits that nobody has had before."""
    return Token(secrets.token_urlsafe(32))


def token_of(text: str) -> Token | None:
    """None for what can be nobody's token."""
    return Token(text) if _TOKEN.fullmatch(text) else None


class FeedAddresses:
    """For one of staff (`account`), or (None) for the operator."""

    def __init__(self, database: Database, organization: UUID, account: UUID | None) -> None:
        self._database = database
        self._who = {"organization": organization, "account": account}

    async def make(self, member: UUID | None) -> Token | None:
        """A feed's new address; the one before leads nowhere. None: it is not theirs to make."""
        token = new_token()
        made = await self._database.call(
            "calendar_feed_put", **self._who, member=member, token_hash=token.hash
        )
        return token if made["status"] == "made" else None

    async def revoke(self, member: UUID | None) -> bool:
        """Whether there was one of theirs."""
        return await self._database.fetch(bool, "calendar_feed_revoke", **self._who, member=member)
