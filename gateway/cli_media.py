"""`frontdesk media`: received files, for staff. Exit code 0: done, 1: refused."""

from typing import Annotated
from uuid import UUID

import httpx
import typer

from agent.clock import SystemClock
from agent.database import Database
from agent.errors import NotFound
from agent.media_files import MediaFiles
from agent.settings import Settings
from agent.types import Json
from gateway.cli_deployment import Deployment, run
from gateway.desk import media_files, media_store

media_app = typer.Typer(help="Received files.", no_args_is_help=True)

_MOST_MINUTES = 7 * 24 * 60


@media_app.callback()
def _group() -> None:
    """Received files."""


@media_app.command()
def link(
    context: typer.Context,
    organization: Annotated[str, typer.Argument(help="The organization's slug.", metavar="ORG")],
    message: Annotated[UUID, typer.Argument(help="The message's id.", metavar="MESSAGE_ID")],
    minutes: Annotated[
        int, typer.Option(min=1, max=_MOST_MINUTES, help="How long the link works.")
    ] = 15,
) -> None:
    """Print a link to a received file. Whoever has it can open it until it ends."""
    deployment: Deployment = context.obj

    async def work(database: Database) -> str:
        return await make_link(database, deployment.settings, organization, message, minutes)

    typer.echo(run(deployment, work))


async def make_link(
    database: Database, settings: Settings, organization: str, message: UUID, minutes: int
) -> str:
    """A link to the file of a message. Raises NotFound, and MediaError when the store is down."""
    found: str | None = await database.call("organization_find", slug=organization)
    if found is None:
        raise NotFound(f"there is no organization {organization}")
    row: Json | None = await database.call("media_get", organization=UUID(found), message=message)
    media: Json = (row or {}).get("media") or {}
    if media.get("state") != "stored":
        raise NotFound("no file of this message is kept")
    async with httpx.AsyncClient(timeout=20) as http:
        # Files of before a Supabase project was configured stay where they are.
        clock = SystemClock()
        kept_here = media.get("store", MediaFiles.name) == MediaFiles.name
        store = media_files(settings, clock) if kept_here else media_store(settings, http, clock)
        return await store.link(media["path"], minutes * 60)
