"""`/api/v1`: the agenda for programs with a key of the right `agenda`. Nothing is changed here."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.routing import APIRoute
from msgspec import Struct
from pydantic import AwareDatetime, BaseModel

from agent.clock import Clock
from agent.data.database import Database
from agent.errors import CallerError, NotFound
from agent.types import Json
from gateway.api.auth import caller_of
from gateway.api.paging import Cursor, Limit, Reading, Since

Status = Literal["scheduled", "confirmed", "cancelled", "completed", "no_show"]
_MOST_DAYS, _USUAL_DAYS, _FREE_DAYS = 62, 31, 31


class BadSpan(CallerError):
    """`to` must come after `from`, and by 62 days at most; of free starts 31."""


class Named(BaseModel):
    """A service or a member; `key` is that of the business's file."""

    id: UUID
    key: str
    name: str


class CustomerView(BaseModel):
    """Who booked. More: `GET /api/v1/contacts/{id}`, with the right `chats`."""

    id: UUID
    name: str | None


class AgendaAppointment(BaseModel):
    """An appointment of one service; those of one visit share `visit_id`. `attendee`: the name for which it is."""

    id: UUID
    visit_id: UUID | None
    status: Status
    starts_at: datetime
    ends_at: datetime
    service: Named
    member: Named
    unit_ids: list[UUID]
    price: Decimal | None
    currency: str | None
    checked_in_at: datetime | None
    created_at: datetime
    updated_at: datetime
    attendee: str | None
    customer: CustomerView | None


class AgendaPage(BaseModel):
    """`next`: the cursor of the following page, null at the end. `since`: for `updated_since` of the next reading."""

    appointments: list[AgendaAppointment]
    next: str | None
    since: datetime


class MemberView(BaseModel):
    """Somebody of the team; `active` false: not any more."""

    id: UUID
    key: str
    name: str
    role: str | None
    active: bool
    service_ids: list[UUID]


class ServiceView(BaseModel):
    """`bookable` false: the business explains it and does not book it."""

    id: UUID
    key: str
    name: str
    duration_minutes: int
    price: Decimal | None
    currency: str | None
    capacity: int
    bookable: bool
    active: bool
    resource_ids: list[UUID]


class UnitView(BaseModel):
    """One piece of a resource."""

    id: UUID
    number: int
    active: bool


class ResourceView(BaseModel):
    """Rooms or devices."""

    id: UUID
    key: str
    name: str
    active: bool
    units: list[UnitView]


class Catalogue(BaseModel):
    """What appointments are of. Days of the business are those of its `time_zone`."""

    time_zone: str
    members: list[MemberView]
    services: list[ServiceView]
    resources: list[ResourceView]


class FreeStart(BaseModel):
    """`local`: by the business's clock."""

    at: datetime
    local: str


class FreeDay(BaseModel):
    """`state`: open, or why a day has no start."""

    day: date
    state: str


class FreeStarts(BaseModel):
    """Starts at which the service could be booked now. They are not held."""

    days: list[FreeDay]
    starts: list[FreeStart]


class _Row(Struct, frozen=True, kw_only=True):
    at: datetime
    appointment: Json


class _Page(Struct, frozen=True, kw_only=True):
    """read_appointments."""

    now: datetime
    rows: list[_Row]


class _Availability(Struct, frozen=True, kw_only=True):
    """availability. `performed`: whether there is such a service, and somebody who gives it."""

    performed: bool
    days: list[dict[str, Any]]
    starts: list[dict[str, Any]]


def agenda_router(database: Database, clock: Clock, route_class: type[APIRoute]) -> APIRouter:
    """The routes; `route_class` lets callers in (gateway/api/auth.py)."""
    router = APIRouter(prefix="/api/v1", route_class=route_class)

    @router.get("/appointments")
    async def appointments(
        request: Request,
        organization_id: UUID | None = None,
        begins_from: Annotated[AwareDatetime | None, Query(alias="from")] = None,
        begins_before: Annotated[AwareDatetime | None, Query(alias="to")] = None,
        updated_since: Since = None,
        member: UUID | None = None,
        service: UUID | None = None,
        status: Annotated[list[Status], Query(max_length=5)] = [],  # noqa: B006
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> AgendaPage:
        organization = await caller_of(request).acts_for(organization_id, database)
        reading = Reading(updated_since, cursor)
        if begins_from is not None or begins_before is not None or updated_since is None:
            begins_from, begins_before = _span(begins_from, begins_before, clock)
        page = await database.fetch(
            _Page,
            "read_appointments",
            organization=organization,
            **{"from": begins_from, "to": begins_before},
            since=updated_since,
            after=reading.after,
            after_id=reading.after_id,
            member=member,
            service=service,
            statuses=status,
            limit=limit + 1,
        )
        shown = [AgendaAppointment.model_validate(r.appointment) for r in page.rows[:limit]]
        more = len(page.rows) > limit
        return AgendaPage(
            appointments=shown,
            next=reading.next(page.now, page.rows[limit - 1].at, shown[-1].id) if more else None,
            since=reading.next_since(page.now),
        )

    @router.get("/appointments/{appointment_id}")
    async def appointment(
        request: Request, appointment_id: UUID, organization_id: UUID | None = None
    ) -> AgendaAppointment:
        organization = await caller_of(request).acts_for(organization_id, database)
        row = await database.find(
            dict[str, Any],
            "read_appointment",
            organization=organization,
            appointment=appointment_id,
        )
        if row is None:
            raise NotFound
        return AgendaAppointment.model_validate(row)

    @router.get("/catalogue")
    async def catalogue(request: Request, organization_id: UUID | None = None) -> Catalogue:
        organization = await caller_of(request).acts_for(organization_id, database)
        row = await database.fetch(dict[str, Any], "read_catalogue", organization=organization)
        return Catalogue.model_validate(row)

    @router.get("/free")
    async def free(
        request: Request,
        service: UUID,
        first: Annotated[date, Query(alias="from")],
        last: Annotated[date, Query(alias="to")],
        organization_id: UUID | None = None,
        member: UUID | None = None,
    ) -> FreeStarts:
        organization = await caller_of(request).acts_for(organization_id, database)
        if not first <= last < first + timedelta(days=_FREE_DAYS):
            raise BadSpan
        answer = await database.fetch(
            _Availability,
            "availability",
            organization=organization,
            services=[str(service)],
            **{"from": first, "to": last},
            member=member,
        )
        if not answer.performed:
            raise NotFound
        return FreeStarts.model_validate({"days": answer.days, "starts": answer.starts})

    return router


def _span(
    begins: datetime | None, before: datetime | None, clock: Clock
) -> tuple[datetime, datetime]:
    """Raises BadSpan. Where one end is open, a month."""
    usual = timedelta(days=_USUAL_DAYS)
    try:
        if begins is None:
            begins = before - usual if before else clock.now()
        before = before or begins + usual
        if not timedelta() < before - begins <= timedelta(days=_MOST_DAYS):
            raise BadSpan
    except OverflowError as error:
        raise BadSpan from error
    return begins, before
