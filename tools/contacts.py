"""Who the customer is, and what they agreed to."""

import re
from typing import Any, Literal

from langchain_core.tools import tool
from langgraph.prebuilt import ToolRuntime

from agent.context import TurnContext
from agent.types import Json

Runtime = ToolRuntime[TurnContext, Any]
_NAME = re.compile(r"^[^\W\d_][^\d_<>{}\[\]\\/@#$%^*+=|~`]{1,99}$")


@tool
async def resolve_contact_on_booking(name: str, runtime: Runtime) -> Json:
    """Record the name the customer gave for the appointment. Ask for it once, never for the phone."""
    context = runtime.context
    cleaned = " ".join(name.split())
    if not _NAME.match(cleaned):
        return {"status": "invalid_name"}
    await context.store.act(
        "contact_resolve",
        organization=context.organization.id,
        conversation=context.conversation_id,
        name=cleaned,
    )
    return {"status": "ok", "name": cleaned}


@tool
async def record_consent(kind: Literal["reminders"], granted: bool, runtime: Runtime) -> Json:
    """Record whether the customer wants reminders, after they said so themselves."""
    context = runtime.context
    return await context.store.act(
        "consent_record",
        organization=context.organization.id,
        conversation=context.conversation_id,
        turn=context.turn_id,
        kind=kind,
        granted=granted,
    )
