"""`frontdesk chat`: a conversation in the terminal, over the same inbox, turns and outbox."""

import asyncio
import secrets
import sys
from contextlib import suppress
from typing import Annotated

import typer
from rich.console import Console

from agent.errors import NotFound
from agent.observability.logs import configure_logging
from agent.settings import Settings
from agent.types import Connection, Json
from gateway import demo
from gateway.cli.deployment import report_refusals, run_to_end
from gateway.container import Container, open_container
from gateway.pipeline.chat_history import ShownMessage, chat_history
from gateway.web.page import demo_variable

_WAIT_SECONDS = 0.4
_POLL_SECONDS = 0.1
_LONGEST_WAIT = 60.0


def chat(
    organization: Annotated[str, typer.Argument(help="Slug of a demo organization.")] = "aurora",
) -> None:
    """Talk to a demo organization in the terminal."""
    with report_refusals():
        settings = demo.demo_settings()
    configure_logging(settings.model_copy(update={"log_level": "ERROR"}))

    async def run() -> None:
        await demo.prepare(settings)
        await chat_on_terminal(settings, organization)

    run_to_end(run())


async def chat_on_terminal(settings: Settings, slug: str) -> None:
    """Reads lines until an empty one or the end of input; a number picks an option."""
    quick = settings.model_copy(update={"debounce_seconds": _WAIT_SECONDS})
    screen = Console(highlight=False)
    async with open_container(quick) as container:
        token = settings.secret(demo_variable(slug, "WEB_TOKEN"))
        connection = await container.connections.find("web", token) if token else None
        if connection is None:
            raise NotFound(f"there is no demo organization {slug!r}")
        worker = asyncio.create_task(container.worker.run())
        try:
            await _converse(container, connection, screen)
        finally:
            worker.cancel()
            with suppress(asyncio.CancelledError):
                await worker


async def _converse(container: Container, connection: Connection, screen: Console) -> None:
    customer, seen, options = secrets.token_hex(16), 0, list[Json]()
    screen.print("[dim]Write to the business; an empty line ends.[/dim]")
    while line := await _read_line():
        payload: Json = {"customer": customer, "id": secrets.token_hex(8), "text": line}
        if line.isdigit() and 0 < int(line) <= len(options):
            choice = options[int(line) - 1]
            payload |= {"text": choice["title"], "choice": {k: choice[k] for k in ("id", "title")}}
        events = container.channels["web"].parse(payload)
        await container.inbox.receive(connection, events)
        replies, seen = await _replies(container, connection, customer, seen)
        options = []
        for reply in replies:
            screen.print(reply.text, style="green", markup=False)
            options = reply.options
        for number, option in enumerate(options, 1):
            screen.print(f"  {number}) {option['title']}", style="dim", markup=False)


async def _read_line() -> str:
    print("> ", end="", flush=True)
    line: str = await asyncio.to_thread(sys.stdin.readline)
    return line.strip()


async def _replies(
    container: Container, connection: Connection, customer: str, seen: int
) -> tuple[list[ShownMessage], int]:
    """What the business answered to the last message."""
    for _ in range(int(_LONGEST_WAIT / _POLL_SECONDS)):
        await asyncio.sleep(_POLL_SECONDS)
        history = await chat_history(
            container.database, connection.organization_id, connection.id, customer, seen
        )
        replies = [row for row in history.messages if row.direction == "outbound"]
        if replies and not history.typing:
            return replies, max(row.seq for row in history.messages)
    return [], seen
