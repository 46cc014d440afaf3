"""What a customer sent, as the Cloud API's message objects tell it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from agent.types import Json, MessageKind, Option
from gateway.channels.base import (
    Event,
    Ignored,
    InboundMessage,
    MalformedPayload,
    Media,
    MessageEdited,
    Reaction,
)
from gateway.channels.kit.cloud_api.people import Person, changed_number, sender, sent_at
from gateway.channels.kit.content import advertisement, with_contacts, with_place
from gateway.channels.kit.payload import (
    branch,
    identifier,
    label,
    objects,
    present,
    storable,
    text,
)

_FILES = {
    "image": MessageKind.IMAGE,
    "video": MessageKind.VIDEO,
    "audio": MessageKind.AUDIO,
    "sticker": MessageKind.STICKER,
    "document": MessageKind.DOCUMENT,
}
_NOBODY_WROTE = ("system", "request_welcome")
"""A changed security code, and a chat that was opened before anything was written."""


def read_message(message: Json, contacts: Sequence[Json]) -> Event:
    """One of `messages`; `contacts` are those beside it. Raises MalformedPayload."""
    kind = message.get("type")
    if message.get("group_id"):
        return Ignored("a group's message")
    if kind == "system" and branch(message, "system").get("type") == "user_changed_number":
        return changed_number(message)
    if kind in _NOBODY_WROTE:
        about = branch(message, "system").get("type")
        return Ignored(f"{kind} {label(about)}" if about else str(kind))
    person = sender(message, contacts)
    if kind == "revoke":
        return _by(person, MessageEdited(_original(branch(message, "revoke")), deleted=True))
    if kind == "edit":
        return _edited(person, branch(message, "edit"))
    provider_id = identifier(message, "id")
    if provider_id is None or not person.addresses:
        raise MalformedPayload("a message needs an id and a sender")
    if kind == "reaction":
        return _reaction(provider_id, person, message)
    return _received(provider_id, person, message)


def _original(change: Json) -> str:
    if (original := identifier(change, "original_message_id")) is None:
        raise MalformedPayload("a change needs the id of its message")
    return original


def _by(person: Person, change: MessageEdited) -> MessageEdited:
    return replace(change, addresses=person.addresses, phone=person.phone)


def _edited(person: Person, edit: Json) -> Event:
    original, message = _original(edit), branch(edit, "message")
    kind = message.get("type")
    inner = branch(message, kind) if isinstance(kind, str) else {}
    words = text(inner, "body", "caption")
    if not words:
        return Ignored("edit without text")
    return _by(person, MessageEdited(original, text=words))


def _reaction(provider_id: str, person: Person, message: Json) -> Event:
    inner = branch(message, "reaction")
    target, *second = _both(inner, "gs_id", "message_id")
    if target is None:
        raise MalformedPayload("a reaction needs the id of its message")
    return Reaction(
        provider_id=provider_id,
        addresses=person.addresses,
        target=target,
        emoji=text(inner, "emoji"),  # taken back: no key, or an empty text
        phone=person.phone,
        display_name=person.name,
        sent_at=sent_at(message),
        target_second=next(iter(second), None),
    )


def _both(source: Json, *keys: str) -> list[str | None]:
    """Gupshup's own id of a message, which is what its send call returned, and WhatsApp's: those that are
    told, or None alone. Of Meta's there is only the latter."""
    return list(dict.fromkeys(filter(None, (identifier(source, key) for key in keys)))) or [None]


