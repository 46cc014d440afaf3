"""The answer to the question how a visit was, read and answered by code, whichever model is at work.

Only while the question waits: a bare "5" later is something else. docs/decisions/moments.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from msgspec import to_builtins

from agent.data.store import Store
from agent.dates.labels import day_label
from agent.language.readings.rating import (
    Rating,
    declines_to_say,
    needs_a_person,
    read_rating,
    refuses_reviews,
    wishes_something,
)
from agent.organization import Organization
from agent.records import RatingAwaited, Turn
from agent.scheduling.labels import joined
from agent.scheduling.moments import rating_options, read_rating_choice
from agent.scheduling.staff_notices import escalation_notice
from agent.texts import closest, texts
from agent.tool_results import Escalation
from agent.types import Reply
from graphs.received import own_words
from graphs.reply import Outcome, ToolRun
from graphs.thread import choice

_LOWEST_CONTENT = 4
"""From here on the customer is content, and is given the link."""
_TOLD = frozenset({"notified", "already_notified"})
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class _Answering:
    """A turn whose messages may answer the question. `conversation` is its chat."""

    store: Store
    row: Turn
    conversation: UUID
    words: str

    @property
    def language(self) -> str:
        return closest(self.row.chat.language or self.row.organization.language)

    def say(self, key: str, **values: str) -> str:
        address = self.row.organization.formality
        return texts(self.language).addressed(f"moments.{key}", address, **values)

    def outcome(
        self, key: str, payload: Mapping[str, object] | None = None, **values: str
    ) -> Outcome:
        reply: Reply = {"text": self.say(key, **values), "payload": dict(payload or {})}
        return Outcome([reply])


async def answer(store: Store, row: Turn, conversation: UUID) -> Outcome | None:
    """Code's answer; None when the messages are no answer to the question, and the graph is to answer them."""
    words = "\n".join(filter(None, map(own_words, row.messages)))
    turn = _Answering(store, row, conversation, words)
    for message in reversed(row.messages):
        if tapped := read_rating_choice(choice(message)):
            return await _tapped(turn, *tapped)
    if refuses_reviews(words):
        return await _stop(turn)
    awaited = _awaited(row)
    if awaited is None:
        return None
    return await (_why if awaited.asks == "why" else _rating)(turn, awaited)


def _awaited(row: Turn) -> RatingAwaited | None:
    """The question, where these messages came after it."""
    first = min(message.seq for message in row.messages)
    return row.rating if row.rating and row.rating.seq < first else None


async def _tapped(turn: _Answering, rating: str, value: int) -> Outcome | None:
    """A button, however old it is."""
    try:
        id = UUID(rating)
    except ValueError:
        return None
    waits = turn.row.rating is not None and turn.row.rating.id == id
    return await _rated(turn, id, Rating(value), waits=waits)


async def _rating(turn: _Answering, awaited: RatingAwaited) -> Outcome | None:
    read = read_rating(turn.words)
    if read is None:
        return turn.outcome("declined") if declines_to_say(turn.words) else None
    if read.value is None:
        options = rating_options(str(awaited.id))
        return turn.outcome(
            "again",
            {"options": [one.stored for one in options], **_asks(awaited.id, "rating")},
        )
    return await _rated(turn, awaited.id, read, waits=True)


def _asks(rating: UUID, what: str) -> Mapping[str, str]:
    """What makes a reply the question that waits next."""
    return {"review": str(rating), "review_asks": what}


async def _rated(turn: _Answering, id: UUID, read: Rating, *, waits: bool) -> Outcome | None:
    assert read.value is not None
    row = turn.row
    put = await turn.store.put_rating(
        row.organization.id, turn.conversation, row.turn, rating=id, value=read.value, waits=waits
    )
    if put.status == "not_found":
        return None
    if put.status == "known":
        return turn.outcome("known")
    if read.wishes:  # written down, and served by the graph
        return None
    if read.value >= _LOWEST_CONTENT:
        return turn.outcome("content", link=put.link) if put.link else turn.outcome("thanks")
    if read.words:
        return await _told(turn, id)
    return turn.outcome("sorry", _asks(id, "why"))


async def _why(turn: _Answering, awaited: RatingAwaited) -> Outcome | None:
    """What happened, in their words: they go to a person."""
    if declines_to_say(turn.words):
        return turn.outcome("no_words")
    if not turn.words.strip() or wishes_something(turn.words):
        return None
    return await _told(turn, awaited.id)


async def _told(turn: _Answering, id: UUID) -> Outcome | None:
    row = turn.row
    record = await turn.store.keep_rating_words(
        row.organization.id, turn.conversation, rating=id, words=turn.words
    )
    if record.status == "not_found" or needs_a_person(turn.words):
        return None  # what does not wait is answered, and a person called, as ever
    organization = Organization.from_profile(row.organization)
    summary = _summary(organization, record.rating, record.services, record.at, turn.words)
    notice = escalation_notice(
        organization=organization.name,
        language=organization.language,
        name=(row.contact and row.contact.name) or row.chat.display_name,
        phone=row.chat.phone,
        stated_phone=row.contact.stated_phone if row.contact else None,
        reason="complaint",
        summary=summary,
    )
    escalation = await turn.store.open_escalation(
        organization.id,
        turn.conversation,
        row.turn,
        reason="complaint",
        summary=summary,
        body=notice.body,
        params=notice.params,
    )
    result = Escalation(status=escalation.status)
    run = ToolRun("escalate_to_human", {"by": "code"}, result, to_builtins(result))
    reply = turn.outcome("passed_on" if escalation.status in _TOLD else "noted")
    return Outcome(reply.replies, [run])


def _summary(
    organization: Organization,
    rating: int | None,
    services: Sequence[str],
    at: datetime | None,
    words: str,
) -> str:
    """For staff: how many of five, of what, and what was said."""
    assert at is not None
    day = at.astimezone(organization.zone).date()
    language = organization.language
    return texts(language).line(
        "moments.case.summary",
        rating=str(rating),
        services=joined(services, language),
        day=day_label(day, language, today=day),
        words=" ".join(words.split())[:_LONGEST],
    )[: _LONGEST * 2]


async def _stop(turn: _Answering) -> Outcome | None:
    """They are not asked again, whatever they said of messages of another kind."""
    row = turn.row
    done = await turn.store.record_consent(
        row.organization.id, turn.conversation, row.turn, kind="review", granted=False
    )
    return turn.outcome("stopped") if done.status == "recorded" else None
