"""Which webhooks are Twilio's: the signature over the public address and every parameter."""

import hashlib
from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from agent.types import Connection
from gateway.channels.base import MalformedPayload, WebhookRequest
from gateway.channels.twilio.channel import Twilio
from gateway.channels.twilio.signature import HEADER, parameters, signature
from tests.providers import twilio

CONNECTION = Connection(
    id=UUID(int=1),
    organization_id=UUID(int=2),
    channel="twilio",
    name=twilio.ACCOUNT,
    phone=twilio.BUSINESS,
    secret=twilio.AUTH_TOKEN,
)
URL = "https://desk.example/webhooks/twilio/token"
FORM = [("Body", "Hola, ñandú 👍"), ("From", "whatsapp:+573005550161"), ("Empty", "")]
FORM += [("Twice", "b"), ("Twice", "a"), ("Twice", "b")]
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
PAIRS = st.lists(st.tuples(WORDS.filter(bool), WORDS), max_size=8)


def _request(body: bytes, signed: str, url: str = URL) -> WebhookRequest:
    return WebhookRequest(body, {HEADER: signed}, url)


def _authentic(request: WebhookRequest, connection: Connection = CONNECTION) -> bool:
    return Twilio("").authentic(request, connection)


@pytest.mark.parametrize(
    ("url", "signed"),
    [
        ("https://desk.example/webhooks/twilio/abc?x=1&y=%20z", "GZ06hW5jPtPv21BkQ4Apm9N7wbg="),
        ("https://desk.example/webhooks/twilio/abc?x=1&y=%20z", "ZcK5RwXLhnNkdk77QpxkePNXmg0="),
        ("https://desk.example:443/webhooks/twilio/abc?x=1&y=%20z", "GZ06hW5jPtPv21BkQ4Apm9N7wbg="),
        ("http://desk.example:8080/webhooks/twilio/abc", "ta7MZ1rcRRKRIeHY0tcK0HuUkdg="),
        ("http://desk.example/webhooks/twilio/abc", "DVaTN3C1/YgHXtsP+bklQGK/7EY="),
    ],
    ids=["no port", "signed with :443", "called with :443", "a port", "signed with :80"],
)
def test_signatures_of_the_providers_own_library_are_accepted(url: str, signed: str) -> None:
    connection = replace(CONNECTION, secret="frontdesk-token\n")
    body = urlencode(FORM).encode()
    assert _authentic(_request(body, signed, url), connection)
    assert not _authentic(_request(body, signed, url.replace("http", "ftp", 1)), connection)
    assert not _authentic(_request(body + b"&New=", signed, url), connection)
    assert not _authentic(_request(body.replace(b"&Empty=", b""), signed, url), CONNECTION)


def test_the_name_of_the_header_comes_in_any_case() -> None:
    signed = signature(twilio.AUTH_TOKEN, URL, FORM)
    for name in ("X-Twilio-Signature", "x-twilio-signature"):
        assert _authentic(WebhookRequest(urlencode(FORM).encode(), {name: signed}, URL))


@pytest.mark.parametrize("secret", [None, "", "  "])
@pytest.mark.parametrize("signed", ["", signature("", URL, FORM), signature("None", URL, FORM)])
def test_without_a_token_nothing_is_authentic(secret: str | None, signed: str) -> None:
    request = _request(urlencode(FORM).encode(), signed)
    assert not _authentic(request, replace(CONNECTION, secret=secret))


def test_without_a_signature_nothing_is_authentic() -> None:
    assert not _authentic(WebhookRequest(urlencode(FORM).encode(), {}, URL))
    assert not _authentic(WebhookRequest(b"", {HEADER: "ñ\ud800"}, "nowhere"))


def test_a_body_that_is_no_form_is_proven_by_its_hash_in_the_address() -> None:
    body = b'{"level": "error"}'
    url = f"{URL}?bodySHA256={hashlib.sha256(body).hexdigest()}"
    signed = signature(twilio.AUTH_TOKEN, url, [])
    assert _authentic(_request(body, signed, url))
    assert not _authentic(_request(body + b" ", signed, url))


