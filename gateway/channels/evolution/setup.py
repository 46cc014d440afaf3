"""Connecting an Evolution instance: made when it is missing, told our address, linked by a QR code."""

from typing import Any, Literal
from urllib.parse import quote

import httpx

from agent.errors import SendError
from agent.types import Connection, Json
from gateway.channels.kit.http_send import api_key
from gateway.channels.kit.inquiry import Answer, inquire
from gateway.channels.kit.own_server import server_of
from gateway.channels.kit.payload import branch, objects, text
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

EVENTS = (
    "MESSAGES_UPSERT",
    "MESSAGES_UPDATE",
    "MESSAGES_EDITED",
    "MESSAGES_DELETE",
    "SEND_MESSAGE",
)
SOCKET_EVENTS = (*EVENTS, "CONNECTION_UPDATE")
_BASE_URL = "base_url"
_LINKED = "open"
_LONGEST_NAME = 60


class EvolutionSetup(Setup):
    """The key may be the server's own (AUTHENTICATION_API_KEY) or the instance's; a new instance has one of
    its own, which is kept instead of the server's."""

    questions = (
        Question(
            _BASE_URL,
            "address",
            "Address of the Evolution server",
            "as one opens it in a browser; EVOLUTION_BASE_URL where nothing is said",
            required=False,
        ),
        Question("name", "name", "Name of the instance", "in Evolution's manager, or a new one"),
        Question(
            "key",
            "key",
            "API key",
            "the instance's token in the manager, or AUTHENTICATION_API_KEY of the server",
            variable="API_KEY",
        ),
        Question("phone", "phone", "Number of the business", required=False),
    )
    creates = "an instance"
    pairs = True

    async def examine(self, connection: Connection, http: httpx.AsyncClient) -> list[Step]:
        answer = await self._ask("GET", "instance/connectionState", connection, http)
        if isinstance(answer, Step):
            return [answer]
        state = text(branch(answer.body, "instance"), "state")
        if state == _LINKED:
            return [await self._linked(connection, http)]
        if not answer.ok or state is None:
            return [_failed("the instance", answer)]
        return [Step("todo", f"the instance {connection.name} is not linked to a phone", _SCAN)]

    async def create(
        self, connection: Connection, address: Address | None, once: str, http: httpx.AsyncClient
    ) -> Created:
        body = {
            "instanceName": connection.name,
            "integration": "WHATSAPP-BAILEYS",
            "qrcode": False,
            "groupsIgnore": True,
        }
        answer = await self._ask(
            "POST", "instance/create", connection, http, named=False, json=body
        )
        if isinstance(answer, Step):
            return Created((answer,), {}, complete=False)
        if not answer.ok:
            return Created((_failed("making the instance", answer),), {}, complete=False)
        made = Step("done", f"the instance {connection.name} is made")
        token = answer.fields.get("hash")
        token = token.get("apikey") if isinstance(token, dict) else token
        return Created((made,), {"key": token} if isinstance(token, str) and token else {})

    async def subscribe(
        self, connection: Connection, address: Address, http: httpx.AsyncClient
    ) -> list[Step]:
        listened_to = connection.settings.get("receive") == "websocket"
        kind: Literal["webhook", "websocket"] = "websocket" if listened_to else "webhook"
        current = await self._ask("GET", f"{kind}/find", connection, http)
        if isinstance(current, Step):
            return [current]
        if _is_so(kind, current.fields, address):
            return [Step("right", f"the instance's {kind} is set")]
        if kind == "webhook" and not address.take_over and address.is_foreign(_url(current.fields)):
            return [address.not_taken_over("the instance", _url(current.fields))]
        wanted = _webhook(address) if kind == "webhook" else _websocket()
        answer = await self._ask("POST", f"{kind}/set", connection, http, json={kind: wanted})
        if isinstance(answer, Step):
            return [answer]
        if not answer.ok:
            return [_failed(f"setting the {kind}", answer)]
        return [Step("done", f"the instance's {kind} is set")]

    async def pairing(self, connection: Connection, http: httpx.AsyncClient) -> str | Step:
        answer = await self._ask("GET", "instance/connect", connection, http)
        if isinstance(answer, Step):
            return answer
        if text(branch(answer.body, "instance"), "state", "status") == _LINKED:
            return await self._linked(connection, http)
        code = text(answer.fields, "code") or text(branch(answer.body, "qrcode"), "code")
        return code or Step("todo", "Evolution has no code yet", "wait a moment")

    async def _linked(self, connection: Connection, http: httpx.AsyncClient) -> Step:
        """With the number and the name of the profile that customers see, where the server tells them: whoever
        scanned the code sees that it was the right phone."""
        query = {"instanceName": connection.name}
        answer = await self._ask(
            "GET", "instance/fetchInstances", connection, http, named=False, params=query
        )
        rows = objects(answer.body) if isinstance(answer, Answer) and answer.ok else []
        mine = next((row for row in rows if text(row, "name") == connection.name), {})
        number = (text(mine, "ownerJid", "number") or "").partition("@")[0].partition(":")[0]
        name = (text(mine, "profileName") or "")[:_LONGEST_NAME]
        whose = f"+{number}" if number.isascii() and number.isdigit() else "a phone"
        told = f"{whose} ({name})" if name else whose
        return Step("right", f"the instance {connection.name} is linked to {told}")

    async def _ask(
        self,
        method: str,
        action: str,
        connection: Connection,
        http: httpx.AsyncClient,
        *,
        named: bool = True,
        **request: Any,
    ) -> Answer | Step:
        """The answer of the instance, or why there is none."""
        try:
            server, key = await server_of(connection, self.channel), api_key(connection)
        except SendError as error:
            return not_reached(error)
        url = f"{server}/{action}{'/' + quote(connection.name, safe='') if named else ''}"
        answer = await inquire(http, url, method=method, headers={"apikey": key}, **request)
        if answer is None:
            return silent(server, _BASE_URL)
        return _refused(answer, connection, named=named) or answer


_SCAN = "frontdesk connect evolution shows the code to scan"


def _refused(answer: Answer, connection: Connection, *, named: bool) -> Step | None:
    if answer.status in (401, 403):
        return refused_key(
            "Evolution",
            answer.words,
            "give the instance's token or the server's AUTHENTICATION_API_KEY",
        )
    if answer.status == 404 and named:
        what = f"the server has no instance {connection.name}"
        return Step("wrong", what, "correct the name, or add --create", "name")
    if answer.fields.get("code") == "LICENSE_REQUIRED":
        return Step("wrong", "this Evolution has no licence yet", "activate it in its manager")
    return None


def _failed(what: str, answer: Answer) -> Step:
    return Step(
        "wrong", f"{what}: {answer.words}", "look into Evolution's log, then run this again"
    )


def _webhook(address: Address) -> dict[str, object]:
    return {
        "enabled": True,
        "url": address.url,
        "byEvents": False,
        "base64": True,
        "events": EVENTS,
    }


def _websocket() -> dict[str, object]:
    return {"enabled": True, "events": SOCKET_EVENTS}


def _url(current: Json) -> object:
    return current.get("url") if current.get("enabled") else None


def _is_so(kind: str, current: Json, address: Address) -> bool:
    """An empty list of events means all of them."""
    wanted = set(EVENTS if kind == "webhook" else SOCKET_EVENTS)
    told = current.get("events")
    events = {one for one in told if isinstance(one, str)} if isinstance(told, list) else set()
    if not current.get("enabled") or (events and not wanted <= events):
        return False
    inline = current.get("webhookBase64", current.get("base64"))
    return kind == "websocket" or (current.get("url") == address.url and inline is True)
