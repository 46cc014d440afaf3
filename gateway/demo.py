"""The demo: its own database and secrets under `.frontdesk/demo`, both demo organizations applied."""

import secrets
import socket
from pathlib import Path

from agent.databases.embedded import remove_embedded
from agent.databases.migrate import migrate
from agent.errors import OperatorError
from agent.settings import Settings, export_environment
from gateway.desk import database_url, open_database
from gateway.organizations import commands
from gateway.organizations.loading import load
from gateway.web_page import demo_variable

FILES = Path(__file__).parents[1] / "demo"
FOLDER = Path(".frontdesk") / "demo"
WAIT_SECONDS = 2.5
"""The demo gathers messages for a shorter time than the default of ten seconds."""
_KEPT = FOLDER / "secrets.env"


_ELSEWHERE = (
    "database_url", "supabase_url", "supabase_service_role_key", "redis_url",
    "langfuse_host", "langfuse_public_key", "langfuse_secret_key",
)  # fmt: skip
"""Where a configured deployment keeps things: conversations of the demo do not belong there."""


def demo_settings(*, reset: bool = False) -> Settings:
    """Settings over the demo's own data. Secrets are made once and kept beside the data.

    What answers (models, Gemini) is used when it is configured; nothing is kept elsewhere.
    """
    if reset:
        remove_embedded(FOLDER / "postgres")
        _KEPT.unlink(missing_ok=True)
    kept = _secrets()
    export_environment(kept)
    configured = Settings()
    port = configured.gateway_port if _free(configured.gateway_port) else _free_port()
    changed: dict[str, object] = {
        "demo": True,
        **dict.fromkeys(_ELSEWHERE),
        "frontdesk_data_dir": FOLDER,
        "api_key": configured.api_key or kept["API_KEY"],
        "gateway_port": port,
    }
    # A .env copied from .env.example names the defaults.
    if _is_default(configured, "debounce_seconds"):
        changed["debounce_seconds"] = WAIT_SECONDS
    for provider in ("gupshup", "evolution"):
        if _is_default(configured, f"{provider}_base_url"):
            changed[f"{provider}_base_url"] = f"http://127.0.0.1:{port}/demo/{provider}"
    return Settings.model_validate({**configured.model_dump(), **changed})


def _is_default(settings: Settings, name: str) -> bool:
    return bool(getattr(settings, name) == Settings.model_fields[name].default)


async def prepare(settings: Settings) -> None:
    """Migrates and applies the organizations' files. A second run changes nothing."""
    migrate(database_url(settings))
    async with open_database(settings) as database:
        for file in sorted(FILES.glob("*.yaml")):
            plan = await commands.plan(database, load(file), settings.secret)
            if plan.changes:
                await commands.apply(database, plan)


def welcome(settings: Settings) -> str:
    """What is printed when the demo is up."""
    token = settings.secret(demo_variable("aurora", "GUPSHUP_TOKEN"))
    address = settings.address
    return f"""
  frontdesk is answering.

  Chat page     {address}/
  API key       {settings.api_key.get_secret_value() if settings.api_key else ""}   (Authorization: Bearer …)

  A WhatsApp message as Gupshup delivers it (the reply is printed here, as no provider is configured):

  curl -X POST {address}/webhooks/gupshup/{token} -H 'content-type: application/json' -d '{_PAYLOAD}'

  Stop with Ctrl+C. Start clean with: make demo RESET=1
"""


_PAYLOAD = (
    '{"app":"AuroraLumbreApp","type":"message","payload":{"id":"demo-1","source":"573005550123",'
    '"type":"text","payload":{"text":"Hola, quiero una cita de depilación láser para mañana a las 3 '
    'de la tarde"},"sender":{"phone":"573005550123","name":"Ana","country_code":"57",'
    '"dial_code":"3005550123"}}}'
)


def kept_token(slug: str, channel: str) -> str:
    """The token that the demo made for a connection. Raises OperatorError when it never ran."""
    if not _KEPT.exists():
        raise OperatorError("the demo has not run here yet; give the token with --token")
    kept = _secrets()
    name = demo_variable(slug, f"{channel.upper()}_TOKEN")
    if name not in kept:
        raise OperatorError(f"the demo has no connection of {slug} for {channel}")
    return kept[name]


def _secrets() -> dict[str, str]:
    """Reads the kept secrets, making those that are missing."""
    kept: dict[str, str] = {}
    if _KEPT.exists():
        lines = _KEPT.read_text("utf-8").splitlines()
        kept = dict(line.split("=", 1) for line in lines if "=" in line)
    wanted = ["API_KEY"]
    for file in sorted(FILES.glob("*.yaml")):
        for connection in load(file).connections:
            wanted += [
                connection.token_env,
                *([connection.secret_env] if connection.secret_env else []),
            ]
    missing = [name for name in wanted if name not in kept]
    if missing:
        kept |= {name: secrets.token_hex(16) for name in missing}
        FOLDER.mkdir(parents=True, exist_ok=True)
        _KEPT.touch(mode=0o600)
        _KEPT.write_text("".join(f"{k}={v}\n" for k, v in kept.items()), "utf-8")
    return kept


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
