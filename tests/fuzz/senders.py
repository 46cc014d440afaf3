"""A connection of each channel, and what a provider's own requests to it carry.

The names are those that the samples in tests/gateway/channels hold, and requests are signed: what is
refused at the door tests nothing behind it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from agent.data.database import Database
from gateway.access import credentials
from gateway.access.vault import Vault
from gateway.channels.meta import signature as meta
from gateway.channels.twilio import signature as twilio
from tests import databases

PUBLIC_URL = "https://desk.example"
_SECRET = "secret-of-the-fuzzed-connections"
_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"

Sign = Callable[[str, bytes], Mapping[str, str]]


@dataclass(frozen=True)
class Sender:
    """`sign(path, body)`: the headers that prove a request."""

    channel: str
    name: str
    secret: str = "api_key"
    content_type: str = _JSON
    phone: str | None = None
    settings: str = "{}"
    sign: Sign = lambda _path, _body: {}

    @property
    def path(self) -> str:
        return f"/webhooks/{self.channel}/fuzzed-{self.channel}-token"


def _meta(_path: str, body: bytes) -> Mapping[str, str]:
    return {meta.HEADER: meta.sign(_SECRET, body)}


def _twilio(path: str, body: bytes) -> Mapping[str, str]:
    try:
        pairs = twilio.parameters(body)
    except ValueError:
        pairs = []
    return {twilio.HEADER: twilio.signature(_SECRET, PUBLIC_URL + path, pairs)}


SENDERS = (
    Sender("gupshup", "ClinicaAurora"),
    Sender("evolution", "salon aurora"),
    Sender("web", "fuzzed"),
    Sender("meta", "100000000000101", "app_secret", sign=_meta),
    # Without a secret its token is what proves a request: a signature would end within five minutes.
    Sender("chatwoot", "Aurora", settings='{"inbox_id": 4}'),
    Sender(
        "twilio", "AC0123456789abcdef0123456789abcdef", content_type=_FORM,
        phone="573005550160", sign=_twilio,
    ),
)  # fmt: skip


async def connect(url: str, database: Database, vault: Vault) -> None:
    """Gives aurora a connection of every channel."""
    for one in SENDERS:
        databases.execute(
            url,
            "insert into platform_connections (organization_id, key, channel, name, phone, token_hash, "
            "token_env, settings) select id, %s, %s, %s, %s, sha256(%s::bytea), 'X', %s "
            "from organizations where slug = 'aurora'",
            f"fuzzed-{one.channel}", one.channel, one.name, one.phone,
            one.path.rpartition("/")[2].encode(), one.settings,
        )  # fmt: skip
        await credentials.put(
            database, vault, "aurora", f"fuzzed-{one.channel}", one.secret, _SECRET
        )


def as_json(value: Any) -> bytes:
    """Also of what is no text: half a surrogate pair becomes bytes that are no UTF-8."""
    return json.dumps(value, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
