"""What the staff route needs of whoever plans the agenda with staff (gateway/staff_plans)."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from agent.language.staff_plans import PlanWords
from agent.types import Option
from gateway.pipeline.staff_lookups import Asker

PLAN_ACTS = frozenset({"plan_yes", "plan_no", "plan_wish", "plan_lift"})
"""Of buttons: "staff:plan_yes:…"."""


@dataclass(frozen=True, slots=True)
class PlanReply:
    """What one of staff is answered. `plan`: what a yes would do."""

    text: str
    options: tuple[Option, ...] = ()
    plan: UUID | None = None


class StaffPlanning(Protocol):
    """Every method may raise DatabaseUnavailable. `message`: the id of what the asker wrote."""

    async def wanted(self, asker: Asker, message: UUID, words: PlanWords, text: str) -> PlanReply:
        """What they wrote is a wish."""

    async def chosen(self, asker: Asker, message: UUID, act: str, what: str) -> PlanReply:
        """A button of theirs, one of PLAN_ACTS, with what stands behind it; a phone may send any."""

    async def answered(self, asker: Asker, message: UUID, plan: UUID, *, yes: bool) -> PlanReply:
        """A yes or a no to a plan."""
