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
        *_moments(documents, without),
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


_Lacking = dict[str, dict[str, list[str]]]
"""By kind of message, and by channel, the organizations."""


def _without_template(documents: dict[str, OrganizationDocument], settings: Settings) -> _Lacking:
    """Organizations with a connection that needs templates and has none."""
    lacking: _Lacking = {kind: {} for kind in KINDS}
    for slug, document in sorted(documents.items()):
        language = document["language"]
        for kind in KINDS:
            for connection in document["connections"]:
                channel = connection["channel"]
                if takes_templates(channel) and not template_for(
                    kind,
                    channel,
                    connection["settings"],
                    settings,
                    language=language,
                    fallback=language,
                ):
                    slugs = lacking[kind].setdefault(channel, [])
                    slugs += [slug] if slug not in slugs else []
    return {kind: channels for kind, channels in lacking.items() if channels}


def _of(channels: dict[str, list[str]]) -> str:
    return ", ".join(sorted({slug for slugs in channels.values() for slug in slugs}))


def _set_templates(without: _Lacking, kinds: tuple[str, ...]) -> str:
    """What to set, where the template of each channel is named: a template is of one provider, and only Gupshup's
    may be the deployment's."""
    lacking: dict[str, list[str]] = {}
    for kind in kinds:
        for channel in without.get(kind, {}):
            lacking.setdefault(channel, []).append(kind)
    return "; ".join(_set(channel, lacking[channel]) for channel in sorted(lacking))


def _set(channel: str, kinds: list[str]) -> str:
    own = f"{' and '.join(f'{kind}_template' for kind in kinds)} in the settings of the"
    if channel != "gupshup":
        hours = " (an inbox of WhatsApp)" if channel == "chatwoot" else ""
        return f"set {own} {channel.capitalize()} connection{hours}"
    names = " and ".join(f"GUPSHUP_{kind.upper()}_TEMPLATE_ID" for kind in kinds)
    return f"set {names}, or {own} Gupshup connection"


def _reminders(without: _Lacking) -> Finding:
    names = {"confirmation": "confirmation requests", "reminder": "reminders"}
    parts = [f"{name} of {_of(without[k])}" for k, name in names.items() if k in without]
    if not parts:
        return Finding("ok", "reminders", "also outside the 24-hour window")
    text = f"outside the 24-hour window no {'; '.join(parts)}"
    return Finding("off", "reminders", text, _set_templates(without, tuple(names)))


def _moments(documents: dict[str, OrganizationDocument], without: _Lacking) -> list[Finding]:
    """Of organizations whose file sets one; nothing where none does."""
    using = {
        "release": {s for s, one in documents.items() if one["scheduling"]["release"]},
        "aftercare": {
            s for s, one in documents.items() if any(v["aftercare"] for v in one["services"])
        },
        "review": {s for s, one in documents.items() if one["review"]},
    }
    using["released"] = using["release"]
    if not any(using.values()):
        return []
    lacking: _Lacking = {}
    for kind, slugs in using.items():
        for channel, lacks in without.get(kind, {}).items():
            if mine := [slug for slug in lacks if slug in slugs]:
                lacking.setdefault(kind, {})[channel] = mine
    if not lacking:
        return [Finding("ok", "moments", "also outside the 24-hour window")]
    parts = [f"{kind} of {_of(channels)}" for kind, channels in sorted(lacking.items())]
    text = f"outside the 24-hour window no {'; '.join(parts)}"
    return [Finding("off", "moments", text, _set_templates(lacking, tuple(sorted(lacking))))]


def _waiting_list(without: _Lacking) -> Finding:
    if "waiting" not in without:
        return Finding("ok", "waiting list", "also outside the 24-hour window")
    text = f"outside the 24-hour window customers of {_of(without['waiting'])} are passed over"
    return Finding("off", "waiting list", text, _set_templates(without, ("waiting",)))


async def check_staff_template(settings: Settings) -> list[Finding]:
    """Whether staff on Gupshup can be told at any hour."""
    if settings.gupshup_escalation_template_id:
        return [Finding("ok", "staff notices", "also outside the 24-hour window")]
    text = "on Gupshup only within 24 hours of their own message"
    return [Finding("off", "staff notices", text, "set GUPSHUP_ESCALATION_TEMPLATE_ID")]
