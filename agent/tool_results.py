"""What the tools answer a model: the tools build it, the thread holds its JSON, the offline model reads it.

Each tool has one type to read (an Answer), whose fields may all be missing. What is written is one of
its outcomes, a class of its own that says which fields it has. What they speak of: agent/tool_views.py.
"""

from collections.abc import Mapping
from typing import Literal

import msgspec
from msgspec import field

from agent.tool_answers import (
    Answer,
    BusinessAnswer,
    Consent,
    NameHeard,
    Outcome,
    PhoneHeard,
    PlaceHeard,
)
from agent.tool_views import (
    AppointmentView,
    Bounds,
    CaseView,
    DayHours,
    DayReading,
    Entry,
    MoveTo,
    ServiceView,
    Slot,
    WaitAgain,
    WaitOffer,
    WaitView,
    WeekdayHours,
    WholeAppointment,
    WholeService,
)

# check_availability, join_waiting_list


class SlotSearch(Answer, frozen=True, kw_only=True):
    """What is free, or why nothing is. `said`: which of the services asked for a refusal is about;
    `can_wait`: what join_waiting_list may be asked for. `service` is its name where it is too late."""

    waiting: str = ""
    label: str = ""
    service: ServiceView | str | None = None
    visit: tuple[ServiceView, ...] = ()
    exact: bool = False
    reason: str | None = None
    reason_label: str = ""
    message: str | None = None
    slots: tuple[Slot, ...] = ()
    can_wait: Bounds = {}
    suggestions: tuple[ServiceView, ...] = ()
    options: tuple[ServiceView, ...] = ()
    assessment: ServiceView = ServiceView()
    members: tuple[str, ...] = ()
    member: str = ""
    limit: int | None = None
    said: str = ""

    @property
    def services(self) -> tuple[ServiceView, ...]:
        """Those that were looked for, in order."""
        one = self.service if isinstance(self.service, ServiceView) else ServiceView()
        return self.visit or (one,)


class SlotsFound(Outcome, frozen=True, kw_only=True):
    """Free starts as wished."""

    service: WholeService
    visit: tuple[ServiceView, ...] = ()
    status: Literal["available"]
    exact: bool
    slots: tuple[Slot, ...]
    reason: None


class NoSlots(Outcome, frozen=True, kw_only=True):
    """None as wished; `slots` are the nearest ones."""

    service: WholeService
    visit: tuple[ServiceView, ...] = ()
    status: Literal["unavailable"]
    exact: bool
    reason: str
    reason_label: str
    slots: tuple[Slot, ...]
    can_wait: Bounds = {}


class UnknownService(SlotSearch, frozen=True, kw_only=True):
    """None is called so; what might have been meant."""

    status: Literal["unknown_service"]
    suggestions: tuple[ServiceView, ...]
    said: str = ""


class AmbiguousService(SlotSearch, frozen=True, kw_only=True):
    """Several can be meant."""

    status: Literal["ambiguous_service"]
    options: tuple[ServiceView, ...]
    said: str = ""


class ServiceRefused(SlotSearch, frozen=True, kw_only=True):
    """It is not booked here, or something comes before it."""

    status: Literal["not_bookable", "nobody_performs", "needs_assessment"]
    service: ServiceView
    assessment: ServiceView = ServiceView()
    said: str = ""


class NobodyLeft(SlotSearch, frozen=True, kw_only=True):
    """Only these members do it, and the customer turned them all down."""

    status: Literal["nobody_left"]
    service: WholeService
    members: tuple[str, ...]


class WhichMember(SlotSearch, frozen=True, kw_only=True):
    """Nobody of these `members`, more than one, or `member`, who does something else, is called so."""

    status: Literal["unknown_member", "several_members", "other_member"]
    members: tuple[str, ...]
    member: str = ""


class TooManyServices(SlotSearch, frozen=True, kw_only=True):
    """One visit has at most `limit`."""

    status: Literal["too_many_services"]
    limit: int


class InvalidDate(SlotSearch, frozen=True, kw_only=True):
    """In which forms dates and times are expected."""

    status: Literal["invalid_date"]
    expected: str


class OnWaitingList(SlotSearch, frozen=True, kw_only=True):
    """They wait now, or did before."""

    status: str
    waiting: str
    label: str
    service: str
    service_key: str
    person: str | None = field(name="with")
    offer: WaitOffer | None = None


class WaitLimit(SlotSearch, frozen=True, kw_only=True):
    """Why nobody waits."""

    status: str
    limit: int | None = None


class WaitLeft(Answer, frozen=True, kw_only=True):
    """leave_waiting_list: what became of an entry; `entries`: which one, when there are several."""

    waiting: str = ""
    label: str = ""
    service: str = ""
    service_key: str = ""
    person: str | None = field(default=None, name="with")
    offer: WaitOffer | None = None
    again: WaitAgain | None = None
    entries: tuple[WaitView, ...] = ()


