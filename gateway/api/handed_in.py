"""Answers of messages that a caller hands in and delivers the answer of: how they are had and shown."""

import asyncio
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from msgspec import Struct
from pydantic import BaseModel

from agent.data.database import Database
from agent.errors import CallerError
from agent.records import Appointment, WaitingEntry
from agent.records.changes import Change
from gateway.access.problems import Busy
from gateway.pipeline.partials import Show
from gateway.pipeline.turns import Answered, Turns

_WAIT_SECONDS = 20.0
_POLL_SECONDS = 0.2


class HandledByPerson(CallerError):
    """A person is handling this chat, so the assistant says nothing."""


class AnswerOption(BaseModel):
    """What the customer may choose; its title, sent as the next message, chooses it."""

    id: str
    title: str
    description: str | None = None


class AppointmentPartView(BaseModel):
    """One service of a visit."""

    service: str
    member: str
    starts_at: datetime
    ends_at: datetime


class AppointmentView(BaseModel):
    """An appointment as it stands now, or a visit of several parts. `attendee`: whom it is for, where
    that is not the customer; `total` is null while a part has no price."""

    id: UUID
    status: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    service: str
    member: str
    attendee: str | None
    total: Decimal | None
    currency: str
    parts: list[AppointmentPartView]


class WaitView(BaseModel):
    """An entry of the waiting list; hours are "HH:MM"."""

    id: UUID
    status: str
    services: list[str]
    member: str | None
    first_day: str
    last_day: str
    not_before: str | None
    not_after: str | None


class ChangeView(BaseModel):
    """What was changed: `kind` is booked, moved, cancelled, confirmed or renamed (an `appointment`),
    joined, declined or left (the waiting list: `waiting`), or consent (to reminders: `granted`)."""

    kind: str
    at: datetime
    appointment: AppointmentView | None = None
    waiting: WaitView | None = None
    granted: bool | None = None


class AnswerMessage(Struct, frozen=True, kw_only=True):
    """A message of an answer; `options` as they are stored: {id, title, description?}."""

    id: UUID
    text: str
    options: list[dict[str, str | None]]


class Answer(Struct, frozen=True, kw_only=True):
    """answer_of: what answered a message, and what its turn changed."""

    messages: tuple[AnswerMessage, ...]
    changes: tuple[Change, ...]

    @property
    def text(self) -> str:
        """All of it; messages are parted by an empty line."""
        return "\n\n".join(message.text for message in self.messages)

    @property
    def options(self) -> list[AnswerOption]:
        """Those of the last message that has some: the ones that stand."""
        offering = [message for message in self.messages if message.options]
        return shown_options(offering[-1].options) if offering else []


async def answer_to(
    database: Database,
    turns: Turns,
    organization: UUID,
    conversation: UUID,
    message: UUID,
    show: Show | None = None,
) -> Answer:
    """Runs the turn here, and shows its words while they are written. While another process runs one for
    this chat, waits for its end; that one shows nothing here.

    Raises HandledByPerson, Busy, and what a model or a tool raises.
    """
    for _ in range(int(_WAIT_SECONDS / _POLL_SECONDS)):
        ended = await turns.answer(
            organization, conversation, takeover=False, delivery="caller", show=show
        )
        if ended is Answered.PERSON:
            raise HandledByPerson
        answer = await database.find(
            Answer, "answer_of", organization=organization, message=message
        )
        if answer is not None:
            return answer
        await asyncio.sleep(_POLL_SECONDS)
    raise Busy


def shown_options(stored: list[dict[str, str | None]]) -> list[AnswerOption]:
    """Options as callers get them."""
    return [AnswerOption.model_validate(option) for option in stored]


def shown_change(change: Change) -> ChangeView:
    """A change as callers get it."""
    return ChangeView(
        kind=change.kind,
        at=change.at,
        appointment=shown_appointment(change.appointment) if change.appointment else None,
        waiting=_waiting(change.entry) if change.entry else None,
        granted=change.granted,
    )


def shown_appointment(row: Appointment) -> AppointmentView:
    """An appointment as callers get it."""
    return AppointmentView(
        id=row.id,
        status=row.status,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        time_zone=row.time_zone,
        service=row.service,
        member=row.member,
        attendee=row.attendee,
        total=row.total,
        currency=row.currency,
        parts=[
            AppointmentPartView(
                service=part.service,
                member=part.member,
                starts_at=part.starts_at,
                ends_at=part.ends_at,
            )
            for part in row.parts
        ],
    )


def _waiting(row: WaitingEntry) -> WaitView:
    return WaitView(
        id=row.id,
        status=row.status,
        services=[service.name for service in row.services],
        member=row.member,
        first_day=row.first_day.isoformat(),
        last_day=row.last_day.isoformat(),
        not_before=row.not_before,
        not_after=row.not_after,
    )
