"""What `frontdesk check` says about access: (state, what, said), state ok, off or bad."""

from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from agent.database import Database
from agent.settings import Settings
from gateway.access import credentials
from gateway.access.vault import Vault, vault_of

Fact = tuple[str, str, str]
_SHORTEST_API_KEY = 20
_FEWEST_LETTERS = 8


def access_facts(settings: Settings) -> Iterator[Fact]:
    """Everything that the settings alone tell."""
    yield api_key(settings)
    yield address(settings)
    yield cors(settings)
    yield proxies(settings)
    yield from demo(settings)


def api_key(settings: Settings) -> Fact:
    if settings.api_key is None:
        said = "API_KEY is not set: POST /invoke takes keys of organizations only (frontdesk keys)"
        return "off", "API key", said
    key = settings.api_key.get_secret_value()
    if len(key) < _SHORTEST_API_KEY or len(set(key)) < _FEWEST_LETTERS:
        return "bad", "API key", "API_KEY is easy to guess; make one: openssl rand -hex 32"
    return "ok", "API key", "POST /invoke and /internal/* take Authorization: Bearer"


def address(settings: Settings) -> Fact:
    if not settings.public_url:
        said = f"PUBLIC_URL is not set: {settings.address} is assumed, receipts have no link"
        return "off", "address", said
    if not settings.address.startswith("https://") and not _local(settings.address):
        said = f"{settings.address} is not HTTPS: tokens, passwords and messages can be read on the way"
        return "bad", "address", said
    return "ok", "address", settings.address


def cors(settings: Settings) -> Fact:
    if "*" in settings.allowed_origins:
        said = "CORS_ORIGINS has *: pages of every site may call and open chats; name them"
        return "bad", "origins", said
    return "ok", "origins", ", ".join(settings.allowed_origins) or "only our own pages"


def proxies(settings: Settings) -> Fact:
    if settings.trusted_proxy_list:
        return "ok", "proxies", f"believed: {', '.join(settings.trusted_proxy_list)}"
    if settings.public_url and not _local(settings.address):
        said = "TRUSTED_PROXIES is not set: behind a proxy, all clients share their limits"
        return "off", "proxies", said
    return "ok", "proxies", "none"


def demo(settings: Settings) -> Iterator[Fact]:
    if not settings.demo:
        return
    if not _local(settings.address):
        yield "bad", "demo", "DEMO is on at a public address: everybody reads every chat"
    elif not _local(f"//{settings.gateway_host}"):
        yield "off", "demo", "DEMO is on, and GATEWAY_HOST lets others in: they read every chat"


async def stored_credentials(database: Database, settings: Settings) -> Fact:
    """Whether everything that is kept can be read. Raises DatabaseUnavailable."""
    vault = vault_of(settings)
    what = "credentials"
    if vault.weak:
        return "bad", what, "FRONTDESK_SECRET_KEY has a key of fewer than 32 characters"
    kept = [item async for item in credentials.kept(database)]
    unreadable = await credentials.unreadable(database, vault)
    if unreadable:
        names = ", ".join(f"{i.organization} {i.connection} {i.place.name}" for i, _ in unreadable)
        reasons = "; ".join(sorted({reason for _, reason in unreadable}))
        return "bad", what, f"not readable, so messages wait: {names} ({reasons})"
    return _readable(vault, kept)


def _readable(vault: Vault, kept: list[credentials.Kept]) -> Fact:
    what = "credentials"
    if not kept:
        said = "none stored" if vault.key_ids else "none stored, FRONTDESK_SECRET_KEY is not set"
        return "ok", what, f"{said}: the environment's are used"
    old = [item for item in kept if item.sealed.key_id != vault.key_ids[0]]
    said = f", {len(old)} with an older key: frontdesk secrets rotate" if old else ""
    return "off" if old else "ok", what, f"{len(kept)} stored{said}"


def _local(url: str) -> bool:
    """Whether only this machine, or its private network, gets there."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        found = ip_address(host)
    except ValueError:
        return False
    return found.is_private and not found.is_unspecified
