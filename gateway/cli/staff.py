"""`frontdesk staff`: who of an organization may open its pages."""

from typing import Annotated

import typer

from gateway.access import staff
from gateway.access.staff import AccountRow
from gateway.cli.deployment import Deployment, run, show_list
from gateway.cli.secrets import prompt_for

staff_app = typer.Typer(help="Who may open an organization's pages.", no_args_is_help=True)

Organization = Annotated[str, typer.Argument(help="The organization's slug.", metavar="ORG")]
Email = Annotated[str, typer.Argument(help="Their e-mail address, with which they log in.")]
Password = Annotated[
    bool,
    typer.Option("--password", help="Ask for the password here; else a one-time link is printed."),
]


@staff_app.command()
def add(
    context: typer.Context,
    organization: Organization,
    email: Email,
    role: Annotated[list[str] | None, typer.Option(help="Default: staff. Repeatable.")] = None,
    password: Password = False,
) -> None:
    """Open an account."""
    given = prompt_for("Password") if password else None
    link = run(context.obj, lambda d: staff.add(d, organization, email, role or [], given))
    _say(context.obj, link)


@staff_app.command()
def reset(
    context: typer.Context, organization: Organization, email: Email, password: Password = False
) -> None:
    """Take the password away and end all sessions; also opens a disabled account again."""
    given = prompt_for("Password") if password else None
    _say(context.obj, run(context.obj, lambda d: staff.reset(d, organization, email, given)))


@staff_app.command()
def disable(context: typer.Context, organization: Organization, email: Email) -> None:
    """Close an account; its sessions end at once."""
    run(context.obj, lambda d: staff.disable(d, organization, email))
    typer.echo(f"{email} is disabled")


@staff_app.command(name="list")
def list_(context: typer.Context, organization: Organization) -> None:
    """List the accounts: address, roles, state, when they were last seen."""
    rows = run(context.obj, lambda d: staff.list_accounts(d, organization))
    show_list(map(_line, rows), "there is no account")


def _say(deployment: Deployment, link: str | None) -> None:
    if link is None:
        typer.echo("the password is kept")
        return
    typer.echo(f"{deployment.settings.address}/login/{link}")
    typer.echo(f"the link works once, within {staff.LINK_HOURS} hours", err=True)


def _line(row: AccountRow) -> str:
    cells = (row.email, ",".join(row.roles), _state(row))
    return "\t".join((*cells, f"last seen {row.seen_at or 'never'}"))


def _state(row: AccountRow) -> str:
    if row.disabled_at:
        return "disabled"
    if row.has_password:
        return "active"
    return "invited" if row.invited else "invitation over"
