"""Sends confirmation requests and reminders whose hour has come.

The row of `reminders` is the truth and every look at it is one SQL function
(migrations/functions/reminder_sending.sql); here the words are made and the chat is chosen. Which
rules hold: docs/decisions/reminders.md.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from agent.clock import Clock
from agent.data.database import Database
from agent.data.decoding import convert
from agent.organization import Organization
from agent.records import Appointment, OrganizationProfile
from agent.scheduling.reminder_buttons import answer_options
from agent.scheduling.reminders import render_reminder, template_params
from agent.settings import Settings
from agent.types import Json
from gateway.pipeline.guards import may_send_text
from gateway.pipeline.templates import template_for

log = logging.getLogger(__name__)

_LOOKS = 5
"""How often facts that changed while the words were made are read anew."""


class _Chat(Struct, frozen=True, kw_only=True):
    id: UUID
    channel: str
    last_inbound_at: datetime | None
    language: str | None
    settings: Json


class _Taken(Struct, frozen=True, kw_only=True):
    """reminder_take. Only with `send` it is due and the rest is there; the appointment is an
    agent.records.Appointment, kept as it came because `reminder_put` compares it with the row."""

    status: Literal["send", "done", "early", "waiting", "dropped", "skipped"]
    kind: Literal["confirmation", "reminder"] | None = None
    appointment: Json | None = None
    organization: OrganizationProfile | None = None
    chats: tuple[_Chat, ...] = ()


class _Put(Struct, frozen=True, kw_only=True):
    """reminder_put. `changed`: it must be taken anew."""

    status: Literal["sent", "changed", "done", "early", "waiting", "dropped", "skipped"]


@dataclass(frozen=True, slots=True)
class _Letter:
    chat: UUID
    text: str
    payload: Json


class Reminders:
    """`run` is the queue's task; a second run of the same reminder finds nothing to do."""

    def __init__(self, database: Database, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock

    async def wake(self) -> int:
        """Enqueues what is due, of every organization; returns how many."""
        return await self._database.fetch(int, "reminders_wake")

    async def run(self, organization: UUID, reminder: UUID) -> None:
        """Sends a reminder that is due, or records why not."""
        about = {"organization": organization, "reminder": reminder}
        for _ in range(_LOOKS):
            taken = await self._database.fetch(_Taken, "reminder_take", **about)
            if taken.status != "send":
                return
            letter = self._letter(taken)
            if letter is None:
                await self._database.call("reminder_skip", **about, reason="window")
                log.info("reminder %s: the 24-hour window is closed, no template", reminder)
                return
            put = await self._database.fetch(
                _Put,
                "reminder_put",
                **about,
                chat=letter.chat,
                appointment=taken.appointment,
                text=letter.text,
                payload=letter.payload,
            )
            if put.status != "changed":
                return

    def _letter(self, taken: _Taken) -> _Letter | None:
        """The message for the first chat that can be written to now; None when none can."""
        assert taken.kind
        assert taken.appointment
        assert taken.organization
        kind = taken.kind
        appointment = convert(Appointment, taken.appointment, "reminder_take")
        organization = Organization.from_profile(taken.organization)
        now = self._clock.now()
        today = now.astimezone(organization.zone).date()
        for chat in taken.chats:
            language = chat.language or organization.language
            template = template_for(
                kind,
                chat.channel,
                chat.settings,
                self._settings,
                language=language,
                fallback=organization.language,
            )
            open_now = may_send_text(chat.channel, chat.last_inbound_at, now)
            if not open_now and template is None:
                continue
            payload: Json = {}
            if kind == "confirmation":
                options = answer_options(str(appointment.id), language)
                payload["options"] = [option.stored for option in options]
            if template:
                params = template_params(
                    appointment,
                    organization=organization,
                    language=template.language,
                    today=today,
                )
                payload["template"] = template.stored(params)
            text = render_reminder(
                kind, appointment, organization=organization, language=language, today=today
            )
            return _Letter(chat.id, text, payload)
        return None
