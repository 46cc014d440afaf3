"""Turns with the offline model, from their beginning in the database to their commit."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

from langchain_core.messages import AnyMessage
from langgraph.checkpoint.base import BaseCheckpointSaver

from agent.checkpoints.choice import open_memory, open_redis
from agent.data import scratch
from agent.dates.labels import day_label
from agent.settings import Settings
from agent.types import Connection, MessageKind
from bench.bare_graph import BareGraph, build_bare_graph, replay
from bench.figures import Figure, milliseconds
from bench.ground import aurora
from bench.size import Size
from gateway.channels.base import InboundMessage
from gateway.container import Container, database_url, open_container
from gateway.pipeline.turns import Answered

MOST_RATIO = 4.0
AT_ONCE = 8
_WARM = 3
_SCRIPT = {
    "greeting": "Hola, buenas tardes",
    "knowledge": "¿Tienen parqueadero para carros?",
    "offer": "Quiero una cita de limpieza facial",
    "choice": "la primera",
    "book": "Ana Pérez",
    "consent": "sí, por favor",
}
"""What the customer says, by kind of turn."""
_SHOWN = ("greeting", "knowledge", "offer", "book")
_SENT = (
    "update chat_messages set status = 'sent', attempted_at = created_at where status = 'queued'"
)
"""No outbox runs here, and only what was sent can be chosen from."""
_people = count(1)


class WorkloadBroken(RuntimeError):
    """The measured conversation did not end in an appointment."""


@dataclass(frozen=True, slots=True)
class Timed:
    """One turn: its kind, seconds and CPU seconds of this process."""

    kind: str
    seconds: float
    cpu: float


@dataclass(frozen=True, slots=True)
class _Sides:
    """Real turns, and the same messages through the bare graph with either durability."""

    ours: list[Timed] = field(default_factory=list)
    exit: list[Timed] = field(default_factory=list)
    sync: list[Timed] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Customer:
    """Someone whose first message has arrived. `day` is when they will want to come."""

    phone: str
    conversation: UUID
    day: str | None = None

    def words(self, kind: str) -> str:
        wanted = f" para el {self.day}" if self.day and kind == "offer" else ""
        return _SCRIPT[kind] + wanted


async def measure_turns(settings: Settings, size: Size) -> list[Figure]:
    """A booking conversation, one at a time for latency and CPU, eight at a time for throughput."""
    conninfo = database_url(settings)
    async with AsyncExitStack() as stack:
        container = await stack.enter_async_context(open_container(settings))
        redis = await stack.enter_async_context(open_redis(settings))
        memory = await stack.enter_async_context(open_memory(conninfo, settings, redis))
        connection = await aurora(container.database, settings)
        workload = _Workload(container, connection, conninfo, memory.saver)
        await workload.compare(_WARM)
        scratch.execute(conninfo, "vacuum analyze")
        sides = await workload.compare(size.conversations)
        rate = await workload.throughput(-(-size.conversations // AT_ONCE))
    return _figures(sides, rate)


class _Workload:
    """Conversations at the demo clinic; its appointments are removed between them."""

    def __init__(
        self,
        container: Container,
        connection: Connection,
        conninfo: str,
        memory: BaseCheckpointSaver[str],
    ) -> None:
        self._container = container
        self._connection = connection
        self._conninfo = conninfo
        self._memory = memory
        self._bare: BareGraph = build_bare_graph(memory)

    async def compare(self, conversations: int) -> _Sides:
        """Each conversation, then its messages through the bare graph, twice."""
        sides = _Sides()
        for _ in range(conversations):
            customer = await self._arrive()
            sides.ours.extend(await self._talk(customer))
            self._settle(1)
            messages = await self._thread(customer)
            sides.exit.extend(_named(await replay(self._bare, messages, "exit")))
            sides.sync.extend(_named(await replay(self._bare, messages, "sync")))
        return sides

    async def throughput(self, batches: int) -> float:
        """Turns per second with eight conversations at once, on days of their own."""
        days = await self._open_days()
        seconds, turns = 0.0, 0
        for _ in range(batches):
            customers = [await self._arrive(day) for day in days]
            began = time.perf_counter()
            done = await asyncio.gather(*(self._talk(customer) for customer in customers))
            seconds += time.perf_counter() - began
            turns += sum(map(len, done))
            self._settle(len(customers))
        return turns / seconds

    async def _arrive(self, day: str | None = None) -> _Customer:
        phone = f"57301{next(_people):07d}"
        await self._receive(phone, _SCRIPT["greeting"])
        query = "select id from chat_identities where phone = %s"
        return _Customer(phone, scratch.rows(self._conninfo, query, phone)[0]["id"], day)

    async def _talk(self, customer: _Customer) -> list[Timed]:
        timed: list[Timed] = []
        for kind in _SCRIPT:
            if kind != "greeting":
                await self._receive(customer.phone, customer.words(kind))
            timed.append(await self._answer(kind, customer))
        return timed

    async def _receive(self, phone: str, text: str) -> None:
        message = InboundMessage(
            provider_id=uuid4().hex,
            addresses=(phone,),
            kind=MessageKind.TEXT,
            text=text,
            phone=phone,
            display_name="Ana",
        )
        await self._container.inbox.receive(self._connection, [message])

    async def _answer(self, kind: str, customer: _Customer) -> Timed:
        organization = self._connection.organization_id
        began, cpu = time.perf_counter(), time.process_time()
        answered = await self._container.turns.answer(organization, customer.conversation)
        timed = Timed(kind, time.perf_counter() - began, time.process_time() - cpu)
        if answered is not Answered.COMMITTED:
            raise WorkloadBroken(f"the turn `{kind}` ended as {answered}")
        scratch.execute(self._conninfo, _SENT)
        return timed

    def _settle(self, expected: int) -> None:
        """The conversations booked what they should have; the agenda is empty again."""
        booked = scratch.rows(self._conninfo, "delete from appointments returning id")
        if len(booked) != expected:
            raise WorkloadBroken(f"{len(booked)} appointments instead of {expected}")

    async def _thread(self, customer: _Customer) -> list[AnyMessage]:
        """The messages of the conversation's last committed checkpoint."""
        query = "select checkpoint_id from chat_identities where id = %s"
        checkpoint_id: str = scratch.rows(self._conninfo, query, customer.conversation)[0][
            "checkpoint_id"
        ]
        thread, _, checkpoint = checkpoint_id.rpartition("/")
        saved = await self._memory.aget_tuple(
            {
                "configurable": {
                    "thread_id": thread,
                    "checkpoint_ns": "",
                    "checkpoint_id": checkpoint,
                }
            }
        )
        assert saved is not None
        messages: list[AnyMessage] = saved.checkpoint["channel_values"]["messages"]
        return messages

    async def _open_days(self) -> list[str]:
        """The next eight days with room, as a customer names them."""
        organization = self._connection.organization_id
        services = await self._container.store.services(organization)
        wanted = next(s for s in services if s.key == "limpieza-facial")
        first = datetime.now(UTC).date() + timedelta(2)
        availability = await self._container.store.availability(
            organization, [wanted.id], first, first + timedelta(20)
        )
        days = [day.day for day in availability.days if day.state == "open"]
        return [_day_words(day) for day in days[:AT_ONCE]]


