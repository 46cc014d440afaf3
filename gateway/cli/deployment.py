"""What the groups of the command line share: the deployment, and how refusals are reported."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import Any, Protocol, TypeVar

import typer

from agent.clock import Clock
from agent.data.database import Database
from agent.errors import FrontdeskError
from agent.settings import Settings

T = TypeVar("T")


class Deployment(Protocol):
    """What the command line's context object offers."""

    @property
    def settings(self) -> Settings: ...

    @property
    def clock(self) -> Clock: ...

    def database(self) -> AbstractAsyncContextManager[Database]:
        """The migrated database, open while the context lasts."""
        ...


def run(deployment: Deployment, work: Callable[[Database], Awaitable[T]]) -> T:
    """Runs `work` over the open database; what is refused ends the command."""

    async def inside() -> T:
        async with deployment.database() as database:
            return await work(database)

    with report_refusals():
        return asyncio.run(inside())


def run_to_end(work: Coroutine[Any, Any, T]) -> T:
    """Runs a command that needs no open database; Ctrl+C ends it without a traceback."""
    try:
        with report_refusals():
            return asyncio.run(work)
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


def show_list(lines: Iterable[str], otherwise: str) -> None:
    """A list, one line an item; of an empty one `otherwise`, so that nobody has to guess what silence means."""
    shown = list(lines)
    typer.echo("\n".join(shown) if shown else otherwise)


@contextmanager
def report_refusals() -> Iterator[None]:
    """What we refuse on purpose becomes a message and exit code 1."""
    try:
        yield
    except FrontdeskError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
