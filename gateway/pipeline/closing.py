"""How a turn ends: its reply goes out, or a guard withholds its words, or it is given up.

In every case what it changed is told (receipts.py).
"""

import logging
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from agent.data.store import Store
from agent.errors import DatabaseUnavailable
from agent.observability.tracing import NoTracing, Tracing
from agent.scheduling.staff_notices import escalation_notice
from agent.types import Json
from gateway.channels.kit.storable import clean
from gateway.pipeline import apologies
from gateway.pipeline.guards import MOST_SUPERSEDED, Verdict, judge
from gateway.pipeline.receipts import Owed, Receipts
from graphs.reply import Outcome
from graphs.turn import TurnResult, TurnRunner

log = logging.getLogger(__name__)

_TIDY_EVERY = 20
"""Turns of a conversation between two deletions of its old checkpoints."""
_NOTHING_RAN: Json = {"nodes": [], "tools": []}
_SPOKEN = ("es", "pt", "en")


@dataclass(frozen=True, slots=True)
class Begun:
    """A turn that began: the answer of `turn_begin`, which may be the bare one. `delivery` "caller":
    whoever asked delivers the reply (/invoke)."""

    organization: UUID
    conversation: UUID
    row: Json
    delivery: str

    @property
    def turn(self) -> str:
        return str(self.row["turn"])

    @property
    def language(self) -> str:
        told = self.row["chat"]["language"] or self.row["organization"]["language"]
        return str(told) if told in _SPOKEN else "es"


