"""The SQL functions for programs that book by calls, and the agenda as it is searched for them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from agent.data.store import Store
from agent.errors import NotFound
from agent.records import AppointmentChange, Offer
from agent.records.programs import Hold, ProgramChat


class ProgramStore(Store):
    """As `Store`; what is offered here belongs to no turn, and is held only when the program asks for it."""

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
        """Offers outside of a turn; `turn` and `hold` are not used."""
        return await super().put_offers(
            organization,
            conversation,
            None,
            services=services,
            starts=starts,
            member=member,
            appointment=appointment,
            without=without,
            party=party,
        )

    async def program_chat(self, organization: UUID, key: str, customer: str | None) -> ProgramChat:
        """The chat of a key's customer, or only the organization. Raises NotFound when that is gone."""
        chat = await self.database.find(
            ProgramChat, "program_chat", organization=organization, key=key, customer=customer
        )
        if chat is None:
            raise NotFound
        return chat

    async def program_hold(self, organization: UUID, conversation: UUID, slot: str) -> Hold:
        """Keeps an offered start for a while."""
        return await self.database.fetch(
            Hold, "program_hold", organization=organization, conversation=conversation, slot=slot
        )

    async def program_release(self, organization: UUID, conversation: UUID) -> Hold:
        """Gives up what is held."""
        return await self.database.fetch(
            Hold, "program_release", organization=organization, conversation=conversation
        )

    async def program_confirm(
        self,
        organization: UUID,
        conversation: UUID,
        *,
        slot: str,
        name: str | None = None,
        phone: str | None = None,
    ) -> AppointmentChange:
        """Books what is held, or moves the appointment that it was offered for."""
        return await self.database.fetch(
            AppointmentChange,
            "program_confirm",
            organization=organization,
            conversation=conversation,
            slot=slot,
            name=name,
            phone=phone,
        )

    async def program_cancel(
        self,
        organization: UUID,
        conversation: UUID,
        *,
        appointment: UUID | None = None,
        proposal: str | None = None,
    ) -> AppointmentChange:
        """Proposes a cancellation; with the proposal of an earlier call, does it."""
        return await self.database.fetch(
            AppointmentChange,
            "appointment_cancel",
            organization=organization,
            conversation=conversation,
            turn=None,
            appointment=appointment,
            proposal=proposal,
        )
