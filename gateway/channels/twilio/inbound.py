"""What Twilio's webhooks say, as events. A status looks like a message but for its status.

The same parameters are made of messages that are listed afterwards (history.py).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from agent.types import Json, MessageKind, Option
from gateway.channels.base import (
    Event,
    Ignored,
    InboundMessage,
    MalformedPayload,
    Media,
    OptedOut,
    Reaction,
    StatusUpdate,
)
from gateway.channels.kit.content import advertisement
from gateway.channels.kit.payload import coordinate, digits, identifier, label, present, text, whole
from gateway.channels.twilio.codes import OF_THE_CONNECTION

PREFIX = "whatsapp:"
MOST_MEDIA = 10
"""In one message; WhatsApp itself sends one."""
_STATUSES = {
    "accepted": "accepted",
    "scheduled": "accepted",
    "queued": "accepted",
    "sending": "accepted",
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "failed": "failed",
    "undelivered": "failed",
    "canceled": "failed",
}
_KINDS = {
    "image": MessageKind.IMAGE,
    "audio": MessageKind.AUDIO,
    "video": MessageKind.VIDEO,
}
_OPT_OUTS = {"STOP": False, "START": True}
"""Whether it ends what STOP began."""
_KEYWORDS = (*_OPT_OUTS, "HELP")
_VCARDS = ("text/vcard", "text/x-vcard", "text/directory")


def message_id(fields: Json) -> str | None:
    return identifier(fields, "MessageSid", "SmsSid", "SmsMessageSid")


def told_status(fields: Json) -> str | None:
    """The status that the request tells of a message of ours; None for a received message."""
    status = text(fields, "MessageStatus") or text(fields, "SmsStatus")
    return None if status in (None, "received", "receiving") else status


def bare_address(value: str | None) -> str | None:
    """A WhatsApp address without its prefix: digits of a phone, or a business-scoped user id (which
    has letters). None when it is not WhatsApp's."""
    if value is None or not value.lower().startswith(PREFIX):
        return None
    bare = value[len(PREFIX) :].strip()
    return digits(bare) or bare or None


def events(fields: Json, sent_at: datetime | None = None) -> list[Event]:
    """What one request tells. `sent_at` is known of listed messages only.

    Raises MalformedPayload.
    """
    provider_id = message_id(fields)
    if provider_id is None:
        return [Ignored("no message")]
    if status := told_status(fields):
        return [_status(fields, provider_id, status)]
    sender = bare_address(text(fields, "From"))
    if sender is None:
        if text(fields, "From") is None:
            raise MalformedPayload("a message needs a sender")
        return [
            Ignored("not WhatsApp")
        ]  # the number takes SMS, too: not to be answered on WhatsApp
    received = list(_message(fields, provider_id, sender, sent_at))
    keyword = _keyword(fields)
    if keyword not in _KEYWORDS:
        return received
    return [*map(_answered, received), *_opt_out(received, keyword)]


def _keyword(fields: Json) -> str | None:
    """STOP, START or HELP, in any language: Twilio understood it so, and has answered it by itself."""
    told = text(fields, "OptOutType")
    return told.strip().upper() if told else None


def _answered(event: Event) -> Event:
    return replace(event, answered=True) if isinstance(event, InboundMessage) else event


def _opt_out(received: list[Event], keyword: str | None) -> list[Event]:
    """Until START nothing that is sent to them is taken (error 21610), whatever they write to us."""
    who = next((event for event in received if isinstance(event, InboundMessage)), None)
    if who is None or keyword not in _OPT_OUTS:
        return []
    return [OptedOut(who.addresses, who.phone, ended=_OPT_OUTS[keyword], lasting=True)]


def _status(fields: Json, provider_id: str, told: str) -> Event:
    status = _STATUSES.get(told.lower())
    if status is None:
        return Ignored(f"status {label(told)}")
    address = bare_address(text(fields, "To"))
    code = identifier(fields, "ErrorCode") if status == "failed" else None
    return StatusUpdate(
        provider_ids=(provider_id,),
        status=status,
        address=address,
        phone=digits(address),
        code=code,
        reason=text(fields, "ErrorMessage", "ChannelStatusMessage") if status == "failed" else None,
        passing=code in OF_THE_CONNECTION,
    )


