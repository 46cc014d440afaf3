"""Parts of messages that mean the same at every provider, whatever their fields are called there."""

from dataclasses import replace

from agent.types import MessageKind
from gateway.channels.base import InboundMessage
from gateway.channels.kit.payload import coordinate, present, storable

_LONGEST_AD = 300


def with_place(
    bare: InboundMessage,
    latitude: object,
    longitude: object,
    name: str | None,
    address: str | None,
) -> InboundMessage:
    """A shared place; the coordinates are degrees, as numbers or strings."""
    details = present(
        latitude=coordinate(latitude, 90),
        longitude=coordinate(longitude, 180),
        name=name,
        address=address,
    )
    return replace(bare, kind=MessageKind.LOCATION, details=details)


def with_contacts(bare: InboundMessage, contacts: object) -> InboundMessage:
    """Shared contacts, a list in the provider's own words; anything else is none."""
    shared = storable(contacts) if isinstance(contacts, list) else None
    return replace(bare, kind=MessageKind.CONTACT, details=present(contacts=shared))


def advertisement(*, title: str | None, body: str | None, url: str | None) -> dict[str, str] | None:
    """The ad or post from which a customer came, as `InboundMessage.details["ad"]`; None for none."""
    told = {"title": title, "body": body, "url": url}
    return {name: words[:_LONGEST_AD] for name, words in told.items() if words} or None
