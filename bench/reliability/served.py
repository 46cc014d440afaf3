"""Figures over real gateways and a real PostgreSQL: one person is one chat, a burst is one turn, and in time."""

import asyncio
import itertools
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from agent.data import scratch
from bench.chaos.audit import OPEN
from bench.chaos.plan import make_plan
from bench.chaos.posting import post
from bench.chaos.run import Ground, open_ground, open_server
from bench.figures import Figure, percentile
from tests.providers import evolution, gupshup

ALBUMS = PEOPLE = 200
BURSTS, DRIPS = 500, 50
_ALBUM = 10
_CEILING = 1.0
"""DEBOUNCE_MAX_SECONDS of these gateways (bench/chaos/process.py)."""
_SETTLE_SECONDS = 180.0
_BESIDE = 8
"""Customers who write at the same time."""

_TURNS = """
select t.id, cardinality(t.message_ids) as messages, i.phone, i.id as chat,
    extract(epoch from t.started_at - t.due_at)::float as late,
    extract(epoch from t.started_at - (select min(m.created_at) from chat_messages m where m.id = any (t.message_ids)))
        ::float as waited
from turns t join chat_identities i on i.id = t.chat_identity_id
where t.status <> 'lost' and i.phone like %s
"""


async def measure_served(parts: Sequence[str], share: float, folder: Path) -> list[Figure]:
    """The figures of these parts, one after the other, over the same gateways."""
    plan = make_plan(1, messages=1, seconds=1, businesses=1, kill_every=1e9, kinds=())
    figures: list[Figure] = []
    with open_server(folder) as (server, clock):
        async with open_ground(plan, server, clock, folder, lambda _: None) as ground:
            measured = _Measured(ground, share)
            for part in parts:
                figures += await getattr(measured, part)()
    return figures


class _Measured:
    """Customers of one business, whose numbers tell the part."""

    def __init__(self, ground: Ground, share: float) -> None:
        self._ground = ground
        self._share = share
        self._tenant = ground.provider.tenants[0]
        self._ids = itertools.count(1)

    def _count(self, full: int) -> int:
        return max(2, round(full * self._share))

    async def album(self) -> list[Figure]:
        """Ten images of somebody new, at once, at two gateways."""
        trials = self._count(ALBUMS)
        await self._all(
            self._together([self._image(f"573110{n:06d}") for _ in range(_ALBUM)])
            for n in range(trials)
        )
        await self._settled()
        turns = self._turns("573110%")
        chats = self._chats("573110%")
        part = f"3. Albums of {_ALBUM} images, {trials} trials"
        return [
            Figure(part, "contacts with more or less than one chat", trials - chats, "", most=0),
            Figure(
                part, "albums answered in more than one turn", abs(len(turns) - trials), "", most=0
            ),
        ]

    async def ids(self) -> list[Figure]:
        """One person under two ids at the same moment, in whatever order the two are named."""
        trials = self._count(PEOPLE)

        def messages(number: int) -> list[bytes]:
            phone, lid = f"573120{number:06d}@s.whatsapp.net", f"9120{number:06d}@lid"
            return [
                self._evolution(lid, phone), self._evolution(phone, lid), self._evolution(phone, lid),
            ]  # fmt: skip

        await self._all(self._together(messages(n), "evolution") for n in range(trials))
        await self._settled()
        chats, turns = self._chats("573120%"), self._turns("573120%")
        part = f"3. One person under two ids, {trials} trials"
        missing = 3 * trials - sum(turn["messages"] for turn in turns)
        return [
            Figure(part, "people with more or less than one chat", abs(trials - chats), "", most=0),
            Figure(part, "messages not in exactly one turn", abs(missing), "", most=0),
        ]

    async def bursts(self) -> list[Figure]:
        """Four lines within a moment."""
        trials = self._count(BURSTS)
        await self._all(self._lines(f"573130{n:06d}", 4, 0.05) for n in range(trials))
        await self._settled()
        turns = self._turns("573130%")
        late = [turn["late"] for turn in turns]
        part = f"7. Bursts of four lines, {trials}"
        return [
            Figure(part, "turns beyond one a burst", len(turns) - trials, "", most=0),
            Figure(part, "begun after the deadline, p50", percentile(late, 0.5), "s"),
            Figure(part, "begun after the deadline, p99", percentile(late, 0.99), "s", most=1),
        ]

    async def drip(self) -> list[Figure]:
        """Who never pauses for long enough is answered at the ceiling."""
        trials = self._count(DRIPS)
        await self._all(self._lines(f"573140{n:06d}", 30, 0.1) for n in range(trials))
        await self._settled()
        waited = [turn["waited"] for turn in self._turns("573140%")]
        part = f"7. A line every 0.1 s for 3 s, {trials}; ceiling {_CEILING:g} s"
        return [
            Figure(
                part,
                "first line to the turn, p99",
                percentile(waited, 0.99),
                "s",
                most=_CEILING + 1,
            ),
        ]

    async def _all(self, customers: Any) -> None:
        """A few at a time."""
        places = asyncio.Semaphore(_BESIDE)

        async def one(customer: Any) -> None:
            async with places:
                await customer

        await asyncio.gather(*(one(customer) for customer in customers))

    async def _together(self, bodies: Sequence[bytes], channel: str = "gupshup") -> None:
        ports = itertools.cycle(self._ground.ports())
        await asyncio.gather(*(self._post(next(ports), channel, body) for body in bodies))

    async def _lines(self, phone: str, count: int, pause: float) -> None:
        ports = itertools.cycle(self._ground.ports())
        for number in range(count):
            text = gupshup.text(
                f"línea {number}", phone=phone, id=self._id(), app=self._tenant.app, name=None
            )
            await self._post(next(ports), "gupshup", self._dated(text))
            await asyncio.sleep(pause)

    async def _post(self, port: int, channel: str, body: bytes) -> None:
        """As a provider does, until it is taken."""
        while await post(port, self._tenant.path(channel), body) != 200:  # noqa: ASYNC110
            await asyncio.sleep(0.2)

    def _image(self, phone: str) -> bytes:
        payload = gupshup.text("", phone=phone, id=self._id(), app=self._tenant.app, name=None)
        file = {"url": "http://127.0.0.1:1/photo.jpg", "contentType": "image/jpeg"}
        payload["payload"] |= {"type": "image", "payload": file}
        return self._dated(payload)

    def _evolution(self, jid: str, alternative: str) -> bytes:
        payload = evolution.text(
            "hola", jid=jid, id=self._id(), alternative=alternative, instance=self._tenant.instance
        )
        payload["data"]["messageTimestamp"] = int(time.time())
        return json.dumps(payload).encode()

    def _dated(self, payload: dict[str, Any]) -> bytes:
        return json.dumps(payload | {"timestamp": int(time.time() * 1000)}).encode()

    def _id(self) -> str:
        return f"figures-{next(self._ids)}"

    async def _settled(self) -> None:
        ends = time.monotonic() + _SETTLE_SECONDS
        while (await asyncio.to_thread(scratch.rows, self._ground.conninfo, OPEN))[0]["n"]:
            if time.monotonic() > ends:
                raise TimeoutError("chats that are not answered")
            await asyncio.sleep(0.3)

    def _turns(self, phones: str) -> list[dict[str, Any]]:
        return scratch.rows(self._ground.conninfo, _TURNS, phones)

    def _chats(self, phones: str) -> int:
        query = "select count(*) as n from chat_identities where phone like %s"
        return int(scratch.rows(self._ground.conninfo, query, phones)[0]["n"])
