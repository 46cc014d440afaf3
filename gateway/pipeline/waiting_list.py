"""Asks whoever waits about time that became free, one after the other.

The rows of the waiting list are the truth: a job that died in the middle is run again and goes on
where it was, and two at once ask nobody twice (migrations/functions/waiting_offers.sql).
"""

from datetime import date
from typing import Any, cast
from uuid import UUID

from agent.clock import Clock
from agent.data.database import Database
from agent.organization import Organization
from agent.records import NobodyToAsk, WaitingQuestion
from agent.scheduling.waiting_list_view import waiting_params, waiting_question
from agent.settings import Settings
from agent.types import Reply
from gateway.pipeline.guards import may_send_text
from gateway.pipeline.templates import template_for

_CLAIM: type[WaitingQuestion | NobodyToAsk] = cast(Any, WaitingQuestion | NobodyToAsk)


class WaitingList:
    """The waiting lists of all organizations."""

    def __init__(self, database: Database, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock

    async def ask_next(self, organization: UUID, day: date | None = None) -> int:
        """Ends what is over, then asks those who wait for `day` (None: who is due).

        Returns how many were asked. A slot that nobody takes goes to the next in another call.
        """
        await self._database.call("waiting_settle", organization=organization)
        count = 0
        after: UUID | None = None
        while True:
            claim = await self._database.fetch(
                _CLAIM, "waiting_claim", organization=organization, day=day, after=after
            )
            if isinstance(claim, NobodyToAsk):
                return count
            count += await self._ask(organization, claim)
            if not claim.again:
                after = claim.entry

    async def _ask(self, organization: UUID, question: WaitingQuestion) -> bool:
        """Puts the question into the outbox; False when the provider would not take it."""
        about = {"organization": organization, "entry": question.entry, "slot": question.slot}
        letter = self._letter(question)
        if letter is None:
            await self._database.call("waiting_pass", **about, reason="window")
            return False
        return await self._database.fetch(bool, "waiting_ask", **about, replies=[letter])

    def _letter(self, question: WaitingQuestion) -> Reply | None:
        """The question; with a template for outside the 24-hour window, None when it needs one."""
        organization = Organization.from_profile(question.organization)
        language, chat, now = question.language, question.chat, self._clock.now()
        template = template_for(
            "waiting",
            chat.channel,
            chat.settings,
            self._settings,
            language=language,
            fallback=organization.language,
        )
        open_now = may_send_text(chat.channel, chat.last_inbound_at, now)
        if not open_now and template is None:
            return None
        letter = waiting_question(question, organization=organization, language=language, now=now)
        if template:
            params = waiting_params(
                question, organization=organization, language=template.language, now=now
            )
            letter["payload"]["template"] = template.stored(params)
        return letter
