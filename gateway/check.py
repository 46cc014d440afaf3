"""`frontdesk check`: what is configured, what is missing and what that switches off."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from agent.database import Database
from agent.databases.migrate import pending
from agent.errors import DatabaseUnavailable
from agent.settings import Settings
from agent.types import Json
from gateway.desk import database_url, open_database
from gateway.templates import CHANNELS_WITH_TEMPLATES, KINDS, template_for


@dataclass(frozen=True, slots=True)
class Finding:
    """`state`: ok, off (works without) or bad (does not work)."""

    state: str
    what: str
    said: str


async def check(settings: Settings) -> list[Finding]:
    """Looks at the settings and asks the database; changes nothing but starting the embedded one."""
    return [*_settings(settings), *await _database(settings)]


def _settings(settings: Settings) -> Iterator[Finding]:
    if settings.openai_api_key:
        yield Finding("ok", "model", settings.openai_chat_model)
    else:
        yield Finding("off", "model", "OPENAI_API_KEY is not set: the offline model answers")
    if settings.api_key:
        yield Finding("ok", "API key", "POST /invoke and /internal/* take Authorization: Bearer")
    else:
        yield Finding("off", "API key", "API_KEY is not set: POST /invoke refuses everybody")
    if settings.public_url:
        yield Finding("ok", "address", settings.address)
    else:
        said = f"PUBLIC_URL is not set: {settings.address} is assumed, receipts have no link"
        yield Finding("off", "address", said)
    if settings.gupshup_escalation_template_id:
        yield Finding("ok", "staff template", settings.gupshup_escalation_template_id)
    else:
        said = "GUPSHUP_ESCALATION_TEMPLATE_ID is not set: staff on Gupshup are reached only "
        yield Finding("off", "staff template", said + "within 24 hours of their own last message")
    yield from _files(settings)
    for name in ("redis_url", "langfuse_host"):
        if getattr(settings, name):
            yield Finding("off", name.upper(), "is set, and not used by this version yet")
    if settings.media_allow_http or settings.media_allow_private:
        yield Finding("bad", "media", "MEDIA_ALLOW_HTTP/PRIVATE are for development only")


def _files(settings: Settings) -> Iterator[Finding]:
    """Who reads received files, and where they are kept."""
    if settings.gemini_api_key:
        yield Finding("ok", "voice, pictures", settings.gemini_model)
    else:
        said = "GEMINI_API_KEY is not set: only PDFs with their own text and text files are read"
        yield Finding("off", "voice, pictures", said)
    if settings.supabase_url and settings.supabase_service_role_key:
        said = f"received files go to the private bucket {settings.supabase_media_bucket}"
        yield Finding("ok", "files", said)
    else:
        yield Finding("ok", "files", f"received files stay in {settings.data_dir / 'media'}")


async def _database(settings: Settings) -> list[Finding]:
    kind = "configured" if settings.database_url else "embedded"
    try:
        missing = await asyncio.to_thread(pending, database_url(settings))
        if missing:
            said = f"{len(missing)} to apply: run `frontdesk migrate`"
            return [
                Finding("ok", "database", f"{kind}, reachable"),
                Finding("bad", "migrations", said),
            ]
        async with open_database(settings) as database:
            organizations: list[Json] = await database.call("organization_list")
            without = await _without_template(database, organizations, settings)
    except DatabaseUnavailable:
        return [Finding("bad", "database", f"{kind}, not reachable")]
    names = ", ".join(o["slug"] for o in organizations)
    return [
        Finding("ok", "database", f"{kind}, reachable"),
        Finding("ok", "migrations", "all applied"),
        Finding(
            "ok" if names else "off", "organizations", names or "none: frontdesk org apply FILE"
        ),
        _reminders(without),
        _waiting_list(without),
    ]


async def _without_template(
    database: Database, organizations: list[Json], settings: Settings
) -> dict[str, list[str]]:
    """Organizations with a connection that needs templates and has none, by kind of message."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for organization in organizations:
        document: Json = await database.call(
            "organization_export", organization=UUID(organization["id"])
        )
        language = document["language"]
        for kind in KINDS:
            for connection in document["connections"]:
                needs = connection["channel"] in CHANNELS_WITH_TEMPLATES
                if needs and not template_for(
                    kind, connection, settings, language=language, fallback=language
                ):
                    found[kind].append(organization["slug"])
    return {kind: sorted(set(slugs)) for kind, slugs in found.items() if slugs}


def _reminders(without: dict[str, list[str]]) -> Finding:
    names = {"confirmation": "confirmation requests", "reminder": "reminders"}
    said = [f"{name} of {', '.join(without[k])}" for k, name in names.items() if k in without]
    if not said:
        return Finding("ok", "reminders", "also outside the 24-hour window")
    how = "set GUPSHUP_CONFIRMATION_TEMPLATE_ID and GUPSHUP_REMINDER_TEMPLATE_ID"
    return Finding("off", "reminders", f"outside the 24-hour window no {'; '.join(said)}: {how}")


def _waiting_list(without: dict[str, list[str]]) -> Finding:
    if "waiting" not in without:
        return Finding("ok", "waiting list", "also outside the 24-hour window")
    said = (
        f"outside the 24-hour window customers of {', '.join(without['waiting'])} are passed over"
    )
    return Finding("off", "waiting list", f"{said}: set GUPSHUP_WAITING_TEMPLATE_ID")
