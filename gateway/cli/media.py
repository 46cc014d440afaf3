"""`frontdesk media`: received files, for staff. Exit code 0: done, 1: refused."""

from typing import Annotated
from uuid import UUID

import httpx
import typer

from agent.clock import SystemClock
from agent.data.database import Database
from agent.errors import NotFound
from agent.files.local_store import MediaFiles
from agent.phones import told
from agent.settings import Settings
from gateway.cli.deployment import Deployment, run
from gateway.media.places import media_stores
from gateway.media.received import ReceivedFile
from gateway.media.retention import KeptFile, delete_all, oldest_kept
from gateway.organizations.rows import organization_id

media_app = typer.Typer(help="Received files.", no_args_is_help=True)

Organization = Annotated[str, typer.Argument(help="The organization's slug.", metavar="ORG")]
_MOST_MINUTES = 7 * 24 * 60


@media_app.callback()
def _group() -> None:
    """Received files."""


@media_app.command()
def link(
    context: typer.Context,
    organization: Organization,
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


@media_app.command()
def delete(
    context: typer.Context,
    organization: Organization,
    phone: Annotated[
        str | None, typer.Option(help="Of this customer: the number with its country code.")
    ] = None,
    older_than: Annotated[
        int | None, typer.Option(min=0, metavar="DAYS", help="That came more than DAYS ago.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete received files, of one customer or by age. What was read from them stays."""
    deployment: Deployment = context.obj
    number = told(phone) if phone is not None else None
    if phone is None and older_than is None:
        raise typer.BadParameter("say whose, or how old", param_hint="--phone, --older-than")
    if phone is not None and number is None:
        raise typer.BadParameter("not a phone with its country code", param_hint="--phone")
    of_whom = f"of +{number} " if number else ""
    aged = f"that came more than {older_than} days ago " if older_than else ""
    if not yes:
        typer.confirm(f"Delete the files {of_whom}{aged}of {organization}?", abort=True)

    async def work(database: Database) -> tuple[int, bool]:
        return await delete_files(database, deployment.settings, organization, number, older_than)

    count, elsewhere = run(deployment, work)
    typer.echo(f"{count} files are deleted")
    if elsewhere:
        typer.echo("others are kept in Supabase, which is not configured", err=True)
        raise typer.Exit(1)


async def make_link(
    database: Database, settings: Settings, organization: str, message: UUID, minutes: int
) -> str:
    """A link to the file of a message. Raises NotFound, and MediaError when the store is down."""
    tenant = await organization_id(database, organization)
    file = await database.find(ReceivedFile, "media_get", organization=tenant, message=message)
    media = (file.media if file else None) or {}
    if media.get("state") == "deleted":
        raise NotFound(f"the file of this message was deleted on {media['deleted_at'][:10]}")
    if media.get("state") != "stored":
        raise NotFound("no file of this message is kept")
    async with httpx.AsyncClient(timeout=20) as http:
        stores = media_stores(settings, http, SystemClock())
        store = stores.get(media.get("store", MediaFiles.name))
        if store is None:
            raise NotFound("the file is kept in Supabase, which is not configured")
        return await store.link(media["path"], minutes * 60)


async def delete_files(
    database: Database, settings: Settings, organization: str, phone: str | None, days: int | None
) -> tuple[int, bool]:
    """How many files are deleted, and whether there are others in a store that is not configured.

    Raises NotFound, and MediaError when a store is down.
    """
    tenant = await organization_id(database, organization)
    before = None if days is None else oldest_kept(SystemClock(), days)
    async with httpx.AsyncClient(timeout=20) as http:
        stores = media_stores(settings, http, SystemClock())
        count = 0
        async for deleted in delete_all(database, stores, tenant, before, phone):
            count += deleted
    left = await database.fetch(
        list[KeptFile],
        "media_kept",
        organization=tenant,
        before=before,
        store="supabase",
        phone=phone,
        limit=1,
    )
    return count, bool(left)
