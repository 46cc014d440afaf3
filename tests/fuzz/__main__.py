"""`make fuzz`: a real gateway's webhooks under requests that no provider would send.

Most are damaged samples, one in eight is made by schemathesis. Ends with a table, and with 1 when a
request was answered 5xx or not at all, or when the gateway's memory grew by more than a tenth after the
first quarter of the requests.
"""

import argparse
import asyncio
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from agent.data.postgres import PostgresDatabase
from agent.settings import Settings
from gateway.access.vault import vault_of
from tests.crash.rig import Rig, open_rig, until
from tests.fuzz.mutations import Request, requests
from tests.fuzz.schema import generated
from tests.fuzz.senders import PUBLIC_URL, connect

_KEY = "key-of-the-fuzzed-gateway-0123456789abcdef"
_AT_ONCE = 8
_MOST_GROWTH = 0.10


@dataclass
class Report:
    """Answers by channel and status; what was wrong; the gateway's memory in kilobytes."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    again: int = 0
    warm: int = 0
    end: int = 0

    @property
    def growth(self) -> float:
        return self.end / self.warm - 1

    @property
    def good(self) -> bool:
        return not self.wrong and self.growth <= _MOST_GROWTH

    def lines(self) -> Iterator[str]:
        statuses = sorted({status for _, status in self.answers})
        yield f"{'':10}" + "".join(f"{status:>8}" for status in statuses)
        for channel in sorted({channel for channel, _ in self.answers}):
            yield f"{channel:10}" + "".join(
                f"{self.answers[channel, status]:8}" for status in statuses
            )
        yield from self.wrong[:20]
        yield (
            f"{self.answers.total()} requests, {len(self.wrong)} wrong answers, "
            f"{self.again} sent again over a new connection; memory "
            f"{self.warm // 1024} MB after the first quarter, {self.end // 1024} MB at the end ({self.growth:+.1%})"
        )


async def fuzz(port: int, pid: int, made: Iterable[Request], many: int) -> Report:
    """Sends all of them, some at a time."""
    report, waiting = Report(), iter(made)
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60
    ) as http:
        sent = 0
        while batch := list(islice(waiting, 400)):
            queue = iter(batch)
            await asyncio.gather(*(_send_all(http, queue, report) for _ in range(_AT_ONCE)))
            sent += len(batch)
            if sent % 2000 < len(batch):
                print(f"{sent} requests, {memory(pid) // 1024} MB", file=sys.stderr, flush=True)
            if not report.warm and sent >= many // 4:
                report.warm = memory(pid)
    report.end = memory(pid)
    return report


async def _send_all(http: httpx.AsyncClient, queue: Iterator[Request], report: Report) -> None:
    for one in queue:
        try:
            answer = await _answered(http, one, report)
        except httpx.HTTPError as error:
            report.wrong.append(f"{type(error).__name__}: {one!r}"[:1000])
            continue
        report.answers[one.sender.channel, answer.status_code] += 1
        if answer.status_code >= 500:
            report.wrong.append(f"{answer.status_code}: {one!r}"[:1000])


async def _answered(http: httpx.AsyncClient, one: Request, report: Report) -> httpx.Response:
    """A kept connection may be closed by the gateway at any time, after a refusal whose body it did not
    read above all; then the request goes out again, over a new one."""
    about: dict[str, Any] = {"content": one.body, "headers": one.pairs}
    try:
        return await http.request(one.method, one.path, **about)
    except httpx.RemoteProtocolError:
        report.again += 1
        async with httpx.AsyncClient(base_url=http.base_url, trust_env=False, timeout=60) as new:
            return await new.request(one.method, one.path, **about)


def memory(pid: int) -> int:
    """What the process holds, in kilobytes (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


@asynccontextmanager
async def gateway(rig: Rig) -> AsyncIterator[int]:
    """The process id of a gateway without a worker, over the rig's database with every channel."""
    settings = Settings(
        database_url=SecretStr(rig.database_url), frontdesk_secret_key=SecretStr(_KEY)
    )
    database = PostgresDatabase(rig.database_url)
    await database.open()
    try:
        await connect(rig.database_url, database, vault_of(settings))
    finally:
        await database.close()
    with (rig.folder / "gateway.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "gateway", "serve", "--no-worker",
            cwd=rig.folder, env={**os.environ, **_environment(rig)}, stdout=log, stderr=log,
        )  # fmt: skip
    rig.process = process
    await until(lambda: _answers(rig.port), "the gateway did not start", patience=300)
    yield process.pid


async def _answers(port: int) -> bool:
    async with httpx.AsyncClient(trust_env=False) as http:
        with suppress(httpx.HTTPError):
            return (await http.get(f"http://127.0.0.1:{port}/health")).status_code == 200
    return False


def _environment(rig: Rig) -> dict[str, str]:
    return {
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "FRONTDESK_DATA_DIR": str(rig.folder),
        "DATABASE_URL": rig.database_url,
        "FRONTDESK_SECRET_KEY": _KEY,
        "GATEWAY_PORT": str(rig.port),
        "PUBLIC_URL": PUBLIC_URL,
        "TRUSTED_PROXIES": "127.0.0.1",
        "LOG_LEVEL": "ERROR",
    }


async def run(many: int, by_schema: int, seed: int) -> bool:
    """Whether all went well."""
    made = [*generated(by_schema, seed)]  # beforehand: connections would idle meanwhile
    made += islice(requests(seed), many - len(made))
    random.Random(seed).shuffle(made)
    with tempfile.TemporaryDirectory() as folder:
        async with open_rig(Path(folder)) as rig, gateway(rig) as pid:
            report = await fuzz(rig.port, pid, made, len(made))
            errors = (rig.folder / "gateway.log").read_text()
    print("\n".join(report.lines()))
    if errors:
        print(f"the gateway wrote:\n{errors[-4000:]}")
    return report.good and not errors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=24_000)
    parser.add_argument("--generated", type=int, default=3_000, help="of them, by schemathesis")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    sys.exit(0 if asyncio.run(run(given.requests, given.generated, given.seed)) else 1)


if __name__ == "__main__":
    main()
