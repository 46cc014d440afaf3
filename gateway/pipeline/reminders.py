"""Sends confirmation requests and reminders whose hour has come.

The row of `reminders` is the truth and every look at it is one SQL function
(migrations/functions/reminder_sending.sql); here the words are made and the chat is chosen. Which
rules hold: docs/decisions/reminders.md.
"""

import logging
from dataclasses import dataclass
from uuid import UUID

from agent.clock import Clock
from agent.data.database import Database
from agent.organization import Organization
from agent.scheduling.reminder_buttons import answer_options
from agent.scheduling.reminders import render_reminder, template_params
from agent.settings import Settings
from agent.types import Json
from gateway.pipeline.guards import may_send_text
from gateway.pipeline.templates import template_for

log = logging.getLogger(__name__)

_LOOKS = 5
"""How often facts that changed while the words were made are read anew."""


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
        count: int = await self._database.call("reminders_wake")
        return count

    async def run(self, organization: UUID, reminder: UUID) -> None:
        """Sends a reminder that is due, or records why not."""
        about = {"organization": organization, "reminder": reminder}
        for _ in range(_LOOKS):
            taken: Json = await self._database.call("reminder_take", **about)
            if taken["status"] != "send":
                return
            letter = self._letter(taken)
            if letter is None:
                await self._database.call("reminder_skip", **about, reason="window")
                log.info("reminder %s: the 24-hour window is closed, no template", reminder)
                return
            done: Json = await self._database.call(
                "reminder_put",
                **about,
                chat=letter.chat,
                appointment=taken["appointment"],
                text=letter.text,
                payload=letter.payload,
            )
            if done["status"] != "changed":
                return

    def _letter(self, taken: Json) -> _Letter | None:
        """The message for the first chat that can be written to now; None when none can."""
        kind, appointment = taken["kind"], taken["appointment"]
        organization = Organization.from_row(taken["organization"])
        now = self._clock.now()
        today = now.astimezone(organization.zone).date()
        for chat in taken["chats"]:
            language = chat["language"] or organization.language
            template = template_for(
                kind, chat, self._settings, language=language, fallback=organization.language
            )
            open_now = may_send_text(chat["channel"], chat["last_inbound_at"], now)
            if not open_now and template is None:
                continue
            payload: Json = {}
            if kind == "confirmation":
                payload["options"] = answer_options(appointment["id"], language)
            if template:
                params = template_params(
                    appointment,
                    organization=organization,
                    language=template.language,
                    today=today,
                )
                payload["template"] = {"id": template.id, "params": params}
            text = render_reminder(
                kind, appointment, organization=organization, language=language, today=today
            )
            return _Letter(UUID(chat["id"]), text, payload)
        return None
