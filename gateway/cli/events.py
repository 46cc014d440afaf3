"""`frontdesk events`: other systems of a business that are told of its agenda. A secret is shown once."""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar
from uuid import UUID

import typer

from agent.data.database import Database
from agent.errors import NotFound
from gateway.cli.deployment import Deployment, run, show_list
from gateway.events.endpoints import DeliveryRow, EndpointRow, Endpoints
from gateway.events.kinds import KINDS
from gateway.organizations.rows import organization_id

events_app = typer.Typer(
    help="Other systems of a business that are told of its agenda (webhooks).", no_args_is_help=True
)

T = TypeVar("T")
Organization = Annotated[str, typer.Argument(help="The organization's slug.", metavar="ORG")]
System = Annotated[str, typer.Argument(help="The endpoint's name, or its id.")]

Kinds = Annotated[
    list[str], typer.Option(help=f"{', '.join(KINDS)}; repeat for several; else all.")
]


@events_app.command()
def add(
    context: typer.Context,
    organization: Organization,
    name: Annotated[str, typer.Argument(help="What the other system is called.")],
    url: Annotated[str, typer.Argument(help="Its public https address.")],
    kind: Kinds = [],  # noqa: B006
    phone: Annotated[
        bool, typer.Option("--phone", help="Customers' phones are told, too.")
    ] = False,
) -> None:
    """Add an endpoint and show its secret, this once."""
    secret = _of(context, organization, lambda e: e.add(name, url, tuple(kind), tells_phone=phone))
    typer.echo(secret)
    typer.echo("keep it now; it is not shown again", err=True)


@events_app.command(name="list")
def list_(context: typer.Context, organization: Organization) -> None:
    """List the endpoints: id, name, address, events, state, what waits and what was given up."""
    rows = _of(context, organization, lambda e: e.all())
    show_list(map(_line, rows), "nobody is told of the agenda")


@events_app.command()
def log(context: typer.Context, organization: Organization, system: System) -> None:
    """List the last deliveries, those that were given up first."""
    rows = _of_one(context, organization, system, lambda e, one: e.deliveries(one.id))
    show_list(map(_delivery, rows), "nothing was sent there")


@events_app.command()
def test(context: typer.Context, organization: Organization, system: System) -> None:
    """Send an event that says nothing."""
    end = _of_one(context, organization, system, lambda e, one: e.test(one.id))
    typer.echo({"queued": "it is sent", "off": "it is off", "slow": "others wait already"}[end])


@events_app.command()
def kinds(
    context: typer.Context,
    organization: Organization,
    system: System,
    kind: Kinds = [],  # noqa: B006
) -> None:
    """Choose which events an endpoint is told of from now on."""
    _of_one(context, organization, system, lambda e, one: e.choose(one.id, kind))
    typer.echo(f"{system} is told of {', '.join(kind) or 'all events'}")


@events_app.command()
def resend(
    context: typer.Context,
    organization: Organization,
    system: System,
    event: Annotated[
        UUID | None, typer.Option(help="The id of one event (the last in `log`); else all of them.")
    ] = None,
) -> None:
    """Send once more what was given up, with its old ids."""
    count = _of_one(context, organization, system, lambda e, one: _resend(e, one, event))
    typer.echo(f"{count} are sent once more")


@events_app.command()
def renew(context: typer.Context, organization: Organization, system: System) -> None:
    """Make a new secret and show it, this once; the one before signs, too, for a day."""
    typer.echo(_of_one(context, organization, system, lambda e, one: e.renew(one.id)))
    typer.echo("keep it now; it is not shown again", err=True)


@events_app.command()
def on(context: typer.Context, organization: Organization, system: System) -> None:
    """Switch an endpoint on again; what was given up is sent by `resend`."""
    _of_one(context, organization, system, lambda e, one: e.switch(one.id, on=True))
    typer.echo(f"{system} is on")


@events_app.command()
def off(context: typer.Context, organization: Organization, system: System) -> None:
    """Switch an endpoint off; what happens meanwhile is not kept for it."""
    _of_one(context, organization, system, lambda e, one: e.switch(one.id, on=False))
    typer.echo(f"{system} is off")


@events_app.command()
def remove(context: typer.Context, organization: Organization, system: System) -> None:
    """Remove an endpoint, and what is on its way to it."""
    _of_one(context, organization, system, lambda e, one: e.remove(one.id))
    typer.echo(f"{system} is removed")


def _of(context: typer.Context, organization: str, work: Callable[[Endpoints], Awaitable[T]]) -> T:
    deployment: Deployment = context.obj

    async def inside(database: Database) -> T:
        tenant = await organization_id(database, organization)
        return await work(Endpoints(database, deployment.settings, tenant, None))

    return run(deployment, inside)


def _of_one(
    context: typer.Context,
    organization: str,
    system: str,
    work: Callable[[Endpoints, EndpointRow], Awaitable[T]],
) -> T:
    async def inside(endpoints: Endpoints) -> T:
        rows = await endpoints.all()
        matching = [row for row in rows if system in (str(row.id), row.name)]
        if len(matching) != 1:
            raise NotFound(f"{organization} has no endpoint `{system}`: frontdesk events list")
        return await work(endpoints, matching[0])

    return _of(context, organization, inside)


async def _resend(endpoints: Endpoints, row: EndpointRow, event: UUID | None) -> int:
    if event is None:
        return await endpoints.resend(row.id)
    failed = [one for one in await endpoints.deliveries(row.id) if one.status == "failed"]
    delivery = next((one.id for one in failed if one.event == event), None)
    return await endpoints.resend(row.id, delivery) if delivery else 0


def _line(row: EndpointRow) -> str:
    cells = (str(row.id), row.name, row.url, ",".join(row.kinds) or "all events", _state(row))
    return "\t".join((*cells, f"{row.waiting} wait, {row.failed} given up"))


def _state(row: EndpointRow) -> str:
    if row.off_at:
        return f"off since {row.off_at:%Y-%m-%d %H:%M} UTC ({row.off_because})"
    if row.failing_since:
        return f"failing since {row.failing_since:%Y-%m-%d %H:%M} UTC"
    return "works" if row.worked_at else "not tried"


def _delivery(row: DeliveryRow) -> str:
    why = f"{row.error or ''} {row.code or ''}".strip()
    cells = (f"{row.occurred_at:%Y-%m-%d %H:%M:%S} UTC", row.kind, str(row.subject), row.status)
    return "\t".join((*cells, f"{row.attempts} attempts", why, str(row.event)))
