"""What a program may do at the desk for its customers: search, hold, confirm, list, cancel.

The guarantees are those of the SQL functions (migrations/functions/programs.sql). Key and customer decide whose chat
it is, so a call reaches nothing of another key, another customer or another organization.
"""

from dataclasses import dataclass
from uuid import UUID, uuid4

import msgspec
from msgspec import Struct
from pydantic import BaseModel, JsonValue

from agent.clock import Clock
from agent.context import TurnContext
from agent.data.program_store import ProgramStore
from agent.errors import CallerError
from agent.organization import Organization
from agent.records import AppointmentChange
from agent.records.programs import ProgramChat
from agent.tool_answers import Outcome
from gateway.access.problems import Forbidden
from gateway.api.auth import Caller
from gateway.api.handed_in import AppointmentView, shown_appointment
from gateway.programs.arguments import Cancel, Confirm, Hold, NoArguments, OfCustomer, Search
from tools.kit.offers import find_offers
from tools.kit.request import read_request, requested_services
from tools.kit.services import service_view

Answer = dict[str, JsonValue]


class KeyOfOneOrganization(Forbidden):
    """The deployment's key acts for every organization; this needs a key of one, with the right `mcp`."""


class NothingToSearch(CallerError):
    """Say a service, or the appointment that is to be moved."""


class AppointmentOrProposal(CallerError):
    """Say an appointment to get a proposal, then that proposal alone."""


class ChangeAnswer(BaseModel):
    """What became of a call that changes something, with the appointment as it stands now, or that is in the way."""

    status: str
    appointment: AppointmentView | None = None
    proposal: str | None = None
    message: str | None = None
    limit: int | None = None

    @classmethod
    def of(cls, change: AppointmentChange) -> "ChangeAnswer":
        row = change.appointment
        return cls(
            status=change.status,
            appointment=shown_appointment(row) if row else None,
            proposal=change.proposal,
            message=change.message,
            limit=change.limit,
        )


@dataclass(frozen=True, slots=True)
class ProgramDesk:
    """The desk for one caller, who has a `key` (its prefix) of one organization."""

    store: ProgramStore
    clock: Clock
    organization: UUID
    key: str

    async def list_services(self, _: NoArguments) -> Answer:
        """What can be booked, with durations, prices and who gives it; and the place's time zone and today."""
        organization = Organization.from_profile((await self._chat(None)).organization)
        rows = await self.store.services(organization.id)
        services = [
            _plain(service_view(row, organization, organization.language))
            | {"team": [member.name for member in row.members]}
            for row in rows
        ]
        return {
            "business": organization.name,
            "time_zone": organization.zone.key,
            "today": self.clock.now().astimezone(organization.zone).date().isoformat(),
            "services": [service for service in services if service["bookable"]],
        }

    async def search_slots(self, given: Search) -> Answer:
        """Free starts, which are offered to this customer for a day; nothing is held yet."""
        if given.service is None and given.appointment is None:
            raise NothingToSearch
        context = await self._context(given.customer)
        request = await read_request(
            context,
            service=given.service,
            and_then=given.and_then,
            appointment=str(given.appointment) if given.appointment else None,
            member=given.member,
            prefer=given.prefer,
            date_from=given.date_from.isoformat() if given.date_from else None,
            date_to=given.date_to.isoformat() if given.date_to else None,
            time=given.time,
            part=given.part,
            not_before=given.not_before,
            not_after=given.not_after,
        )
        if isinstance(request, Outcome):
            return _plain(request)
        offers = await find_offers(context, request.visit, request.criteria)
        return _plain(offers.outcome(requested_services(context, request)))

    async def hold_slot(self, given: Hold) -> Answer:
        """Keeps an offered start for some minutes (`until`), so that nobody else takes it."""
        context = await self._context(given.customer)
        hold = await self.store.program_hold(
            context.organization.id, context.conversation_id, given.slot
        )
        return _plain(hold)

    async def release_slot(self, given: OfCustomer) -> Answer:
        """Gives up what the customer holds."""
        context = await self._context(given.customer)
        return _plain(
            await self.store.program_release(context.organization.id, context.conversation_id)
        )

    async def confirm_slot(self, given: Confirm) -> Answer:
        """Books the start that is held, or moves the appointment that it was searched for. A second call with
        the same slot books nothing more."""
        context = await self._context(given.customer)
        change = await self.store.program_confirm(
            context.organization.id,
            context.conversation_id,
            slot=given.slot,
            name=given.name,
            phone=given.phone,
        )
        return ChangeAnswer.of(change).model_dump(mode="json", exclude_none=True)

    async def list_appointments(self, given: OfCustomer) -> Answer:
        """The customer's upcoming appointments that were booked with this key."""
        context = await self._context(given.customer)
        rows = await self.store.upcoming(context.organization.id, context.conversation_id)
        views: list[JsonValue] = [shown_appointment(row).model_dump(mode="json") for row in rows]
        return {"appointments": views}

    async def cancel_appointment(self, given: Cancel) -> Answer:
        """Cancels in two calls: with the appointment it answers a proposal; when the customer has said yes,
        call again with the proposal alone."""
        if (given.appointment is None) == (given.proposal is None):
            raise AppointmentOrProposal
        context = await self._context(given.customer)
        change = await self.store.program_cancel(
            context.organization.id,
            context.conversation_id,
            appointment=given.appointment,
            proposal=given.proposal,
        )
        return ChangeAnswer.of(change).model_dump(mode="json", exclude_none=True)

    async def _context(self, customer: str) -> TurnContext:
        """As the desk's own tools read it."""
        chat = await self._chat(customer)
        organization = Organization.from_profile(chat.organization)
        assert chat.conversation is not None, "a customer has a chat"
        return TurnContext(
            organization=organization,
            conversation_id=chat.conversation,
            turn_id=uuid4(),  # of no turn: what is offered here has none
            store=self.store,
            clock=self.clock,
            language=organization.language,
            channel="api",
        )

    async def _chat(self, customer: str | None) -> ProgramChat:
        return await self.store.program_chat(self.organization, self.key, customer)


def desk_of(caller: Caller, store: ProgramStore, clock: Clock) -> ProgramDesk:
    """The desk of a caller. Raises KeyOfOneOrganization."""
    if caller.organization is None or caller.key is None:
        raise KeyOfOneOrganization
    return ProgramDesk(store, clock, caller.organization, caller.key)


def _plain(answer: Struct) -> Answer:
    plain: Answer = msgspec.to_builtins(answer, str_keys=True)
    return plain
