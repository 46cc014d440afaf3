"""The SQL functions of turns: beginning and ending them, what was said, what models cost."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

from agent.data.database import Database
from agent.llm.calls import UsageRow
from agent.model_limits import ModelLimits
from agent.records import (
    BareTurn,
    EscalationResult,
    Message,
    NoTurn,
    QuotedMessage,
    ReachedCeiling,
    Turn,
    TurnCommit,
    UntoldChanges,
    UsageDay,
    UsageTotal,
)
from agent.types import Json, Reply

# A union is a form that decodes as well as any type, but no `type` to a type checker.
_TURN: type[Turn | NoTurn] = cast(Any, Turn | NoTurn)
_BARE_TURN: type[BareTurn | NoTurn] = cast(Any, BareTurn | NoTurn)


class TurnStore:
    """Turns and messages of any organization; every method names the one it works for."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def begin_turn(
        self, organization: UUID, conversation: UUID, *, takeover: bool = True
    ) -> Turn | NoTurn:
        """Begins a turn over what is pending and due. `takeover`: also from a turn that runs."""
        return await self.database.fetch(
            _TURN,
            "turn_begin",
            organization=organization,
            conversation=conversation,
            takeover=takeover,
        )

    async def begin_bare_turn(
        self, organization: UUID, conversation: UUID, *, takeover: bool = True
    ) -> BareTurn | NoTurn:
        """The same without what people and models wrote, which may be unreadable, and at once."""
        return await self.database.fetch(
            _BARE_TURN,
            "turn_begin",
            organization=organization,
            conversation=conversation,
            takeover=takeover,
            lease_seconds=0.0,
            bare=True,
        )

    async def commit_turn(
        self,
        organization: UUID,
        conversation: UUID,
        *,
        turn: UUID,
        token: int,
        replies: Sequence[Reply],
        trace: Json,
        checkpoint: str | None,
        language: str | None,
        stale_ok: bool,
        delivery: str = "outbox",
        failed: bool = False,
        opted_out: bool | None = None,
        withheld: Json | None = None,
        goodbye: bool = False,
    ) -> TurnCommit:
        """Ends a turn and puts its `replies` ({text, payload}) into the outbox.

        `stale_ok`: although newer messages came; `opted_out`: None leaves it as it is; `withheld`:
        {reason, text} of what a guard kept back; `goodbye`: the customer took leave, and nothing is asked; `trace`: nodes, tools and models that ran.
        """
        return await self.database.fetch(
            TurnCommit,
            "turn_commit",
            organization=organization,
            conversation=conversation,
            turn=turn,
            token=token,
            replies=list(replies),
            trace=trace,
            checkpoint=checkpoint,
            language=language,
            stale_ok=stale_ok,
            delivery=delivery,
            failed=failed,
            opted_out=opted_out,
            withheld=withheld,
            goodbye=goodbye,
        )

    async def turn_stands(
        self, organization: UUID, conversation: UUID, *, turn: UUID, token: int
    ) -> bool:
        """Whether the words of a turn that runs may be shown while they are written."""
        return await self.database.fetch(
            bool,
            "turn_stands",
            organization=organization,
            conversation=conversation,
            turn=turn,
            token=token,
        )

    async def abandon_turn(
        self, organization: UUID, conversation: UUID, turn: UUID, fault: Json | None = None
    ) -> bool:
        """Lets the next try begin at once. `fault`: the kind of error that it failed with. False: the turn
        was over."""
        return await self.database.fetch(
            bool,
            "turn_abandon",
            organization=organization,
            conversation=conversation,
            turn=turn,
            fault=fault,
        )

    async def wake_turn(self, organization: UUID, conversation: UUID) -> bool:
        """Ends a wait for files. False: nothing is due now."""
        return await self.database.fetch(
            bool, "turn_wake", organization=organization, conversation=conversation
        )

    async def history(
        self, organization: UUID, conversation: UUID, before: int | None = None
    ) -> list[Message]:
        """What was said before the message with this number (`seq`), oldest first."""
        return await self.database.fetch(
            list[Message],
            "conversation_history",
            organization=organization,
            conversation=conversation,
            before=before,
        )

    async def quoted(
        self, organization: UUID, conversation: UUID, messages: Sequence[UUID]
    ) -> list[QuotedMessage]:
        """What these received messages (ids) quote of their own chat."""
        return await self.database.fetch(
            list[QuotedMessage],
            "messages_quoted",
            organization=organization,
            conversation=conversation,
            messages=list(messages),
        )

    async def untold_changes(self, organization: UUID, conversation: UUID) -> UntoldChanges | None:
        """What the customer was not told yet; None when that is nothing."""
        return await self.database.find(
            UntoldChanges,
            "changes_untold",
            organization=organization,
            conversation=conversation,
        )

    async def tell_changes(
        self, organization: UUID, conversation: UUID, replies: Sequence[Reply]
    ) -> list[UUID]:
        """Sends `replies` ({text, payload}) that tell of changes, each change once; their ids."""
        return await self.database.fetch(
            list[UUID],
            "changes_tell",
            organization=organization,
            conversation=conversation,
            replies=list(replies),
        )

    async def open_escalation(
        self,
        organization: UUID,
        conversation: UUID,
        turn: UUID | None,
        *,
        reason: str,
        summary: str,
        body: str,
        params: Sequence[str],
        request: str | None = None,
        due: date | None = None,
    ) -> EscalationResult:
        """Calls a person. `body` is what staff read, `params` what fills a template instead of it; `request`
        (erase, copy) and `due` of a case about data."""
        return await self.database.fetch(
            EscalationResult,
            "escalation_open",
            organization=organization,
            conversation=conversation,
            turn=turn,
            reason=reason,
            summary=summary,
            body=body,
            params=list(params),
            request=request,
            due=due,
        )

    async def put_usage(
        self, organization: UUID, turn: UUID, usage: Sequence[UsageRow]
    ) -> UsageTotal:
        """Adds model calls of a turn: {node, model, input_tokens, …, cost_usd}."""
        return await self.database.fetch(
            UsageTotal, "usage_put", organization=organization, turn=turn, usage=list(usage)
        )

    async def usage_ceiling(
        self, organization: UUID, conversation: UUID, limits: ModelLimits
    ) -> ReachedCeiling | None:
        """Which ceiling of the day is reached, if one is."""
        return await self.database.find(
            ReachedCeiling,
            "usage_ceiling",
            organization=organization,
            conversation=conversation,
            limits=dict(limits),
        )

    async def usage_today(self, organization: UUID) -> UsageDay:
        """What models cost today, by the organization's clock."""
        return await self.database.fetch(UsageDay, "usage_day", organization=organization)
