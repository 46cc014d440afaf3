"""`WS /ws/chat/completions`: a service asks for its users, one question after the other on a socket.

While a hosted model writes, sentences that pass the checks of a reply (gateway/pipeline/guards.py) come
beforehand; the reply itself comes whole. docs/decisions/services.md says what was weighed.
"""

import asyncio
import json
import logging
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated, NoReturn
from uuid import UUID

from fastapi import APIRouter
from msgspec import Struct
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect

from agent.errors import CallerError, DatabaseUnavailable, Unauthorized
from agent.fault_boundary import FaultBoundary
from gateway.access.clients import address_of
from gateway.access.origin import origins_of
from gateway.access.problems import Busy, Forbidden, SlowDown
from gateway.access.public_chat import count_message, count_socket
from gateway.api.auth import Caller, Callers, bearer
from gateway.api.fields import CustomerText, UserId
from gateway.api.handed_in import Answer, HandledByPerson, answer_to, shown_change, shown_options
from gateway.container import Container
from gateway.web.rate import RateLimit

REFUSED, UNAUTHORIZED, SILENT, TOO_BIG = 4404, 4401, 4408, 1009
_LONGEST_FRAME = 128 * 1024
"""Twenty thousand characters of any script, escaped as JSON escapes them."""
_QUESTIONS_A_MINUTE = 20
_SEND_SECONDS = 20.0
_KEY_SECONDS = 20.0
"""How long a socket may stay open before it has shown a key."""
_IDLE_SECONDS = 3600.0
_RETRY_SECONDS = 3.0
SCOPE = "invoke"

log = logging.getLogger(__name__)


class Question(BaseModel):
    """A frame. `chat_id`: a chat of this user, else a new one; `session_id`: a session of that chat;
    `partial`: whether beginnings of a reply are wanted."""

    model_config = ConfigDict(extra="ignore")

    user_id: UserId
    question: CustomerText
    chat_id: UUID | None = None
    session_id: UUID | None = None
    organization_id: UUID | None = None
    partial: bool = True


class _FirstFrame(BaseModel):
    """The key, alone or with the first question."""

    api_key: Annotated[str, Field(min_length=1, max_length=200)]
    question: object = None


class _Put(Struct, frozen=True, kw_only=True):
    """question_put. `refused`: organization, chat or session."""

    conversation: UUID | None = None
    message: UUID | None = None
    session: UUID | None = None
    refused: str | None = None


