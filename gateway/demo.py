"""The demo: an embedded database with both demo organizations, and secrets made for them.

It lies in the data folder, where every other command finds it. Where those work with a configured
database, the demo keeps a folder of its own beside what belongs to that one.
"""

import secrets
import socket
from collections.abc import Collection, Mapping
from pathlib import Path

from agent.data.migrate import migrate
from agent.data.postgres import PostgresDatabase
from agent.data.scratch import rows
from agent.data_folder import FORMER, make_private
from agent.errors import OperatorError
from agent.settings import Settings, export_environment
from agent.shipped import shipped
from gateway import demo_staff
from gateway.container import database_url, open_database
from gateway.organizations import commands
from gateway.organizations.loading import load
from gateway.organizations.rows import OrganizationRow, list_organizations
from gateway.web.page import demo_variable
from gateway.web.widget import snippet

FILES = shipped("demo")
WAIT_SECONDS = 2.5
"""The demo gathers messages for a shorter time than the default of ten seconds."""
_ENV_FILE = "demo.env"
_API_KEY = "API_KEY"

_ELSEWHERE = (
    "database_url", "supabase_url", "supabase_service_role_key", "redis_url",
    "langfuse_host", "langfuse_public_key", "langfuse_secret_key",
)  # fmt: skip
"""Where a configured deployment keeps things: conversations of the demo do not belong there."""
_DATABASES = ("database_url", "supabase_url", "supabase_service_role_key")


def demo_settings(*, reset: bool = False) -> Settings:
    """Settings over the demo's own data. Secrets are made once and kept beside the data.

    What answers (models, Gemini) is used when it is configured; nothing is kept elsewhere.
    """
    configured = Settings()
    folder = demo_folder(configured)
    if reset:
        _remove(folder)
    secrets_of_demo = _secrets(folder)
    export_environment(_for_programs(secrets_of_demo))
    port = configured.gateway_port if _free(configured.gateway_port) else _free_port()
    changed: dict[str, object] = {
        "demo": True,
        **dict.fromkeys(_ELSEWHERE),
        "frontdesk_data_dir": folder,
        "staff_second_factor": "off",
        "api_key": configured.api_key or secrets_of_demo[_API_KEY],
        "gateway_port": port,
    }
    # A .env copied from .env.example names the defaults.
    if _is_default(configured, "debounce_seconds"):
        changed["debounce_seconds"] = WAIT_SECONDS
    for provider in ("gupshup", "evolution"):
        if _is_default(configured, f"{provider}_base_url"):
            changed[f"{provider}_base_url"] = f"http://127.0.0.1:{port}/demo/{provider}"
    return Settings.model_validate({**configured.model_dump(), **changed})


def demo_folder(settings: Settings) -> Path:
    """The data folder; below it where other commands use a configured database."""
    return settings.data_dir / "demo" if _is_elsewhere(settings) else settings.data_dir


def export_stored_secrets(settings: Settings) -> None:
    """Lets commands that work on the demo's database know its connections' secrets."""
    if _is_elsewhere(settings):
        return
    try:
        stored = _read(settings.data_dir / _ENV_FILE)
    except (OperatorError, OSError):  # whoever needs the folder says what is wrong with it
        return
    programs = _for_programs(stored)
    export_environment({name: value for name, value in programs.items() if name != _API_KEY})


def _for_programs(stored: Mapping[str, str]) -> dict[str, str]:
    """Without what people type."""
    people = set(map(demo_staff.password_variable, _slugs()))
    return {name: value for name, value in stored.items() if name not in people}


def is_demo(settings: Settings, organizations: Collection[str]) -> bool:
    """Whether the database that commands work with is the demo's and holds nothing besides: then
    its providers are played, also for commands that are not the demo itself."""
    if _is_elsewhere(settings) or not (settings.data_dir / _ENV_FILE).exists():
        return False
    return bool(organizations) and set(organizations) <= _slugs()


def _slugs() -> set[str]:
    return {load(file).slug for file in FILES.glob("*.yaml")}


def _is_elsewhere(settings: Settings) -> bool:
    return any(getattr(settings, name) for name in _DATABASES)


def _is_default(settings: Settings, name: str) -> bool:
    return bool(getattr(settings, name) == Settings.model_fields[name].default)


async def prepare(settings: Settings) -> None:
    """Migrates and applies the organizations' files. A second run changes nothing.

    Raises OperatorError when other organizations live in this database: in the demo everybody on this
    machine reads every chat.
    """
    migrate(database_url(settings))
    files = [load(file) for file in sorted(FILES.glob("*.yaml"))]
    _refuse_others(settings.data_dir, database_url(settings))
    async with open_database(settings) as database:
        for file in files:
            plan = await commands.plan(database, file, settings.secret)
            if plan.changes:
                await commands.apply(database, plan)
        for one in await list_organizations(database):
            await _open_console(database, one, settings)


