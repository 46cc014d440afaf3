"""Meta's Cloud API for the conformance tests."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar

from tests.channels.player import Call, Location, Player, Received, ReceivedFile, Trouble
from tests.providers import cloud_api
from tests.providers.meta import MetaServer, refusal, signed_request
from tests.providers.server import Answer

NUMBER = "100000000000701"
_ANOTHER_NUMBER = "100000000000702"
_PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
_REFUSALS: dict[Trouble, Answer] = {
    "never": refusal(400, 131026, "Message undeliverable"),
    "later": refusal(400, 131000, "Something went wrong"),
    "limit": refusal(429, 130429, "Rate limit hit"),
    "down": Answer(502),
    "key": refusal(401, 190, "Invalid OAuth access token"),
}


class MetaPlayer(Player):
    """One number of one app."""

    channel: ClassVar[str] = "meta"
    final_code: ClassVar[str | None] = "131026"

    def __init__(self) -> None:
        self.server: MetaServer = MetaServer("played-token", (NUMBER,))

    def connection(self) -> dict[str, Any]:
        return {"channel": "meta", "name": NUMBER, "phone": f"+{self.business}"}

    def credentials(self) -> dict[str, str]:
        return {
            "api_key": self.server.access_token,
            "app_secret": self.server.app_secret,
            "verify_token": "verify-token-for-tests",
        }

    def text(
        self, words: str, *, id: str, at: datetime, phone: str = "", reply_to: str | None = None
    ) -> Any:
        about = self._about(id, at, phone)
        return cloud_api.text(words, reply_to=reply_to, **about)

    def location(
        self, place: Location, *, id: str, at: datetime, reply_to: str | None = None
    ) -> Any:
        inner = {key: told for key, told in asdict(place).items() if told is not None}
        return cloud_api.message("location", inner, reply_to=reply_to, **self._about(id, at))

    def card(self, name: str, phone: str, *, id: str, at: datetime) -> Any:
        shared = {"name": {"formatted_name": name}, "phones": [{"phone": phone, "type": "CELL"}]}
        return cloud_api.message("contacts", [shared], **self._about(id, at))

    def place_requests(self) -> list[Received] | None:
        asked = [
            sent.id
            for sent in self.server.sent
            if sent.body.get("interactive", {}).get("type") == "location_request_message"
        ]
        return [one for one in self.received() if one.id in asked]

    def refuse_place_requests(self, code: int) -> None:
        self.server.refused_types["location_request_message"] = code

    def from_ad(self, title: str, words: str, *, id: str, at: datetime) -> Any:
        ad = {"headline": title, "source_type": "ad", "source_id": "1"}
        return cloud_api.text(words, referral=ad, **self._about(id, at))

    def tap(self, option: tuple[str, str], *, id: str, at: datetime) -> Any:
        return cloud_api.button(option[1], option[0], **self._about(id, at))

    def picture(
        self, *, id: str, at: datetime, caption: str | None = None, content: bytes | None = None
    ) -> Any:
        file = content or _PICTURE
        self.server.stored["7001"] = (file, "image/png")
        digest = b64encode(sha256(file).digest()).decode()
        return cloud_api.image("7001", caption, sha256=digest, **self._about(id, at))

    def picture_at(self, address: str, *, id: str, at: datetime) -> Any:
        """Beside an id of which Meta knows nothing."""
        return cloud_api.image("7099", url=address, **self._about(id, at))

    def invented(self, *, id: str, at: datetime) -> Any:
        return cloud_api.message("hologram", {"depth": 3}, **self._about(id, at))

    def damage_files(self) -> bool:
        self.server.stored["7001"] = (_PICTURE[:-1], "image/png")
        return True

    def status(self, message: str, status: str, *, at: datetime, code: str | None = None) -> Any:
        about: dict[str, Any] = {"to": self.phone, "at": _seconds(at), "number": NUMBER}
        if code:
            about["code"] = int(code)
        return cloud_api.status(message, status, **about)

    def staff(self, words: str, *, id: str, at: datetime) -> Any:
        return cloud_api.echo(words, to=self.phone, id=id, at=_seconds(at), number=NUMBER)

    def group(self, words: str, *, id: str, at: datetime) -> Any:
        return cloud_api.text(words, group_id="GROUP0000000001", **self._about(id, at))

    def reaction(self, emoji: str, to: str, *, id: str, at: datetime) -> Any:
        return cloud_api.reaction(emoji, to, **self._about(id, at))

    def changed(self, words: str | None, to: str, *, at: datetime, phone: str = "") -> Any:
        return cloud_api.changed(words, to, **self._about(f"change-of-{to}", at, phone))

    def others(self) -> dict[str, Any]:
        about: dict[str, Any] = {"phone": "573005550199", "number": NUMBER}
        value = cloud_api.value(NUMBER)
        return {
            "changed number": cloud_api.changed_number(
                "573005550199", "573005550198", number=NUMBER
            ),
            "opened chat": cloud_api.message("request_welcome", None, **about),
            "unknown message": cloud_api.message("hologram", {"depth": 3}, **about),
            "history": cloud_api.envelope({**value, "history": []}, field="history"),
            "calls": cloud_api.envelope({**value, "calls": [{"id": "1"}]}, field="calls"),
            "account": cloud_api.envelope({"event": "DISABLED"}, field="account_update"),
            "template": cloud_api.envelope({}, field="message_template_status_update"),
            "unknown field": cloud_api.envelope({"x": [1]}, field="something_new"),
            "unknown status": cloud_api.status("m-other", "pondered", number=NUMBER),
            "another object": {"object": "page", "entry": []},
            "nothing": cloud_api.envelope(),
        }

    def together(self, payloads: Sequence[Any]) -> Any:
        return cloud_api.together(*payloads)

    def call(self, payload: Any, url: str) -> Call:
        return Call(*signed_request(payload, self.server.app_secret))

    def forged(self, payload: Any, url: str) -> dict[str, Call]:
        body, headers = signed_request(payload, self.server.app_secret)
        unsigned = {"content-type": headers["content-type"]}
        return {
            "no signature": Call(body, unsigned),
            "another secret": Call(*signed_request(payload, "another-secret")),
            "another body": Call(body + b" ", headers),
        }

    def of_others(self, url: str) -> dict[str, Call]:
        """Requests that are signed, for a number that is not ours."""
        return {"another number": self.call(cloud_api.text("Hola", number=_ANOTHER_NUMBER), url)}

    def received(self) -> list[Received]:
        return [
            Received(
                sent.id,
                sent.to,
                sent.text,
                sent.options,
                sent.template,
                self._file(sent.file) if sent.file else None,
            )
            for sent in self.server.sent
            if sent.to == self.phone
        ]

    def _file(self, told: dict[str, Any]) -> ReceivedFile:
        uploaded = self.server.uploaded[told["id"]]
        return ReceivedFile(uploaded.content, name=uploaded.name, mime=uploaded.mime)

    def marked(self) -> list[str] | None:
        return [shown["message_id"] for shown in self.server.reading]

    def break_signs(self) -> None:
        self.server.signs_broken = True

    def refuse(self, trouble: Trouble | None) -> None:
        self.server.recover()
        if trouble:
            answer = _REFUSALS[trouble]
            self.server.answer_next(answer.status, answer.body, times=10_000)

    def _about(self, id: str, at: datetime, phone: str = "") -> dict[str, Any]:
        return {"id": id, "at": _seconds(at), "phone": phone or self.phone, "number": NUMBER}


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
