"""`frontdesk agenda`: staff's side of the agenda. Exit code 0: done, 1: refused or not told."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import typer

from agent.data.database import Database
from agent.places import Place
from gateway.cli.customers import shown_phone
from gateway.cli.deployment import Deployment, run, show_list
from gateway.pipeline import staff_agenda
from gateway.pipeline.staff_agenda import (
    WHY_NOT_TOLD,
    AgendaEvent,
    AgendaRow,
    AgendaStory,
    CancellationNotice,
)

agenda_app = typer.Typer(help="Appointments, as staff see them.", no_args_is_help=True)

_DAY: Any = {"formats": ["%Y-%m-%d"], "metavar": "YYYY-MM-DD"}
Appointment = Annotated[UUID, typer.Argument(help="The appointment's id.", metavar="ID")]


@agenda_app.command(name="list")
def list_(
    context: typer.Context,
    organization: Annotated[str, typer.Argument(help="The organization's slug.", metavar="ORG")],
    day: Annotated[datetime | None, typer.Option(**_DAY)] = None,
    first: Annotated[datetime | None, typer.Option("--from", **_DAY)] = None,
    last: Annotated[datetime | None, typer.Option("--to", **_DAY)] = None,
    member: Annotated[str | None, typer.Option(help="Only this member (key).")] = None,
    cancelled: Annotated[bool, typer.Option("--all", help="Cancelled ones, too.")] = False,
) -> None:
    """List the appointments of a day (today unless told otherwise) or of several."""
    if day and (first or last):
        raise typer.BadParameter("--day stands alone; for several days use --from and --to")
    if last and not first:
        raise typer.BadParameter("--to needs --from")
    begin, end = (d.date() if d else None for d in (day or first, day or last))

    async def work(database: Database) -> list[AgendaRow]:
        return await staff_agenda.day_list(database, organization, begin, end, member)

    rows = [row for row in run(context.obj, work) if cancelled or row.status != "cancelled"]
    show_list(map(_line, rows), "no appointment " + ("on these days" if first else "on that day"))


@agenda_app.command()
def show(context: typer.Context, appointment: Appointment) -> None:
    """Show an appointment and everything that happened to it."""
    typer.echo(_story(run(context.obj, lambda d: staff_agenda.history(d, appointment))))


@agenda_app.command()
def complete(context: typer.Context, appointment: Appointment) -> None:
    """Record that the customer was there."""
    _close(context.obj, appointment, "completed")


@agenda_app.command(name="no-show")
def no_show(context: typer.Context, appointment: Appointment) -> None:
    """Record that the customer did not come."""
    _close(context.obj, appointment, "no_show")


@agenda_app.command()
def cancel(
    context: typer.Context,
    appointment: Appointment,
    tell: Annotated[bool, typer.Option("--tell", help="Tell the customer in their chat.")] = False,
) -> None:
    """Cancel an appointment (its whole visit); no cut-off holds for staff."""
    deployment: Deployment = context.obj

    async def before(database: Database) -> bool:
        return tell and await staff_agenda.is_cancelled(database, appointment)

    # Repeated with --tell it only tells, so that a notice which failed can follow.
    if not run(deployment, before):
        _close(deployment, appointment, "cancelled")
    if tell:
        _say_told(run(deployment, lambda d: staff_agenda.tell_of_cancellation(d, appointment)))


def _close(deployment: Deployment, appointment: UUID, status: str) -> None:
    row = run(deployment, lambda d: staff_agenda.close(d, appointment, status))
    services = ", ".join(part.service for part in row.parts)
    typer.echo(f"{services}: {_word(status)}")


def _say_told(told: CancellationNotice) -> None:
    if told.status == "told":
        typer.echo(f"the customer is told: a message waits to be sent over {told.channel}")
    elif told.status == "already_told":
        typer.echo("the customer was told before")
    else:
        typer.echo(f"the customer was not told: {WHY_NOT_TOLD[told.status]}", err=True)
        raise typer.Exit(1)


def _word(status: str) -> str:
    return status.replace("_", "-")


def _line(row: AgendaRow) -> str:
    day, _, at = row.local.partition("T")
    state = "asked to confirm" if row.awaits_confirmation else _word(row.status)
    until = row.until.partition("T")[2]
    customer = " ".join(
        filter(None, (row.customer, _of_whom(row), shown_phone(row.phone, row.stated_phone)))
    )
    cells = [f"{day} {at}-{until}", row.service, row.member, customer, state, str(row.id)]
    cells += [where] if (where := _where(row.place)) else []
    return "\t".join(_cell(cell) for cell in cells)


def _where(place: Place | None) -> str:
    """Where a home visit is, with a link to a map; "" at the business."""
    return f"{place.line} {place.map_url}" if place else ""


def _of_whom(row: AgendaRow) -> str:
    """Who booked for somebody else: "(daughter of Ana Pérez)"."""
    if row.contact is None and row.relation is None:
        return ""
    relation = "" if row.relation in (None, "other") else f"{_spaced(row.relation)} of "
    return f"({relation}{row.contact})" if row.contact else f"({relation}the customer)"


def _spaced(word: str) -> str:
    return word.replace("_", " ")


def _cell(text: str) -> str:
    """Names are what customers wrote: no control characters reach the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _story(story: AgendaStory) -> str:
    row = story.appointment
    local = story.local.replace("T", " ")
    phone = shown_phone(story.phone, story.stated_phone)
    customer = ", ".join(filter(None, (row.attendee or row.contact or "no name", phone)))
    lines = [
        f"{row.id}  {_word(row.status)}",
        f"when      {local} to {story.until.partition('T')[2]} ({row.time_zone})",
        *(f"what      {part.service} with {part.member}" for part in row.parts),
        f"customer  {customer}",
        *([f"where     {where}"] if (where := _where(row.place)) else []),
        "",
        *(_event(event) for event in story.events),
    ]
    return "\n".join(_cell(line) for line in lines)


def _event(event: AgendaEvent) -> str:
    """When, what, who, from where."""
    what = _word(event.kind)
    if event.moved_to:
        what += f" from {_at(event.moved_from or '', event.from_member)}"
        what += f" to {_at(event.moved_to, event.to_member)}"
    where = f", over {event.channel}" if event.channel else ""
    return f"{event.local.replace('T', ' ')}  {what} by {event.actor}{where}"


def _at(local: str, member: str | None) -> str:
    return local.replace("T", " ") + (f" with {member}" if member else "")
