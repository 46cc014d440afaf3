"""`frontdesk deployment env`: the secrets that docker-compose.yml needs."""

import base64
import hashlib
import hmac
import json
import secrets
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from agent.shipped import shipped

TEMPLATE = shipped("deploy") / "compose.env.example"
_ALPHABET = string.ascii_letters + string.digits
_LENGTH = 40

deployment_app = typer.Typer(help="Deploying with Docker Compose.", no_args_is_help=True)


@deployment_app.callback()
def _group() -> None:
    """Keeps `env` a sub-command while it is the only one."""


@deployment_app.command()
def env(
    file: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Write here (only you can read it).")
    ] = None,
) -> None:
    """Print a .env for docker-compose.yml with new secrets; an existing file is never touched."""
    text = compose_environment()
    if file is None:
        typer.echo(text, nl=False)
        return
    try:
        file.touch(mode=0o600, exist_ok=False)
    except FileExistsError as error:
        typer.echo(f"{file} exists; its secrets are those of your volumes", err=True)
        raise typer.Exit(1) from error
    file.write_text(text, "utf-8")
    typer.echo(f"wrote {file}")


def compose_environment() -> str:
    """The example file with a new secret in every place that asks for one."""
    return "\n".join(_filled(TEMPLATE.read_text("utf-8"))) + "\n"


def service_key(secret: str, role: str = "service_role") -> str:
    """A token (HS256) with which PostgREST lets its bearer be `role`; it does not expire."""
    head = _part({"alg": "HS256", "typ": "JWT"}) + "." + _part({"role": role, "iss": "frontdesk"})
    signature = hmac.new(secret.encode(), head.encode(), hashlib.sha256).digest()
    return f"{head}.{_text(signature)}"


def _filled(template: str) -> Iterator[str]:
    made: dict[str, str] = {}
    for line in template.splitlines():
        name, equals, value = line.partition("=")
        if not equals or name.startswith("#"):
            yield line
            continue
        if value == "<service key>":
            value = service_key(made["PGRST_JWT_SECRET"])
        value = value.replace("<secret>", _secret()).replace(
            "<64 hex digits>", secrets.token_hex(32)
        )
        made[name] = value
        yield f"{name}={value}"


def _secret() -> str:
    """Letters and digits only, for most of them stand in addresses."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def _part(claims: dict[str, str]) -> str:
    return _text(json.dumps(claims, separators=(",", ":")).encode())


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
