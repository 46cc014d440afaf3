"""Places and contacts that a customer shared, out of what their provider told of the message."""

import re
from collections.abc import Iterator, Mapping, Sequence

from agent.context import Card
from agent.language.said_places import one_line
from agent.places import MOST_LETTERS, Place
from agent.records import Message

_LONGEST_NAME = 100
_VCARD_NAME = re.compile(r"^FN(?:;[^:\r\n]*)?:(.+)$", re.MULTILINE | re.IGNORECASE)
_VCARD_PHONE = re.compile(r"^(?:[\w-]+\.)?TEL(?:;[^:\r\n]*)?:(.+)$", re.MULTILINE | re.IGNORECASE)
_BRACKETS = str.maketrans("[]", "()")


def shared_place(messages: Sequence[Message]) -> Place | None:
    """The last location among these: what it is called and its address, its coordinates, or all of it."""
    places = (place_of(row) for row in reversed(messages) if row.kind == "location")
    return next(filter(None, places), None)


def place_of(row: Message) -> Place | None:
    """The location of one message."""
    details = row.payload.get("details") or {}
    named = [_line(details.get(key)) for key in ("name", "address")]
    text = ", ".join(dict.fromkeys(filter(None, named)))[:MOST_LETTERS].strip() or None
    latitude, longitude = (_degrees(details.get(key)) for key in ("latitude", "longitude"))
    if latitude is None or longitude is None:
        return Place(text=text) if text else None
    return Place(text=text, latitude=latitude, longitude=longitude)


def shared_card(messages: Sequence[Message]) -> Card | None:
    """The last contact card among these; without a name or phone where none can be read."""
    rows = [row for row in messages if row.kind == "contact"]
    return card_of(rows[-1]) if rows else None


def card_of(row: Message) -> Card:
    """The first contact of one message. Providers tell it as fields, or as the text of a vCard."""
    details = (row.payload.get("details") or {}).get("contacts")
    first = next((one for one in details or () if isinstance(one, dict)), {})
    name = next(filter(None, _names(first)), "")
    phone = next(filter(None, _phones(first)), "")
    return Card(name[:_LONGEST_NAME], phone[:_LONGEST_NAME])


def _names(card: Mapping[str, object]) -> Iterator[str]:
    name = card.get("name")
    yield _line(name.get("formatted_name") if isinstance(name, dict) else name)
    yield from (_line(line) for line in _VCARD_NAME.findall(str(card.get("vcard") or "")))


def _phones(card: Mapping[str, object]) -> Iterator[str]:
    phones = card.get("phones")
    for phone in phones if isinstance(phones, list) else ():
        yield _line(phone.get("phone") or phone.get("wa_id") if isinstance(phone, dict) else None)
    yield _line(card.get("phone"))
    yield from (_line(line) for line in _VCARD_PHONE.findall(str(card.get("vcard") or "")))


def _line(value: object) -> str:
    """A text from outside on one line, without what ends a note."""
    return one_line(value.translate(_BRACKETS)) if isinstance(value, str) else ""


def _degrees(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
