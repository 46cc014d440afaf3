"""Careful reading of what a provider sent: nothing here trusts a type and nothing raises."""

import math
from datetime import UTC, datetime

from agent.types import Json
from gateway.channels.kit.storable import Bounds

# WhatsApp began in 2009; a time before that, or far ahead, is in the wrong unit or invented.
_EARLIEST = datetime(2009, 1, 1, tzinfo=UTC).timestamp()
_LATEST = datetime(2100, 1, 1, tzinfo=UTC).timestamp()
_LONGEST_ID = 256
_LONGEST_TEXT = 20_000


def clean(value: str) -> str:
    """Text without what PostgreSQL cannot store: null bytes and lone surrogates."""
    return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def branch(source: object, *keys: str) -> Json:
    """The object found by following `keys`, or an empty one."""
    for key in keys:
        source = source.get(key) if isinstance(source, dict) else None
    return source if isinstance(source, dict) else {}


def objects(value: object) -> list[Json]:
    """The objects of a list; none of anything else."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text(source: Json, *keys: str) -> str | None:
    """The first of `keys` that holds more than white space, at most 20,000 characters of it."""
    for key in keys:
        value = source.get(key)
        if isinstance(value, str) and (cleaned := clean(value[:_LONGEST_TEXT])).strip():
            return cleaned
    return None


def identifier(source: Json, *keys: str) -> str | None:
    """The first of `keys` that holds something usable as an id (at most 256 characters)."""
    for key in keys:
        value = source.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63:
            return str(value)
        if (
            isinstance(value, str)
            and 0 < len(cleaned := clean(value[: 4 * _LONGEST_ID]).strip()) <= _LONGEST_ID
        ):
            return cleaned
    return None


def label(value: object) -> str:
    """A short name that is safe in a log: letters, dots and dashes only."""
    if not isinstance(value, str):
        return "?"
    letters = (
        letter
        for letter in value[:40]
        if letter.isascii() and (letter.isalpha() or letter in ".-_")
    )
    return "".join(letters) or "?"


def digits(value: str | None) -> str | None:
    """A phone number as digits with the country code; None when it is not one."""
    if value is None:
        return None
    bare = value.translate(_PHONE_PUNCTUATION)
    return bare if bare.isascii() and bare.isdigit() and 5 <= len(bare) <= 20 else None


_PHONE_PUNCTUATION = str.maketrans("", "", "+ -()")


def whole(value: object) -> int | None:
    """An integer that came as a number, as a string, or as protobuf's {low, high, unsigned}."""
    if isinstance(value, dict):
        low, high = value.get("low"), value.get("high")
        if not isinstance(low, int) or not isinstance(high, int):
            return None
        value = (high << 32) | (low & 0xFFFFFFFF) if abs(high) < 2**32 else None
    if isinstance(value, str) and len(value) < 20 and value.isascii() and value.isdigit():
        return int(value)
    if isinstance(value, float) and math.isfinite(value):
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63:
        return value
    return None


def coordinate(value: object, limit: float) -> float | None:
    """Degrees between -limit and limit, from a number or a string."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        degrees = float(value)
    except (ValueError, OverflowError):
        return None
    return degrees if abs(degrees) <= limit else None


def moment(seconds: float | None) -> datetime | None:
    """A Unix time in seconds as an aware datetime; None when it cannot be meant."""
    if seconds is None or not _EARLIEST <= seconds < _LATEST:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def storable(value: object) -> object:
    """A copy of what a stranger wrote that jsonb accepts, cut down to what anybody needs of it."""
    return Bounds().cut(value)


def present(**values: object) -> Json | None:
    """The given details without those that are missing; None when none is left."""
    return {name: value for name, value in values.items() if value is not None} or None
