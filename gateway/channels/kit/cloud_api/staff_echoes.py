"""What the business wrote in the WhatsApp Business app, on a number that the API serves as well."""

from collections.abc import Sequence

from agent.types import Json
from gateway.channels.base import Event, Ignored, MalformedPayload, StaffMessage
from gateway.channels.kit.cloud_api.people import recipient, sent_at
from gateway.channels.kit.payload import branch, identifier, label, text

_NOTHING_WRITTEN = ("revoke", "edit", "reaction", "system")


def read_echo(echo: Json, contacts: Sequence[Json]) -> Event:
    """One of `message_echoes`: its text or caption, None for a file without one. What is sent through
    the API has no echo. Raises MalformedPayload."""
    kind = echo.get("type")
    if echo.get("group_id"):
        return Ignored("a group's message")
    if kind in _NOTHING_WRITTEN:
        return Ignored(f"{label(kind)} in the business's app")
    provider_id, person = identifier(echo, "id"), recipient(echo, contacts)
    if provider_id is None or not person.addresses:
        raise MalformedPayload("an echo needs an id and a recipient")
    inner = branch(echo, kind) if isinstance(kind, str) else {}
    return StaffMessage(
        provider_id=provider_id,
        addresses=person.addresses,
        text=text(inner, "body", "caption"),
        phone=person.phone,
        sent_at=sent_at(echo),
    )
