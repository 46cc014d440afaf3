"""`POST /test/message`: what the desk would answer, with nothing sent and nothing changed."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from pydantic import BaseModel

from agent.data.rehearsal import RehearsalDatabase
from agent.errors import NotFound
from gateway.api.auth import caller_of
from gateway.api.fields import CustomerText, UserId
from gateway.api.handed_in import AnswerOption, ChangeView, answer_to, shown_change
from gateway.api.invoke import PutMessage
from gateway.container import Container


class RehearsalRequest(BaseModel):
    """A message of a test conversation; messages with the same `user_id` are one conversation."""

    message: CustomerText
    user_id: UserId
    organization_id: UUID | None = None


class RehearsalResponse(BaseModel):
    """The answer. `changes` were made, looked at and undone: `undone` is always true, so that nobody
    takes them for bookings."""

    response: str
    options: list[AnswerOption]
    changes: list[ChangeView]
    undone: bool = True


def rehearsal_router(container: Container, route_class: type[APIRoute]) -> APIRouter:
    """The route; `route_class` lets callers in (gateway/api/auth.py)."""
    router = APIRouter(route_class=route_class)

    @router.post("/test/message")
    async def rehearse(request: Request, body: RehearsalRequest) -> RehearsalResponse:
        caller = caller_of(request)
        organization = await caller.acts_for(body.organization_id, container.database)
        database = RehearsalDatabase(container.database)
        put = await database.find(
            PutMessage,
            "rehearsal_put",
            organization=organization,
            user=body.user_id,
            message=body.message,
        )
        if put is None:
            raise NotFound
        answer = await answer_to(
            database,
            container.rehearse(database, container.clock),
            organization,
            put.conversation,
            put.message,
        )
        return RehearsalResponse(
            response=answer.text,
            options=answer.options,
            changes=[shown_change(change) for change in database.changes],
        )

    return router
