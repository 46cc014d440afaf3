"""Twilio as its pages describe it: signed forms out of it; send calls, listed messages and files."""

import base64
import itertools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, parse_qsl, urlencode

import httpx

from gateway.channels.twilio.signature import HEADER, signature
from tests.providers.server import Answer, ProviderServer, Request

ACCOUNT = "AC0123456789abcdef0123456789abcdef"
AUTH_TOKEN = "auth-token-of-the-account"
BUSINESS = "573005550160"
CUSTOMER = "573005550161"

Form = dict[str, str]

_ids = itertools.count(1)


def sid(kind: str = "SM") -> str:
    """A new one: SM and MM for messages, ME for files."""
    return f"{kind}{next(_ids):032x}"


@dataclass(frozen=True)
class Sent:
    """One message that the API took."""

    id: str
    form: Mapping[str, str]

    @property
    def to(self) -> str:
        """Digits, or a user id."""
        return self.form["To"].removeprefix("whatsapp:").removeprefix("+")

    @property
    def text(self) -> str:
        """What the customer reads: the text, or what fills a template."""
        if "MediaUrl" in self.form:
            return self.form.get("Body", "")
        return self.form.get("Body") or " | ".join(self.variables.values())

    @property
    def template(self) -> str | None:
        return self.form.get("ContentSid")

    @property
    def variables(self) -> dict[str, str]:
        filled: dict[str, str] = json.loads(self.form.get("ContentVariables", "{}"))
        return filled


class FileHost(ProviderServer):
    """Where files lie: an address that is signed by itself and takes no second proof."""

    def handle(self, request: Request) -> Answer:
        return Answer(405)

    async def respond(self, request: Request) -> Answer:
        if "authorization" in request.headers:
            return Answer(400, b"Only one auth mechanism allowed")
        if "Signature=right" not in request.query:
            return Answer(403, b"AccessDenied")
        return await super().respond(request)


