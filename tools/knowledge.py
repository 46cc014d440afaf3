"""Answers from the knowledge base and the list of services."""

from typing import Any

from langchain_core.tools import tool
from langgraph.prebuilt import ToolRuntime

from agent.context import TurnContext
from agent.types import Json
from tools.kit import services

Runtime = ToolRuntime[TurnContext, Any]
_LONGEST_QUERY = 500


@tool
async def knowledge_search(query: str, runtime: Runtime) -> Json:
    """Search what the business has written about itself: address, payment, conditions, services.

    The only source for facts about the business. Ask with the customer's own words. When status is
    not_found, say that you do not have that information and offer to ask a person.
    """
    context = runtime.context
    query = query[:_LONGEST_QUERY]
    meaning = await context.embedder.question(query) if context.embedder else None
    found = await context.store.search_knowledge(
        context.organization.id, context.conversation_id, query, meaning
    )
    entries = [
        {"title": entry.title, "content": entry.content, "source": entry.source}
        for entry in found.entries
    ]
    named = [
        services.service_view(s, context.organization, context.language) for s in found.services[:5]
    ]
    return {
        "status": "found" if entries or named else "not_found",
        "entries": entries,
        "services": named,
    }


@tool
async def list_services(runtime: Runtime) -> Json:
    """All services of the business with prices, durations and who does them, in the business's order."""
    context = runtime.context
    rows = await context.store.services(context.organization.id)
    views = [
        services.service_view(row, context.organization, context.language)
        | {"professionals": [member.name for member in row.members]}
        for row in rows
    ]
    return {"status": "ok" if views else "none", "services": views}
