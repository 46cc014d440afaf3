"""The fallback chain as one chat model: the main model, the fallbacks in order, the offline model."""

import asyncio
import hashlib
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable, RunnableBinding
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import PrivateAttr

from agent.authorship import ANSWERED_BY, OFFLINE
from agent.dialogue import OfflineChatModel
from agent.facts import prompt_in
from agent.llm.calls import ModelCalls, Usage, current_calls
from agent.llm.circuit_breaker import Circuit
from agent.llm.failures import Failure, classify
from agent.llm.listening import Listener, current_listener
from agent.llm.requests import request_of, tools_of
from agent.llm.streaming import (
    CacheKeys,
    Streaming,
    can_stream,
    says_nothing,
    whole_answer,
    with_tokens_of,
)
from agent.prices import Price, price_of

log = logging.getLogger(__name__)

MOST_WAIT_SECONDS = 5.0
"""A provider that asks for a longer pause is skipped: a customer waits."""
_FIRST_WAIT_SECONDS = 0.5
_MOST_TOKENS = 10_000_000

Pause = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Member:
    """A hosted model under its `provider:model` name."""

    name: str
    model: BaseChatModel
    circuit: Circuit
    streaming: Streaming = field(default_factory=Streaming)
    cache_keys: CacheKeys = field(default_factory=CacheKeys)

    @property
    def openai(self) -> bool:
        """Whether it speaks OpenAI's protocol: OpenAI's own or a compatible server's."""
        return self.name.startswith("openai:")

    @property
    def keyed(self) -> bool:
        """Whether its requests carry a cache key."""
        return self.openai and not self.cache_keys.why_not

    def listener(self) -> Listener | None:
        """Who hears its next answer; None where it is to come whole."""
        listener = current_listener()
        if listener is None or self.streaming.why_not or not can_stream(self.model):
            return None
        return listener

    async def answer(
        self,
        messages: list[BaseMessage],
        manager: AsyncCallbackManagerForLLMRun | None,
        tools: Sequence[dict[str, Any]],
        kwargs: Mapping[str, Any],
        listener: Listener | None = None,
        cache_key: Mapping[str, str] | None = None,
    ) -> ChatResult:
        """One request. It belongs to the caller's run, so that a trace shows one generation."""
        given = {**kwargs, **(cache_key or {})}
        if tools:
            choice = given.pop("tool_choice", None)
            wanted = {"tool_choice": choice} if choice else {}
            bound = self.model.bind_tools(tools_of(tools), **wanted)
            assert isinstance(bound, RunnableBinding)
            given |= bound.kwargs
        request = request_of(messages, splits=self.openai)
        shown = request if self.openai else _after_the_customer(request)
        if listener is None:
            return await self.model._agenerate(shown, run_manager=manager, **given)
        stream = self.model._astream(shown, run_manager=manager, **given)
        result = await whole_answer(stream, listener)
        if says_nothing(result):
            whole = await self.model._agenerate(shown, run_manager=manager, **given)
            return with_tokens_of(whole, result)
        self._look_for_mixing(result, listener)
        return result

    def _look_for_mixing(self, result: ChatResult, listener: Listener) -> None:
        """A model that calls tools after several sentences does so again: its words come whole from
        now on, because only then is it known what they belong to."""
        message = result.generations[0].message
        if listener.passed_on and isinstance(message, AIMessage) and message.tool_calls:
            self.streaming.why_not = "it calls tools after words"
            log.warning("model %s is not streamed: %s", self.name, self.streaming.why_not)


