"""What the agenda's SQL functions answer, as types. `local`, `until`: the business's clock, "2026-11-24T15:00"."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct, field

from agent.records import Appointment, AppointmentStatus
from gateway.console.records import Rated
from gateway.pipeline.staff_agenda import AgendaEvent, AgendaNote

BOX_STATES = ("unconfirmed", "confirmed", "arrived", "completed", "no_show")
"""Of an appointment in the grid; each has its words in console.toml's [agenda.state]."""


class Column(Struct, frozen=True, kw_only=True):
    """A member, or a unit of a resource. `here`: it is shown."""

    id: UUID
    name: str
    here: bool


class Piece(Struct, frozen=True, kw_only=True):
    """A piece of somebody's working time, or of what is free of it."""

    subject: UUID
    begins: str = field(name="from")
    ends: str = field(name="to")


class Box(Struct, frozen=True, kw_only=True):
    """An appointment in the grid. `part`: of a visit of several; `session`: its group's; `contact`: who wrote, where
    `customer` is somebody else."""

    id: UUID
    subject: UUID
    part: bool
    service: str
    member: str
    local: str
    until: str
    customer: str | None
    contact: str | None
    status: AppointmentStatus
    unconfirmed: bool
    arrived: bool
    session: UUID | None
    clash: bool = False

    @property
    def state(self) -> str:
        """One of BOX_STATES."""
        if self.status in ("completed", "no_show"):
            return self.status
        if self.arrived:
            return "arrived"
        return "confirmed" if self.status == "confirmed" else "unconfirmed"


class Taken(Struct, frozen=True, kw_only=True):
    """What else takes time. `id`: of a block."""

    subject: UUID
    kind: Literal["block", "busy", "hold"]
    id: UUID | None
    local: str
    until: str
    reason: str | None


class Crowd(Struct, frozen=True, kw_only=True):
    """An hour in which so many begin, of so many members, that they are counted."""

    local: str
    until: str
    count: int
    unconfirmed: int


class Sheet(Struct, frozen=True, kw_only=True):
    """console_agenda. `step`: the business's grid, in minutes."""

    status: Literal["ok", "not_allowed"]
    step: int = 30
    members: tuple[Column, ...] = ()
    units: tuple[Column, ...] = ()
    hours: tuple[Piece, ...] = ()
    free: tuple[Piece, ...] = ()
    appointments: tuple[Box, ...] = ()
    crowds: tuple[Crowd, ...] = ()
    taken: tuple[Taken, ...] = ()

    @property
    def count(self) -> int:
        """Of appointments."""
        return len({box.id for box in self.appointments}) + sum(one.count for one in self.crowds)


class Part(Struct, frozen=True, kw_only=True):
    """The appointment of a visit that was opened."""

    id: UUID
    member: UUID
    service: UUID
    minutes: int
    starts_at: datetime
    local: str
    until: str
    group: bool


class VisitAnswer(Struct, frozen=True, kw_only=True):
    """frontdesk.visit_answers_of: what was asked before a visit. `about`: whom, where that is not the customer; `answer`
    as code read it, `words` the customer's own."""

    question: str
    kind: str
    status: str
    answer: str | None
    words: str | None
    flagged: bool
    about: str | None
    local: str


class Opened(Struct, frozen=True, kw_only=True):
    """console_appointment. `version`: what whoever changes it says they saw; `today`: it is today's."""

    appointment: Appointment
    version: str
    part: Part
    arrived: bool
    begun_by_now: bool = field(name="begun")
    unconfirmed: bool
    today: bool
    conversation: UUID | None
    customer: UUID | None
    rated: Rated | None = None
    phone: str | None
    stated_phone: str | None
    notes: tuple[AgendaNote, ...]
    answers: tuple[VisitAnswer, ...]
    events: tuple[AgendaEvent, ...]

    @property
    def live(self) -> bool:
        return self.appointment.status in ("scheduled", "confirmed")

    @property
    def state(self) -> str:
        """As of a Box; cancelled, too."""
        status = self.appointment.status
        if status == "scheduled" or status == "confirmed":
            if self.arrived:
                return "arrived"
            return "confirmed" if status == "confirmed" else "unconfirmed"
        return status


