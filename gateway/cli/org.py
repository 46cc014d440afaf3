"""`frontdesk org`: organizations as files. Exit code 0: done, 1: refused or not valid."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from agent.data.database import Database
from agent.errors import OperatorError
from agent.settings import Settings
from gateway.channels.kit.site_origins import site_origins
from gateway.channels.web import Web
from gateway.cli.deployment import Deployment, report_refusals, run, show_list
from gateway.cli.knowledge import embed_if_configured
from gateway.cli.readers import readers_app
from gateway.organizations import commands
from gateway.organizations.addresses import address_lines
from gateway.organizations.difference import render
from gateway.organizations.document_types import ConnectionDocument, OrganizationDocument
from gateway.organizations.loading import load, loads
from gateway.organizations.new_file import NewBusiness, new_file
from gateway.organizations.reach import refuse_unreachable
from gateway.organizations.rows import list_organizations
from gateway.organizations.trades import TRADES
from gateway.web.widget import snippet

org_app = typer.Typer(help="Organizations as files.", no_args_is_help=True)
org_app.add_typer(readers_app, name="readers")


@org_app.command()
def apply(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The organization's YAML file.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show the changes.")] = False,
    allow_env: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-env",
            metavar="NAME",
            help="Let the file name this variable although it does not begin with its slug.",
        ),
    ] = None,
) -> None:
    """Show what a file changes, ask, and apply it."""
    deployment: Deployment = context.obj
    with report_refusals():
        organization = load(file)

    settings = deployment.settings

    async def work(database: Database) -> None:
        plan = await commands.plan(
            database, organization, settings.secret, allow_env=allow_env or ()
        )
        own_gupshup = settings.gupshup_notif_api_key is not None
        untold = refuse_unreachable(plan.document, own_gupshup=own_gupshup, demo=settings.demo)
        typer.echo(render(plan.changes, colour=sys.stdout.isatty()))
        if plan.changes and not dry_run and _agreed(yes):
            await commands.apply(database, plan)
            typer.echo(f"{plan.document['slug']} is applied")
            for reason in untold:
                typer.echo(f"not told when a customer needs a person: {reason}", err=True)
            show_addresses(settings, plan.document, secret=sys.stdout.isatty())
            await embed_if_configured(settings, database, plan.organization)

    run(deployment, work)


@org_app.command()
def new(
    slug: Annotated[str, typer.Argument(help="Its short name: small letters and dashes.")],
    trade: Annotated[str, typer.Option(help=", ".join(TRADES), envvar="FRONTDESK_NEW_TRADE")],
    country: Annotated[
        str, typer.Option(help="Code of two letters, such as BR.", envvar="FRONTDESK_NEW_COUNTRY")
    ],
    name: Annotated[str | None, typer.Option(help="As customers know it.")] = None,
    language: Annotated[str | None, typer.Option(help="es, pt or en; else the country's.")] = None,
    time_zone: Annotated[str | None, typer.Option(help="Such as America/Bogota.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write.")] = None,
) -> None:
    """Write a commented file for a new business, which `org apply` takes as it is."""
    with report_refusals():
        text = new_file(NewBusiness(slug, trade, country, name, language, time_zone))
        loads(text.encode(), f"{slug}.yaml")
        file = output or Path(f"{slug}.yaml")
        if file.exists():
            raise OperatorError(f"{file} exists; it is left as it is")
        file.write_text(text, "utf-8")
    typer.echo(f"written: {file}; correct it, then: frontdesk org apply {file}")


@org_app.command(name="list")
def list_(context: typer.Context) -> None:
    """List the organizations, each with the id by which programs name it."""
    rows = run(context.obj, list_organizations)
    lines = (f"{row.slug}\t{row.name}\t{row.language}\t{row.time_zone}\t{row.id}" for row in rows)
    show_list(lines, "there is no organization")


@org_app.command()
def show(context: typer.Context, slug: str) -> None:
    """Show an organization in a few lines."""
    typer.echo(_summary(run(context.obj, lambda database: commands.show(database, slug))))


@org_app.command()
def export(
    context: typer.Context,
    slug: str,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write.")] = None,
) -> None:
    """Write an organization as a YAML file that applies again without a change."""
    text = run(context.obj, lambda database: commands.export(database, slug))
    if output is None:
        typer.echo(text, nl=False)
    else:
        output.write_text(text, "utf-8")
        typer.echo(f"written: {output}")


@org_app.command()
def widget(context: typer.Context, slug: str) -> None:
    """Print the line that puts the chat on the business's own site."""
    settings = context.obj.settings
    document = run(context.obj, lambda database: commands.show(database, slug))
    pages = [one for one in document["connections"] if one["channel"] == Web.name]
    for page in pages:
        typer.echo("\n".join(_widget_lines(settings, page)))
    if not pages:
        typer.echo(f"{slug} has no connection of the channel web", err=True)
        raise typer.Exit(1)


def _widget_lines(settings: Settings, page: ConnectionDocument) -> Iterator[str]:
    sites, token = site_origins(page["settings"]), settings.secret(page["token_env"])
    if not token:
        yield f"{page['key']}: {page['token_env']} is not set"
        return
    yield snippet(settings.address, token)
    yield f"  on          {', '.join(sites) or 'no site; list them: settings: {origins: [https://…]}'}"
    yield f"  its policy  script-src {settings.address}; frame-src {settings.address} (if it has one)"


@org_app.command()
def addresses(context: typer.Context, slug: str) -> None:
    """Print the addresses to paste at each connection's provider. They hold the connections' tokens."""
    document = run(context.obj, lambda database: commands.show(database, slug))
    show_addresses(context.obj.settings, document, secret=True)


def show_addresses(settings: Settings, document: OrganizationDocument, *, secret: bool) -> None:
    for line in address_lines(settings, document["connections"], secret=secret):
        typer.echo(f"address  {line}")


def _agreed(yes: bool) -> bool:
    """Asks on a terminal; elsewhere only `--yes` is consent."""
    if yes:
        return True
    if sys.stdin.isatty() and typer.confirm("Apply?"):
        return True
    typer.echo(
        "nothing was changed" if sys.stdin.isatty() else "nothing was changed; add --yes to apply"
    )
    raise typer.Exit(1)


def _summary(document: OrganizationDocument) -> str:
    lines = [
        f"{document['name']} ({document['slug']})",
        f"{document['language']}, {document['time_zone']}, {document['currency']}",
    ]
    if document["scheduling"]["holidays"]:
        region = document["scheduling"]["region"]
        lines.append(f"closed on the public holidays of {region or document['country']}")
    for resource in document["resources"]:
        lines.append(f"resource    {resource['key']}: {resource['capacity']}")
    for service in document["services"]:
        price = "" if service["price"] is None else f", {service['price']:,}"
        lines.append(f"service     {service['key']}: {service['duration_minutes']} min{price}")
    for member in document["members"]:
        lines.append(f"member      {member['key']}: {', '.join(member['services'])}")
    for recipient in document["escalation"]:
        lines.append(f"escalation  {recipient['key']}: {recipient['channel']}")
    for connection in document["connections"]:
        lines.append(
            f"connection  {connection['key']}: {connection['channel']} {connection['name']}"
        )
    lines.append(f"knowledge   {len(document['knowledge'])} entries")
    return "\n".join(lines)
