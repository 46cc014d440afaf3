"""Gupshup as its pages describe it: the send calls, the events that follow, inbound payloads."""

import itertools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.providers.server import Answer, ProviderServer, Request

APP = "ClinicaAurora"
BUSINESS = "573005550100"
CUSTOMER = "573005550101"

_ids = itertools.count(1)
_DESTINATION = re.compile(r"[0-9]+|[A-Z]{2}\.[A-Za-z0-9]+")
"""A phone or a business-scoped user id."""


@dataclass(frozen=True)
class Sent:
    """One message that the API took. `content` is the decoded message or template."""

    id: str
    destination: str
    content: dict[str, Any]
    form: Mapping[str, str]

    @property
    def text(self) -> str:
        """What the customer reads: the text, or the body above the options; what fills a template."""
        content = self.content
        if self.template:
            return " | ".join(content["params"])
        if self.link:
            return str(content.get("caption", ""))
        return str(content.get("text") or content.get("body") or content["content"]["text"])

    @property
    def link(self) -> str | None:
        """Where the file of the message is; None for a message without one."""
        return self.content.get("originalUrl") or self.content.get("url")

    @property
    def template(self) -> str | None:
        """The template's id; None for free text."""
        return self.content["id"] if "params" in self.content else None

    @property
    def options(self) -> list[tuple[str, str]]:
        """Pairs of id and title; the titles of a template's buttons stand at the provider."""
        if self.template:
            return [(b["text"], "") for b in json.loads(self.form.get("postbackTexts", "[]"))]
        items = self.content.get("items", [self.content])
        listed = [option for item in items for option in item.get("options", [])]
        return [(option["postbackText"], option["title"]) for option in listed]


class GupshupServer(ProviderServer):
    """The self-serve API for one app."""

    def __init__(self, api_key: str = "gupshup-key") -> None:
        super().__init__()
        self.api_key = api_key
        self.sent: list[Sent] = []
        self.refused: set[str] = set()
        """Destinations for which it is always too busy."""

    def handle(self, request: Request) -> Answer:
        if request.headers.get("apikey") != self.api_key:
            return _error(401, "Authentication Failed")
        form = request.form()
        if any(not form.get(name) for name in ("source", "destination", "src.name")):
            return _error(400, "Invalid App Details")
        if not _DESTINATION.fullmatch(form["destination"]):
            return _error(400, "Invalid Destination")
        if form["destination"] in self.refused:
            return _error(429, "Too Many Requests")
        if request.path == "/wa/api/v1/msg" and form.get("channel") == "whatsapp":
            return self._take(form, form["message"])
        if request.path == "/wa/api/v1/template/msg":
            return self._take(form, form["template"])
        return _error(404, "Not Found")

    def _take(self, form: Mapping[str, str], content: str) -> Answer:
        if wrong := _wrong_file(json.loads(content)):
            return _error(400, wrong)
        sent = Sent(str(uuid4()), form["destination"], json.loads(content), form)
        self.sent.append(sent)
        accepted = {"status": "submitted", "messageId": sent.id}
        return Answer(202, json.dumps(accepted).encode(), {"content-type": "text/html"})

    async def deliver_events(self, url: str, sent: Sent, *kinds: str) -> list[int]:
        """Posts what follows a send, for example "enqueued", "sent", "delivered"."""
        events = [message_event(sent.id, kind, destination=sent.destination) for kind in kinds]
        return [(await self.deliver(url, event)).status_code for event in events]


def _error(status: int, message: str) -> Answer:
    return Answer(status, {"status": "error", "message": message})


def _wrong_file(message: dict[str, Any]) -> str | None:
    """What is wrong with a message that names a file: it is fetched from anywhere over HTTPS."""
    kind = message.get("type")
    if kind == "image":
        urls = [message.get("originalUrl"), message.get("previewUrl")]
        if not isinstance(message.get("caption"), str):
            return "caption is no text"
    elif kind in ("audio", "video", "file"):
        urls = [message.get("url")]
        if kind == "file" and not message.get("filename"):
            return "filename is missing"
    else:
        return None
    return None if all(str(url).startswith("https://") for url in urls) else "Invalid URL"


# Events


def message_event(
    message_id: str,
    kind: str,
    *,
    destination: str = CUSTOMER,
    whatsapp_id: str | None = None,
    code: int = 131047,
    reason: str = "Message failed to send because the window is closed",
    app: str = APP,
) -> dict[str, Any]:
    """enqueued carries our id as `id`; every later event carries it as `gsId`."""
    whatsapp_id = whatsapp_id or whatsapp_id_of(message_id)
    inner: dict[str, Any] = {"ts": 1795169180}
    if kind == "failed":
        inner = {"code": code, "reason": reason}
    payload = {"id": whatsapp_id, "gsId": message_id, "type": kind, "destination": destination}
    if kind == "enqueued":
        inner = {"whatsappMessageId": whatsapp_id, "type": "session"}
        payload = {"id": message_id, "type": kind, "destination": destination}
    return _envelope("message-event", payload | {"payload": inner}, app)


def whatsapp_id_of(message_id: str) -> str:
    return f"gBEG{message_id[:12]}"


# Inbound messages


def _quoted(message_id: str) -> dict[str, str]:
    """After a week, and sometimes before, Gupshup's own id is missing."""
    if message_id.startswith("gBEG"):
        return {"id": message_id}
    return {"id": whatsapp_id_of(message_id), "gsId": message_id}


def message(
    kind: str,
    inner: dict[str, Any],
    *,
    phone: str = CUSTOMER,
    name: str | None = "Ana Prueba",
    id: str | None = None,
    reply_to: str | None = None,
    app: str = APP,
) -> dict[str, Any]:
    sender = {"phone": phone, "country_code": phone[:2], "dial_code": phone[2:]}
    payload: dict[str, Any] = {
        "id": id or f"ABEGtest{next(_ids):08d}",
        "source": phone,
        "type": kind,
        "payload": inner,
        "sender": sender | ({"name": name} if name else {}),
    }
    if reply_to:
        payload["context"] = _quoted(reply_to)
    return _envelope("message", payload, app)


def text(words: str, **about: Any) -> dict[str, Any]:
    return message("text", {"text": words}, **about)


def button(title: str, postback: str | None = None, **about: Any) -> dict[str, Any]:
    """A tap on a reply button of a session message."""
    inner = {"title": title, "id": "msg-id", "reply": f"{title} 1"}
    return message("button_reply", inner | _postback(postback), **about)


def template_button(words: str, postback: str | None = None, **about: Any) -> dict[str, Any]:
    inner = {"text": words, "type": "button"}
    return message("quick_reply", inner | _postback(postback), **about)


def media(
    kind: str, url: str, mime: str, caption: str | None = None, **about: Any
) -> dict[str, Any]:
    """`kind`: image, video, audio, sticker or file."""
    inner = {"url": url, "contentType": mime, "urlExpiry": 1795773900000}
    return message(kind, inner | ({"caption": caption} if caption else {}), **about)


def audio(url: str, **about: Any) -> dict[str, Any]:
    return media("audio", url, "audio/ogg; codecs=opus", **about)


def image(url: str, caption: str | None = None, **about: Any) -> dict[str, Any]:
    return media("image", url, "image/jpeg", caption, **about)


def _postback(postback: str | None) -> dict[str, str]:
    return {"postbackText": postback} if postback else {}


def _envelope(kind: str, payload: dict[str, Any], app: str) -> dict[str, Any]:
    return {
        "app": app,
        "timestamp": 1795169156000,
        "version": 2,
        "type": kind,
        "payload": payload,
    }
