"""The SQL functions of the calendars' page, for one member of staff: who they are goes with every call."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

from msgspec import Struct

from gateway.access.vault import Vault
from gateway.calendars.feeds import FeedRow
from gateway.calendars.following import Kind
from gateway.calendars.secrets import SecretName, SecretPlace
from gateway.console.staff_store import StaffStore
from gateway.pipeline.calendar_watch import Conflict

Shown = Literal["none", "initials", "first_name"]
EVERY_MINUTES = 15


class Subject(Struct, frozen=True, kw_only=True):
    """Of whom somebody may have calendars."""

    id: UUID
    kind: Literal["member", "unit"]
    name: str


class BusyCalendar(Struct, frozen=True, kw_only=True):
    """A calendar elsewhere that is followed. `sealed`: its address is kept here, encrypted; `url`: one that is no
    secret; `times`: stretches ahead that it takes; `unread`: events that were not understood."""

    id: UUID
    key: str
    kind: Kind
    whose: str
    member: UUID | None
    unit: UUID | None
    url: str | None
    url_env: str | None
    username: str | None
    every_minutes: int
    sealed: bool
    has_address: bool
    good_at: datetime | None
    failing_since: datetime | None
    error: str | None
    events: int
    unread: int
    times: int
    conflicts: int


class OpenConflict(Conflict, frozen=True, kw_only=True):
    """With whose calendar it is."""

    whose: str


class Calendars(Struct, frozen=True, kw_only=True):
    """console_calendars. `business`: they may have the business's; `names`: what feeds show of a customer."""

    status: Literal["ok", "not_allowed"]
    business: bool = False
    names: Shown = "first_name"
    subjects: tuple[Subject, ...] = ()
    feeds: tuple[FeedRow, ...] = ()
    calendars: tuple[BusyCalendar, ...] = ()
    conflicts: tuple[OpenConflict, ...] = ()


class Added(Struct, frozen=True, kw_only=True):
    """busy_calendar_add."""

    status: Literal["added", "not_found", "too_many"]
    calendar: UUID | None = None


class CalendarStore(StaffStore):
    """Every method may raise DatabaseUnavailable."""

    async def show(self) -> Calendars:
        return await self._database.fetch(Calendars, "console_calendars", **self._who)

    async def put_names(self, shown: Shown) -> bool:
        """What feeds show of a customer; False: the account is no owner."""
        return await self._database.fetch(bool, "calendar_names_put", **self._who, shown=shown)

    async def add(
        self,
        kind: Kind,
        subject: Subject,
        username: str | None,
        secrets: Mapping[SecretName, str],
        vault: Vault,
    ) -> Added:
        """Follows a calendar; its address and password are sealed first. Raises OperatorError where nothing can be."""
        which = uuid4()
        organization = self._organization
        sealed = {
            name: vault.seal(value, SecretPlace(organization, which, name))
            for name, value in secrets.items()
        }
        added = await self._database.fetch(
            Added,
            "busy_calendar_add",
            **self._who,
            calendar=which,
            kind=kind,
            member=subject.id if subject.kind == "member" else None,
            unit=subject.id if subject.kind == "unit" else None,
            username=username,
            every_minutes=EVERY_MINUTES,
            secrets=[
                {"name": name, "ciphertext": one.ciphertext.hex(), "key_id": one.key_id}
                for name, one in sealed.items()
            ],
        )
        return Added(status=added.status, calendar=which)

    async def remove(self, calendar: UUID) -> bool:
        """Whether there was one of theirs."""
        return await self._database.fetch(
            bool, "busy_calendar_remove", **self._who, calendar=calendar
        )
