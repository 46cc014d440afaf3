"""The WebSocket of one open chat: reads the page's frames, sends what changes in the chat."""

import asyncio
import json
import logging
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from starlette.websockets import WebSocket, WebSocketDisconnect

from agent.errors import DatabaseUnavailable
from agent.types import Connection, Json
from gateway.access.clients import address_of
from gateway.channels.base import MalformedPayload
from gateway.channels.web import CUSTOMER_KEY, MESSAGE_ID, Web
from gateway.web.deps import WebDeps
from gateway.web.identity import IdentityRefused, read_identity
from gateway.web.rate import RateLimit
from gateway.web.transcript import Transcript

REFUSED = 4404
_TOO_BIG = 1009
_LONGEST_FRAME = 32 * 1024
_MESSAGES_A_MINUTE = 20
_SEND_SECONDS = 20.0
_LOOK_SECONDS = 2.0
_RETRY_SECONDS = 3.0
_TOLD_OF_ORGANIZATION = ("slug", "name", "language", "time_zone")

_log = logging.getLogger(__name__)
_channel = Web("")


async def serve_chat(websocket: WebSocket, token: str, deps: WebDeps) -> None:
    """Runs the socket until it closes. A refusal looks the same whatever its reason."""
    customer = websocket.query_params.get("customer", "")
    after = websocket.query_params.get("after", "0")
    connection = None
    if (
        deps.origins.allow(websocket)
        and CUSTOMER_KEY.fullmatch(customer)
        and after.isascii()
        and after.isdigit()
        and len(after) < 19
    ):
        many = deps.count_socket is not None and await deps.count_socket(websocket)
        with suppress(DatabaseUnavailable):
            connection = None if many else await deps.find_connection(token)
    if connection is None or connection.channel != Web.name:
        await websocket.close(REFUSED)
        return
    await websocket.accept()
    await ChatSocket(websocket, deps, connection, customer, int(after)).run()


