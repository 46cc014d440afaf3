"""Who the customer is, and what they agreed to."""

from typing import Any, Literal

from langgraph.prebuilt import ToolRuntime

from agent.context import TurnContext
from agent.tool_results import Consent, NameHeard
from tools.kit.answering import tool
from tools.kit.said_names import weigh_name

Runtime = ToolRuntime[TurnContext, Any]


@tool
async def resolve_contact_on_booking(
    name: str, runtime: Runtime, confirmed: bool = False
) -> NameHeard:
    """Record the name the customer gave for the appointment. Ask for it once, never for the phone.

    name: in the customer's own words. unsure: ask whether it is to be in this name; after their yes
    call again with confirmed. invalid_name: no name of a person that they gave: ask for it.
    """
    context = runtime.context
    names = (context.profile_name, context.contact_name)
    standing, spelled = weigh_name(
        name, runtime.state["messages"], known_names=names, confirmed=confirmed
    )
    if standing != "ok":
        return NameHeard(status=standing, name=spelled if standing == "unsure" else "")
    await context.store.resolve_contact(context.organization.id, context.conversation_id, spelled)
    return NameHeard(status="ok", name=spelled)


@tool
async def record_consent(kind: Literal["reminders"], granted: bool, runtime: Runtime) -> Consent:
    """Record whether the customer wants reminders, after they said so themselves."""
    context = runtime.context
    record = await context.store.record_consent(
        context.organization.id,
        context.conversation_id,
        context.turn_id,
        kind=kind,
        granted=granted,
    )
    return Consent(status=record.status, granted=record.granted)
