"""`POST /internal/notify/escalation`: another service asks for a person."""

from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from msgspec import Struct
from pydantic import BaseModel, Field, StringConstraints, model_validator

from agent import phones
from agent.data.store import Store
from agent.errors import NotFound
from agent.scheduling.staff_notices import escalation_notice
from gateway.api.auth import caller_of

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class EscalationRequest(BaseModel):
    """The body. An empty phone is that of the chat."""

    organization_id: UUID
    chat_identity_id: UUID
    phone_number: str = Field(max_length=40)
    country_code: str = Field(max_length=8)
    reason: Reason

    @model_validator(mode="after")
    def _phone_can_be_read(self) -> Self:
        """Staff are told a number that they can call, or the caller hears that it is none."""
        if self.phone_number.strip() and self.customer_phone is None:
            raise ValueError(
                "the phone cannot be read: digits with the country code, or a country_code"
            )
        return self

    @property
    def customer_phone(self) -> str | None:
        """The phone as digits; None when it is left empty. A number that the library does not know is told
        all the same: staff are called, and it is theirs to try."""
        number, country = phones.pasted(self.phone_number), phones.pasted(self.country_code)
        return phones.told(number, country or None) or phones.canonical(f"{country}{number}")


class EscalationResponse(BaseModel):
    """notified, already_notified, notice_waits (kept, but nothing goes out to staff now) or no_recipient."""

    status: str


class _Facts(Struct, frozen=True, kw_only=True):
    """chat_facts: of whom staff are told."""

    organization: str
    language: str
    name: str | None
    phone: str | None
    stated_phone: str | None


def notify_router(store: Store, route_class: type[APIRoute]) -> APIRouter:
    """The route; `route_class` lets callers in (gateway/api/auth.py)."""
    router = APIRouter(route_class=route_class)

    @router.post("/internal/notify/escalation")
    async def escalation(request: Request, body: EscalationRequest) -> EscalationResponse:
        caller_of(request).must_be(body.organization_id)
        row = await store.database.find(
            _Facts,
            "chat_facts",
            organization=body.organization_id,
            conversation=body.chat_identity_id,
        )
        if row is None:
            raise NotFound
        notice = escalation_notice(
            organization=row.organization,
            language=row.language,
            name=row.name,
            phone=body.customer_phone or row.phone,
            stated_phone=row.stated_phone,
            reason="other",
            summary=" ".join(body.reason.replace("\x00", "").split())[:300],
        )
        opened = await store.open_escalation(
            body.organization_id,
            body.chat_identity_id,
            None,
            reason="other",
            summary=body.reason.replace("\x00", "")[:300],
            body=notice.body,
            params=notice.params,
        )
        return EscalationResponse(status=opened.status)

    return router