class ChatSocket:
    """An accepted socket: one task reads, one watches the chat; when either ends, both do.

    Nothing is queued here: a frame is handed to the transport before the next one is made, and a
    client that does not take one within `_SEND_SECONDS` is dropped.
    """

    def __init__(
        self, websocket: WebSocket, deps: WebDeps, connection: Connection, customer: str, after: int
    ) -> None:
        self._websocket = websocket
        self._deps = deps
        self._connection = connection
        self._customer = customer
        self._transcript = Transcript(customer, after, deps.file_link)
        self._rate = RateLimit(_MESSAGES_A_MINUTE, 60.0)
        self._sending = asyncio.Lock()
        self._received = asyncio.Event()
        self._typing = False
        self._greeted = False
        self._inspected: Json | None = None

    async def run(self) -> None:
        tasks = [asyncio.create_task(self._read()), asyncio.create_task(self._watch())]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        with suppress(WebSocketDisconnect):
            for task in done:
                task.result()

    # From the page

    async def _read(self) -> None:
        while True:
            text = await self._receive()
            if len(text) > _LONGEST_FRAME or len(text.encode()) > _LONGEST_FRAME:
                await self._websocket.close(_TOO_BIG, "the frame is too big")
                return
            await self._take(_decoded(text))

    async def _receive(self) -> str:
        """The text of the next frame, empty for a binary one."""
        message = await self._websocket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1006))
        return message.get("text") or ""

    async def _take(self, frame: Json) -> None:
        if frame.get("type") == "ping":
            await self._send({"type": "pong"})
        elif frame.get("type") == "message":
            await self._take_message(frame)
        elif frame.get("type") == "identify":
            await self._take_identity(frame)
        else:
            await self._error("invalid", "this is not a frame of the chat")

    async def _take_message(self, frame: Json) -> None:
        client_id = frame.get("id")
        try:
            events = _channel.parse(frame | {"customer": self._customer})
        except MalformedPayload as error:
            await self._error("invalid", str(error), client_id)
            return
        if (seconds := await self._wait()) > 0:
            detail = "that was a lot at once; please wait a moment"
            await self._error("slow_down", detail, client_id, seconds)
            return
        try:
            await self._deps.receive(self._connection, events, address_of(self._websocket))
        except DatabaseUnavailable:
            detail = "the message could not be stored; please send it again"
            await self._error("unavailable", detail, client_id, _RETRY_SECONDS)
            return
        await self._send({"type": "ack", "id": client_id})
        self._received.set()

    async def _take_identity(self, frame: Json) -> None:
        """The site says who writes here; refused, the chat stays who it was."""
        if (seconds := await self._wait()) > 0:
            await self._error("slow_down", "please wait a moment", retry_after=seconds)
            return
        try:
            identity = read_identity(frame, self._connection, self._deps.now())
            status = await self._deps.identify(self._connection, self._customer, identity)
            if status != "identified":
                raise IdentityRefused(status)
        except IdentityRefused as error:
            await self._error(f"identity_{error.reason}", str(error))
        except DatabaseUnavailable:
            await self._error("unavailable", "please send it again", retry_after=_RETRY_SECONDS)
        else:
            await self._send({"type": "identified"})
            self._received.set()

    async def _wait(self) -> float:
        """Seconds until this socket, and all others of its address, may hand in a message."""
        seconds = self._rate.wait_at(time.monotonic())
        if seconds == 0 and self._deps.count_message is not None:
            seconds = await self._deps.count_message(self._websocket) or 0.0
        return seconds

    # To the page

    async def _watch(self) -> None:
        """Shows the chat and what changes of it. There is no chat before the first message."""
        while (conversation := await self._refresh()) is None:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_SECONDS):
                    await self._received.wait()
            self._received.clear()
        async with self._deps.changes.subscribe(conversation) as changes:
            # Whatever came between the first look and the subscription.
            await self._refresh()
            async for _ in changes:
                await self._refresh()

    async def _refresh(self) -> str | None:
        """Sends what is new and returns the conversation's id, None while there is none."""
        connection = self._connection
        try:
            history = await self._deps.history(
                connection.organization_id, connection.id, self._customer, self._transcript.after
            )
            await self._greet(history.typing)
            for frame in self._transcript.news(history.messages):
                await self._send(frame)
            await self._show_typing(history.typing)
            if history.conversation is not None:
                await self._inspect(history.conversation)
        except DatabaseUnavailable:
            # The next look is soon, and the messages are where they are.
            return None
        return str(history.conversation) if history.conversation else None

    async def _greet(self, typing: bool) -> None:
        if self._greeted:
            return
        described = await self._deps.describe(self._connection.organization_id)
        organization = {key: getattr(described, key) for key in _TOLD_OF_ORGANIZATION}
        await self._send({"type": "hello", "organization": organization, "typing": typing})
        self._greeted, self._typing = True, typing

    async def _show_typing(self, typing: bool) -> None:
        if typing != self._typing:
            self._typing = typing
            await self._send({"type": "typing", "on": typing})

    async def _inspect(self, conversation: UUID) -> None:
        if self._deps.inspect is None:
            return
        organization_id = self._connection.organization_id
        inspected = await self._deps.inspect(organization_id, conversation)
        if inspected != self._inspected:
            self._inspected = inspected
            await self._send({"type": "inspect"} | inspected)

    async def _error(
        self, code: str, detail: str, client_id: object = None, retry_after: float | None = None
    ) -> None:
        """`code`: invalid or identity_… (do not send it again), slow_down or unavailable (do, in a while)."""
        about: Json = {"type": "error", "code": code, "detail": detail}
        if isinstance(client_id, str) and MESSAGE_ID.fullmatch(client_id):
            about["id"] = client_id
        if retry_after is not None:
            about["retry_after"] = round(retry_after, 1)
        await self._send(about)

    async def _send(self, frame: Mapping[str, object]) -> None:
        text = json.dumps(frame, ensure_ascii=False, default=str)
        try:
            async with asyncio.timeout(_SEND_SECONDS), self._sending:
                await self._websocket.send_text(text)
        except TimeoutError as error:
            _log.info("a chat socket was dropped: its client takes nothing")
            raise WebSocketDisconnect(1006) from error


def _decoded(text: str) -> Json:
    try:
        frame: Any = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return frame if isinstance(frame, dict) else {}
