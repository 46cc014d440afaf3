"""The command line over a test's database, as an operator types it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import typer
from typer.testing import CliRunner, Result

from agent.clock import Clock, SystemClock
from agent.data.database import Database
from agent.data.postgres import PostgresDatabase
from agent.settings import Settings


class Deployment:
    """What the composition root passes to the command line; its connections are its own."""

    def __init__(
        self, url: str, settings: Settings | None = None, clock: Clock | None = None
    ) -> None:
        self.settings = settings or Settings.model_validate({})
        self._url = url
        self.clock = clock or SystemClock()

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        database = PostgresDatabase(self._url, clock=self.clock)
        await database.open()
        try:
            yield database
        finally:
            await database.close()


async def command(
    deployment: Deployment, group: typer.Typer, *words: object, typed: str = ""
) -> Result:
    """A command, in a thread of its own: it runs an event loop itself. `typed`: standard input."""
    given = [str(word) for word in words]
    return await asyncio.to_thread(CliRunner().invoke, group, given, input=typed, obj=deployment)
