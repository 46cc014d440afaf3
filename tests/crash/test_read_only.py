"""The database turns read-only under traffic, as in a failover, and turns back; nothing is restarted."""

import asyncio
from collections import Counter

import httpx

from tests import databases
from tests.crash.rig import APP, Rig, open_rig, until, webhook
from tests.databases import server_folder
from tests.providers import gupshup


async def test_a_read_only_database_is_waited_for() -> None:
    with server_folder() as folder:
        async with open_rig(folder) as rig:
            await rig.start()
            process = rig.process
            assert process is not None
            for number in range(4):
                await rig.ask(f"57300555{number:04}")
            await _read_only(rig, "on")
            refused = await _refused(rig, range(100, 120))
            assert refused == {503: 20}
            await until(lambda: _not_ready(rig), "/ready did not tell")
            asking = [asyncio.create_task(rig.ask(f"57300556{number:04}")) for number in range(8)]
            # What the worker writes has failed by now, and is tried again.
            await until(lambda: _failed(rig), "the worker did not notice")
            await _read_only(rig, "off")
            await asyncio.gather(*asking)
            await until(rig.everybody_answered, "somebody was not answered")
            await rig.provider.settle()
            await until(rig.nothing_open, "something stayed open")
            await until(lambda: _is_ready(rig), "it did not become ready again")
            assert set(rig.replies().values()) == {1}
            assert rig.turns_per_message() == Counter({1: 12})
            assert process.returncode is None


async def _read_only(rig: Rig, on: str) -> None:
    for statement in (
        f"alter system set default_transaction_read_only = {on}",
        "select pg_reload_conf()",
    ):
        await asyncio.to_thread(databases.execute, rig.database_url, statement)
    await rig.disconnect()


async def _refused(rig: Rig, numbers: range) -> Counter[int]:
    """The answers to messages that nobody repeats."""
    answers: Counter[int] = Counter()
    async with httpx.AsyncClient(trust_env=False, timeout=20) as http:
        # The connections that were just broken are found out by one call each.
        await until(lambda: _is_refused(rig, http), "the webhook did not refuse")
        for number in numbers:
            payload = gupshup.text("Hola", phone=f"57300557{number:04}", app=APP)
            answer = await http.post(webhook(rig.port), json=payload)
            assert answer.headers["retry-after"]
            answers[answer.status_code] += 1
        assert (await http.get(f"http://127.0.0.1:{rig.port}/health")).status_code == 200
    return answers


async def _is_refused(rig: Rig, http: httpx.AsyncClient) -> bool:
    payload = gupshup.text("Hola", phone="573005579999", app=APP)
    return (await http.post(webhook(rig.port), json=payload)).status_code == 503


async def _ready(rig: Rig) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False, timeout=20) as http:
        return await http.get(f"http://127.0.0.1:{rig.port}/ready")


async def _not_ready(rig: Rig) -> bool:
    ready = await _ready(rig)
    return ready.status_code == 503 and ready.json()["checks"]["database"] == "read-only"


async def _failed(rig: Rig) -> bool:
    """The sweep, which writes each time. A worker of the queue that finds no job writes nothing."""
    checks = (await _ready(rig)).json()["checks"]
    return bool(checks.get("the worker's sweep") == "the database cannot be used")


async def _is_ready(rig: Rig) -> bool:
    ready = await _ready(rig)
    return ready.status_code == 200 and ready.json()["checks"]["workers"] == "ok"
