"""Values from outside, as PostgreSQL and our own readers can hold them."""

import math
from typing import Any

_LONGEST_KEY = 80
_LARGEST = 2**63


def clean_text(value: str) -> str:
    """Without what PostgreSQL cannot hold as text: null characters and halves of surrogate pairs."""
    if value.isascii():
        return value.replace("\x00", "")
    whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\x00", "")


def clean(value: Any) -> Any:
    """Every text in it cleaned; nothing else changed."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {clean(key): clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean(item) for item in value]
    return value


class Bounds:
    """Cuts a value of a stranger's down: `characters` in all its texts together, `items` in each
    list or object, `depth` of nesting. Numbers beyond 64 bits, and those that are none, become null.
    """

    def __init__(self, *, characters: int = 20_000, items: int = 50, depth: int = 12) -> None:
        self._left = characters
        self._items = items
        self._depth = depth

    def cut(self, value: object) -> Any:
        """A copy within the bounds."""
        return self._cut(value, self._depth)

    def _cut(self, value: object, depth: int) -> Any:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, dict):
            few = list(value.items())[: self._items] if depth else []
            return {clean_text(str(k)[:_LONGEST_KEY]): self._cut(v, depth - 1) for k, v in few}
        if isinstance(value, list | tuple):
            return [self._cut(v, depth - 1) for v in value[: self._items]] if depth else None
        if isinstance(value, bool) or value is None:
            return value
        if isinstance(value, int):
            return value if abs(value) < _LARGEST else None
        return value if isinstance(value, float) and math.isfinite(value) else None

    def _text(self, value: str) -> str:
        cleaned = clean_text(value[: self._left])
        self._left -= len(cleaned)
        return cleaned
