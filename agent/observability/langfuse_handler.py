"""Langfuse's LangChain handler, extended by node names, costs and cancelled runs."""

from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID

from langchain_core.messages import AIMessage
from langchain_core.outputs import ChatGeneration, LLMResult
from langfuse.langchain import CallbackHandler

from agent.authorship import answered_by
from agent.prices import Price, price_of


class TurnHandler(CallbackHandler):
    """Langfuse's handler, which also knows the nodes that ran and what a call cost."""

    run_inline = True
    """In the run's own task: spans find their parents, and no thread is needed."""

    def __init__(
        self, public_key: str, *, texts: bool, prices: Mapping[str, Price] | None = None
    ) -> None:
        super().__init__(public_key=public_key)
        self._texts = texts
        self._prices = prices or {}
        self.nodes: list[str] = []

    def on_chain_start(self, serialized: dict[str, Any] | None, inputs: Any, **kwargs: Any) -> Any:
        node = (kwargs.get("metadata") or {}).get("langgraph_node")
        if node and kwargs.get("name") == node:
            self.nodes.append(node)
        return super().on_chain_start(serialized, inputs, **kwargs)

    def on_llm_end(self, response: LLMResult, *, run_id: UUID, **kwargs: Any) -> Any:
        call = self._runs.get(run_id)
        if call is not None and (cost := cost_of(response, self._prices)) is not None:
            call.update(cost_details={"total": cost})
        return super().on_llm_end(response, run_id=run_id, **kwargs)

    def _log_model_parse_warning(self) -> None:
        """A model without a name is a test's, and no news."""

    def end_unfinished(self) -> None:
        """What was cancelled in the middle of its work (a timeout) is shown as that."""
        for run in list(self._runs.values()):
            run.update(level="ERROR", status_message="cancelled").end()
        self._runs.clear()

    def _get_error_level_and_status_message(
        self, error: BaseException
    ) -> tuple[Literal["DEFAULT", "ERROR"], str]:
        level, _ = super()._get_error_level_and_status_message(error)
        return level, named(error, texts=self._texts)


def named(error: BaseException, *, texts: bool) -> str:
    """An error by its type; its words often quote a customer."""
    kind = type(error).__qualname__
    return f"{kind}: {error}" if texts else kind


def cost_of(response: LLMResult, prices: Mapping[str, Price]) -> float | None:
    """USD: as the server says with the usage (OpenRouter's `usage.cost`), else by the price that the
    turn's ledger uses; None when nobody knows one."""
    usage = (response.llm_output or {}).get("token_usage") or {}
    told = usage.get("cost") if isinstance(usage, dict) else None
    if isinstance(told, int | float) and not isinstance(told, bool):
        return float(told)
    answer = response.generations[-1][-1] if response.generations else None
    message = answer.message if isinstance(answer, ChatGeneration) else None
    if not isinstance(message, AIMessage) or (used := message.usage_metadata) is None:
        return None
    price = price_of(answered_by(message) or "", prices)
    cached = used.get("input_token_details", {}).get("cache_read") or 0
    spent = price.of(used["input_tokens"], cached, used["output_tokens"]) if price else None
    return None if spent is None else float(spent)
