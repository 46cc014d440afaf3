"""Gupshup (v2 callbacks) for the conformance tests."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any, ClassVar

from tests.channels.player import Call, Location, Player, Received, ReceivedFile, Trouble
from tests.providers import gupshup
from tests.providers.gupshup import GupshupServer

APP = "PlayedClinicApp"
_KEY = "played-key"
_EVENTS = {"sent": "sent", "delivered": "delivered", "read": "read", "failed": "failed"}


class GupshupPlayer(Player):
    channel: ClassVar[str] = "gupshup"
    final_code: ClassVar[str | None] = "131026"

    def __init__(self) -> None:
        self.server: GupshupServer = GupshupServer(_KEY)

    def connection(self) -> dict[str, Any]:
        return {"channel": "gupshup", "name": APP, "phone": f"+{self.business}"}

    def credentials(self) -> dict[str, str]:
        return {"api_key": _KEY}

    def text(
        self, words: str, *, id: str, at: datetime, phone: str = "", reply_to: str | None = None
    ) -> Any:
        about = {"phone": phone or self.phone, "reply_to": reply_to}
        return _timed(gupshup.text(words, id=id, app=APP, **about), at)

    def location(
        self, place: Location, *, id: str, at: datetime, reply_to: str | None = None
    ) -> Any:
        told = {key: str(value) for key, value in asdict(place).items() if value is not None}
        return _timed(gupshup.message("location", told, id=id, app=APP, phone=self.phone), at)

    def card(self, name: str, phone: str, *, id: str, at: datetime) -> Any:
        shared = {"name": {"formatted_name": name}, "phones": [{"phone": phone}]}
        inner = {"contacts": [shared]}
        return _timed(gupshup.message("contact", inner, id=id, app=APP, phone=self.phone), at)

    def tap(self, option: tuple[str, str], *, id: str, at: datetime) -> Any:
        button = gupshup.button(option[1], option[0], id=id, app=APP, phone=self.phone)
        return _timed(button, at)

    def picture(
        self, *, id: str, at: datetime, caption: str | None = None, content: bytes | None = None
    ) -> Any:
        self.server.files["/media/picture"] = (content or PNG, "image/png")
        url = f"{self.server.url}/media/picture"
        return _timed(gupshup.image(url, caption, id=id, app=APP, phone=self.phone), at)

    def picture_at(self, address: str, *, id: str, at: datetime) -> Any:
        return _timed(gupshup.image(address, id=id, app=APP, phone=self.phone), at)

    def invented(self, *, id: str, at: datetime) -> Any:
        message = gupshup.message("hologram", {"depth": 3}, id=id, app=APP, phone=self.phone)
        return _timed(message, at)

    def widened(self, payload: Any) -> Any:
        wide = super().widened(payload)
        return wide | {"version": 99} if isinstance(wide, dict) and "version" in wide else wide

    def status(self, message: str, status: str, *, at: datetime, code: str | None = None) -> Any:
        event = gupshup.message_event(
            message, _EVENTS[status], destination=self.phone, app=APP, code=int(code or 0)
        )
        return _timed(event, at)

    def opted_out(self, *, ended: bool, id: str, at: datetime) -> Any:
        """What Gupshup calls "opted-in" is no consent: it says so of whoever writes first."""
        if ended:
            return None
        told = {"phone": self.phone, "type": "opted-out"}
        event = {"app": APP, "version": 2, "type": "user-event", "payload": told}
        return _timed(event, at)

    def second_id(self, message: str) -> str | None:
        """WhatsApp's id of a sent message; one that was received has no other."""
        return None if message.startswith("played-") else gupshup.whatsapp_id_of(message)

    def others(self) -> dict[str, Any]:
        envelope = {"app": APP, "timestamp": 1795169156000, "version": 2}
        return {
            "sandbox": {**envelope, "type": "user-event",
                        "payload": {"phone": "callbackSetPhone", "type": "sandbox-start"}},
            "billing": {**envelope, "type": "billing-event", "payload": {"deductions": {}}},
            "unknown": {**envelope, "type": "something-new", "payload": {"x": [1]}},
            "unknown message": gupshup.message("hologram", {"depth": 3}, app=APP, phone="573005550199"),
            "connectivity": {**envelope, "type": "platform-event",
                             "payload": {"type": "connectivity-check"}},
        }  # fmt: skip

    def call(self, payload: Any, url: str) -> Call:
        return Call(json.dumps(payload).encode(), {"content-type": "application/json"})

    def of_others(self, url: str) -> dict[str, Call]:
        return {"another app": self.call(gupshup.text("Hola", app="AnotherApp"), url)}

    def received(self) -> list[Received]:
        return [
            Received(
                sent.id,
                sent.destination,
                sent.text,
                sent.options,
                sent.template,
                ReceivedFile(link=sent.link, name=sent.content.get("filename"))
                if sent.link
                else None,
            )
            for sent in self.server.sent
            if sent.destination == self.phone
        ]

    def refuse(self, trouble: Trouble | None) -> None:
        answers = {
            "never": (400, {"status": "error", "message": "Invalid Destination"}),
            "later": (400, {"status": "error", "message": "Wallet balance is too low"}),
            "limit": (429, {"status": "error", "message": "Too Many Requests"}),
            "down": (502, b""),
            "key": (401, {"status": "error", "message": "Authentication Failed"}),
        }
        self.server.recover()
        if trouble:
            status, body = answers[trouble]
            self.server.answer_next(status, body, times=10_000)


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def _timed(payload: dict[str, Any], at: datetime) -> dict[str, Any]:
    return {**payload, "timestamp": int(at.timestamp() * 1000)}
