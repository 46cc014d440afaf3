"""Invites customers to come again when it has been as long as a service says.

The row of `recalls` is the truth and every look at it is one SQL function (migrations/functions/recalls.sql); here the
words are made and the chat is chosen. Which rules hold: docs/decisions/recall.md.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from agent.clock import Clock
from agent.data.database import Database
from agent.dialogue.memo import Ask, AskData, Guest, Memo, Plan, Wanted
from agent.organization import Organization
from agent.records import OrganizationProfile
from agent.scheduling.recalls import Invited, recall_params, render_recall
from agent.settings import Settings
from agent.types import Json, Reply
from gateway.pipeline.guards import may_send_text
from gateway.pipeline.templates import template_for

log = logging.getLogger(__name__)


class _Chat(Struct, frozen=True, kw_only=True):
    id: UUID
    channel: str
    last_inbound_at: datetime | None
    language: str | None
    settings: Json


class _Service(Struct, frozen=True, kw_only=True):
    key: str
    name: str


class _Person(Struct, frozen=True, kw_only=True):
    """Somebody for whom the customer books."""

    id: UUID
    name: str
    relation: str | None


class _Taken(Struct, frozen=True, kw_only=True):
    """recall_take. Only with `send` it is due and the rest is there."""

    status: Literal["send", "done", "early", "waiting", "dropped", "skipped"]
    service: _Service | None = None
    person: _Person | None = None
    visited_at: datetime | None = None
    name: str | None = None
    organization: OrganizationProfile | None = None
    chats: tuple[_Chat, ...] = ()


@dataclass(frozen=True, slots=True)
class _Letter:
    chat: UUID
    reply: Reply


class Recalls:
    """`run` is the queue's task; a second run of the same invitation finds nothing to do. Who becomes due is written
    down by a maintenance task (gateway/pipeline/maintenance.py)."""

    name = "recalls"
    every_seconds = 900.0

    def __init__(self, database: Database, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock

    async def round(self) -> bool:
        """Writes a row for everybody who is due by now; nothing is left."""
        await self._database.call("recalls_arm")
        return False

    async def run(self, organization: UUID, recall: UUID) -> None:
        """Sends an invitation that is due, or records why not."""
        about = {"organization": organization, "recall": recall}
        taken = await self._database.fetch(_Taken, "recall_take", **about)
        if taken.status != "send":
            return
        letter = self._letter(taken)
        if letter is None:
            await self._database.call("recall_skip", **about, reason="window")
            log.info("recall %s: the 24-hour window is closed, no template", recall)
            return
        await self._database.call("recall_put", **about, chat=letter.chat, **letter.reply)

    def _letter(self, taken: _Taken) -> _Letter | None:
        """The message for the first chat that can be written to now; None when none can."""
        assert taken.service
        assert taken.visited_at
        assert taken.organization
        service, visited, person = taken.service, taken.visited_at, taken.person
        invited = Invited(service.key, service.name, *((person.name, person.id) if person else ()))
        organization = Organization.from_profile(taken.organization)
        now = self._clock.now()
        for chat in taken.chats:
            language = chat.language or organization.language
            template = template_for(
                "recall",
                chat.channel,
                chat.settings,
                self._settings,
                language=language,
                fallback=organization.language,
            )
            if template is None and not may_send_text(chat.channel, chat.last_inbound_at, now):
                continue
            reply = render_recall(
                invited,
                visited,
                name=taken.name,
                organization=organization,
                language=language,
                now=now,
            )
            payload = reply["payload"] | {"memo": _memo(service, person).write()}
            if template:
                params = recall_params(
                    invited,
                    visited,
                    name=taken.name,
                    organization=organization,
                    language=template.language,
                    now=now,
                )
                payload["template"] = template.stored(params)
            return _Letter(chat.id, {"text": reply["text"], "payload": payload})
        return None


def _memo(service: _Service, person: _Person | None) -> Memo:
    """As if the offline model had asked whether a time is to be looked for."""
    wanted = Wanted(service.key, service.name)
    data = AskData(services=[wanted])
    ask = Ask("recall", "appointment", "ask_recall", {"service": service.name}, data)
    party = [Guest(person.relation or "", person.name, str(person.id))] if person else []
    return Memo(booking=Plan(party=party), ask=ask)
