"""`frontdesk people`: what customers may ask of their data. Exit code 0: done, 1: refused, or something is left."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

import httpx
import typer
from msgspec import Struct

from agent.checkpoints.choice import open_redis
from agent.clock import SystemClock
from agent.data.database import Database
from agent.errors import NotFound
from agent.phones import told
from agent.settings import Settings
from gateway.cli.customers import shown_phone
from gateway.cli.deployment import Deployment, run, show_list
from gateway.container import outside_of
from gateway.media.places import media_stores
from gateway.organizations.rows import OrganizationRow, list_organizations
from gateway.people.erasing import Erased, erase
from gateway.people.exporting import as_json, as_zip, read_export
from gateway.people.finding import Clue, Person, find_person
from gateway.people.outside import Outside

people_app = typer.Typer(help="What customers may ask of their data.", no_args_is_help=True)

Organization = Annotated[
    str, typer.Option("--organization", help="The organization's slug.", metavar="ORG")
]
Phone = Annotated[str | None, typer.Option(help="The number with its country code.")]
Id = Annotated[
    UUID | None, typer.Option("--id", help="The id of a contact or of a chat.", metavar="ID")
]
Address = Annotated[
    str | None, typer.Option(help="The address of a chat, as its provider gave it.")
]
Connection = Annotated[
    str | None, typer.Option(help="The connection of that address (key).", metavar="KEY")
]
OUTSIDE = (
    "what their phone and the provider (WhatsApp, Twilio, Chatwoot …) keep of the chat",
    "notices about them that were sent to staff, and what staff wrote down elsewhere",
    "calendar files that they, or somebody with their link, saved",
    "what a hosted model's provider keeps of its calls",
    "backups of the database and of the files, until they are replaced",
)
"""What no command of ours reaches."""


@dataclass(frozen=True)
class _Case:
    """Whom a command is about, in words of the operator's."""

    slug: str
    clue: Clue

    async def find(self, database: Database) -> tuple[OrganizationRow, Person]:
        """Raises NotFound, and OperatorError for an address of several people."""
        rows = await list_organizations(database)
        own = next((row for row in rows if row.slug == self.slug), None)
        if own is None:
            raise NotFound(f"there is no organization `{self.slug}`")
        return own, await find_person(database, own.id, self.clue)


@people_app.command()
def export(
    context: typer.Context,
    organization: Organization,
    phone: Phone = None,
    id_: Id = None,
    address: Address = None,
    connection: Connection = None,
    output: Annotated[
        Path | None, typer.Option(help="Where to: a .json, or with their files a .zip.")
    ] = None,
) -> None:
    """Write everything that is stored of a customer: as JSON, or with their files as a ZIP."""
    case = _Case(organization, _clue(phone, id_, address, connection))
    deployment: Deployment = context.obj

    async def work(database: Database) -> tuple[bytes, list[str]]:
        return await _exported(database, deployment.settings, case, output)

    content, missing = run(deployment, work)
    if output is None:
        typer.echo(content.decode())
        return
    output.write_bytes(content)
    output.chmod(0o600)
    typer.echo(f"{output} is written")
    if missing:
        typer.echo(f"not there: {', '.join(missing)}", err=True)
        raise typer.Exit(1)


