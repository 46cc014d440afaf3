"""Calling a person of the business."""

from datetime import datetime, timedelta
from typing import Any, Literal

from langgraph.prebuilt import ToolRuntime

from agent.context import TurnContext
from agent.dates.labels import slot_label, time_label
from agent.language.readings.cases import MONEY, Case, cases_in
from agent.scheduling.staff_notices import escalation_notice, visit_line
from agent.texts import texts
from agent.tool_results import PersonCalled
from agent.tool_views import CaseView
from tools.kit.answering import tool
from tools.kit.cases import Asking, open_case

Runtime = ToolRuntime[TurnContext, Any]
Reason = Literal[
    "asked",
    "failed_twice",
    "complaint",
    "health",
    "urgent",
    "follow_up",
    "privacy",
    "money",
    "note",
    "other",
]
_BESIDE_CASES = frozenset({"health", "urgent", "note"})
"""Reasons that staff are told of by themselves, also where the message is a case as well."""


@tool
async def escalate_to_human(reason: Reason, summary: str, runtime: Runtime) -> PersonCalled:
    """Call a person of the business into this chat. summary: one sentence for them. note: something to be noted for
    their visit. privacy: their data. money: charged twice, paid and not seen, a refund, an own invoice.
    """
    context = runtime.context
    noted = reason == "note" and await _keep(context)
    cases = await _open_cases(context, reason, summary)
    if cases and reason not in _BESIDE_CASES:
        return _called(context, cases[0].status, cases=cases)
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
    return _called(context, result.status, noted=noted, cases=cases)


async def _open_cases(context: TurnContext, reason: Reason, summary: str) -> tuple[CaseView, ...]:
    """Those in the customer's own words, and what a model understood where these name none."""
    cases = cases_in(context.words)
    if reason == "privacy" and all(case.reason != "privacy" for case in cases):
        cases = (Case("privacy"), *cases)
    if reason == "money" and MONEY not in cases:
        cases = (*cases, MONEY)
    asking = Asking(
        organization=context.organization,
        conversation=context.conversation_id,
        turn=context.turn_id,
        language=context.language,
        today=context.now.date(),
        name=context.contact_name or context.profile_name,
        phone=context.phone,
        stated_phone=context.stated_phone,
        visit=_visit(context),
    )
    return tuple([await open_case(context.store, asking, case, summary) for case in cases])


def _called(
    context: TurnContext,
    status: str,
    *,
    noted: bool = False,
    cases: tuple[CaseView, ...] = (),
) -> PersonCalled:
    answers, label = when_answered(context)
    return PersonCalled(
        status=status,
        answers=answers,
        answers_label=label,
        emergency=context.organization.emergency,
        address=context.organization.address,
        noted=noted,
        cases=cases,
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


def when_answered(context: TurnContext) -> tuple[Literal["now", "later"], str | None]:
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
