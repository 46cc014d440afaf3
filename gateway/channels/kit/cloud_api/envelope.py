"""What stands around messages: entries of an account, and in each the changes of its numbers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agent.types import Json
from gateway.channels.base import Event, Ignored, MalformedPayload
from gateway.channels.kit.cloud_api.messages import read_message
from gateway.channels.kit.cloud_api.preferences import read_preference
from gateway.channels.kit.cloud_api.staff_echoes import read_echo
from gateway.channels.kit.cloud_api.statuses import read_status
from gateway.channels.kit.payload import branch, identifier, label, objects


@dataclass(frozen=True, slots=True)
class Change:
    """`number` is the `phone_number_id` that it is for, None for what is of the whole account;
    `content` is all of it as it came."""

    number: str | None
    content: Json


def changes(payload: Json) -> Iterator[Change]:
    """The changes of all entries, in order."""
    for entry in objects(payload.get("entry")):
        for content in objects(entry.get("changes")):
            number = identifier(branch(content, "value", "metadata"), "phone_number_id")
            yield Change(number, content)


def read_events(payload: Json) -> list[Event]:
    """The events of all entries and changes, in order. A broken part costs none of the others.

    Raises MalformedPayload when there is no list of entries.
    """
    if not isinstance(payload.get("entry"), list):
        raise MalformedPayload("there is no list of entries")
    events = [event for change in changes(payload) for event in _read(change.content)]
    return events or [Ignored("nothing in it")]


def _read(content: Json) -> Iterator[Event]:
    field, value = content.get("field"), branch(content, "value")
    contacts = objects(value.get("contacts"))
    if field == "messages":
        for message in objects(value.get("messages")):
            yield _tolerant(lambda item: read_message(item, contacts), message)
        for status in objects(value.get("statuses")):
            yield _tolerant(read_status, status)
    elif field == "smb_message_echoes":
        for echo in objects(value.get("message_echoes")):
            yield _tolerant(lambda item: read_echo(item, contacts), echo)
    elif field == "user_preferences":
        for preference in objects(value.get("user_preferences")):
            yield _tolerant(lambda item: read_preference(item, contacts), preference)
    else:
        # history (what was written before the number was connected), calls, templates, the account …
        yield Ignored(f"field {label(field)}")


def _tolerant(read: Callable[[Json], Event], item: Json) -> Event:
    """One of several: a broken one must not cost its neighbours."""
    try:
        return read(item)
    except MalformedPayload as error:
        return Ignored(f"malformed: {error}")
