"""Puts into a thread what a customer was really told, where it is not what a model said."""

from collections.abc import Sequence
from typing import Any, cast

from langchain_core.messages import AIMessage, AnyMessage, RemoveMessage
from langchain_core.runnables import RunnableConfig

from graphs.answer_checks import without_words
from graphs.front_desk import FrontDesk
from graphs.thread import config_of


async def say_instead(
    graph: FrontDesk, checkpoint: str, messages: Sequence[AnyMessage], text: str
) -> str:
    """`messages`: those of the turn after the customer's; `text`: what was sent instead of its words,
    empty when nothing was. Returns the checkpoint in which it stands so ("thread/checkpoint id").
    """
    thread, _, identifier = checkpoint.rpartition("/")
    config = config_of(thread, identifier)
    return await _saved(graph, config, messages=_changed(messages, text), awaiting=None)


async def append(graph: FrontDesk, config: RunnableConfig, messages: Sequence[AnyMessage]) -> str:
    """Puts what no model answered, and what code said to it, behind a thread; whose question waits stays as it
    is. Returns the new checkpoint ("thread/checkpoint id")."""
    return await _saved(graph, config, messages=list(messages))


async def _saved(graph: FrontDesk, config: RunnableConfig, **state: object) -> str:
    saved = await graph.aupdate_state(config, cast(Any, state), as_node="knowledge")
    place = saved["configurable"]
    return f"{place['thread_id']}/{place['checkpoint_id']}"


def _changed(messages: Sequence[AnyMessage], text: str) -> list[Any]:
    """The calls of tools stay, without the words beside them; the last answer becomes `text`."""
    changed: list[Any] = []
    for message in messages:
        if not isinstance(message, AIMessage) or message is messages[-1]:
            continue
        if message.text:
            changed.append(without_words(message))
    last = messages[-1]
    changed.append(AIMessage(text, id=last.id) if text else RemoveMessage(id=str(last.id)))
    return changed
