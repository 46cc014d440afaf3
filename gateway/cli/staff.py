"""`frontdesk staff`: who of an organization may open its pages."""

from typing import Annotated

import typer

from gateway.access import staff_commands as staff
from gateway.access.staff import EventRow, Role
from gateway.access.staff_commands import AccountRow
from gateway.access.visits import browser_words
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
    role: Annotated[list[Role] | None, typer.Option(help="Default: reception. Repeatable.")] = None,
    password: Password = False,
) -> None:
    """Open an account."""
    given = prompt_for("Password", whole=True) if password else None
    rule = context.obj.settings.staff_second_factor
    link = run(context.obj, lambda d: staff.add(d, organization, email, role or [], given, rule))
    _say(context.obj, link)


@staff_app.command()
def reset(
    context: typer.Context, organization: Organization, email: Email, password: Password = False
) -> None:
    """Take the password away and end all sessions; also opens a disabled account again.

    The second factor stays; see reset-factor."""
    given = prompt_for("Password", whole=True) if password else None
    _say(context.obj, run(context.obj, lambda d: staff.reset(d, organization, email, given)))


@staff_app.command()
def disable(context: typer.Context, organization: Organization, email: Email) -> None:
    """Close an account; its sessions end at once."""
    run(context.obj, lambda d: staff.disable(d, organization, email))
    typer.echo(f"{email} is disabled")


@staff_app.command(name="list")
def list_(context: typer.Context, organization: Organization) -> None:
    """List the accounts: address, roles, state, second factor, when they were last seen."""
    rows = run(context.obj, lambda d: staff.list_accounts(d, organization))
    show_list(map(_line, rows), "there is no account")


@staff_app.command(name="role")
def roles_(
    context: typer.Context,
    organization: Organization,
    email: Email,
    role: Annotated[list[Role], typer.Argument(help="One or more; they take the place of all.")],
) -> None:
    """Say what somebody is: owner, reception, professional. Their sessions end."""
    rule = context.obj.settings.staff_second_factor
    run(context.obj, lambda d: staff.set_roles(d, organization, email, role, rule))
    typer.echo(f"{email}: {', '.join(sorted(set(role)))}")


@staff_app.command(name="member")
def member_(
    context: typer.Context,
    organization: Organization,
    email: Email,
    member: Annotated[
        str | None, typer.Argument(help="The member's key; nobody's if left out.")
    ] = None,
) -> None:
    """Say whose agenda a professional sees and changes in the console."""
    run(context.obj, lambda d: staff.set_member(d, organization, email, member))
    typer.echo(f"{email}: the agenda of {member}" if member else f"{email}: nobody's agenda")


@staff_app.command(name="end-sessions")
def end_sessions(
    context: typer.Context,
    organization: Organization,
    email: Annotated[str | None, typer.Argument(help="Whose; without it everybody's.")] = None,
) -> None:
    """Log somebody, or everybody of an organization, out everywhere."""
    count = run(context.obj, lambda d: staff.end_sessions(d, organization, email))
    typer.echo(f"sessions ended: {count}")


@staff_app.command(name="reset-factor")
def reset_factor(context: typer.Context, organization: Organization, email: Email) -> None:
    """Take the second factor away from who lost it. First make sure that it is them who asks."""
    run(context.obj, lambda d: staff.reset_factor(d, organization, email))
    typer.echo(f"{email} logs in without a second factor, or sets one up if it is required")


@staff_app.command(name="require-factor")
def require_factor(
    context: typer.Context,
    organization: Organization,
    email: Email,
    off: Annotated[bool, typer.Option("--off", help="Not any more.")] = False,
) -> None:
    """Let somebody in with a second factor only (for all: staff_second_factor in the organization's file)."""
    run(context.obj, lambda d: staff.require_factor(d, organization, email, not off))
    typer.echo(f"{email}: a second factor is {'not required' if off else 'required'}")


@staff_app.command(name="log")
def log_(
    context: typer.Context,
    organization: Organization,
    email: Annotated[str | None, typer.Argument(help="Whose; without it everybody's.")] = None,
    most: Annotated[int, typer.Option(min=1, max=10_000, help="How many lines.")] = 100,
) -> None:
    """What happened to the accounts: logins, failures, changes; the latest first, in UTC."""
    rows = run(context.obj, lambda d: staff.list_events(d, organization, email, most))
    show_list(map(_event, rows), "nothing has happened yet")


def _event(row: EventRow) -> str:
    what = row.kind if row.times == 1 else f"{row.kind} ({row.times} times)"
    where = "operator" if row.address is None else row.address
    browser = browser_words(row.browser, "en") if row.browser else "-"
    return "\t".join((f"{row.at:%Y-%m-%d %H:%M:%S}", row.email, what, where, browser))


def _say(deployment: Deployment, link: str | None) -> None:
    if link is None:
        typer.echo("the password is kept")
        return
    typer.echo(f"{deployment.settings.address}/login/{link}")
    typer.echo(f"the link works once, within {staff.LINK_HOURS} hours", err=True)


def _line(row: AccountRow) -> str:
    cells = [row.email, ",".join(row.roles), _state(row), _factor(row)]
    cells += [f"agenda of {row.member}"] if row.member else []
    return "\t".join((*cells, f"last seen {row.seen_at or 'never'}"))


def _factor(row: AccountRow) -> str:
    if row.has_factor:
        return "second factor"
    return "second factor missing" if row.needs_factor else "password only"


def _state(row: AccountRow) -> str:
    if row.disabled_at:
        return "disabled"
    if row.has_password:
        return "active"
    return "invited" if row.invited else "invitation over"
