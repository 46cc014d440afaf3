"""Meta's Graph API as its pages describe it: messages, files in two steps, signed webhooks."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import httpx

from gateway.channels.meta.signature import HEADER, sign
from tests.providers import cloud_api
from tests.providers.server import Answer, ProviderServer, Request, Uploaded

_USER_ID = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")
_PHONE = re.compile(r"\+?[0-9]{5,20}")
_PATH = re.compile(r"/v\d+\.\d+/(?P<number>[^/]+)/(?P<what>messages|media)")
_FILES = ("image", "audio", "video", "document")


@dataclass(frozen=True)
class Sent:
    """One message that the API took. `to`: a phone or a business-scoped user id."""

    id: str
    to: str
    body: dict[str, Any]

    @property
    def text(self) -> str:
        """What the customer reads: the text, or the body above the options; what fills a template."""
        if self.template:
            return " | ".join(p["text"] for p in self._parameters("body"))
        if self.file:
            return str(self.file.get("caption", ""))
        words = self.body.get("text") or self.body["interactive"]["body"]
        return str(words.get("body") or words.get("text"))

    @property
    def file(self) -> dict[str, Any] | None:
        """What is told of its file; None for a message without one."""
        kind = self.body["type"]
        return self.body[kind] if kind in _FILES else None

    @property
    def template(self) -> str | None:
        """The template's name; None for free text."""
        return self.body["template"]["name"] if self.body["type"] == "template" else None

    @property
    def options(self) -> list[tuple[str, str]]:
        """Pairs of id and title; the titles of a template's buttons stand at Meta."""
        if self.template:
            return [(parameter["payload"], "") for parameter in self._parameters("button")]
        action = self.body.get("interactive", {}).get("action", {})
        replies = [button["reply"] for button in action.get("buttons", [])]
        rows = [row for section in action.get("sections", []) for row in section["rows"]]
        return [(option["id"], option["title"]) for option in replies + rows]

    def _parameters(self, kind: str) -> list[dict[str, Any]]:
        components = self.body["template"]["components"]
        return [p for part in components if part["type"] == kind for p in part["parameters"]]


