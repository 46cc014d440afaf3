"""What staff read when a person is needed, or when a connection does not work."""

from dataclasses import dataclass
from datetime import date

from agent.dates.labels import slot_label
from agent.organization import Organization
from agent.records import Appointment
from agent.texts import texts

_LONGEST_SUMMARY = 600


@dataclass(frozen=True, slots=True)
class Notice:
    """`body` is free text; `params` fill a template: customer (or connection), phone, reason."""

    body: str
    params: tuple[str, str, str]


def escalation_notice(
    *,
    organization: str,
    language: str,
    name: str | None,
    phone: str | None,
    reason: str,
    summary: str = "",
    stated_phone: str | None = None,
    visit: str = "",
    due: date | None = None,
    law: str | None = None,
) -> Notice:
    """The notice in the organization's language. The summary is the model's or the caller's words; `visit`
    is `visit_line`; `due` the last day for the answer, by this `law`;
    `stated_phone` is told, as unproven, where there is no other."""
    spoken, table = texts(language), "notices.person_needed"
    who = name or spoken.line(f"{table}.unknown")
    number = f"+{phone}" if phone else "—"
    if stated_phone and not phone:
        number = spoken.line(f"{table}.stated_phone", phone=f"+{stated_phone}")
    worded = reason if spoken.has(f"{table}.reason.{reason}") else "other"
    why = spoken.line(f"{table}.reason.{worded}")
    told = f"{why} — {_clipped(summary)}" if summary else why
    term = _term(language, due, law)
    body = "\n".join(
        [
            spoken.line(f"{table}.title", organization=organization),
            spoken.line(f"{table}.who", name=who),
            spoken.line(f"{table}.phone", phone=number),
            spoken.line(f"{table}.why", reason=told),
            *([term] if term else []),
            *([visit] if visit else []),
        ]
    )
    return Notice(body, (who, number, f"{term} {told}" if term else told))


def _term(language: str, due: date | None, law: str | None) -> str:
    """By when it must be answered, "" where there is no such day."""
    if due is None:
        return ""
    key = "due_by_law" if law else "due"
    return texts(language).line(
        f"notices.person_needed.{key}", day=due.isoformat(), **({"law": law} if law else {})
    )


def visit_line(appointment: Appointment, *, organization: Organization, today: date) -> str:
    """When and where the customer is visited next, with a link to a map; "" for what is at the business."""
    if appointment.place is None:
        return ""
    language, local = organization.language, appointment.starts_at.astimezone(organization.zone)
    label = slot_label(local, language, organization.country, today)
    place = appointment.place
    return texts(language).line(
        "notices.person_needed.visit", label=label, place=place.line, link=place.map_url
    )


def desk_note(*, language: str, reason: str) -> str:
    """What stands beside a chat at the provider's desk when a person is called there: why, and how the
    assistant gets the chat back. `reason` is worded already."""
    spoken = texts(language)
    return "\n".join(spoken.filled("notices.desk.lines", reason=reason))


def _clipped(text: str) -> str:
    """A notice is one message."""
    return text if len(text) <= _LONGEST_SUMMARY else text[: _LONGEST_SUMMARY - 1].rstrip() + "…"


def credential_notice(
    *, organization: str, language: str, name: str, channel: str, at: str
) -> Notice:
    """The notice that the key of a connection (`name`, `channel`) could not be used at `at` (local
    time): it cannot be read, or the provider refuses it. True also when it arrives after the repair, through that connection itself."""
    spoken, table = texts(language), "notices.key_refused"
    connection = f"{name} ({channel})"
    locked, operator = spoken.line(f"{table}.locked"), spoken.line(f"{table}.operator")
    body = "\n".join(
        [
            spoken.line(f"{table}.title", organization=organization, connection=connection),
            spoken.line(f"{table}.since", since=at),
            spoken.line(f"{table}.why", reason=locked),
            spoken.line(f"{table}.todo", what=operator),
        ]
    )
    return Notice(body, (connection, "—", f"{locked}; {operator}"))