def _message(
    fields: Json, provider_id: str, sender: str, sent_at: datetime | None
) -> Iterator[Event]:
    bare = _bare(fields, provider_id, sender, sent_at)
    told = text(fields, "MessageType")
    count = min(whole(fields.get("NumMedia")) or 0, MOST_MEDIA)
    if told == "reaction":
        yield _reaction(bare)
    elif count > 0:
        yield from _files(bare, fields, count)
    elif place := _place(fields):
        yield _located(bare, fields, *place)
    elif choice := _choice(fields):
        yield replace(bare, kind=MessageKind.CHOICE, text=choice.title, choice=choice)
    elif bare.text:
        yield replace(bare, kind=MessageKind.TEXT)
    else:
        yield replace(bare, details={"type": label(told), **(bare.details or {})})


def _bare(fields: Json, provider_id: str, sender: str, sent_at: datetime | None) -> InboundMessage:
    """What messages of every kind tell."""
    phone = digits(sender) or digits(text(fields, "WaId"))
    names = (sender, phone, bare_address(text(fields, "ExternalUserId")))
    ad = advertisement(
        title=text(fields, "ReferralHeadline"),
        body=text(fields, "ReferralBody"),
        url=text(fields, "ReferralSourceUrl"),
    )
    return InboundMessage(
        provider_id=provider_id,
        addresses=tuple(dict.fromkeys(filter(None, names))),
        kind=MessageKind.UNSUPPORTED,
        text=text(fields, "Body"),
        phone=phone,
        display_name=text(fields, "ProfileName"),
        reply_to=identifier(fields, "OriginalRepliedMessageSid"),
        sent_at=sent_at,
        details=present(ad=ad),
    )


def _reaction(bare: InboundMessage) -> Event:
    """Twilio's pages name the type and not its parameters: those of an answer are what there can be."""
    if bare.reply_to is None:
        return Ignored("reaction")
    return Reaction(
        provider_id=bare.provider_id,
        addresses=bare.addresses,
        target=bare.reply_to,
        emoji=bare.text,
        phone=bare.phone,
        display_name=bare.display_name,
        sent_at=bare.sent_at,
    )


def _choice(fields: Json) -> Option | None:
    """A tap on a template's button, or on a row of a list; the payload may be missing."""
    title = text(fields, "ButtonText", "ListTitle")
    choice_id = identifier(fields, "ButtonPayload", "ListId") or identifier(
        fields, "ButtonText", "ListTitle"
    )
    return Option(choice_id, title or choice_id) if choice_id else None


def _place(fields: Json) -> tuple[float, float] | None:
    """Latitude and longitude in degrees."""
    latitude = coordinate(fields.get("Latitude"), 90)
    longitude = coordinate(fields.get("Longitude"), 180)
    return None if latitude is None or longitude is None else (latitude, longitude)


def _located(
    bare: InboundMessage, fields: Json, latitude: float, longitude: float
) -> InboundMessage:
    names = present(name=text(fields, "Label"), address=text(fields, "Address"))
    place = {"latitude": latitude, "longitude": longitude, **(names or {})}
    return replace(bare, kind=MessageKind.LOCATION, details=place | (bare.details or {}))


def _files(bare: InboundMessage, fields: Json, count: int) -> Iterator[InboundMessage]:
    """A message for each file; the first has the caption."""
    for place in range(count):
        mime = text(fields, f"MediaContentType{place}")
        kind = _kind(mime, text(fields, "MessageType"))
        media = Media(
            mime=mime,
            url=text(fields, f"MediaUrl{place}"),
            # There is no flag for voice notes; WhatsApp records them, and little else, as Ogg.
            voice=kind is MessageKind.AUDIO and (mime or "").lower().startswith("audio/ogg"),
        )
        if place == 0:
            yield replace(bare, kind=kind, media=media)
        else:
            also = f"{bare.provider_id}:{place}"
            yield replace(bare, provider_id=also, kind=kind, text=None, media=media, details=None)


def _kind(mime: str | None, told: str | None) -> MessageKind:
    if told == "sticker":
        return MessageKind.STICKER
    plain = (mime or "").partition(";")[0].strip().lower()
    if plain in _VCARDS:
        return MessageKind.CONTACT
    return _KINDS.get(plain.partition("/")[0], MessageKind.DOCUMENT)
