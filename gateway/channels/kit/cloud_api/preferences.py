"""Which messages a customer does not want, as the Cloud API's preference objects tell it."""

from collections.abc import Sequence

from agent.types import Json
from gateway.channels.base import Event, Ignored, MalformedPayload, OptedOut
from gateway.channels.kit.cloud_api.people import of_preference, sent_at
from gateway.channels.kit.payload import label

_ENDED = {"stop": False, "resume": True}


def read_preference(preference: Json, contacts: Sequence[Json]) -> Event:
    """One of `user_preferences`: advertisements of this business, and nothing else. Raises MalformedPayload."""
    category, value = preference.get("category"), preference.get("value")
    ended = _ENDED.get(value) if isinstance(value, str) else None
    if category != "marketing_messages" or ended is None:
        return Ignored(f"preference {label(category)} {label(value)}")
    person = of_preference(preference, contacts)
    if not person.addresses:
        raise MalformedPayload("a preference needs its customer")
    return OptedOut(
        addresses=person.addresses,
        phone=person.phone,
        ended=ended,
        marketing=True,
        at=sent_at(preference),
    )
