"""Ends a turn: commits its reply, withholds it where a guard says so, or gives the turn up.

In every case what it changed is told (receipts.py).
"""

import logging
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Generic, TypedDict, TypeVar
from uuid import UUID

from agent.data.store import Store
from agent.errors import DatabaseUnavailable
from agent.fault_boundary import FaultBoundary
from agent.observability.log_context import event_log
from agent.observability.tracing import NoTracing, Tracing
from agent.records import BareTurn, Turn
from agent.scheduling.staff_notices import escalation_notice
from agent.texts import closest
from agent.tool_answers import WRITES, ToolFault
from agent.types import Json, Reply
from gateway.channels.kit.storable import clean
from gateway.pipeline import apologies
from gateway.pipeline.guards import MOST_SUPERSEDED, Verdict, judge
from gateway.pipeline.receipts import Owed, Receipts
from gateway.pipeline.visit_questions import VisitQuestions, asks
from graphs.reply import Outcome, ToolRun
from graphs.tool_runs import failed_tool
from graphs.turn import TurnResult, TurnRunner

log = logging.getLogger(__name__)
events_log = event_log(__name__)

_TIDY_EVERY = 20
"""Turns of a conversation between two deletions of its old checkpoints."""
_NOTHING_RAN: Json = {"nodes": [], "tools": []}
_NOT_NOW = (DatabaseUnavailable,)
"""Ends the try, which is repeated once the database is back."""


Row = TypeVar("Row", bound=Turn | BareTurn, covariant=True)


@dataclass(frozen=True, slots=True)
class OpenTurn(Generic[Row]):
    """A turn that was begun. `delivery` "caller": whoever asked delivers the reply (/invoke)."""

    organization: UUID
    conversation: UUID
    row: Row
    delivery: str
    began: float = field(default_factory=time.monotonic)

    @property
    def id(self) -> UUID:
        return self.row.turn

    @property
    def language(self) -> str:
        return closest(self.row.chat.language or self.row.organization.language)


class TurnFault(TypedDict, total=False):
    """The kind of an error, and the tool in which it was raised."""

    fault: str
    failed_tool: str


AnyTurn = OpenTurn[Turn | BareTurn]


