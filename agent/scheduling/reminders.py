"""What a confirmation request or a reminder says, rendered from the committed row."""

from collections.abc import Mapping
from datetime import date

from agent.dates.labels import slot_label
from agent.organization import Organization
from agent.records import Appointment
from agent.scheduling.labels import joined, whom_label
from agent.scheduling.receipts import for_line, place_lines, service_lines
from agent.texts import texts

_MARKS: Mapping[str, str] = {"confirmation": "📅 ", "reminder": "⏰ "}


def render_reminder(
    kind: str,
    appointment: Appointment,
    *,
    organization: Organization,
    language: str,
    today: date,
    until: str | None = None,
) -> str:
    """`kind`: confirmation or reminder. `until`: when the hour is given up if nobody confirms (until_label)."""
    address, spoken = organization.formality, texts(language)
    name = first_name(appointment)
    hello = spoken.addressed("reminders.hello", address, name=name) if name else ""
    closing = kind if kind == "confirmation" else appointment.status
    lines = [
        (_MARKS[kind] if organization.emoji else "")
        + hello
        + spoken.addressed(f"reminders.{kind}", address),
        *service_lines(appointment, organization, language),
        when_label(appointment, organization, language, today),
        *place_lines(appointment, organization, language),
        *_for_another(appointment, language),
        spoken.addressed(f"reminders.closing.{closing}", address),
    ]
    if until:
        lines.append(spoken.addressed("moments.releases", address, until=until))
    return "\n".join(lines)


def template_params(
    appointment: Appointment,
    *,
    organization: Organization,
    language: str,
    today: date,
    until: str | None = None,
) -> list[str]:
    """What fills a template, in this order: the customer's first name, the business, the services
    (for whom, if it is somebody else) with the members, day and time, the address, and `until` where there is one. WhatsApp refuses empty ones and line breaks."""
    parts = appointment.parts
    services = joined([part.service for part in parts], language)
    whom = f" {label}" if (label := whom_label(appointment, language)) else ""
    members = joined(list(dict.fromkeys(part.member for part in parts)), language)
    values = (
        first_name(appointment) or texts(language).line("labels.nameless"),
        organization.name,
        f"{services}{whom} ({members})",
        when_label(appointment, organization, language, today),
        _place(appointment, organization),
        *([until] if until else []),
    )
    return [" ".join(value.split()) for value in values]


def _place(appointment: Appointment, organization: Organization) -> str:
    """On one line, for a template."""
    own = organization.address or organization.name
    return appointment.place.line if appointment.place else own


def when_label(
    appointment: Appointment, organization: Organization, language: str, today: date
) -> str:
    """Day and time of an appointment."""
    local = appointment.starts_at.astimezone(organization.zone)
    return slot_label(local, language, organization.country, today)


def first_name(appointment: Appointment) -> str:
    """Of who writes; "" where it is not known."""
    return (appointment.contact or "").split(" ")[0]


def _for_another(appointment: Appointment, language: str) -> list[str]:
    """Whom it is for, when that is not the customer who reads this."""
    attendee = appointment.attendee
    return [for_line(attendee, language)] if attendee not in (None, appointment.contact) else []
