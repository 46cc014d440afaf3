"""A model that keeps promising that a person will write: the person is called, so that its words are true."""

from collections.abc import Sequence
from uuid import uuid4

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolCall, ToolMessage
from langgraph.runtime import Runtime

from agent.context import TurnContext
from agent.tool_results import encode
from graphs.state import State
from graphs.tool_runs import run_tool
from tools.escalation import escalate_to_human


async def call_person(
    messages: Sequence[AnyMessage], state: State, runtime: Runtime[TurnContext]
) -> list[AnyMessage]:
    """The call of the tool and what it answered, as they stand in the thread."""
    wishes = (str(one.text) for one in reversed(messages) if isinstance(one, HumanMessage))
    args = {"reason": "follow_up", "summary": next(wishes, "")[:300]}
    call = ToolCall(name=escalate_to_human.name, args=args, id=f"promised_{uuid4().hex}")
    message = AIMessage("", tool_calls=[call])
    result = await run_tool(call, message, {call["name"]: escalate_to_human}, state, runtime)
    content = result if isinstance(result, str) else encode(result)
    return [message, ToolMessage(content, tool_call_id=call["id"] or "", name=call["name"])]
