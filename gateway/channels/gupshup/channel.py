"""WhatsApp through Gupshup's self-serve API: v2 and v3 callbacks in, form-encoded messages out."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote

import httpx

from agent import phones
from agent.errors import SendError, SendUnknown
from agent.types import Connection, Json, MessageKind, Option, Outbound
from gateway.channels.base import (
    Channel,
    Event,
    Ignored,
    InboundMessage,
    MalformedPayload,
    Media,
    OptedOut,
    StatusUpdate,
)
from gateway.channels.gupshup.form import form_of
from gateway.channels.gupshup.setup import GupshupSetup
from gateway.channels.kit.cloud_api.envelope import read_events
from gateway.channels.kit.content import with_contacts, with_place
from gateway.channels.kit.http_send import api_key, json_object, post, reason
from gateway.channels.kit.payload import (
    branch,
    digits,
    identifier,
    label,
    moment,
    present,
    text,
    whole,
)
from gateway.channels.kit.whatsapp_codes import FINAL_CODES, PASSING_CODES
from gateway.channels.sent_files import WHATSAPP, SentFiles

_FILES = "https://filemanager.gupshup.io"
_STATUSES = {
    "enqueued": "accepted",
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "failed": "failed",
}
_NEVER = re.compile(
    r"invalid destination|number does not exists?|not (?:a )?(?:valid )?whatsapp|opted[ -]?out"
    r"|not opted[ -]?in|user is (?:inactive|blocked)|recipient .*blocked",
    re.IGNORECASE,
)
_OF_THE_APP = re.compile(
    r"invalid app|wallet|balance|app .*(?:not live|inactive|disabled|blocked)|(?:invalid|unauthori[sz]ed) source"
    r"|too many requests|rate limit|portal user|internal",
    re.IGNORECASE,
)


class Gupshup(Channel):
    """One Gupshup app: `connection.name` is the app's name, `connection.phone` its number.

    `connection.settings["list_button"]` is what the button that opens a list says (at most 20
    characters without emoji; "Menu" when not set), `["app_id"]` the app's id, by which v3 callbacks
    name it. An app may have callbacks of both versions; a message has one id in both.
    """

    name = "gupshup"
    media_hosts = ("filemanager.gupshup.io",)
    sent_files = SentFiles(WHATSAPP, by_link=True)
    has_window = True
    has_templates = True
    advice = (
        "customers who hide their phone are heard only if Gupshup has enabled business-scoped user ids "
        "for the app (enableBSUID for v2 callbacks, enableBSUIDV3 for v3)"
    )
    token_headers = ("x-webhook-token", "x-gupshup-webhook-secret")
    setup = GupshupSetup

    def belongs_to(self, payload: Json, connection: Connection) -> bool:
        """Whether `app`, and `phone` where told and known, are the connection's own.

        A v3 envelope has the app's id instead, which is compared where the connection's settings have
        one too; else who knows the URL is believed.
        """
        if _is_v3(payload):
            app_id = connection.settings.get("app_id")
            return not app_id or payload.get("gs_app_id") == app_id
        theirs = phones.canonical(identifier(payload, "phone"))
        ours = phones.canonical(connection.phone)
        same_phone = theirs is None or ours is None or theirs == ours
        return payload.get("app") == connection.name and same_phone

    def parse(self, payload: Json) -> list[Event]:
        if _is_v3(payload):
            return _v3_events(payload)
        kind = payload.get("type")
        if kind == "message":
            return [_message(branch(payload, "payload"), _sent_at(payload))]
        if kind == "message-event":
            return [_status(branch(payload, "payload"))]
        if kind == "user-event":
            return [_user_event(branch(payload, "payload"))]
        return [Ignored(f"event {label(kind)}")]

    async def send(
        self, message: Outbound, connection: Connection, http: httpx.AsyncClient
    ) -> str | None:
        path = "/wa/api/v1/template/msg" if message.template else "/wa/api/v1/msg"
        answer = await post(
            http,
            self.base_url + path,
            data=form_of(message, connection),
            headers={"apikey": api_key(connection)},
            refusal=_refusal,
        )
        return _message_id(json_object(answer))


def _is_v3(payload: Json) -> bool:
    return any(key in payload for key in ("gs_app_id", "object", "entry"))


def _v3_events(payload: Json) -> list[Event]:
    if "entry" not in payload:
        return [Ignored("v3 without entries")]
    return [_with_file(event, identifier(payload, "gs_app_id")) for event in read_events(payload)]


def _with_file(event: Event, app_id: str | None) -> Event:
    """Adds the public address of a file that is told by its id alone, as Meta tells it. The digest is that of
    Meta's file; what Gupshup serves is a copy of its own."""
    if not isinstance(event, InboundMessage) or not event.media:
        return event
    media = replace(event.media, sha256=None)
    if media.url or not media.id or not app_id:
        return replace(event, media=media)
    url = f"{_FILES}/wa/{quote(app_id, safe='')}/wa/media/{quote(media.id, safe='')}?download=false"
    return replace(event, media=replace(media, url=url))


def _sent_at(payload: Json) -> datetime | None:
    milliseconds = whole(payload.get("timestamp"))
    return None if milliseconds is None else moment(milliseconds / 1000)


# Inbound messages


