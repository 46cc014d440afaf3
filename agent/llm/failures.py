"""Classifies failed model calls: the kind of failure, and whether a retry can help.

The table of docs/decisions/models.md, as code. Providers' libraries raise LangChain's ModelError
beside their own classes, or errors with a status; what is neither is read by where it comes from.
"""

import asyncio
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from langchain_core import exceptions as core_errors

_LIBRARIES = frozenset(
    {"openai", "langchain_openai", "httpx", "httpx2", "httpcore", "httpcore2", "h11", "aiohttp",
     "botocore", "urllib3", "langchain_aws", "google", "langchain_google_genai", "anthropic",
     "langchain_anthropic", "pydantic_core", "json"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Failure:
    """`tries`: how often such a call is made in all. `lasting`: the next call would fail alike.

    `counts` is false where the call, not the model, is to blame; `wait_seconds` is what the
    provider asked for.
    """

    kind: str
    tries: int = 1
    lasting: bool = False
    counts: bool = True
    wait_seconds: float | None = None


_BY_CLASS: tuple[tuple[type[BaseException], Failure], ...] = (
    (core_errors.ContextOverflowError, Failure("too long", counts=False)),
    (core_errors.ModelAuthenticationError, Failure("wrong key", lasting=True)),
    (core_errors.ModelPermissionDeniedError, Failure("not permitted", lasting=True)),
    (core_errors.ModelNotFoundError, Failure("no such model", lasting=True)),
    (core_errors.ModelRateLimitError, Failure("rate limit", tries=3)),
    (core_errors.ModelTimeoutError, Failure("timeout")),
    (asyncio.TimeoutError, Failure("timeout")),
    (core_errors.ModelConnectionError, Failure("unreachable", tries=2)),
    (core_errors.ModelAPIError, Failure("server error", tries=2)),
    (core_errors.ModelInvalidRequestError, Failure("request refused", counts=False)),
    (OSError, Failure("unreachable", tries=2)),
)
_NO_QUOTA = Failure("no quota left", lasting=True)
_REFUSED = Failure("request refused", counts=False)
_BY_STATUS: Mapping[int, Failure] = {
    401: Failure("wrong key", lasting=True),
    402: _NO_QUOTA,
    403: Failure("not permitted", lasting=True),
    404: Failure("no such model", lasting=True),
    408: Failure("timeout"),
    409: Failure("server error", tries=2),
    413: Failure("too long", counts=False),
    429: Failure("rate limit", tries=3),
}
_GOOGLES_WRONG_KEY = "API_KEY_INVALID"
"""The reason in an answer with status 400."""
_UNREADABLE = Failure("unreadable answer", tries=2)
_FILTERED = Failure("filtered", counts=False)


def classify(error: Exception) -> Failure | None:
    """The failure behind an exception; None for a bug of ours, which is to surface."""
    code = _code(error)
    if code in ("content_filter", "content_policy_violation"):
        return _FILTERED
    if code == "insufficient_quota":
        return _NO_QUOTA
    if _GOOGLES_WRONG_KEY in str(error):
        return _BY_STATUS[401]
    failure = next((f for kind, f in _BY_CLASS if isinstance(error, kind)), None)
    failure = failure or _of_status(_status(error))
    if failure is None:
        return _UNREADABLE if _is_about_the_answer(error) else None
    wait = _retry_after(error) if failure.kind == "rate limit" else None
    return Failure(failure.kind, failure.tries, failure.lasting, failure.counts, wait)


def _of_status(status: int | None) -> Failure | None:
    if status is None:
        return None
    if status >= 500:
        return Failure("server error", tries=2)
    return _BY_STATUS.get(status, _REFUSED) if status >= 400 else None


def _is_about_the_answer(error: Exception) -> bool:
    """Half an answer, or one without the parts that it must have."""
    library = type(error).__module__.partition(".")[0] in _LIBRARIES
    return library or isinstance(error, ValueError | KeyError | TypeError | IndexError)


def _code(error: Exception) -> str | None:
    code = getattr(error, "code", None)
    return code if isinstance(code, str) else None


def _status(error: Exception) -> int | None:
    """openai and anthropic: `status_code`; google: `code`; botocore: in the response's metadata."""
    response: Any = getattr(error, "response", None)
    metadata = response.get("ResponseMetadata", {}) if isinstance(response, dict) else {}
    for value in (
        getattr(error, "status_code", None),
        getattr(error, "code", None),
        metadata.get("HTTPStatusCode"),
    ):
        if isinstance(value, int):
            return value
    return None


def _retry_after(error: Exception) -> float | None:
    """Seconds from `retry-after-ms` or `retry-after` (seconds or a date); None when not said."""
    headers: Any = getattr(getattr(error, "response", None), "headers", None) or {}
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) / unit
        except ValueError:
            continue
        if math.isfinite(seconds):
            return max(0.0, seconds)
    try:
        at = parsedate_to_datetime(headers.get("retry-after", ""))
    except ValueError:
        return None
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())