class OffWaitingList(WaitLeft, frozen=True, kw_only=True):
    """The entry that ended, or lost its offer (then `again`)."""

    status: str
    waiting: str
    label: str
    service: str
    service_key: str
    person: str | None = field(name="with")
    offer: WaitOffer | None = None
    again: WaitAgain | None = None


# book_appointment, cancel_appointment, reschedule_appointment, confirm_appointment,
# correct_booking_name, correct_attendees


class Change(Answer, frozen=True, kw_only=True):
    """What became of a change of an appointment: `appointment` is its id when it stands (then there
    is a `receipt`, which code sends; `ask_phone`: nobody could call the customer), and the whole of it when it is only proposed. `slots` are new
    offers; `limit` of open appointments, of one `service` or of all; `also` are the ids of those that were booked
    with it for other people. `place`: of `needs_place`, where the customer was visited last."""

    proposal: str = ""
    appointment: AppointmentView | str | None = None
    to: MoveTo | None = None
    limit: int | None = None
    label: str = ""
    service: str = ""
    person: str = field(default="", name="with")
    name: str | None = None
    receipt: str = ""
    also: tuple[str, ...] = ()
    ask_phone: bool = False
    slots: tuple[Slot, ...] = ()
    can_wait: Bounds = {}
    appointments: tuple[AppointmentView, ...] = ()
    reason_label: str = ""
    message: str | None = None
    place: str = ""

    @property
    def id(self) -> str:
        """Of the appointment that was changed."""
        return self.appointment if isinstance(self.appointment, str) else ""

    @property
    def proposed(self) -> AppointmentView:
        """The appointment that a proposal is about."""
        whole = self.appointment
        return whole if isinstance(whole, AppointmentView) else AppointmentView()


class Changed(Change, frozen=True, kw_only=True):
    """It stands in the database."""

    status: str
    appointment: str
    label: str
    service: str
    person: str = field(name="with")
    name: str | None
    receipt: str
    also: tuple[str, ...] = ()
    ask_phone: bool = False


class Proposed(Change, frozen=True, kw_only=True):
    """The customer has to say yes to it in a later message."""

    status: Literal["proposed"]
    proposal: str
    appointment: WholeAppointment
    to: MoveTo | None = None


class SlotGone(Change, frozen=True, kw_only=True):
    """Somebody was faster, or the offer is too old; what is near it instead."""

    status: str
    slots: tuple[Slot, ...]
    can_wait: Bounds = {}


class StandsSo(Change, frozen=True, kw_only=True):
    """It is so already, or overlaps this one."""

    status: str
    label: str
    service: str


class TooLate(Outcome, frozen=True, kw_only=True):
    """`message` is the organization's own sentence, None in another language than its own."""

    status: Literal["too_late"]
    label: str
    service: str
    reason_label: str
    message: str | None


class WhichAppointment(Change, frozen=True, kw_only=True):
    """Several could be meant."""

    status: Literal["several"]
    appointments: tuple[AppointmentView, ...]


class ChangeRefused(Change, frozen=True, kw_only=True):
    """Why not; `limit` and `service` where there is one."""

    status: str
    limit: int | None = None
    service: str = ""


class NeedsTap(Change, frozen=True, kw_only=True):
    """The customer's words leave it open: the reply carries the buttons of the `proposal` or of the slot."""

    status: Literal["needs_tap"]
    proposal: str = ""
    label: str = ""
    slots: tuple[Slot, ...] = ()


class PlaceNeeded(Change, frozen=True, kw_only=True):
    """A home visit without an address; `place` is that of the last one, "" where there was none."""

    status: Literal["needs_place"]
    place: str = ""


class RefusedByCustomer(Outcome, frozen=True, kw_only=True):
    """The customer turned it down, or chose something else. `refused`: what their words except (texts of
    agent.dates.Exclusion)."""

    status: Literal["refused_by_customer"]
    refused: tuple[str, ...] = ()


class AlreadyNamed(Outcome, frozen=True, kw_only=True):
    """The appointment has that name."""

    status: Literal["already_named"]
    name: str
    label: str


class OwnAppointments(Answer, frozen=True, kw_only=True):
    """list_appointments: soonest first. `total`: what all of them cost, "" where that is not known."""

    appointments: tuple[AppointmentView, ...] = ()
    total: str = ""


class AppointmentList(OwnAppointments, frozen=True, kw_only=True):
    """All of them."""

    status: Literal["ok", "none"]
    appointments: tuple[AppointmentView, ...]


# knowledge_search, list_services


