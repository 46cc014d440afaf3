"""Requests made from the samples in tests/gateway/channels: values changed, bytes damaged."""

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import quote_from_bytes

from tests.fuzz.senders import SENDERS, Sender, as_json
from tests.gateway.channels import samples

_ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**30, 1.5, float("nan"), float("inf"), "", " ", "\x00", "\ud800", "²", "1e999",
    "1" * 4500, "\u202e\u2066", "🙂" * 700, "a" * 70_000, "@lid", "57300@s.whatsapp.net", "-1", "null", "{}",
    "'; drop table chat_messages; --", "%s%n", "../../etc/passwd", "http://127.0.0.1/x", "2026-13-45T99:99:99Z",
    253402300800, -62135596801, [], {}, [None], [[[[]]]], {"": ""}, {"\x00": 1},
)  # fmt: skip
_TYPES = ("application/json", "text/plain", "application/x-www-form-urlencoded", "", "multipart/form-data", "a/b;c=\xff")  # fmt: skip


@dataclass(frozen=True)
class Request:
    """One request of a `sender`'s provider, and the address that it comes from."""

    sender: Sender
    path: str
    body: bytes
    headers: dict[str, bytes] = field(default_factory=dict)
    method: str = "POST"

    @property
    def pairs(self) -> list[tuple[bytes, bytes]]:
        """The headers as they go out."""
        return [(name.encode(), value) for name, value in self.headers.items()]


def requests(seed: int) -> Iterator[Request]:
    """Without end; the same ones for the same seed."""
    chance = random.Random(seed)
    while True:
        yield request(chance.choice(SENDERS), chance)


def request(sender: Sender, chance: random.Random) -> Request:
    """One that differs from a sample in some ways."""
    value = json.loads(json.dumps(chance.choice(payloads(sender.channel))))
    for _ in range(chance.choice((0, 1, 1, 2, 4))):
        value = _changed(value, chance)
    if chance.random() < 0.8:
        _renew(value, chance)
    form = sender.content_type.endswith("urlencoded")
    body = _as_form(value) if form and isinstance(value, dict) else as_json(value)
    if chance.random() < 0.25:
        body = _damaged(body, chance)
    path = sender.path + chance.choice(("",) * 8 + ("/messages-upsert", "?x=1&x=%00", "/%2e%2e"))
    return addressed(sender, body, chance, path)


def addressed(sender: Sender, body: bytes, chance: random.Random, path: str) -> Request:
    """As the sender's provider sends a body, or nearly so; from one of many addresses."""
    address = ".".join(str(chance.randrange(1, 255)) for _ in range(4))
    kind = sender.content_type if chance.random() < 0.9 else chance.choice(_TYPES)
    headers = {"content-type": kind, "x-forwarded-for": address}
    if chance.random() < 0.95:
        headers |= sender.sign(path, body)
    if chance.random() < 0.03:
        headers["content-encoding"], body = "gzip", gzip.compress(body)
    method = "POST" if chance.random() < 0.97 else chance.choice(("GET", "PUT", "HEAD", "OPTIONS"))
    return Request(sender, path, body, {n: v.encode("latin-1") for n, v in headers.items()}, method)


@cache
def payloads(channel: str) -> list[Any]:
    """What the channel's samples hold."""
    return [samples.payload(samples.load(path)) for path in samples.sample_paths(channel)]


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every container of a value, with each key of it."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        keys: Any = (
            one if isinstance(one, dict) else range(len(one)) if isinstance(one, list) else ()
        )
        for key in list(keys):
            found.append((one, key))
            waiting.append(one[key])
    return found


def _changed(value: Any, chance: random.Random) -> Any:
    places = _places(value)
    if not places or chance.random() < 0.02:
        return chance.choice(_ODD)
    holder, key = chance.choice(places)
    how = chance.randrange(5)
    if how == 0:
        del holder[key]
    elif how == 1:
        holder[key] = chance.choice(_ODD)
    elif how == 2:
        holder[key] = [holder[key]] * (chance.choice((1, 2, 50)) if _is_small(holder[key]) else 1)
    elif how == 3:
        other, elsewhere = chance.choice(places)
        holder[key] = json.loads(json.dumps(other[elsewhere]))
    else:
        holder[key] = _nested(holder[key], chance.choice((3, 60, 180)))
    return value


def _is_small(value: Any) -> bool:
    return len(as_json(value)) < 20_000


def _nested(value: Any, depth: int) -> Any:
    for number in range(depth):
        value = {"message": value} if number % 2 else [value]
    return value


def _renew(value: Any, chance: random.Random) -> None:
    """Other ids and customers, or all but the first would be known already."""
    for holder, key in _places(value):
        one = holder[key]
        if isinstance(one, str) and _names_message(str(key)) and len(one) > 16:
            holder[key] = one[:-6] + f"{chance.randrange(10**6):06}"
        elif key == "customer" and isinstance(one, str):
            holder[key] = f"{chance.randrange(16**8):032x}"


def _names_message(key: str) -> bool:
    """An id, but not the account's: what is another account's is refused at the door."""
    return key.lower().endswith("id") and not key.lower().startswith("account")


def _as_form(value: dict[str, Any]) -> bytes:
    pairs = [
        (name, one)
        for name, many in value.items()
        for one in (many if isinstance(many, list) else [many])
    ]
    return "&".join(f"{_quoted(name)}={_quoted(one)}" for name, one in pairs).encode()


def _quoted(value: Any) -> str:
    return quote_from_bytes(str(value).encode("utf-8", "surrogatepass"))


def _damaged(body: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(body) + 1)
    to = min(len(body), at + chance.choice((1, 4, 64, 1024)))
    return chance.choice(
        (
            body[:at],
            body[:at] + body[to:],
            body[:to] + body[at:],
            body[:at] + chance.randbytes(to - at) + body[to:],
            b"\xef\xbb\xbf" + body,
            body.decode("utf-8", "replace").encode("utf-16"),
            body + b"\x00" * 9,
            b"[" * 5000 + body,
            b"",
        )
    )