class MetaServer(ProviderServer):
    """The Graph API for the numbers of one app.

    `stored` are files by media id, `digests` what is told of them there. `user_ids` are those of phones, which
    the answer to a send tells. `refused` are codes by recipient. `dropped` is what was taken
    and never arrives: a user id where a phone belongs.
    """

    def __init__(self, access_token: str = "meta-token", numbers: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.access_token = access_token
        self.numbers = numbers or (cloud_api.NUMBER,)
        self.app_secret = "app-secret-for-tests"
        self.sent: list[Sent] = []
        self.dropped: list[Sent] = []
        self.reading: list[dict[str, Any]] = []
        self.signs_broken = False
        self.stored: dict[str, tuple[bytes, str]] = {}
        self.digests: dict[str, str] = {}
        self.user_ids: dict[str, str] = {}
        self.refused: dict[str, int] = {}
        self.uploaded: dict[str, Uploaded] = {}
        """Files that were handed in to be sent, by id."""
        self.refused_types: dict[str, int] = {}
        """Codes by type of interactive message."""

    async def respond(self, request: Request) -> Answer:
        if request.method == "GET":
            return self._file(request)
        return self.handle(request)

    def handle(self, request: Request) -> Answer:
        if not self._knows(request):
            return refusal(401, 190, "Invalid OAuth access token")
        place = _PATH.fullmatch(request.path)
        if place is None or place["number"] not in self.numbers:
            return refusal(400, 100, "Unsupported post request", subcode=33)
        if place["what"] == "media":
            return self._upload(request)
        body = request.json()
        if body.get("messaging_product") != "whatsapp":
            return refusal(400, 100, "The parameter messaging_product is required")
        if body.get("status") == "read":
            self.reading.append(body)
            return Answer(500) if self.signs_broken else Answer(200, {"success": True})
        return self._take(body)

    def _take(self, body: dict[str, Any]) -> Answer:
        to, recipient = body.get("to"), body.get("recipient")
        if bool(to) == bool(recipient):
            return refusal(400, 100, "to or recipient")
        if recipient and not _USER_ID.fullmatch(recipient):
            return refusal(400, 131009, "Parameter value is not valid")
        if to and not (_PHONE.fullmatch(to) or _USER_ID.fullmatch(to)):
            return refusal(400, 131009, "Parameter value is not valid")
        name = str(to or recipient)
        if name in self.refused:
            return refusal(400, self.refused[name], "no")
        if code := self.refused_types.get(body.get("interactive", {}).get("type")):
            return refusal(400, code, "no")
        kind = body.get("type")
        if kind in _FILES and body[kind].get("id") not in self.uploaded:
            return refusal(400, 131009, "Parameter value is not valid: id")
        if kind == "audio" and "caption" in body[kind]:
            return refusal(400, 131009, "Parameter value is not valid: caption")
        if wrong := _wrong(body):
            return refusal(400, 131009, f"Parameter value is not valid: {wrong}")
        sent = Sent(cloud_api.new_id(), name, body)
        (self.dropped if to and _USER_ID.fullmatch(to) else self.sent).append(sent)
        accepted = {
            "messaging_product": "whatsapp",
            "contacts": [{"input": name, "wa_id": name, **self._user_id(name)}],
            "messages": [{"id": sent.id, "message_status": "accepted"}],
        }
        return Answer(200, accepted)

    def _upload(self, request: Request) -> Answer:
        fields, files = request.parts()
        if fields.get("messaging_product") != "whatsapp" or len(files) != 1:
            return refusal(400, 100, "The parameter messaging_product is required")
        if files[0].mime != fields.get("type"):
            return refusal(400, 100, "Param file must be a file with one of the following types")
        media = f"uploaded-{len(self.uploaded) + 1}"
        self.uploaded[media] = files[0]
        return Answer(200, {"id": media})

    def _file(self, request: Request) -> Answer:
        """First the address, then, at it, the file: both with the key, the second with a User-Agent."""
        if not self._knows(request):
            return refusal(401, 190, "Invalid OAuth access token")
        query = parse_qs(request.query)
        if request.path == "/file":
            content, mime = self.stored.get(query["mid"][0], (None, ""))
            named = bool(request.headers.get("user-agent"))
            served = content is not None and named
            return Answer(200, content, {"content-type": mime}) if served else Answer(404)
        media = request.path.rpartition("/")[2]
        if media not in self.stored or query.get("phone_number_id", [""])[0] not in self.numbers:
            return refusal(400, 100, "Unsupported get request", subcode=33)
        address = {"url": f"{self.url}/file?mid={media}", "mime_type": self.stored[media][1]}
        if media in self.digests:
            address["sha256"] = self.digests[media]
        return Answer(200, {"messaging_product": "whatsapp", "id": media, **address})

    def _user_id(self, phone: str) -> dict[str, str]:
        return {"user_id": self.user_ids[phone]} if phone in self.user_ids else {}

    def _knows(self, request: Request) -> bool:
        return request.headers.get("authorization") == f"Bearer {self.access_token}"

    # Webhooks

    async def deliver(
        self, url: str, payload: Any, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """Posts a signed webhook."""
        body, signed = signed_request(payload, self.app_secret)
        async with httpx.AsyncClient(trust_env=False) as http:
            return await http.post(url, content=body, headers=signed | dict(headers or {}))


def signed_request(payload: Any, secret: str) -> tuple[bytes, dict[str, str]]:
    """The body, with other letters escaped as Meta escapes them, and the headers."""
    body = json.dumps(payload, ensure_ascii=True).encode()
    return body, {"content-type": "application/json", HEADER: sign(secret, body)}


def refusal(status: int, code: int, message: str, subcode: int | None = None) -> Answer:
    error = {"message": f"(#{code}) {message}", "type": "OAuthException", "code": code}
    about = {"error_subcode": subcode} if subcode else {}
    return Answer(status, {"error": error | about | {"fbtrace_id": "invented"}})


def _wrong(body: dict[str, Any]) -> str | None:
    """What breaks WhatsApp's limits."""
    kind = body.get("type")
    if kind == "text":
        return None if 0 < len(body["text"]["body"]) <= 4096 else "text"
    if kind == "template":
        template = body["template"]
        return None if template["name"] and template["language"]["code"] else "template"
    if kind in _FILES:
        return None if len(body[kind].get("caption", "")) <= 1024 else "caption"
    if kind != "interactive":
        return "type"
    inner = body["interactive"]
    if not 0 < len(inner["body"]["text"]) <= 1024:
        return "body"
    return _wrong_action(inner["type"], inner["action"])


def _wrong_action(kind: str, action: dict[str, Any]) -> str | None:
    if kind == "location_request_message":
        return None if action == {"name": "send_location"} else "action"
    if kind == "button":
        titles = [button["reply"]["title"] for button in action["buttons"]]
        fits = all(0 < len(title) <= 20 for title in titles)
        return (
            None if fits and 0 < len(titles) <= 3 and len(set(titles)) == len(titles) else "buttons"
        )
    rows = [row for section in action["sections"] for row in section["rows"]]
    fits = all(
        0 < len(r["title"]) <= 24 and len(r.get("description", "")) <= 72 and len(r["id"]) <= 200
        for r in rows
    )
    return None if fits and 0 < len(rows) <= 10 and 0 < len(action["button"]) <= 20 else "list"
