"""One decision: which node answers. Skipped while a flow waits for an answer and this is one."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AnyMessage, HumanMessage
from langgraph.runtime import Runtime
from langgraph.types import Command
from pydantic import BaseModel, Field

from agent.context import TurnContext
from agent.dialogue import OfflineChatModel
from agent.dialogue.offline_model import sure_node
from agent.facts import Prompt
from agent.language import is_answer
from agent.llm.requests import DAYS
from agent.scheduling.reminder_buttons import ANSWERED_BY, read_answer
from graphs.node import SHOWN_MESSAGES, NodeName
from graphs.prompting import system_prompt
from graphs.received import without_notes
from graphs.result_views import for_models
from graphs.said_days import said_days
from graphs.state import State, recent, since_last_reply

_NO_NODE = (
    "Your last answer named no node. Call Route, with `node` as one of: knowledge, appointment, "
    "cancellation, confirmation, reschedule, escalation."
)


class Route(BaseModel):
    """Which part of the front desk answers."""

    node: NodeName = Field(description="the part that should answer")
    reason: str = Field(default="", description="a few words why")


def run_supervisor(
    model: BaseChatModel,
) -> Callable[[State, Runtime[TurnContext]], Awaitable[Command[Any]]]:
    """The graph's first node."""
    hosted = not isinstance(model, OfflineChatModel)
    # A tool call is what every compatible server can do; JSON schemas are not.
    router, offline = (
        m.with_structured_output(Route, method="function_calling", include_raw=True)
        for m in (model, OfflineChatModel())
    )

    async def supervise(state: State, runtime: Runtime[TurnContext]) -> Command[Any]:
        unanswered = since_last_reply(state["messages"])
        read = _with_days(unanswered, runtime.context) if hosted else []
        if node := _without_asking(state, unanswered):
            return Command(goto=node, update={"path": [], "messages": read})
        prompt = system_prompt("supervisor", runtime.context)
        shown = recent(state["messages"], SHOWN_MESSAGES)
        sure = sure_node([prompt, *shown]) if hosted else None
        return Command(
            goto=sure or await _decided(prompt, shown),
            update={"path": ["supervisor"], "messages": read},
        )

    async def _decided(prompt: Prompt, shown: Sequence[AnyMessage]) -> str:
        """A refusal, a malformed call or an invented node is no decision, and is told so once."""
        tries = ((router, prompt), (router, prompt.with_note(_NO_NODE)), (offline, prompt))
        for model, request in tries:
            answer = cast(dict[str, Any], await model.ainvoke([request, *for_models(shown)]))
            if route := cast(Route | None, answer["parsed"]):
                return route.node
        raise RuntimeError("the offline model always decides")

    return supervise


def _without_asking(state: State, unanswered: list[HumanMessage]) -> str | None:
    """The node that waits for this: a tapped answer, or the answer to a question."""
    if any(str(choice(m)).startswith("waiting:") for m in unanswered):
        return "appointment"
    if answered := tapped_answer(unanswered):
        return answered
    waiting = state.get("awaiting")
    return waiting if waiting and is_reply_to_question(unanswered) else None


def _with_days(unanswered: list[HumanMessage], context: TurnContext) -> list[HumanMessage]:
    """The customer's last message with what their words say of days and hours, which stays with it."""
    days = said_days(context) if unanswered else ""
    if not days:
        return []
    last = unanswered[-1]
    return [last.model_copy(update={"additional_kwargs": last.additional_kwargs | {DAYS: days}})]


def choice(message: HumanMessage) -> str | None:
    """The id of the option that was tapped."""
    option: str | None = message.additional_kwargs.get("choice")
    return option


def tapped_answer(messages: list[HumanMessage]) -> str | None:
    """The node for a tapped answer to a confirmation request, however old that is."""
    taps = (read_answer(choice(m)) for m in reversed(messages))
    return next((ANSWERED_BY[answer.decision] for answer in taps if answer), None)


def is_reply_to_question(messages: list[HumanMessage]) -> bool:
    """A tapped option always is one; words are one unless they carry another intention."""
    if not messages:
        return False
    if any(choice(m) for m in messages):
        return True
    return is_answer("\n".join(without_notes(str(m.text)) for m in messages))
