"""Runs turns: begins them in the database, calls the graph, and ends them (closing.py) on any failure."""

import logging
from contextlib import nullcontext, suppress
from enum import StrEnum
from uuid import UUID

from agent.data.store import Store
from agent.errors import DatabaseUnavailable
from agent.fault_boundary import FaultBoundary
from agent.observability.log_context import log_context
from agent.observability.tracing import Tracing
from agent.records import BareTurn, NothingPending, NoTurn, PersonAnswers, Turn, TurnBusy
from gateway.pipeline.closing import Closing, OpenTurn, fault_of
from gateway.pipeline.partials import Partials, Show
from gateway.pipeline.reading_signs import ReadingSigns
from gateway.pipeline.receipts import Receipts
from gateway.pipeline.unbegun import put_aside
from gateway.pipeline.unopened_cases import UnopenedCases
from graphs.turn import TurnResult, TurnRunner

log = logging.getLogger(__name__)

TURN_TRIES = 4
"""A turn that failed this often is given up: the customer is told and a person is called."""
MOST_LOST = TURN_TRIES
"""So many tries of the same messages, of which the last had no end, not even an error: their turn kills
whoever runs it. It is given up without being run once more."""
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
    PUT_ASIDE = "put_aside"


class Turns:
    """Answers conversations. `delivery` "caller": whoever asked delivers the reply (/invoke)."""

    def __init__(
        self,
        store: Store,
        runner: TurnRunner,
        receipts: Receipts,
        tracing: Tracing | None = None,
        signs: ReadingSigns | None = None,
    ) -> None:
        self._store = store
        self._runner = runner
        self._receipts = receipts
        self._signs = signs
        self._closing = Closing(store, runner, receipts, tracing)
        self._cases = UnopenedCases(store)

    async def answer(
        self,
        organization: UUID,
        conversation: UUID,
        *,
        takeover: bool = True,
        delivery: str = "outbox",
        last_try: bool = False,
        show: Show | None = None,
    ) -> Answered:
        """Answers what is pending and due. What fails is raised, so that it is tried again, unless
        it is the `last_try` or has failed often: then the turn is given up. `show` is given the words
        of a hosted model while it writes them."""
        with log_context(chat=conversation):
            row = await self._begin(
                organization, conversation, takeover=takeover, last_try=last_try
            )
            if row is None:
                return Answered.PUT_ASIDE
            if not isinstance(row, Turn | BareTurn):
                untold = isinstance(row, NothingPending | PersonAnswers) and row.untold
                if untold and delivery == "outbox":
                    await self._receipts.tell(organization, conversation)
                return _not_begun(row)
            slug = row.organization.slug if isinstance(row, Turn) else None
            with log_context(organization=slug, turn=row.turn):
                if isinstance(row, BareTurn) or row.tries >= MOST_LOST:
                    log.error("the turn is given up after %s tries", row.tries)
                    bare = OpenTurn(organization, conversation, row, delivery)
                    return Answered(await self._closing.give_up(bare))
                turn = OpenTurn(organization, conversation, row, delivery)
                return await self._answer(turn, last_try=last_try, show=show)

    async def _answer(self, turn: OpenTurn[Turn], *, last_try: bool, show: Show | None) -> Answered:
        row, delivery = turn.row, turn.delivery
        organization, conversation = turn.organization, turn.conversation
        signs = self._signs if delivery == "outbox" else None
        sign = signs.shown(organization, conversation, row.channel) if signs else nullcontext()
        try:
            with sign:
                result = await self._run(turn, show)
                result = await self._cases.see_to(turn, result)
                return Answered(await self._closing.end(turn, result))
        except Exception as error:  # whatever a model or a tool raised: tried again, or given up
            if not last_try and row.tries < TURN_TRIES - 1:
                log.warning("the turn failed: %s", type(error).__name__, exc_info=error)
                await self._abandon(turn, error)
                raise
            log.exception("the turn failed for good")
            fault = fault_of(error)
        await self._cases.of_failed(turn)
        return Answered(await self._closing.give_up(turn, fault))

    async def _run(self, turn: OpenTurn[Turn], show: Show | None) -> TurnResult:
        if show is None:
            return await self._runner.run(turn.row, turn.conversation)
        async with Partials(self._store, turn, show) as partials:
            return await self._runner.run(turn.row, turn.conversation, partials.release)

    async def wake(self, organization: UUID, conversation: UUID) -> None:
        """Ends a wait for files: who still waits is answered without them."""
        await self._store.wake_turn(organization, conversation)

    async def _begin(
        self, organization: UUID, conversation: UUID, *, takeover: bool, last_try: bool
    ) -> Turn | BareTurn | NoTurn | None:
        """The turn, the bare one where what belongs to the turn cannot be read; None where the last try of that
        fails, too, and it was put aside."""
        # A turn that cannot be read is still answered: it is given up with an honest sentence.
        with FaultBoundary(
            log,
            "a turn of conversation %s cannot be read",
            conversation,
            only=(Exception,) if last_try else _UNREADABLE,
            passes=(DatabaseUnavailable,),
        ):
            return await self._store.begin_turn(organization, conversation, takeover=takeover)
        # Else it would be tried for ever, and nobody told.
        with FaultBoundary(
            log,
            "a turn of conversation %s cannot be begun",
            conversation,
            only=(Exception,) if last_try else (),
            passes=(DatabaseUnavailable,),
        ) as fault:
            return await self._store.begin_bare_turn(organization, conversation, takeover=takeover)
        if fault.error:
            await put_aside(self._store, organization, conversation, fault.error)
        return None

    async def _abandon(self, turn: OpenTurn[Turn], error: Exception) -> None:
        """Lets the next try begin at once. Without a database, it waits for the lease to pass."""
        with suppress(DatabaseUnavailable):
            await self._store.abandon_turn(
                turn.organization, turn.conversation, turn.id, {**fault_of(error)}
            )


def _not_begun(row: NoTurn) -> Answered:
    if isinstance(row, NothingPending):
        return Answered.NONE
    if isinstance(row, PersonAnswers):
        return Answered.PERSON
    return Answered.BUSY if isinstance(row, TurnBusy) else Answered.NOT_DUE