@given(pairs=PAIRS, data=st.data())
def test_any_parameters_in_any_order_are_accepted(
    pairs: list[tuple[str, str]], data: st.DataObject
) -> None:
    signed = signature(twilio.AUTH_TOKEN, URL, pairs)
    body = urlencode(data.draw(st.permutations(pairs))).encode()
    assert _authentic(_request(body, signed))


@given(pairs=PAIRS, data=st.data())
def test_one_changed_byte_is_refused(pairs: list[tuple[str, str]], data: st.DataObject) -> None:
    """In the body, the address or the signature. (A changed byte that stands for the same letter, as in
    %2b for %2B, changes nothing.)"""
    parts = [urlencode(pairs).encode(), URL.encode()]
    parts.append(signature(twilio.AUTH_TOKEN, URL, pairs).encode())
    part = data.draw(st.sampled_from([at for at, one in enumerate(parts) if one]))
    place = data.draw(st.integers(0, len(parts[part]) - 1))
    letter = data.draw(st.sampled_from(b"abcXYZ019/+=&%"))
    changed = bytearray(parts[part])
    assume(changed[place] != letter)
    changed[place] = letter
    parts[part] = bytes(changed)
    body, url, signed = parts
    assume(part != 0 or _joined(body) != _joined(urlencode(pairs).encode()))
    assert not _authentic(_request(body, signed.decode(), url.decode()))


def _joined(body: bytes) -> str:
    """What is signed of a form."""
    return "".join(name + value for name, value in sorted(set(parameters(body))))


def test_a_flood_of_parameters_is_not_read() -> None:
    body = b"a=&" * 2000
    assert not _authentic(_request(body, signature(twilio.AUTH_TOKEN, URL, [("a", "")])))
    with pytest.raises(MalformedPayload):
        Twilio("").decode(body)


def test_a_form_keeps_blank_and_repeated_parameters() -> None:
    body = b"AccountSid=AC1&Body=&Twice=a&Twice=&Twice=a&Words=a+b%26%C3%B1"
    assert Twilio("").decode(body) == {
        "AccountSid": "AC1",
        "Body": "",
        "Twice": ["a", "", "a"],
        "Words": "a b&ñ",
    }


def test_only_its_own_account_and_number_belong_to_a_connection() -> None:
    channel, form = Twilio(""), twilio.text("Hola")
    assert channel.belongs_to(form, CONNECTION)
    assert not channel.belongs_to(form | {"AccountSid": "AC" + "0" * 32}, CONNECTION)
    assert not channel.belongs_to(form | {"To": "whatsapp:+573005550199"}, CONNECTION)
    assert not channel.belongs_to({"MessageSid": "SM1", "From": "whatsapp:+1"}, CONNECTION)
    brazilian = replace(CONNECTION, phone="5531987654321")
    assert channel.belongs_to(form | {"To": "whatsapp:+553187654321"}, brazilian)
    assert channel.belongs_to(form, replace(CONNECTION, phone=None))


def test_a_status_belongs_by_what_it_tells() -> None:
    channel, form = Twilio(""), twilio.status("SM1", "sent")
    assert channel.belongs_to(form, CONNECTION)
    assert channel.belongs_to({"MessageSid": "SM1", "MessageStatus": "sent"}, CONNECTION)
    assert not channel.belongs_to(form | {"AccountSid": "AC" + "0" * 32}, CONNECTION)
    assert not channel.belongs_to(form | {"From": "whatsapp:+573005550199"}, CONNECTION)


def test_every_number_of_a_messaging_service_belongs_to_it() -> None:
    channel = Twilio("")
    service = {"MessagingServiceSid": "MG1"}
    connection = replace(CONNECTION, phone=None, settings={"messaging_service": "MG1"})
    other = {"To": "whatsapp:+573005550199"}
    assert channel.belongs_to(twilio.text("Hola") | other | service, connection)
    assert not channel.belongs_to(twilio.text("Hola") | other, connection)
    assert not channel.belongs_to(
        twilio.text("Hola") | other | {"MessagingServiceSid": "MG2"}, connection
    )
