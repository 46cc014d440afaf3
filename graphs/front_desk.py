"""Builds the graph: the supervisor, then the nodes found in `nodes/`."""

import pkgutil
from importlib import import_module
from typing import Any, cast

from langchain_core.language_models import BaseChatModel
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from agent.context import TurnContext
from graphs import nodes
from graphs.node import Node, hand_over, run_node
from graphs.state import State
from graphs.supervisor import Route, run_supervisor
from tools.business_system import ask_business_system

FrontDesk = CompiledStateGraph[State, TurnContext, Any, Any]


def load_nodes() -> list[Node]:
    """Every module of `nodes/` that defines NODE, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(nodes.__path__))
    return [import_module(f"{nodes.__name__}.{name}").NODE for name in names]


def graph_words() -> frozenset[str]:
    """The names of the nodes, of their tools and of these tools' arguments."""
    members = load_nodes()
    every = [tool for node in members for tool in node.tools]
    tools = {tool.name: tool for tool in (*every, ask_business_system, hand_over)}
    arguments = {name for tool in tools.values() for name in tool.args}
    return frozenset({"supervisor", Route.__name__, *(n.name for n in members), *tools} | arguments)


def build_front_desk(model: BaseChatModel, memory: BaseCheckpointSaver[str]) -> FrontDesk:
    """The compiled graph over `model`, with its threads kept in `memory`."""
    members = load_nodes()
    names = tuple(node.name for node in members)
    graph = StateGraph(State, context_schema=TurnContext)
    graph.add_node("supervisor", cast(Any, run_supervisor(model)), destinations=names)
    for node in members:
        graph.add_node(node.name, cast(Any, run_node(node, model)), destinations=names)
    graph.add_edge(START, "supervisor")
    return graph.compile(checkpointer=memory)
