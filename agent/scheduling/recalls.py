"""The invitation to come again, in words: with its buttons, and as a template."""

from datetime import datetime

from agent.dates.labels import day_label
from agent.organization import Organization
from agent.texts import texts
from agent.types import Option, Reply

PREFIX = "recall"
ANSWERS = ("yes", "no", "stop")
"""To come, not now, and not to be written to for this any more."""


def render_recall(
    service_key: str,
    service: str,
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
        "recalls.question",
        organization.formality,
        hello=spoken.line("recalls.hello", name=first) if first else "",
        service=service,
        day=_day(visited, organization, language, now),
    )
    options = [
        Option(f"{PREFIX}:{service_key}:{answer}", spoken.line(f"recalls.button.{answer}"))
        for answer in ANSWERS
    ]
    payload = {"options": [option.stored for option in options]}
    return {"text": text[:1].upper() + text[1:], "payload": payload}


def recall_params(
    service: str,
    visited: datetime,
    *,
    name: str | None,
    organization: Organization,
    language: str,
    now: datetime,
) -> list[str]:
    """What fills a template, in this order: the customer's first name, the business, the service, the day of the
    last visit. WhatsApp refuses empty ones."""
    first = (name or "").split(" ")[0] or texts(language).line("labels.nameless")
    values = (first, organization.name, service, _day(visited, organization, language, now))
    return [" ".join(value.split()) for value in values]


def _day(visited: datetime, organization: Organization, language: str, now: datetime) -> str:
    zone = organization.zone
    return day_label(visited.astimezone(zone).date(), language, today=now.astimezone(zone).date())
