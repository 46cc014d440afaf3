"""Gupshup with v3 callbacks (Meta's form in an envelope) for the conformance tests.

Sends are as ever. Where the callbacks of both versions are on, each message comes twice.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, ClassVar

from tests.channels.gupshup import APP, GupshupPlayer
from tests.channels.player import Call, Location
from tests.providers import cloud_api

APP_ID = "00000000-0000-4000-8000-00000000a701"


class GupshupV3Player(GupshupPlayer):
    """The app's id stands in the connection's settings."""

    channel: ClassVar[str] = "gupshup"

    def connection(self) -> dict[str, Any]:
        return {**super().connection(), "settings": {"app_id": APP_ID}}

    def text(
        self, words: str, *, id: str, at: datetime, phone: str = "", reply_to: str | None = None
    ) -> Any:
        about = self._about(id, at, phone)
        if reply_to:
            about["context"] = _named(reply_to, "id")
        return _v3(cloud_api.text(words, gs_id=self.second_id(id), **about))

    def location(
        self, place: Location, *, id: str, at: datetime, reply_to: str | None = None
    ) -> Any:
        inner = {key: told for key, told in asdict(place).items() if told is not None}
        return _v3(cloud_api.message("location", inner, **self._about(id, at)))

    def card(self, name: str, phone: str, *, id: str, at: datetime) -> Any:
        shared = {"name": {"formatted_name": name}, "phones": [{"phone": phone, "type": "CELL"}]}
        return _v3(cloud_api.message("contacts", [shared], **self._about(id, at)))

    def from_ad(self, title: str, words: str, *, id: str, at: datetime) -> Any:
        ad = {"headline": title, "source_type": "ad", "source_id": "1"}
        return _v3(cloud_api.text(words, referral=ad, **self._about(id, at)))

    def tap(self, option: tuple[str, str], *, id: str, at: datetime) -> Any:
        return _v3(cloud_api.button(option[1], option[0], **self._about(id, at)))

    def picture(
        self, *, id: str, at: datetime, caption: str | None = None, content: bytes | None = None
    ) -> Any:
        v2 = super().picture(id=id, at=at, caption=caption, content=content)
        url = v2["payload"]["payload"]["url"]
        return _v3(cloud_api.image("7001", caption, url, **self._about(id, at)))

    def picture_at(self, address: str, *, id: str, at: datetime) -> Any:
        return _v3(cloud_api.image("7001", url=address, **self._about(id, at)))

    def invented(self, *, id: str, at: datetime) -> Any:
        return _v3(cloud_api.message("hologram", {"depth": 3}, **self._about(id, at)))

    def status(self, message: str, status: str, *, at: datetime, code: str | None = None) -> Any:
        about: dict[str, Any] = {"to": self.phone, "at": int(at.timestamp()), "gs_id": message}
        if code:
            about["code"] = int(code)
        return _v3(cloud_api.status(_whatsapp_id(message), status, **about))

    def second_id(self, message: str) -> str | None:
        """WhatsApp's of what was sent, Gupshup's of what was received."""
        return f"gs-{message}" if message.startswith("played-") else _whatsapp_id(message)

    def changed(self, words: str | None, to: str, *, at: datetime, phone: str = "") -> Any:
        about = self._about(f"change-of-{to}", at, phone)
        return _v3(cloud_api.changed(words, to, **about))

    def staff(self, words: str, *, id: str, at: datetime) -> Any:
        return _v3(cloud_api.echo(words, to=self.phone, id=id, at=int(at.timestamp())))

    def group(self, words: str, *, id: str, at: datetime) -> Any:
        return _v3(cloud_api.text(words, group_id="GROUP0000000001", **self._about(id, at)))

    def reaction(self, emoji: str, to: str, *, id: str, at: datetime) -> Any:
        """It may name a message by WhatsApp's id alone, and Gupshup's is the one that sending returned."""
        target = _named(to, "message_id")
        return _v3(cloud_api.message("reaction", {"emoji": emoji, **target}, **self._about(id, at)))

    def others(self) -> dict[str, Any]:
        check = {"type": "connectivity-check", "initiator": "gupshup"}
        unknown = cloud_api.message("hologram", {"depth": 3}, phone="573005550199")
        return {
            "connectivity": _v3(cloud_api.envelope(check, field="platform-event")),
            "billing": _v3(cloud_api.envelope({"billing": {}}, field="billing-event")),
            "unknown message": _v3(unknown),
            "no entries": {"gs_app_id": APP_ID, "object": "whatsapp_business_account"},
        }

    def together(self, payloads: Sequence[Any]) -> Any:
        return cloud_api.together(*payloads)

    def of_others(self, url: str) -> dict[str, Call]:
        another = cloud_api.text("Hola") | {"gs_app_id": "another"}
        body = json.dumps(another).encode()
        return {"another app": Call(body, {"content-type": "application/json"})}

    def both_versions(
        self, words: str, *, id: str, at: datetime, own_id: bool = False
    ) -> list[Any]:
        """One message as both callbacks bring it; with `own_id` v2 names it by Gupshup's id of it."""
        v2 = self.second_id(id) if own_id else id
        return [super().text(words, id=str(v2), at=at), self.text(words, id=id, at=at)]

    def _about(self, id: str, at: datetime, phone: str = "") -> dict[str, Any]:
        return {"id": id, "at": int(at.timestamp()), "phone": phone or self.phone}


def _whatsapp_id(message: str) -> str:
    return f"wamid.{message}"


def _named(message: str, key: str) -> dict[str, str]:
    """By WhatsApp's id alone, or by both when Gupshup's own is meant."""
    if message.startswith("wamid."):
        return {key: message}
    return {key: _whatsapp_id(message), "gs_id": message}


def _v3(payload: dict[str, Any]) -> dict[str, Any]:
    return {"gs_app_id": APP_ID, **payload}


__all__ = ["APP", "APP_ID", "GupshupV3Player"]
