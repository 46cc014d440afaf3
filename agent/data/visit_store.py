"""The SQL functions of questions before a visit."""

from collections.abc import Sequence
from uuid import UUID

from agent.data.database import Database
from agent.records.visit_questions import VisitAnswerRecord, VisitQuestion


class VisitStore:
    """Questions before a visit of any organization; every method names the one it works for."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def next_visit_question(
        self, organization: UUID, conversation: UUID, *, waiting: UUID | None = None
    ) -> VisitQuestion | None:
        """What is to be asked next in a chat. `waiting`: a question beside which the customer spoke of something
        else; it may be asked once more."""
        return await self.database.find(
            VisitQuestion,
            "visit_question_next",
            organization=organization,
            conversation=conversation,
            waiting=waiting,
        )

    async def put_visit_answer(
        self,
        organization: UUID,
        conversation: UUID,
        turn: UUID,
        question: UUID,
        *,
        status: str,
        answer: str | None,
        words: str,
        messages: Sequence[UUID],
        summary: str,
        body: str,
        params: Sequence[str],
    ) -> VisitAnswerRecord:
        """Keeps an answer; `summary`, `body` and `params` are for staff, where it needs a person."""
        return await self.database.fetch(
            VisitAnswerRecord,
            "visit_answer_put",
            organization=organization,
            conversation=conversation,
            turn=turn,
            question=question,
            status=status,
            answer=answer,
            words=words,
            messages=[str(one) for one in messages],
            summary=summary,
            body=body,
            params=list(params),
        )
