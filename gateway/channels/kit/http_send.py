"""What the outcome of an HTTP request says about the message in it.

The first question is whether the provider may have taken the message. Refused connections, DNS
failures and 4xx answers say no (SendError); a timeout, a connection that broke after the request was
written and a 5xx leave it open (SendUnknown). The second is whether it can ever be taken. No status
alone says that it cannot: a 404 is also a proxy in front of a provider that is being restarted. A
channel's `refusal` knows the words that do. Nothing is retried here.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from agent.errors import SendError, SendUnknown
from agent.types import Connection, Json

Refusal = Callable[[int, Json], SendError | SendUnknown | None]
"""A channel's own reading of an answer (status, body): what proves that a message can never be sent,
and what general rules would misread."""

TOO_LARGE = "too_large"
_NOT_CONFIGURED = "not_configured"
# These redirects repeat the request elsewhere, so it was not acted upon here.
_MOVED = (301, 307, 308)
# The key, the account or the address is wrong: the same would happen to every message.
_OF_THE_CONNECTION = (401, 402, 403, 404, 405, 407, 410, 429)
_UNAVAILABLE = 503
"""The server takes nothing for now, and may say for how long (RFC 9110, 15.6.4)."""
_TIMED_OUT = (408, 504, 524)
LONGEST_RETRY_AFTER = 3600.0
"""Seconds; a provider that asks for more is asked again all the same."""
LIMITS = httpx.Limits(max_connections=250, max_keepalive_connections=20, keepalive_expiry=2.0)
"""Of the client that sends. An idle connection is given up after two seconds, before servers do (Node's and
uvicorn's after five, which is httpx's own time, too). One that a server closes while the request travels
ends with "disconnected without sending a response", and so does one whose server took the request and
died: it is unknown, and may not be sent again at once."""
_REASON_KEYS = ("response", "message", "error", "error_data", "details", "reason")
_LONG_NUMBER = re.compile(r"\d{6,}")


def not_configured(what: str) -> SendError:
    """The error for a connection that lacks something the operator has to set."""
    return SendError(what, permanent=False, code=_NOT_CONFIGURED)


def api_key(connection: Connection) -> str:
    """The connection's secret, ready for a header.

    Raises SendError (not permanent, code "not_configured") when it is missing or unusable.
    """
    key = (connection.secret or "").strip()
    if not key:
        raise not_configured("the connection has no API key")
    if not (key.isascii() and key.isprintable()):
        raise not_configured("the connection's API key has characters that no header may have")
    return key


async def post(
    http: httpx.AsyncClient,
    url: str,
    *,
    refusal: Refusal | None = None,
    most_bytes: int | None = None,
    **kwargs: Any,
) -> httpx.Response:
    """Posts once and returns the answer when it is 2xx; `kwargs` are those of httpx.

    Raises SendError for what was not taken (permanent only where `refusal` says so; `code` is the
    HTTP status or a word) and SendUnknown when nobody can tell. An answer of more than
    `most_bytes` is not read to its end: SendError with the code TOO_LARGE.
    """
    answer = await _outcome(http, _request(http, "POST", url, kwargs), most_bytes)
    return _successful(answer, refusal)


async def get(
    http: httpx.AsyncClient, url: str, *, most_bytes: int = 10_000_000, **kwargs: Any
) -> httpx.Response:
    """Asks once and returns the answer when it is 2xx. Raises what `post` raises; nothing was sent
    that could have been taken."""
    return _successful(await _outcome(http, _request(http, "GET", url, kwargs), most_bytes))


def _successful(answer: httpx.Response, refusal: Refusal | None = None) -> httpx.Response:
    """The answer, or the error that it means."""
    if answer.is_success:
        return answer
    body = json_object(answer)
    wait = retry_after(answer.headers.get("retry-after"))
    if refusal is not None and (error := refusal(answer.status_code, body)) is not None:
        error.retry_after = wait
        raise error
    raise _classified(answer.status_code, body, wait)


def _request(
    http: httpx.AsyncClient, method: str, url: str, kwargs: dict[str, Any]
) -> httpx.Request:
    try:
        return http.build_request(method, url, **kwargs)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise not_configured("the provider's address or key is not valid") from error


async def _outcome(
    http: httpx.AsyncClient, request: httpx.Request, most_bytes: int | None
) -> httpx.Response:
    try:
        if most_bytes is None:
            return await http.send(request, follow_redirects=False)
        answer = await http.send(request, follow_redirects=False, stream=True)
        return await _bounded(answer, most_bytes)
    except httpx.UnsupportedProtocol as error:
        raise not_configured("the provider's address is not valid") from error
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise SendError(
            f"no connection: {type(error).__name__}", permanent=False, code="unreachable"
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:  # InvalidURL: a redirect to nowhere
        raise SendUnknown(f"no answer: {type(error).__name__}") from error


async def _bounded(answer: httpx.Response, most_bytes: int) -> httpx.Response:
    """The whole answer, without its headers."""
    content = bytearray()
    try:
        async for chunk in answer.aiter_bytes():
            content += chunk
            if len(content) > most_bytes:
                raise SendError("the answer is too large", permanent=True, code=TOO_LARGE)
    finally:
        await answer.aclose()
    return httpx.Response(answer.status_code, content=bytes(content), request=answer.request)


def _classified(status: int, body: Json, wait: float | None) -> SendError | SendUnknown:
    message = f"HTTP {status}: {reason(body) or 'no reason given'}"
    if status in _MOVED:
        return SendError(message, permanent=False, code=str(status))
    # Some server in front gave up waiting, be it for us or for the provider, which may have understood all.
    if status in _TIMED_OUT or not 400 <= status < 500:
        answered = status >= 500 and status not in _TIMED_OUT
        unavailable = status == _UNAVAILABLE
        return SendUnknown(message, answered=answered, unavailable=unavailable, retry_after=wait)
    return SendError(
        message,
        permanent=False,
        code=str(status),
        about_message=status not in _OF_THE_CONNECTION,
        retry_after=wait,
    )


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Seconds to wait by a Retry-After header (seconds, or an HTTP date), at least 1 and at most
    LONGEST_RETRY_AFTER; None when there is none that can be read.

    A date is compared with this machine's clock: the provider's clock is not the tests'.
    """
    text = (value or "").strip()
    if re.fullmatch(r"\d{1,9}", text):
        seconds = float(text)
    else:
        try:
            at = parsedate_to_datetime(text)
        except ValueError:
            return None
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        seconds = (at - (now or datetime.now(UTC))).total_seconds()
    return min(max(seconds, 1.0), LONGEST_RETRY_AFTER)


def json_object(answer: httpx.Response) -> Json:
    """The body as a JSON object whatever its Content-Type says; {} when it is none."""
    try:
        body = answer.json()
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def reason(value: object, depth: int = 6) -> str | None:
    """The first sentence in an error body, however nested, with long numbers masked.

    Providers repeat the recipient's number in their messages; a log must not.
    """
    if isinstance(value, str):
        return _LONG_NUMBER.sub("…", value)[:200] or None
    if depth == 0:
        return None
    if isinstance(value, dict):
        value = [value[key] for key in _REASON_KEYS if key in value]
    if not isinstance(value, list):
        return None
    return next((words for child in value if (words := reason(child, depth - 1))), None)
