"""The ledger of a turn's model calls, and the ceiling of what a day may cost."""

import logging
from datetime import date
from uuid import UUID

from agent.data.store import Store
from agent.llm.calls import ModelCalls, UsageRow

log = logging.getLogger(__name__)


class Metering:
    """Begins ledgers. `daily_spend_usd`: from there on an organization's day is the offline model's."""

    def __init__(self, store: Store, seconds: float, daily_spend_usd: float | None) -> None:
        self._store = store
        self._seconds = seconds
        self._most = daily_spend_usd
        self._told: set[tuple[UUID, date]] = set()

    async def begin(self, organization: UUID, turn: UUID) -> ModelCalls:
        """The ledger of a turn. A turn that began below the ceiling is finished as it began."""

        async def put(rows: list[UsageRow]) -> None:
            await self._store.put_usage(organization, turn, rows)

        spent = self._most is not None and await self._is_spent(organization, self._most)
        return ModelCalls(self._seconds, put, offline_only=spent)

    async def _is_spent(self, organization: UUID, most: float) -> bool:
        today = await self._store.usage_today(organization)
        if today.cost_usd < most:
            return False
        key = (organization, today.day)
        if key not in self._told:
            self._told = {told for told in self._told if told[1] >= key[1]} | {key}
            log.warning(
                "organization %s reached DAILY_SPEND_USD: the offline model answers until %s ends",
                organization,
                today.day,
            )
        return True
