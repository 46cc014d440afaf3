"""A gateway in memory behind the page's seams: it stores, answers, and notifies like the real one.

It exists so that the page can be tested by itself. Answers follow from the customer's text:
"hola" gets options, anything else is repeated.
"""

import asyncio
import itertools
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import msgspec

from agent.errors import DatabaseUnavailable
from agent.types import Connection, Json
from gateway.channels.base import Event, InboundMessage
from gateway.organizations.rows import OrganizationRow
from gateway.pipeline.chat_history import ChatHistory, ShownMessage
from gateway.web.deps import PageOrganization

TOKEN = "aurora-token"
OTHER_TOKEN = "brisa-token"

ORGANIZATIONS = [
    PageOrganization(
        slug="aurora",
        name="Clínica Aurora (ficticia)",
        language="es",
        time_zone="America/Bogota",
        token=TOKEN,
        suggestions=["Hola", "¿Qué horario tienen?", "Quiero una cita mañana"],
    ),
    PageOrganization(
        slug="brisa",
        name="Salão Brisa (fictício)",
        language="pt",
        time_zone="America/Sao_Paulo",
        token=OTHER_TOKEN,
        suggestions=["Oi", "Quero marcar um corte"],
    ),
]

OPTIONS: list[Json] = [
    {"id": "slot:1", "title": "lunes 23, 9:00 a. m.", "description": None},
    {"id": "slot:2", "title": "lunes 23, 3:30 p. m.", "description": None},
    {"id": "slot:3", "title": "martes 24, 3:00 p. m.", "description": "con Dra. Ficticia"},
]


class Notifications:
    """The part of a database that a feed needs; `lose()` breaks every connection."""

    def __init__(self) -> None:
        self.listening = 0
        self.refused = 0
        self._queues: list[asyncio.Queue[str | None]] = []

    @asynccontextmanager
    async def listen(self, channel: str) -> AsyncIterator[AsyncIterator[str]]:
        assert channel == "frontdesk_chat"
        if self.refused > 0:
            self.refused -= 1
            raise DatabaseUnavailable
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._queues.append(queue)
        self.listening += 1
        try:
            yield _payloads(queue)
        finally:
            self._queues.remove(queue)
            self.listening -= 1

    def notify(self, payload: str) -> None:
        for queue in self._queues:
            queue.put_nowait(payload)

    def lose(self) -> None:
        for queue in self._queues:
            queue.put_nowait(None)


async def _payloads(queue: asyncio.Queue[str | None]) -> AsyncIterator[str]:
    while (payload := await queue.get()) is not None:
        yield payload
    raise DatabaseUnavailable


@dataclass
class Chat:
    id: UUID
    rows: list[Json] = field(default_factory=list)
    typing: bool = False
    typing_seen: asyncio.Event = field(default_factory=asyncio.Event)
    turns: list[Json] = field(default_factory=list)
    appointments: list[Json] = field(default_factory=list)


