"""Chatwoot (an account webhook and an agent bot) for the conformance tests."""

import json
from datetime import datetime
from typing import Any, ClassVar

from gateway.channels.chatwoot.signature import SIGNATURE, TIMESTAMP, signed
from tests.channels.gupshup import PNG
from tests.channels.player import Call, Location, Player, Received, ReceivedFile, Trouble
from tests.databases import NOW
from tests.providers import chatwoot
from tests.providers.chatwoot import BIA, BOT, ChatwootServer, Conversation

_SECRET, _BOT_SECRET = "played-webhook-secret", "played-bot-secret"


class ChatwootPlayer(Player):
    """Taps and reactions do not exist there: a button's payload is lost, its words come as text."""

    channel: ClassVar[str] = "chatwoot"
    final_code: ClassVar[str | None] = "131026"

    def __init__(self) -> None:
        self.server: ChatwootServer = ChatwootServer()
        self._latest = NOW
        """Requests are signed when they are made, which is never before what they tell of."""

    def connection(self) -> dict[str, Any]:
        settings = {"account_id": chatwoot.ACCOUNT, "inbox_id": chatwoot.INBOX}
        return {"channel": "chatwoot", "name": "desk of the clinic", "settings": settings}

    def credentials(self) -> dict[str, str]:
        return {
            "api_key": self.server.bot_token,
            "agent_key": self.server.agent_token,
            "webhook_secret": _SECRET,
            "bot_secret": _BOT_SECRET,
        }

    def text(
        self, words: str, *, id: str, at: datetime, phone: str = "", reply_to: str | None = None
    ) -> Any:
        quoted: dict[str, Any] = {}
        if reply_to:
            by = (
                {"in_reply_to": int(reply_to)}
                if reply_to.isdigit()
                else {"in_reply_to_external_id": reply_to}
            )
            quoted = {"content_attributes": by}
        return self._message(words, id, at, phone, source_id=self.second_id(id), **quoted)

    def location(
        self, place: Location, *, id: str, at: datetime, reply_to: str | None = None
    ) -> Any:
        degrees: dict[str, Any] = {
            "coordinates_lat": place.latitude,
            "coordinates_long": place.longitude,
        }
        told = ", ".join(filter(None, (place.name, place.address)))
        file = chatwoot.attachment("location", fallback_title=told, **degrees)
        return self._message(None, id, at, attachments=[file])

    def card(self, name: str, phone: str, *, id: str, at: datetime) -> Any:
        first, _, last = name.partition(" ")
        meta = {"firstName": first, "lastName": last}
        file = chatwoot.attachment("contact", fallback_title=phone, meta=meta)
        return self._message(None, id, at, attachments=[file])

    def tap(self, option: tuple[str, str], *, id: str, at: datetime) -> Any:
        return self._message(option[1], id, at)

    def picture(
        self, *, id: str, at: datetime, caption: str | None = None, content: bytes | None = None
    ) -> Any:
        self.server.files["/rails/active_storage/picture.png"] = (content or PNG, "image/png")
        url = f"{self.server.url}/rails/active_storage/picture.png"
        attachments = [chatwoot.attachment("image", url)]
        return self._message(caption, id, at, attachments=attachments)

    def picture_at(self, address: str, *, id: str, at: datetime) -> Any:
        return self._message(None, id, at, attachments=[chatwoot.attachment("image", address)])

    def invented(self, *, id: str, at: datetime) -> Any:
        return self._message(None, id, at, attachments=[chatwoot.attachment("hologram")])

    def status(self, message: str, status: str, *, at: datetime, code: str | None = None) -> Any:
        error = f"{code}: Message undeliverable" if code else None
        event = chatwoot.status_of(self._of(), 1, status, at=at, error=error)
        return {**event, "id": message, "source_id": self.second_id(message)}

    def second_id(self, message: str) -> str | None:
        """WhatsApp's."""
        return f"wamid.{message}"

    def changed(self, words: str | None, to: str, *, at: datetime, phone: str = "") -> Any:
        """By the desk's own id only."""
        about: dict[str, Any] = {"content_attributes": {"deleted": True}} if words is None else {}
        now = self._message(words or "This message was deleted", to, at, phone, **about)
        return {**now, "event": "message_updated"}

    def staff(self, words: str, *, id: str, at: datetime) -> Any:
        conversation = self._of()
        conversation.change(at, status="open", assignee=BIA)
        about: dict[str, Any] = {"kind": "outgoing", "sender": BIA}
        return self._message(words, id, at, **about)

    def echo(self, message: Received, *, at: datetime) -> Any:
        ours = message.id in {str(sent.id) for sent in self.server.taken}
        about: dict[str, Any] = {"kind": "outgoing", "sender": BOT if ours else BIA}
        return self._message(message.text, message.id, at, **about)

    def others(self) -> dict[str, Any]:
        conversation = self.server.conversation(9009, phone="+573005550199", contact=909)
        template: dict[str, Any] = {"kind": "template", "sender": None, "at": NOW}
        note: dict[str, Any] = {"kind": "outgoing", "sender": BIA, "private": True, "at": NOW}
        account = {"account": {"id": chatwoot.ACCOUNT, "name": "Aurora"}}
        return {
            "template": chatwoot.message(conversation, "Estamos cerrados", **template),
            "note": chatwoot.message(conversation, "cliente frecuente", **note),
            "created": chatwoot.conversation_event(conversation, "conversation_created"),
            "contact": {"event": "contact_updated", "id": 909, "name": "Ana", **account},
            "typing": {"event": "conversation_typing_on", "conversation": conversation.shown()},
            "unknown": {"event": "something_new", "x": [1]},
        }

    def call(self, payload: Any, url: str) -> Call:
        return self._signed(json.dumps(payload).encode(), _SECRET)

    def forged(self, payload: Any, url: str) -> dict[str, Call]:
        body = json.dumps(payload).encode()
        good = self._signed(body, _SECRET)
        late = str(int(self._latest.timestamp()) + 301)
        return {
            "nothing": Call(body),
            "another secret": self._signed(body, "another-secret"),
            "another body": Call(body + b" ", good.headers),
            "without a time": Call(body, {SIGNATURE: good.headers[SIGNATURE]}),
            "another time": Call(body, {**good.headers, TIMESTAMP: late}),
            "of another hour": Call(
                body, {TIMESTAMP: late, SIGNATURE: signed(_SECRET, late, body)}
            ),
            "over the body alone": Call(
                body, {**good.headers, SIGNATURE: signed(_SECRET, "", body)}
            ),
        }

    def of_others(self, url: str) -> dict[str, Call]:
        message = self._message("Hola", "o-1", NOW)
        return {
            "another account": self.call({**message, "account": {"id": 8}}, url),
            "another inbox": self.call({**message, "inbox": {"id": 99}}, url),
        }

    def received(self) -> list[Received]:
        mine = self._of().id
        return [
            Received(
                str(sent.id),
                str(mine),
                sent.content,
                file=ReceivedFile(file.content, name=file.name, mime=file.mime)
                if (file := next(iter(sent.files), None))
                else None,
            )
            for sent in self.server.sent
            if sent.conversation == mine
        ]

    def keep(self, words: str, *, id: str, at: datetime) -> bool:
        chatwoot.message(self._of(), words, at=at, id=int(id))
        return True

    def typing(self) -> list[str] | None:
        return [shown for _, shown in self.server.typing]

    def break_signs(self) -> None:
        self.server.agent_token = "another-token"

    def refuse(self, trouble: Trouble | None) -> None:
        answers: dict[Trouble, tuple[int, Any]] = {
            "never": (422, {"message": "Content is too long (maximum is 150000 characters)"}),
            "later": (404, {"error": "Resource could not be found"}),
            "limit": (429, {"error": "Retry later"}),
            "down": (502, b""),
            "key": (401, {"error": "Invalid Access Token"}),
        }
        self.server.recover()
        if trouble:
            status, body = answers[trouble]
            self.server.answer_next(status, body, times=10_000)

    def _of(self, phone: str = "") -> Conversation:
        digits = phone or self.phone
        number = int(digits[-4:])
        return self.server.conversation(number, phone=f"+{digits}", contact=number)

    def _message(
        self, words: str | None, id: str, at: datetime, phone: str = "", **about: Any
    ) -> dict[str, Any]:
        self._latest = max(self._latest, at)
        message = chatwoot.message(self._of(phone), words, at=at, **about)
        number = int(id) if id.isdigit() else id
        message["conversation"]["messages"][-1]["id"] = number
        return {**message, "id": number}

    def _signed(self, body: bytes, secret: str) -> Call:
        timestamp = str(int(self._latest.timestamp()))
        headers = {TIMESTAMP: timestamp, SIGNATURE: signed(secret, timestamp, body)}
        return Call(body, {"content-type": "application/json", **headers})
