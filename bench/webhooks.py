"""Webhooks through a real server process, beside a bare route with one insert."""

import itertools
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from agent.data import scratch
from bench.figures import Figure, median, milliseconds
from bench.ground import AURORA_TOKEN
from bench.load import Round, drive
from bench.processes import GATEWAY, YARDSTICK, Served, running
from bench.size import Size

CONCURRENCY = 16
CUSTOMERS = 1000
LEAST_RATIO = 0.7
_PATH = f"/webhooks/gupshup/{AURORA_TOKEN}"
_TEXTS = (
    "Hola, buenas tardes",
    "Quiero una cita de limpieza facial para el viernes por la tarde",
    "¿Cuánto cuesta el masaje relajante?",
    "sí, por favor",
    "¿Dónde están ubicados y hasta qué hora atienden los sábados?",
)


async def measure_webhooks(conninfo: str, folder: Path, size: Size) -> list[Figure]:
    """Known customers and new ones; one at a time for latency, sixteen for throughput."""
    async with (
        running(GATEWAY, conninfo, folder) as ours,
        running(YARDSTICK, conninfo, folder) as bare,
    ):
        payloads = _Payloads()
        # Warm: the customers exist, statements are prepared, pools are open.
        warm = [payloads.of(n) for n in range(CUSTOMERS)]
        await drive(ours.port, _PATH, warm, concurrency=CONCURRENCY)
        await drive(bare.port, "/insert", warm, concurrency=CONCURRENCY)
        # Plans that were made over empty tables would be kept; autovacuum comes only after a minute.
        scratch.execute(conninfo, "vacuum analyze")
        known_customers = await _alternate(ours, bare, payloads.known_customers, size)
        new_customers = await _alternate(ours, bare, payloads.new_customers, size)
    return _figures("webhooks, known customers", known_customers) + _figures(
        "webhooks, new customers", new_customers
    )


class _Payloads:
    """Gupshup text payloads with invented people. Every message has an id of its own."""

    def __init__(self) -> None:
        self._ids = itertools.count()
        self._strangers = itertools.count(CUSTOMERS)

    def known_customers(self) -> bytes:
        return self.of(random.randrange(CUSTOMERS))

    def new_customers(self) -> bytes:
        return self.of(next(self._strangers))

    def of(self, customer: int) -> bytes:
        phone = f"57300{5_000_000 + customer}"
        number = next(self._ids)
        payload = {
            "app": "AuroraLumbreApp",
            "timestamp": int(time.time() * 1000),
            "version": 2,
            "type": "message",
            "payload": {
                "id": f"bench-{number}",
                "source": phone,
                "type": "text",
                "payload": {"text": _TEXTS[number % len(_TEXTS)]},
                "sender": {"phone": phone, "name": f"Persona {customer}", "country_code": "57"},
            },
        }
        return json.dumps(payload, ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True)
class _Side:
    """A server and what it did: `single` one at a time, `many` sixteen at a time."""

    port: int
    path: str
    single: list[Round] = field(default_factory=list)
    many: list[Round] = field(default_factory=list)

    async def run(self, payload: Callable[[], bytes], size: Size) -> None:
        bodies = [payload() for _ in range(size.single)]
        self.single.append(await drive(self.port, self.path, bodies, concurrency=1))
        bodies = [payload() for _ in range(size.many)]
        self.many.append(await drive(self.port, self.path, bodies, concurrency=CONCURRENCY))

    @property
    def rate(self) -> float:
        return median([r.rate for r in self.many])

    def latency(self, share: float) -> float:
        return median([milliseconds(r.each, share) for r in self.single])

    def latency_under_load(self, share: float) -> float:
        return median([milliseconds(r.each, share) for r in self.many])


async def _alternate(
    ours: Served, bare: Served, payload: Callable[[], bytes], size: Size
) -> tuple[_Side, _Side]:
    sides = _Side(ours.port, _PATH), _Side(bare.port, "/insert")
    for _ in range(size.rounds):
        for side in sides:
            await side.run(payload, size)
    return sides


def _figures(part: str, sides: tuple[_Side, _Side]) -> list[Figure]:
    ours, bare = sides
    return [
        Figure(
            part, "throughput, 16 at a time", ours.rate, "requests/s", bare.rate, least=LEAST_RATIO
        ),
        Figure(
            part,
            "p50, 16 at a time",
            ours.latency_under_load(0.5),
            "ms",
            bare.latency_under_load(0.5),
        ),
        Figure(
            part,
            "p99, 16 at a time",
            ours.latency_under_load(0.99),
            "ms",
            bare.latency_under_load(0.99),
        ),
        Figure(part, "p50, one at a time", ours.latency(0.5), "ms", bare.latency(0.5)),
        Figure(part, "p99, one at a time", ours.latency(0.99), "ms", bare.latency(0.99)),
    ]
