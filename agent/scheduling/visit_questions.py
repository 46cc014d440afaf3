"""How a question before a visit is put, what is tapped under it, and what is said to its answer."""

from dataclasses import dataclass
from uuid import UUID

from agent.dates.labels import slot_label
from agent.organization import Organization
from agent.records.visit_questions import VisitQuestion
from agent.texts import texts
from agent.types import Json, Option, Reply

_PREFIX = "visit"
SKIP = "skip"
_MOST_OPTIONS = 5
_CALLED = {"notified": "called", "already_notified": "called", "notice_waits": "call_waits"}


@dataclass(frozen=True, slots=True)
class Tap:
    """What was tapped under a question: yes, no, skip or the place of a choice."""

    question: UUID
    decision: str


def read_tap(choice: str | None) -> Tap | None:
    """None when it was no button of such a question."""
    prefix, _, rest = (choice or "").partition(":")
    question, _, decision = rest.partition(":")
    if prefix != _PREFIX or not decision:
        return None
    try:
        return Tap(UUID(question), decision)
    except ValueError:
        return None


def tapped_answer(tap: Tap, question: VisitQuestion) -> str | None:
    """The answer that a button stands for; None for one that this question does not have."""
    if question.kind == "yes_no":
        return tap.decision if tap.decision in ("yes", "no") else None
    place = int(tap.decision) if tap.decision.isdecimal() else len(question.choices)
    return question.choices[place] if place < len(question.choices) else None


def options(question: VisitQuestion, language: str) -> list[Option]:
    """Its answers, and a way past it."""
    spoken = texts(language)

    def option(decision: str, title: str) -> Option:
        return Option(f"{_PREFIX}:{question.id}:{decision}", title)

    answers = [option(str(n), one) for n, one in enumerate(question.choices)]
    if question.kind == "yes_no":
        answers = [option(one, spoken.line(f"reminders.button.{one}")) for one in ("yes", "no")]
    return [*answers, option(SKIP, spoken.line("visit.skip"))][:_MOST_OPTIONS]


def question_message(question: VisitQuestion, *, lead: str, language: str) -> Reply:
    """The message that asks; `lead` stands before it ("" nothing)."""
    about = texts(language).line("visit.about", name=question.about) if question.about else ""
    payload: Json = {
        "options": [option.stored for option in options(question, language)],
        "visit_question": {
            "id": str(question.id),
            "appointment": str(question.appointment),
            "key": question.key,
        },
        # The thread does not hold these words: the next turn learns them.
        "beside": True,
    }
    return {"text": "\n".join(filter(None, (lead, about, question.question))), "payload": payload}


def sentence_about(
    key: str, question: VisitQuestion, organization: Organization, language: str
) -> str:
    """A sentence of `visit.toml` about this question's visit."""
    return texts(language).addressed(
        f"visit.{key}", organization.formality, service=question.service
    )


def of_call(status: str) -> str:
    """The sentence for what became of a call for a person."""
    return _CALLED.get(status, "nobody_called")


def for_staff(question: VisitQuestion, words: str, organization: Organization) -> str:
    """What staff read of an answer that needs a person."""
    language = organization.language
    local = question.starts_at.astimezone(organization.zone)
    when = slot_label(local, language, organization.country, local.date())
    who = f" ({question.about})" if question.about else ""
    answer = " ".join(words.split())[:120]
    return f"{question.service}, {when}{who}: «{question.question[:140]}» — «{answer}»"