def _received(provider_id: str, person: Person, message: Json) -> InboundMessage:
    kind = message.get("type")
    quoted, *second = _both(branch(message, "context"), "gs_id", "id")
    bare = InboundMessage(
        provider_id=provider_id,
        addresses=person.addresses,
        kind=MessageKind.UNSUPPORTED,
        phone=person.phone,
        display_name=person.name,
        reply_to=quoted,
        reply_to_second=next(iter(second), None),
        sent_at=sent_at(message),
        second_id=identifier(message, "gs_id"),
        told_twice="gs_id" in message,
        # For a message of a kind that is not read, or of which nothing came.
        details=present(type=_type(message), code=_error_code(message)),
    )
    read = _READERS.get(kind) if isinstance(kind, str) else None
    event = read(bare, message) if read else bare
    referral = branch(message, "referral")
    ad = advertisement(
        title=text(referral, "headline"),
        body=text(referral, "body"),
        url=text(referral, "source_url"),
    )
    return replace(event, details={**(event.details or {}), "ad": ad}) if ad else event


def _type(message: Json) -> str:
    kind = message.get("type")
    about = branch(message, "unsupported").get("type") if kind == "unsupported" else None
    return label(about or kind)


def _error_code(message: Json) -> str | None:
    codes = (identifier(error, "code") for error in objects(message.get("errors")))
    return next(filter(None, codes), None)


def _words(bare: InboundMessage, message: Json) -> InboundMessage:
    words = text(branch(message, "text"), "body")
    return replace(bare, kind=MessageKind.TEXT, text=words, details=None) if words else bare


def _file(bare: InboundMessage, message: Json) -> InboundMessage:
    name = str(message.get("type"))
    inner = branch(message, name)
    media = Media(
        id=identifier(inner, "id"),
        mime=text(inner, "mime_type"),
        url=text(inner, "url"),
        filename=text(inner, "filename"),
        voice=inner.get("voice") is True,
        sha256=text(inner, "sha256"),
    )
    words = text(inner, "caption")
    return replace(bare, kind=_FILES[name], text=words, media=media, details=None)


def _place(bare: InboundMessage, message: Json) -> InboundMessage:
    inner = branch(message, "location")
    at = inner.get("latitude"), inner.get("longitude")
    return with_place(bare, *at, text(inner, "name"), text(inner, "address"))


def _people(bare: InboundMessage, message: Json) -> InboundMessage:
    return with_contacts(bare, message.get("contacts"))


def _interactive(bare: InboundMessage, message: Json) -> InboundMessage:
    inner = branch(message, "interactive")
    if flow := branch(inner, "nfm_reply"):
        # A form of the business's own making: what its fields mean, only who made it knows.
        details = present(type="nfm_reply", form=text(flow, "name"), answers=_form_answers(flow))
        return replace(bare, details=details)
    tapped = branch(inner, "button_reply") or branch(inner, "list_reply")
    return _chosen(bare, identifier(tapped, "id"), tapped)


def _form_answers(flow: Json) -> object:
    """`response_json` is JSON within JSON."""
    told = text(flow, "response_json")
    try:
        return storable(json.loads(told)) if told else None
    except (ValueError, RecursionError):
        return None


def _template_button(bare: InboundMessage, message: Json) -> InboundMessage:
    tapped = branch(message, "button")
    return _chosen(bare, identifier(tapped, "payload"), tapped)


def _chosen(bare: InboundMessage, choice_id: str | None, tapped: Json) -> InboundMessage:
    title = text(tapped, "title", "text")
    choice_id = choice_id or title
    if choice_id is None:
        return bare
    choice = Option(choice_id, title or choice_id, text(tapped, "description"))
    return replace(bare, kind=MessageKind.CHOICE, text=choice.title, choice=choice, details=None)


def _order(bare: InboundMessage, message: Json) -> InboundMessage:
    """Goods out of a catalogue: what is written with them is answered like any other words."""
    inner = branch(message, "order")
    words = text(inner, "text")
    details = present(type="order", order=storable(inner) if inner else None)
    kind = MessageKind.TEXT if words else MessageKind.UNSUPPORTED
    return replace(bare, kind=kind, text=words, details=details)


_Reader = Callable[[InboundMessage, Json], InboundMessage]
_READERS: dict[str, _Reader] = {
    "text": _words,
    **dict.fromkeys(_FILES, _file),
    "location": _place,
    "contacts": _people,
    "interactive": _interactive,
    "button": _template_button,
    "order": _order,
}
