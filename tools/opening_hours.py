"""When the business is open on the days that the customer asks about."""

from typing import Any

from langgraph.prebuilt import ToolRuntime
from msgspec.structs import replace

from agent.context import TurnContext
from agent.language import read_first
from agent.language.opening.questions import read_days_question
from agent.tool_answers import Outcome
from agent.tool_results import OpeningHours, WhichMember
from tools.kit.answering import tool
from tools.kit.opening_days import tell_days, tell_holidays
from tools.kit.request import named_anybody

Runtime = ToolRuntime[TurnContext, Any]


@tool
async def opening_hours(words: str, runtime: Runtime, member: str | None = None) -> Outcome:
    """When the business is open on the days of the customer's question, which you pass as it is.

    Also a holiday by its name, weekdays and "now"; member: the professional whose hours are asked for. Say each day by
    its label with its hours, or that it is closed and why. week: no day was named. far: the agenda does not reach that day
    yet. longer: only the days that differ are listed.
    """
    context = runtime.context
    organization = context.organization
    question = read_days_question(
        words,
        context.now,
        languages=read_first(words, context.language),
        country=organization.country,
        region=organization.holiday_region,
        hours=organization.hours,
        own=organization.special_labels,
    )
    if question.reason:
        status = "unknown_day" if question.reason == "unknown_day" else "impossible"
        return OpeningHours(status=status, reason=question.reason)
    if question.holidays or question.next_holiday:
        return await tell_holidays(context)
    person = await named_anybody(context, member) if member else None
    if isinstance(person, WhichMember):
        return person
    if question.none:
        return OpeningHours(status="week")
    told = await tell_days(context, question, person)
    return replace(told, member=person.name) if person else told
