"""Receipts: what a customer is told about an appointment, from its committed row.

A model's words never carry these facts; whatever it writes stands beside the receipt.
"""

from collections.abc import Sequence
from datetime import date

from agent.dates.labels import slot_label, time_label
from agent.organization import Organization
from agent.records import Appointment
from agent.scheduling.calendar_file import calendar_url
from agent.scheduling.labels import joined, note_in, price_label, with_person
from agent.texts import texts


def render_receipt(
    kind: str,
    appointment: Appointment,
    *,
    organization: Organization,
    language: str,
    today: date,
    public_url: str | None = None,
) -> str:
    """`kind`: booked, moved, confirmed, cancelled or renamed; `appointment`: as it stands now.

    `public_url`: the gateway's address; with it comes a link to the calendar file.
    """
    local = appointment.starts_at.astimezone(organization.zone)
    mark = {"cancelled": "❌ "}.get(kind, "✅ ") if organization.emoji else ""
    lines = [
        f"{mark}*{texts(language).line(f'receipts.title.{kind}')}*",
        *service_lines(appointment, organization, language),
        slot_label(local, language, organization.country, today),
    ]
    if kind != "cancelled":
        lines += _details(appointment, organization, language)
        if public_url:
            link = calendar_url(public_url, appointment.public_token)
            lines.append(texts(language).line("receipts.calendar", link=link))
    return "\n".join(lines)


def render_party(
    appointments: Sequence[Appointment],
    *,
    organization: Organization,
    language: str,
    today: date,
    public_url: str | None = None,
) -> str:
    """One receipt of what was booked for several people at once: who is expected when, and by whom."""
    spoken, first = texts(language), appointments[0]
    mark = "✅ " if organization.emoji else ""
    price = _price(first, organization, language)
    return "\n".join(
        [
            f"{mark}*{spoken.line('receipts.title_of_several')}*",
            first.service,
            *(_of_guest(one, organization, language, today) for one in appointments),
            *place_lines(first, organization, language),
            *([spoken.line("receipts.price_each", price=price)] if price else []),
            *(
                spoken.line("receipts.calendar", link=calendar_url(public_url, one.public_token))
                for one in appointments
                if public_url
            ),
        ]
    )


def render_renamed(
    appointments: Sequence[Appointment],
    *,
    organization: Organization,
    language: str,
    today: date,
    public_url: str | None = None,
) -> str:
    """One receipt of several appointments whose people were put right: which one is whose now."""
    spoken = texts(language)
    mark = "✅ " if organization.emoji else ""
    return "\n".join(
        [
            f"{mark}*{spoken.line('receipts.title_of_renamed')}*",
            *(_of_renamed(one, organization, language, today) for one in appointments),
            *(
                spoken.line("receipts.calendar", link=calendar_url(public_url, one.public_token))
                for one in appointments
                if public_url
            ),
        ]
    )


def _of_renamed(
    appointment: Appointment, organization: Organization, language: str, today: date
) -> str:
    local = appointment.starts_at.astimezone(organization.zone)
    services = joined([part.service for part in appointment.parts], language)
    label = slot_label(local, language, organization.country, today)
    return f"• {appointment.attendee or appointment.contact or ''}: {services}, {label}"


def _of_guest(
    appointment: Appointment, organization: Organization, language: str, today: date
) -> str:
    local = appointment.starts_at.astimezone(organization.zone)
    label = slot_label(local, language, organization.country, today)
    name = appointment.attendee or appointment.contact or ""
    return f"• {name}: {label} {with_person(appointment.member, language)}"


def render_cancellation(
    appointment: Appointment, *, organization: Organization, language: str, today: date
) -> str:
    """What a customer reads whose appointment the business itself cancelled."""
    receipt = render_receipt(
        "cancelled", appointment, organization=organization, language=language, today=today
    )
    spoken = texts(language)
    sorry = spoken.line("receipts.sorry", name=organization.name)
    return f"{sorry}\n{receipt}\n{spoken.line('receipts.again')}"


def service_lines(appointment: Appointment, organization: Organization, language: str) -> list[str]:
    """Who does what; with the hour of each when it is a visit of several services."""
    lines = [f"{part.service} {with_person(part.member, language)}" for part in appointment.parts]
    if len(lines) == 1:
        return lines
    return [
        f"{time_label(part.starts_at.astimezone(organization.zone).time(), language, organization.country)}: {line}"
        for part, line in zip(appointment.parts, lines, strict=True)
    ]


def _price(appointment: Appointment, organization: Organization, language: str) -> str | None:
    """The price of the service; of a visit the sum, when every part has a price."""
    single = len(appointment.parts) == 1
    return price_label(
        appointment.price if single else appointment.total,
        note_in(language, organization.language, appointment.price_note) if single else None,
        currency=appointment.currency,
        language=language,
        country=organization.country,
    )


def _details(appointment: Appointment, organization: Organization, language: str) -> list[str]:
    price = _price(appointment, organization, language)
    name = appointment.attendee or appointment.contact
    return [
        *place_lines(appointment, organization, language),
        *([texts(language).line("receipts.price", price=price)] if price else []),
        *([for_line(name, language)] if name else []),
    ]


def place_lines(appointment: Appointment, organization: Organization, language: str) -> list[str]:
    """Where it is: at the customer's place, at the business, or one after the other."""
    at_business = not all(part.at_customer for part in appointment.parts)
    own = ", ".join(part for part in (organization.name, organization.address) if part)
    lines = [own] if at_business or appointment.place is None else []
    return [*lines, *home_lines(appointment, language)]


def home_lines(appointment: Appointment, language: str) -> list[str]:
    """Where a home visit is, as the customer told it; nothing for what is at the business."""
    if appointment.place is None:
        return []
    spoken = texts(language)
    where = appointment.place.text or spoken.line("receipts.shared", point=appointment.place.point)
    return [spoken.line("receipts.home", place=where)]


def for_line(name: str, language: str) -> str:
    """Whom it is for."""
    return texts(language).line("receipts.for_name", name=name)
