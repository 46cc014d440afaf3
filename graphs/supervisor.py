"""One decision: which node answers. Skipped while a flow waits for an answer and this is one."""

from collections.abc import Awaitable, Callable
from typing import Any, cast

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage
from langgraph.runtime import Runtime
from langgraph.types import Command
from pydantic import BaseModel, Field

from agent.context import TurnContext
from agent.dialogue import OfflineChatModel
from agent.language import is_answer
from agent.scheduling.reminder_buttons import ANSWERED_BY, read_answer
from graphs.node import SHOWN_MESSAGES, NodeName
from graphs.prompting import system_prompt
from graphs.received import without_notes
from graphs.result_views import for_models
from graphs.state import State, recent, since_last_reply


class Route(BaseModel):
    """Which part of the front desk answers."""

    node: NodeName = Field(description="the part that should answer")
    reason: str = Field(default="", description="a few words why")


def run_supervisor(
    model: BaseChatModel,
) -> Callable[[State, Runtime[TurnContext]], Awaitable[Command[Any]]]:
    """The graph's first node."""
    # A tool call is what every compatible server can do; JSON schemas are not.
    router, offline = (
        m.with_structured_output(Route, method="function_calling", include_raw=True)
        for m in (model, OfflineChatModel())
    )

    async def supervise(state: State, runtime: Runtime[TurnContext]) -> Command[Any]:
        unanswered = since_last_reply(state["messages"])
        if any(str(choice(m)).startswith("waiting:") for m in unanswered):
            return Command(goto="appointment", update={"path": []})
        waiting = state.get("awaiting")
        if answered := tapped_answer(unanswered):
            return Command(goto=answered, update={"path": []})
        if waiting and is_reply_to_question(unanswered):
            return Command(goto=waiting, update={"path": []})
        prompt = system_prompt("supervisor", runtime.context)
        shown = [prompt, *for_models(recent(state["messages"], SHOWN_MESSAGES))]
        # A refusal, a malformed call or an invented node is no decision.
        for model in (router, router, offline):
            answer = cast(dict[str, Any], await model.ainvoke(shown))
            if route := cast(Route | None, answer["parsed"]):
                return Command(goto=route.node, update={"path": ["supervisor"]})
        raise RuntimeError("the offline model always decides")

    return supervise


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
