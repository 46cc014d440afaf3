"""Messages as Chatwoot's webhooks show them: flat, with the conversation and the files beside."""

import re
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from agent.types import Json, MessageKind
from gateway.channels.base import InboundMessage, MalformedPayload, Media, StatusUpdate
from gateway.channels.chatwoot.desk import addresses_of, phone_of, time_of, user_of
from gateway.channels.kit.payload import (
    branch,
    coordinate,
    identifier,
    label,
    objects,
    present,
    text,
    whole,
)
from gateway.channels.kit.whatsapp_codes import PASSING_CODES

_TYPES = {0: "incoming", 1: "outgoing", 2: "activity", 3: "template"}
"""Inside of conversations the types are numbers."""
_FILES = {
    "image": MessageKind.IMAGE,
    "audio": MessageKind.AUDIO,
    "video": MessageKind.VIDEO,
    "file": MessageKind.DOCUMENT,
}
_STATUSES = ("sent", "delivered", "read", "failed")
_VOICE = (".ogg", ".oga", ".opus")
_CODE = re.compile(r"\(?#?(\d{1,7})\b")
_MOST_FILES = 30


def type_of(message: Json) -> str | None:
    """incoming, outgoing, activity or template."""
    kind = message.get("message_type")
    if isinstance(kind, int) and not isinstance(kind, bool):
        return _TYPES.get(kind)
    return kind if isinstance(kind, str) and kind in _TYPES.values() else None


def id_of(message: Json) -> str:
    """Unique in its account. Raises MalformedPayload."""
    if (message_id := identifier(message, "id")) is None:
        raise MalformedPayload("a message needs an id")
    return message_id


def source_id_of(message: Json) -> str | None:
    """The id in the network behind the inbox (WhatsApp's own); None as long as there is none."""
    return identifier(message, "source_id")


def received(message: Json) -> list[InboundMessage]:
    """What a customer sent: the words with the first file, and a message for each further file."""
    conversation = branch(message, "conversation")
    bare = InboundMessage(
        provider_id=id_of(message),
        addresses=addresses_of(conversation),
        kind=MessageKind.UNSUPPORTED,
        phone=phone_of(conversation),
        user_id=user_of(conversation),
        display_name=text(branch(message, "sender"), "name")
        or text(branch(conversation, "meta", "sender"), "name"),
        # The second is the network's id of a message that the desk did not find.
        reply_to=identifier(
            branch(message, "content_attributes"), "in_reply_to", "in_reply_to_external_id"
        ),
        sent_at=time_of(message),
        second_id=source_id_of(message),
        details={"type": label(message.get("content_type"))},
    )
    words = text(message, "content")
    first, *others = objects(message.get("attachments"))[:_MOST_FILES] or [{}]
    main = with_file(replace(bare, text=words), first)
    return [main, *(with_file(_beside(bare, other), other) for other in others)]


def with_file(bare: InboundMessage, file: Json) -> InboundMessage:
    """`bare` as what its attachment makes of it."""
    kind = file.get("file_type")
    if isinstance(kind, str) and kind in _FILES:
        return _file(bare, file, _FILES[kind])
    if kind == "location":
        return _place(bare, file)
    if kind == "contact":
        return _person(bare, file)
    if bare.text:
        return replace(bare, kind=MessageKind.TEXT, details=None)
    return replace(bare, details={"type": label(kind)}) if kind else bare


def _beside(bare: InboundMessage, file: Json) -> InboundMessage:
    own = identifier(file, "id") or "?"
    return replace(bare, provider_id=f"{bare.provider_id}:{own}"[:256], second_id=None)


def _file(bare: InboundMessage, file: Json, kind: MessageKind) -> InboundMessage:
    url = text(file, "data_url")
    name = _file_name(url)
    media = Media(
        id=identifier(file, "id"),
        url=url,
        filename=name,
        voice=kind is MessageKind.AUDIO and (name or "").lower().endswith(_VOICE),
    )
    return replace(
        bare, kind=kind, media=media, details=present(bytes=whole(file.get("file_size")))
    )


def _file_name(url: str | None) -> str | None:
    try:
        path = urlsplit(url or "").path
    except ValueError:
        return None
    return text({"name": unquote(PurePosixPath(path).name, errors="replace")}, "name")


def _place(bare: InboundMessage, file: Json) -> InboundMessage:
    details = present(
        latitude=coordinate(file.get("coordinates_lat"), 90),
        longitude=coordinate(file.get("coordinates_long"), 180),
        name=text(file, "fallback_title"),
    )
    return replace(bare, kind=MessageKind.LOCATION, details=details)


def _person(bare: InboundMessage, file: Json) -> InboundMessage:
    meta = branch(file, "meta")
    names = [n for n in (text(meta, "firstName"), text(meta, "lastName")) if n]
    contact = present(name=" ".join(names) or None, phone=text(file, "fallback_title"))
    return replace(bare, kind=MessageKind.CONTACT, details=present(contacts=contact and [contact]))


# What became of our messages


def became(message: Json) -> StatusUpdate | None:
    """What an update of an outgoing message says of its way. Without the chat: an id that is not one
    of ours is somebody else's message there."""
    reason = text(branch(message, "content_attributes"), "external_error")
    status = "failed" if reason else _status(message)
    if status is None:
        return None
    code = match[1] if (match := _CODE.match(reason or "")) else None
    return StatusUpdate(
        provider_ids=tuple(filter(None, (id_of(message), source_id_of(message)))),
        status=status,
        code=code,
        reason=reason,
        passing=code in PASSING_CODES,
    )


def _status(message: Json) -> str | None:
    """Where versions differ: beside the message, or with the same message in its conversation."""
    listed = objects(branch(message, "conversation").get("messages"))
    same = [m for m in listed if identifier(m, "id") == identifier(message, "id")]
    told = next((m.get("status") for m in (message, *same) if m.get("status")), None)
    return told if isinstance(told, str) and told in _STATUSES else None
