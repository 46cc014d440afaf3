"""What a received message says to the graph: words, or in brackets what was sent instead.

A voice note's transcript is what the customer said. What a machine saw in a picture or a document
stays inside the brackets: it is material, not the customer's words (nor the business's).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.records import Message
from agent.types import Sent
from graphs.shared import card_of, place_of

_NOTES = re.compile(r"^(?:\[[^\]]*\]\s*)+")
_BRACKETS = str.maketrans("[]", "()")
_LONGEST_AD = 120
_UNREADABLE = ("audio", "image", "video", "document", "unsupported")


@dataclass(frozen=True, slots=True)
class Unread:
    """What was sent besides words and told nothing: its kind, and why (agent.files.reader.Reason)."""

    kind: str
    reason: str


def own_words(row: Message) -> str:
    """The customer's own words: typed, or spoken in a voice note."""
    text = row.text.strip()
    return _text(row, "transcript") or text


def sent(row: Message) -> Sent:
    """The customer's own words, and when they were sent."""
    return Sent(row.sent, own_words(row))


def message_text(row: Message) -> str:
    """The whole message in one text, brackets first. Only ours are square, so that no customer, caption or
    document writes a note."""
    text = _unmarked(row.text.strip())
    if row.kind in ("text", "choice"):
        seen = _ad_title(row)
        return f"[came from the ad: {seen}] {text}".strip() if seen else text or "[…]"
    if spoken := _text(row, "transcript"):
        return f"[voice note] {_unmarked(spoken)}"
    seen = _unmarked(_text(row, "description") or _text(row, "document") or _shared(row))
    return f"[{row.kind}{': ' + seen if seen else ''}] {text}".strip()


def _unmarked(text: str) -> str:
    return text.translate(_BRACKETS)


def without_notes(text: str) -> str:
    """A message's text without what stands in brackets before its words."""
    return _NOTES.sub("", text)


def unread(messages: Sequence[Message]) -> Unread | None:
    """The first of these that could not be read, also where words came with it: those are answered, and
    whoever sent a photo with them should not believe that it was seen."""
    for row in messages:
        if row.kind in _UNREADABLE and not (row.read and row.read.text):
            return Unread(row.kind, (row.read.reason if row.read else None) or "failed")
    return None


def advertisement(messages: Sequence[Message]) -> str | None:
    """The title of the advertisement from which the customer came with these messages."""
    return next(filter(None, map(_ad_title, messages)), None)


def _ad_title(row: Message) -> str:
    ad = (row.payload.get("details") or {}).get("ad") or {}
    title = ad.get("title") or ad.get("body") or ""
    # On one line, and without what ends a note.
    return " ".join(str(title).translate(_BRACKETS).split())[:_LONGEST_AD]


def looked_at(messages: Sequence[Message]) -> str | None:
    """The kind of the last file that was looked at: image or document."""
    kinds = [
        row.kind for row in messages if row.read and row.read.form in ("description", "document")
    ]
    return kinds[-1] if kinds else None


def _text(row: Message, form: str) -> str:
    return (row.read.text or "") if row.read and row.read.form == form else ""


def _shared(row: Message) -> str:
    """The place or the contact that was shared, without coordinates."""
    if row.kind == "contact":
        card = card_of(row)
        return " ".join(filter(None, (card.name, card.phone)))
    place = place_of(row) if row.kind == "location" else None
    return (place.text or "") if place else ""
