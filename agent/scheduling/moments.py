"""What is written after a visit, and when an hour was given up that nobody confirmed."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from agent.organization import Organization
from agent.records import Appointment
from agent.scheduling.labels import joined
from agent.scheduling.receipts import service_lines
from agent.scheduling.reminders import first_name, when_label
from agent.scheduling.staff_notices import Notice
from agent.texts import texts
from agent.types import Option

RATINGS = range(1, 6)
_PREFIX = "rate"


class Note(Struct, frozen=True, kw_only=True):
    """What to mind after a service, in the business's words."""

    service: str
    text: str


def render_aftercare(
    notes: Sequence[Note], appointment: Appointment, *, organization: Organization, language: str
) -> str:
    """The business's words, framed by the desk's."""
    address, spoken = organization.formality, texts(language)
    hello = _hello(appointment, organization, language)
    lines = [spoken.addressed("moments.aftercare", address, hello=hello)]
    for note in notes:
        of = spoken.addressed("moments.aftercare_of", address, service=note.service)
        lines += [of, note.text.strip()]
    return "\n".join([*lines, spoken.addressed("moments.anything", address)])


def aftercare_params(
    notes: Sequence[Note], appointment: Appointment, *, organization: Organization, language: str
) -> list[str]:
    """First name, business, and the notes on one line."""
    line = " ".join(f"{note.service}: {note.text}" for note in notes)
    return _params(appointment, organization, language, line[:900])


def render_review(
    services: Sequence[str],
    appointment: Appointment,
    *,
    organization: Organization,
    language: str,
) -> str:
    """The question how a visit was (its services), and how not to be asked again."""
    address, spoken = organization.formality, texts(language)
    hello = _hello(appointment, organization, language)
    named = joined(services, language)
    question = spoken.addressed("moments.review", address, hello=hello, services=named)
    return f"{question}\n{spoken.addressed('moments.how_to_stop', address)}"


def review_params(
    services: Sequence[str],
    appointment: Appointment,
    *,
    organization: Organization,
    language: str,
) -> list[str]:
    """First name, business, services."""
    return _params(appointment, organization, language, joined(services, language))


def rating_options(rating: str) -> list[Option]:
    """One button for each, from one star up: where a channel has no buttons they are numbered, and the number is the
    rating. `rating` is the id of the row that the answer belongs to."""
    return [Option(f"{_PREFIX}:{rating}:{n}", "⭐" * n) for n in RATINGS]


def read_rating_choice(choice: str | None) -> tuple[str, int] | None:
    """Row and value of a tapped button; None when it is no answer to this question."""
    prefix, _, rest = (choice or "").partition(":")
    rating, _, value = rest.rpartition(":")
    valid = prefix == _PREFIX and rating and value in map(str, RATINGS)
    return (rating, int(value)) if valid else None


def render_released(
    appointment: Appointment, *, organization: Organization, language: str, today: date
) -> str:
    """That the hour was given up, why, and how to get another one."""
    address, spoken = organization.formality, texts(language)
    hello = _hello(appointment, organization, language)
    return "\n".join(
        [
            spoken.addressed("moments.released", address, hello=hello),
            *service_lines(appointment, organization, language),
            when_label(appointment, organization, language, today),
            spoken.addressed("moments.book_again", address),
        ]
    )


def released_notice(appointment: Appointment, *, organization: Organization, today: date) -> Notice:
    """What staff read of it, in the organization's language."""
    language, spoken = organization.language, texts(organization.language)
    name = appointment.contact or spoken.line("notices.person_needed.unknown")
    line = spoken.line(
        "moments.released_notice.line",
        services=_services(appointment, language),
        when=when_label(appointment, organization, language, today),
        name=name,
    )
    title = spoken.line("moments.released_notice.title", organization=organization.name)
    why = spoken.line("moments.released_notice.why")
    return Notice(f"{title}\n{line}\n{why}", (name, "—", f"{title}: {line}"))


def _hello(appointment: Appointment, organization: Organization, language: str) -> str:
    name = first_name(appointment)
    address = organization.formality
    return texts(language).addressed("moments.hello", address, name=name) if name else ""


def _services(appointment: Appointment, language: str) -> str:
    return joined([part.service for part in appointment.parts], language)


def _params(
    appointment: Appointment, organization: Organization, language: str, last: str
) -> list[str]:
    name = first_name(appointment) or texts(language).line("labels.nameless")
    return [" ".join(value.split()) for value in (name, organization.name, last)]
