"""Booking an offered slot: inside PostgreSQL, and as the application does it with its commit."""

import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import count
from typing import TypedDict
from uuid import UUID, uuid4

from agent.data import scratch
from agent.data.postgres import PostgresDatabase
from agent.data.scratch import Stopwatch
from agent.data.store import Store
from agent.records import Turn
from bench.agenda import Side, beside
from bench.businesses import organization_of, service_of, thirty_days
from bench.figures import Figure, milliseconds
from bench.size import Size
from gateway.container import open_database

MOST_P50 = 5.0
_WARM = 5
_people = count(1)


async def measure_bookings(large: Side, small: Side, size: Size) -> list[Figure]:
    """New customers who book one of their five offers, in turns with the small database."""
    chance = random.Random(size.bookings)
    sides = [Side(s.conninfo, s.settings, s.count) for s in (large, small)]
    async with _Booker.open(sides[0]) as in_large, _Booker.open(sides[1]) as in_small:
        for _ in range(_WARM + size.bookings):
            for booker in (in_large, in_small):
                await booker.book_inside(chance)
        for _ in range(_WARM + size.bookings):
            await in_large.book_outside(chance)
    return _figures(*sides)


class _Chat(TypedDict):
    organization: UUID
    conversation: UUID


class _Booker:
    """A side, with customers who talk to its businesses."""

    def __init__(self, side: Side, database: PostgresDatabase, stopwatch: Stopwatch) -> None:
        self._side = side
        self._store = Store(database)
        self._stopwatch = stopwatch

    @classmethod
    @asynccontextmanager
    async def open(cls, side: Side) -> AsyncIterator["_Booker"]:
        async with open_database(side.settings) as database:
            with scratch.open_stopwatch(side.conninfo) as stopwatch:
                yield cls(side, database, stopwatch)

    async def book_inside(self, chance: random.Random) -> None:
        chat, turn, slot = await self._choice(chance)
        seconds, answer = self._stopwatch.time(
            "appointment_book", **chat, turn=turn.turn, slot=slot
        )
        assert answer["status"] == "booked", answer["status"]
        self._side.inside.append(seconds)
        await self._end(chat, turn)

    async def book_outside(self, chance: random.Random) -> None:
        chat, turn, slot = await self._choice(chance)
        began = time.perf_counter()
        answer = await self._store.book_appointment(**chat, turn=turn.turn, slot=slot)
        self._side.outside.append(time.perf_counter() - began)
        assert answer.status == "booked", answer.status
        await self._end(chat, turn)

    async def _choice(self, chance: random.Random) -> tuple[_Chat, Turn, str]:
        """(chat, running turn, slot) of a customer who was offered times and chooses the first."""
        business = chance.randrange(self._side.count) + 1
        organization, service = organization_of(business), service_of(business)
        chat: _Chat = {"organization": organization, "conversation": uuid4()}
        phone = f"57301{next(_people):07d}"
        turn = await self._begin(chat, phone)
        await self._store.resolve_contact(**chat, name="Ana")
        days = thirty_days()
        availability = await self._store.availability(
            organization, [service], days["from"], days["to"]
        )
        starts = chance.sample([start.at for start in availability.starts], 5)
        offers = await self._store.put_offers(
            **chat, turn=turn.turn, services=[service], starts=starts
        )
        await self._end(chat, turn, [offer.slot for offer in offers if offer])
        assert offers[0]
        return chat, await self._begin(chat, phone), offers[0].slot

    async def _begin(self, chat: _Chat, phone: str) -> Turn:
        await self._store.database.call(
            "invoke_put", **chat, contact=None, phone=phone, message="…", recent=[]
        )
        turn = await self._store.begin_turn(**chat)
        assert isinstance(turn, Turn)
        return turn

    async def _end(self, chat: _Chat, turn: Turn, shown: Sequence[str] = ()) -> None:
        options = [{"id": slot, "title": slot} for slot in shown]
        await self._store.commit_turn(
            **chat,
            turn=turn.turn,
            token=turn.token,
            replies=[{"text": "…", "payload": {"options": options}}] if options else [],
            checkpoint=None,
            language=None,
            trace={},
            stale_ok=True,
            delivery="caller",
        )


def _figures(large: Side, small: Side) -> list[Figure]:
    part = f"booking, {large.appointments:,} appointments"
    inside, outside = large.inside[_WARM:], large.outside[_WARM:]
    return [
        Figure(part, "p50, in PostgreSQL", milliseconds(inside, 0.5), "ms", most=MOST_P50),
        Figure(part, "p99, in PostgreSQL", milliseconds(inside, 0.99), "ms"),
        Figure(part, "p50, from the application", milliseconds(outside, 0.5), "ms"),
        Figure(part, "p99, from the application", milliseconds(outside, 0.99), "ms"),
        beside(part, inside, small, small.inside[_WARM:]),
    ]
