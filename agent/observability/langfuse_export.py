"""The exporter of spans to Langfuse: masks what leaves, and quiets the libraries' logging."""

import logging
import re
import time
from collections.abc import Mapping, Sequence
from typing import Any

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.trace import Status

from agent.observability.masking import Mask

log = logging.getLogger(__name__)

_SHOWN = frozenset(
    {"user.id", "session.id", "langfuse.trace.name", "langfuse.trace.tags",
     "langfuse.environment", "langfuse.release", "langfuse.version",
     "langfuse.internal.as_root", "langfuse.internal.is_app_root",
     "langfuse.observation.type", "langfuse.observation.level",
     "langfuse.observation.model.name", "langfuse.observation.model.parameters",
     "langfuse.observation.usage_details", "langfuse.observation.cost_details",
     "langfuse.observation.completion_start_time",
     "langfuse.observation.metadata.langgraph_step",
     "langfuse.observation.metadata.langgraph_node",
     # Masked before they became attributes.
     "langfuse.observation.input", "langfuse.observation.output"}
)  # fmt: skip
_STATUS_MESSAGE = "langfuse.observation.status_message"
_TRACE_METADATA = "langfuse.trace.metadata"
_ERROR_NAME = re.compile(r"^[A-Za-z_][\w.<>]{0,100}$")


class MaskingExporter(SpanExporter):
    """Shows what is known to be harmless, and no secret in it; a span it cannot read is dropped.

    Events of spans (exceptions with their words) never pass.
    """

    def __init__(self, exporter: SpanExporter, mask: Mask) -> None:
        self._exporter = exporter
        self._mask = mask

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        return self._exporter.export([self._clean(span) for span in spans])

    def shutdown(self) -> None:
        self._exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30000) -> bool:
        return self._exporter.force_flush(timeout_millis)

    def _clean(self, span: ReadableSpan) -> ReadableSpan:
        return ReadableSpan(
            name=self._mask.redact(span.name),
            context=span.context,
            parent=span.parent,
            resource=span.resource,
            attributes=self._attributes(span.attributes or {}),
            kind=span.kind,
            status=Status(span.status.status_code),
            start_time=span.start_time,
            end_time=span.end_time,
            instrumentation_scope=span.instrumentation_scope,
        )

    def _attributes(self, attributes: Mapping[str, Any]) -> dict[str, Any]:
        return {
            key: self._value(key, value) for key, value in attributes.items() if self._shown(key)
        }

    def _shown(self, key: str) -> bool:
        if key.startswith(_TRACE_METADATA):
            return False  # The same as the observation's, on every span.
        return self._mask.texts or key in _SHOWN or key == _STATUS_MESSAGE

    def _value(self, key: str, value: Any) -> Any:
        if isinstance(value, str):
            if key == _STATUS_MESSAGE and not self._mask.texts and not _ERROR_NAME.match(value):
                return f"[{len(value)} chars]"
            return self._mask.redact(value)
        if isinstance(value, tuple | list):
            return [self._mask.redact(v) if isinstance(v, str) else v for v in value]
        return value


class _OneLine(logging.Handler):
    """Whatever these libraries complain about becomes one line of our own in ten minutes: their
    words quote answers and data."""

    def __init__(self, seconds: float = 600.0) -> None:
        super().__init__(logging.WARNING)
        self._seconds = seconds
        self._next = 0.0

    def emit(self, record: logging.LogRecord) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + self._seconds
        kind = record.exc_info[0] if record.exc_info else None
        log.warning(
            "Langfuse does not get all traces (%s, line %s%s); `frontdesk check` tells more",
            record.name,
            record.lineno,
            f", {kind.__name__}" if kind else "",
        )


_LINE = _OneLine()


def quiet_libraries() -> None:
    """From now on `_OneLine` hears the libraries of tracing, and nobody else does."""
    for name in ("langfuse", "opentelemetry", "langchain_core.callbacks"):
        logger = logging.getLogger(name)
        logger.propagate = False
        if _LINE not in logger.handlers:
            logger.addHandler(_LINE)
