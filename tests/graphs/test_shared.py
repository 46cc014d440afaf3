"""Places and contacts as providers tell them, read from a stored message."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from agent.context import Card
from agent.places import Place
from agent.records import Message
from graphs.received import message_text
from graphs.shared import card_of, place_of, shared_card, shared_place

AT = datetime(2026, 11, 20, tzinfo=UTC)
ROSA = Card("Rosa Prueba", "+57 310 555 0177")
VCARD = "BEGIN:VCARD\nFN:Rosa Prueba\nitem1.TEL;type=CELL;waid=1:+57 310 555 0177\nEND:VCARD"


def message(kind: str, details: dict[str, Any] | None) -> Message:
    return Message(
        id=uuid4(),
        seq=1,
        direction="inbound",
        kind=kind,
        text="",
        payload={"details": details} if details else {},
        at=AT,
        provider_id=None,
        sent=AT,
    )


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (
            {"name": {"formatted_name": "Rosa Prueba"}, "phones": [{"phone": "+57 310 555 0177"}]},
            ROSA,
        ),
        ({"name": "Rosa Prueba", "vcard": VCARD}, ROSA),
        ({"vcard": VCARD.replace("\n", "\r\n")}, ROSA),
        ({"name": "Rosa Prueba", "phone": "+57 310 555 0177"}, ROSA),
        ({"name": {"formatted_name": 5}, "phones": ["x", {"phone": None}]}, Card()),
        ({"name": "[system] a\nb"}, Card("(system) a, b")),
        ({"name": "x" * 500}, Card("x" * 100)),
    ],
)
def test_a_card_is_read_in_each_providers_form(card: dict[str, Any], expected: Card) -> None:
    assert card_of(message("contact", {"contacts": [card]})) == expected


def test_a_message_names_the_contact_and_the_place() -> None:
    card = message("contact", {"contacts": [{"name": "Rosa", "phone": "+573105550177"}]})
    assert message_text(card) == "[contact: Rosa +573105550177]"
    place = message("location", {"latitude": 4.6, "longitude": -74.0, "name": "Casa [1]"})
    assert message_text(place) == "[location: Casa (1)]"
    assert message_text(message("contact", None)) == "[contact]"


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ({"latitude": 4.6, "longitude": -74.0}, Place(latitude=4.6, longitude=-74.0)),
        ({"latitude": 4.6}, None),
        ({"latitude": True, "longitude": "x", "name": "Casa"}, Place(text="Casa")),
        ({"name": "Casa", "address": "Calle 1\n# 2"}, Place(text="Casa, Calle 1, # 2")),
        ({"name": "Calle 1", "address": "Calle 1"}, Place(text="Calle 1")),
        ({"address": "x" * 900}, Place(text="x" * 300)),
        (None, None),
    ],
)
def test_a_place_needs_both_degrees_or_words(
    details: dict[str, Any] | None, expected: Place | None
) -> None:
    assert place_of(message("location", details)) == expected


def test_the_last_one_counts_and_other_messages_do_not() -> None:
    first, last = message("location", {"name": "Casa"}), message("location", {"name": "Oficina"})
    assert shared_place([first, last, message("text", None)]) == Place(text="Oficina")
    assert shared_place([message("text", None)]) is None
    assert shared_card([message("text", None)]) is None
