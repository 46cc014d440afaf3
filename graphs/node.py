"""The contract of a node: it talks to the customer with its tools, and ends or hands over."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast
from uuid import uuid4

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AnyMessage, ToolCall, ToolMessage
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool, tool
from langgraph.graph import END
from langgraph.runtime import Runtime
from langgraph.types import Command

from agent.authorship import answered_by, is_of_policy
from agent.context import TurnContext
from agent.dialogue import OfflineChatModel
from agent.facts import Prompt
from agent.llm.calls import current_calls
from agent.llm.listening import heard_by
from agent.tool_answers import Outcome
from agent.tool_results import HandOver, encode
from graphs.answer_checks import fault, refused, without_words
from graphs.promised_person import call_person
from graphs.prompting import instructions, system_prompt
from graphs.result_views import for_models
from graphs.state import State, recent, since_the_customer
from graphs.tool_runs import run_tool, same_calls
from graphs.veto import Vetting

log = logging.getLogger(__name__)

NodeName = Literal[
    "knowledge", "appointment", "cancellation", "confirmation", "reschedule", "escalation"
]
MOST_STEPS = 12
"""Calls of the model in one node of one turn; the offline model has as many after them."""
MOST_ALIKE = 3
"""Calls of a tool with the same arguments in one turn: the last of them does not run, and the model is given up."""
MOST_NODES = 3
"""Nodes in one turn: a hand-over beyond that is not followed."""
SHOWN_MESSAGES = 40
MOST_TRIES = 3
"""Answers that cannot be used, before the offline model is asked; from the third on another model."""


class TurnStuck(RuntimeError):
    """The model kept calling tools without an answer for the customer."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node's name and tools; its prompt is prompts/<name>.md. `own_tools`: those that hosted models have
    besides in an organization that offers some."""

    name: NodeName
    tools: tuple[BaseTool, ...]
    own_tools: Callable[[TurnContext], tuple[BaseTool, ...]] = lambda _: ()


@tool
def hand_over(to: NodeName, reason: str) -> str:
    """Pass the conversation to another part of the front desk, without saying anything.

    to: knowledge (questions), appointment (booking), cancellation, confirmation (coming, own
    appointments), reschedule (moving), escalation (a person).
    """
    return f"handed over to {to}"


NodeFunction = Callable[[State, Runtime[TurnContext]], Awaitable[Command[Any]]]


def run_node(node: Node, model: BaseChatModel) -> NodeFunction:
    """The graph's function for a node."""
    tools: dict[str, BaseTool] = {t.name: t for t in (*node.tools, hand_over)}
    offline = OfflineChatModel().bind_tools(list(tools.values()))
    bound = (
        offline if isinstance(model, OfflineChatModel) else model.bind_tools(list(tools.values()))
    )

    async def run(state: State, runtime: Runtime[TurnContext]) -> Command[Any]:
        path = [*state["path"], node.name]
        prompt = system_prompt(node.name, runtime.context)
        vetting = Vetting(runtime.context, instructions(node.name))
        new: list[AnyMessage] = []
        own = () if bound is offline else node.own_tools(runtime.context)
        every = tools | {one.name: one for one in own}
        current = model.bind_tools(list(every.values())) if own else bound
        for step in range(2 * MOST_STEPS):
            if step == MOST_STEPS:
                current = _instead_of(new, offline)
            messages = [*state["messages"], *new]
            listen = runtime.context.listen
            with heard_by(listen(messages) if listen else None):
                answer = await _ask(current, prompt.with_note(vetting.note), messages)
            if answer is None:
                current = offline  # for good: one voice, and its own steps fit together
                continue
            if current is not offline and not answer.tool_calls and not refused(answer):
                checked = await vetting.passed(answer, messages)
                if checked and vetting.is_promise:
                    new.extend(await call_person(messages, state, runtime))
                    checked = await vetting.passed(answer, [*state["messages"], *new])
                if checked is None:
                    current = _after_veto(answer, vetting, current, offline)
                    continue
                answer = checked
            if refused(answer):
                new.extend(_to_a_person())
                return Command(
                    goto="escalation", update={"messages": new, "awaiting": None, "path": path}
                )
            if _goes_round(answer, [*since_the_customer(state["messages"]), *new]):
                current = _instead_of([*new, answer], offline)
                continue
            new.append(without_words(answer) if answer.tool_calls else answer)
            if not answer.tool_calls:
                waits = node.name if asks(answer) else None
                return Command(goto=END, update={"messages": new, "awaiting": waits, "path": path})
            results, target = await _run_tools(answer, every, state, runtime, path)
            new.extend(results)
            if target:
                return Command(
                    goto=target, update={"messages": new, "awaiting": None, "path": path}
                )
        raise TurnStuck(f"{node.name} did not come to an answer in {2 * MOST_STEPS} steps")

    return run


