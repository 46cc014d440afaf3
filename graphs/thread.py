"""Where a turn starts: the thread of the last committed turn, or a new one from stored messages."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver, CheckpointTuple
from msgspec import structs

from agent.authorship import ANSWERED_BY
from agent.data.store import Store
from agent.errors import DatabaseUnavailable
from agent.llm.requests import SENT_AT, STAFF
from agent.records import Message, Turn
from agent.types import Json
from graphs.quotes import Quote, for_dialogue, note
from graphs.received import message_text
from graphs.shown import shown
from graphs.state import KEPT_MESSAGES

log = logging.getLogger(__name__)

AUTOMATIC = "automatic"
"""The name under which the thread has what the business's own app sent by itself."""
TRIES_FROM_CHECKPOINT = 2
"""A turn that failed this often is run on a thread of its messages: the checkpoint may be why."""


@dataclass(frozen=True, slots=True)
class Thread:
    """`past`: rows of what was said that the thread does not hold; `saved`: its last committed
    checkpoint, None for a new thread, which then takes the place of `replaced`."""

    config: RunnableConfig
    past: Sequence[Message]
    saved: CheckpointTuple | None
    replaced: str | None
    renewed_after: datetime | None = None

    @property
    def past_messages(self) -> list[AnyMessage]:
        """`past` as messages; of an earlier conversation only its words."""
        over = self.renewed_after
        return [
            message
            for row in self.past
            for message in (_words(row) if over and row.at <= over else _past(row, self.past))
        ]

    def late(self, rows: Sequence[Message]) -> list[HumanMessage]:
        """Files that were read after their turn: messages of the thread, now with their words. The
        same id replaces them where they stand."""
        held = self.saved.checkpoint["channel_values"].get("messages", []) if self.saved else []
        thread_ids = {message.id for message in held}
        return [human(row) for row in rows if str(row.id) in thread_ids]


async def open_thread(
    saver: BaseCheckpointSaver[str], store: Store, row: Turn, conversation: UUID
) -> Thread:
    """From the last committed checkpoint, else from the messages.

    Never a thread's newest checkpoint, which may belong to a turn that was not committed and
    end inside a tool call. A checkpoint that cannot be read counts as gone, and so does that of a
    conversation that is over: what was offered, wished and asked in it is not taken up as if it were said now.
    """
    thread, checkpoint = _place(row)
    if thread and not row.renewed_after and row.tries < TRIES_FROM_CHECKPOINT:
        config = config_of(thread, checkpoint)
        if saved := await _read(saver, config):
            return Thread(config, row.missed, saved, None)
    new = config_of(f"{conversation}:{row.turn}", None)
    history = await _history(store, row, conversation)
    return Thread(new, history, None, thread, row.renewed_after)


async def _read(saver: BaseCheckpointSaver[str], config: RunnableConfig) -> CheckpointTuple | None:
    try:
        return await saver.aget_tuple(config)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        # What was written there decodes to no checkpoint; a database that is away says so otherwise.
        log.warning("a checkpoint cannot be read; its thread is begun anew", exc_info=True)
        return None


async def _history(store: Store, row: Turn, conversation: UUID) -> list[Message]:
    first = min(message.seq for message in row.messages)
    try:
        rows = await store.history(row.organization.id, conversation, first)
    except DatabaseUnavailable:
        raise
    except (ValueError, RecursionError):  # what stands there is no JSON that can be read
        log.warning("earlier messages cannot be read; the thread begins without", exc_info=True)
        return []
    return rows[-KEPT_MESSAGES:]


def _place(row: Turn) -> tuple[str | None, str]:
    """Thread and id of the last committed checkpoint; None for a conversation's first turn."""
    thread, _, checkpoint = (row.checkpoint_id or "").rpartition("/")
    return thread or None, checkpoint


def config_of(thread: str, checkpoint: str | None) -> RunnableConfig:
    """A run on `thread`, from one of its checkpoints."""
    configurable = {"thread_id": thread, "checkpoint_ns": ""}
    if checkpoint:
        configurable["checkpoint_id"] = checkpoint
    return {"configurable": configurable, "recursion_limit": 25}


def human(row: Message, quote: Quote | None = None) -> HumanMessage:
    """A received message; its id makes a repeated turn add nothing twice."""
    chosen, text = choice(row), message_text(row)
    extra: Json = {SENT_AT: row.sent.isoformat(timespec="minutes")}
    if chosen:
        extra["choice"] = chosen
    if quote:
        text = f"{note(quote)} {text}"
        extra |= {"quote": for_dialogue(quote)} if quote.of_desk and not chosen else {}
    return HumanMessage(text, id=str(row.id), additional_kwargs=extra)


def choice(row: Message) -> str | None:
    """The id of the option that was tapped."""
    chosen: str | None = (row.payload.get("choice") or {}).get("id")
    return chosen


def _past(row: Message, past: Sequence[Message]) -> list[AnyMessage]:
    """A message of the history; before the assistant's last one, what that offered. What staff
    wrote is marked as theirs, and what the business's app sent by itself as automatic."""
    if row.direction == "inbound":
        return [human(row)]
    if not is_reply(row):
        return [AIMessage(row.text, id=str(row.id), name=AUTOMATIC)]
    memo, model = (row.payload.get(key) for key in ("memo", "model"))
    reply = AIMessage(
        _spoken(row),
        id=str(row.id),
        name=STAFF if row.direction == "staff" else None,
        additional_kwargs={"memo": memo} if memo else {},
        response_metadata={ANSWERED_BY: model} if model else {},
    )
    last = max((r.seq for r in past if is_reply(r)), default=None)
    return [*(shown(row) if row.seq == last else ()), reply]


def _spoken(row: Message) -> str:
    """The words, and that a file was sent with them."""
    return row.text if row.kind == "text" else f"[{row.kind}] {row.text}".strip()


def _words(row: Message) -> list[AnyMessage]:
    """A message without what the desk remembered or offered with it."""
    bare = structs.replace(row, payload={})
    return [human(bare)] if row.direction == "inbound" else _past(bare, ())


def is_reply(row: Message) -> bool:
    """Whether somebody answered: not the customer's words, nor the app's automatic ones."""
    return row.direction != "inbound" and "automatic" not in row.payload
