"""Chatwoot as its contract describes it: one account with one inbox, its API and its webhooks.

The desk itself is played, too: what an agent does there changes a conversation, and the events that
Chatwoot sends of it are built from what then stands.
"""

import itertools
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from tests.providers.server import Answer, ProviderServer, Request, Uploaded

ACCOUNT, INBOX = 7, 4
BOT = {"id": 3, "name": "Lumi", "type": "agent_bot"}
BIA = {"id": 5, "name": "Bia", "email": "bia@example.test", "type": "user"}
_CALL = re.compile(r"/api/v1/accounts/(\d+)/conversations/([^/]+)/(\w+)")
_LISTED = re.compile(r"/api/v1/accounts/(\d+)/conversations")
_FOR_BOTS = frozenset({"messages", "toggle_status", "assignments"})
"""What a bot's token may call of a conversation."""

_ids = itertools.count(30_001)


def new_id() -> int:
    return next(_ids)


@dataclass
class Sent:
    """One message that the API took, a private note included."""

    id: int
    conversation: int
    content: str
    body: dict[str, Any]
    files: list[Uploaded] = field(default_factory=list)

    @property
    def private(self) -> bool:
        return bool(self.body.get("private"))


@dataclass
class Conversation:
    """A customer's conversation as it stands; `status` is pending, open, resolved or snoozed, `changed`
    are Unix seconds."""

    id: int
    phone: str | None = "+573005550161"
    name: str = "Ana Prueba"
    contact: int = 77
    status: str = "pending"
    assignee: dict[str, Any] | None = None
    team: dict[str, Any] | None = None
    labels: list[str] = field(default_factory=list)
    can_reply: bool = True
    answered: int | None = None
    channel: str = "Channel::Whatsapp"
    identifier: str | None = None
    verified: bool = False
    changed: float = 1795169000.25
    messages: list[dict[str, Any]] = field(default_factory=list)
    listed: list[dict[str, Any]] = field(default_factory=list)
    """All that was written, private notes as well, as the API lists it."""

    def change(self, at: datetime, **values: Any) -> None:
        """Somebody at the desk, or the API, changed it."""
        for name, value in values.items():
            setattr(self, name, value)
        self.changed = max(self.changed + 0.001, at.timestamp())

    def shown(self) -> dict[str, Any]:
        """As webhooks show it."""
        sender = {
            "id": self.contact,
            "name": self.name,
            "phone_number": self.phone,
            "email": None,
            "identifier": self.identifier,
        }
        by_phone = self.phone and self.channel == "Channel::Whatsapp"
        source = self.phone.lstrip("+") if self.phone and by_phone else "visitor-0a1b"
        return {
            "id": self.id,
            "inbox_id": INBOX,
            "channel": self.channel,
            "status": self.status,
            "can_reply": self.can_reply,
            "labels": self.labels,
            "contact_inbox": {
                "id": 9,
                "contact_id": self.contact,
                "source_id": source,
                "hmac_verified": self.verified,
            },
            "messages": self.messages[-1:],
            "meta": {
                "sender": {**sender, "type": "contact"},
                "assignee": self.assignee,
                "team": self.team,
            },
            "first_reply_created_at": self.answered,
            "updated_at": self.changed,
            "created_at": 1795169000,
            "timestamp": int(self.changed),
        }

    def in_list(self) -> dict[str, Any]:
        """As the API lists it: without the time of its change, and with what was last written about it."""
        shown = self.shown()
        meta = {**shown.pop("meta"), "channel": shown.pop("channel")}
        for missing in ("contact_inbox", "updated_at"):
            del shown[missing]
        activity = {"id": new_id(), "content": "changed", "message_type": 2, "private": False}
        return {
            **shown,
            "meta": meta,
            "messages": [activity],
            "last_non_activity_message": self.listed[-1] if self.listed else None,
            "last_activity_at": int(self.changed),
            "first_reply_created_at": self.answered or 0,
        }