async def _open_console(
    database: PostgresDatabase, one: OrganizationRow, settings: Settings
) -> None:
    """The staff's account, whose password is kept with the other secrets; a new business gets a day to look at."""
    file, name = settings.data_dir / _ENV_FILE, demo_staff.password_variable(one.slug)
    stored = _read(file).get(name)
    password = await demo_staff.open_account(database, one, stored)
    if password == stored:
        return
    _keep(file, {**_read(file), name: password})
    if stored is None and not await demo_staff.has_appointments(database, one):
        await demo_staff.first_day(database, one, settings)


def _refuse_others(folder: Path, url: str) -> None:
    """Raises OperatorError when organizations besides the demo's live in the database."""
    made = rows(url, "select to_regclass('public.organizations') is not null as made")[0]["made"]
    there = {row["slug"] for row in rows(url, "select slug from organizations")} if made else set()
    if others := sorted(there - _slugs()):
        raise OperatorError(
            f"{folder} also holds {', '.join(others)}: the demo would show its chats to everybody on "
            "this machine, and a reset delete them. Give the demo a folder of its own "
            "(FRONTDESK_DATA_DIR), or use frontdesk serve"
        )


def welcome(settings: Settings) -> str:
    """What is printed when the demo is up."""
    token = settings.secret(demo_variable("aurora", "GUPSHUP_TOKEN"))
    page = settings.secret(demo_variable("aurora", "WEB_TOKEN")) or ""
    address = settings.address
    return f"""
  frontdesk is answering.

  Chat page     {address}/
  Console       {address}/console   (what the staff see){_logins(settings)}
  API key       {settings.api_key.get_secret_value() if settings.api_key else ""}   (Authorization: Bearer …)
  Data          {settings.data_dir}{_of_former()}
  Commands      {_prefix(settings)}frontdesk agenda list aurora (from any folder)

  A WhatsApp message as Gupshup delivers it (the reply is printed here, as no provider is configured):

  curl -X POST {address}/webhooks/gupshup/{token} -H 'content-type: application/json' -d '{_PAYLOAD}'

  The chat on a site of your own (a page at http://localhost:5500, say; demo/aurora.yaml lists who may):

  {snippet(address, page)}

  Stop with Ctrl+C. Start clean with: make demo RESET=1 (or frontdesk demo --reset)
"""


def _logins(settings: Settings) -> str:
    """Who may log in, a line each."""
    stored = _read(settings.data_dir / _ENV_FILE)
    return "".join(
        f"\n                {demo_staff.email_of(file.slug, file.language)}   {password}"
        for file in map(load, sorted(FILES.glob("*.yaml")))
        if (password := stored.get(demo_staff.password_variable(file.slug)))
    )


def _of_former() -> str:
    former = FORMER / "demo"
    return f"   (no longer used: {former.absolute()})" if former.is_dir() else ""


def _prefix(settings: Settings) -> str:
    """What a command needs besides, where a configured database would come first."""
    if not _is_elsewhere(Settings()):
        return ""
    without = " ".join(f"{name.upper()}=" for name in _DATABASES)
    return f"{without} FRONTDESK_DATA_DIR='{settings.data_dir}' "


_PAYLOAD = (
    '{"app":"AuroraLumbreApp","type":"message","payload":{"id":"demo-1","source":"573005550123",'
    '"type":"text","payload":{"text":"Hola, quiero una cita de depilación láser para mañana a las 3 '
    'de la tarde"},"sender":{"phone":"573005550123","name":"Ana","country_code":"57",'
    '"dial_code":"3005550123"}}}'
)


def stored_token(slug: str, channel: str) -> str:
    """The token that the demo made for a connection. Raises OperatorError when it never ran."""
    stored = _read(demo_folder(Settings()) / _ENV_FILE)
    if not stored:
        raise OperatorError("the demo has not run here yet; give the token with --token")
    name = demo_variable(slug, f"{channel.upper()}_TOKEN")
    if name not in stored:
        raise OperatorError(f"the demo has no connection of {slug} for {channel}")
    return stored[name]


def _remove(folder: Path) -> None:
    """Raises OperatorError when somebody uses the database, or it holds more than the demo."""
    from agent.data.embedded import remove_embedded, start_embedded

    data = folder / "postgres"
    if data.exists():
        _refuse_others(folder, start_embedded(data))
    remove_embedded(data)
    (folder / _ENV_FILE).unlink(missing_ok=True)


def _secrets(folder: Path) -> dict[str, str]:
    """Reads the kept secrets, making those that are missing."""
    stored = _read(folder / _ENV_FILE)
    wanted = [_API_KEY]
    for file in sorted(FILES.glob("*.yaml")):
        for connection in load(file).connections:
            wanted += filter(None, (connection.token_env, connection.secret_env))
    missing = [name for name in wanted if name not in stored]
    if missing:
        stored |= {name: secrets.token_hex(16) for name in missing}
        make_private(folder)
        _keep(folder / _ENV_FILE, stored)
    return stored


def _keep(file: Path, stored: dict[str, str]) -> None:
    file.touch(mode=0o600)
    file.write_text("".join(f"{k}={v}\n" for k, v in stored.items()), "utf-8")


def _read(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    lines = file.read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


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
