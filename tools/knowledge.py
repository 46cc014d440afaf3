"""Answers from the knowledge base and the list of services."""

from typing import Annotated, Any, Literal

from langchain_core.tools import InjectedToolArg
from langgraph.prebuilt import ToolRuntime
from msgspec.structs import asdict

from agent.context import TurnContext
from agent.records import KnowledgeEntry
from agent.tool_results import KnowledgeFound, ServiceList
from agent.tool_views import Entry, StaffedService
from tools.kit import services
from tools.kit.answering import tool

Runtime = ToolRuntime[TurnContext, Any]
_LONGEST_QUERY = 500


@tool
async def knowledge_search(
    query: str,
    runtime: Runtime,
    unanswered: bool = False,
    keep: Annotated[bool, InjectedToolArg] = True,
) -> KnowledgeFound:
    """Search what the business has written about itself, with the customer's own words.

    unanswered: what was found does not answer it; the question is kept for the team.
    """
    context = runtime.context
    query = query[:_LONGEST_QUERY]
    if unanswered:
        await context.store.keep_unanswered(context.organization.id, context.conversation_id, query)
        return KnowledgeFound(status="not_found", entries=(), services=())
    meaning = await context.embedder.question(query) if context.embedder else None
    answer = await context.store.search_knowledge(
        context.organization.id, context.conversation_id, query, meaning, keep=keep
    )
    entries, near = map(_views, (answer.entries, answer.near))
    named = tuple(
        services.service_view(s, context.organization, context.language)
        for s in answer.services[:5]
    )
    status: Literal["found", "not_found", "unsure"] = "found" if entries or named else "not_found"
    if near and status == "not_found":
        status = "unsure"
    return KnowledgeFound(
        status=status, entries=entries, services=named, near=near, only_names=answer.only_names
    )


def _views(entries: tuple[KnowledgeEntry, ...]) -> tuple[Entry, ...]:
    return tuple(
        Entry(title=entry.title, content=entry.content, source=entry.source) for entry in entries
    )


@tool
async def list_services(runtime: Runtime) -> ServiceList:
    """All services with prices, durations and who does them."""
    context = runtime.context
    rows = await context.store.services(context.organization.id)
    views = tuple(
        StaffedService(
            **asdict(services.service_view(row, context.organization, context.language))
            | {"professionals": tuple(member.name for member in row.members)}
        )
        for row in rows
    )
    return ServiceList(status="ok" if views else "none", services=views)