class _Refusal(Exception):
    """An `error` frame; the socket stays open. `code`: invalid, not_found, forbidden, person (do not
    send it again), slow_down, unavailable or failed (do, in a while)."""

    def __init__(self, code: str, detail: str, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.retry_after = retry_after

    @property
    def frame(self) -> Mapping[str, object]:
        """As the service gets it."""
        about: dict[str, object] = {"type": "error", "code": self.code, "detail": str(self)}
        if self.retry_after is not None:
            about["retry_after"] = round(self.retry_after, 1)
        return about


def stream_router(container: Container, callers: Callers) -> APIRouter:
    """The socket."""
    router = APIRouter()
    origins = origins_of(container.settings)

    @router.websocket("/ws/chat/completions")
    async def completions(websocket: WebSocket) -> None:
        if not origins.allow(websocket) or await count_socket(container.limits, websocket):
            await websocket.close(REFUSED)
            return
        with suppress(WebSocketDisconnect):
            await _Stream(websocket, container, callers).run()

    return router


class _Stream:
    """One socket: reads a frame, answers it, reads the next. What comes meanwhile waits at the sender:
    the server takes no more than it has room for."""

    def __init__(self, websocket: WebSocket, container: Container, callers: Callers) -> None:
        self._websocket = websocket
        self._container = container
        self._callers = callers
        self._key = bearer(websocket)
        self._shown_key = False
        self._rate = RateLimit(_QUESTIONS_A_MINUTE, 60.0)
        self._sending = asyncio.Lock()
        self._left = False

    async def run(self) -> None:
        if self._key is not None and not await self._admitted():
            return
        await self._websocket.accept()
        await self._send({"type": "connected", "authenticated": self._shown_key})
        while True:
            text = await self._receive()
            if text is None:
                await self._websocket.close(TOO_BIG, "the frame is too big")
                return
            if self._shown_key or await self._takes_key(text):
                await self._take(text)

    async def _admitted(self) -> bool:
        """Whether the header's key is one; a socket with a wrong one is refused before it is open."""
        try:
            await self._caller()
        except (CallerError, DatabaseUnavailable):
            await self._websocket.close(REFUSED)
            return False
        self._shown_key = True
        return True

    async def _takes_key(self, text: str) -> bool:
        """Reads the key of a first frame, without which the socket is closed; whether it asks, too."""
        try:
            first = _FirstFrame.model_validate_json(text)
            self._key = first.api_key
            await self._caller()
        except (ValidationError, CallerError):
            await self._close(_Refusal("unauthorized", "the first frame needs a right api_key"))
        except DatabaseUnavailable as error:
            await self._close(_Refusal("unavailable", str(error), _RETRY_SECONDS))
        self._shown_key = True
        await self._send({"type": "connected", "authenticated": True})
        return first.question is not None

    async def _close(self, refusal: _Refusal) -> NoReturn:
        await self._send(refusal.frame)
        await self._websocket.close(UNAUTHORIZED)
        raise WebSocketDisconnect(UNAUTHORIZED)

    async def _caller(self) -> Caller:
        """Looked up for every question, so that a revoked key stops at once."""
        return await self._callers.of_key(self._key or "", address_of(self._websocket), SCOPE)

    async def _take(self, text: str) -> None:
        refused: _Refusal | None = _Refusal("failed", "something went wrong here", _RETRY_SECONDS)
        # What a model or a tool raises ends the question and not the socket.
        message = "a question of a service's chat could not be answered"
        with FaultBoundary(log, message, passes=(WebSocketDisconnect,)):
            refused = await self._refused(text)
        if refused is not None:
            await self._send(refused.frame)

    async def _refused(self, text: str) -> _Refusal | None:
        """Answers; why not, where it is not to be answered."""
        try:
            await self._answer(_question(text))
        except _Refusal as refusal:
            return refusal
        except SlowDown as error:
            return _Refusal("slow_down", str(error), error.seconds)
        except (DatabaseUnavailable, Busy) as error:
            return _Refusal("unavailable", str(error), _RETRY_SECONDS)
        except HandledByPerson as error:
            return _Refusal("person", str(error))
        except (Unauthorized, Forbidden) as error:
            return _Refusal("forbidden", str(error))
        except CallerError as error:
            return _Refusal("not_found", str(error))
        return None

    async def _answer(self, question: Question) -> None:
        if (seconds := await self._wait()) > 0:
            raise _Refusal("slow_down", "that was a lot at once; please wait", seconds)
        organization, put = await self._put(question)
        await self._send(
            {
                "type": "start",
                "session_id": put.session,
                "chat_id": put.conversation,
                "message_id": put.message,
            }
        )
        assert put.conversation is not None, "it was put"
        assert put.message is not None, "it was put"
        await self._tell(
            await answer_to(
                self._container.store.database,
                self._container.turns,
                organization,
                put.conversation,
                put.message,
                self._show if question.partial else None,
            )
        )

    async def _put(self, question: Question) -> tuple[UUID, _Put]:
        """Raises what `of_key` and `acts_for` do, and _Refusal for a chat that is not the user's."""
        database = self._container.database
        organization = await (await self._caller()).acts_for(question.organization_id, database)
        put = await database.fetch(
            _Put,
            "question_put",
            organization=organization,
            user=question.user_id,
            chat=question.chat_id,
            session=question.session_id,
            message=question.question,
        )
        if put.refused:
            raise _Refusal("not_found", f"there is no such {put.refused}")
        return organization, put

    async def _show(self, text: str) -> None:
        """The reply so far. Who has left is not shown it; the turn goes on."""
        with suppress(WebSocketDisconnect):
            await self._send(
                {
                    "type": "agent_response",
                    "partial": True,
                    "message_id": None,
                    "text": text,
                    "options": [],
                }
            )

    async def _tell(self, answer: Answer) -> None:
        for message in answer.messages:
            await self._send(
                {
                    "type": "agent_response",
                    "partial": False,
                    "message_id": message.id,
                    "text": message.text,
                    "options": [one.model_dump() for one in shown_options(message.options)],
                }
            )
        changes = [shown_change(change).model_dump(mode="json") for change in answer.changes]
        await self._send({"type": "end", "full_text": answer.text, "changes": changes})

    async def _wait(self) -> float:
        """Seconds until this socket, and all others of its address, may ask again."""
        seconds = self._rate.wait_at(time.monotonic())
        if seconds == 0:
            seconds = await count_message(self._container.limits, self._websocket) or 0.0
        return seconds

    async def _receive(self) -> str | None:
        """The text of the next frame, empty for a binary one; None for one that is too big. Whoever
        is silent for too long is left."""
        try:
            async with asyncio.timeout(_IDLE_SECONDS if self._shown_key else _KEY_SECONDS):
                message = await self._websocket.receive()
        except TimeoutError as error:
            await self._websocket.close(SILENT, "nothing came")
            raise WebSocketDisconnect(SILENT) from error
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1006))
        text: str = message.get("text") or ""
        return None if len(text) > _LONGEST_FRAME else text

    async def _send(self, frame: Mapping[str, object]) -> None:
        """One frame after the other, also while a turn runs."""
        text = json.dumps(frame, ensure_ascii=False, default=str)
        async with self._sending:
            if self._left:
                raise WebSocketDisconnect(1006)
            try:
                async with asyncio.timeout(_SEND_SECONDS):
                    await self._websocket.send_text(text)
            except WebSocketDisconnect:
                self._left = True
                raise
            except TimeoutError as error:
                self._left = True
                log.info("a service's chat socket was dropped: its client takes nothing")
                raise WebSocketDisconnect(1006) from error


def _question(text: str) -> Question:
    """Raises _Refusal, in whose detail stands which field is wrong and no value."""
    try:
        return Question.model_validate_json(text)
    except ValidationError as error:
        detail = "; ".join(
            f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors()
        )
        raise _Refusal("invalid", detail) from error
