"""Two hundred customers in two processes choose one slot at the same moment."""

import asyncio
import json
import os
import sys
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import psycopg

from agent.clock import FixedClock
from agent.data.postgres import PostgresDatabase
from agent.types import Json
from tests.agenda import SHOWN
from tests.databases import rows

NOW = "2026-11-20T10:00:00-05:00"
AT = "2026-11-24T15:00:00-05:00"
SERVICE, MEMBER = "depilacion-laser", "camila"
CUSTOMERS, PROCESSES = 200, 2
PEOPLE = """
with people as (
    insert into contacts (organization_id, name)
    select id, 'Persona' from organizations, generate_series(1, %(count)s)
    where slug = 'aurora' returning id, organization_id
), chats as (
    insert into chat_identities (organization_id, connection_id, contact_id, address)
    select p.organization_id, c.id, p.id, p.id::text from people p
    join platform_connections c on c.organization_id = p.organization_id and c.channel = 'web'
    returning id, organization_id
), turns as (
    insert into turns (organization_id, chat_identity_id, token, status, message_ids, started_at)
    select organization_id, id, 0, status, '{}', %(now)s
    from chats, unnest(array['committed', 'running']) status
    returning id, chat_identity_id, status
)
select e.chat_identity_id::text as conversation, e.id::text as earlier, n.id::text as turn
from turns e join turns n on n.chat_identity_id = e.chat_identity_id
where e.status = 'committed' and n.status = 'running'
"""


async def test_of_two_hundred_in_two_processes_one_wins_and_the_others_get_new_slots(
    database_url: str,
) -> None:
    racers = await _offered(database_url)
    begun = [await _start(database_url, racers[n::PROCESSES]) for n in range(PROCESSES)]
    for process in begun:
        assert await _read(process) == b"ready\n"
    for process in begun:
        await _write(process, "go")
    answers: list[Json] = []
    for process in begun:
        answers += json.loads(await _read(process))
        assert await process.wait() == 0
    assert Counter(answer["status"] for answer in answers) == {"booked": 1, "taken": 199}
    assert len(rows(database_url, "select 1 from appointments")) == 1
    losers = [answer for answer in answers if answer["status"] == "taken"]
    assert all(answer["slots"] for answer in losers)
    offered = {
        row["token"]: row["starts_at"]
        for row in rows(database_url, "select token, starts_at from slot_offers")
    }
    new = {offered[slot["slot"]] for answer in losers for slot in answer["slots"]}
    assert all(abs(at - datetime.fromisoformat(AT)) < timedelta(days=2) for at in new)


async def _offered(url: str) -> list[Json]:
    """Everybody was offered the same slot in an earlier turn."""
    with psycopg.connect(url) as connection:
        cursor = connection.execute(PEOPLE, {"count": CUSTOMERS, "now": NOW})
        people = [
            dict(zip(("conversation", "earlier", "turn"), row, strict=True)) for row in cursor
        ]
    query = (
        "select o.id, s.id as service, m.id as member, frontdesk.organization_profile(o.id) as told "
        "from organizations o join services s on s.organization_id = o.id and s.key = %s "
        "join members m on m.organization_id = o.id and m.key = %s where o.slug = 'aurora'"
    )
    (about,) = rows(url, query, SERVICE, MEMBER)
    database = PostgresDatabase(url, clock=FixedClock(datetime.fromisoformat(NOW)))
    await database.open()

    async def offer(person: Json) -> Json:
        (slot,) = await database.call(
            "offers_put",
            organization=about["id"],
            conversation=UUID(person["conversation"]),
            turn=UUID(person["earlier"]),
            services=[str(about["service"])],
            starts=[AT],
            member=about["member"],
        )
        return {**person, "slot": slot["slot"], "organization": about["told"]}

    try:
        racers = await asyncio.gather(*(offer(person) for person in people))
    finally:
        await database.close()
    with psycopg.connect(url) as connection:
        connection.execute(SHOWN, [[racer["slot"] for racer in racers]])
    return racers


async def _start(url: str, racers: list[Json]) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.scheduling.racer", url, NOW),
        cwd=Path(__file__).parents[2],
        env={**os.environ},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**24,
    )
    await _write(process, json.dumps(racers, default=str))
    return process


async def _write(process: asyncio.subprocess.Process, line: str) -> None:
    assert process.stdin
    process.stdin.write(f"{line}\n".encode())
    await process.stdin.drain()


async def _read(process: asyncio.subprocess.Process) -> bytes:
    assert process.stdout
    return await process.stdout.readline()
