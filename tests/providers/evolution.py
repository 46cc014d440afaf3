"""Evolution API as its pages describe it: send calls, echoes and receipts, inbound payloads."""

import base64
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.providers.server import Answer, Fault, ProviderServer, Request

INSTANCE = "salon aurora"
BUSINESS = "5511955550100"
CUSTOMER = "5511955550101"
LID = "100000000000001"

_ids = itertools.count(1)
_BESIDE = ("/chat/markMessageAsRead/", "/chat/sendPresence/", "/chat/findMessages/")
"""What comes when it comes: signs of reading, and questions for what was missed."""


@dataclass(frozen=True)
class Sent:
    """One message that the API took. `jid` is the chat it went to."""

    id: str
    jid: str
    text: str
    body: dict[str, Any]

    @property
    def content(self) -> bytes | None:
        """The bytes of its file; None for a message without one."""
        encoded = self.body.get("media") or self.body.get("audio")
        return None if encoded is None else base64.b64decode(encoded, validate=True)


class EvolutionServer(ProviderServer):
    """A server with one connected instance ("*": any). `stored` are files by message id."""

    def __init__(self, api_key: str = "evolution-key", instance: str = INSTANCE) -> None:
        super().__init__()
        self.api_key = api_key
        self.instance = instance
        self.sent: list[Sent] = []
        self.stored: dict[str, bytes] = {}
        self.unknown_numbers: set[str] = set()
        self.refused_actions: set[str] = set()
        self.marked: list[str] = []
        """Ids of messages that were marked as read."""
        self.presences: list[dict[str, Any]] = []
        self.kept: list[dict[str, Any]] = []
        """Messages that its own database holds (`keep`)."""
        self.clock: Callable[[], datetime] | None = None
        """Where it is set, the database holds what is sent, too, at these times."""
        self.asked: list[dict[str, Any]] = []
        """Bodies of the questions for them."""

    def counts(self, request: Request) -> bool:
        return not request.path.startswith(_BESIDE)

    def fault_of(self, request: Request) -> Fault | None:
        """No test says which of those goes wrong that come when they come."""
        return None if request.path.startswith(_BESIDE) else super().fault_of(request)

    def handle(self, request: Request) -> Answer:
        if request.headers.get("apikey") != self.api_key:
            return _error(401, "Unauthorized", "Unauthorized")
        action, _, instance = request.path.strip("/").rpartition("/")
        if self.instance not in ("*", instance):
            return _error(404, "Not Found", [f'The "{instance}" instance does not exist'])
        if action in self.refused_actions:
            return _error(500, "Internal Server Error", ["Connection Closed"])
        if action == "message/sendText":
            return self._take(request.json(), "conversation")
        if action == "message/sendWhatsAppAudio":
            return self._take(request.json(), "audioMessage")
        if action == "message/sendMedia":
            return self._take(request.json(), f"{request.json().get('mediatype')}Message")
        if action == "chat/markMessageAsRead":
            self.marked += [one["id"] for one in request.json()["readMessages"]]
            return Answer(201, {"message": "Read messages", "read": "success"})
        if action == "chat/sendPresence":
            self.presences.append(request.json())
            return Answer(201, {"presence": "composing"})
        if action == "chat/getBase64FromMediaMessage":
            return self._stored(request.json())
        if action == "chat/findMessages":
            return self._listed(request.json())
        return _error(404, "Not Found", [f"Cannot POST {request.path}"])

    def _take(self, body: dict[str, Any], kind: str) -> Answer:
        if kind != "conversation":
            if not _is_file(body, kind):
                return _error(400, "Bad Request", [["instance is not exactly one from media"]])
        elif not body.get("text"):
            return _error(400, "Bad Request", [['instance requires property "text"']])
        number = str(body["number"])
        jid = number if "@" in number else f"{number}@s.whatsapp.net"
        if number in self.unknown_numbers:
            missing = {"exists": False, "jid": jid, "number": number}
            return _error(400, "Bad Request", [missing])
        sent = Sent(_new_id(), jid, body.get("text") or body.get("caption") or "", body)
        self.sent.append(sent)
        shown: dict[str, Any] = {kind: sent.text if kind == "conversation" else {}}
        if kind != "conversation" and sent.text:
            shown[kind] = {"caption": sent.text}
        if self.clock:
            data = _message_data(sent.id, jid, shown, from_me=True)
            at = int(self.clock().timestamp())
            self.keep({"data": data | {"messageTimestamp": at}})
        return Answer(201, _message_data(sent.id, jid, shown, from_me=True))

    def _stored(self, body: dict[str, Any]) -> Answer:
        content = self.stored.get(body["message"]["key"]["id"])
        if content is None:
            return _error(400, "Bad Request", ["Message not found"])
        return Answer(201, {"mediaType": "audioMessage", "base64": _encoded(content)})

    def keep(self, event: dict[str, Any], *statuses: str) -> dict[str, Any]:
        """Its database keeps the message of this event, with what became of it; returns the event."""
        names = ("key", "pushName", "messageType", "message", "messageTimestamp", "instanceId")
        data = event["data"]
        record = {name: data.get(name) for name in (*names, "source", "contextInfo")}
        record |= {"id": f"c{len(self.kept):024d}"}
        self.kept.append(record | {"MessageUpdate": [{"status": one} for one in statuses]})
        return event

    def _listed(self, body: dict[str, Any]) -> Answer:
        self.asked.append(body)
        size, page = body.get("offset") or 50, body.get("page") or 1
        newest = sorted(self.kept, key=lambda one: -one["messageTimestamp"])
        records = newest[size * (page - 1) : size * page]
        pages = -(-len(newest) // size)
        about = {"total": len(newest), "pages": pages, "currentPage": page}
        return Answer(200, {"messages": about | {"records": records}})

    async def deliver_echo(self, url: str, sent: Sent) -> int:
        """Posts the send.message event of a message sent through the API."""
        return (await self.deliver(url, echo(sent.id, sent.text, jid=sent.jid))).status_code

    async def deliver_receipts(self, url: str, sent: Sent, *statuses: str) -> list[int]:
        """Posts messages.update events, for example "SERVER_ACK", "READ"."""
        events = [receipt(sent.id, status, jid=sent.jid) for status in statuses]
        return [(await self.deliver(url, event)).status_code for event in events]


def _is_file(body: dict[str, Any], kind: str) -> bool:
    """Whether the call has what the schema of a file asks for."""
    try:
        content = base64.b64decode(body.get("media") or body.get("audio") or "", validate=True)
    except ValueError:
        return False
    kinds = ("imageMessage", "videoMessage", "documentMessage", "audioMessage")
    named = "audio" in body or bool(body.get("mimetype") and body.get("fileName"))
    return bool(content) and named and kind in kinds


def _error(status: int, error: str, message: Any) -> Answer:
    return Answer(status, {"status": status, "error": error, "response": {"message": message}})


# Events


def upsert(
    content: dict[str, Any],
    *,
    kind: str | None = None,
    jid: str = f"{CUSTOMER}@s.whatsapp.net",
    alternative: str | None = f"{LID}@lid",
    from_me: bool = False,
    name: str = "Ana Prueba",
    id: str | None = None,
    reply_to: str | None = None,
    instance: str = INSTANCE,
) -> dict[str, Any]:
    """A message in a chat; with `from_me`, one that the business typed on its phone."""
    data = _message_data(id or _new_id(), jid, content, from_me=from_me)
    data["key"]["remoteJidAlt"] = alternative
    data["key"]["addressingMode"] = "lid" if jid.endswith("@lid") else "pn"
    data |= {"pushName": name, "status": "DELIVERY_ACK"}
    if kind:
        data["messageType"] = kind
    if reply_to:
        data["contextInfo"] = {"stanzaId": reply_to}
    return _envelope("messages.upsert", data, instance)


def text(words: str, **about: Any) -> dict[str, Any]:
    return upsert({"conversation": words}, **about)


def button(title: str, id_: str, **about: Any) -> dict[str, Any]:
    tapped = {"selectedButtonId": id_, "selectedDisplayText": title, "type": 1}
    return upsert({"buttonsResponseMessage": tapped}, **about)


def audio(
    content: bytes | None = None, *, voice: bool = True, seconds: int = 3, **about: Any
) -> dict[str, Any]:
    """A voice note; without `content` the file has to be asked for."""
    part = {
        "url": "https://mmg.whatsapp.net/v/invented.enc",
        "mimetype": "audio/ogg; codecs=opus",
        "seconds": seconds,
        "ptt": voice,
    }
    return upsert({"audioMessage": part} | _inline(content), **about)


def image(content: bytes | None = None, caption: str | None = None, **about: Any) -> dict[str, Any]:
    part = {"url": "https://mmg.whatsapp.net/o/invented.enc", "mimetype": "image/jpeg"}
    caption_part = {"caption": caption} if caption else {}
    return upsert({"imageMessage": part | caption_part} | _inline(content), **about)


def echo(id: str, words: str, *, jid: str, instance: str = INSTANCE) -> dict[str, Any]:
    data = _message_data(id, jid, {"conversation": words}, from_me=True)
    return _envelope("send.message", data, instance)


def receipt(
    id: str, status: str, *, jid: str, from_me: bool = True, instance: str = INSTANCE
) -> dict[str, Any]:
    data = {"keyId": id, "remoteJid": jid, "fromMe": from_me, "status": status}
    return _envelope("messages.update", data | {"messageId": f"db-{id}"}, instance)


def edited(id: str, words: str, *, instance: str = INSTANCE) -> dict[str, Any]:
    data = {"key": {"id": id}, "type": 14, "editedMessage": {"conversation": words}}
    return _envelope("messages.edited", data, instance)


def deleted(id: str, *, jid: str, instance: str = INSTANCE) -> dict[str, Any]:
    """The customer took a message back."""
    data = {"key": {"id": id, "remoteJid": jid, "fromMe": False}}
    return _envelope("messages.delete", data, instance)


def _message_data(id: str, jid: str, content: dict[str, Any], *, from_me: bool) -> dict[str, Any]:
    return {
        "key": {"remoteJid": jid, "fromMe": from_me, "id": id},
        "message": content,
        "messageType": next(iter(content)),
        "messageTimestamp": 1795169156,
        "instanceId": "00000000-0000-4000-8000-000000000001",
        "source": "android",
    }


def _envelope(event: str, data: dict[str, Any], instance: str) -> dict[str, Any]:
    return {
        "event": event,
        "instance": instance,
        "data": data,
        "destination": "https://frontdesk.example/webhooks/evolution",
        "date_time": "2026-11-20T07:05:56.000Z",
        "sender": f"{BUSINESS}@s.whatsapp.net",
        "server_url": "http://evolution.example:8080",
        "apikey": None,
    }


def _new_id() -> str:
    return f"3EB0TEST{next(_ids):012d}"


def _inline(content: bytes | None) -> dict[str, str]:
    return {} if content is None else {"base64": _encoded(content)}


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()