class ChatwootServer(ProviderServer):
    """The application API of one account."""

    def __init__(
        self, bot_token: str = "chatwoot-bot-token", agent_token: str = "agent-token"
    ) -> None:
        super().__init__()
        self.bot_token = bot_token
        self.agent_token = agent_token
        self.conversations: dict[int, Conversation] = {}
        self.taken: list[Sent] = []
        self.teams: list[tuple[int, int]] = []
        self.assignees: list[tuple[int, int]] = []
        self.typing: list[tuple[int, str]] = []
        self.now = datetime(2026, 11, 20, 15, tzinfo=UTC)

    @property
    def sent(self) -> list[Sent]:
        """What customers read."""
        return [one for one in self.taken if not one.private]

    @property
    def notes(self) -> list[Sent]:
        return [one for one in self.taken if one.private]

    def conversation(self, number: int = 2406, **about: Any) -> Conversation:
        return self.conversations.setdefault(number, Conversation(number, **about))

    async def respond(self, request: Request) -> Answer:
        asked = _CALL.fullmatch(request.path)
        listed = _LISTED.fullmatch(request.path)
        if request.method != "GET" or not (asked or listed):
            return await super().respond(request)
        if listed:
            return self._list(request)
        assert asked
        if refused := self._refused(request, asked, reads=True):
            return refused
        conversation = self.conversations[int(asked[2])]
        if asked[3] == "messages":
            return self._messages(conversation, parse_qs(request.query))
        return Answer(200, {"payload": conversation.labels})

    def _list(self, request: Request) -> Answer:
        """The latest first, 25 on a page."""
        if request.headers.get("api_access_token") != self.agent_token:
            return Answer(401, {"error": "Access to this endpoint is not authorized for bots"})
        query = parse_qs(request.query)
        found = sorted(self.conversations.values(), key=lambda c: -c.changed)
        if query.get("status") != ["all"]:
            found = [one for one in found if one.status == "open"]
        first = (int(query.get("page", ["1"])[0]) - 1) * 25
        payload = [one.in_list() for one in found[first : first + 25]]
        return Answer(200, {"data": {"meta": {"all_count": len(found)}, "payload": payload}})

    def _messages(self, conversation: Conversation, query: dict[str, list[str]]) -> Answer:
        """The newest 20 before a message, oldest first."""
        before = int(query.get("before", ["999999999"])[0])
        older = [one for one in conversation.listed if int(one["id"]) < before]
        return Answer(200, {"meta": {}, "payload": older[-20:]})

    def handle(self, request: Request) -> Answer:
        called = _CALL.fullmatch(request.path)
        if called is None:
            return Answer(404, b"<html>not here</html>", {"content-type": "text/html"})
        refused = self._refused(request, called)
        if refused is not None:
            return refused
        conversation = self.conversations[int(called[2])]
        if request.headers["content-type"].startswith("multipart/form-data"):
            fields, files = request.parts()
            private = fields.get("private") == "true"
            return self._take(conversation, {**fields, "private": private}, files)
        body = request.json()
        if called[3] == "messages":
            return self._take(conversation, body, [])
        if called[3] == "toggle_status":
            return self._toggle(conversation, body, request)
        if called[3] == "assignments":
            return self._assign(conversation, body)
        if called[3] == "toggle_typing_status":
            self.typing.append((conversation.id, body["typing_status"]))
            return Answer(200, {})
        if called[3] == "labels":
            conversation.change(self.now, labels=body["labels"])
            return Answer(200, {"payload": conversation.labels})
        return Answer(404, {"error": "Resource could not be found"})

    def _assign(self, conversation: Conversation, body: dict[str, Any]) -> Answer:
        if team := body.get("team_id"):
            self.teams.append((conversation.id, team))
            conversation.change(self.now, team={"id": team, "name": "Reception"})
        if assignee := body.get("assignee_id"):
            self.assignees.append((conversation.id, assignee))
            conversation.change(self.now, assignee={**BIA, "id": assignee})
        return Answer(200, {"id": team or assignee, "name": "Reception"})

    def _refused(
        self, request: Request, called: re.Match[str], *, reads: bool = False
    ) -> Answer | None:
        token = request.headers.get("api_access_token")
        if token not in (self.bot_token, self.agent_token):
            return Answer(401, {"error": "Invalid Access Token"})
        if token == self.bot_token and (reads or called[3] not in _FOR_BOTS):
            return Answer(401, {"error": "Access to this endpoint is not authorized for bots"})
        known = called[2].isdigit() and int(called[2]) in self.conversations
        if int(called[1]) != ACCOUNT or not known:
            return Answer(404, {"error": "Resource could not be found"})
        return None

    def _take(
        self, conversation: Conversation, body: dict[str, Any], files: list[Uploaded]
    ) -> Answer:
        if any(file.field != "attachments[]" for file in files):
            return Answer(422, {"error": "Attachments are missing"})
        template = body.get("template_params")
        if template is not None and not (template.get("name") and template.get("language")):
            return Answer(422, {"error": "Template parameters are not valid"})
        if not body.get("content") and not files:
            return Answer(422, {"message": "Content can't be blank"})
        if body["message_type"] == "incoming":
            return Answer(422, {"error": "Incoming messages are only allowed in Api inboxes"})
        sent = Sent(new_id(), conversation.id, body["content"], body, files)
        self.taken.append(sent)
        written: dict[str, Any] = {
            "kind": "outgoing",
            "sender": BOT,
            "private": sent.private,
            "at": self.now,
        }
        conversation.listed.append(_listed(conversation, sent.id, sent.content, **written))
        return Answer(200, {"id": sent.id, "content": sent.content, "status": "sent"})

    def _toggle(self, conversation: Conversation, body: dict[str, Any], request: Request) -> Answer:
        """Without a status it toggles; a person's token takes the conversation for that person."""
        status = body.get("status") or ("resolved" if conversation.status == "open" else "open")
        conversation.change(self.now, status=status)
        if request.headers["api_access_token"] == self.agent_token and status == "open":
            conversation.assignee = BIA
        return Answer(200, {"payload": {"success": True, "current_status": status}})


