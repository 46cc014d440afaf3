"""Connecting an inbox of Chatwoot: an administrator's token makes bot and webhook, and is forgotten."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx

from agent.errors import SendError
from agent.types import Connection, Json
from gateway.channels.chatwoot.api import AGENT_KEY, agent_key, number
from gateway.channels.kit.http_send import api_key, not_configured
from gateway.channels.kit.inquiry import Answer, inquire
from gateway.channels.kit.own_server import server_of
from gateway.channels.kit.payload import branch, identifier, objects, text
from gateway.channels.setup import (
    Address,
    Created,
    Question,
    Setup,
    Step,
    not_reached,
    refused_key,
    silent,
)

SUBSCRIPTIONS = (
    "message_created",
    "message_updated",
    "conversation_status_changed",
    "conversation_updated",
)
_FOR_BOTS = "not authorized for bots"
_BASE_URL = "base_url"


class ChatwootSetup(Setup):
    """Bot, account webhook and inbox are set with an administrator's access token, which is not kept; without
    one they are printed. A bot's token may not read, so Chatwoot's refusal of a question is what proves it."""

    questions = (
        Question(_BASE_URL, "address", "Address of Chatwoot", "as agents open it", required=False),
        Question(
            "account_id", "number", "Number of the account", "in the desk's address: accounts/7"
        ),
        Question(
            "inbox_id", "number", "Number of the inbox", "in its settings' address: inboxes/4"
        ),
        Question("name", "name", "Name for this desk", "yours to choose"),
        Question(
            "admin",
            "once",
            "access token of an administrator",
            "Profile settings, at the end; used now and not kept; leave it empty to do it by hand",
            required=False,
            variable="ADMIN_TOKEN",
        ),
        Question(
            "key", "key", "access token of the agent bot", "Settings, Bots", variable="API_KEY"
        ),
        Question(
            AGENT_KEY,
            "credential",
            "access token of an agent of its own, for typing signs and missed messages",
            "that agent's Profile settings",
            required=False,
            variable="AGENT_KEY",
        ),
    )
    creates = "the agent bot"

    async def examine(self, connection: Connection, http: httpx.AsyncClient) -> list[Step]:
        try:
            key = api_key(connection)
        except SendError as error:
            return [not_reached(error)]
        steps = [await self._token(key, "the bot's token", "key", connection, http)]
        if agent := agent_key(connection):
            steps.append(await self._token(agent, "the agent's token", AGENT_KEY, connection, http))
        return steps

    async def create(
        self, connection: Connection, address: Address | None, once: str, http: httpx.AsyncClient
    ) -> Created:
        """The bot, the account webhook and the bot's place in the inbox."""
        if address is None or not once:
            step = Step("wrong", "PUBLIC_URL is not set: the bot has no address to call", "set it")
            return Created((step,), {}, complete=False)
        desk = _Desk(self, connection, once, http)
        try:
            return await desk.set_up(address)
        except _Stopped as stopped:
            return Created((stopped.step,), {}, complete=False)

    def to_paste(self, connection: Connection, url: str) -> list[str]:
        return [
            f"Settings, Bots: an agent bot with the webhook URL {url}, connected to the inbox "
            "(its Bot Configuration)",
            "Settings, Integrations, Webhooks: the same URL with message created, message updated, "
            "conversation status changed and conversation updated",
        ]

    async def ask(
        self,
        method: str,
        place: str,
        key: str,
        connection: Connection,
        http: httpx.AsyncClient,
        **request: Any,
    ) -> Answer | Step:
        """A call below the account, or why there is no answer."""
        try:
            server = await server_of(connection, self.channel)
            account = number(connection.settings, "account_id")
            if account is None:
                raise not_configured("the connection's settings have no account_id")
        except SendError as error:
            return not_reached(error)
        url = f"{server}/api/v1/accounts/{account}/{place}"
        headers = {"api_access_token": key}
        answer = await inquire(http, url, method=method, headers=headers, **request)
        return silent(server, _BASE_URL) if answer is None else answer

    async def _token(
        self, key: str, what: str, about: str, connection: Connection, http: httpx.AsyncClient
    ) -> Step:
        answer = await self.ask("GET", "conversations", key, connection, http)
        if isinstance(answer, Step):
            return answer
        words = text(answer.fields, "error") or ""
        is_bots = answer.status == 401 and _FOR_BOTS in words
        if answer.ok or (is_bots and about == "key"):
            return Step("right", f"Chatwoot takes {what}")
        if answer.status in (401, 403):
            step = refused_key("Chatwoot", answer.words, f"give {what} again")
            return Step(step.state, step.text, step.do, about)
        do = "correct the address and the number of the account"
        return Step("wrong", f"Chatwoot: {answer.words}", do, "account_id")