class Closing:
    """Ends turns, by one call of `turn_commit` each. It answers that function's status."""

    def __init__(
        self, store: Store, runner: TurnRunner, receipts: Receipts, tracing: Tracing | None = None
    ) -> None:
        self._store = store
        self._runner = runner
        self._receipts = receipts
        self._questions = VisitQuestions(store)
        self._tracing = tracing or NoTracing()

    async def end(self, turn: OpenTurn[Turn], result: TurnResult) -> str:
        """What the run says is judged; what it did is told."""
        # Short answers to several questions sound like a loop, and are none: they end with the questions.
        verdict = Verdict("ok") if result.visit.reply else judge(turn.row, result.outcome)
        outcome = result.outcome
        if result.vetoes:
            log.warning("%s answers of the turn's models withheld", len(result.vetoes))
        if verdict.action == "ok" and not (outcome.wrote or turn.row.untold):
            return await self._commit(turn, result, outcome.replies)
        owed = await self._receipts.owed(
            turn.organization,
            turn.conversation,
            turn=turn.id,
            outcome=outcome,
            language=result.language,
        )
        if verdict.action == "ok":
            return await self._commit(turn, result, owed.with_words(outcome.replies))
        log.warning("the turn's reply is withheld: %s", verdict.reason)
        return await self._withhold(turn, result, verdict, owed)

    async def _commit(self, turn: OpenTurn[Turn], result: TurnResult, replies: list[Reply]) -> str:
        replies = await self._questions.behind(turn.row, turn.conversation, result, replies)
        return await self._close(
            turn,
            replies,
            result,
            checkpoint=result.checkpoint,
            stale_ok=result.outcome.wrote
            or result.visit.reply is not None
            or turn.row.superseded >= MOST_SUPERSEDED
            or any(message.payload.get("urgent") for message in turn.row.messages),
            withheld=_vetoed(result),
        )

    async def _withhold(
        self, turn: AnyTurn, result: TurnResult, verdict: Verdict, owed: Owed
    ) -> str:
        """The thread goes on with the customer's message and what they were really told."""
        called = False
        pause: list[Reply] = []
        if verdict.action == "pause":
            called = result.outcome.escalated or await self._call_person(turn, "loop")
            pause = [{"text": apologies.pause(result.language, told=called), "payload": {}}]
        spoken = [r["text"] for r in result.outcome.replies if not r["payload"].get("receipt")]
        return await self._close(
            turn,
            [*owed.all, *pause],
            result,
            checkpoint=await self._corrected(turn, result, owed.all + pause),
            stale_ok=False,
            escalated=called,
            withheld={"reason": verdict.reason, "text": "\n".join(spoken)},
        )

    async def _corrected(
        self, turn: AnyTurn, result: TurnResult, replies: list[Reply]
    ) -> str | None:
        """The thread with these words, None when it cannot be had: then it stays as it was before."""
        text = "\n".join(str(reply["text"]) for reply in replies)
        # The customer's answer does not depend on the thread.
        message = "the turn's thread could not be corrected"
        with FaultBoundary(log, message, passes=_NOT_NOW):
            return await self._runner.say_instead(result, text)
        return None

    async def give_up(self, turn: AnyTurn, fault: TurnFault | None = None) -> str:
        """One honest sentence, and a person is told. The thread stays where it was before. `fault`: what
        `fault_of` says of the error, for whoever looks for it."""
        owed = Owed()
        # Whatever is wrong with them, the customer gets an answer.
        message = "the turn's receipts cannot be read"
        with FaultBoundary(log, message, passes=_NOT_NOW):
            owed = await self._receipts.owed(turn.organization, turn.conversation)
        called = await self._call_person(turn)
        sentence = apologies.done if owed.all else apologies.failed
        apology: Reply = {"text": sentence(turn.language, told=called), "payload": {}}
        replies: list[Reply] = [
            {"text": r["text"], "payload": {**r["payload"], "beside": True}}
            for r in [*owed.all, apology]
        ]
        return await self._close(
            turn, replies, None, fault=fault, failed=True, stale_ok=True, escalated=called
        )

    async def _close(
        self,
        turn: AnyTurn,
        replies: list[Reply],
        result: TurnResult | None,
        *,
        checkpoint: str | None = None,
        fault: TurnFault | None = None,
        failed: bool = False,
        stale_ok: bool,
        escalated: bool = False,
        withheld: Json | None = None,
    ) -> str:
        guard = withheld["reason"] if withheld else ""
        done = await self._store.commit_turn(
            turn.organization,
            turn.conversation,
            turn=turn.id,
            token=turn.row.token,
            # A model may write what the database cannot hold.
            replies=clean(replies),
            trace=clean(
                {**result.trace, "guard": guard} if result else {**_NOTHING_RAN, **(fault or {})}
            ),
            withheld=clean(withheld),
            checkpoint=checkpoint,
            language=result.language if result else None,
            stale_ok=stale_ok,
            delivery=turn.delivery,
            failed=failed,
            opted_out=result.opted_out if result else None,
            goodbye=bool(result and result.goodbye) and not asks(replies),
        )
        _tell(turn, result, "failed" if failed else done.status, len(done.messages))
        if done.status == "committed":
            await self._tidy(turn, result)
            self._score(turn, result, failed=failed, escalated=escalated)
        elif turn.delivery == "outbox" and done.status != "superseded":
            # Overtaken, or a person has the chat: what was changed meanwhile is told all the same.
            await self._receipts.tell(turn.organization, turn.conversation)
        return done.status

    async def _tidy(self, turn: AnyTurn, result: TurnResult | None) -> None:
        """Deletes checkpoints that nobody needs. The turn is committed, so this must not fail it."""
        if result is None:
            return
        # Old checkpoints only cost space; another turn deletes them.
        message = "old checkpoints stay"
        with FaultBoundary(log, message, level=logging.WARNING):
            if result.replaced:
                await self._runner.forget(result.replaced)
            if turn.row.token % _TIDY_EVERY == 0:
                await self._runner.forget_old(result.checkpoint)

    def _score(
        self, turn: AnyTurn, result: TurnResult | None, *, failed: bool, escalated: bool
    ) -> None:
        """Only what was committed: the customer saw nothing of a turn that was overtaken."""
        outcome = result.outcome if result else Outcome([])
        self._tracing.score(
            turn.id,
            booked=outcome.booked,
            escalated=escalated or outcome.escalated,
            failed=failed,
        )

    async def _call_person(self, turn: AnyTurn, reason: str = "failed") -> bool:
        """Whether somebody is told; a customer's apology does not depend on it."""
        row = turn.row
        notice = escalation_notice(
            organization=row.organization.name,
            language=row.organization.language,
            name=(row.contact and row.contact.name) or row.chat.display_name,
            phone=row.chat.phone,
            stated_phone=row.contact.stated_phone if row.contact else None,
            reason=reason,
        )
        # A customer's apology does not depend on whether staff could be told.
        message = "nobody could be called"
        with FaultBoundary(log, message, passes=_NOT_NOW):
            opened = await self._store.open_escalation(
                turn.organization,
                turn.conversation,
                turn.id,
                reason=reason,
                summary="",
                body=notice.body,
                params=notice.params,
            )
            return opened.status in ("notified", "already_notified")
        return False


def fault_of(error: Exception) -> TurnFault:
    """What is stored of a turn that failed: the kind of the error, and the tool in which it was raised; never its
    words, which may quote a customer."""
    tool = failed_tool(error)
    kind = type(error).__name__
    return {"fault": kind, "failed_tool": tool} if tool else {"fault": kind}


def _tell(turn: AnyTurn, result: TurnResult | None, status: str, replies: int) -> None:
    """The line of the log that says what became of the turn: where it went, what it called and changed."""
    ran = result.outcome.tools if result else []
    changes = [run.answer for run in ran if run.answer.status in WRITES]
    calls = result.models.get("models", []) if result else []
    models = Counter(call["model"] for call in calls)
    events_log.info(
        "turn ended",
        status=status,
        nodes=list(result.path) if result else [],
        tools=[f"{_name(run)}:{run.answer.status or 'error'}" for run in ran],
        changed=[f"{one.status}:{getattr(one, 'id', '')}".rstrip(":") for one in changes],
        models=[f"{model}:{count}" for model, count in models.items()],
        tokens=sum(call["input_tokens"] + call["output_tokens"] for call in calls),
        replies=replies,
        tries=turn.row.tries + 1,
        ms=round((time.monotonic() - turn.began) * 1000),
    )


def _name(run: ToolRun) -> str:
    """A tool that is not there has the name that a model made up."""
    return "unknown" if isinstance(run.answer, ToolFault) and run.answer.tools else run.name


def _vetoed(result: TurnResult) -> dict[str, str] | None:
    """Words of the turn's models that were not said, as the list of withheld replies keeps them."""
    if not result.vetoes:
        return None
    reasons = dict.fromkeys(problem for veto in result.vetoes for problem in veto.problems)
    return {
        "reason": "; ".join(reasons)[:500],
        "text": "\n\n".join(veto.text for veto in result.vetoes),
    }
