"""`POST /invoke`: another service hands in a message and delivers the answer itself."""

import asyncio
from typing import Annotated, Literal, Self
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from msgspec import Struct
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic.alias_generators import to_camel

from agent.data.store import Store
from agent.errors import CallerError, NotFound
from gateway.access.problems import Busy
from gateway.api.auth import caller_of
from gateway.channels.kit import phones
from gateway.pipeline.turns import Answered, Turns

_WAIT_SECONDS = 20.0
_POLL_SECONDS = 0.2
Text = Annotated[str, Field(max_length=20_000)]


class RecentMessage(BaseModel):
    """What was said before, where this service does not know it yet."""

    role: Literal["user", "assistant"]
    content: Text


class InvokeRequest(BaseModel):
    """The body of `POST /invoke`."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)

    organization_id: UUID
    chat_identity_id: UUID
    contact_id: UUID | None = None
    phone: str | None = Field(None, max_length=40)
    phone_number: str | None = Field(None, max_length=40)
    country_code: str | None = Field(None, max_length=8)
    message: Text
    recent_messages: list[RecentMessage] = Field(default=[], max_length=100)

    @field_validator("message")
    @classmethod
    def _not_blank(cls, text: str) -> str:
        if not text.replace("\x00", "").strip():
            raise ValueError("must not be blank")
        return text.replace("\x00", "")

    @model_validator(mode="after")
    def _phone_can_be_read(self) -> Self:
        """A phone that is given and cannot be read would make the customer a stranger."""
        if (self.phone or self.phone_number) and self.customer_phone is None:
            raise ValueError(
                "the phone cannot be read: digits with the country code, or a country_code"
            )
        return self

    @property
    def customer_phone(self) -> str | None:
        """The customer's phone in its canonical form; None when it is not given."""
        if self.phone:
            return phones.told(self.phone)
        return phones.told(self.phone_number, self.country_code) if self.phone_number else None


class InvokeResponse(BaseModel):
    """The answer; several messages are joined by an empty line."""

    response: str


class HandledByPerson(CallerError):
    """A person is handling this chat, so the assistant says nothing."""


class _Put(Struct, frozen=True, kw_only=True):
    """invoke_put: where the message is now."""

    conversation: UUID
    message: UUID


def invoke_router(store: Store, turns: Turns, route_class: type[APIRoute]) -> APIRouter:
    """The route; `route_class` lets callers in (gateway/api/auth.py)."""
    router = APIRouter(route_class=route_class)

    @router.post("/invoke")
    async def invoke(request: Request, body: InvokeRequest) -> InvokeResponse:
        caller_of(request).must_be(body.organization_id)
        put = await store.database.find(
            _Put,
            "invoke_put",
            organization=body.organization_id,
            conversation=body.chat_identity_id,
            contact=body.contact_id,
            phone=body.customer_phone,
            message=body.message,
            recent=[
                {"role": m.role, "content": m.content.replace("\x00", "")}
                for m in body.recent_messages
            ],
        )
        if put is None:
            raise NotFound
        texts = await _answer(store, turns, body, put.message)
        return InvokeResponse(response="\n\n".join(texts))

    return router


async def _answer(store: Store, turns: Turns, body: InvokeRequest, message: UUID) -> list[str]:
    """Runs the turn here. While another process runs one for this chat, waits for its end."""
    for _ in range(int(_WAIT_SECONDS / _POLL_SECONDS)):
        ended = await turns.answer(
            body.organization_id, body.chat_identity_id, takeover=False, delivery="caller"
        )
        if ended is Answered.PERSON:
            raise HandledByPerson
        texts = await store.database.find(
            list[str], "reply_of", organization=body.organization_id, message=message
        )
        if texts is not None:
            return texts
        await asyncio.sleep(_POLL_SECONDS)
    raise Busy