class TwilioServer(ProviderServer):
    """One account with some senders. Its files lie at another host, which starts and ends with it;
    without `redirects` it hands them out itself, for who takes files from Twilio's own hosts only."""

    def __init__(self, auth_token: str = AUTH_TOKEN, account: str = ACCOUNT) -> None:
        super().__init__()
        self.auth_token = auth_token
        self.account = account
        self.senders = {f"whatsapp:+{BUSINESS}"}
        self.services: set[str] = set()
        self.sent: list[Sent] = []
        self.reading: list[str] = []
        """Messages that were marked as read."""
        self.shows_reading = True
        self.refusals: dict[str, int] = {}
        """The error code for a recipient ("whatsapp:+…")."""
        self.listed: list[dict[str, Any]] = []
        self.clock: Callable[[], datetime] | None = None
        """Where it is set, the list has what is sent, too, with these times."""
        self.most_on_a_page = 1000
        self.media: dict[str, list[dict[str, str]]] = {}
        self.file_host = FileHost()
        self.redirects = True
        self.trouble: int | None = None
        """The status of every answer while it is in trouble."""

    async def __aenter__(self) -> Self:
        await self.file_host.__aenter__()
        return await super().__aenter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await super().__aexit__(kind, error, trace)
        await self.file_host.__aexit__(kind, error, trace)

    # Requests

    async def respond(self, request: Request) -> Answer:
        return self.handle(request)

    def handle(self, request: Request) -> Answer:
        proof = base64.b64encode(f"{self.account}:{self.auth_token}".encode()).decode()
        if self.trouble is not None:
            return _error(self.trouble, 20429 if self.trouble == 429 else 20500, "in trouble")
        if request.headers.get("authorization") != f"Basic {proof}":
            return _error(401, 20003, "Authenticate")
        if request.method == "POST" and request.path == "/v2/Indicators/Typing.json":
            return self._show_reading(request.form())
        root = f"/2010-04-01/Accounts/{self.account}/"
        if not request.path.startswith(root):
            return _error(404, 20404, "The requested resource was not found")
        path = request.path.removeprefix(root)
        if path == "Messages.json":
            return self._take(request.form()) if request.method == "POST" else self._list(request)
        _, message, *rest = path.split("/")
        if rest == ["Media.json"]:
            return Answer(200, {"media_list": self.media.get(message, []), "next_page_uri": None})
        return self._file(message, rest[-1])

    def _take(self, form: Form) -> Answer:
        if error := self._error_of(form):
            return _error(400, *error)
        if (code := self.refusals.get(form["To"])) is not None:
            status = 429 if code == 20429 else 400
            return _error(status, code, f"no message for {form['To']}")
        sent = Sent(sid(), form)
        self.sent.append(sent)
        if self.clock:
            way: dict[str, Any] = {
                "to": form["To"],
                "from": form.get("From"),
                "direction": "outbound-api",
            }
            self.keep(form.get("Body", ""), at=self.clock(), id=sent.id, **way)
        about = {"sid": sent.id, "account_sid": self.account, "status": "queued"}
        files = "1" if form.get("MediaUrl") else "0"
        return Answer(201, about | {"error_code": None, "error_message": None, "num_media": files})

    def _error_of(self, form: Form) -> tuple[int, str] | None:
        address = form.get("To", "").removeprefix("whatsapp:")
        phone = address.startswith("+") and address[1:].isdigit()
        user = address[2:3] == "." and address[:2].isupper()
        if not form.get("To", "").startswith("whatsapp:") or not (phone or user):
            return 21211, f"Invalid 'To' Phone Number: {address}"
        if service := form.get("MessagingServiceSid"):
            if service not in self.services:
                return 21705, "The Messaging Service is not valid"
        elif form.get("From") not in self.senders:
            return 63007, "Twilio could not find a Channel with the specified From address"
        if "ContentSid" in form:
            values = json.loads(form.get("ContentVariables", "{}")).values()
            wrong = any(not value or "\n" in value or "\t" in value for value in values)
            return (21656, "The ContentVariables Parameter is invalid") if wrong else None
        if link := form.get("MediaUrl"):
            return None if link.startswith("https://") else (21620, "Invalid media URL(s)")
        if not form.get("Body"):
            return 21619, "A text message body or media urls must be specified"
        if len(form["Body"]) > 1600:
            return 21617, "The concatenated message body exceeds the 1600 character limit"
        return None

    def _show_reading(self, form: Form) -> Answer:
        if not self.shows_reading:
            return _error(500, 20500, "Internal Server Error")
        if form.get("channel") != "whatsapp" or not form.get("messageId"):
            return _error(400, 20001, "Invalid parameter")
        self.reading.append(form["messageId"])
        return Answer(200, {"success": True})

    def _list(self, request: Request) -> Answer:
        query = {name: values[0] for name, values in parse_qs(request.query).items()}
        day = query.get("DateSent>", "")[:10]  # it looks at days only
        chosen = [
            one
            for one in sorted(self.listed, key=lambda one: one["sent"], reverse=True)
            if query.get("To") in (None, one["to"]) and f"{one['sent']:%Y-%m-%d}" >= day
        ]
        size = min(int(query.get("PageSize", "50")), self.most_on_a_page)
        page = int(query.get("Page", "0"))
        shown = chosen[page * size : (page + 1) * size]
        more = urlencode({**query, "Page": str(page + 1), "PageToken": "PASM"})
        uri = f"/2010-04-01/Accounts/{self.account}/Messages.json?{more}"
        return Answer(
            200,
            {
                "messages": [{k: v for k, v in one.items() if k != "sent"} for one in shown],
                "next_page_uri": uri if len(chosen) > (page + 1) * size else None,
            },
        )

    def _file(self, message: str, file: str) -> Answer:
        ours = any(one["sid"] == file for one in self.media.get(message, []))
        if not ours:
            return _error(404, 20404, "The requested resource was not found")
        place = f"/{self.account}/{file}"
        if not self.redirects:
            content, mime = self.file_host.files[place]
            return Answer(200, content, {"content-type": mime})
        return Answer(307, b"", {"location": f"{self.file_host.url}{place}?Signature=right"})

    # What it keeps

    def keep(
        self,
        words: str = "",
        *,
        at: datetime,
        id: str | None = None,
        phone: str = CUSTOMER,
        files: Sequence[tuple[bytes, str]] = (),
        **about: Any,
    ) -> str:
        """A received message stands in its list, whether its webhook was answered or not; its id."""
        message = id or sid("MM" if files else "SM")
        sent = at.astimezone(UTC)
        self.listed.append(
            {
                "sid": message,
                "account_sid": self.account,
                "messaging_service_sid": None,
                "from": f"whatsapp:+{phone}",
                "to": f"whatsapp:+{BUSINESS}",
                "body": words,
                "direction": "inbound",
                "status": "received",
                "num_media": str(len(files)),
                "date_created": format_datetime(sent),
                "date_sent": format_datetime(sent),
                "sent": sent + timedelta(microseconds=len(self.listed)),
                **about,
            }
        )
        for content, mime in files:
            self.put_file(message, content, mime)
        return message

    def put_file(self, message: str, content: bytes, mime: str) -> str:
        """A file of a message; the address that its webhook names."""
        file = sid("ME")
        self.media.setdefault(message, []).append({"sid": file, "content_type": mime})
        self.file_host.files[f"/{self.account}/{file}"] = (content, mime)
        return f"{self.url}/2010-04-01/Accounts/{self.account}/Messages/{message}/Media/{file}"

    # Webhooks

    async def deliver(
        self, url: str, payload: Any, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        body, signed = request_of(payload, url, self.auth_token)
        async with httpx.AsyncClient(trust_env=False) as http:
            return await http.post(url, content=body, headers={**signed, **(headers or {})})


def request_of(form: Form, url: str, auth_token: str = AUTH_TOKEN) -> tuple[bytes, dict[str, str]]:
    """Body and headers of a webhook that is sent to the public address `url`."""
    body = urlencode(form).encode()
    pairs = parse_qsl(body.decode(), keep_blank_values=True)
    return body, {
        "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
        "user-agent": "TwilioProxy/1.1",
        HEADER: signature(auth_token, url, pairs),
    }


def _error(status: int, code: int, message: str) -> Answer:
    more = f"https://www.twilio.com/docs/errors/{code}"
    about = {"code": code, "message": message, "more_info": more, "status": status}
    return Answer(status, about)


# Forms


def message(
    words: str = "",
    *,
    kind: str = "text",
    id: str | None = None,
    phone: str = CUSTOMER,
    name: str | None = "Ana Prueba",
    reply_to: str | None = None,
    to: str = BUSINESS,
    **more: str,
) -> Form:
    own = id or sid("MM" if kind in ("image", "audio", "video", "document") else "SM")
    form = {
        "SmsMessageSid": own,
        "NumMedia": "0",
        "MessageType": kind,
        "SmsSid": own,
        "WaId": phone,
        "SmsStatus": "received",
        "Body": words,
        "To": f"whatsapp:+{to}",
        "NumSegments": "1",
        "ReferralNumMedia": "0",
        "MessageSid": own,
        "AccountSid": ACCOUNT,
        "From": f"whatsapp:+{phone}",
        "ApiVersion": "2010-04-01",
    }
    if name:
        form["ProfileName"] = name
    if reply_to:
        form |= {"OriginalRepliedMessageSid": reply_to}
        form |= {"OriginalRepliedMessageSender": f"whatsapp:+{to}"}
    return form | more


def text(words: str, **about: Any) -> Form:
    return message(words, **about)


def button(title: str, payload: str, **about: Any) -> Form:
    """A tap on a template's button."""
    tapped = {"ButtonText": title, "ButtonPayload": payload}
    return message(title, kind="button", **tapped, **about)


def media(url: str, mime: str, caption: str = "", **about: Any) -> Form:
    kind = mime.partition("/")[0]
    file = {"NumMedia": "1", "MediaUrl0": url, "MediaContentType0": mime}
    return message(caption, kind="document" if kind == "application" else kind, **file, **about)


def status(id: str, word: str, *, code: str | None = None, to: str = CUSTOMER) -> Form:
    form = {
        "SmsSid": id,
        "SmsStatus": word,
        "MessageStatus": word,
        "To": f"whatsapp:+{to}",
        "ChannelPrefix": "whatsapp",
        "MessageSid": id,
        "AccountSid": ACCOUNT,
        "From": f"whatsapp:+{BUSINESS}",
        "ApiVersion": "2010-04-01",
    }
    return form | ({"ErrorCode": code} if code else {})