# Events


def message(
    conversation: Conversation,
    words: str | None,
    *,
    kind: str = "incoming",
    sender: dict[str, Any] | None = None,
    at: datetime,
    id: int | None = None,
    private: bool = False,
    attachments: list[dict[str, Any]] | None = None,
    event: str = "message_created",
    **about: Any,
) -> dict[str, Any]:
    """A message event; a customer's when no sender is given."""
    number = id or new_id()
    contact = {
        "id": conversation.contact,
        "name": conversation.name,
        "phone_number": conversation.phone,
    }
    kinds = {"incoming": 0, "outgoing": 1, "activity": 2, "template": 3}
    if event == "message_created":
        inside = {
            "id": number,
            "content": words,
            "message_type": kinds[kind],
            "private": private,
            "created_at": int(at.timestamp()),
            "status": "sent",
        }
        if not private:
            conversation.messages.append(inside)
        written: dict[str, Any] = {"kind": kind, "sender": sender, "private": private, "at": at}
        if all(one["id"] != number for one in conversation.listed):
            conversation.listed.append(_listed(conversation, number, words, **written))
        conversation.changed = max(conversation.changed, at.timestamp())
    return {
        "event": event,
        "account": {"id": ACCOUNT, "name": "Aurora"},
        "inbox": {"id": INBOX, "name": "WhatsApp"},
        "id": number,
        "content": words,
        "content_type": "text",
        "content_attributes": {},
        "additional_attributes": {},
        "message_type": kind,
        "private": private,
        "source_id": None,
        "created_at": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "sender": contact if kind == "incoming" else sender,
        "conversation": conversation.shown(),
        **({"attachments": attachments} if attachments is not None else {}),
        **about,
    }


def _listed(
    conversation: Conversation,
    number: int,
    words: str | None,
    *,
    kind: str,
    sender: dict[str, Any] | None,
    private: bool,
    at: datetime,
) -> dict[str, Any]:
    """A message as the API lists it."""
    contact = {"id": conversation.contact, "name": conversation.name, "type": "contact"}
    return {
        "id": number,
        "content": words,
        "inbox_id": INBOX,
        "conversation_id": conversation.id,
        "message_type": {"incoming": 0, "outgoing": 1, "activity": 2, "template": 3}[kind],
        "content_type": "text",
        "status": "sent",
        "content_attributes": {},
        "created_at": int(at.timestamp()),
        "private": private,
        "source_id": None,
        "sender": contact if kind == "incoming" else sender,
    }


def echo(conversation: Conversation, sent: Sent, *, at: datetime) -> dict[str, Any]:
    """Chatwoot shows the bot its own message."""
    about: dict[str, Any] = {"kind": "outgoing", "sender": BOT, "private": sent.private}
    return message(conversation, sent.content, id=sent.id, at=at, **about)


def status_of(
    conversation: Conversation, number: int, status: str, *, at: datetime, error: str | None = None
) -> dict[str, Any]:
    """What became of a sent message."""
    return message(
        conversation,
        "…",
        kind="outgoing",
        sender=BOT,
        id=number,
        at=at,
        event="message_updated",
        status=status,
        content_attributes={"external_error": error} if error else {},
    )


def conversation_event(conversation: Conversation, event: str) -> dict[str, Any]:
    """An event of a conversation names no account."""
    return {"event": event, **conversation.shown()}


def attachment(kind: str, url: str | None = None, **about: Any) -> dict[str, Any]:
    """`kind`: image, audio, video, file, location, contact or fallback."""
    return {"id": new_id(), "file_type": kind, "data_url": url, "thumb_url": "", **about}
