"""What the functions of migrations/functions/staff_plans.sql answer, as types."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from agent.types import Json
from gateway.console.agenda.other_time import OtherTime
from gateway.console.agenda.records import Block, BlockOutcome, Concerned, NoOtherTime

BlockRefusal = Literal["not_found", "past", "too_long"]


class PlanChat(Struct, frozen=True, kw_only=True):
    """Where somebody who is concerned would be written to."""

    appointment: UUID
    channel: str
    opted_out: bool
    last_inbound_at: datetime | None
    window_closed: bool
    now: datetime


class PlanChats(Struct, frozen=True, kw_only=True):
    """staff_plan_chats."""

    status: Literal["ok"] | BlockRefusal
    chats: tuple[PlanChat, ...] = ()


class PlanRow(Concerned, frozen=True, kw_only=True):
    """Somebody who is booked in time that is to be blocked, and the time that is held for them, or why none is."""

    offer: OtherTime | NoOtherTime


class Trial(Struct, frozen=True, kw_only=True):
    """staff_plan_try. `digest`: of what somebody has to have seen who says yes."""

    status: Literal["ok", "changed"] | BlockRefusal
    concerned: tuple[PlanRow, ...] = ()
    digest: str = ""


class Plan(Struct, frozen=True, kw_only=True):
    """staff_plan_read."""

    status: Literal["open", "expired", "done", "dropped"]
    kind: Literal["block", "lift"]
    wish: Json
    seen: str


class PlanDone(Struct, frozen=True, kw_only=True):
    """staff_plan_do, staff_plan_lift."""

    status: Literal["done", "gone", "changed"] | BlockRefusal
    concerned: tuple[PlanRow, ...] = ()


class Blocks(Struct, frozen=True, kw_only=True):
    """staff_blocks."""

    blocks: tuple[Block, ...]


class Answer(Struct, frozen=True, kw_only=True):
    """What a customer wrote first after they were asked: the id of a button, and the words."""

    choice: str | None
    words: str | None


class Outcome(BlockOutcome, frozen=True, kw_only=True):
    """What became of one of them."""

    answer: Answer | None


class Result(Struct, frozen=True, kw_only=True):
    """staff_plan_result. `lifted`: its blocks are gone."""

    wish: Json
    lifted: bool
    outcomes: tuple[Outcome, ...]


class Untold(Struct, frozen=True, kw_only=True):
    """staff_plans_untold."""

    organization: UUID
    plan: UUID
    language: str
    country: str
    time_zone: str
    members: dict[str, str]
    now: datetime
    result: Result
