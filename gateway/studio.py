"""The graph for LangGraph's Studio (langgraph.json), over the demo's businesses; every run is a real turn."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, TypedDict, cast
from uuid import NAMESPACE_URL, UUID, uuid5

from langchain_core.messages import AnyMessage, RemoveMessage
from langchain_core.runnables import RunnableConfig
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from langgraph.types import Command
from pydantic import SecretStr

from agent.context import TurnContext
from agent.errors import CallerError, NotFound
from agent.llm.calls import ModelCalls
from agent.llm.factory import build_model
from agent.records import Turn
from agent.settings import Settings
from gateway import demo
from gateway.api.handed_in import Answer
from gateway.container import Container, database_url, open_container
from gateway.organizations.rows import organization_id
from gateway.pipeline.closing import Closing, OpenTurn
from gateway.pipeline.receipts import Receipts
from graphs.front_desk import load_nodes
from graphs.metering import Metering
from graphs.node import run_node
from graphs.received import own_words
from graphs.reply import read_outcome
from graphs.state import State, since_last_reply, since_the_customer
from graphs.supervisor import run_supervisor
from graphs.thread import human
from graphs.turn import TurnResult, TurnRunner

_DEFAULT = "aurora"
_MOST_OPEN = 100
NodeFunction = Callable[[State, Runtime[TurnContext]], Awaitable[Command[Any]]]


class StudioContext(TypedDict, total=False):
    """What may be chosen for a run: a demo business's slug."""

    organization: str


class StudioState(State, total=False):
    """`turn`: the one that runs. `told`: what the customer gets, receipts included; `options`: the titles of
    its buttons, which are chosen by writing them."""

    turn: str
    told: list[str]
    options: list[str]


class RunIsGone(CallerError):
    """This run was begun by a process that has ended: write the message again."""


@dataclass(frozen=True, slots=True)
class _Run:
    turn: OpenTurn[Turn]
    message: UUID
    context: TurnContext
    calls: ModelCalls


