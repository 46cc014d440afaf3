"""Putting right whom appointments that stand are for."""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired
from uuid import UUID

from langchain_core.messages import BaseMessage
from langgraph.prebuilt import ToolRuntime
from typing_extensions import TypedDict

from agent.context import TurnContext
from agent.records import Appointment
from agent.scheduling.labels import appointment_view
from agent.scheduling.receipts import render_receipt, render_renamed
from agent.tool_answers import Answer, NameHeard, Outcome
from agent.tool_results import Changed, StandsSo
from agent.tool_views import WholeAppointment
from tools.kit.answering import tool
from tools.kit.party import Guest, read_party
from tools.kit.people import SELF
from tools.kit.said_names import weigh_name

Runtime = ToolRuntime[TurnContext, Any]
_MOST = 8


class Attendee(TypedDict):
    """An appointment and whom it is for, as in `people` of book_appointment; `service`: of a visit this one alone."""

    appointment: str
    service: NotRequired[str]
    who: Guest


@tool
async def correct_attendees(whose: list[Attendee], runtime: Runtime) -> Outcome:
    """Put right for whom upcoming appointments of this customer are: "the massage is my mother's, the facial mine",
    "the names are the wrong way round". All of them or none.

    whose: each appointment by its id (`service`: of a visit this service alone) with `who` it is for: {"person": id
    or "self"} or {"name": their name, "relation": what they are to the customer}. needs_name: ask how the customer
    is called. overlaps_own: that person has another appointment at that time.
    """
    context = runtime.context
    entries = _entries(context, whose[:_MOST], runtime.state["messages"])
    if isinstance(entries, Answer):
        return entries
    result = await context.store.correct_attendees(
        context.organization.id, context.conversation_id, context.turn_id, whose=entries
    )
    if result.status == "renamed":
        return _done(context, [result.subject, *result.also])
    if result.appointment is not None:
        view = _view(context, result.subject)
        return StandsSo(status=result.status, label=view.label, service=view.service)
    return Answer(status=result.status)


def _entries(
    context: TurnContext, whose: Sequence[Attendee], messages: Sequence[BaseMessage]
) -> list[Mapping[str, object]] | Answer:
    """The entries as the database takes them; or what is wrong with the first that it cannot."""
    entries: list[Mapping[str, object]] = []
    for one in whose:
        who = _who(context, one["who"], messages)
        if isinstance(who, Answer):
            return who
        if _uuid(one["appointment"]) is None:
            return Answer(status="not_found")
        part = {"service": one["service"]} if one.get("service") else {}
        entries.append({"appointment": one["appointment"], **part, **who})
    return entries


def _who(
    context: TurnContext, guest: Guest, messages: Sequence[BaseMessage]
) -> Mapping[str, object] | Answer:
    """Like one of two who are booked; the customer may tell their own name, where another's was taken for it."""
    if guest.get("person") != SELF:
        party = read_party(context, messages, [guest])
        return party if isinstance(party, NameHeard) else party[0]
    name = guest.get("name", "")
    if not name:
        return {"self": True}
    names = (context.profile_name, context.contact_name)
    standing, spelled = weigh_name(name, messages, known_names=names)
    return (
        {"self": True, "name": spelled} if standing == "ok" else NameHeard(status=standing, name="")
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _view(context: TurnContext, row: Appointment) -> WholeAppointment:
    return appointment_view(
        row,
        zone=context.organization.zone,
        language=context.language,
        country=context.organization.country,
        today=context.now.date(),
    )


def _done(context: TurnContext, rows: Sequence[Appointment]) -> Changed:
    """What changed, with one receipt for all of it."""
    about: dict[str, Any] = {
        "organization": context.organization,
        "language": context.language,
        "today": context.now.date(),
        "public_url": context.public_url,
    }
    several = len(rows) > 1
    receipt = (
        render_renamed(rows, **about) if several else render_receipt("renamed", rows[0], **about)
    )
    view = _view(context, rows[0])
    return Changed(
        status="renamed",
        appointment=view.appointment,
        label=view.label,
        service=view.service,
        person=view.person,
        name=view.name,
        receipt=receipt,
        also=tuple(str(row.id) for row in rows[1:]),
    )
