"""A small business in which everybody wants the same few hours, for random operations."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from agent.clock import FixedClock
from agent.data.postgres import PostgresDatabase
from agent.types import Json
from tests import databases
from tests.scheduling.agendas import CHATS, CONTACTS
from tests.scheduling.business import Business, Member, Service, Unit, World
from tests.scheduling.local_time import instant, moment
from tests.scheduling.rows import ORGANIZATION
from tests.scheduling.world import open_connection, write

ZONE = "America/Santiago"
FIRST_DAY = date(2026, 4, 3)
"""A Friday; in the night after Saturday the clocks go back."""
BASIN, ROOM, MACHINE = (UUID(int=(8 << 64) + n) for n in range(3))
CUT, DYE, YOGA, LASER = (UUID(int=(9 << 64) + n) for n in range(4))
ANA, EVA, SOL = (UUID(int=(10 << 64) + n) for n in range(3))
_HOURS = ((540, 780), (1320, 1440))
SHOP = Business(
    ZONE,
    services=(
        Service(CUT, 30, before=5, after=5, step=15),
        Service(DYE, 60, gap_from=20, gap=25, resources=(BASIN,)),
        Service(YOGA, 30, capacity=2, resources=(ROOM,)),
        Service(LASER, 40, after=10, resources=(MACHINE,)),
    ),
    members=(
        Member(ANA, frozenset({CUT, DYE, YOGA, LASER})),
        Member(EVA, frozenset({CUT, DYE, LASER}), position=1),
        Member(SOL, frozenset({CUT, YOGA}), notice=45),
    ),
    units=(
        Unit(UUID(int=(11 << 64) + 0), BASIN),
        Unit(UUID(int=(11 << 64) + 1), ROOM),
        Unit(UUID(int=(11 << 64) + 2), MACHINE),
        Unit(UUID(int=(11 << 64) + 3), MACHINE),
    ),
    week=dict.fromkeys(range(1, 8), _HOURS),
)
_TURNS = """
insert into turns (organization_id, chat_identity_id, token, status, message_ids, started_at)
select organization_id, id, 0, 'committed', '{}', now()
from chat_identities, generate_series(1, %s) returning id, chat_identity_id
"""


@dataclass
class Shop:
    """The business in a database, its clock, and turns that chats have had."""

    url: str
    clock: FixedClock
    database: PostgresDatabase
    turns: dict[UUID, Iterator[UUID]]

    async def call(self, function: str, **args: Any) -> Any:
        """A function of the contract in a transaction of its own."""
        return await self.database.call(function, organization=ORGANIZATION, **args)

    async def rows(self, query: str) -> list[Json]:
        return await asyncio.to_thread(databases.rows, self.url, query)

    async def own(self, statement: str, *args: Any) -> None:
        """What the owner changes."""
        await asyncio.to_thread(databases.execute, self.url, statement, *args)


@asynccontextmanager
async def open_shop(url: str, *, turns: int, connections: int = 8) -> AsyncIterator[Shop]:
    """The business on Friday morning in an empty database, with so many turns for each chat."""
    now = moment(instant(ZONE, FIRST_DAY, 7 * 60))
    with open_connection(url) as owner:
        write(owner, World(SHOP, now, CONTACTS[0]))
        made = owner.execute(_TURNS, [turns]).fetchall()
    clock = FixedClock(now.astimezone(UTC))
    database = PostgresDatabase(url, clock=clock, max_size=connections, wait_seconds=60)
    await database.open()
    try:
        of_chats = {chat: iter([turn for turn, of in made if of == chat]) for chat in CHATS}
        yield Shop(url, clock, database, of_chats)
    finally:
        await database.close()


def today(shop: Shop) -> date:
    return shop.clock.now().astimezone(ZoneInfo(ZONE)).date()
