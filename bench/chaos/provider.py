"""The provider's side: takes messages, gets things wrong on purpose, and reports what became of them."""

import asyncio
import json
import random
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from bench.chaos.ledger import Ledger, Taken
from bench.chaos.posting import deliver
from bench.chaos.steps import Ambush, Victim
from bench.chaos.tenants import PROVIDER_KEY, Tenant
from bench.chaos.weather import CALM, Weather
from tests.providers import evolution, gupshup
from tests.providers.evolution import EvolutionServer
from tests.providers.gupshup import GupshupServer
from tests.providers.server import Answer, Fault, Request


@dataclass
class Provider:
    """What all its doors share. `ports`: gateways that events may be posted to."""

    tenants: Sequence[Tenant]
    ledger: Ledger
    ambush: Ambush
    dice: random.Random
    ports: Callable[[], Sequence[int]]
    weather: Weather = CALM
    stored: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    """What Evolution's own database holds, by instance: it can be asked for what it took."""
    hidden: dict[int, str] = field(default_factory=dict)
    """What hides that a message was taken, by the identity of the request that is being answered."""
    _reports: set[asyncio.Task[None]] = field(default_factory=set)

    @asynccontextmanager
    async def doors(self, gateway: str, victim: Victim) -> AsyncIterator["Doors"]:
        """Addresses of its own for one process, `victim`."""
        async with AsyncExitStack() as stack:
            one = await stack.enter_async_context(_Gupshup(self, gateway, victim))
            two = await stack.enter_async_context(_Evolution(self, gateway, victim))
            yield Doors(one.url, two.url)

    def mistake(self, request: Request, tenant: str) -> Fault | None:
        """What goes wrong with a request; noted in `hidden` where it hides that a message was taken."""
        fault = self._mistake(tenant)
        if fault is not None and fault.taken:
            self.hidden[id(request)] = "no answer" if fault.answer is None else "5xx"
        return fault

    def _mistake(self, tenant: str) -> Fault | None:
        weather, roll, taken = self.weather, self.dice.random(), self.dice.random() < 0.5
        if weather.down:
            return self._noted("down", Fault(Answer(503, b"unavailable")))
        if tenant in weather.hanging:
            return self._noted("hangs for one tenant", Fault(hang=True))
        if tenant in weather.refusing:
            return self._noted("429 for one tenant", _too_many(2))
        for name, share, fault in (
            ("429", weather.busy, _too_many(self.dice.choice((0, 1, 2)))),
            ("5xx", weather.error, Fault(Answer(self.dice.choice((500, 502, 503))), taken=taken)),
            ("hangs up", weather.hang_up, Fault(taken=taken)),
            ("hangs", weather.hang, Fault(hang=True, taken=taken)),
            ("half an answer", weather.half, Fault(taken=True, half=True)),
        ):
            if roll < share:
                return self._noted(name, fault)
            roll -= share
        return None

    def _noted(self, name: str, fault: Fault) -> Fault:
        self.ledger.provider_faults[name + (", taken" if fault.taken else "")] += 1
        return fault

    def delay(self) -> float:
        """Seconds until a message that was taken is answered."""
        return self.dice.uniform(0.5, 3) if self.dice.random() < self.weather.slow else 0.0

    # Events

    def report(self, taken: Taken) -> None:
        """Tells what became of a message, unless it keeps that to itself."""
        if self.dice.random() < self.weather.silent:
            self.ledger.provider_faults["no event"] += 1
            return
        late = self.dice.uniform(1, 8) if self.dice.random() < self.weather.late else 0.0
        events = self._events(taken)
        if self.dice.random() < self.weather.repeated:
            events = events * 2
            self.dice.shuffle(events)
        self._run(self._post_all(taken, events, late + self.dice.uniform(0.02, 0.4)))

    def report_foreign(self, channel: str, tenant: str, destination: str) -> None:
        """Another program sent something to the same customer; its events come to us, too."""
        if self.dice.random() >= self.weather.foreign:
            return
        self.ledger.foreign += 1
        other = Taken(channel, tenant, destination, "Promoción de la semana", str(uuid4()), 0.0)
        # Not Evolution's echo: words that somebody else sent there are taken for a person's of the business.
        events = self._events(other)[:2] if channel == "gupshup" else self._events(other)[1:]
        self._run(self._post_all(other, events, self.dice.uniform(0, 0.5)))

    def _events(self, taken: Taken) -> list[dict[str, Any]]:
        if taken.channel == "gupshup":
            return [
                gupshup.message_event(
                    taken.id, kind, destination=taken.destination, app=taken.tenant
                )
                for kind in ("enqueued", "sent", "delivered")
            ]
        jid, instance = taken.destination, taken.tenant
        return [
            evolution.echo(taken.id, taken.text, jid=jid, instance=instance),
            evolution.receipt(taken.id, "SERVER_ACK", jid=jid, instance=instance),
            evolution.receipt(taken.id, "DELIVERY_ACK", jid=jid, instance=instance),
        ]

    async def _post_all(self, taken: Taken, events: Sequence[dict[str, Any]], delay: float) -> None:
        await asyncio.sleep(delay)
        tenant = next(t for t in self.tenants if taken.tenant in (t.app, t.instance))
        for event in events:
            body = json.dumps(event).encode()
            await deliver(
                self.ports,
                tenant.path(taken.channel),
                body,
                self.dice,
                lambda status, seconds: None,
            )
            if taken.evidence_at is None:
                taken.evidence_at = time.monotonic()

    def _run(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._reports.add(task)
        task.add_done_callback(self._reports.discard)

    async def settle(self) -> None:
        """Waits until every event was heard."""
        while self._reports:
            await asyncio.gather(*self._reports)

    def leave(self) -> None:
        for task in self._reports:
            task.cancel()


@dataclass(frozen=True, slots=True)
class Doors:
    """Addresses of the two APIs."""

    gupshup: str
    evolution: str


class _Mistaken:
    """What both stand-ins do around taking a message."""

    provider: Provider
    gateway: str
    victim: Victim

    async def take_with_mistakes(
        self, request: Request, handle: Callable[[Request], Answer], entry: Callable[[], Taken]
    ) -> Answer:
        """`handle` takes the message; `entry` makes its line in the books."""
        fault = self.provider.hidden.pop(id(request), "")
        self.provider.ambush.reached("provider", False, self.victim)
        answer = handle(request)
        if answer.status >= 300:
            return answer
        taken = entry()
        taken.fault, taken.gateway = fault, self.gateway
        self.provider.ambush.reached("provider", True, self.victim)
        self.provider.ledger.take(taken)
        self.provider.report(taken)
        if delay := self.provider.delay():
            await asyncio.sleep(delay)
        return answer


class _Gupshup(_Mistaken, GupshupServer):
    def __init__(self, provider: Provider, gateway: str, victim: Victim) -> None:
        super().__init__(PROVIDER_KEY)
        self.provider, self.gateway, self.victim = provider, gateway, victim

    def fault_of(self, request: Request) -> Fault | None:
        form = request.form()
        self.provider.report_foreign("gupshup", form["src.name"], form["destination"])
        return self.provider.mistake(request, form["src.name"])

    async def respond(self, request: Request) -> Answer:
        if request.method == "GET":
            return await super().respond(request)
        return await self.take_with_mistakes(request, self.handle, self._entry)

    def _entry(self) -> Taken:
        sent = self.sent.pop()
        return Taken(
            "gupshup", sent.form["src.name"], sent.destination, sent.text, sent.id,
            time.monotonic(), tuple(token for token, _ in sent.options),
        )  # fmt: skip


class _Evolution(_Mistaken, EvolutionServer):
    def __init__(self, provider: Provider, gateway: str, victim: Victim) -> None:
        super().__init__(PROVIDER_KEY, "*")
        self.clock = lambda: datetime.now(UTC)
        self.provider, self.gateway, self.victim = provider, gateway, victim
        self._instance = ""

    def fault_of(self, request: Request) -> Fault | None:
        if "/message/sendText/" not in request.path:
            return None
        instance = request.path.rpartition("/")[2]
        number = str(request.json()["number"])
        jid = number if "@" in number else f"{number}@s.whatsapp.net"
        self.provider.report_foreign("evolution", instance, jid)
        return self.provider.mistake(request, instance)

    async def respond(self, request: Request) -> Answer:
        self._instance = request.path.rpartition("/")[2]
        self.kept = self.provider.stored[self._instance]
        if "/message/sendText/" not in request.path:
            return await super().respond(request)
        return await self.take_with_mistakes(request, self.handle, self._entry)

    def _entry(self) -> Taken:
        sent = self.sent.pop()
        return Taken(
            "evolution", self._instance, sent.jid, sent.text, sent.id, time.monotonic()
        )  # fmt: skip


def _too_many(seconds: int) -> Fault:
    headers = {"retry-after": str(seconds)} if seconds else {}
    return Fault(Answer(429, b"Too Many Requests", headers))
