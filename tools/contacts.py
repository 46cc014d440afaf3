"""Who the customer is, and what they agreed to."""

from collections.abc import Sequence
from typing import Any, Literal

from langgraph.prebuilt import ToolRuntime

from agent.context import TurnContext
from agent.language import plain, yes_no
from agent.language.said_phones import (
    SaidPhone,
    gives_no_phone,
    said_phone,
    wants_phone_forgotten,
)
from agent.tool_answers import Consent, NameHeard, PhoneHeard
from tools.kit.answering import tool
from tools.kit.consent_gate import gate_consent
from tools.kit.people import choose, known_person, relation_said
from tools.kit.said_names import agrees, customer_texts, weigh_name

Runtime = ToolRuntime[TurnContext, Any]
Relation = Literal[
    "daughter", "son", "mother", "father", "wife", "husband", "partner", "sister", "brother", "grandmother",
    "grandfather", "granddaughter", "grandson", "aunt", "uncle", "niece", "nephew", "cousin", "mother_in_law",
    "father_in_law", "child", "friend", "boss", "other",
]  # fmt: skip
"""What somebody is to the customer, as people.relation has it."""


@tool
async def resolve_contact_on_booking(
    name: str, runtime: Runtime, confirmed: bool = False, relation: Relation | None = None
) -> NameHeard:
    """Record the name for the appointment, in the customer's own words.

    relation: if it is for somebody else, what that person is to the customer. confirmed: after their yes to the name.
    """
    context = runtime.context
    names = (context.profile_name, context.contact_name, *(one.name for one in context.people))
    messages = runtime.state["messages"]
    standing, spelled = weigh_name(
        name,
        messages,
        known_names=names,
        confirmed=confirmed and agrees(context, messages, name),
    )
    if standing != "ok":
        return NameHeard(status=standing, name=spelled if standing == "unsure" else "")
    earlier, now = customer_texts(runtime.state["messages"])
    related = relation or relation_said(spelled, [*earlier, *now])
    if person := known_person(context, spelled, related):
        await choose(context, person.id)
        return NameHeard(status="ok", name=person.name)
    await context.store.resolve_contact(
        context.organization.id, context.conversation_id, spelled, related
    )
    return NameHeard(status="ok", name=spelled)


@tool
async def note_phone(runtime: Runtime, declined: bool = False) -> PhoneHeard:
    """Note the phone that the customer wrote; it is read from their words.

    declined: they give none, or want it forgotten.
    """
    context = runtime.context
    earlier, now = customer_texts(runtime.state["messages"])
    if declined:
        if context.phone_standing == "stated" and not _takes_back("\n".join(now)):
            return PhoneHeard(status="not_taken_back")
        phone = None
    else:
        cards = [context.card.phone] if context.card else []
        number = _written(earlier, [*now, *cards], context.organization.country)
        if number is None or number.phone is None:
            return PhoneHeard(status="not_a_number" if number else "no_phone")
        phone = number.phone
    record = await context.store.note_phone(
        context.organization.id, context.conversation_id, phone=phone
    )
    return PhoneHeard(status=record.status)


def _written(earlier: Sequence[str], now: Sequence[str], country: str) -> SaidPhone | None:
    """The phone in their newest words; else the last one that they wrote before."""
    if number := said_phone("\n".join(now), country, expected=True):
        return number
    before = (said_phone(text, country) for text in reversed(earlier))
    return next((number for number in before if number and number.phone), None)


def _takes_back(words: str) -> bool:
    return (
        wants_phone_forgotten(plain(words))
        or gives_no_phone(plain(words))
        or yes_no(words) is False
    )


@tool
async def record_consent(
    kind: Literal["reminders", "recall"], granted: bool, runtime: Runtime
) -> Consent:
    """Record whether the customer wants reminders, or to be invited to come again (recall): after their own answer to
    that question, or when they say so."""
    context = runtime.context
    if refused := await gate_consent(context, kind, granted=granted):
        return refused
    record = await context.store.record_consent(
        context.organization.id,
        context.conversation_id,
        context.turn_id,
        kind=kind,
        granted=granted,
    )
    return Consent(status=record.status, granted=record.granted)
