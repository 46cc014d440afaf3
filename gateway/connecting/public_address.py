"""Whether the provider can call us: PUBLIC_URL, and the connection's own address behind it."""

import httpx

from agent.settings import Settings
from gateway.channels.kit.inquiry import inquire
from gateway.channels.setup import Step
from gateway.checks.access import check_address

_FIRST_TRY = "docs/first-try.md tells how a laptop is reached"


async def check_public_address(
    settings: Settings, channel: str, token: str, http: httpx.AsyncClient, *, called: bool = True
) -> Step:
    """Right when a call of the address finds this connection. `called`: by a provider, and not only people."""
    if not settings.public_url and not called:
        what = "PUBLIC_URL is not set, so the chat opens on this machine only"
        return Step("todo", what, "set PUBLIC_URL=https://your.address in .env for others")
    if not settings.public_url:
        what = "PUBLIC_URL is not set, so no provider can call this gateway"
        do = f"set PUBLIC_URL=https://your.address in .env and start frontdesk serve; {_FIRST_TRY}"
        return Step("wrong", what, do)
    finding, *_ = await check_address(settings)
    if finding.state != "ok":
        return Step("wrong", finding.text, finding.do or _FIRST_TRY)
    answer = await inquire(http, webhook_url(settings, channel, token), method="POST", content=b"")
    if answer is None or answer.status >= 500:
        told = "does not answer" if answer is None else answer.words
        do = "start frontdesk serve again with this .env (FRONTDESK_SECRET_KEY); else see its log"
        return Step("wrong", f"{settings.address}: {told}", do)
    if answer.status == 404:
        what = f"the gateway at {settings.address} does not know this connection"
        do = "does it run on this database, and does the proxy pass /webhooks/ on?"
        return Step("wrong", what, do)
    return Step("right", f"{settings.address} leads to this connection")


def webhook_url(settings: Settings, channel: str, token: str) -> str:
    """The address that a provider calls. It holds the connection's token."""
    return f"{settings.address}/webhooks/{channel}/{token}"
