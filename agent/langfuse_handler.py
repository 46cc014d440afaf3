"""Langfuse's own LangChain handler, with what it does not tell by itself."""

from typing import Any, Literal
from uuid import UUID

from langchain_core.outputs import LLMResult
from langfuse.langchain import CallbackHandler


class TurnHandler(CallbackHandler):
    """Langfuse's handler, which also knows the nodes that ran and what a call cost."""

    run_inline = True
    """In the run's own task: spans find their parents, and no thread is needed."""

    def __init__(self, public_key: str, *, texts: bool) -> None:
        super().__init__(public_key=public_key)
        self._texts = texts
        self.nodes: list[str] = []

    def on_chain_start(self, serialized: dict[str, Any] | None, inputs: Any, **kwargs: Any) -> Any:
        node = (kwargs.get("metadata") or {}).get("langgraph_node")
        if node and kwargs.get("name") == node:
            self.nodes.append(node)
        return super().on_chain_start(serialized, inputs, **kwargs)

    def on_llm_end(self, response: LLMResult, *, run_id: UUID, **kwargs: Any) -> Any:
        call = self._runs.get(run_id)
        if call is not None and (cost := told_cost(response)) is not None:
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


def told_cost(response: LLMResult) -> float | None:
    """USD, of servers that say it with the usage (OpenRouter's `usage.cost`)."""
    usage = (response.llm_output or {}).get("token_usage") or {}
    cost = usage.get("cost") if isinstance(usage, dict) else None
    return float(cost) if isinstance(cost, int | float) and not isinstance(cost, bool) else None