class ServiceChoice(Struct, frozen=True, kw_only=True):
    """What can be booked, and whose agenda it can be booked in."""

    id: UUID
    name: str
    minutes: int
    members: tuple[UUID, ...]


class MemberChoice(Struct, frozen=True, kw_only=True):
    """In whose agenda something can be booked."""

    id: UUID
    name: str


class Choices(Struct, frozen=True, kw_only=True):
    """agenda_choices."""

    services: tuple[ServiceChoice, ...]
    members: tuple[MemberChoice, ...]


class CustomerChoice(Struct, frozen=True, kw_only=True):
    """agenda_customers, one of them. `people`: for whom they booked before."""

    id: UUID
    name: str | None
    phone: str | None
    stated_phone: str | None
    people: tuple[str, ...]
    last: str | None
    next: str | None


class InTheWay(Struct, frozen=True, kw_only=True):
    """What stands where somebody was to be booked."""

    kind: Literal["appointment", "group", "block", "busy", "hold"]
    local: str
    until: str
    member: str | None
    customer: str | None
    service: str | None
    reason: str | None


class Act(Struct, frozen=True, kw_only=True):
    """agenda_book, agenda_move, agenda_state: what came of it. `name`: who changed it meanwhile; `was`: what it is
    already; `hours`: of that day; `by`: who is there."""

    status: Literal[
        "done",
        "booked",
        "moved",
        "not_found",
        "changed",
        "already",
        "not_begun",
        "not_today",
        "past",
        "needs_name",
        "not_performed",
        "outside_hours",
        "overlaps_own",
        "taken",
        "group",
    ]
    appointment: Appointment | None = None
    name: str | None = None
    was: AppointmentStatus | None = field(name="is", default=None)
    hours: tuple[Piece, ...] = ()
    by: tuple[InTheWay, ...] = ()


class Concerned(Struct, frozen=True, kw_only=True):
    """Somebody who is booked in time that is blocked, or to be. `chat`: we can write to them."""

    id: UUID
    version: str
    local: str
    until: str
    customer: str | None
    phone: str | None
    service: str
    member: str
    chat: bool


class Blocking(Struct, frozen=True, kw_only=True):
    """agenda_concerned and agenda_block. `seen`: what agenda_block is to be told."""

    status: Literal["ok", "blocked", "changed", "not_found", "past", "too_long"]
    seen: str = ""
    concerned: tuple[Concerned, ...] = ()
    block: UUID | None = None


class BlockOutcome(Struct, frozen=True, kw_only=True):
    """What became of one who was booked in a block. `stays`: nobody asked them; `offered`: `to` is held for them until
    `until`; `unanswered`: it is not held any more."""

    id: UUID
    state: Literal["stays", "offered", "unanswered", "moved", "cancelled", "over"]
    local: str
    customer: str | None
    phone: str | None
    service: str
    member: str
    chat: bool
    to: str | None
    until: str | None


class NoOtherTime(Struct, frozen=True, kw_only=True, tag_field="status", tag="none"):
    """agenda_offer: why nothing was offered. `window`: their chat takes no free text now (plan_carry_out)."""

    why: Literal["not_found", "no_chat", "opted_out", "person", "asked", "no_time", "window"]


class Block(Struct, frozen=True, kw_only=True):
    """console_block. `subject`: whose or what; `by`: who of staff blocked it."""

    id: UUID
    member: UUID | None
    unit: UUID | None
    subject: str
    begins: str = field(name="from")
    until: str
    reason: str | None
    by: str | None
    outcomes: tuple[BlockOutcome, ...]
    concerned: tuple[Concerned, ...]


class Lifted(Struct, frozen=True, kw_only=True):
    """agenda_block_lift."""

    status: Literal["lifted", "not_found"]


class Told(Struct, frozen=True, kw_only=True):
    """agenda_tell: told, or why not."""

    status: Literal["told", "already_told", "opted_out", "no_chat", "not_found"]


class FreeStart(Struct, frozen=True, kw_only=True):
    """A start that availability offers."""

    at: datetime
    local: str


class FreeDay(Struct, frozen=True, kw_only=True):
    """availability, of one day."""

    starts: tuple[FreeStart, ...]
