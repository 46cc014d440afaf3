"""Answers to questions before a visit, which code reads and keeps, whichever model talks besides."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from msgspec import structs

from agent.data.store import Store
from agent.language.readings.visit_answers import Heard, What, hear
from agent.organization import Organization
from agent.records import Message, Turn
from agent.records.visit_questions import VisitQuestion
from agent.scheduling.staff_notices import escalation_notice
from agent.scheduling.visit_questions import (
    SKIP,
    Tap,
    for_staff,
    of_call,
    question_message,
    read_tap,
    sentence_about,
    tapped_answer,
)
from agent.types import Reply
from graphs.received import own_words
from graphs.thread import choice

REASON = "visit_answer"
"""Why a person is called: an answer that the business wants one to see."""


@dataclass(frozen=True, slots=True)
class AnswersHeard:
    """`reply` says what became of an answer; `taken` are the messages that were one, `left` what is still to be
    answered. `waiting`: the question beside which the customer spoke of something else. `goes_on`: the next
    question may follow."""

    reply: Reply | None = None
    taken: Sequence[Message] = ()
    left: Sequence[Message] = ()
    waiting: UUID | None = None
    goes_on: bool = False


@dataclass(slots=True)
class _Gathered:
    """What the messages of a burst do with the question that waits."""

    heard: Heard | None = None
    taken: list[Message] = field(default_factory=list)
    unread: list[Message] = field(default_factory=list)
    left: list[Message] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


async def take_answers(store: Store, row: Turn, conversation: UUID, language: str) -> AnswersHeard:
    """Keeps what the pending messages answer to the question that waits, or to one whose button was tapped."""
    reading = _tapped(row) or _written(row)
    if reading is None:
        return AnswersHeard(left=row.messages)
    question, gathered = reading
    taking = _Taking(store, row, conversation, language, question)
    if gathered.heard is None and gathered.unread and not gathered.left:
        return await taking.unread(gathered)
    if gathered.heard is None:
        return AnswersHeard(left=row.messages, waiting=question.id)
    return await taking.keep(gathered, gathered.heard)


def open_question(row: Turn) -> str:
    """The one that was asked last and is not answered, as the business words it; "" where there is none."""
    return next((one.question for one in row.visit_questions if one.status == "asked"), "")


def in_thread(heard: AnswersHeard, turn: UUID) -> list[AnyMessage]:
    """What was answered and said to it, for a thread in which the rest of the messages follows."""
    if heard.reply is None:
        return []
    words = [HumanMessage(own_words(one), id=f"{one.id}:answer") for one in heard.taken]
    return [*words, AIMessage(heard.reply["text"], id=f"{turn}:answer")]


def _tapped(row: Turn) -> tuple[VisitQuestion, _Gathered] | None:
    """A tap says itself which question it is for, also an older one: whoever changes their mind is heard."""
    for message in reversed(row.messages):
        tap = read_tap(choice(message))
        asked_of = tap and next((q for q in row.visit_questions if q.id == tap.question), None)
        if tap and asked_of:
            left = [one for one in row.messages if not read_tap(choice(one))]
            taken = [one for one in row.messages if read_tap(choice(one))]
            heard = _heard(tap, asked_of, own_words(message))
            return asked_of, _Gathered(heard, taken, [], left, [own_words(message)])
    return None


def _heard(tap: Tap, question: VisitQuestion, words: str) -> Heard:
    answer = tapped_answer(tap, question)
    if tap.decision == SKIP or answer is None:
        return Heard(What.SKIP, words=words)
    return Heard(What.ANSWER, answer, words)


def _written(row: Turn) -> tuple[VisitQuestion, _Gathered] | None:
    question = next((one for one in row.visit_questions if one.waits), None)
    if question is None:
        return None
    gathered = _Gathered()
    for message in row.messages:
        _read_into(gathered, message, question)
    if gathered.heard:  # what was said beside the answer belongs to it
        gathered.taken += gathered.unread
        gathered.words += [own_words(one) for one in gathered.unread]
        gathered.unread = []
    return question, gathered


def _read_into(gathered: _Gathered, message: Message, question: VisitQuestion) -> None:
    heard = hear(own_words(message), question.kind, question.choices)
    goes_on = gathered.heard and gathered.heard.what is What.ANSWER and question.takes_text
    if heard.what is What.ELSE or choice(message):
        gathered.left.append(message)
    elif heard.what is What.UNREAD:
        gathered.unread.append(message)
    elif gathered.heard is None or (goes_on and heard.what is What.ANSWER):
        gathered.heard = gathered.heard or heard
        gathered.words.append(heard.words)
        gathered.taken.append(structs.replace(message, text=heard.words))
        if heard.rest:
            gathered.left.append(structs.replace(message, text=heard.rest, read=None))
    else:
        gathered.unread.append(message)


@dataclass(frozen=True, slots=True)
class _Taking:
    """Keeps one answer and words what became of it."""

    store: Store
    row: Turn
    conversation: UUID
    language: str
    question: VisitQuestion

    @property
    def _organization(self) -> Organization:
        return Organization.from_profile(self.row.organization)

    async def keep(self, gathered: _Gathered, heard: Heard) -> AnswersHeard:
        words = "\n".join(gathered.words)
        answer = heard.value if heard.what is What.ANSWER else None
        if answer is not None and self.question.takes_text:
            answer = " ".join(words.split())
        call = await self._put(heard.what, answer, words, gathered.taken)
        key = of_call(call) if call else "kept" if answer is not None else heard.what.value
        return AnswersHeard(
            self._reply(key),
            gathered.taken,
            gathered.left,
            waiting=self._beside(),
            goes_on=heard.what in (What.ANSWER, What.SKIP),
        )

    def _beside(self) -> UUID | None:
        """The question that waits, where a button of another one was tapped."""
        waits = next((one for one in self.row.visit_questions if one.waits), None)
        return waits.id if waits and waits.id != self.question.id else None

    async def unread(self, gathered: _Gathered) -> AnswersHeard:
        """Asked once more; what cannot be read then either is left in the customer's words."""
        if self.question.times < 2 and self.question.was_put:
            key = "unread_number" if self.question.takes_number else "unread"
            reply = question_message(
                self.question,
                lead=sentence_about(key, self.question, self._organization, self.language),
                language=self.language,
            )
            return AnswersHeard(reply, gathered.unread)
        words = "\n".join(map(own_words, gathered.unread))
        await self._put(What.UNREAD, None, words, gathered.unread)
        return AnswersHeard(self._reply("left"), gathered.unread, goes_on=True)

    def _reply(self, key: str) -> Reply:
        text = sentence_about(key, self.question, self._organization, self.language)
        return {"text": text, "payload": {"visit_answer": str(self.question.id)}}

    async def _put(
        self, what: What, answer: str | None, words: str, messages: Sequence[Message]
    ) -> str | None:
        """What became of the call for a person; None where none is needed."""
        row, organization = self.row, self._organization
        summary = for_staff(self.question, words, organization)
        notice = escalation_notice(
            organization=organization.name,
            language=organization.language,
            name=(row.contact and row.contact.name) or row.chat.display_name,
            phone=row.chat.phone,
            stated_phone=row.contact.stated_phone if row.contact else None,
            reason=REASON,
            summary=summary,
        )
        record = await self.store.put_visit_answer(
            organization.id,
            self.conversation,
            row.turn,
            self.question.id,
            status="left" if what is What.UNREAD else what.value,
            answer=answer,
            words=words,
            messages=[message.id for message in messages],
            summary=summary[:300],
            body=notice.body,
            params=notice.params,
        )
        return record.call
