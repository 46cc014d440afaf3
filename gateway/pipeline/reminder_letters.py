"""The words of what the business writes because time passes, for the first chat that can be written to now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from agent.clock import Clock
from agent.data.decoding import convert
from agent.organization import Organization
from agent.records import Appointment, OrganizationProfile
from agent.scheduling.moments import (
    Note,
    aftercare_params,
    rating_options,
    released_notice,
    render_aftercare,
    render_released,
    render_review,
    review_params,
)
from agent.scheduling.reminder_buttons import answer_options
from agent.scheduling.reminders import render_reminder, template_params
from agent.scheduling.waiting_list_view import until_label
from agent.settings import Settings
from agent.types import Json
from gateway.pipeline.guards import may_send_text
from gateway.pipeline.templates import Template, template_for

Kind = Literal["confirmation", "reminder", "release", "aftercare", "review"]


class WrittenChat(Struct, frozen=True, kw_only=True):
    """A chat of the customer's."""

    id: UUID
    channel: str
    last_inbound_at: datetime | None
    language: str | None
    settings: Json


class Taken(Struct, frozen=True, kw_only=True):
    """reminder_take. Only with `send` it is due and the rest is there; the appointment is an
    agent.records.Appointment, kept as it came because `reminder_put` compares it with the row. `released_at`: when
    the hour is given up if nobody answers; `services` and `notes`: of the visit."""

    status: Literal["send", "done", "early", "waiting", "dropped", "skipped"]
    kind: Kind | None = None
    appointment: Json | None = None
    released_at: datetime | None = None
    notes: tuple[Note, ...] = ()
    services: tuple[str, ...] = ()
    organization: OrganizationProfile | None = None
    chats: tuple[WrittenChat, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to a customer, and what staff are told with it {body, params}."""

    chat: UUID
    text: str
    payload: Json
    notice: Json | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """The chat that is written to: its language, whether free text may be sent, and which template of a kind it has."""

    chat: WrittenChat
    language: str
    open_now: bool
    template: Callable[[str], Template | None]


@dataclass(frozen=True, slots=True)
class _About:
    """What a letter is about. `now` is local."""

    reminder: UUID
    taken: Taken
    appointment: Appointment
    organization: Organization
    now: datetime


@dataclass(frozen=True, slots=True)
class _Words:
    """`params` fill the `template`, in its language."""

    text: str
    template: Template | None = None
    params: Sequence[str] = ()
    payload: Mapping[str, object] = field(default_factory=dict)


class Letters:
    """Writes them."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock

    def of(self, reminder: UUID, taken: Taken) -> Letter | None:
        """The message for the first chat that can be written to now; None when none can."""
        assert taken.kind
        assert taken.appointment
        assert taken.organization
        organization = Organization.from_profile(taken.organization)
        about = _About(
            reminder,
            taken,
            convert(Appointment, taken.appointment, "reminder_take"),
            organization,
            self._clock.now().astimezone(organization.zone),
        )
        for chat in taken.chats:
            words = _WRITERS[taken.kind](about, self._place(chat, organization))
            if words is not None:
                return _letter(about, chat, words)
        return None

    def _place(self, chat: WrittenChat, organization: Organization) -> _Place:
        language = chat.language or organization.language

        def template(kind: str) -> Template | None:
            return template_for(
                kind,
                chat.channel,
                chat.settings,
                self._settings,
                language=language,
                fallback=organization.language,
            )

        open_now = may_send_text(chat.channel, chat.last_inbound_at, self._clock.now())
        return _Place(chat, language, open_now, template)


def _letter(about: _About, chat: WrittenChat, words: _Words) -> Letter:
    payload = dict(words.payload)
    if words.template:
        payload["template"] = words.template.stored(words.params)
    notice: Json | None = None
    if about.taken.kind == "release":
        staff_notice = released_notice(
            about.appointment, organization=about.organization, today=about.now.date()
        )
        notice = {"body": staff_notice.body, "params": list(staff_notice.params)}
    return Letter(chat.id, words.text, payload, notice)


def _confirmation(about: _About, place: _Place) -> _Words | None:
    """One that says when the hour is given up says so in both of its forms, or it is not given up."""
    options = answer_options(str(about.appointment.id), place.language)
    payload: Json = {"options": [option.stored for option in options]}
    released_at = about.taken.released_at
    template = place.template("release") if released_at else None
    if released_at and (template or place.open_now):
        payload["release"] = released_at.isoformat()
        return _reminder(about, place, template, payload, released_at)
    return _reminder(about, place, place.template("confirmation"), payload)


def _plain_reminder(about: _About, place: _Place) -> _Words | None:
    return _reminder(about, place, place.template("reminder"), {})


def _reminder(
    about: _About,
    place: _Place,
    template: Template | None,
    payload: Mapping[str, object],
    released_at: datetime | None = None,
) -> _Words | None:
    if not place.open_now and template is None:
        return None
    organization, today = about.organization, about.now.date()

    def until(language: str) -> str | None:
        if released_at is None:
            return None
        local = released_at.astimezone(organization.zone)
        return until_label(local, about.now, language, organization.country)

    text = render_reminder(
        str(about.taken.kind),
        about.appointment,
        organization=organization,
        language=place.language,
        today=today,
        until=until(place.language),
    )
    if template is None:
        return _Words(text, payload=payload)
    params = template_params(
        about.appointment,
        organization=organization,
        language=template.language,
        today=today,
        until=until(template.language),
    )
    return _Words(text, template, params, payload)


def _released(about: _About, place: _Place) -> _Words | None:
    template = place.template("released")
    if not place.open_now and template is None:
        return None
    organization, today = about.organization, about.now.date()
    text = render_released(
        about.appointment, organization=organization, language=place.language, today=today
    )
    params = (
        template_params(
            about.appointment, organization=organization, language=template.language, today=today
        )
        if template
        else ()
    )
    # As a receipt: it goes out whatever waits, and if it is given up a person is called.
    payload: Json = {"receipt": True, "of": str(about.appointment.id)}
    return _Words(text, template, params, payload)


def _aftercare(about: _About, place: _Place) -> _Words | None:
    template = place.template("aftercare")
    if not place.open_now and template is None:
        return None
    notes, organization = about.taken.notes, about.organization
    text = render_aftercare(
        notes, about.appointment, organization=organization, language=place.language
    )
    params = (
        aftercare_params(
            notes, about.appointment, organization=organization, language=template.language
        )
        if template
        else ()
    )
    return _Words(text, template, params)


def _review(about: _About, place: _Place) -> _Words | None:
    template = place.template("review")
    if not place.open_now and template is None:
        return None
    services, organization = about.taken.services, about.organization
    text = render_review(
        services, about.appointment, organization=organization, language=place.language
    )
    params = (
        review_params(
            services, about.appointment, organization=organization, language=template.language
        )
        if template
        else ()
    )
    options = rating_options(str(about.reminder))
    return _Words(
        text,
        template,
        params,
        {"options": [option.stored for option in options], "review": str(about.reminder)},
    )


_WRITERS: dict[Kind, Callable[[_About, _Place], _Words | None]] = {
    "confirmation": _confirmation,
    "reminder": _plain_reminder,
    "release": _released,
    "aftercare": _aftercare,
    "review": _review,
}
