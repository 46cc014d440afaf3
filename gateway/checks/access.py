"""Checks of access: API key, public address, origins, proxies, demo mode, logs, the .env file."""

import stat
from pathlib import Path
from urllib.parse import urlsplit

from dotenv.parser import parse_stream

from agent.settings import Settings
from gateway.channels.kit.public_address import resolve
from gateway.checks.finding import Finding
from gateway.checks.reach import ask

_SHORTEST_KEY = 20
_ONLY_THEIRS = "API_KEY is not set; /invoke takes frontdesk keys only"
_HERE = ("localhost", "127.0.0.1", "::1")


async def check_api_key(settings: Settings) -> list[Finding]:
    """Whether the key of /invoke could be guessed."""
    if settings.api_key is None:
        return [Finding("off", "API key", _ONLY_THEIRS)]
    key = settings.api_key.get_secret_value()
    if len(key) < _SHORTEST_KEY or len(set(key)) < _SHORTEST_KEY // 3:
        return [Finding("bad", "API key", "it can be guessed", "make one: openssl rand -hex 24")]
    text = "POST /invoke and /internal/* take Authorization: Bearer"
    return [Finding("ok", "API key", text)]


async def check_address(settings: Settings) -> list[Finding]:
    """Whether PUBLIC_URL is one that providers can use, and leads here."""
    if not settings.public_url:
        text = f"PUBLIC_URL is not set: {settings.address} is assumed, receipts have no link"
        return [Finding("off", "address", text)]
    try:
        parts = urlsplit(settings.address)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https"):
        text = "PUBLIC_URL is not an address"
        return [Finding("bad", "address", text, "write it as https://your.address")]
    if parts.scheme == "http" and host not in _HERE:
        text = f"{settings.address} is not encrypted: tokens and messages can be read on the way"
        return [Finding("bad", "address", text, "put a proxy with a certificate before it")]
    if not await _has_address(host):
        text = f"the name {host} of PUBLIC_URL has no address"
        return [Finding("warn", "address", text, "add it to the DNS, or correct PUBLIC_URL")]
    answer = await ask(f"{settings.address}/health")
    if answer is None or answer.body != {"status": "ok"}:
        text = f"{settings.address} does not lead to a running gateway, seen from here"
        return [Finding("warn", "address", text, "is it running, and does the proxy pass it on?")]
    return [Finding("ok", "address", f"{settings.address}, answers", brief=settings.address)]


async def _has_address(host: str) -> bool:
    try:
        return bool(await resolve(host, 443))
    except (OSError, UnicodeError):
        return False


async def check_origins(settings: Settings) -> list[Finding]:
    """Whose pages may call, and whose word on a client's address is taken."""
    if "*" in settings.allowed_origins:
        text = "CORS_ORIGINS has *: pages of every site may call and open chats"
        return [Finding("bad", "origins", text, "name them")]
    if "*" in settings.allowed_host_list:
        text = "ALLOWED_HOSTS has *: whoever makes a name point here has our pages under it"
        return [Finding("bad", "origins", text, "name them")]
    text = ", ".join(settings.allowed_origins) or "only our own pages"
    return [Finding("ok", "origins", text), _proxies(settings)]


def _proxies(settings: Settings) -> Finding:
    if settings.trusted_proxy_list:
        text = f"believed: {', '.join(settings.trusted_proxy_list)}"
        return Finding("ok", "proxies", text)
    if settings.public_url and urlsplit(settings.address).hostname not in _HERE:
        text = "TRUSTED_PROXIES is not set: behind a proxy, all clients share their limits"
        return Finding("off", "proxies", text)
    return Finding("ok", "proxies", "none")


async def check_demo(settings: Settings) -> list[Finding]:
    """The demo's pages and its played provider are for one machine."""
    if not settings.demo:
        return []
    host = urlsplit(settings.address).hostname if settings.public_url else None
    if settings.gateway_host in _HERE and (host is None or host in _HERE):
        return [Finding("ok", "demo", "on this machine only")]
    text = "DEMO is on, and the gateway is open to others"
    return [Finding("bad", "demo", text, "take DEMO away, or PUBLIC_URL and GATEWAY_HOST")]


async def check_logs(settings: Settings) -> list[Finding]:
    """Whether the log may quote customers."""
    if not settings.log_texts:
        return []
    text = "LOG_TEXTS: errors in the log may quote what customers wrote"
    return [Finding("warn", "logs", text, "take it away when the error is found")]


async def check_env_file(settings: Settings, file: Path = Path(".env")) -> list[Finding]:
    """Whether it says what its author means, and others on this machine cannot read the secrets."""
    mode = _mode(file)
    if mode is None:
        return []
    if twice := _set_twice(file):
        text = f"{', '.join(twice)}: set more than once, and only the last one counts"
        return [Finding("bad", file.name, text, "keep one of them")]
    if mode & (stat.S_IRGRP | stat.S_IROTH | stat.S_IWGRP | stat.S_IWOTH):
        text = "others on this machine can read it"
        return [Finding("warn", file.name, text, f"chmod 600 {file}")]
    return [Finding("ok", file.name, "readable by you alone")]


def _set_twice(file: Path) -> list[str]:
    """Names with several values, one of which its author takes for the one that counts."""
    try:
        with file.open(encoding="utf-8") as lines:
            values: dict[str, set[str]] = {}
            for line in parse_stream(lines):
                if line.key:
                    values.setdefault(line.key, set()).add(line.value or "")
    except (OSError, UnicodeDecodeError):
        return []
    return sorted(name for name, given in values.items() if len(given) > 1)


def _mode(file: Path) -> int | None:
    try:
        return file.stat().st_mode
    except OSError:
        return None
