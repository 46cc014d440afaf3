"""Twilio's player."""

from datetime import datetime
from typing import Any

from gateway.channels.twilio.signature import HEADER
from tests.channels.player import Call, Location, Player, Received, ReceivedFile, Trouble
from tests.providers import twilio
from tests.providers.twilio import TwilioServer

_CODES = {"never": 63024, "later": 63010, "limit": 20429}


class TwilioPlayer(Player):
    """The customer types what they read: outside of templates Twilio shows no buttons."""

    channel = "twilio"
    phone = twilio.CUSTOMER
    business = twilio.BUSINESS
    tells_times = False
    acknowledged = (b"<Response/>", "text/xml; charset=utf-8")
    final_code = "63024"
    opt_out_lasts = True

    def __init__(self) -> None:
        self.server: TwilioServer = TwilioServer()
        self.server.redirects = False
        self._key = self.server.auth_token

    def connection(self) -> dict[str, Any]:
        return {
            "channel": "twilio",
            "name": self.server.account,
            "phone": f"+{self.business}",
        }

    def credentials(self) -> dict[str, str]:
        return {"api_key": self._key}

    # What the provider sends

    def text(
        self, words: str, *, id: str, at: datetime, phone: str = "", reply_to: str | None = None
    ) -> Any:
        return twilio.text(words, id=id, phone=phone or self.phone, reply_to=reply_to)

    def from_ad(self, title: str, words: str, *, id: str, at: datetime) -> Any:
        ad = {"ReferralHeadline": title, "ReferralSourceType": "ad", "ReferralSourceId": "1"}
        return self.text(words, id=id, at=at) | ad

    def location(
        self, place: Location, *, id: str, at: datetime, reply_to: str | None = None
    ) -> Any:
        told = {"Latitude": str(place.latitude), "Longitude": str(place.longitude)}
        told |= {"Label": place.name} if place.name else {}
        told |= {"Address": place.address} if place.address else {}
        return twilio.message("", kind="location", id=id, phone=self.phone) | told

    def tap(self, option: tuple[str, str], *, id: str, at: datetime) -> Any:
        return twilio.button(option[1], option[0], id=id, phone=self.phone)

    def picture(
        self, *, id: str, at: datetime, caption: str | None = None, content: bytes | None = None
    ) -> Any:
        file = content or b"\xff\xd8\xff\xe0 a picture"
        url = self.server.put_file(twilio.sid("MM"), file, "image/jpeg")
        return twilio.media(url, "image/jpeg", caption or "", id=id, phone=self.phone)

    def picture_at(self, address: str, *, id: str, at: datetime) -> Any:
        return twilio.media(address, "image/jpeg", id=id, phone=self.phone)

    def invented(self, *, id: str, at: datetime) -> Any:
        return twilio.message("", kind="hologram", id=id, phone=self.phone)

    def widened(self, payload: Any) -> Any:
        return payload | {"ApiVersion": "2099-01-01", "FieldOfTomorrow": "x", "MediaHologram0": "y"}

    def status(self, message: str, status: str, *, at: datetime, code: str | None = None) -> Any:
        return twilio.status(message, status, code=code, to=self.phone)

    def reaction(self, emoji: str, to: str, *, id: str, at: datetime) -> Any:
        return twilio.message(emoji, kind="reaction", id=id, phone=self.phone, reply_to=to)

    def opted_out(self, *, ended: bool, id: str, at: datetime) -> Any:
        keyword = "START" if ended else "STOP"
        return twilio.text("alta" if ended else "baja", id=id, phone=self.phone, OptOutType=keyword)

    def others(self) -> dict[str, Any]:
        unknown = twilio.status(twilio.sid(), "teleported")
        event = {"AccountSid": self.server.account, "Sid": twilio.sid("NO"), "Level": "ERROR"}
        sms = twilio.text("Hola") | {"From": f"+{self.phone}", "To": f"+{self.business}"}
        return {"status of tomorrow": unknown, "account event": event, "SMS": sms}

    def call(self, payload: Any, url: str) -> Call:
        return Call(*twilio.request_of(payload, url, self._key))

    def forged(self, payload: Any, url: str) -> dict[str, Call]:
        body, headers = twilio.request_of(payload, url, self._key)
        unsigned = {k: v for k, v in headers.items() if k != HEADER}
        other = twilio.request_of(payload, url, "another-token")[1]
        elsewhere = twilio.request_of(payload, f"{url}/elsewhere", self._key)[1]
        return {
            "no signature": Call(body, unsigned),
            "an empty signature": Call(body, headers | {HEADER: ""}),
            "another token's": Call(body, other),
            "another address's": Call(body, elsewhere),
            "a parameter more": Call(body + b"&Forwarded=true", headers),
            "a parameter changed": Call(body.replace(b"=AC", b"=AD"), headers),
        }

    def of_others(self, url: str) -> dict[str, Call]:
        account = twilio.text("Hola") | {"AccountSid": "AC" + "9" * 32}
        number = twilio.text("Hola", to="573005550199")
        return {
            "another account": self.call(account, url),
            "another number": self.call(number, url),
        }

    # What the provider takes

    def received(self) -> list[Received]:
        return [
            Received(
                sent.id,
                sent.to,
                sent.text,
                template=sent.template,
                file=ReceivedFile(link=sent.form["MediaUrl"]) if "MediaUrl" in sent.form else None,
            )
            for sent in self.server.sent
            if sent.to == self.phone
        ]

    def keep(self, words: str, *, id: str, at: datetime) -> bool:
        self.server.keep(words, at=at, id=f"SM{id}")
        return True

    def marked(self) -> list[str] | None:
        return self.server.reading

    def break_signs(self) -> None:
        self.server.shows_reading = False

    def refuse(self, trouble: Trouble | None) -> None:
        self.server.recover()
        self.server.refusals.clear()
        self.server.auth_token = "another-token" if trouble == "key" else self._key
        if trouble == "down":
            self.server.answer_next(503, times=100)
        elif trouble in _CODES:
            self.server.refusals[f"whatsapp:+{self.phone}"] = _CODES[trouble]
