"""The agenda's SQL functions, for one member of staff: who they are goes with every call."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal, cast
from uuid import UUID

from agent.types import Reply
from gateway.console.agenda.other_time import OtherTime
from gateway.console.agenda.records import (
    Act,
    Block,
    Blocking,
    Choices,
    CustomerChoice,
    FreeDay,
    FreeStart,
    Lifted,
    NoOtherTime,
    Opened,
    Sheet,
    Told,
)
from gateway.console.staff_store import StaffStore

_OTHER: type[OtherTime | NoOtherTime] = cast(Any, OtherTime | NoOtherTime)
State = Literal["confirmed", "arrived", "expected", "completed", "no_show", "cancelled"]
STATES: tuple[State, ...] = (
    "confirmed",
    "arrived",
    "expected",
    "completed",
    "no_show",
    "cancelled",
)


class AgendaStore(StaffStore):
    """Every method may raise DatabaseUnavailable. What is not of their agenda is not there."""

    async def sheet(
        self,
        first: date,
        last: date,
        member: UUID | None = None,
        unit: UUID | None = None,
        *,
        skip: int = 0,
    ) -> Sheet:
        """The agenda of these local days, of a member, of a unit, or of several members from that one on."""
        return await self._database.fetch(
            Sheet,
            "console_agenda",
            **self._who,
            **{"from": first, "to": last},
            member=member,
            unit=unit,
            skip=skip,
        )

    async def opened(self, appointment: UUID, *, looks_again: bool = False) -> Opened | None:
        """One appointment; that it was opened is written down, unless it only looks again."""
        return await self._database.find(
            Opened,
            "console_appointment",
            **self._who,
            appointment=appointment,
            opened=not looks_again,
        )

    async def choices(self) -> Choices:
        """What can be booked in their agenda."""
        return await self._database.fetch(Choices, "agenda_choices", **self._who)

    async def customers(self, search: str) -> list[CustomerChoice]:
        """Whose name or number has these words or digits; written down."""
        return await self._database.fetch(
            list[CustomerChoice], "agenda_customers", **self._who, search=search
        )

    async def free(
        self,
        services: Sequence[UUID],
        day: date,
        member: UUID | None,
        appointment: UUID | None = None,
    ) -> tuple[FreeStart, ...]:
        """Free starts of a day, by the function that the bot asks; `appointment`: to move it there."""
        found_day = await self._database.fetch(
            FreeDay,
            "availability",
            organization=self._organization,
            services=[str(service) for service in services],
            **{"from": day, "to": day},
            member=member,
            appointment=appointment,
        )
        return found_day.starts

    # What is done; `key` is the form's: sent twice it counts once. `version`: what they saw.

    async def book(
        self,
        key: str,
        service: UUID,
        member: UUID,
        at: datetime,
        *,
        contact: UUID | None = None,
        name: str | None = None,
        phone: str | None = None,
        whom: str | None = None,
        minutes: int | None = None,
        override: bool = False,
        more: Sequence[UUID] = (),
    ) -> Act:
        """For a customer who is known (`contact`), who has a phone (canonical), or of whom a name is known. `more`:
        services that follow in the same visit."""
        return await self._database.fetch(
            Act,
            "agenda_book",
            **self._who,
            **{"for": whom},
            key=key,
            service=service,
            member=member,
            at=at,
            contact=contact,
            name=name,
            phone=phone,
            minutes=minutes,
            override=override,
            more=[str(one) for one in more],
        )

    async def move(
        self,
        appointment: UUID,
        version: str,
        key: str,
        at: datetime,
        member: UUID,
        minutes: int,
        *,
        override: bool = False,
    ) -> Act:
        """To another start, member or length, its visit along with it."""
        return await self._database.fetch(
            Act,
            "agenda_move",
            **self._who,
            appointment=appointment,
            seen=version,
            key=key,
            at=at,
            member=member,
            minutes=minutes,
            override=override,
        )

    async def put_state(self, appointment: UUID, version: str, key: str, state: State) -> Act:
        """What became of it."""
        return await self._database.fetch(
            Act,
            "agenda_state",
            **self._who,
            appointment=appointment,
            seen=version,
            key=key,
            to=state,
        )

    async def tell(self, appointment: UUID, kind: str, text: str) -> Told:
        """Puts what the customer is told into the outbox, once."""
        return await self._database.fetch(
            Told, "agenda_tell", **self._who, appointment=appointment, kind=kind, text=text
        )

    async def concerned(
        self, begins: datetime, until: datetime, member: UUID | None, unit: UUID | None
    ) -> Blocking:
        """Who is booked in a time that is to be blocked."""
        return await self._database.fetch(
            Blocking,
            "agenda_concerned",
            **self._who,
            **{"from": begins},
            until=until,
            member=member,
            unit=unit,
        )

    async def block(
        self,
        key: str,
        seen: str,
        begins: datetime,
        until: datetime,
        member: UUID | None,
        unit: UUID | None,
        reason: str | None,
    ) -> Blocking:
        """Blocks it. `seen`: of `concerned`."""
        return await self._database.fetch(
            Blocking,
            "agenda_block",
            **self._who,
            **{"from": begins},
            key=key,
            seen=seen,
            until=until,
            member=member,
            unit=unit,
            reason=reason,
        )

    async def blocked(self, block: UUID) -> Block | None:
        """A block, with whoever is booked in it still."""
        return await self._database.find(Block, "console_block", **self._who, block=block)

    async def lift(self, block: UUID) -> Lifted:
        """Gives its time back."""
        return await self._database.fetch(Lifted, "agenda_block_lift", **self._who, block=block)

    async def hold_other_time(self, appointment: UUID) -> OtherTime | NoOtherTime:
        """Holds another time for whoever is booked; or why not."""
        return await self._database.fetch(
            _OTHER, "agenda_offer", **self._who, appointment=appointment
        )

    async def offer(self, appointment: UUID, slot: str, reply: Reply) -> Told:
        """Puts the question about it into the outbox, once."""
        return await self._database.fetch(
            Told,
            "agenda_offer_put",
            **self._who,
            appointment=appointment,
            slot=slot,
            replies=[reply],
        )
