"""What all ways to reach PostgreSQL share: names, JSON, and which errors mean "not now"."""

import json
import math
import re
from collections.abc import Iterable
from typing import Any

import orjson

_MOST_DIGITS = 40
_NAME = re.compile(r"[a-z_][a-z0-9_.]*")
_ARGUMENT = re.compile(r"[a-z_][a-z0-9_]*")
_TROUBLE_CLASSES = ("08", "40", "53", "57", "58")
"""Connection, deadlock (the transaction left nothing behind), resources, shut down, the disk."""
_TROUBLE = frozenset({"25006", "25P03", "25P04", "55006", "55P03"})
"""Read-only (a failover, a full disk at a vendor's), two timeouts that end a connection, something in
use, a lock that was not had. Of the rest of their classes a server in trouble says nothing."""


def check_names(function: str, arguments: Iterable[str]) -> None:
    """Raises ValueError for what could be anything but the name of a function or an argument."""
    if not _NAME.fullmatch(function):
        raise ValueError(f"not a function name: {function!r}")
    for name in arguments:
        if not _ARGUMENT.fullmatch(name):
            raise ValueError(f"not an argument's name: {name!r}")


def is_trouble(sqlstate: str) -> bool:
    """The server is in trouble, not the statement wrong: it may be tried again later.

    The one place where this is decided; every other code is a bug of ours and surfaces.
    """
    return sqlstate[:2] in _TROUBLE_CLASSES or sqlstate in _TROUBLE


def to_json(value: Any) -> bytes | str:
    """What orjson refuses (integers above 64 bits, as some providers send) goes the slower way."""
    try:
        return orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS)
    except TypeError:
        return json.dumps(value, default=str)


def from_json(text: bytes | str) -> Any:
    """What orjson refuses (numbers without an end) is read the slower way, and they become null: one
    such value must not hide everything that stands beside it."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text, parse_int=_whole, parse_float=_finite)


def _whole(digits: str) -> int | None:
    return int(digits) if len(digits) <= _MOST_DIGITS else None


def _finite(digits: str) -> float | None:
    return number if math.isfinite(number := float(digits)) else None
