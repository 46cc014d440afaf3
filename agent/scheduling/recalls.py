"""The invitation to come again, in words: with its buttons, and as a template."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from agent.dates.labels import day_label
from agent.organization import Organization
from agent.texts import texts
from agent.types import Option, Reply

PREFIX = "recall"
ANSWERS = ("yes", "no", "stop")
"""To come, not now, and not to be written to for this any more."""


@dataclass(frozen=True, slots=True)
class Invited:
    """To what a customer is invited again, and whom of their people it is about (`person`: their id)."""

    service_key: str
    service: str
    whom: str = ""
    person: UUID | None = None


def render_recall(
    invited: Invited,
    visited: datetime,
    *,
    name: str | None,
    organization: Organization,
    language: str,
    now: datetime,
) -> Reply:
    """The message; `visited` and `now` are any aware instants."""
    spoken = texts(language)
    first = (name or "").split(" ")[0]
    text = spoken.addressed(
        "recalls.question_for" if invited.whom else "recalls.question",
        organization.formality,
        hello=spoken.line("recalls.hello", name=first) if first else "",
        service=invited.service,
        day=_day(visited, organization, language, now),
        **({"whom": invited.whom} if invited.whom else {}),
    )
    about = ":".join(filter(None, (PREFIX, invited.service_key, str(invited.person or ""))))
    options = [
        Option(f"{about}:{answer}", spoken.line(f"recalls.button.{answer}")) for answer in ANSWERS
    ]
    payload = {"options": [option.stored for option in options]}
    return {"text": text[:1].upper() + text[1:], "payload": payload}


def recall_params(
    invited: Invited,
    visited: datetime,
    *,
    name: str | None,
    organization: Organization,
    language: str,
    now: datetime,
) -> list[str]:
    """What fills a template, in this order: the customer's first name, the business, the service (and whom of their
    people it is about), the day of the last visit. WhatsApp refuses empty ones."""
    first = (name or "").split(" ")[0] or texts(language).line("labels.nameless")
    service = f"{invited.service} ({invited.whom})" if invited.whom else invited.service
    values = (first, organization.name, service, _day(visited, organization, language, now))
    return [" ".join(value.split()) for value in values]


def _day(visited: datetime, organization: Organization, language: str, now: datetime) -> str:
    zone = organization.zone
    return day_label(visited.astimezone(zone).date(), language, today=now.astimezone(zone).date())
