"""Cases for a person of the business: opened with their legal term, and staff told of it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from agent.data.store import Store
from agent.dates.labels import day_label
from agent.language.readings.cases import Case
from agent.legal_terms import due_on, law_of
from agent.organization import Organization
from agent.scheduling.staff_notices import escalation_notice
from agent.tool_views import CaseView

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks in which turn, as staff are told of it. `language` is the customer's."""

    organization: Organization
    conversation: UUID
    turn: UUID
    language: str
    today: date
    name: str | None
    phone: str | None
    stated_phone: str | None
    visit: str = ""


async def open_case(store: Store, asking: Asking, case: Case, summary: str) -> CaseView:
    """Opens it, or finds the one that is open."""
    organization = asking.organization
    due = term_of(case, organization.country, asking.today)
    notice = escalation_notice(
        organization=organization.name,
        language=organization.language,
        name=asking.name,
        phone=asking.phone,
        stated_phone=asking.stated_phone,
        reason=case.request or case.reason,
        summary=" ".join(summary.split())[:_LONGEST],
        visit=asking.visit,
        due=due,
        law=law_of(organization.country).law,
    )
    result = await store.open_escalation(
        organization.id,
        asking.conversation,
        asking.turn,
        reason=case.reason,
        summary=summary[:_LONGEST],
        body=notice.body,
        params=notice.params,
        request=case.request,
        due=due,
    )
    label = due_label(result.due, asking) if law_of(organization.country).law else ""
    return CaseView(kind=case.request or case.reason, status=result.status, due_label=label)


def term_of(case: Case, country: str, today: date) -> date | None:
    """By when it must be answered; a payment has no such day."""
    return due_on(country, case.request, today) if case.reason == "privacy" else None


def due_label(due: date | None, asking: Asking) -> str:
    """ "viernes 11 de diciembre"; "" without a day."""
    return day_label(due, asking.language, today=asking.today) if due else ""
