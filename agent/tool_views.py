"""What tool results speak of: services, slots, appointments, days. Labels are ready to be said.

A field that has its default value is not written; what has none always is.
"""

from msgspec import Struct, field

Bounds = dict[str, str]
"""When and with whom something is wanted, by argument of check_availability: date_from, date_to,
time, part, not_before, not_after, member; those that are open are missing."""


class ServiceView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A service. `service` is its key; `group_of` is how many share one start; `home_visit`: it is given at
    the customer's place."""

    service: str = ""
    name: str = ""
    duration: str = ""
    price: str | None = None
    description: str | None = None
    group_of: int | None = None
    bookable: bool = True
    home_visit: bool = False
    professionals: tuple[str, ...] = ()


class WholeService(ServiceView, frozen=True, kw_only=True):
    """All that may be said of a service."""

    service: str
    name: str
    duration: str
    price: str | None
    description: str | None
    group_of: int | None
    bookable: bool


class StaffedService(WholeService, frozen=True, kw_only=True):
    """And who does it."""

    professionals: tuple[str, ...]


class VisitPart(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One service of a visit: with whom and when (`time` as it is said, `at` as "HH:MM")."""

    service: str = ""
    person: str = field(default="", name="with")
    time: str = ""
    at: str = ""


class Slot(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A start on offer. `slot` is the token that books it; `date` and `at` are ISO, the rest is as it
    is said, `short` on a button. `parts`: of a visit of several services."""

    slot: str = ""
    label: str = ""
    short: str = ""
    day: str = ""
    time: str = ""
    date: str = ""
    at: str = ""
    person: str = field(default="", name="with")
    parts: tuple[VisitPart, ...] = ()

    @property
    def people(self) -> list[str]:
        """Who gives it, part by part."""
        return [part.person for part in self.parts] or [self.person]


class AppointmentView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An appointment or visit of the customer; `appointment` is its id, `name` in whose name it is, `until`
    its end ("HH:MM"), `was` when it began before the customer moved it of late ("2026-12-04 10:30"), `place`
    where a home visit is. `person_id` and `relation`: it is for somebody else than the customer; `whom`
    says so ("para Lucía")."""

    appointment: str = ""
    label: str = ""
    short: str = ""
    service: str = ""
    service_key: str = ""
    person: str = field(default="", name="with")
    name: str | None = None
    date: str = ""
    at: str = ""
    appointment_status: str = ""
    awaiting_confirmation: bool = False
    person_id: str = ""
    relation: str = ""
    whom: str = ""
    until: str = ""
    was: str = ""
    place: str = ""
    parts: tuple[VisitPart, ...] = ()


class WholeAppointment(AppointmentView, frozen=True, kw_only=True):
    """All that is told of one."""

    appointment: str
    label: str
    short: str
    service: str
    service_key: str
    person: str = field(name="with")
    name: str | None
    date: str
    at: str
    appointment_status: str
    awaiting_confirmation: bool
    person_id: str = ""
    relation: str = ""
    whom: str = ""
    until: str = ""
    was: str = ""
    parts: tuple[VisitPart, ...] = ()


class MoveTo(Struct, frozen=True, kw_only=True):
    """The time that a move is proposed to."""

    slot: str
    label: str
    person: str = field(name="with")


class WaitOffer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A slot from the waiting list. `held` until then; `last`: the customer was asked about it last. `moves`: the
    appointment that a yes moves to it."""

    slot: str
    label: str
    person: str = field(name="with")
    until: str
    held: bool
    last: bool
    moves: str = ""
    due: bool = False


class WaitView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An entry of the waiting list; `waiting` is its id."""

    waiting: str
    label: str
    service: str
    service_key: str
    person: str | None = field(name="with")
    offer: WaitOffer | None = None


class WaitAgain(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What join_waiting_list is to be asked for, to go on waiting for the same."""

    earlier_than: str = ""
    service: str = ""
    and_then: tuple[str, ...] = ()
    date_from: str = ""
    date_to: str = ""
    time: str = ""
    not_before: str = ""
    not_after: str = ""
    member: str = ""

    @property
    def bounds(self) -> Bounds:
        """When and with whom."""
        named = ("date_from", "date_to", "time", "not_before", "not_after", "member")
        return {key: text for key in named if (text := getattr(self, key))}


class CaseView(Struct, frozen=True, kw_only=True):
    """What the customer asked a person for: their data erased, a copy of it, something else about it, or a
    payment. `due_label`: by when the law wants an answer."""

    kind: str
    status: str
    due_label: str = ""


class Entry(Struct, frozen=True, kw_only=True):
    """What the business has written about itself."""

    title: str
    content: str
    source: str | None


class DayReading(Struct, frozen=True, kw_only=True):
    """One meaning of words for a day or hour: ISO dates, "HH:MM", a part of the day; `label` as it is
    said, `words` what was read."""

    date: str | None
    end_date: str | None
    time: str | None
    part: str | None
    not_before: str | None
    not_after: str | None
    label: str
    words: str


class DayHours(Struct, frozen=True, kw_only=True):
    """A day, or days in a row that are alike. `state`: open, closed or away (of a member); `hours` as
    they are said, "" for none; `cause` and `why`: what makes it differ from the week; `over`: today's
    hours have ended; `far`: the agenda does not reach so far, these are the week's hours."""

    date: str
    date_to: str
    label: str
    state: str
    hours: str
    why: str | None
    cause: str | None
    today: bool
    over: bool
    far: bool


class WeekdayHours(Struct, frozen=True, kw_only=True):
    """A weekday in the plural, and its hours."""

    label: str
    hours: str
