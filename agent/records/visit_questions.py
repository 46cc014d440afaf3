"""Questions before a visit, as SQL functions answer (migrations/functions/visit_questions.sql)."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

QuestionKind = Literal["yes_no", "choice", "number", "text"]


class VisitQuestion(Struct, frozen=True, kw_only=True):
    """A question about a visit that is ahead; `about` names whom it is asked about, where that is not the customer.
    `times`: how often it was asked. `waits`: it was the last that was said in the chat. `first`: nothing was asked about
    this appointment before."""

    id: UUID
    appointment: UUID
    key: str
    service: str
    starts_at: datetime
    about: str | None = None
    question: str
    kind: QuestionKind
    choices: tuple[str, ...] = ()
    status: Literal["due", "asked", "answered", "skipped", "later", "refused", "left"]
    times: int
    waits: bool = False
    first: bool = False

    @property
    def takes_text(self) -> bool:
        """Whether whatever is written answers it."""
        return self.kind == "text"

    @property
    def takes_number(self) -> bool:
        return self.kind == "number"

    @property
    def was_put(self) -> bool:
        """Whether it was put and not answered since."""
        return self.status == "asked"


class VisitAnswerRecord(Struct, frozen=True, kw_only=True):
    """visit_answer_put; `call`: what became of the call for a person that the answer needs, None where it needs none."""

    status: Literal["kept", "not_found"]
    call: str | None = None
