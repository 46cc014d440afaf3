"""What proves a request of Chatwoot, whose it is, and which servers a connection may name."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from agent.clock import FixedClock
from agent.errors import SendError
from agent.types import Connection
from gateway.channels.base import WebhookRequest
from gateway.channels.chatwoot.channel import Chatwoot
from gateway.channels.chatwoot.signature import SIGNATURE, TIMESTAMP, signed
from gateway.channels.kit.own_server import server_of
from tests.gateway.channels.file_server import PUBLIC
from tests.gateway.channels.samples import load

AT = datetime(2026, 11, 20, 15, tzinfo=UTC)
SAMPLES = Path(__file__).parent / "chatwoot"
BODY = b'{"event":"message_created","id":30001}'


def connection(**about: Any) -> Connection:
    return Connection(UUID(int=1), UUID(int=2), "chatwoot", "Aurora", **about)


def channel(**about: Any) -> Chatwoot:
    return Chatwoot("https://desk.example.com", FixedClock(AT), **about)


def request(
    secret: str, seconds: float = 0, body: bytes = BODY, headers: dict[str, str] | None = None
) -> WebhookRequest:
    timestamp = str(int(AT.timestamp() + seconds))
    told = {TIMESTAMP: timestamp, SIGNATURE: signed(secret, timestamp, BODY)}
    return WebhookRequest(body, {k.title(): v for k, v in (told | (headers or {})).items()})


def test_a_signature_is_over_the_time_and_the_body() -> None:
    """Computed beside, with openssl dgst -sha256 -hmac."""
    assert signed("desk-secret-1", "1795169156", b'{"event":"message_created","id":7}') == (
        "sha256=ee54af92411d1658fb45976d22ec25902d6f1398a87c11665fd7c402ca99977e"
    )


@pytest.mark.parametrize("secret", ["of the webhook", "of the bot", "of the inbox"])
def test_each_sender_has_a_secret_of_its_own(secret: str) -> None:
    kept = {
        "webhook_secret": "of the webhook",
        "bot_secret": "of the bot",
        "inbox_secret": "of the inbox",
    }
    assert channel().authentic(request(secret), connection(credentials=kept))
    other = {name: value for name, value in kept.items() if value != secret}
    assert not channel().authentic(request(secret), connection(credentials=other))


@pytest.mark.parametrize(
    ("seconds", "is_taken"), [(-301, False), (-300, True), (0, True), (300, True), (301, False)]
)
def test_a_request_is_believed_for_five_minutes(seconds: float, is_taken: bool) -> None:
    own = connection(credentials={"webhook_secret": "s"})
    assert channel().authentic(request("s", seconds), own) is is_taken


@pytest.mark.parametrize(
    "forged",
    [
        WebhookRequest(BODY, {}),
        request("another"),
        request("s", body=BODY + b" "),
        request("s", headers={SIGNATURE: ""}),
        request("s", headers={SIGNATURE: "sha256="}),
        request("s", headers={SIGNATURE: "sha256=é"}),
        request("s", headers={TIMESTAMP: ""}),
        request("s", headers={TIMESTAMP: "²"}),
        request("s", headers={TIMESTAMP: "9" * 400}),
        request("s", headers={TIMESTAMP: str(int(AT.timestamp()) + 1)}),
        request("s", headers={SIGNATURE: signed("s", "", BODY)}),
    ],
)
def test_what_is_not_signed_so_is_refused(forged: WebhookRequest) -> None:
    assert not channel().authentic(forged, connection(credentials={"webhook_secret": "s"}))


def test_without_a_secret_the_addresss_token_is_the_proof() -> None:
    assert channel().authentic(WebhookRequest(BODY, {}), connection(credentials={"api_key": "k"}))
    unreadable = connection(unreadable="the key is another one")
    assert not channel().authentic(WebhookRequest(BODY, {}), unreadable)


@pytest.mark.parametrize(
    ("settings", "agrees"),
    [
        ({"account_id": 7, "inbox_id": 4}, True),
        ({"account_id": "7"}, True),
        ({"account_id": 7, "inbox_id": 5}, False),
        ({"account_id": 8}, False),
    ],
)
def test_account_and_inbox_agree_where_they_are_told(
    settings: dict[str, Any], agrees: bool
) -> None:
    own = connection(settings=settings)
    message = load(SAMPLES / "text.json")["payload"]
    assert channel().belongs_to(message, own) is agrees
    about_conversation = load(SAMPLES / "conversation_opened.json")["payload"]
    same_inbox = settings.get("inbox_id") in (None, 4)
    assert channel().belongs_to(about_conversation, own) is same_inbox, "it names no account"
    assert channel().belongs_to({"event": "conversation_opened", "id": 3, "messages": []}, own)


# Its own server


class Names:
    """Answers for names, and notes what was asked."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses
        self.asked: list[tuple[str, int]] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append((host, port))
        if not self.addresses:
            raise OSError("no such name")
        return self.addresses


async def test_without_one_the_deployments_server_is_called_wherever_it_is() -> None:
    inside = Chatwoot("http://chatwoot:3000/")
    names = Names()
    assert await server_of(connection(), inside, names) == "http://chatwoot:3000"
    own = connection(settings={"base_url": "http://chatwoot:3000/"})
    assert await server_of(own, inside, names) == "http://chatwoot:3000"
    assert names.asked == []


async def test_a_public_server_may_be_anybodys() -> None:
    names = Names(PUBLIC)
    own = connection(settings={"base_url": "https://chat.other.example:8443/desk/"})
    assert await server_of(own, channel(), names) == "https://chat.other.example:8443/desk"
    assert names.asked == [("chat.other.example", 8443)]


@pytest.mark.parametrize(
    ("url", "addresses"),
    [
        ("https://rails.internal", ["10.0.0.5"]),
        ("https://chat.example", [PUBLIC, "127.0.0.1"]),
        ("https://169.254.169.254", ["169.254.169.254"]),
        ("https://[::1]:3000", ["::1"]),
        ("http://chat.example", [PUBLIC]),
        ("ftp://chat.example", [PUBLIC]),
        ("https://", [PUBLIC]),
        ("chat.example", [PUBLIC]),
    ],
)
async def test_a_file_does_not_make_us_call_inside_our_network(
    url: str, addresses: list[str]
) -> None:
    own = connection(settings={"base_url": url})
    with pytest.raises(SendError) as caught:
        await server_of(own, channel(), Names(*addresses))
    assert (caught.value.permanent, caught.value.code) == (False, "not_configured")


@pytest.mark.parametrize("named", ["rails.internal", "rails.internal:3000"])
async def test_but_where_the_operator_names_the_host(named: str) -> None:
    own = connection(settings={"base_url": "http://rails.internal:3000"})
    names = Names("10.0.0.5")
    assert await server_of(own, channel(private_hosts=[named]), names)
    with pytest.raises(SendError):
        await server_of(own, channel(private_hosts=["rails.internal:3001"]), names)


async def test_a_name_that_nobody_knows_is_unreachable() -> None:
    own = connection(settings={"base_url": "https://gone.example"})
    with pytest.raises(SendError) as caught:
        await server_of(own, channel(), Names())
    assert caught.value.code == "unreachable"


def test_files_come_from_the_server_and_from_named_hosts() -> None:
    assert channel().file_hosts({}) == ("desk.example.com",)
    own = {"base_url": "https://Chat.Other.example:8443", "media_hosts": ["Files.example", 3]}
    assert channel().file_hosts(own) == ("chat.other.example:8443", "files.example")
    assert channel().file_hosts({"base_url": 7}) == ()
