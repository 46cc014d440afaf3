"""Evolution API (webhooks of a Baileys instance) for the conformance tests."""

import json
from datetime import datetime
from typing import Any, ClassVar

from tests.channels.gupshup import PNG
from tests.channels.player import Call, Location, Player, Received, ReceivedFile, Trouble
from tests.providers import evolution
from tests.providers.evolution import EvolutionServer

INSTANCE = "played clinic"
KEY = "played-key"
_STATUSES = {"sent": "SERVER_ACK", "delivered": "DELIVERY_ACK", "read": "READ", "failed": "ERROR"}


class EvolutionPlayer(Player):
    channel: ClassVar[str] = "evolution"

    def __init__(self) -> None:
        self.server: EvolutionServer = EvolutionServer(KEY, INSTANCE)

    def connection(self) -> dict[str, Any]:
        return {"channel": "evolution", "name": INSTANCE, "phone": f"+{self.business}"}

    def credentials(self) -> dict[str, str]:
        return {"api_key": KEY}

    def text(
        self, words: str, *, id: str, at: datetime, phone: str = "", reply_to: str | None = None
    ) -> Any:
        about = self._about(id, phone) | ({"reply_to": reply_to} if reply_to else {})
        return _timed(evolution.text(words, **about), at)

    def location(
        self, place: Location, *, id: str, at: datetime, reply_to: str | None = None
    ) -> Any:
        inner: dict[str, Any] = {
            "degreesLatitude": place.latitude,
            "degreesLongitude": place.longitude,
        }
        inner |= {"name": place.name} if place.name else {}
        inner |= {"address": place.address} if place.address else {}
        return _timed(evolution.upsert({"locationMessage": inner}, **self._about(id)), at)

    def card(self, name: str, phone: str, *, id: str, at: datetime) -> Any:
        digits = phone.lstrip("+")
        vcard = (
            f"BEGIN:VCARD\nVERSION:3.0\nN:;{name};;;\nFN:{name}\n"
            f"TEL;type=CELL;waid={digits}:{phone}\nEND:VCARD"
        )
        inner = {"contactMessage": {"displayName": name, "vcard": vcard}}
        return _timed(evolution.upsert(inner, **self._about(id)), at)

    def tap(self, option: tuple[str, str], *, id: str, at: datetime) -> Any:
        return _timed(evolution.button(option[1], option[0], **self._about(id)), at)

    def picture(
        self, *, id: str, at: datetime, caption: str | None = None, content: bytes | None = None
    ) -> Any:
        return _timed(evolution.image(content or PNG, caption, **self._about(id)), at)

    def picture_at(self, address: str, *, id: str, at: datetime) -> Any:
        message = {"imageMessage": {"mimetype": "image/jpeg"}, "mediaUrl": address}
        return _timed(evolution.upsert(message, **self._about(id)), at)

    def invented(self, *, id: str, at: datetime) -> Any:
        return _timed(evolution.upsert({"hologramMessage": {"depth": 3}}, **self._about(id)), at)

    def status(self, message: str, status: str, *, at: datetime, code: str | None = None) -> Any:
        return evolution.receipt(message, _STATUSES[status], jid=self._jid(), instance=INSTANCE)

    def staff(self, words: str, *, id: str, at: datetime) -> Any:
        return _timed(evolution.text(words, from_me=True, **self._about(id)), at)

    def echo(self, message: Received, *, at: datetime) -> Any:
        return evolution.echo(message.id, message.text, jid=self._jid(), instance=INSTANCE)

    def group(self, words: str, *, id: str, at: datetime) -> Any:
        about = {**self._about(id), "jid": "120363000000000001@g.us"}
        return _timed(evolution.text(words, **about), at)

    def reaction(self, emoji: str, to: str, *, id: str, at: datetime) -> Any:
        put = {"reactionMessage": {"key": {"id": to, "fromMe": True}, "text": emoji}}
        return _timed(evolution.upsert(put, **self._about(id)), at)

    def changed(self, words: str | None, to: str, *, at: datetime, phone: str = "") -> Any:
        key = {"id": to, "remoteJid": self._jid(phone), "fromMe": False}
        about: dict[str, Any] = {"type": 0}
        if words is not None:
            about = {"type": 14, "editedMessage": {"conversation": words}}
        return {"event": "messages.edited", "instance": INSTANCE, "data": {"key": key, **about}}

    def from_ad(self, title: str, words: str, *, id: str, at: datetime) -> Any:
        ad = {"title": title, "sourceType": "ad", "sourceId": "1"}
        part = {"text": words, "contextInfo": {"externalAdReply": ad}}
        return _timed(evolution.upsert({"extendedTextMessage": part}, **self._about(id)), at)

    def others(self) -> dict[str, Any]:
        def event(name: str, data: Any) -> dict[str, Any]:
            return {"event": name, "instance": INSTANCE, "data": data}

        return {
            "connection": event("connection.update", {"state": "open"}),
            "contacts": event("contacts.update", [{"remoteJid": self._jid()}]),
            "unknown": event("something.new", {"x": [1]}),
            "unknown message": evolution.upsert(
                {"pollCreationMessageV3": {"name": "?"}}, **self._about("other-1")
            ),
        }

    def call(self, payload: Any, url: str) -> Call:
        return Call(json.dumps(payload).encode(), {"content-type": "application/json"})

    def of_others(self, url: str) -> dict[str, Call]:
        return {"another instance": self.call(evolution.text("Hola", instance="another"), url)}

    def received(self) -> list[Received]:
        mine = [sent for sent in self.server.sent if sent.jid == self._jid()]
        return [
            Received(
                sent.id,
                sent.jid,
                sent.text,
                file=ReceivedFile(
                    sent.content, name=sent.body.get("fileName"), mime=sent.body.get("mimetype")
                )
                if sent.content
                else None,
            )
            for sent in mine
        ]

    def break_signs(self) -> None:
        self.server.refused_actions.add("chat/markMessageAsRead")

    def marked(self) -> list[str] | None:
        return self.server.marked

    def refuse(self, trouble: Trouble | None) -> None:
        missing = {"exists": False, "jid": self._jid(), "number": self.phone}
        answers: dict[Trouble, tuple[int, Any]] = {
            "never": (400, {"status": 400, "response": {"message": [missing]}}),
            "later": (400, {"status": 400, "response": {"message": ["Connection Closed"]}}),
            "limit": (429, {"status": 429, "error": "Too Many Requests"}),
            "down": (502, b""),
            "key": (401, {"status": 401, "error": "Unauthorized"}),
        }
        self.server.recover()
        if trouble:
            status, body = answers[trouble]
            self.server.answer_next(status, body, times=10_000)

    def _jid(self, phone: str = "") -> str:
        return f"{phone or self.phone}@s.whatsapp.net"

    def _about(self, id: str, phone: str = "") -> dict[str, Any]:
        return {"id": id, "jid": self._jid(phone), "alternative": None, "instance": INSTANCE}


def _timed(payload: dict[str, Any], at: datetime) -> dict[str, Any]:
    payload["data"]["messageTimestamp"] = int(at.timestamp())
    return payload
