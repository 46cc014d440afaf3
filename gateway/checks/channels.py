"""Checks of the organizations' connections: their secrets, providers and templates."""

import asyncio
from collections.abc import Iterator

from agent.settings import Settings
from gateway.access import credentials
from gateway.channels.connections import API_KEY
from gateway.channels.kit.own_server import written_base_url
from gateway.channels.registry import channel_classes
from gateway.checks.finding import Finding
from gateway.checks.reach import ask
from gateway.checks.stored import Stored
from gateway.demo import is_demo
from gateway.organizations.document_types import OrganizationDocument
from gateway.pipeline.templates import KINDS, takes_templates, template_for

_CredentialPlace = tuple[str, str, str]
"""Organization, connection's key and name of a stored credential."""


async def check_connections(settings: Settings, stored: Stored) -> list[Finding]:
    """Organizations, their secrets, their providers and the templates that they lack."""
    documents = stored.documents
    if not documents:
        return [Finding("off", "organizations", "none", "frontdesk org apply FILE")]
    without, stored_credentials = (
        _without_template(documents, settings),
        await _stored_credentials(stored),
    )
    return [
        Finding("ok", "organizations", ", ".join(documents), brief=", ".join(documents)),
        *_secrets(documents, stored_credentials, settings),
        *_credentials(documents, stored_credentials),
        *await _providers(documents, settings),
        *_advice(documents, settings),
        _reminders(without),
        _waiting_list(without),
    ]


async def _stored_credentials(stored: Stored) -> set[_CredentialPlace]:
    return {
        (one.organization, one.connection, one.place.name)
        async for one in credentials.stored_credentials(stored.database)
    }


def _secrets(
    documents: dict[str, OrganizationDocument],
    stored_credentials: set[_CredentialPlace],
    settings: Settings,
) -> Iterator[Finding]:
    missing = sorted(
        {
            name
            for slug, document in documents.items()
            for connection in document["connections"]
            if (name := connection["secret_env"])
            and (slug, connection["key"], API_KEY) not in stored_credentials
            and not settings.secret(name)
        }
    )
    if missing:
        text = f"not set: {', '.join(missing)}; these connections cannot send"
        yield Finding("bad", "secrets", text, "set them in .env, or frontdesk secrets set")
    else:
        yield Finding("ok", "secrets", "every connection has its own")


def _credentials(
    documents: dict[str, OrganizationDocument], stored_credentials: set[_CredentialPlace]
) -> Iterator[Finding]:
    """What connections lack besides the key, without which they take nothing that comes."""
    for slug, document in documents.items():
        for connection in document["connections"]:
            traits, key = channel_classes().get(connection["channel"]), connection["key"]
            needed = traits.credentials if traits else ()
            missing = [name for name in needed if (slug, key, name) not in stored_credentials]
            if missing:
                text = f"without {' and '.join(missing)} nothing that comes is taken"
                do = f"frontdesk secrets set {slug} {key} --name {missing[0]}"
                yield Finding("bad", f"webhooks of {slug} ({key})", text, do)


def _advice(documents: dict[str, OrganizationDocument], settings: Settings) -> Iterator[Finding]:
    """What only the provider's side can tell."""
    if is_demo(settings, documents):
        return
    used = {c["channel"] for document in documents.values() for c in document["connections"]}
    for channel in sorted(used & set(channel_classes())):
        if advice := channel_classes()[channel].advice:
            yield Finding("off", f"{channel.capitalize()}'s side", advice)


async def _providers(
    documents: dict[str, OrganizationDocument], settings: Settings
) -> list[Finding]:
    connections = [c for document in documents.values() for c in document["connections"]]
    used = {c["channel"] for c in connections}
    if is_demo(settings, documents):
        names = [channel.capitalize() for channel in sorted(used) if settings.base_url(channel)]
        return [Finding("ok", name, "played by the demo; nothing is sent") for name in names]
    providers = {
        (c["channel"], base, base != default.rstrip("/"))
        for c in connections
        if (default := settings.base_url(c["channel"]))
        and (base := written_base_url(c["settings"], default))
    }
    return list(await asyncio.gather(*(_provider(*one) for one in sorted(providers))))


async def _provider(channel: str, base: str, own: bool) -> Finding:
    title = channel.capitalize()
    if await ask(base) is None:
        variable = f"{channel.upper()}_BASE_URL"
        do = f"check {'base_url in the settings of its connection' if own else variable}"
        return Finding("bad", title, f"{base} does not answer", do)
    return Finding("ok", title, f"{base}, reachable")


def _without_template(
    documents: dict[str, OrganizationDocument], settings: Settings
) -> dict[str, list[str]]:
    """Organizations with a connection that needs templates and has none, by kind of message."""
    lacking: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for slug, document in documents.items():
        language = document["language"]
        for kind in KINDS:
            for connection in document["connections"]:
                needs = takes_templates(connection["channel"])
                if needs and not template_for(
                    kind,
                    connection["channel"],
                    connection["settings"],
                    settings,
                    language=language,
                    fallback=language,
                ):
                    lacking[kind].add(slug)
    return {kind: sorted(slugs) for kind, slugs in lacking.items() if slugs}


def _reminders(without: dict[str, list[str]]) -> Finding:
    names = {"confirmation": "confirmation requests", "reminder": "reminders"}
    parts = [f"{name} of {', '.join(without[k])}" for k, name in names.items() if k in without]
    if not parts:
        return Finding("ok", "reminders", "also outside the 24-hour window")
    do = (
        "set GUPSHUP_CONFIRMATION_TEMPLATE_ID and GUPSHUP_REMINDER_TEMPLATE_ID, or confirmation_template "
        "and reminder_template in the connection's settings"
    )
    return Finding("off", "reminders", f"outside the 24-hour window no {'; '.join(parts)}", do)


def _waiting_list(without: dict[str, list[str]]) -> Finding:
    if "waiting" not in without:
        return Finding("ok", "waiting list", "also outside the 24-hour window")
    slugs = ", ".join(without["waiting"])
    text = f"outside the 24-hour window customers of {slugs} are passed over"
    do = "set GUPSHUP_WAITING_TEMPLATE_ID, or waiting_template in the connection's settings"
    return Finding("off", "waiting list", text, do)


async def check_staff_template(settings: Settings) -> list[Finding]:
    """Whether staff on Gupshup can be told at any hour."""
    if settings.gupshup_escalation_template_id:
        return [Finding("ok", "staff notices", "also outside the 24-hour window")]
    text = "on Gupshup only within 24 hours of their own message"
    return [Finding("off", "staff notices", text, "set GUPSHUP_ESCALATION_TEMPLATE_ID")]