class Knowledge(Answer, frozen=True, kw_only=True):
    """Entries that answer the question, and the services that it names. `near`: entries
    one of which may be meant; `only_names`: it says no more than the names."""

    entries: tuple[Entry, ...] = ()
    services: tuple[ServiceView, ...] = ()
    near: tuple[Entry, ...] = ()
    only_names: bool = False


class KnowledgeFound(Knowledge, frozen=True, kw_only=True):
    """Either may be empty."""

    status: Literal["found", "not_found", "unsure"]
    entries: tuple[Entry, ...]
    services: tuple[ServiceView, ...]


class Services(Answer, frozen=True, kw_only=True):
    """list_services: in the business's order."""

    services: tuple[ServiceView, ...] = ()


class ServiceList(Services, frozen=True, kw_only=True):
    """All of them."""

    status: Literal["ok", "none"]
    services: tuple[ServiceView, ...]


class DateReadings(Answer, frozen=True, kw_only=True):
    """resolve_date. `refused`: what the words turn down (texts of agent.dates.Exclusion); `asked`: the reading is
    asked about, not chosen; `reason` why there is none, or why there are two."""

    readings: tuple[DayReading, ...] = ()
    reason: str | None = None
    refused: tuple[str, ...] = ()
    asked: bool = False


class WordsRead(DateReadings, frozen=True, kw_only=True):
    """All of it."""

    status: str
    readings: tuple[DayReading, ...]
    reason: str | None
    refused: tuple[str, ...]
    asked: bool


class OpeningHours(Answer, frozen=True, kw_only=True):
    """opening_hours: `days` in question (with `longer` only those that differ from the week), `weekdays` in question
    with coming exceptions; `next_open`: the next day with hours. None: that was not asked for."""

    reason: str = ""
    kept: bool | None = None
    next_holiday: DayHours | None = None
    days: tuple[DayHours, ...] | None = None
    longer: bool | None = None
    next_open: DayHours | None = None
    open_now: bool | None = None
    weekdays: tuple[WeekdayHours, ...] | None = None
    exceptions: tuple[DayHours, ...] | None = field(default=None, name="except")
    members: tuple[str, ...] = ()
    member: str = ""


class NextHoliday(OpeningHours, frozen=True, kw_only=True):
    """Public holidays are kept, and this is the next one, if one is near."""

    status: Literal["holidays"]
    kept: bool
    next_holiday: DayHours | None


class Escalation(Answer, frozen=True, kw_only=True):
    """escalate_to_human: who was told. `answers`: "now" or "later", then `answers_label`. `noted`: the
    customer's words are kept as a note. `cases`: what they asked for that a person has to answer, whatever
    the call was for."""

    answers: str = ""
    answers_label: str | None = None
    emergency: str | None = None
    address: str | None = None
    noted: bool = False
    cases: tuple[CaseView, ...] = ()


class PersonCalled(Escalation, frozen=True, kw_only=True):
    """All of it."""

    status: str
    answers: str
    answers_label: str | None
    emergency: str | None
    address: str | None
    noted: bool = False
    cases: tuple[CaseView, ...] = ()


class HandOver(Answer, frozen=True, kw_only=True):
    """Whether another part of the front desk goes on."""


RESULTS: Mapping[str, type[Answer]] = {
    "book_appointment": Change,
    "ask_business_system": BusinessAnswer,
    "cancel_appointment": Change,
    "check_availability": SlotSearch,
    "confirm_appointment": Change,
    "correct_attendees": Change,
    "correct_booking_name": Change,
    "escalate_to_human": Escalation,
    "hand_over": HandOver,
    "join_waiting_list": SlotSearch,
    "knowledge_search": Knowledge,
    "leave_waiting_list": WaitLeft,
    "list_appointments": OwnAppointments,
    "list_services": Services,
    "note_phone": PhoneHeard,
    "note_place": PlaceHeard,
    "opening_hours": OpeningHours,
    "record_consent": Consent,
    "reschedule_appointment": Change,
    "resolve_contact_on_booking": NameHeard,
    "resolve_date": DateReadings,
}
"""What each tool's result is read as."""

_encoder = msgspec.json.Encoder()
_decoders = {tool: msgspec.json.Decoder(kind) for tool, kind in RESULTS.items()}
_bare = msgspec.json.Decoder(Answer)


def encode(outcome: Outcome) -> str:
    """As a thread holds it."""
    return _encoder.encode(outcome).decode()


def read_result(tool: str, text: str) -> Answer:
    """A tool's result from its JSON. What does not have the tool's form keeps its status alone, which
    is "error" for what is no result at all: models and older versions of us wrote it."""
    try:
        return _decoders.get(tool, _bare).decode(text)
    except (msgspec.DecodeError, RecursionError):
        pass
    try:
        return RESULTS.get(tool, Answer)(status=_bare.decode(text).status)
    except (msgspec.DecodeError, RecursionError):
        return RESULTS.get(tool, Answer)(status="error")