class ResilientChatModel(BaseChatModel):
    """Asks `members` in order until one answers; the offline model always does.

    Each member has its retries within one `timeout_seconds` and its circuit; whoever failed is not
    asked again in the same turn. Tools are bound on each member in its own way. Every answer says
    in its response_metadata who gave it, and its tokens are noted before it is returned.
    """

    timeout_seconds: float = 30.0
    _members: tuple[Member, ...] = PrivateAttr()
    _offline: OfflineChatModel = PrivateAttr(default_factory=OfflineChatModel)
    _prices: Mapping[str, Price] = PrivateAttr()
    _pause: Pause = PrivateAttr()

    def __init__(
        self,
        members: Sequence[Member],
        *,
        timeout_seconds: float,
        prices: Mapping[str, Price] | None = None,
        pause: Pause = asyncio.sleep,
    ) -> None:
        super().__init__(timeout_seconds=timeout_seconds)
        self._members = tuple(members)
        self._prices = prices or {}
        self._pause = pause

    @property
    def _llm_type(self) -> str:
        return "frontdesk-resilient"

    @property
    def hosted_names(self) -> list[str]:
        """The `provider:model` of the members, in their order."""
        return [member.name for member in self._members]

    @property
    def model_name(self) -> str:
        """The whole chain, for example "openai:gpt-5.4-mini, offline"."""
        return ", ".join([*self.hosted_names, OFFLINE])

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        ls_structured_output_format: object = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """The chain with these tools, whoever of it will answer, and without LangSmith's form of it, as
        the offline model."""
        choice = {"tool_choice": tool_choice} if tool_choice else {}
        return self.bind(tools=[convert_to_openai_tool(tool) for tool in tools], **choice, **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        raise NotImplementedError("the graph runs asynchronously")

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        calls = current_calls()
        node = str(((run_manager and run_manager.metadata) or {}).get("langgraph_node", ""))
        tools = kwargs.pop("tools", None) or []
        given = kwargs | ({"stop": stop} if stop else {})
        cache_key = _cache_key(messages)
        for member in self._members:
            if calls.seconds_left < min(self.timeout_seconds, calls.seconds) / 4:
                break  # what is left of the turn belongs to the offline model
            if not calls.asks(member.name) or not member.circuit.admits():
                continue

            async def ask(
                listener: Listener | None, keyed: bool, member: Member = member
            ) -> ChatResult:
                return await member.answer(
                    messages, run_manager, tools, given, listener, cache_key if keyed else None
                )

            keyed = member.keyed and bool(cache_key)
            result = await self._try_member(member, ask, calls, node, keyed=keyed)
            if result is not None:
                return _signed(result, member.name)
        await calls.note(Usage(node, OFFLINE))
        result = await self._offline._agenerate(messages, tools=tools)
        return _signed(result, OFFLINE)

    async def _try_member(
        self,
        member: Member,
        ask: Callable[[Listener | None, bool], Awaitable[ChatResult]],
        calls: ModelCalls,
        node: str,
        *,
        keyed: bool,
    ) -> ChatResult | None:
        """The member's answer; None when it failed and the next one is to be asked.

        All tries and pauses together take one timeout at most. Whatever was answered is noted.
        """
        ends = time.monotonic() + min(self.timeout_seconds, calls.seconds_left)
        tried = 0
        listener, refused_stream = member.listener(), False
        refused_key = False
        while True:
            tried += 1
            try:
                async with asyncio.timeout(ends - time.monotonic()):
                    result = await ask(listener, keyed)
            except Exception as error:  # providers raise anything; a bug is told apart and raised
                classified = classify(error)
                if classified is None:
                    raise
                log.warning("model %s: %s (%s)", member.name, classified.kind, type(error).__name__)
                failure = classified
                if listener is not None and failure.kind == "request refused":
                    listener, tried = None, 0  # a compatible server may know no streams
                    refused_stream = True
                    continue
                if keyed and failure.kind == "request refused":
                    keyed, tried = False, 0  # nor cache keys
                    refused_key = True
                    continue
            else:
                await calls.note(self._usage(node, member.name, result))
                if refused_key:
                    member.cache_keys.why_not = "it refuses cache keys"
                elif refused_stream:
                    member.streaming.why_not = "it refuses streams"
                if result.generations:
                    member.circuit.succeeded()
                    return _refusal() if _blocked(result) else result
                log.warning("model %s: an answer without any choice", member.name)
                failure = Failure("unreadable answer", tries=2)
            if not failure.counts:  # it is there, and answers
                member.circuit.succeeded()
            if failure.kind == "filtered":
                return _refusal()
            wait = _wait(failure, tried)
            if wait is None or time.monotonic() + wait >= ends:
                self._gave_up(member, failure, calls)
                return None
            await self._pause(wait)

    def _gave_up(self, member: Member, failure: Failure, calls: ModelCalls) -> None:
        calls.give_up(member.name, failure.kind)
        if failure.counts and member.circuit.failed(lasting=failure.lasting):
            log.error("model %s is left alone for a while: %s", member.name, failure.kind)
        elif failure.kind == "request refused":
            log.error("model %s does not take what it was sent", member.name)

    def _usage(self, node: str, name: str, result: ChatResult) -> Usage:
        told = _told(result)
        if told is None:
            return Usage(node, name)
        sent, cached, produced = map(_tokens, told)
        price = price_of(name, self._prices)
        cost = price.of(sent, cached, produced) if price else None
        return Usage(node, name, sent, cached, produced, cost_usd=cost)


def _tokens(told: Any) -> int:
    """What a server tells, within what can be: not every compatible one counts well."""
    return min(max(0, told), _MOST_TOKENS) if isinstance(told, int) else 0


def _told(result: ChatResult) -> tuple[Any, Any, Any] | None:
    """The tokens of an answer: input, of these cached, output; None when the server did not say."""
    if result.generations:
        message = result.generations[0].message
        used = message.usage_metadata if isinstance(message, AIMessage) else None
        if used is None:
            return None
        cached = used.get("input_token_details", {}).get("cache_read")
        return used["input_tokens"], cached, used["output_tokens"]
    counts = (result.llm_output or {}).get(
        "token_usage"
    )  # no choice, no message; as OpenAI says it
    if not isinstance(counts, dict):
        return None
    return counts.get("prompt_tokens"), 0, counts.get("completion_tokens")


def _cache_key(messages: Sequence[BaseMessage]) -> dict[str, str]:
    """The same for requests that begin alike, so that a provider sends them where that is cached."""
    prompt = prompt_in(messages)
    if prompt is None:
        return {}
    digest = hashlib.sha256(prompt.stable.encode("utf-8", "replace")).hexdigest()
    return {"prompt_cache_key": f"frontdesk-{digest[:16]}"}


def _after_the_customer(messages: list[BaseMessage]) -> list[BaseMessage]:
    """Bedrock, Anthropic and Gemini take a conversation only when the user begins it, and where the
    business wrote first (a reminder, a request to confirm) nobody else has."""
    first = next((i for i, m in enumerate(messages) if not isinstance(m, SystemMessage)), None)
    if first is None or isinstance(messages[first], HumanMessage):
        return messages
    return [*messages[:first], HumanMessage("…"), *messages[first:]]


def _wait(failure: Failure, tried: int) -> float | None:
    """Seconds until the next try; None: no further try."""
    if tried >= failure.tries:
        return None
    if failure.wait_seconds is None:
        return float(_FIRST_WAIT_SECONDS * 2 ** (tried - 1))
    return failure.wait_seconds if failure.wait_seconds <= MOST_WAIT_SECONDS else None


def _signed(result: ChatResult, name: str) -> ChatResult:
    message = result.generations[0].message
    message.response_metadata = {**message.response_metadata, ANSWERED_BY: name}
    return result


def _blocked(result: ChatResult) -> bool:
    """Whether Gemini took the question out: the library passes an empty answer on."""
    feedback = (result.llm_output or {}).get("prompt_feedback") or {}
    return bool(feedback.get("block_reason"))


def _refusal() -> ChatResult:
    """The provider's filter stopped the request: the same as a model that refuses."""
    message = AIMessage("", additional_kwargs={"refusal": "content filter"})
    return ChatResult(generations=[ChatGeneration(message=message)])
