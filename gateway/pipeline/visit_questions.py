"""Asks the next question before a visit at the end of a turn in which nothing else is asked."""

import logging
from collections.abc import Sequence
from uuid import UUID

from agent.data.store import Store
from agent.dialogue.memo import Memo
from agent.errors import DatabaseUnavailable
from agent.fault_boundary import FaultBoundary
from agent.organization import Organization
from agent.records import Turn
from agent.records.visit_questions import VisitQuestion
from agent.scheduling.visit_questions import question_message, sentence_about
from agent.types import Reply
from graphs.turn import TurnResult

log = logging.getLogger(__name__)

_END_OF_QUESTION = 160
"""As graphs.node.asks: how far from the end of a reply its question stands."""


class VisitQuestions:
    """Finds what is to be asked, and puts it behind what the turn says."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def behind(
        self, row: Turn, conversation: UUID, result: TurnResult, replies: list[Reply]
    ) -> list[Reply]:
        """The replies, with the question that is next."""
        if not _may_ask(row, result, replies):
            return replies
        question: VisitQuestion | None = None
        # The customer's answer does not depend on it.
        with FaultBoundary(log, "no question could be asked", passes=(DatabaseUnavailable,)):
            question = await self._store.next_visit_question(
                row.organization.id, conversation, waiting=result.visit.waiting
            )
        if question is None or (result.goodbye and question.status != "due"):
            return replies
        organization = Organization.from_profile(row.organization)
        *before, last = replies
        if "visit_answer" in last["payload"]:
            return [
                *before,
                question_message(question, lead=last["text"], language=result.language),
            ]
        lead = sentence_about(_lead(question), question, organization, result.language)
        return [*replies, question_message(question, lead=lead, language=result.language)]


def asks(replies: Sequence[Reply]) -> bool:
    """Whether the last of them is such a question."""
    return bool(replies) and "visit_question" in replies[-1]["payload"]


def _lead(question: VisitQuestion) -> str:
    return "first" if question.first else "pending"


def _may_ask(row: Turn, result: TurnResult, replies: Sequence[Reply]) -> bool:
    heard, outcome = result.visit, result.outcome
    if not row.asks_before_visits or not replies or (heard.reply and not heard.goes_on):
        return False
    about_a_visit = row.upcoming or outcome.wrote
    if not about_a_visit or outcome.escalated or result.opted_out:
        return False
    return not any(map(_waits, replies))


def _waits(reply: Reply) -> bool:
    """Whether it asks the customer something itself."""
    memo = reply["payload"].get("memo")
    pending = Memo.read(memo).ask if memo else None
    return bool(
        reply["payload"].get("options") or pending or "?" in reply["text"][-_END_OF_QUESTION:]
    )
