"""WhatsApp through Twilio: signed forms in, forms out; files and missed messages are asked for."""

import re
from datetime import datetime
from typing import Any

import httpx

from agent import phones
from agent.errors import MediaError, SendError, SendUnknown
from agent.types import Connection, Json, Outbound
from gateway.channels.base import (
    Channel,
    Event,
    FileLocation,
    MalformedPayload,
    WebhookRequest,
)
from gateway.channels.kit.http_send import json_object, post, reason
from gateway.channels.kit.payload import identifier, text
from gateway.channels.sent_files import WHATSAPP, SentFiles
from gateway.channels.trace import Trace, Wanted
from gateway.channels.twilio.account import account_path, basic, messaging
from gateway.channels.twilio.codes import FINAL, OF_THE_CONNECTION
from gateway.channels.twilio.form import form_of, messaging_service
from gateway.channels.twilio.history import History
from gateway.channels.twilio.inbound import bare_address, events, told_status
from gateway.channels.twilio.setup import TwilioSetup
from gateway.channels.twilio.signature import is_signed, parameters

_FILE = re.compile(
    r"https?://[^/?#]+(/2010-04-01/Accounts/([A-Z0-9]{34})/Messages/[A-Z0-9]{34}/Media/[A-Z0-9]{34})",
    re.IGNORECASE | re.ASCII,
)


class Twilio(Channel):
    """A WhatsApp sender of a Twilio account: `connection.name` is the Account SID, `connection.phone` the
    sender's number, `connection.secret` the account's primary Auth Token, which signs what Twilio
    sends and opens its API. Several numbers of an account are several connections of that name.

    `connection.settings`: `messaging_service` is the SID of a Messaging Service that sends in place of
    the number; `template_button_ids` (true) gives a template the ids of its buttons as further
    variables.
    """

    name = "twilio"
    media_hosts = (".twilio.com", ".twiliocdn.com", ".amazonaws.com")
    files_need_key = True
    sent_files = SentFiles(WHATSAPP, by_link=True)
    has_window = True
    has_templates = True
    has_history = True
    can_be_asked = True
    shows_reading = True
    setup = TwilioSetup
    # What is no TwiML would be sent to the customer as an answer.
    acknowledgement = (b"<Response/>", "text/xml")

    def authentic(self, request: WebhookRequest, connection: Connection) -> bool:
        """Whether the request is signed with the connection's Auth Token; never without one."""
        token = (connection.secret or "").strip()
        return bool(token) and is_signed(token, request)

    def decode(self, body: bytes) -> Json:
        """The parameters of the form; a name that comes several times has a list."""
        try:
            pairs = parameters(body)
        except ValueError as error:
            raise MalformedPayload("the form has too many parameters") from error
        payload: Json = {}
        for name, value in pairs:
            first = payload.get(name)
            several = first if isinstance(first, list) else [first]
            payload[name] = value if first is None else [*several, value]
        if not {"AccountSid", "MessageSid", "SmsSid"} & payload.keys():
            raise MalformedPayload("the body is not a form of Twilio's")
        return payload

    def belongs_to(self, payload: Json, connection: Connection) -> bool:
        """Whether the account is the connection's, and our side of the message its number or its
        Messaging Service. A status may tell neither: its signature is the account's."""
        fields = _first_values(payload)
        status = told_status(fields)
        account = identifier(fields, "AccountSid")
        if account != connection.name and not (status and account is None):
            return False
        service = messaging_service(connection)
        if service and fields.get("MessagingServiceSid") == service:
            return True
        told = bare_address(text(fields, "From" if status else "To"))
        ours = phones.canonical(connection.phone)
        if ours is None or told is None:
            return status is not None or not service
        return phones.canonical(told) == ours

    def parse(self, payload: Json) -> list[Event]:
        return events(_first_values(payload))

    async def send(
        self, message: Outbound, connection: Connection, http: httpx.AsyncClient
    ) -> str | None:
        answer = await post(
            http,
            f"{self.base_url}{account_path(connection)}/Messages.json",
            data=form_of(message, connection),
            headers=basic(connection),
            refusal=_refusal,
        )
        body = json_object(answer)
        if not body:
            raise SendUnknown("the answer was 2xx without a readable body")
        return identifier(body, "sid")

    async def show_reading(
        self, provider_id: str, address: str, connection: Connection, http: httpx.AsyncClient
    ) -> None:
        """One call does both; the sign goes away with the answer, or after 25 seconds."""
        base = messaging(self.base_url)
        await post(
            http,
            f"{base}/v2/Indicators/Typing.json",
            data={"channel": "whatsapp", "messageId": provider_id.partition(":")[0]},
            headers=basic(connection),
            refusal=_refusal,
        )

    async def locate_file(
        self, media: Json, connection: Connection, http: httpx.AsyncClient
    ) -> FileLocation | None:
        """The file below our own account at the API that is configured, whatever host the message names:
        the key goes nowhere else. Twilio redirects to a signed address that takes no second key."""
        file = _FILE.fullmatch(media.get("url") or "")
        if file is None or file.group(2) != connection.name:
            return None
        try:
            headers = basic(connection)
        except SendError as error:
            raise MediaError(str(error), permanent=False) from error
        return FileLocation(self.base_url + file.group(1), headers)

    async def trace(
        self, wanted: Wanted, connection: Connection, http: httpx.AsyncClient
    ) -> Trace | None:
        body = form_of(wanted.message, connection).get("Body")
        if not body:
            return None  # a file without words, and what a template says is written at Twilio
        account = account_path(connection)
        history = History(self.base_url, account, basic(connection), http)
        return await history.sent(body, wanted)

    async def missed(
        self, since: datetime, connection: Connection, http: httpx.AsyncClient
    ) -> list[Event]:
        account = account_path(connection)
        return await History(self.base_url, account, basic(connection), http).received(
            since, connection
        )


def _first_values(payload: Json) -> dict[str, Any]:
    return {k: v[0] if isinstance(v, list) and v else v for k, v in payload.items()}


def _refusal(status: int, body: Json) -> SendError | None:
    if status >= 500 or status in (401, 403, 408, 429):
        return None  # what the status says is enough: the key, too many, nobody knows
    code, words = identifier(body, "code"), reason(body) or "refused"
    if code in FINAL:
        return SendError(words, permanent=True, code=code)
    if code in OF_THE_CONNECTION:
        return SendError(words, permanent=False, code=code)
    return None
