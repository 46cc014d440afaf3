"""The SQL functions of the agenda: what is free, what was offered, what is booked, who waits."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from agent.data.database import Database
from agent.records import (
    Appointment,
    AppointmentChange,
    Availability,
    Exchange,
    Offer,
    OfferItem,
    OpeningDays,
    StartRefusal,
    WaitingChange,
)


class AgendaStore:
    """The agenda of any organization; every method names the one it works for."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def opening_days(
        self, organization: UUID, first: date, last: date, *, member: UUID | None = None
    ) -> OpeningDays:
        """When the business, or a member, is open day by day, and why a day differs."""
        return await self.database.fetch(
            OpeningDays,
            "opening_days",
            organization=organization,
            **{"from": first, "to": last},
            member=member,
        )

    async def availability(
        self,
        organization: UUID,
        services: Sequence[UUID],
        first: date,
        last: date,
        *,
        member: UUID | None = None,
        conversation: UUID | None = None,
        appointment: UUID | None = None,
        without: Sequence[UUID] = (),
    ) -> Availability:
        """Free starts of a visit of `services`, in order; `appointment`: the one to move; `without`
        (here and below): members that the customer does not want."""
        return await self.database.fetch(
            Availability,
            "availability",
            organization=organization,
            services=list(services),
            **{"from": first, "to": last},
            member=member,
            conversation=conversation,
            appointment=appointment,
            without=list(without),
        )

    async def start_refusal(
        self,
        organization: UUID,
        services: Sequence[UUID],
        local: datetime,
        *,
        member: UUID | None = None,
        conversation: UUID | None = None,
        appointment: UUID | None = None,
        without: Sequence[UUID] = (),
    ) -> StartRefusal:
        """Why a wished start (local time, naive) is not to be had on a day that has others."""
        return await self.database.fetch(
            StartRefusal,
            "start_refusal",
            organization=organization,
            services=list(services),
            local=local,
            member=member,
            conversation=conversation,
            appointment=appointment,
            without=list(without),
        )

    async def put_offers(
        self,
        organization: UUID,
        conversation: UUID,
        turn: UUID | None,
        *,
        services: Sequence[UUID],
        starts: Sequence[datetime],
        member: UUID | None = None,
        appointment: UUID | None = None,
        hold: int | None = None,
        without: Sequence[UUID] = (),
        party: str | None = None,
    ) -> list[Offer | None]:
        """Offers in the order of `starts` (aware); None where one is gone. `party`: for two people,
        "together" or "in_turn" (then `services` has it twice).

        `hold` is the number (from 1) of the start that is kept for this chat for a while.
        """
        return await self.database.fetch(
            list[Offer | None],
            "offers_put",
            organization=organization,
            conversation=conversation,
            turn=turn,
            services=list(services),
            starts=list(starts),
            member=member,
            appointment=appointment,
            hold=hold,
            without=list(without),
            party=party,
        )

    async def together_starts(
        self,
        organization: UUID,
        conversation: UUID,
        *,
        service: UUID,
        starts: Sequence[datetime],
        without: Sequence[UUID] = (),
    ) -> list[datetime]:
        """Those of the starts (aware) at which two people can have the service side by side."""
        return await self.database.fetch(
            list[datetime],
            "together_starts",
            organization=organization,
            conversation=conversation,
            service=service,
            starts=list(starts),
            without=list(without),
        )

    async def offer_items(
        self, organization: UUID, conversation: UUID, slot: str
    ) -> list[OfferItem]:
        """What an offer is for, in order; [] for no offer of theirs."""
        return await self.database.fetch(
            list[OfferItem],
            "offer_items",
            organization=organization,
            conversation=conversation,
            slot=slot,
        )

    async def recent_exchange(self, organization: UUID, conversation: UUID, turn: UUID) -> Exchange:
        """What the customer of a turn was sent last and answered, and what was shown to them in it."""
        return await self.database.fetch(
            Exchange,
            "recent_exchange",
            organization=organization,
            conversation=conversation,
            turn=turn,
        )

    async def assessment_done(self, organization: UUID, conversation: UUID, service: UUID) -> bool:
        """Whether the customer had the assessment that a service asks for, where it asks for one."""
        done = await self.database.find(
            bool,
            "assessment_done",
            organization=organization,
            conversation=conversation,
            service=service,
        )
        return bool(done)

    async def upcoming(self, organization: UUID, conversation: UUID) -> list[Appointment]:
        """The customer's own appointments that are not over, soonest first."""
        return await self.database.fetch(
            list[Appointment],
            "appointments_upcoming",
            organization=organization,
            conversation=conversation,
        )

    async def book_appointment(
        self,
        organization: UUID,
        conversation: UUID,
        turn: UUID,
        *,
        slot: str,
        party: Sequence[Mapping[str, object]] | None = None,
    ) -> AppointmentChange:
        """Books what an earlier turn offered, all of it or nothing. `party`: for whom, of an offer for several
        people (frontdesk.party_book)."""
        return await self._change(
            "appointment_book",
            organization=organization,
            conversation=conversation,
            turn=turn,
            slot=slot,
            party=list(party) if party is not None else None,
        )

    async def cancel_appointment(
        self,
        organization: UUID,
        conversation: UUID,
        turn: UUID,
        *,
        appointment: UUID | None = None,
        proposal: str | None = None,
        only: str | None = None,
    ) -> AppointmentChange:
        """Proposes a cancellation; with the `proposal` of an earlier turn, does it. `only`: the name of
        one service of a visit, whose others stay. Here and below no `appointment` means the only one."""
        return await self._change(
            "appointment_cancel",
            organization=organization,
            conversation=conversation,
            turn=turn,
            appointment=appointment,
            proposal=proposal,
            only=only,
        )

    async def move_appointment(
        self,
        organization: UUID,
        conversation: UUID,
        turn: UUID,
        *,
        appointment: UUID | None = None,
        slot: str | None = None,
        proposal: str | None = None,
    ) -> AppointmentChange:
        """Moves to a `slot` that was offered for it, else proposes that; without one it says only what
        forbids any move."""
        return await self._change(
            "appointment_move",
            organization=organization,
            conversation=conversation,
            turn=turn,
            appointment=appointment,
            slot=slot,
            proposal=proposal,
        )

    async def confirm_appointment(
        self,
        organization: UUID,
        conversation: UUID,
        turn: UUID,
        *,
        appointment: UUID | None = None,
    ) -> AppointmentChange:
        """Notes that the customer will come; without an `appointment`, to the one asked about."""
        return await self._change(
            "appointment_confirm",
            organization=organization,
            conversation=conversation,
            turn=turn,
            appointment=appointment,
        )

    async def rename_appointment(
        self,
        organization: UUID,
        conversation: UUID,
        turn: UUID,
        *,
        name: str,
        appointment: UUID | None = None,
    ) -> AppointmentChange:
        """Puts right whom an appointment is for."""
        return await self._change(
            "appointment_rename",
            organization=organization,
            conversation=conversation,
            turn=turn,
            name=name,
            appointment=appointment,
        )

    async def correct_attendees(
        self,
        organization: UUID,
        conversation: UUID,
        turn: UUID,
        *,
        whose: Sequence[Mapping[str, object]],
    ) -> AppointmentChange:
        """Puts right whom several appointments are for, all of them or none (attendees_correct)."""
        return await self._change(
            "attendees_correct",
            organization=organization,
            conversation=conversation,
            turn=turn,
            whose=list(whose),
        )

    async def join_waiting_list(
        self,
        organization: UUID,
        conversation: UUID,
        turn: UUID,
        *,
        services: Sequence[UUID],
        first: date | None,
        last: date | None,
        member: UUID | None = None,
        not_before: str | None = None,
        not_after: str | None = None,
        appointment: UUID | None = None,
    ) -> WaitingChange:
        """Waits for a start of `services` on these days, between hours as "HH:MM"; with an `appointment`, which is
        kept, for one before it (no days: from today on)."""
        return await self.database.fetch(
            WaitingChange,
            "waiting_join",
            organization=organization,
            conversation=conversation,
            turn=turn,
            services=list(services),
            **{"from": first, "to": last},
            member=member,
            not_before=not_before,
            not_after=not_after,
            appointment=appointment,
        )

    async def leave_waiting_list(
        self, organization: UUID, conversation: UUID, turn: UUID, *, entry: UUID | None = None
    ) -> WaitingChange:
        """Says no to what is on offer, else ends the wait; no `entry` means the only one."""
        return await self.database.fetch(
            WaitingChange,
            "waiting_leave",
            organization=organization,
            conversation=conversation,
            turn=turn,
            entry=entry,
        )

    async def _change(self, function: str, **args: Any) -> AppointmentChange:
        return await self.database.fetch(AppointmentChange, function, **args)
