"""`POST /invoke`: another service hands in a message and delivers the answer itself."""

from typing import Literal, Self
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from msgspec import Struct
from pydantic import AliasChoices, AliasGenerator, BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from agent import phones
from agent.data.store import Store
from agent.errors import NotFound
from gateway.api.auth import caller_of
from gateway.api.fields import CustomerText, Text
from gateway.api.handed_in import Answer, AnswerOption, ChangeView, answer_to, shown_change
from gateway.pipeline.turns import Turns


class RecentMessage(BaseModel):
    """What was said before, where this service does not know it yet."""

    role: Literal["user", "assistant"]
    content: Text


def _either_style(name: str) -> AliasChoices:
    """organization_id, and organizationId as it was before."""
    return AliasChoices(name, to_camel(name))


class InvokeRequest(BaseModel):
    """The body of `POST /invoke`. Names in camelCase, as they were once, are read, too."""

    model_config = ConfigDict(alias_generator=AliasGenerator(validation_alias=_either_style))

    organization_id: UUID
    chat_identity_id: UUID
    contact_id: UUID | None = None
    phone: str | None = Field(None, max_length=40)
    phone_number: str | None = Field(None, max_length=40)
    country_code: str | None = Field(None, max_length=8)
    message: CustomerText
    recent_messages: list[RecentMessage] = Field(default=[], max_length=100)

    @model_validator(mode="before")
    @classmethod
    def _named_once(cls, body: object) -> object:
        """Two styles of one name may say two things, of which one was checked elsewhere."""
        given = body if isinstance(body, dict) else {}
        for name in cls.model_fields:
            if to_camel(name) != name and {name, to_camel(name)} <= given.keys():
                raise ValueError(f"{name} is given twice, as {to_camel(name)} too")
        return body

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
    """The answer; several messages (`message_ids`) are joined by an empty line. `options`: what the
    customer may choose now; `changes`: what was booked, moved, cancelled or else changed by it."""

    response: str
    message_ids: list[UUID]
    options: list[AnswerOption]
    changes: list[ChangeView]

    @classmethod
    def of(cls, answer: Answer) -> "InvokeResponse":
        return cls(
            response=answer.text,
            message_ids=[message.id for message in answer.messages],
            options=answer.options,
            changes=[shown_change(change) for change in answer.changes],
        )


class PutMessage(Struct, frozen=True, kw_only=True):
    """invoke_put, rehearsal_put: where the message is now."""

    conversation: UUID
    message: UUID


def invoke_router(store: Store, turns: Turns, route_class: type[APIRoute]) -> APIRouter:
    """The route; `route_class` lets callers in (gateway/api/auth.py)."""
    router = APIRouter(route_class=route_class)

    @router.post("/invoke")
    async def invoke(request: Request, body: InvokeRequest) -> InvokeResponse:
        caller_of(request).must_be(body.organization_id)
        put = await store.database.find(
            PutMessage,
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
        answer = await answer_to(
            store.database, turns, body.organization_id, put.conversation, put.message
        )
        return InvokeResponse.of(answer)

    return router
