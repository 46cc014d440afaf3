"""Who the customer is, and what they agreed to."""

from typing import Any, Literal

from langchain_core.tools import tool
from langgraph.prebuilt import ToolRuntime

from agent.context import TurnContext
from agent.types import Json
from tools.kit.said_names import weigh_name

Runtime = ToolRuntime[TurnContext, Any]


@tool
async def resolve_contact_on_booking(name: str, runtime: Runtime, confirmed: bool = False) -> Json:
    """Record the name the customer gave for the appointment. Ask for it once, never for the phone.

    name: in the customer's own words. unsure: ask whether it is to be in this name; after their yes
    call again with confirmed. invalid_name: no name of a person that they gave: ask for it.
    """
    context = runtime.context
    known = (context.profile_name, context.contact_name)
    standing, spelled = weigh_name(
        name, runtime.state["messages"], known=known, confirmed=confirmed
    )
    if standing != "ok":
        return {"status": standing} | ({"name": spelled} if standing == "unsure" else {})
    await context.store.resolve_contact(context.organization.id, context.conversation_id, spelled)
    return {"status": "ok", "name": spelled}


@tool
async def record_consent(kind: Literal["reminders"], granted: bool, runtime: Runtime) -> Json:
    """Record whether the customer wants reminders, after they said so themselves."""
    context = runtime.context
    record = await context.store.record_consent(
        context.organization.id,
        context.conversation_id,
        context.turn_id,
        kind=kind,
        granted=granted,
    )
    return {"status": record.status} | (
        {} if record.granted is None else {"granted": record.granted}
    )
