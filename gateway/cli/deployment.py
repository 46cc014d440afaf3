"""What the command line's groups share: the deployment, and how refusals are said."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import Protocol, TypeVar

import typer

from agent.data.database import Database
from agent.errors import FrontdeskError
from agent.settings import Settings

T = TypeVar("T")


class Deployment(Protocol):
    """What the command line's context object offers."""

    @property
    def settings(self) -> Settings: ...

    def database(self) -> AbstractAsyncContextManager[Database]:
        """The migrated database, open while the context lasts."""
        ...


def run(deployment: Deployment, work: Callable[[Database], Awaitable[T]]) -> T:
    """Runs `work` over the open database; what is refused ends the command."""

    async def inside() -> T:
        async with deployment.database() as database:
            return await work(database)

    with refusals_are_said():
        return asyncio.run(inside())


@contextmanager
def refusals_are_said() -> Iterator[None]:
    """What we refuse on purpose becomes a message and exit code 1."""
    try:
        yield
    except FrontdeskError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
