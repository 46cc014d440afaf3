"""A turn from its beginning in the database to its commit, with the guards in between."""

import logging
from contextlib import suppress
from enum import StrEnum
from uuid import UUID

from agent.errors import DatabaseUnavailable
from agent.notices import escalation_notice
from agent.store import Store
from agent.tracing import NoTracing, Tracing
from agent.types import Json
from gateway import apologies
from gateway.guards import MOST_SUPERSEDED, judge
from graphs.reply import Outcome
from graphs.turn import TurnResult, TurnRunner

log = logging.getLogger(__name__)

_TIDY_EVERY = 20
"""Turns of a conversation between two deletions of its old checkpoints."""


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

    def __init__(self, store: Store, runner: TurnRunner, tracing: Tracing | None = None) -> None:
        self._store = store
        self._runner = runner
        self._tracing = tracing or NoTracing()

    async def answer(
        self,
        organization: UUID,
        conversation: UUID,
        *,
        takeover: bool = True,
        delivery: str = "outbox",
        last_try: bool = False,
    ) -> Answered:
        """Answers what is pending and due. What the run raises is raised, unless `last_try`."""
        begun = await self._store.begin_turn(organization, conversation, takeover=takeover)
        if begun["status"] != "begin":
            return Answered(begun["status"])
        try:
            result = await self._runner.run(begun, conversation)
        except Exception as error:
            if not last_try:
                log.warning("turn %s failed: %s", begun["turn"], type(error).__name__)
                await self._abandon(organization, conversation, begun)
                raise
            log.exception("turn %s failed for good", begun["turn"])
            return await self._give_up(organization, conversation, begun, delivery)
        return await self._commit(organization, conversation, begun, result, delivery)

    async def wake(self, organization: UUID, conversation: UUID) -> None:
        """Ends a wait for files: who still waits is answered without them."""
        await self._store.act("turn_wake", organization=organization, conversation=conversation)

    async def _commit(
        self, organization: UUID, conversation: UUID, begun: Json, result: TurnResult, delivery: str
    ) -> Answered:
        verdict = judge(begun, result.outcome)
        if verdict.action == "apologize":
            log.warning("turn %s: reply withheld, %s", begun["turn"], verdict.reason)
            return await self._give_up(organization, conversation, begun, delivery, result.outcome)
        outcome = result.outcome if verdict.action == "ok" else Outcome([], result.outcome.tools)
        done = await self._store.commit_turn(
            organization,
            conversation,
            turn=UUID(begun["turn"]),
            token=begun["token"],
            replies=outcome.replies,
            checkpoint=result.checkpoint,
            language=result.language,
            trace={**result.trace, "guard": verdict.reason},
            stale_ok=outcome.wrote or begun["superseded"] >= MOST_SUPERSEDED,
            delivery=delivery,
            opted_out=result.opted_out,
        )
        if done["status"] == Answered.COMMITTED:
            await self._tidy(begun, result)
        self._score(begun, done, outcome, failed=False)
        return Answered(done["status"])

    async def _tidy(self, begun: Json, result: TurnResult) -> None:
        """Deletes checkpoints that nobody needs. The turn is committed, so this must not fail it."""
        try:
            if result.replaced:
                await self._runner.forget(result.replaced)
            if begun["token"] % _TIDY_EVERY == 0:
                await self._runner.forget_old(result.checkpoint)
        except Exception:
            log.warning("turn %s: old checkpoints stay", begun["turn"], exc_info=True)

    async def _abandon(self, organization: UUID, conversation: UUID, begun: Json) -> None:
        """Lets the next try begin at once. Without a database, it waits for the lease to pass."""
        with suppress(DatabaseUnavailable):
            await self._store.act(
                "turn_abandon",
                organization=organization,
                conversation=conversation,
                turn=UUID(begun["turn"]),
            )

    async def _give_up(
        self,
        organization: UUID,
        conversation: UUID,
        begun: Json,
        delivery: str,
        outcome: Outcome | None = None,
    ) -> Answered:
        """One honest sentence, and a person is told. The thread stays where it was before."""
        language = begun["chat"]["language"] or begun["organization"]["language"]
        called = await self._call_person(organization, conversation, begun)
        text = apologies.failed(language, told=called)
        done = await self._store.commit_turn(
            organization,
            conversation,
            turn=UUID(begun["turn"]),
            token=begun["token"],
            replies=[{"text": text, "payload": {}}],
            checkpoint=None,
            language=None,
            trace={"nodes": [], "tools": []},
            stale_ok=True,
            delivery=delivery,
            failed=True,
        )
        self._score(begun, done, outcome, failed=True, escalated=called)
        return Answered(done["status"])

    def _score(
        self,
        begun: Json,
        done: Json,
        outcome: Outcome | None,
        *,
        failed: bool,
        escalated: bool = False,
    ) -> None:
        """Only what was committed: the customer saw nothing of a turn that was overtaken."""
        if done["status"] == Answered.COMMITTED:
            self._tracing.score(
                UUID(begun["turn"]),
                booked=outcome is not None and outcome.booked,
                escalated=escalated or (outcome is not None and outcome.escalated),
                failed=failed,
            )

    async def _call_person(self, organization: UUID, conversation: UUID, begun: Json) -> bool:
        notice = escalation_notice(
            organization=begun["organization"]["name"],
            language=begun["organization"]["language"],
            name=(begun["contact"] or {}).get("name") or begun["chat"]["display_name"],
            phone=begun["chat"]["phone"],
            reason="failed",
        )
        opened = await self._store.act(
            "escalation_open",
            organization=organization,
            conversation=conversation,
            turn=UUID(begun["turn"]),
            reason="failed",
            summary="",
            body=notice.body,
            params=list(notice.params),
        )
        return opened["status"] in ("notified", "already_notified")