@people_app.command(name="erase")
def erase_(
    context: typer.Context,
    organization: Organization,
    phone: Phone = None,
    id_: Id = None,
    address: Address = None,
    connection: Connection = None,
    cancel_appointments: Annotated[
        bool,
        typer.Option("--cancel-appointments", help="Cancel what is ahead, and tell staff."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Show what is stored of a customer, ask, and erase it. The times of their appointments stay, without a name."""
    case = _Case(organization, _clue(phone, id_, address, connection))
    deployment: Deployment = context.obj
    _, person = run(deployment, case.find)
    typer.echo("\n".join(_lines(person)))
    if person.appointments and not cancel_appointments:
        typer.echo(
            "they have appointments ahead: cancel them first, or use --cancel-appointments",
            err=True,
        )
        raise typer.Exit(1)
    if not yes:
        typer.confirm(f"Erase all of this at {organization}?", abort=True)

    async def work(database: Database) -> tuple[Erased, list[str]]:
        return await _erased(database, deployment.settings, case, cancel=cancel_appointments)

    erased, problems = run(deployment, work)
    typer.echo(f"erased: {sum(erased.counts.values())} rows")
    show_list((f"cancelled: {one}" for one in erased.cancelled), "no appointment was cancelled")
    typer.echo("not erased by this, because it lies elsewhere:")
    typer.echo("\n".join(f"- {line}" for line in OUTSIDE))
    for problem in problems:
        typer.echo(f"left, and tried again by the worker: {problem}", err=True)
    if problems:
        raise typer.Exit(1)


class _Fact(Struct, frozen=True, kw_only=True):
    """person_memory, one of them. `source`: where it comes from, and its id."""

    fact: str
    text: str
    source: str
    at: datetime | None


@people_app.command()
def memory(
    context: typer.Context,
    organization: Organization,
    phone: Phone = None,
    id_: Id = None,
    address: Address = None,
    connection: Connection = None,
    forget: Annotated[
        Literal["phone", "note", "usual", "summary", "person"] | None,
        typer.Option(help="Forget all of this kind."),
    ] = None,
) -> None:
    """List what the assistant remembers of a customer, each with its source; or forget a part of it."""
    case = _Case(organization, _clue(phone, id_, address, connection))

    async def work(database: Database) -> list[_Fact]:
        own, person = await case.find(database)
        about = {"contacts": list(person.contacts), "chats": list(person.chats)}
        if forget:
            await database.call("person_forget", organization=own.id, **about, fact=forget)
        return await database.fetch(list[_Fact], "person_memory", organization=own.id, **about)

    show_list(map(_fact_line, run(context.obj, work)), "nothing is remembered of them")


class _OpenCase(Struct, frozen=True, kw_only=True):
    """cases_open. `since` is local."""

    id: UUID
    reason: Literal["privacy", "money"]
    request: Literal["erase", "copy"] | None
    due: date | None
    since: str
    name: str | None
    phone: str | None
    stated_phone: str | None
    summary: str


@people_app.command()
def cases(
    context: typer.Context,
    organization: Organization,
    close: Annotated[
        UUID | None, typer.Option(help="This case is settled.", metavar="CASE")
    ] = None,
) -> None:
    """List what customers asked about their data or a payment, and by when the law wants an answer."""
    case = _Case(organization, Clue())

    async def work(database: Database) -> list[_OpenCase]:
        rows = await list_organizations(database)
        own = next((row for row in rows if row.slug == case.slug), None)
        if own is None:
            raise NotFound(f"there is no organization `{case.slug}`")
        if close and not await database.fetch(bool, "case_close", organization=own.id, case=close):
            raise NotFound(f"there is no open case {close}")
        return await database.fetch(list[_OpenCase], "cases_open", organization=own.id)

    show_list(map(_case_line, run(context.obj, work)), "there is no open case")


def _clue(phone: str | None, id_: UUID | None, address: str | None, connection: str | None) -> Clue:
    if sum(one is not None for one in (phone, id_, address)) != 1:
        raise typer.BadParameter("say who it is: --phone, --id or --address, one of them")
    number = told(phone) if phone is not None else None
    if phone is not None and number is None:
        raise typer.BadParameter("not a phone with its country code", param_hint="--phone")
    return Clue(number, id_, address, connection)


async def _exported(
    database: Database, settings: Settings, case: _Case, output: Path | None
) -> tuple[bytes, list[str]]:
    own, person = await case.find(database)
    rows = await read_export(database, own.id, person)
    now = SystemClock().now()
    if output is None or output.suffix != ".zip":
        return as_json(rows, own.slug, now), []
    async with httpx.AsyncClient(timeout=20) as http:
        stores = media_stores(settings, http, SystemClock())
        return await as_zip(rows, own.slug, now, stores)


async def _erased(
    database: Database, settings: Settings, case: _Case, *, cancel: bool
) -> tuple[Erased, list[str]]:
    own, person = await case.find(database)
    erased = await erase(database, own, person, cancel=cancel)
    assert erased.erasure is not None, "what was erased has a row that says so"
    async with _outside(database, settings) as outside:
        return erased, await outside.delete(erased.erasure)


@asynccontextmanager
async def _outside(database: Database, settings: Settings) -> AsyncIterator[Outside]:
    async with open_redis(settings) as redis, httpx.AsyncClient(timeout=20) as http:
        yield outside_of(settings, database, redis, http, SystemClock())


def _lines(person: Person) -> list[str]:
    who = " ".join(filter(None, (person.name, shown_phone(person.phone, None))))
    return [
        _plain(who or "a customer without a name"),
        *(f"  {table}\t{count}" for table, count in sorted(person.rows.items())),
        *(f"ahead: {_plain(str(one))}" for one in person.appointments),
    ]


def _fact_line(row: _Fact) -> str:
    at = f"{row.at:%Y-%m-%d}" if row.at else "-"
    return "\t".join(map(_plain, (row.fact, row.text, row.source, at)))


def _case_line(row: _OpenCase) -> str:
    what = f"{row.reason} ({row.request})" if row.request else row.reason
    who = " ".join(filter(None, (row.name, shown_phone(row.phone, row.stated_phone))))
    due = f"due {row.due:%Y-%m-%d}" if row.due else "no term"
    words = " ".join(row.summary.split())[:80]
    cells = (
        due,
        what,
        f"since {row.since.replace('T', ' ')}",
        who or "-",
        f"«{words}»",
        str(row.id),
    )
    return "\t".join(map(_plain, cells))


def _plain(text: str) -> str:
    """Names are what customers wrote: no control characters reach the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