Model = Runnable[Any, Any]


async def _ask(model: Model, prompt: Prompt, messages: Sequence[AnyMessage]) -> AIMessage | None:
    """An answer that can be used, or a refusal; None when there is none to be had.

    What is wrong with an answer is said in the prompt, and the answer is thrown away, so that no
    thread ever holds half a sentence or a call without its result.
    """
    shown = recent(messages, SHOWN_MESSAGES)
    request = prompt
    for tried in range(MOST_TRIES):
        answer = cast(AIMessage, await model.ainvoke([request, *for_models(shown)]))
        wrong = None if refused(answer) else fault(answer, shown)
        if wrong is None:
            return _identified(answer)
        log.warning("the answer of %s cannot be used", answered_by(answer) or "the model")
        request = prompt.with_note(wrong)
        if tried and (name := answered_by(answer)):
            current_calls().give_up(name, "unusable answers")
    return None


def _identified(answer: AIMessage) -> AIMessage:
    """Results are told apart by the ids of their calls, and not every compatible server gives them."""
    ids = [call["id"] for call in answer.tool_calls]
    if all(ids) and len(set(ids)) == len(ids):
        return answer
    calls = [ToolCall({**call, "id": f"call_{uuid4().hex}"}) for call in answer.tool_calls]
    return answer.model_copy(update={"tool_calls": calls})


def _goes_round(answer: AIMessage, before: Sequence[AnyMessage]) -> bool:
    """Whether a model asks for the same once more that it was told already; the offline model ends by itself."""
    return not is_of_policy(answer) and same_calls(before, answer) >= MOST_ALIKE


def _instead_of(new: Sequence[AnyMessage], offline: Model) -> Model:
    """A model that only calls tools is given up: `offline`, which answers, goes on from there."""
    names = (answered_by(message) for message in reversed(new) if isinstance(message, AIMessage))
    if name := next(filter(None, names), None):
        current_calls().give_up(name, "no answer")
        log.warning("%s only called tools and did not answer", name)
    return offline


def _after_veto(answer: AIMessage, vetting: Vetting, current: Model, offline: Model) -> Model:
    """Who answers instead of words that were not said: the same model once more, then `offline`."""
    if not vetting.is_over:
        return current
    if name := answered_by(answer):
        current_calls().give_up(name, "untrue answers")
    return offline


def _to_a_person() -> list[AnyMessage]:
    """A model that refuses is not argued with, nor another one found that does not: a person is
    called, and for the rest of the turn code speaks."""
    current_calls().offline_only = True
    args = {"to": "escalation", "reason": "the model refused"}
    call = ToolCall(name=hand_over.name, args=args, id=f"refused_{uuid4().hex}")
    result = ToolMessage('{"status":"handed_over"}', tool_call_id=call["id"], name=hand_over.name)
    return [AIMessage("", tool_calls=[call]), result]


def asks(answer: AIMessage) -> bool:
    """Whether the reply's last sentence is a question, so that the next message may answer it."""
    return "?" in str(answer.text).strip()[-160:]


async def _run_tools(
    answer: AIMessage,
    tools: Mapping[str, BaseTool],
    state: State,
    runtime: Runtime[TurnContext],
    path: Sequence[str],
) -> tuple[list[ToolMessage], str | None]:
    """Results in the order of the calls, and where to go when one of them hands over."""
    results: list[ToolMessage] = []
    target: str | None = None
    for call in answer.tool_calls:
        outcome: str | Outcome = await run_tool(call, answer, tools, state, runtime)
        if call["name"] == hand_over.name and isinstance(outcome, str):
            to = str(call["args"].get("to"))
            # Who was called about one matter gives the other one back.
            back = path[-1] == "escalation" and to != "escalation"
            follow = target is None and len(path) < MOST_NODES and (back or to not in path)
            target = to if follow else target
            outcome = HandOver(status="handed_over" if follow else "stay_and_answer")
        content = outcome if isinstance(outcome, str) else encode(outcome)
        results.append(ToolMessage(content, tool_call_id=call["id"] or "", name=call["name"]))
    return results, target