def _day_words(day: date) -> str:
    return day_label(day, "es").split(" ", 1)[1]


def _named(spent: Sequence[tuple[float, float]]) -> list[Timed]:
    return [Timed(kind, *pair) for kind, pair in zip(_SCRIPT, spent, strict=True)]


def _figures(sides: _Sides, rate: float) -> list[Figure]:
    part = "turns, offline model"
    figures = [Figure(part, f"throughput, {AT_ONCE} at a time", rate, "turns/s")]
    for kind in (None, *_SHOWN):
        ours, bare = _seconds(sides.ours, kind), _seconds(sides.exit, kind)
        name, aim = kind or "all kinds", MOST_RATIO if kind is None else None
        for word, share in (("p50", 0.5), ("p99", 0.99)):
            value, yardstick = milliseconds(ours, share), milliseconds(bare, share)
            most = aim if word == "p50" else None
            figures.append(Figure(part, f"{name}, {word}", value, "ms", yardstick, most=most))
    ours, synced = _seconds(sides.ours, None), _seconds(sides.sync, None)
    return [
        *figures,
        Figure(
            part,
            "all kinds, p50, beside sync",
            milliseconds(ours, 0.5),
            "ms",
            milliseconds(synced, 0.5),
            most=MOST_RATIO,
        ),
        Figure(part, "CPU of a turn", _cpu(sides.ours), "ms", _cpu(sides.exit)),
    ]


def _seconds(timed: Sequence[Timed], kind: str | None) -> list[float]:
    return [t.seconds for t in timed if kind in (None, t.kind)]


def _cpu(timed: Sequence[Timed]) -> float:
    """Mean milliseconds: the clock of the CPU is too coarse for single turns."""
    return sum(t.cpu for t in timed) / len(timed) * 1000
