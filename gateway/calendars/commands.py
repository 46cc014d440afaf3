"""Calendars for the operator: a business's feeds and followed calendars, by the keys of its file."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database
from agent.errors import NotFound
from gateway.access.vault import Vault
from gateway.calendars.feeds import FeedAddresses, FeedRow, Token
from gateway.calendars.secrets import SecretName, SecretPlace
from gateway.organizations.rows import organization_id


class CalendarRow(Struct, frozen=True, kw_only=True):
    """busy_calendars_list: a calendar elsewhere that is followed."""

    id: UUID
    key: str
    kind: str
    whose: str
    url: str | None
    url_env: str | None
    sealed: bool
    has_address: bool
    good_at: datetime | None
    failing_since: datetime | None
    error: str | None
    events: int
    unread: int
    times: int
    conflicts: int

    @property
    def where(self) -> str:
        """Where its address is kept; the address itself only when it is no secret."""
        if self.url:
            return self.url
        return (
            f"${self.url_env}" if self.url_env else "kept encrypted" if self.sealed else "nowhere"
        )


async def list_calendars(database: Database, organization: str) -> list[CalendarRow]:
    """By key. Raises NotFound."""
    about = {"organization": await organization_id(database, organization)}
    return await database.fetch(list[CalendarRow], "busy_calendars_list", **about)


async def find_calendar(database: Database, organization: str, key: str) -> CalendarRow:
    """Raises NotFound."""
    rows = await list_calendars(database, organization)
    row = next((row for row in rows if row.key == key), None)
    if row is None:
        there = ", ".join(row.key for row in rows) or "none"
        raise NotFound(f"{organization} has no calendar `{key}`; there are: {there}")
    return row


async def keep_secret(
    database: Database, vault: Vault, organization: str, key: str, name: SecretName, value: str
) -> None:
    """Instead of what is kept. Raises NotFound, NoSecretKey and WeakSecretKey."""
    row = await find_calendar(database, organization, key)
    tenant = await organization_id(database, organization)
    sealed = vault.seal(value, SecretPlace(tenant, row.id, name))
    await database.call(
        "busy_calendar_secret_put",
        organization=tenant,
        calendar=row.id,
        name=name,
        ciphertext=sealed.ciphertext,
        key_id=sealed.key_id,
    )


async def list_feeds(database: Database, organization: str) -> list[FeedRow]:
    """The business's first. Raises NotFound."""
    about = {"organization": await organization_id(database, organization)}
    return await database.fetch(list[FeedRow], "calendar_feeds_list", **about)


async def make_feed(database: Database, organization: str, member: str | None) -> Token:
    """A new address, instead of the one before. Raises NotFound."""
    addresses, which = await _addresses(database, organization, member)
    token = await addresses.make(which)
    if token is None:
        raise NotFound(f"{organization} has no member `{member}`")
    return token


async def revoke_feed(database: Database, organization: str, member: str | None) -> None:
    """Raises NotFound."""
    addresses, which = await _addresses(database, organization, member)
    if not await addresses.revoke(which):
        raise NotFound("there is no such feed")


async def _addresses(
    database: Database, organization: str, member: str | None
) -> tuple[FeedAddresses, UUID | None]:
    tenant = await organization_id(database, organization)
    which = None
    if member is not None:
        which = await database.find(UUID, "member_find", organization=tenant, key=member)
        if which is None:
            raise NotFound(f"{organization} has no member `{member}`")
    return FeedAddresses(database, tenant, None), which


def age_of(good_at: datetime | None, now: datetime) -> str:
    """ "read 12 minutes ago"."""
    if good_at is None:
        return "never read"
    minutes = max(0, int((now - good_at).total_seconds() // 60))
    return f"read {minutes} minutes ago" if minutes < 120 else f"read {minutes // 60} hours ago"
