"""Calling a person of the business."""

from datetime import datetime, timedelta
from typing import Any, Literal

from langgraph.prebuilt import ToolRuntime

from agent.context import TurnContext
from agent.dates.labels import slot_label, time_label
from agent.scheduling.staff_notices import escalation_notice, visit_line
from agent.texts import texts
from agent.tool_results import PersonCalled
from tools.kit.answering import tool

Runtime = ToolRuntime[TurnContext, Any]
Reason = Literal[
    "asked",
    "failed_twice",
    "complaint",
    "health",
    "urgent",
    "follow_up",
    "privacy",
    "note",
    "other",
]


@tool
async def escalate_to_human(reason: Reason, summary: str, runtime: Runtime) -> PersonCalled:
    """Call a person of the business into this chat. summary: one sentence for them. note: something to be noted for
    their visit.
    """
    context = runtime.context
    noted = reason == "note" and await _keep(context)
    notice = escalation_notice(
        organization=context.organization.name,
        language=context.organization.language,
        name=context.contact_name or context.profile_name,
        phone=context.phone,
        stated_phone=context.stated_phone,
        reason=reason,
        summary=" ".join(summary.split())[:300],
        visit=_visit(context),
    )
    result = await context.store.open_escalation(
        context.organization.id,
        context.conversation_id,
        context.turn_id,
        reason=reason,
        summary=summary[:300],
        body=notice.body,
        params=notice.params,
    )
    answers, label = _answers(context)
    return PersonCalled(
        status=result.status,
        answers=answers,
        answers_label=label,
        emergency=context.organization.emergency,
        address=context.organization.address,
        noted=noted,
    )


async def _keep(context: TurnContext) -> bool:
    """Keeps the customer's own words, which a model may not write for them."""
    words = " ".join(context.words.split())
    if not words:
        return False
    record = await context.store.put_note(
        context.organization.id, context.conversation_id, context.turn_id, text=words
    )
    return record.status != "not_found"


def _visit(context: TurnContext) -> str:
    """The customer's next home visit."""
    today, organization = context.now.date(), context.organization
    lines = (visit_line(row, organization=organization, today=today) for row in context.upcoming)
    return next(filter(None, lines), "")


def _answers(context: TurnContext) -> tuple[Literal["now", "later"], str | None]:
    """Whether somebody is there now, and otherwise when the business opens next."""
    now = context.now.replace(tzinfo=None)
    opens = _next_opening(context, now)
    if opens is None:
        return "later", None
    if opens <= now:
        return "now", None
    return "later", _opening_label(context, opens, now)


def _opening_label(context: TurnContext, opens: datetime, now: datetime) -> str:
    language, country = context.language, context.organization.country
    if opens.date() == now.date():
        at = time_label(opens.time(), language, country)
        return texts(language).line("labels.today_at", time=at)
    return slot_label(opens, language, country, now.date())


def _next_opening(context: TurnContext, now: datetime) -> datetime | None:
    """The current opening interval's start when open, else the next one within two weeks."""
    for offset in range(15):
        day = now.date() + timedelta(offset)
        for opens, closes in context.organization.hours_on(day):
            if datetime.combine(day, closes) > now:
                return datetime.combine(day, opens)
    return None
