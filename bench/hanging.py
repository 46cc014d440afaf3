"""`python -m bench.hanging`: what the others' customers notice while one business's provider hangs.

A real gateway with its worker, and a stand-in for Evolution over HTTP that never answers some instances.
"""

import asyncio
import itertools
import json
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated
from uuid import UUID

import typer

from agent.data import scratch
from agent.data.postgres import PostgresDatabase
from bench import ground
from bench.figures import percentile
from bench.processes import GATEWAY_WITH_WORKER, running

_EVERY_SECONDS = 0.1
_ANSWER_SECONDS = 0.05
_CHATS = 60
"""Of each connection."""
_OTHER = "sorriso"

app = typer.Typer(add_completion=False, pretty_exceptions_show_locals=False)


class _Evolution:
    """Takes every message after 50 ms, but for instances that hang; `at` is when a text came."""

    def __init__(self) -> None:
        self.at: dict[str, float] = {}
        self.hung = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    int(line.split(b":")[1])
                    for line in head.lower().split(b"\r\n")
                    if line.startswith(b"content-length")
                )
                body = json.loads(await reader.readexactly(length))
                if b"/hangs-" in head.split(b"\r\n")[0]:
                    self.hung += 1
                    await asyncio.sleep(3600)
                self.at[body.get("text", "")] = time.monotonic()
                await asyncio.sleep(_ANSWER_SECONDS)
                answer = json.dumps({"key": {"id": f"id-{len(self.at)}"}}).encode()
                writer.write(
                    b"HTTP/1.1 201 Created\r\ncontent-type: application/json\r\n"
                    b"content-length: %d\r\n\r\n%b" % (len(answer), answer)
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            writer.close()


@app.command()
def measure(
    hanging: Annotated[int, typer.Option(min=1, help="Connections whose provider hangs.")] = 1,
    seconds: Annotated[float, typer.Option(min=5, help="Of each part.")] = 40,
) -> None:
    """Print how long a reply of another business takes from the outbox to its provider."""
    with ground.server(None) as (server, folder):
        asyncio.run(_measure(server, folder, hanging, seconds))


async def _measure(server: str, folder: Path, hanging: int, seconds: float) -> None:
    evolution = _Evolution()
    async with (
        ground.demo_database(server) as conninfo,
        await asyncio.start_server(evolution.serve, "127.0.0.1", 0) as listening,
    ):
        url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        _fill(conninfo, hanging)
        keys = {"AURORA_EVOLUTION_API_KEY": "key", "SORRISO_EVOLUTION_API_KEY": "key"}
        database = PostgresDatabase(conninfo)
        await database.open()
        with TemporaryDirectory(dir=folder) as data:
            async with running(
                GATEWAY_WITH_WORKER, conninfo, Path(data), EVOLUTION_BASE_URL=url, **keys
            ):
                await _rounds(database, conninfo, evolution, 3)  # warm
                calm = await _rounds(database, conninfo, evolution, seconds)
                for chat, organization in _chats(conninfo, "hangs-%"):
                    await _put(database, organization, chat, "hangs")
                trouble = await _rounds(database, conninfo, evolution, seconds)
        await database.close()
    _say("nobody hangs", calm)
    _say(f"{hanging} hanging, {evolution.hung} calls of theirs", trouble)


def _fill(conninfo: str, hanging: int) -> None:
    """The connections that hang, and chats of all."""
    scratch.execute(
        conninfo,
        "insert into platform_connections (organization_id, key, channel, name, phone, secret_env, "
        "token_env, token_hash) "
        "select c.organization_id, 'hangs-' || n, channel, 'hangs-' || n, c.phone, secret_env, token_env, "
        "sha256(('hangs' || n)::bytea) from platform_connections c join organizations o "
        "on o.id = c.organization_id, generate_series(1, %s) n "
        "where o.slug = 'aurora' and c.channel = 'evolution'",
        hanging,
    )
    scratch.execute(
        conninfo,
        "insert into chat_identities (organization_id, connection_id, address, phone, created_at) "
        "select organization_id, id, '57301' || lpad(n::text, 7, '0') || '@s.whatsapp.net', "
        "'57301' || lpad(n::text, 7, '0'), now() from platform_connections, generate_series(1, %s) n "
        "where channel = 'evolution'",
        _CHATS,
    )


def _chats(conninfo: str, names: str, slug: str = "aurora") -> list[tuple[UUID, UUID]]:
    rows = scratch.rows(
        conninfo,
        "select i.id, i.organization_id from chat_identities i join platform_connections c "
        "on c.id = i.connection_id join organizations o on o.id = i.organization_id "
        "where c.channel = 'evolution' and c.name like %s and o.slug = %s",
        names,
        slug,
    )
    return [(row["id"], row["organization_id"]) for row in rows]


async def _put(database: PostgresDatabase, organization: UUID, chat: UUID, text: str) -> None:
    replies = [{"text": text, "payload": {}}]
    await database.call("outbox_put", organization=organization, conversation=chat, replies=replies)


_numbers = itertools.count()


async def _rounds(
    database: PostgresDatabase, conninfo: str, evolution: _Evolution, seconds: float
) -> list[float]:
    """Seconds of each of the other business's replies; what has not come in a minute counts as that."""
    chats = itertools.cycle(_chats(conninfo, "%", _OTHER))
    put: dict[str, float] = {}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        chat, organization = next(chats)
        text = f"reply {next(_numbers)}"
        put[text] = time.monotonic()
        await _put(database, organization, chat, text)
        await asyncio.sleep(_EVERY_SECONDS)
    for _ in range(600):
        if put.keys() <= evolution.at.keys():
            break
        await asyncio.sleep(0.1)
    return [evolution.at.get(text, at + 60) - at for text, at in put.items()]


def _say(part: str, seconds: Sequence[float]) -> None:
    p50, p95 = (percentile(seconds, share) * 1000 for share in (0.5, 0.95))
    typer.echo(
        f"{part}: {len(seconds)} replies of another business, "
        f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, longest {max(seconds) * 1000:.0f} ms"
    )


if __name__ == "__main__":
    app()