class _Stopped(Exception):
    """Nothing more can be done; the step says why."""

    def __init__(self, step: Step) -> None:
        super().__init__(step.text)
        self.step = step


class _Desk:
    """One account as an administrator."""

    def __init__(
        self, setup: ChatwootSetup, connection: Connection, admin: str, http: httpx.AsyncClient
    ) -> None:
        self._setup = setup
        self._connection = connection
        self._admin = admin
        self._http = http

    async def set_up(self, address: Address) -> Created:
        bot_step, bot = await self._bot(address)
        steps = [bot_step, await self._inbox(bot)]
        hook_step, hook = await self._webhook(address)
        told = {
            "key": text(bot, "access_token"),
            "bot_secret": text(bot, "secret"),
            "webhook_secret": text(hook, "secret"),
        }
        credentials = {name: value for name, value in told.items() if value}
        if len({"bot_secret", "webhook_secret"} & credentials.keys()) == 1:
            # Of two senders of which one does not sign, the other's messages would be refused.
            credentials = {"key": credentials["key"]} if "key" in credentials else {}
        return Created((*steps, hook_step), credentials)

    async def _bot(self, address: Address) -> tuple[Step, Json]:
        listed = await self._ask("GET", "agent_bots")
        bots = objects(listed.body)
        bot = next((b for b in bots if _same_place(b.get("outgoing_url"), address)), None)
        wanted = {"name": "frontdesk", "outgoing_url": address.url}
        if bot is None:
            made = await self._ask("POST", "agent_bots", json=wanted)
            return Step("done", "the agent bot is made"), made.fields
        if bot.get("outgoing_url") == address.url:
            return Step("right", "the agent bot calls this address"), bot
        changed = await self._ask("PATCH", f"agent_bots/{identifier(bot, 'id')}", json=wanted)
        return Step("done", "the agent bot calls this address"), bot | changed.fields

    async def _inbox(self, bot: Json) -> Step:
        inbox = number(self._connection.settings, "inbox_id")
        if inbox is None:
            return Step("todo", "no inbox_id", "connect the bot in each inbox's Bot Configuration")
        current = await self._ask("GET", f"inboxes/{inbox}/agent_bot")
        bot_id = identifier(bot, "id")
        if identifier(branch(current.body, "agent_bot"), "id") == bot_id:
            return Step("right", f"the inbox {inbox} has the bot")
        body = {"agent_bot": int(bot_id) if bot_id and bot_id.isdigit() else bot_id}
        await self._ask("POST", f"inboxes/{inbox}/set_agent_bot", json=body)
        return Step("done", f"the inbox {inbox} has the bot")

    async def _webhook(self, address: Address) -> tuple[Step, Json]:
        listed = await self._ask("GET", "webhooks")
        hook = next((h for h in _hooks(listed.body) if _same_place(h.get("url"), address)), None)
        wanted = {"url": address.url, "subscriptions": SUBSCRIPTIONS}
        if hook is None:
            made = await self._ask("POST", "webhooks", json={"webhook": wanted})
            return Step("done", "the account's webhook is made"), _hook(made.body)
        told = hook.get("subscriptions")
        if hook.get("url") == address.url and set(SUBSCRIPTIONS) <= set(told or ()):
            return Step("right", "the account's webhook calls this address"), hook
        place = f"webhooks/{identifier(hook, 'id')}"
        changed = await self._ask("PATCH", place, json={"webhook": wanted})
        return Step("done", "the account's webhook calls this address"), hook | _hook(changed.body)

    async def _ask(self, method: str, place: str, **request: Any) -> Answer:
        answer = await self._setup.ask(
            method, place, self._admin, self._connection, self._http, **request
        )
        if isinstance(answer, Step):
            raise _Stopped(answer)
        if answer.status in (401, 403):
            do = "take the access token of an administrator of this account"
            raise _Stopped(Step("wrong", f"Chatwoot: {answer.words}", do, "admin"))
        if not answer.ok:
            raise _Stopped(Step("wrong", f"Chatwoot, {place}: {answer.words}", "see its log"))
        return answer


def _same_place(url: object, address: Address) -> bool:
    """Ours, perhaps under a public address that changed: the path holds the connection's token."""
    return isinstance(url, str) and urlsplit(url).path == urlsplit(address.url).path


def _hooks(body: object) -> Iterator[Json]:
    yield from objects(branch(body, "payload").get("webhooks"))


def _hook(body: object) -> Json:
    return branch(body, "payload", "webhook")