class Closing:
    """Ends turns, by one call of `turn_commit` each. It answers that function's status."""

    def __init__(
        self, store: Store, runner: TurnRunner, receipts: Receipts, tracing: Tracing | None = None
    ) -> None:
        self._store = store
        self._runner = runner
        self._receipts = receipts
        self._tracing = tracing or NoTracing()

    async def end(self, begun: Begun, result: TurnResult) -> str:
        """What the run says is judged; what it did is told."""
        verdict = judge(begun.row, result.outcome)
        outcome = result.outcome
        if verdict.action == "ok" and not (outcome.wrote or begun.row["untold"]):
            return await self._commit(begun, result, outcome.replies)
        owed = await self._receipts.owed(
            begun.organization,
            begun.conversation,
            turn=begun.turn,
            outcome=outcome,
            language=result.language,
        )
        if verdict.action == "ok":
            return await self._commit(begun, result, owed.with_words(outcome.replies))
        log.warning("turn %s: reply withheld, %s", begun.turn, verdict.reason)
        return await self._withhold(begun, result, verdict, owed)

    async def _commit(self, begun: Begun, result: TurnResult, replies: list[Json]) -> str:
        return await self._close(
            begun,
            replies,
            result,
            checkpoint=result.checkpoint,
            stale_ok=result.outcome.wrote or begun.row["superseded"] >= MOST_SUPERSEDED,
        )

    async def _withhold(
        self, begun: Begun, result: TurnResult, verdict: Verdict, owed: Owed
    ) -> str:
        """The thread goes on with the customer's message and what they were really told.

        A turn that apologizes counts as failed: what it offered was not shown, so it cannot be
        chosen.
        """
        called = False
        said: list[Json] = []
        if verdict.action == "apologize":
            called = result.outcome.escalated
            if not owed.all:
                called = await self._call_person(begun)
            sentence = apologies.done if owed.all else apologies.failed
            said = [{"text": sentence(result.language, told=called), "payload": {}}]
        spoken = [r["text"] for r in result.outcome.replies if not r["payload"].get("receipt")]
        return await self._close(
            begun,
            [*owed.all, *said],
            result,
            checkpoint=await self._corrected(begun, result, owed.all + said),
            failed=verdict.action == "apologize",
            stale_ok=verdict.action == "apologize",
            escalated=called,
            withheld={"reason": verdict.reason, "text": "\n".join(spoken)},
        )

    async def _corrected(self, begun: Begun, result: TurnResult, replies: list[Json]) -> str | None:
        """The thread with these words, None when it cannot be had: then it stays as it was before."""
        text = "\n".join(str(reply["text"]) for reply in replies)
        try:
            return await self._runner.say_instead(result, text)
        except DatabaseUnavailable:
            raise
        except Exception:
            log.exception("turn %s: its thread could not be corrected", begun.turn)
            return None

    async def give_up(self, begun: Begun) -> str:
        """One honest sentence, and a person is told. The thread stays where it was before."""
        try:
            owed = await self._receipts.owed(begun.organization, begun.conversation)
        except DatabaseUnavailable:
            raise
        except Exception:  # whatever is wrong with them, the customer gets an answer
            log.exception("turn %s: its receipts cannot be read", begun.turn)
            owed = Owed()
        called = await self._call_person(begun)
        sentence = apologies.done if owed.all else apologies.failed
        said = {"text": sentence(begun.language, told=called), "payload": {}}
        replies = [{**r, "payload": {**r["payload"], "beside": True}} for r in [*owed.all, said]]
        return await self._close(begun, replies, None, failed=True, stale_ok=True, escalated=called)

    async def _close(
        self,
        begun: Begun,
        replies: list[Json],
        result: TurnResult | None,
        *,
        checkpoint: str | None = None,
        failed: bool = False,
        stale_ok: bool,
        escalated: bool = False,
        withheld: Json | None = None,
    ) -> str:
        guard = withheld["reason"] if withheld else ""
        about: dict[str, Any] = {
            "replies": replies,
            "trace": {**result.trace, "guard": guard} if result else _NOTHING_RAN,
            "withheld": withheld,
        }
        done = await self._store.commit_turn(
            begun.organization,
            begun.conversation,
            turn=UUID(begun.turn),
            token=begun.row["token"],
            # A model may write what the database cannot hold.
            **{name: clean(value) for name, value in about.items()},
            checkpoint=checkpoint,
            language=result.language if result else None,
            stale_ok=stale_ok,
            delivery=begun.delivery,
            failed=failed,
            opted_out=result.opted_out if result else None,
        )
        status = str(done["status"])
        if status == "committed":
            await self._tidy(begun, result)
            self._score(begun, result, failed=failed, escalated=escalated)
        elif begun.delivery == "outbox" and status != "superseded":
            # Overtaken, or a person has the chat: what was changed meanwhile is told all the same.
            await self._receipts.tell(begun.organization, begun.conversation)
        return status

    async def _tidy(self, begun: Begun, result: TurnResult | None) -> None:
        """Deletes checkpoints that nobody needs. The turn is committed, so this must not fail it."""
        if result is None:
            return
        try:
            if result.replaced:
                await self._runner.forget(result.replaced)
            if begun.row["token"] % _TIDY_EVERY == 0:
                await self._runner.forget_old(result.checkpoint)
        except Exception:
            log.warning("turn %s: old checkpoints stay", begun.turn, exc_info=True)

    def _score(
        self, begun: Begun, result: TurnResult | None, *, failed: bool, escalated: bool
    ) -> None:
        """Only what was committed: the customer saw nothing of a turn that was overtaken."""
        outcome = result.outcome if result else Outcome([])
        self._tracing.score(
            UUID(begun.turn),
            booked=outcome.booked,
            escalated=escalated or outcome.escalated,
            failed=failed,
        )

    async def _call_person(self, begun: Begun) -> bool:
        """Whether somebody is told; a customer's apology does not depend on it."""
        row = begun.row
        notice = escalation_notice(
            organization=row["organization"]["name"],
            language=row["organization"]["language"],
            name=(row["contact"] or {}).get("name") or row["chat"]["display_name"],
            phone=row["chat"]["phone"],
            reason="failed",
        )
        try:
            opened = await self._store.act(
                "escalation_open",
                organization=begun.organization,
                conversation=begun.conversation,
                turn=UUID(begun.turn),
                reason="failed",
                summary="",
                body=notice.body,
                params=list(notice.params),
            )
        except DatabaseUnavailable:
            raise
        except Exception:
            log.exception("turn %s: nobody could be called", begun.turn)
            return False
        return opened["status"] in ("notified", "already_notified")
