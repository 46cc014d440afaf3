"""Connecting a WhatsApp sender of Twilio: its account, its state, and the two addresses it calls."""

from typing import Any

import httpx

from agent import phones
from agent.errors import SendError
from agent.types import Connection, Json
from gateway.channels.kit.inquiry import Answer, inquire
from gateway.channels.kit.payload import branch, digits, objects, text
from gateway.channels.setup import Address, Question, Setup, Step, not_reached, refused_key, silent
from gateway.channels.twilio.account import account_path, basic, messaging
from gateway.channels.twilio.form import messaging_service, whatsapp
from gateway.channels.twilio.inbound import bare_address

SANDBOX = "14155238886"
"""The sender that all accounts share for trying; its addresses are set in the console alone."""
_IN_THE_CONSOLE = "in Twilio's console"


class TwilioSetup(Setup):
    """The Auth Token is the account's primary one: it also signs what Twilio sends."""

    questions = (
        Question("name", "name", "Account SID", "AC…, on the first page of Twilio's console"),
        Question(
            "key",
            "key",
            "primary Auth Token",
            "beside the Account SID; an API key does not do, for it signs nothing",
            variable="AUTH_TOKEN",
        ),
        Question(
            "phone",
            "phone",
            "Number of the WhatsApp sender",
            f"Messaging, Senders, WhatsApp senders; +{SANDBOX} for the sandbox",
            required=False,
        ),
        Question(
            "messaging_service",
            "text",
            "Messaging Service that sends",
            "MG…, only where one does",
            required=False,
        ),
    )

    async def examine(self, connection: Connection, http: httpx.AsyncClient) -> list[Step]:
        try:
            path = f"{self.channel.base_url}{account_path(connection)}.json"
        except SendError:
            return [
                Step("wrong", "that is no Account SID", "copy it from the console: AC…", "name")
            ]
        account = await self._ask("GET", path, connection, http)
        if isinstance(account, Step):
            return [account]
        if not account.ok:
            return [_failed("the account", account)]
        state = text(account.fields, "status") or "unknown"
        if state != "active":
            return [Step("wrong", f"the account is {state}", f"activate it {_IN_THE_CONSOLE}")]
        kind = " (trial)" if account.fields.get("type") == "Trial" else ""
        right = Step("right", f"Twilio takes the Auth Token of {connection.name}{kind}")
        return [right, await self._sender_state(connection, http)]

    async def subscribe(
        self, connection: Connection, address: Address, http: httpx.AsyncClient
    ) -> list[Step]:
        if service := messaging_service(connection):
            return [await self._subscribe_service(service, connection, address, http)]
        if digits(connection.phone) == SANDBOX:
            return []
        sender = await self._sender(connection, http)
        if isinstance(sender, Step):
            return [sender]
        webhook = branch(sender, "webhook")
        wanted = _webhook(address.url)
        if all(webhook.get(name) == value for name, value in wanted.items()):
            return [Step("right", "the sender calls this address")]
        current = webhook.get("callback_url")
        if not address.take_over and address.is_foreign(current):
            return [address.not_taken_over("the sender", current)]
        place = f"{self._messaging}/v2/Channels/Senders/{sender.get('sid')}"
        answer = await self._ask("POST", place, connection, http, json={"webhook": wanted})
        return [_outcome(answer, "the sender calls this address")]

    def to_paste(self, connection: Connection, url: str) -> list[str]:
        where = "Senders, WhatsApp senders"
        if digits(connection.phone) == SANDBOX:
            where = "Try it out, Send a WhatsApp message, Sandbox settings"
        if messaging_service(connection):
            where = "Services, the service, Integration"
        return [
            f"{_IN_THE_CONSOLE} (Messaging, {where}), for incoming messages and as the status callback, "
            f"both with POST: {url}"
        ]

    @property
    def _messaging(self) -> str:
        return messaging(self.channel.base_url)

    async def _sender_state(self, connection: Connection, http: httpx.AsyncClient) -> Step:
        if service := messaging_service(connection):
            place = f"{self._messaging}/v1/Services/{service}"
            answer = await self._ask("GET", place, connection, http)
            return _outcome(answer, f"the Messaging Service {service} is there", "right")
        if not connection.phone:
            return Step("wrong", "neither a number nor a Messaging Service", "give one", "phone")
        if digits(connection.phone) == SANDBOX:
            return Step("right", "the sandbox: whoever tries it has to send its join code first")
        sender = await self._sender(connection, http)
        if isinstance(sender, Step):
            return sender
        state = text(sender, "status") or "unknown"
        if state.startswith("ONLINE"):
            return Step("right", f"the sender +{connection.phone} is online")
        return Step(
            "wrong", f"the sender +{connection.phone} is {state}", f"see it {_IN_THE_CONSOLE}"
        )

    async def _sender(self, connection: Connection, http: httpx.AsyncClient) -> Json | Step:
        """The WhatsApp sender with the connection's number."""
        place = f"{self._messaging}/v2/Channels/Senders"
        query = {"Channel": "whatsapp", "PageSize": "100"}
        answer = await self._ask("GET", place, connection, http, params=query)
        if isinstance(answer, Step):
            return answer
        if not answer.ok:
            return _failed("looking for the sender", answer)
        wanted = phones.canonical(connection.phone)
        for sender in objects(answer.fields.get("senders")):
            if phones.canonical(bare_address(text(sender, "sender_id"))) == wanted:
                return sender
        number = whatsapp(connection.phone or "")
        what = f"the account has no WhatsApp sender {number}"
        return Step("wrong", what, "correct the number, or register it there first", "phone")

    async def _subscribe_service(
        self, service: str, connection: Connection, address: Address, http: httpx.AsyncClient
    ) -> Step:
        place = f"{self._messaging}/v1/Services/{service}"
        current = await self._ask("GET", place, connection, http)
        if isinstance(current, Step):
            return current
        calls, own = current.fields.get("inbound_request_url"), address.url
        by_number = current.fields.get("use_inbound_webhook_on_number") is True
        if calls == own == current.fields.get("status_callback") and not by_number:
            return Step("right", "the Messaging Service calls this address")
        if not address.take_over and address.is_foreign(calls):
            return address.not_taken_over("the Messaging Service", calls)
        form = {
            "InboundRequestUrl": own,
            "InboundMethod": "POST",
            "StatusCallback": own,
            "UseInboundWebhookOnNumber": "false",
        }
        answer = await self._ask("POST", place, connection, http, data=form)
        return _outcome(answer, "the Messaging Service calls this address")

    async def _ask(
        self,
        method: str,
        url: str,
        connection: Connection,
        http: httpx.AsyncClient,
        **request: Any,
    ) -> Answer | Step:
        try:
            proof = basic(connection)
        except SendError as error:
            return not_reached(error)
        answer = await inquire(http, url, method=method, headers=proof, **request)
        if answer is None:
            return silent(self.channel.base_url, "TWILIO_BASE_URL")
        if answer.status == 401:
            do = "give the account's primary Auth Token, or correct the Account SID"
            return refused_key("Twilio", answer.words, do)
        return answer


def _webhook(url: str) -> dict[str, str]:
    return {
        "callback_url": url,
        "callback_method": "POST",
        "status_callback_url": url,
        "status_callback_method": "POST",
    }


def _outcome(answer: Answer | Step, text_: str, state: str = "done") -> Step:
    if isinstance(answer, Step):
        return answer
    if not answer.ok:
        return _failed(text_, answer)
    return Step("right" if state == "right" else "done", text_)


def _failed(what: str, answer: Answer) -> Step:
    return Step("wrong", f"{what}: {answer.words}", f"look into the debugger {_IN_THE_CONSOLE}")
