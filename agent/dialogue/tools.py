"""The tools as a flow calls them: what goes in, and the type of what comes back."""

from collections.abc import Generator, Mapping, Sequence
from typing import TypeVar

from agent.dialogue.turn import Call
from agent.tool_answers import Answer, Consent, NameHeard, PhoneHeard, PlaceHeard
from agent.tool_results import (
    Change,
    DateReadings,
    Escalation,
    Knowledge,
    OpeningHours,
    OwnAppointments,
    Services,
    SlotSearch,
    WaitLeft,
)

A = TypeVar("A", bound=Answer)
Asking = Generator[Call, Answer, A]
"""Ends with the tool's answer."""


def _ask(kind: type[A], tool: str, args: Mapping[str, object] | None = None) -> Asking[A]:
    answer = yield Call(tool, args or {})
    # A tool that is not bound here answers nothing but that.
    return answer if isinstance(answer, kind) else kind(status=answer.status)


def check_availability(args: Mapping[str, object]) -> Asking[SlotSearch]:
    """Free times."""
    return _ask(SlotSearch, "check_availability", args)


def join_waiting_list(args: Mapping[str, object]) -> Asking[SlotSearch]:
    """Joins the waiting list; answers with free times when there are some after all."""
    return _ask(SlotSearch, "join_waiting_list", args)


def leave_waiting_list(waiting: str | None) -> Asking[WaitLeft]:
    """Leaves the waiting list; `waiting` None: the entry whose slot is on offer, else the only one."""
    return _ask(WaitLeft, "leave_waiting_list", {"waiting": waiting})


def resolve_date(
    text: str, *, expecting_time: bool, day: str | None, offered: Sequence[str] | None
) -> Asking[DateReadings]:
    """The day and hour that words mean."""
    args = {"text": text, "expecting_time": expecting_time, "day": day, "offered": offered}
    return _ask(DateReadings, "resolve_date", args)


def opening_hours(words: str, member: str = "") -> Asking[OpeningHours]:
    """Hours of the days in a question, of a `member` where one is named."""
    args = {"words": words, "member": member} if member else {"words": words}
    return _ask(OpeningHours, "opening_hours", args)


def search_knowledge(query: str, *, keep: bool = True) -> Asking[Knowledge]:
    """Searches the knowledge base. `keep` False: for words of ours, which nobody asked."""
    args = {"query": query} if keep else {"query": query, "keep": False}
    return _ask(Knowledge, "knowledge_search", args)


def keep_unanswered(question: str) -> Asking[Knowledge]:
    """Keeps a question that what was found does not answer for staff."""
    return _ask(Knowledge, "knowledge_search", {"query": question, "unanswered": True})


def list_services() -> Asking[Services]:
    """All services."""
    return _ask(Services, "list_services")


def list_appointments() -> Asking[OwnAppointments]:
    """The customer's coming appointments."""
    return _ask(OwnAppointments, "list_appointments")


def book_appointment(
    slot: str, person: str = "", people: Sequence[Mapping[str, str]] = ()
) -> Asking[Change]:
    """Books a slot that was offered, for one of the customer's people by their id, or for two `people`."""
    args: dict[str, object] = {"slot": slot}
    if person:
        args["person"] = person
    if people:
        args["people"] = list(people)
    return _ask(Change, "book_appointment", args)


def cancel_appointment(
    *, appointment: str | None = None, proposal: str | None = None, only: str = ""
) -> Asking[Change]:
    """Proposes a cancellation, or carries a proposal out; `only`: of a visit this service alone."""
    args = {"appointment": appointment, "proposal": proposal}
    return _ask(Change, "cancel_appointment", args | ({"only": only} if only else {}))


def reschedule_appointment(appointment: str, slot: str) -> Asking[Change]:
    """Moves to a slot that was offered for it."""
    args = {"appointment": appointment, "slot": slot, "proposal": None}
    return _ask(Change, "reschedule_appointment", args)


def confirm_appointment(appointment: str | None) -> Asking[Change]:
    """Records that the customer will come."""
    return _ask(Change, "confirm_appointment", {"appointment": appointment})


def correct_booking_name(name: str, appointment: str, *, confirmed: bool) -> Asking[Change]:
    """Changes the name on a booked appointment."""
    args = {"name": name, "appointment": appointment}
    return _ask(Change, "correct_booking_name", args | ({"confirmed": True} if confirmed else {}))


def correct_attendees(whose: Sequence[Mapping[str, object]]) -> Asking[Change]:
    """Puts right whom booked appointments are for."""
    return _ask(Change, "correct_attendees", {"whose": list(whose)})


def resolve_contact(name: str, *, confirmed: bool, relation: str = "") -> Asking[NameHeard]:
    """Sets the name for the booking that is being made; `relation`: for somebody else, who is this to them."""
    args: dict[str, object] = {"name": name}
    if relation:
        args["relation"] = relation
    return _ask(
        NameHeard,
        "resolve_contact_on_booking",
        args | ({"confirmed": True} if confirmed else {}),
    )


def record_consent(*, granted: bool, kind: str = "reminders") -> Asking[Consent]:
    """Records whether the customer wants reminders, or to be invited again (recall)."""
    return _ask(Consent, "record_consent", {"kind": kind, "granted": granted})


def note_phone(*, declined: bool = False) -> Asking[PhoneHeard]:
    """Notes the phone in the customer's words, or that they give none."""
    return _ask(PhoneHeard, "note_phone", {"declined": True} if declined else {})


def note_place(place: str | None = None, *, again: bool = False) -> Asking[PlaceHeard]:
    """Notes an address in the customer's words, without one the location that they shared; `again`:
    where they were visited last."""
    args: dict[str, object] = {"same_as_before": True} if again else {"place": place}
    return _ask(PlaceHeard, "note_place", args)


def escalate(reason: str, summary: str) -> Asking[Escalation]:
    """Escalates to a person of the business."""
    return _ask(Escalation, "escalate_to_human", {"reason": reason, "summary": summary})
