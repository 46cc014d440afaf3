"""Tells whoever made a plan how it ended: when everybody answered, or nothing is held for those who did not."""

from zoneinfo import ZoneInfo

from agent.data.database import Database
from gateway.pipeline.sweeping import each, readable_rows, tell_failures
from gateway.staff_plans.records import Untold
from gateway.staff_plans.wording import Speaker, shown_result, waits_for_answers

_MOST = 100


class PlanEndings:
    """A maintenance task (gateway/pipeline/maintenance.py)."""

    name = "plan_endings"
    every_seconds = 60.0

    def __init__(self, database: Database) -> None:
        self._database = database

    async def round(self) -> bool:
        """Every plan that has ended; never more to do at once. Raises PartlyFailed."""
        plans, unread = await readable_rows(
            self._database, Untold, "staff_plans_untold", limit=_MOST
        )
        failed = await each(plans, "a plan's end", self._tell)
        tell_failures(unread + failed, "messages with how a plan ended")
        return False

    async def _tell(self, plan: Untold) -> None:
        if waits_for_answers(plan.result):
            return
        now = plan.now.astimezone(ZoneInfo(plan.time_zone))
        speaker = Speaker(plan.language, plan.country, now, plan.members)
        await self._database.call(
            "staff_plan_tell",
            organization=plan.organization,
            plan=plan.plan,
            body=shown_result(speaker, plan.result),
        )
