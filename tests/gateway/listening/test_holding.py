"""Who listens, what a broken or hostile server costs, and how it ends."""

import asyncio
import logging

import pytest

from tests.databases import PROVIDER_KEY, Server, refuse_connections
from tests.front import Front, beside
from tests.gateway.listening.listened import (
    INSTANCE,
    OTHER_INSTANCE,
    all_is_here,
    bodies,
    is_listening,
    listen_to,
    messages,
    rounds,
    state,
    text,
    until,
    worker,
)
from tests.providers.evolution_socket import EvolutionSocketServer
from tests.scripted_model import ScriptedModel


async def test_a_wrong_key_is_told_and_another_is_tried_at_once(
    front: Front,
    played: EvolutionSocketServer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "gateway.listening")
    played.namespaces.add(f"/{INSTANCE}")
    played.api_key = "another"
    async with worker(front):
        await played.until(lambda: played.opened >= 3)
        assert state(front) == ("refused", "HTTP 400: Invalid global token")
        played.api_key = PROVIDER_KEY
        await played.until_joined()
        await until(lambda: is_listening(front))
    told = [one.partition(" is ")[2] for one in messages(caplog)]
    assert told == ["refused: HTTP 400: Invalid global token", "listening"], "said once each"


async def test_a_connection_without_a_key_is_not_tried(
    front: Front, played: EvolutionSocketServer
) -> None:
    front.execute("update platform_connections set secret_env = null where channel = 'evolution'")
    async with worker(front):
        await until(lambda: state(front) == ("refused", "the connection has no API key"))
    assert played.opened == 0


async def test_a_key_that_only_the_api_refuses_is_told(
    front: Front, played: EvolutionSocketServer
) -> None:
    """Evolution asks no key of listeners on its own machine."""
    played.namespaces.add(f"/{INSTANCE}")
    played.checks_keys, played.api_key = False, "another"
    async with worker(front):
        await until(lambda: state(front) == ("listening", "what came before cannot be asked for"))
        await played.emit(text(front, "Hola"))
        played.api_key = PROVIDER_KEY
        await until(lambda: is_listening(front) and all_is_here(front))
    assert bodies(front) == ["Hola"]


async def test_a_server_that_is_away_is_tried_until_it_comes_back(
    front: Front, played: EvolutionSocketServer, caplog: pytest.LogCaptureFixture
) -> None:
    played.namespaces.add(f"/{INSTANCE}")
    port = played.close()
    async with worker(front):
        await until(lambda: (state(front) or ("", ""))[0] == "unreachable")
        await played.reopen(port)
        await played.until_joined()
        await until(lambda: is_listening(front))
    told = [one for one in messages(caplog) if "is unreachable" in one]
    assert len(told) == 1, "said once"


async def test_what_comes_while_the_database_is_away_is_here_afterwards(
    front: Front,
    played: EvolutionSocketServer,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    played.namespaces.add(f"/{INSTANCE}")
    async with worker(front):
        await until(lambda: is_listening(front) and all_is_here(front))
        front.clock.advance(60)
        with refuse_connections(server, front.url), monkeypatch.context() as impatient:
            impatient.setattr(front.container.database._pool, "timeout", 0.1)
            await played.emit_unasked(played.keep(text(front, "Hola")))
            await played.until(lambda: not played.joined[f"/{INSTANCE}"])
        await until(lambda: bodies(front) == ["Hola"])
        await until(lambda: is_listening(front) and all_is_here(front))


async def test_a_restart_is_survived(front: Front, played: EvolutionSocketServer) -> None:
    played.namespaces.add(f"/{INSTANCE}")
    async with worker(front):
        for number in range(3):
            await until(lambda: is_listening(front) and all_is_here(front))
            front.clock.advance(30)
            played.restart()
            await played.until(lambda: not played.joined[f"/{INSTANCE}"])
            await played.emit(played.keep(text(front, f"{number}")))
            await played.until_joined()
            await until(lambda: len(bodies(front)) > number)  # noqa: B023
    assert bodies(front) == ["0", "1", "2"]


async def test_at_the_end_the_server_is_left_and_another_process_takes_over(
    front: Front, played: EvolutionSocketServer
) -> None:
    played.namespaces.add(f"/{INSTANCE}")
    async with worker(front) as first:
        await until(lambda: is_listening(front))
        async with worker(front) as second:
            await rounds(second)
            assert played.opened == 1
            await first.end()
            await played.until(lambda: played.opened == 2)
            await played.until_joined()
            await played.emit(text(front, "Hola"))
    assert state(front) is None
    await played.until(lambda: not played.joined[f"/{INSTANCE}"])
    names = {task.get_name().partition(" ")[0] for task in asyncio.all_tasks()}
    assert "feed" not in names


async def test_one_process_at_a_time_listens_and_the_next_when_it_died(
    front: Front, played: EvolutionSocketServer
) -> None:
    played.namespaces.add(f"/{INSTANCE}")
    # As if somebody had died in the middle of it.
    front.execute(
        "insert into connection_receiving select id, organization_id, %s, %s, %s "
        "from platform_connections where settings ->> 'receive' = 'websocket'",
        *[front.clock.now()] * 3,
    )
    front.execute(
        "insert into connection_feeds (connection_id, organization_id, holder, held_until, state, "
        "state_at) select id, organization_id, gen_random_uuid(), %s + interval '30 seconds', "
        "'listening', %s from platform_connections where settings ->> 'receive' = 'websocket'",
        front.clock.now(),
        front.clock.now(),
    )
    async with (
        beside(front, ScriptedModel()) as second,
        worker(front) as one,
        worker(second) as another,
    ):
        await rounds(one, another)
        assert played.opened == 0
        played.keep(text(front, "Hola"))
        front.clock.advance(31)
        await until(lambda: bodies(front) == ["Hola"])
        await rounds(one, another)
        assert played.opened == 1


async def test_who_is_switched_off_or_set_back_is_left(
    front: Front, played: EvolutionSocketServer
) -> None:
    played.namespaces.add(f"/{INSTANCE}")
    async with worker(front):
        await played.until_joined()
        front.execute("update platform_connections set settings = settings - 'receive'")
        await played.until(lambda: not played.joined[f"/{INSTANCE}"])
        await until(lambda: state(front) is None)
        listen_to(front, played)
        await played.until_joined()
        front.execute("update platform_connections set active = false where channel = 'evolution'")
        await played.until(lambda: not played.joined[f"/{INSTANCE}"])


@pytest.mark.parametrize("trouble", ["silent", "flood", "no server"])
async def test_one_tenants_server_is_not_felt_by_another(
    front: Front, played: EvolutionSocketServer, trouble: str
) -> None:
    played.namespaces.add(f"/{INSTANCE}")
    async with EvolutionSocketServer(PROVIDER_KEY, OTHER_INSTANCE) as other:
        other.namespaces.add(f"/{OTHER_INSTANCE}")
        other.is_silent = trouble == "silent"
        listen_to(front, other, "sorriso")
        if trouble == "no server":
            other.close()
        async with worker(front):
            await until(lambda: is_listening(front))
            if trouble == "flood":
                await other.until_joined()
                for _ in range(1_000):
                    await other.emit_unasked(
                        {"event": "presence.update", "instance": OTHER_INSTANCE}
                    )
            took = []
            for number in range(10):
                began = asyncio.get_running_loop().time()
                await played.emit(text(front, f"{number}"))
                took.append(asyncio.get_running_loop().time() - began)
        assert bodies(front) == [f"{number}" for number in range(10)]
        assert sorted(took)[5] < 1.0
