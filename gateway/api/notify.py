"""`POST /internal/notify/escalation`: another service asks for a person."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from msgspec import Struct
from pydantic import BaseModel, Field, StringConstraints

from agent.data.store import Store
from agent.errors import NotFound
from agent.scheduling.staff_notices import escalation_notice
from gateway.api.auth import caller_of

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class EscalationRequest(BaseModel):
    """The body; the phone is told to staff as it was given."""

    organization_id: UUID
    chat_identity_id: UUID
    phone_number: str = Field(max_length=40)
    country_code: str = Field(max_length=8)
    reason: Reason


class EscalationResponse(BaseModel):
    """notified, already_notified, notice_waits (kept, but nothing goes out to staff now) or no_recipient."""

    status: str


class _Facts(Struct, frozen=True, kw_only=True):
    """chat_facts: of whom staff are told."""

    organization: str
    language: str
    name: str | None
    phone: str | None


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
        digits = "".join(c for c in body.country_code + body.phone_number if c.isdigit())
        notice = escalation_notice(
            organization=row.organization,
            language=row.language,
            name=row.name,
            phone=digits or row.phone,
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
