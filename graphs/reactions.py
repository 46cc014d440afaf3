"""A thumb on an older question of ours: an answer while that question stands, else it has moved on.

Code decides, whichever model answers: what is taken for a yes here can book or cancel.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from agent.dialogue.memo import Ask, AskData, Memo
from agent.language import yes_no
from agent.records import Message, QuotedMessage
from agent.texts import texts
from agent.types import Json, Reply

_BULLETS = ("•", "-", "*")
_CLOSING = ' "»”)'
_OF_A_QUESTION = ("options", "memo", "about")
"""What makes a message the question that the customer's next words answer."""


@dataclass(frozen=True, slots=True)
class _Question:
    """What the offline model waits for, without its wording."""

    kind: str
    node: str
    data: AskData
    slots: tuple[str, ...]
    slot: str


def on_older_questions(
    messages: Sequence[Message], quoted: Sequence[QuotedMessage]
) -> list[QuotedMessage]:
    """What of the desk's own, but not the newest of it, the reactions among `messages` stand on."""
    reactions = {message.id for message in messages if message.payload.get("reaction")}
    return [
        row
        for row in quoted
        if row.message in reactions and row.direction == "outbound" and not row.newest
    ]


def moved_on(older: Sequence[QuotedMessage], past: Sequence[Message]) -> Collection[UUID]:
    """The ids of the reactions that answer nothing any more; `past`: what was said before them."""
    return {row.message for row in older if not _stands(row, past)}


def answer(past: Sequence[Message], language: str) -> Reply:
    """Says so, and asks once more what waits for an answer."""
    newest = next((row for row in reversed(past) if row.direction != "inbound"), None)
    waiting = newest if newest and newest.direction == "outbound" and _asks(newest) else None
    if waiting is None:
        memo = newest.payload.get("memo") if newest else None
        line = texts(language).line("apologies.moved_on_alone")
        return {"text": line, "payload": {"memo": memo} if memo else {}}
    text = "\n".join([texts(language).line("apologies.moved_on"), _question_in(waiting.text)])
    payload: Json = {
        key: waiting.payload[key] for key in _OF_A_QUESTION if waiting.payload.get(key)
    }
    return {"text": text, "payload": payload}


def _stands(question: QuotedMessage, past: Sequence[Message]) -> bool:
    """Whether it is what waits for an answer. The offline model's memo says what it waits for; without one,
    nothing may have been asked, answered or done since."""
    if not past or past[0].seq > question.seq:
        return False  # too long ago to know
    since = [row for row in past if row.seq > question.seq]
    if any(row.direction == "staff" or row.payload.get("receipt") for row in since):
        return False
    replies = [row for row in since if row.direction == "outbound"]
    waits_for = _read(question.payload.get("memo"))
    if waits_for:
        return bool(replies) and _read(replies[-1].payload.get("memo")) == waits_for
    decided = any(yes_no(row.text) is not None for row in since if row.direction == "inbound")
    return not decided and not any(map(_asks, replies))


def _read(memo: object) -> _Question | None:
    read = Memo.read(memo)
    ask: Ask | None = read.ask
    if ask is None:
        return None
    plan = read.move if ask.node == "reschedule" else read.booking
    slots = tuple(slot.slot for slot in plan.slots)
    return _Question(ask.kind, ask.node, ask.data, slots, plan.slot)


def _asks(row: Message) -> bool:
    """As frontdesk.asks in the database."""
    return bool(row.payload.get("options")) or row.text.rstrip(_CLOSING).endswith("?")


def _question_in(text: str) -> str:
    """The line that asks, with the list above it."""
    lines = text.strip().split("\n")
    end = next((n for n in range(len(lines) - 1, -1, -1) if "?" in lines[n]), len(lines) - 1)
    begin = end
    while begin > 0 and lines[begin - 1].lstrip().startswith(_BULLETS):
        begin -= 1
    return "\n".join(lines[begin:])
