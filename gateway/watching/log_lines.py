"""Lines of JSON logs, filtered: those of files in the data folder, or what another program pipes in."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from typing import Any

_BAD = frozenset({"error", "critical"})
_FAILED = frozenset({"failed", "lost"})
_WEBHOOKS = "webhook "
"""How the events of webhooks begin (gateway/pipeline/inbox.py, gateway/api/webhook_refusals.py)."""

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: None and False leave nothing out. `errors`: errors, turns that failed, what was not sent and
    webhooks that were refused."""

    errors: bool = False
    webhooks: bool = False
    organization: str | None = None
    chat: str | None = None
    turn: str | None = None
    since: datetime | None = None

    def takes(self, line: Line) -> bool:
        """Whether this line is wanted."""
        if self.since and not self._is_late_enough(line):
            return False
        if self.organization and line.get("organization") != self.organization:
            return False
        if self.turn and line.get("turn") != self.turn:
            return False
        if self.chat and self.chat not in (line.get("chat"), *_listed(line.get("chats"))):
            return False
        if self.webhooks and not str(line.get("event")).startswith(_WEBHOOKS):
            return False
        return not self.errors or _is_error(line)

    def _is_late_enough(self, line: Line) -> bool:
        try:
            return bool(self.since and datetime.fromisoformat(str(line.get("at"))) >= self.since)
        except (ValueError, TypeError):
            return False


def wanted_lines(texts: Iterable[str], wanted: Wanted) -> Iterator[Line]:
    """Those that are wanted, as they come; what is no line of ours is left out."""
    for text in texts:
        if (line := _read(text)) is not None and wanted.takes(line):
            yield line


def last_lines(texts: Iterable[str], wanted: Wanted, most: int) -> list[Line]:
    """The last of them, by their time: processes write at once, each to a file of its own."""
    numbered = enumerate(wanted_lines(texts, wanted))
    last = nlargest(most, numbered, key=lambda pair: (str(pair[1].get("at")), pair[0]))
    return [line for _, line in reversed(last)]


def _read(text: str) -> Line | None:
    # Docker Compose writes the name of a container before each line.
    begin = text.find("{")
    if begin < 0:
        return None
    try:
        line = json.loads(text[begin:])
    except (ValueError, RecursionError):
        return None
    return line if isinstance(line, dict) and "event" in line else None


def _is_error(line: Line) -> bool:
    return (
        line.get("level") in _BAD
        or line.get("status") in _FAILED
        or str(line.get("event")).endswith((" not sent", " refused", "failed"))
        or "error" in line
    )


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
