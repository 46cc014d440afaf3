"""X-Twilio-Signature: signs and checks a webhook. Why it is our own: docs/decisions/twilio.md.

Twilio signs the address that it called and every parameter that it sent, also those that it invents
tomorrow, with the account's primary Auth Token.
"""

import hashlib
import hmac
import re
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import parse_qs, parse_qsl

from gateway.channels.base import WebhookRequest

HEADER = "X-Twilio-Signature"
MOST_PARAMETERS = 1000
_BODY_HASH = "bodySHA256"
_ADDRESS = re.compile(r"(https?)://([^/?#]*)([^#]*)", re.IGNORECASE)
_PORT = re.compile(r":\d+$")


def parameters(body: bytes) -> list[tuple[str, str]]:
    """Names and values in a form's order, blank and repeated ones too. Bytes that are no UTF-8 are kept
    as surrogates. Raises ValueError when there are over 1,000."""
    return parse_qsl(
        body.decode("utf-8", "surrogateescape"),
        keep_blank_values=True,
        errors="surrogateescape",
        max_num_fields=MOST_PARAMETERS,
    )


def signature(auth_token: str, url: str, pairs: Iterable[tuple[str, str]]) -> str:
    """What Twilio puts into the header for a form sent to `url`: of each name in order, its different
    values in order."""
    values: defaultdict[str, set[str]] = defaultdict(set)
    for name, value in pairs:
        values[name].add(value)
    signed = url + "".join(name + one for name in sorted(values) for one in sorted(values[name]))
    digest = hmac.digest(auth_token.encode(), signed.encode("utf-8", "surrogateescape"), "sha1")
    return b64encode(digest).decode()


def is_signed(auth_token: str, request: WebhookRequest) -> bool:
    """Whether the holder of the Auth Token made this request to this address."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    given = headers.get(HEADER.lower(), "").encode("ascii", "replace")
    body_hash = parse_qs(request.url.partition("?")[2]).get(_BODY_HASH)
    if body_hash:  # a body that is no form, such as JSON
        if not hmac.compare_digest(body_hash[0].encode(), _sha256(request.body)):
            return False
        pairs: list[tuple[str, str]] = []
    else:
        try:
            pairs = parameters(request.body)
        except ValueError:
            return False
    expected = [signature(auth_token, url, pairs).encode() for url in _spellings(request.url)]
    return any(hmac.compare_digest(one, given) for one in expected)


def _sha256(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode()


def _spellings(url: str) -> list[str]:
    """The address without a port and with one: Twilio signs now this, now that."""
    parts = _ADDRESS.match(url)
    if parts is None:
        return [url]
    scheme, host, rest = parts.groups()
    port = _PORT.search(host)
    default = ":443" if scheme.lower() == "https" else ":80"
    bare = _PORT.sub("", host)
    return [f"{scheme}://{bare}{one}{rest}" for one in ("", port.group() if port else default)]