class Studio:
    """Begins a turn for each run, gives the nodes its context, and ends it as the gateway does."""

    def __init__(self, container: Container, graph: Any) -> None:
        settings, store = container.settings, container.store
        self._container = container
        self._runner = TurnRunner(graph, store, container.clock, public_url=settings.public_url)
        receipts = Receipts(store, container.clock, settings.public_url)
        self._closing = Closing(store, self._runner, receipts)
        self._metering = Metering(store, settings.turn_timeout_seconds, settings.model_limits)
        self._runs: dict[str, _Run] = {}

    async def receive(
        self, state: StudioState, runtime: Runtime[StudioContext], config: RunnableConfig
    ) -> dict[str, Any]:
        """Hands the new messages in and begins their turn; they get the ids that they have there."""
        given = since_last_reply(state["messages"])
        if not given:
            raise CallerError("the last message has to be a customer's")
        slug = (runtime.context or {}).get("organization", _DEFAULT)
        store = self._container.store
        tenant = await organization_id(store.database, slug)
        thread = str(config.get("configurable", {}).get("thread_id") or given[-1].id)
        put: dict[str, str] = {}
        for message in given:
            put = await store.database.call(
                "invoke_put",
                organization=tenant,
                conversation=uuid5(NAMESPACE_URL, f"studio/{slug}/{thread}"),
                contact=None,
                phone=None,
                message=str(message.text),
            )
        row = await store.begin_turn(tenant, UUID(put["conversation"]), takeover=True)
        if not isinstance(row, Turn):
            raise NotFound("there is nothing to answer: a person has this chat, or it runs already")
        words = "\n".join(filter(None, map(own_words, row.messages)))
        turn = OpenTurn(tenant, UUID(put["conversation"]), row, "caller")
        context = self._runner.context(row, turn.conversation, words)
        calls = await self._metering.begin(tenant, turn.conversation, row.turn)
        self._keep(str(row.turn), _Run(turn, UUID(put["message"]), context, calls))
        removed: list[Any] = [RemoveMessage(id=str(message.id)) for message in given]
        return {
            "messages": [*removed, *map(human, row.messages)],
            "awaiting": state.get("awaiting"), "path": [], "told": [], "options": [],
            "turn": str(row.turn),
        }  # fmt: skip

    def inside(self, node: NodeFunction) -> Callable[..., Awaitable[Command[Any]]]:
        """A node of the front desk, run with its turn's context; where it ends, the turn is ended."""

        async def run(state: StudioState, runtime: Runtime[Any]) -> Command[Any]:
            own = self._run(state)
            with own.calls.entered():
                command = await node(state, runtime.override(context=own.context))
            target = "deliver" if command.goto == END else command.goto
            return Command(goto=target, update=command.update)

        return run

    async def deliver(self, state: StudioState) -> dict[str, Any]:
        """Guards, receipts and the commit; what the customer gets."""
        own = self._run(state)
        await own.calls.write()
        new: list[AnyMessage] = since_the_customer(state["messages"])
        before = state["messages"][: len(state["messages"]) - len(new)]
        language = own.context.language
        result = TurnResult(
            outcome=read_outcome(new, language, before),
            checkpoint="",  # the thread is Studio's
            language=language,
            path=state["path"],
            opted_out=None,
            models=own.calls.trace,
            messages=new,
            vetoes=own.calls.vetoes,
        )
        await self._closing.end(own.turn, result)
        del self._runs[state["turn"]]
        answer = await self._container.database.find(
            Answer, "answer_of", organization=own.turn.organization, message=own.message
        )
        if answer is None:
            return {"told": [], "options": []}
        return {
            "told": [message.text for message in answer.messages],
            "options": [option.title for option in answer.options],
        }

    def _keep(self, turn: str, run: _Run) -> None:
        """Runs that Studio interrupted are never ended; the oldest are forgotten."""
        self._runs[turn] = run
        while len(self._runs) > _MOST_OPEN:
            del self._runs[next(iter(self._runs))]

    def _run(self, state: StudioState) -> _Run:
        try:
            return self._runs[state["turn"]]
        except KeyError:
            raise RunIsGone from None


def studio_graph(container: Container) -> CompiledStateGraph[Any, Any, Any, Any]:
    """The front desk's supervisor and nodes, with a turn begun before and ended after them. Its threads are
    kept by whoever runs it."""
    model = build_model(container.settings, clock=container.clock)
    graph = StateGraph(StudioState, context_schema=StudioContext)
    studio = Studio(container, graph)
    members = load_nodes()
    names = tuple(node.name for node in members)
    graph.add_node("receive", cast(Any, studio.receive))
    graph.add_node(
        "supervisor", cast(Any, studio.inside(run_supervisor(model))), destinations=names
    )
    for node in members:
        inside = cast(Any, studio.inside(run_node(node, model)))
        graph.add_node(node.name, inside, destinations=(*names, "deliver"))
    graph.add_node("deliver", studio.deliver)
    graph.add_edge(START, "receive")
    graph.add_edge("receive", "supervisor")
    graph.add_edge("deliver", END)
    return graph.compile()


_opening = asyncio.Lock()
_resources = AsyncExitStack()
_graphs: list[CompiledStateGraph[Any, Any, Any, Any]] = []


async def front_desk() -> CompiledStateGraph[Any, Any, Any, Any]:
    """What langgraph.json names: made once a process, for Studio asks for it with every run."""
    async with _opening:
        if not _graphs:
            settings = await asyncio.to_thread(_prepared)
            container = await _resources.enter_async_context(open_container(settings))
            _graphs.append(studio_graph(container))
        return _graphs[0]


def _prepared() -> Settings:
    """The demo's settings, its database running and filled."""
    settings = demo.demo_settings()
    asyncio.run(demo.prepare(settings))
    return settings.model_copy(update={"database_url": SecretStr(database_url(settings))})
