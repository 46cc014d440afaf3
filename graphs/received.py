"""What a received message says to the graph: words, or in brackets what was sent instead.

A voice note's transcript is what the customer said. What a machine saw in a picture or a document
stays inside the brackets: it is material, not the customer's words (nor the business's).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from agent.types import Json, Sent

_NOTES = re.compile(r"^(?:\[[^\]]*\]\s*)+")
_UNREADABLE = ("audio", "image", "video", "document", "contact", "unsupported")


@dataclass(frozen=True, slots=True)
class Unread:
    """A message without words: its kind, and why (agent.files.reading.Reason)."""

    kind: str
    reason: str


def own_words(row: Json) -> str:
    """The customer's own words: typed, or spoken in a voice note."""
    text: str = row["text"].strip()
    return _text(row, "transcript") or text


def sent(row: Json) -> Sent:
    """The customer's own words, and when they were sent."""
    return Sent(datetime.fromisoformat(row["sent"]), own_words(row))


def message_text(row: Json) -> str:
    """The whole message in one text, brackets first."""
    text: str = row["text"].strip()
    if row["kind"] in ("text", "choice"):
        return text or "[…]"
    if spoken := _text(row, "transcript"):
        return f"[voice note] {spoken}"
    seen = _text(row, "description") or _text(row, "document") or _place(row)
    return f"[{row['kind']}{': ' + seen if seen else ''}] {text}".strip()


def without_notes(text: str) -> str:
    """A message's text without what stands in brackets before its words."""
    return _NOTES.sub("", text)


def unread(messages: Sequence[Json]) -> Unread | None:
    """The first message of these that says nothing in words."""
    for row in messages:
        if row["kind"] in _UNREADABLE and not row["text"].strip() and not _read(row).get("text"):
            return Unread(row["kind"], _read(row).get("reason") or "failed")
    return None


def looked_at(messages: Sequence[Json]) -> str | None:
    """The kind of the last file that was looked at: image or document."""
    kinds = [r["kind"] for r in messages if _read(r).get("form") in ("description", "document")]
    return kinds[-1] if kinds else None


def _text(row: Json, form: str) -> str:
    read = _read(row)
    return str(read["text"]) if read.get("form") == form else ""


def _read(row: Json) -> Json:
    return row.get("read") or {}


def _place(row: Json) -> str:
    place = row["payload"].get("details") or {}
    return " ".join(str(place[k]) for k in ("name", "address") if place.get(k))