class StandIn:
    """`down` makes every call fail; `answers` false leaves messages unanswered."""

    def __init__(self, *, answers: bool = True) -> None:
        self.notifications = Notifications()
        self.answers = answers
        self.down = False
        self.received = 0
        self.chats: defaultdict[tuple[UUID, str], Chat] = defaultdict(lambda: Chat(uuid4()))
        self._seqs = itertools.count(1)
        self._turns: set[asyncio.Task[None]] = set()

    # The seams

    async def find_connection(self, token: str) -> Connection | None:
        self._check()
        if token not in (TOKEN, OTHER_TOKEN):
            return None
        return Connection(_id(token), _id(token + "/organization"), "web", "page")

    async def describe(self, organization_id: UUID) -> OrganizationRow:
        self._check()
        own = next(o for o in ORGANIZATIONS if _id(o.token + "/organization") == organization_id)
        return OrganizationRow(
            id=organization_id,
            slug=own.slug,
            name=own.name,
            language=own.language,
            time_zone=own.time_zone,
            country="CO",
        )

    async def organizations(self) -> list[PageOrganization]:
        self._check()
        return ORGANIZATIONS

    async def receive(self, connection: Connection, events: Sequence[Event], client: str) -> None:
        self._check()
        for event in events:
            assert isinstance(event, InboundMessage)
            chat = self.chats[connection.id, event.addresses[0]]
            if any(row["provider_id"] == event.provider_id for row in chat.rows):
                continue
            self.received += 1
            row = self.put(chat, "inbound", event.text or "", event.provider_id, kind=event.kind)
            if self.answers:
                task = asyncio.create_task(self._turn(chat, row))
                self._turns.add(task)
                task.add_done_callback(self._turns.discard)

    async def history(
        self, organization_id: UUID, connection_id: UUID, customer: str, after: int
    ) -> ChatHistory:
        self._check()
        chat = self.chats.get((connection_id, customer))
        if chat is None:
            return ChatHistory(conversation=None, typing=False, messages=())
        if chat.typing:
            chat.typing_seen.set()
        rows = [dict(r) for r in chat.rows if r["seq"] > after and r["status"] != "queued"]
        shown = msgspec.convert(rows[-200:], tuple[ShownMessage, ...])
        return ChatHistory(conversation=chat.id, typing=chat.typing, messages=shown)

    async def inspect(self, organization_id: UUID, conversation_id: UUID) -> Json:
        self._check()
        chat = next(chat for chat in self.chats.values() if chat.id == conversation_id)
        return {
            "turns": list(reversed(chat.turns)),
            "appointments": list(chat.appointments),
            "offers": len(OPTIONS) if chat.turns and not chat.appointments else 0,
            "notifications": [],
            "contact": {"name": "Ana Prueba", "phone": None} if chat.appointments else None,
        }

    # What the worker does in the real gateway

    def put(
        self, chat: Chat, direction: str, text: str, provider_id: str | None = None, **about: Any
    ) -> Json:
        """Adds a row to a chat and notifies."""
        row = {
            "seq": next(self._seqs),
            "id": str(uuid4()),
            "direction": direction,
            "text": text,
            "kind": "text",
            "status": "pending" if direction == "inbound" else "sent",
            "options": [],
            "at": datetime.now(UTC).isoformat(),
            "provider_id": provider_id,
        } | about
        chat.rows.append(row)
        self.changed(chat, "message")
        return row

    def changed(self, chat: Chat, kind: str) -> None:
        self.notifications.notify(json.dumps({"c": str(chat.id), "k": kind}))

    async def _turn(self, chat: Chat, row: Json) -> None:
        started = datetime.now(UTC)
        chat.typing = True
        chat.typing_seen.clear()
        self.changed(chat, "turn")
        # The turn lasts until somebody saw it, or nobody looks.
        with_somebody = asyncio.wait_for(chat.typing_seen.wait(), 5)
        await asyncio.gather(with_somebody, return_exceptions=True)
        chat.typing = False
        row["status"] = "handled"
        chat.turns.append(self._trace(row, started))
        self.changed(chat, "turn_end")
        if row["kind"] == "choice":
            chat.appointments.append(_appointment())
            self.put(chat, "outbound", f"*Agendada*: {row['text']}. ¡Te esperamos!")
        elif row["text"].lower() in ("hola", "oi"):
            self.put(chat, "outbound", "Tengo estas horas, ¿cuál te queda mejor?", options=OPTIONS)
        else:
            self.put(chat, "outbound", row["text"])

    def _trace(self, row: Json, started: datetime) -> Json:
        tool = "book_appointment" if row["kind"] == "choice" else "check_availability"
        return {
            "id": str(uuid4()),
            "status": "committed",
            "started_at": started.isoformat(),
            "ms": 840,
            "nodes": ["supervisor", "appointment"],
            "tools": [
                {
                    "name": tool,
                    "args": {"service": "limpieza", "slot": "slot:1"},
                    "result": {"status": "booked" if row["kind"] == "choice" else "offered"},
                }
            ],
            "messages": 1,
        }

    def _check(self) -> None:
        if self.down:
            raise DatabaseUnavailable


def _appointment() -> Json:
    starts = datetime.now(UTC) + timedelta(days=3)
    return {
        "id": str(uuid4()),
        "service": "Limpieza dental",
        "member": "Dra. Ficticia",
        "starts_at": starts.isoformat(),
        "time_zone": "America/Bogota",
        "status": "scheduled",
        "attendee": None,
    }


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)
