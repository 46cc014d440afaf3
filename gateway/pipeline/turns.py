"""A turn from its beginning in the database to its end (closing.py), whatever fails on the way."""

import logging
from contextlib import suppress
from enum import StrEnum
from uuid import UUID

from agent.data.store import Store
from agent.errors import DatabaseUnavailable
from agent.observability.tracing import Tracing
from agent.types import Json
from gateway.pipeline.closing import Begun, Closing
from gateway.pipeline.receipts import Receipts
from graphs.turn import TurnRunner

log = logging.getLogger(__name__)

TURN_TRIES = 4
"""A turn that failed this often is given up: the customer is told and a person is called."""
MOST_LOST = 8
"""So many tries of the same messages without an end, not even an error: their turn kills whoever runs
it. It is given up without being run once more."""
_UNREADABLE = (ValueError, RecursionError)
"""What decoding raises. To decode the same again would not help."""


class Answered(StrEnum):
    """How a call of `Turns.answer` ended."""

    NONE = "none"
    NOT_DUE = "not_due"
    PERSON = "person"
    BUSY = "busy"
    COMMITTED = "committed"
    FENCED = "fenced"
    SUPERSEDED = "superseded"


class Turns:
    """Answers conversations. `delivery` "caller": whoever asked delivers the reply (/invoke)."""

    def __init__(
        self,
        store: Store,
        runner: TurnRunner,
        receipts: Receipts,
        tracing: Tracing | None = None,
    ) -> None:
        self._store = store
        self._runner = runner
        self._receipts = receipts
        self._closing = Closing(store, runner, receipts, tracing)

    async def answer(
        self,
        organization: UUID,
        conversation: UUID,
        *,
        takeover: bool = True,
        delivery: str = "outbox",
        last_try: bool = False,
    ) -> Answered:
        """Answers what is pending and due. What fails is raised, so that it is tried again, unless
        it is the `last_try` or has failed often: then the turn is given up."""
        row = await self._begin(organization, conversation, takeover=takeover, last_try=last_try)
        if row["status"] != "begin":
            if row.get("untold") and delivery == "outbox":
                await self._receipts.tell(organization, conversation)
            return Answered(row["status"])
        begun = Begun(organization, conversation, row, delivery)
        if "messages" not in row or row["tries"] >= MOST_LOST:
            log.error("turn %s is given up after %s tries", begun.turn, row["tries"])
            return Answered(await self._closing.give_up(begun))
        try:
            result = await self._runner.run(row, conversation)
            return Answered(await self._closing.end(begun, result))
        except Exception as error:
            if not last_try and row["tries"] < TURN_TRIES - 1:
                log.warning("turn %s failed: %s", begun.turn, type(error).__name__)
                await self._abandon(begun)
                raise
            log.exception("turn %s failed for good", begun.turn)
        return Answered(await self._closing.give_up(begun))

    async def wake(self, organization: UUID, conversation: UUID) -> None:
        """Ends a wait for files: who still waits is answered without them."""
        await self._store.act("turn_wake", organization=organization, conversation=conversation)

    async def _begin(
        self, organization: UUID, conversation: UUID, *, takeover: bool, last_try: bool
    ) -> Json:
        """The answer of `turn_begin`; the bare one where what belongs to the turn cannot be read."""
        try:
            return await self._store.begin_turn(organization, conversation, takeover=takeover)
        except DatabaseUnavailable:
            raise
        except Exception as error:
            if not last_try and not isinstance(error, _UNREADABLE):
                raise
            log.exception("a turn of conversation %s cannot be read", conversation)
        return await self._store.begin_turn(
            organization, conversation, takeover=takeover, lease_seconds=0.0, bare=True
        )

    async def _abandon(self, begun: Begun) -> None:
        """Lets the next try begin at once. Without a database, it waits for the lease to pass."""
        with suppress(DatabaseUnavailable):
            await self._store.act(
                "turn_abandon",
                organization=begun.organization,
                conversation=begun.conversation,
                turn=UUID(begun.turn),
            )
