"""What stands around messages: entries of an account, and in each the changes of its numbers."""

from collections.abc import Callable, Iterator

from agent.types import Json
from gateway.channels.base import Event, Ignored, MalformedPayload
from gateway.channels.kit.cloud_api.messages import read_message
from gateway.channels.kit.cloud_api.staff_echoes import read_echo
from gateway.channels.kit.cloud_api.statuses import read_status
from gateway.channels.kit.payload import branch, identifier, label, objects


def read_events(payload: Json) -> list[Event]:
    """The events of all entries and changes, in order. A broken part costs none of the others.

    Raises MalformedPayload when there is no list of entries.
    """
    if not isinstance(payload.get("entry"), list):
        raise MalformedPayload("there is no list of entries")
    events = [event for change in _changes(payload) for event in _read_change(change)]
    return events or [Ignored("nothing in it")]


def by_number(payload: Json, otherwise: str) -> list[tuple[str, Json]]:
    """The payload divided by the `phone_number_id` that each change is for; what names none, such as
    news of the account, goes to `otherwise`."""
    changes: dict[str, list[Json]] = {}
    for change in _changes(payload):
        number = phone_number_id(change) or otherwise
        changes.setdefault(number, []).append({"changes": [change]})
    if not changes:
        return [(otherwise, payload)]
    return [(number, {**payload, "entry": entries}) for number, entries in changes.items()]


def phone_number_id(change: Json) -> str | None:
    """The number that a change is for; None for what is of the whole account."""
    return identifier(branch(change, "value", "metadata"), "phone_number_id")


def _changes(payload: Json) -> Iterator[Json]:
    for entry in objects(payload.get("entry")):
        yield from objects(entry.get("changes"))


def _read_change(change: Json) -> Iterator[Event]:
    field, value = change.get("field"), branch(change, "value")
    contacts = objects(value.get("contacts"))
    if field == "messages":
        for message in objects(value.get("messages")):
            yield _tolerant(lambda item: read_message(item, contacts), message)
        for status in objects(value.get("statuses")):
            yield _tolerant(read_status, status)
    elif field == "smb_message_echoes":
        for echo in objects(value.get("message_echoes")):
            yield _tolerant(lambda item: read_echo(item, contacts), echo)
    else:
        # history (what was written before the number was connected), calls, templates, the account …
        yield Ignored(f"field {label(field)}")


def _tolerant(read: Callable[[Json], Event], item: Json) -> Event:
    """One of several: a broken one must not cost its neighbours."""
    try:
        return read(item)
    except MalformedPayload as error:
        return Ignored(f"malformed: {error}")
