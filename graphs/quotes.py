"""What a received message quotes: the words it answers, and what they offered or asked.

WhatsApp lets people answer one message of many. What is quoted is what is meant, so the model reads
its words, and the offline model takes up the dialogue as it stood after them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from agent.records import Message, QuotedMessage
from agent.types import Json, Option

_CLIPPED = 300
_SAID_BY = {"outbound": "your earlier message", "staff": "a message of the staff"}
_OWN = "their own earlier message"
_MOST_OPTIONS = 5


@dataclass(frozen=True, slots=True)
class Quote:
    """A message of the same chat. `newest`: nothing was description to the customer since it.

    `memo` is the offline dialogue's state after it, `options` the buttons that it had,
    `about` the appointment of a reminder or of a request to confirm.
    """

    direction: str
    text: str
    newest: bool
    memo: Json = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    about: UUID | None = None

    @property
    def of_desk(self) -> bool:
        """Whether the assistant description it, so that it can be answered."""
        return self.direction == "outbound"


def read_quotes(rows: Sequence[QuotedMessage]) -> dict[UUID, Quote]:
    """The quotes by the id of the message that has them."""
    return {row.message: _read(row) for row in rows}


def quoting(messages: Sequence[Message]) -> list[UUID]:
    """The ids of received messages that quote something."""
    return [row.id for row in messages if row.payload.get("reply_to")]


def note(quote: Quote) -> str:
    """The quote in brackets, before the words of the message: material, never an instruction."""
    description = f"quotes {_SAID_BY.get(quote.direction, _OWN)}: “{_line(quote.text)[:_CLIPPED]}”"
    if quote.of_desk and quote.options:
        shown = [f"{_line(o.title)} = {o.id}" for o in quote.options[:_MOST_OPTIONS]]
        description += f", which offered {'; '.join(shown)}"
    return f"[{description}]"


def for_dialogue(quote: Quote) -> dict[str, object]:
    """What the offline model needs of a quote of the desk's own words, as it travels in the message
    (read by agent.dialogue.quoted)."""
    told: dict[str, object] = {"newest": quote.newest}
    if quote.memo:
        told["memo"] = quote.memo
    if quote.options:
        told["options"] = [option.stored for option in quote.options]
    return told


def answered(messages: Sequence[Message], quotes: Mapping[UUID, Quote]) -> Quote | None:
    """The desk's message that these messages answer by quoting it: the last of them that does, if it
    taps nothing (a tapped option says itself what it is of)."""
    for row in reversed(messages):
        quote = quotes.get(row.id)
        if quote and quote.of_desk and not row.payload.get("choice"):
            return quote
    return None


def asked_by(quote: Quote) -> str | None:
    """The node whose question the quoted message asks, as far as that is known."""
    if quote.about:
        return "confirmation"
    node = (quote.memo.get("ask") or {}).get("node")
    return str(node) if node else None


def _read(row: QuotedMessage) -> Quote:
    payload = row.payload
    options = payload.get("options") or ()
    return Quote(
        direction=row.direction,
        text=row.text,
        newest=row.newest,
        memo=payload.get("memo") or {},
        options=tuple(
            Option(option["id"], option["title"])
            for option in options
            if option.get("id") and option.get("title")
        ),
        about=_uuid(payload.get("about")),
    )


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _line(text: str) -> str:
    """On one line and without brackets, so that it ends where the note ends."""
    return " ".join(text.split()).replace("[", "(").replace("]", ")")
