"""The ledger of a turn's model calls, and the ceilings of what a day may take of hosted models."""

import logging
from uuid import UUID

from agent.data.store import Store
from agent.llm.calls import ModelCalls, UsageRow
from agent.model_limits import ModelLimits
from agent.records import ReachedCeiling

log = logging.getLogger(__name__)


class Metering:
    """Begins ledgers. `limits`: from there on a day of the organization or of the sender is the offline
    model's; None where it answers anyway."""

    def __init__(self, store: Store, seconds: float, limits: ModelLimits | None) -> None:
        self._store = store
        self._seconds = seconds
        self._limits = limits

    async def begin(self, organization: UUID, conversation: UUID, turn: UUID) -> ModelCalls:
        """The ledger of a turn. A turn that began below the ceilings is finished as it began."""

        async def put(rows: list[UsageRow]) -> None:
            await self._store.put_usage(organization, turn, rows)

        if self._limits is None:
            return ModelCalls(self._seconds, put)
        reached = await self._store.usage_ceiling(organization, conversation, self._limits)
        if reached is not None and reached.first:
            _tell(organization, conversation, reached)
        return ModelCalls(self._seconds, put, offline_only=reached is not None)


def _tell(organization: UUID, conversation: UUID, reached: ReachedCeiling) -> None:
    """Once a day for each, whichever process hears of it; `frontdesk failures` lists them."""
    who = f"sender {conversation} of " if reached.sender else ""
    log.warning(
        "%sorganization %s reached %s: the offline model answers until %s ends",
        who,
        organization,
        reached.setting,
        reached.day,
    )
