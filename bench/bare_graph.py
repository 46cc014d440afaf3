"""The least that a turn can cost: two LangGraph nodes that add the messages which a real turn added."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any, Literal, TypedDict
from uuid import uuid4

from langchain_core.messages import AnyMessage, HumanMessage
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.message import add_messages
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

Durability = Literal["exit", "sync"]


class _State(TypedDict):
    messages: Annotated[list[AnyMessage], add_messages]


@dataclass(frozen=True, slots=True)
class _Script:
    """What the second node adds."""

    replies: Sequence[AnyMessage]


async def _decide(state: _State) -> dict[str, Any]:
    return {}


async def _answer(state: _State, runtime: Runtime[_Script]) -> dict[str, Any]:
    return {"messages": list(runtime.context.replies)}


BareGraph = CompiledStateGraph[_State, _Script, Any, Any]


def build_bare_graph(memory: BaseCheckpointSaver[str]) -> BareGraph:
    """Two nodes in a row over `memory`."""
    graph = StateGraph(_State, context_schema=_Script)
    graph.add_node("decide", _decide)
    graph.add_node("answer", _answer)
    graph.add_edge(START, "decide")
    graph.add_edge("decide", "answer")
    graph.add_edge("answer", END)
    return graph.compile(checkpointer=memory)


async def replay(
    graph: BareGraph, messages: Sequence[AnyMessage], durability: Durability
) -> list[tuple[float, float]]:
    """Runs a finished conversation's turns on a new thread; (seconds, CPU seconds) of each."""
    config: Any = {"configurable": {"thread_id": uuid4().hex}}
    spent = []
    for turn in _turns(messages):
        script = _Script(turn[1:])
        began, cpu = time.perf_counter(), time.process_time()
        await graph.ainvoke({"messages": [turn[0]]}, config, context=script, durability=durability)
        spent.append((time.perf_counter() - began, time.process_time() - cpu))
    return spent


def _turns(messages: Sequence[AnyMessage]) -> list[Sequence[AnyMessage]]:
    """Each customer message with what followed it."""
    starts = [i for i, m in enumerate(messages) if isinstance(m, HumanMessage)]
    return [messages[a:b] for a, b in pairwise([*starts, len(messages)])]
