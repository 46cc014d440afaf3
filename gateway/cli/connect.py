"""`frontdesk connect`: a number from the first question to a test message. Exit code 1: something is wrong."""

import sys
from pathlib import Path
from typing import Annotated

import httpx
import typer

from agent.clock import SystemClock
from agent.data.database import Database
from agent.tls import tls_context
from gateway.channels.setup import Step
from gateway.cli.deployment import Deployment, run
from gateway.connecting.connecting import Connecting, Wishes
from gateway.connecting.waiting import Patience

_ENV = "FRONTDESK_CONNECT_"


class Terminal:
    """Asks whoever sits at it; secrets are not shown."""

    def __init__(self) -> None:
        self.interactive = sys.stdin.isatty()

    def text(self, question: str, default: str | None) -> str:
        return str(typer.prompt(question, default=default, show_default=bool(default))).strip()

    def secret(self, question: str) -> str:
        return str(typer.prompt(question, default="", hide_input=True, show_default=False)).strip()

    def show(self, line: str) -> None:
        typer.echo(line)

    def tell(self, step: Step) -> None:
        self.show(line_of(step))


_MARKS = {"right": "ok   ", "done": "done ", "todo": "to do", "wrong": "WRONG"}


def line_of(step: Step) -> str:
    """One line of the terminal."""
    return f"{_MARKS[step.state]}  {step.text}{f' → {step.do}' if step.do else ''}"


def connect(
    context: typer.Context,
    channel: Annotated[
        str, typer.Argument(help="gupshup, evolution, meta, twilio, chatwoot or web.")
    ],
    org: Annotated[
        str, typer.Option("--org", help="The organization's slug.", envvar=f"{_ENV}ORG")
    ],
    connection: Annotated[
        str | None,
        typer.Option(help="The connection's key, where there are several.", envvar=f"{_ENV}KEY"),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(help="App, instance, phone number ID or Account SID.", envvar=f"{_ENV}NAME"),
    ] = None,
    phone: Annotated[
        str | None, typer.Option(help="The business's number.", envvar=f"{_ENV}PHONE")
    ] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=VALUE", help="A setting of the connection; may be repeated."
        ),
    ] = None,
    staff_phone: Annotated[
        str | None,
        typer.Option(
            help="Who is told when a customer needs a person.", envvar=f"{_ENV}STAFF_PHONE"
        ),
    ] = None,
    test_to: Annotated[
        str | None, typer.Option(help="A phone for a test message.", envvar=f"{_ENV}TEST_TO")
    ] = None,
    template: Annotated[
        str | None,
        typer.Option(help="A template without parameters for it.", envvar=f"{_ENV}TEMPLATE"),
    ] = None,
    create: Annotated[
        bool, typer.Option("--create", help="Make an Evolution instance that is missing.")
    ] = False,
    take_over: Annotated[
        bool, typer.Option("--take-over", help="Replace an address that the provider calls now.")
    ] = False,
    env_file: Annotated[
        Path, typer.Option(help="Where generated secrets are written.", dir_okay=False)
    ] = Path(".env"),
    wait: Annotated[
        float, typer.Option(help="Seconds to wait for a scan, a message, a receipt.")
    ] = 90.0,
) -> None:
    """Connect a number: asks for what is missing, tries it, stores it, tells the provider, sends a test.

    Secrets are asked for hidden, or read from the environment (CLINIC_TWILIO_AUTH_TOKEN); every other
    answer is an option, too. Without a terminal nothing is asked: what is missing is listed.
    """
    deployment: Deployment = context.obj
    named = {"name": name, "phone": phone}
    given = {key: value for key, value in named.items() if value is not None}
    wishes = Wishes(
        channel=channel,
        slug=org,
        key=connection,
        given={**_settings(setting or []), **given},
        staff_phone=staff_phone,
        test_to=test_to,
        template=template,
        create=create,
        take_over=take_over,
        env_file=env_file,
        patience=Patience(wait, min(2.0, wait)),
    )

    async def work(database: Database) -> bool:
        async with httpx.AsyncClient(verify=tls_context(), timeout=20) as http:
            clock = SystemClock()
            asker = Terminal()
            one = Connecting(database, deployment.settings, clock, wishes, asker, http)
            return await one.run()

    if not run(deployment, work):
        raise typer.Exit(1)


def _settings(pairs: list[str]) -> dict[str, str]:
    """Raises typer.BadParameter."""
    settings = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise typer.BadParameter(f"{pair}: write NAME=VALUE")
        settings[name.strip()] = value
    return settings
