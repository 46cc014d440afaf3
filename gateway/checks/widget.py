"""Checks the chats that businesses may show on their own sites."""

from collections.abc import Iterator

from agent.settings import Settings
from gateway.channels.kit.site_origins import site_origins
from gateway.channels.web import Web
from gateway.checks.finding import Finding
from gateway.checks.stored import Stored
from gateway.organizations.document_types import ConnectionDocument

_WHAT = "sites"


async def check_widget(settings: Settings, stored: Stored) -> list[Finding]:
    """Whose sites may show a chat, and whether their browsers would load it."""
    pages = {
        slug: [c for c in document["connections"] if c["channel"] == Web.name]
        for slug, document in stored.documents.items()
    }
    sites = {slug: one for slug, own in pages.items() if (one := _sites(own))}
    if not sites:
        do = "settings: {origins: [https://clinic.example]} on a web connection"
        return [Finding("off", _WHAT, "no site may show one", do if any(pages.values()) else "")]
    return list(_findings(settings, sites))


def _sites(connections: list[ConnectionDocument]) -> list[str]:
    return [site for one in connections for site in site_origins(one["settings"])]


def _findings(settings: Settings, sites: dict[str, list[str]]) -> Iterator[Finding]:
    text = "; ".join(f"{slug}: {', '.join(own)}" for slug, own in sorted(sites.items()))
    encrypted = any(site.startswith("https:") for own in sites.values() for site in own)
    if encrypted and not settings.address.startswith("https://"):
        do = "set PUBLIC_URL to an address with https; other pages load no script from elsewhere"
        yield Finding("bad", _WHAT, f"{text}, but {settings.address} is not encrypted", do)
    else:
        do = f"frontdesk org widget {min(sites)} prints the line for the site"
        yield Finding("ok", _WHAT, f"{text} ({do})")