def _message(message: Json, sent_at: datetime | None) -> Event:
    kind = message.get("type")
    if kind == "reaction":
        return Ignored("reaction")
    provider_id = identifier(message, "id")
    addresses, phone = _sender(message)
    if provider_id is None or not addresses:
        raise MalformedPayload("a message needs an id and a sender")
    # gsId is what the send call returned; it is missing for answers to older messages.
    context = branch(message, "context")
    bare = InboundMessage(
        provider_id=provider_id,
        addresses=addresses,
        kind=MessageKind.UNSUPPORTED,
        phone=phone,
        display_name=text(branch(message, "sender"), "name"),
        reply_to=identifier(context, "gsId", "id"),
        reply_to_second=identifier(context, "id") if identifier(context, "gsId") else None,
        second_id=identifier(message, "gsId"),
        told_twice=True,
        sent_at=sent_at,
        details={"type": label(kind)},
    )
    read = _READERS.get(kind) if isinstance(kind, str) else None
    return read(bare, branch(message, "payload")) if read else bare


def _sender(message: Json) -> tuple[tuple[str, ...], str | None]:
    """All names of the sender, phone first, and the phone.

    Apps with business-scoped user ids may tell only `userId`.
    """
    sender = branch(message, "sender")
    named = identifier(sender, "phone") or identifier(message, "source")
    phone = digits(named)
    user_id = identifier(sender, "userId") or identifier(message, "userId")
    return tuple(dict.fromkeys(filter(None, (phone or named, user_id)))), phone


def _text_message(bare: InboundMessage, inner: Json) -> InboundMessage:
    if inner.get("type") == "button":
        return _chosen(bare, inner)
    words = text(inner, "text")
    return replace(bare, kind=MessageKind.TEXT, text=words, details=None) if words else bare


def _chosen(bare: InboundMessage, inner: Json) -> InboundMessage:
    """A tap. `id` is the id of our message, not of the button, so it says nothing here."""
    title, postback = text(inner, "title", "text"), identifier(inner, "postbackText")
    choice_id = postback or title
    if choice_id is None:
        return bare
    choice = Option(choice_id, title or choice_id, text(inner, "description"))
    return replace(bare, kind=MessageKind.CHOICE, text=choice.title, choice=choice, details=None)


def _file(kind: MessageKind) -> "_Reader":
    def read(bare: InboundMessage, inner: Json) -> InboundMessage:
        mime = text(inner, "contentType")
        media = Media(
            mime=mime,
            url=text(inner, "url"),
            filename=text(inner, "name"),
            # v2 has no flag for voice notes; WhatsApp records them, and little else, as Opus.
            voice=kind is MessageKind.AUDIO and "opus" in (mime or "").lower(),
        )
        details = present(url_expires_at_ms=whole(inner.get("urlExpiry")))
        return replace(bare, kind=kind, text=text(inner, "caption"), media=media, details=details)

    return read


def _place(bare: InboundMessage, inner: Json) -> InboundMessage:
    at = inner.get("latitude"), inner.get("longitude")
    return with_place(bare, *at, text(inner, "name"), text(inner, "address"))


def _people(bare: InboundMessage, inner: Json) -> InboundMessage:
    return with_contacts(bare, inner.get("contacts"))


_Reader = Callable[[InboundMessage, Json], InboundMessage]
_READERS: dict[str, _Reader] = {
    "text": _text_message,
    "button_reply": _chosen,
    "list_reply": _chosen,
    "quick_reply": _chosen,
    "image": _file(MessageKind.IMAGE),
    "video": _file(MessageKind.VIDEO),
    "audio": _file(MessageKind.AUDIO),
    "sticker": _file(MessageKind.STICKER),
    "file": _file(MessageKind.DOCUMENT),
    "location": _place,
    "contact": _people,
}


def _user_event(event: Json) -> Event:
    """ "opted-in" is no consent of the customer's: Gupshup says so of whoever writes first."""
    phone = digits(identifier(event, "phone"))
    if event.get("type") == "opted-out" and phone is not None:
        return OptedOut((phone,), phone)
    return Ignored(f"user event {label(event.get('type'))}")


# What became of our messages


def _status(event: Json) -> Event:
    kind = event.get("type")
    status = _STATUSES.get(kind) if isinstance(kind, str) else None
    if status is None:
        return Ignored(f"message event {label(kind)}")
    inner = branch(event, "payload")
    # The id that the send call returned is gsId, or id where the event comes before WhatsApp's
    # own id exists; a week later only WhatsApp's id is left.
    ids = (
        identifier(event, "gsId"),
        identifier(event, "id"),
        identifier(inner, "whatsappMessageId"),
    )
    provider_ids = tuple(dict.fromkeys(filter(None, ids)))
    if not provider_ids:
        raise MalformedPayload("a message event needs an id")
    destination = identifier(event, "destination") or identifier(event, "userId")
    phone = digits(destination)
    failed = status == "failed"
    return StatusUpdate(
        provider_ids=provider_ids,
        status=status,
        address=phone or destination,
        phone=phone,
        code=identifier(inner, "code") if failed else None,
        passing=failed and identifier(inner, "code") in PASSING_CODES,
        reason=text(inner, "reason") if failed else None,
    )


# Answers


def _refusal(status: int, body: Json) -> SendError | None:
    """Gupshup answers 400 both to what can never work and to what its account lacks at the moment."""
    words = reason(body) or "refused"
    code = identifier(branch(body, "message"), "code") or identifier(body, "code")
    if status >= 500 or status in (401, 403, 408, 429):
        return None
    if code in FINAL_CODES or _NEVER.search(words):
        return SendError(words, permanent=True, code=code or str(status))
    if code in PASSING_CODES or _OF_THE_APP.search(words):
        return SendError(words, permanent=False, code=code or str(status))
    return None


def _message_id(body: Json) -> str | None:
    """The id in a 2xx answer, which may be JSON labelled text/html."""
    if not body:
        raise SendUnknown("the answer was 2xx without a readable body")
    if body.get("status") == "error":
        words = reason(body) or "refused"
        raise _refusal(200, body) or SendError(
            words, permanent=False, code="error", about_message=True
        )
    return identifier(body, "messageId")
