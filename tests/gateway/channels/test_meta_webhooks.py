"""What proves a request of Meta's, and the question that it asks before."""

import json
from dataclasses import replace
from uuid import UUID

import pytest

from agent.types import Connection
from gateway.channels.base import WebhookRequest
from gateway.channels.meta.channel import Meta
from gateway.channels.meta.signature import sign
from tests.providers import cloud_api
from tests.providers.meta import signed_request

SECRET, TOKEN = "secreto-ñ", "verify-me"
CONNECTION = Connection(
    id=UUID(int=1),
    organization_id=UUID(int=2),
    channel="meta",
    name=cloud_api.NUMBER,
    credentials={"app_secret": SECRET, "verify_token": TOKEN},
)
QUERY = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": TOKEN}
META = Meta("")


def _request(body: bytes, shown: str | None, name: str = "X-Hub-Signature-256") -> WebhookRequest:
    return WebhookRequest(body, {} if shown is None else {name: shown})


@pytest.mark.parametrize("name", ["X-Hub-Signature-256", "x-hub-signature-256"])
def test_a_body_that_was_signed_is_authentic(name: str) -> None:
    body, _ = signed_request(cloud_api.text("mañana ☀️"), SECRET)
    assert b"\\u00f1" in body
    assert META.authentic(_request(body, sign(SECRET, body), name), CONNECTION)


def test_it_is_the_bytes_that_are_signed() -> None:
    body, _ = signed_request(cloud_api.text("mañana"), SECRET)
    rewritten = json.dumps(json.loads(body), ensure_ascii=False).encode()
    assert not META.authentic(_request(rewritten, sign(SECRET, body)), CONNECTION)


@pytest.mark.parametrize(
    "shown",
    [
        None,
        "",
        "sha256=",
        "sha1=abc",
        "ñ\udc80",
        sign("another-secret", b"{}"),
        sign(SECRET, b"{} "),
        sign(SECRET, b"{}").removeprefix("sha256="),
        sign("", b"{}"),
    ],
)
def test_anything_else_is_not(shown: str | None) -> None:
    assert not META.authentic(_request(b"{}", shown), CONNECTION)


@pytest.mark.parametrize("credentials", [{}, {"app_secret": ""}, {"app_secret": "  "}])
@pytest.mark.parametrize("secret", ["", "  ", SECRET])
def test_without_a_stored_secret_nothing_is_authentic(
    credentials: dict[str, str], secret: str
) -> None:
    connection = replace(CONNECTION, credentials=credentials, secret=SECRET)
    assert not META.authentic(_request(b"{}", sign(secret, b"{}")), connection)


def test_the_question_is_answered_with_its_challenge() -> None:
    assert META.handshake(QUERY, CONNECTION) == "1158201444"


@pytest.mark.parametrize(
    "query",
    [
        {},
        QUERY | {"hub.verify_token": "another"},
        QUERY | {"hub.verify_token": ""},
        QUERY | {"hub.mode": "unsubscribe"},
        {key: value for key, value in QUERY.items() if key != "hub.verify_token"},
        {key: value for key, value in QUERY.items() if key != "hub.challenge"},
    ],
)
def test_any_other_question_is_refused(query: dict[str, str]) -> None:
    assert META.handshake(query, CONNECTION) is None


@pytest.mark.parametrize("credentials", [{}, {"verify_token": ""}, {"verify_token": " "}])
@pytest.mark.parametrize("shown", ["", " ", TOKEN])
def test_without_a_stored_token_no_question_is_answered(
    credentials: dict[str, str], shown: str
) -> None:
    connection = replace(CONNECTION, credentials=credentials)
    assert META.handshake(QUERY | {"hub.verify_token": shown}, connection) is None


# For whom a request is


def test_a_request_is_divided_by_number_and_keeps_its_order() -> None:
    other = "100000000000202"
    payload = cloud_api.together(
        cloud_api.text("uno", id="wamid.1"),
        cloud_api.text("dos", id="wamid.2", number=other),
        cloud_api.status("wamid.3", "read"),
        cloud_api.envelope({"event": "DISABLED"}, field="account_update"),
        cloud_api.text("tres", id="wamid.4"),
    )
    parts = dict(META.parts(payload, CONNECTION))
    assert list(parts) == [CONNECTION.name, other]
    ids = [
        {"InboundMessage": "provider_id", "StatusUpdate": "provider_ids"}.get(type(e).__name__)
        for e in META.parse(parts[CONNECTION.name])
    ]
    assert ids == ["provider_id", "provider_ids", None, "provider_id"]
    (theirs,) = META.parse(parts[other])
    assert getattr(theirs, "text", None) == "dos"
    assert META.belongs_to(parts[CONNECTION.name], CONNECTION)
    assert not META.belongs_to(parts[other], CONNECTION)
    assert not META.belongs_to(payload, CONNECTION)
