"""A beginning that is played once gives each case what playing it would have given."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.beginnings import beginning
from tests.databases import NOW, Server
from tests.front import Customer, Front, open_front
from tests.kept_rows import take_rows
from tests.sessions import sessions

WISH = "Hola, cejas para el lunes a las 10"
played: list[str] = []


@beginning
async def wished(front: Front, text: str) -> Customer:
    played.append(text)
    ana = front.customer()
    await ana.say(text)
    await ana.say("sí")
    return ana


@asynccontextmanager
async def lent_front(server: Server, folder: Path, **settings: Any) -> AsyncIterator[Front]:
    with server.lent() as url:
        async with open_front(url, folder, NOW, **settings) as front:
            yield front


def state(front: Front, ana: Customer) -> tuple[Any, ...]:
    with sessions.use(front.url) as session:
        kept = take_rows(session)
    sent = [(each.destination, each.text) for each in front.gupshup.sent]
    return kept.tables, kept.sequences, sent, ana.options, ana.heard, front.clock.now()


async def test_the_second_case_finds_what_the_first_one_played(
    server: Server, pools: None, tmp_path: Path
) -> None:
    played.clear()
    states = []
    for _ in range(2):
        async with lent_front(server, tmp_path) as front:
            ana = await wished(front, WISH)
            states.append(state(front, ana))
            assert "✅" in await ana.say("Ana Pérez"), "and the conversation goes on"
            assert len(front.appointments()) == 1
    assert [k for k in states[0][0] if states[0][0][k] != states[1][0].get(k)] == []
    assert states[0] == states[1]
    assert played == [WISH]


async def test_it_is_played_where_anything_is_not_as_usual(
    server: Server, pools: None, tmp_path: Path
) -> None:
    async with lent_front(server, tmp_path) as front:
        await wished(front, WISH)
    played.clear()
    async with lent_front(server, tmp_path, public_url="https://desk.example") as front:
        await wished(front, WISH)
    async with lent_front(server, tmp_path) as front:
        front.execute("update services set name = name || '!' where key = 'diseno-de-cejas'")
        await wished(front, WISH)
    async with lent_front(server, tmp_path) as front:
        await front.pass_time(60)
        await wished(front, WISH)
    async with lent_front(server, tmp_path) as front:
        front.gupshup.answer_next(500)
        await wished(front, WISH)
    assert played == [WISH] * 4
