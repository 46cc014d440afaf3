"""The offline model: a deterministic dialogue policy behind the chat-model interface."""

from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, ToolCall
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from agent.dialogue.converse import bound_names, route, step, sure_route
from agent.dialogue.view import read

ROUTE = "Route"


class OfflineChatModel(BaseChatModel):
    """Answers without a network, in Spanish, Portuguese and English, by calling the bound tools.

    Stateless: the dialogue's state travels in `additional_kwargs["memo"]` of its own messages, so
    that every call is a function of the messages alone. It says nothing about services, prices,
    places or times that did not come out of a tool or the system prompt's facts.
    """

    @property
    def _llm_type(self) -> str:
        return "frontdesk-offline"

    @property
    def model_name(self) -> str:
        """How traces call it."""
        return self._llm_type

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        ls_structured_output_format: object = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """The model with these tools; it calls no others. What LangSmith would be told of an answer's form
        is left out: langchain works it out anew from the schema in every call."""
        return self.bind(tools=[convert_to_openai_tool(tool) for tool in tools], **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        message = answer(messages, bound_names(kwargs.get("tools") or ()))
        return ChatResult(generations=[ChatGeneration(message=message)])

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        # A few milliseconds of work: not worth a thread.
        return self._generate(messages, stop, **kwargs)


def sure_node(messages: Sequence[BaseMessage]) -> str | None:
    """Which node these messages (a prompt of ours first) are for, where the reading is sure; else None."""
    return sure_route(read(messages))


def answer(messages: Sequence[BaseMessage], bound: frozenset[str]) -> AIMessage:
    """The next message: a tool call, or the reply with the new memo."""
    view = read(messages)
    call_id = f"offline_{view.calls + 1}"
    if ROUTE in bound:
        node, reason = route(view)
        call = ToolCall(name=ROUTE, args={"node": node, "reason": reason}, id=call_id)
        return AIMessage(content="", tool_calls=[call])
    done = step(view, bound)
    memo = {"memo": done.memo}
    if done.call is None:
        return AIMessage(content=done.reply, additional_kwargs=memo)
    call = ToolCall(name=done.call.tool, args=dict(done.call.args), id=call_id)
    return AIMessage(content="", tool_calls=[call], additional_kwargs=memo)
