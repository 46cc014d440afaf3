"""Turns as Langfuse traces: one client, one handler a turn, one exporter that looks at every span.

Everything is sent by threads of the libraries from bounded queues, so that a Langfuse which is
slow or gone costs a turn nothing.
"""

import atexit
import base64
import hmac
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Self
from uuid import UUID

from langchain_core.runnables import RunnableConfig
from langfuse import Langfuse, LangfuseAgent, propagate_attributes
from langfuse._client.resource_manager import LangfuseResourceManager
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanLimits, TracerProvider
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import ALWAYS_ON
from opentelemetry.trace import Span, get_current_span

from agent.context import TurnContext
from agent.fault_boundary import FaultBoundary
from agent.observability.langfuse_export import MaskingExporter, quiet_libraries
from agent.observability.langfuse_handler import TurnHandler, named
from agent.observability.langfuse_scores import Scores
from agent.observability.masking import Mask
from agent.settings import Settings

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 4
CLOSE_SECONDS = 2.0
_FLUSH_SECONDS = 2.0
_FLUSH_SPANS = 128
_LONGEST_VALUE = 100_000

_trace_id: ContextVar[int | None] = ContextVar("trace_id", default=None)


def open_langfuse(settings: Settings, words: Iterable[str]) -> "LangfuseTracing":
    """The three LANGFUSE_ settings must be there. Asks nobody: a wrong key shows later, in a log."""
    quiet_libraries()
    mask = Mask(texts=settings.langfuse_texts, words=words, secrets=settings.secrets())
    return LangfuseTracing(settings, mask)


class LangfuseTracing:
    """`agent.observability.tracing.Tracing` over a Langfuse client of its own.

    The process's global tracer provider stays as it is. One at a time for a public key, because
    the library keeps one set of queues for each.
    """

    def __init__(self, settings: Settings, mask: Mask) -> None:
        assert settings.langfuse_host
        assert settings.langfuse_public_key
        assert settings.langfuse_secret_key
        self._mask = mask
        self._public_key = settings.langfuse_public_key
        self._prices = settings.model_prices
        secret = settings.langfuse_secret_key.get_secret_value()
        self._pseudonyms = Pseudonyms(next(iter(settings.secret_keys), None), secret)
        self._release = settings.frontdesk_release or _package_version()
        host = settings.langfuse_host.rstrip("/")
        self._provider = TracerProvider(
            sampler=ALWAYS_ON,
            resource=Resource({"service.name": "frontdesk"}),
            shutdown_on_exit=False,
            id_generator=_TurnIds(),
            span_limits=SpanLimits(max_span_attribute_length=_LONGEST_VALUE),
        )
        headers = _headers(self._public_key, secret)
        exporter = OTLPSpanExporter(
            endpoint=f"{host}/api/public/otel/v1/traces",
            headers=headers,
            timeout=TIMEOUT_SECONDS,
            compression=Compression.Gzip,
        )
        self._client = Langfuse(
            public_key=self._public_key,
            secret_key=secret,
            base_url=host,
            timeout=TIMEOUT_SECONDS,
            environment=settings.frontdesk_deployment,
            release=self._release,
            sample_rate=1.0,
            flush_at=_FLUSH_SPANS,
            flush_interval=_FLUSH_SECONDS,
            mask=lambda *, data, **_: mask.shape(data),
            tracer_provider=self._provider,
            span_exporter=MaskingExporter(exporter, mask),
        )
        _tame(self._client)
        self._scores = Scores(host, headers, settings.frontdesk_deployment, timeout=TIMEOUT_SECONDS)
        self._scores.start()
        self._closed = False

    def _handler(self) -> TurnHandler:
        return TurnHandler(self._public_key, texts=self._mask.texts, prices=self._prices)

    @contextmanager
    def turn(self, context: TurnContext, words: str) -> Iterator["LangfuseTurn"]:
        """The trace's id is the turn's."""
        with LangfuseTurn(self._client, self._handler, texts=self._mask.texts) as traced:
            if not self._closed:
                traced.begin(
                    context.turn_id,
                    session=str(context.conversation_id),
                    user=self._pseudonyms.of(context),
                    tags=[
                        f"organization:{context.organization.slug}",
                        f"channel:{context.channel}",
                        f"release:{self._release}",
                    ],
                    words=words,
                )
            yield traced

    def score(self, turn: UUID, **scores: bool) -> None:
        for name, value in scores.items():
            self._scores.put(turn, name, value)

    def close(self) -> None:
        """In a thread of its own, because the library's own ending has no limit of time."""
        self._closed = True
        ending = threading.Thread(target=self._close, name="langfuse-close", daemon=True)
        ending.start()
        ending.join(CLOSE_SECONDS)
        if ending.is_alive():
            log.warning("Langfuse did not take the last traces in time")
        # Otherwise a later client with this key would be this closed one.
        LangfuseResourceManager._instances.pop(self._public_key, None)

    def _close(self) -> None:
        self._scores.close()
        with _noted():
            self._client.shutdown()
            self._provider.shutdown()
        self._scores.join()


class LangfuseTurn:
    """The span around a run, and the handler that traces what happens in it.

    A failure in here is noted and costs the trace, never the turn.
    """

    def __init__(
        self, client: Langfuse, make_handler: Callable[[], TurnHandler], *, texts: bool
    ) -> None:
        self._client = client
        self._make_handler = make_handler
        self._texts = texts
        self._stack = ExitStack()
        self._root: LangfuseAgent | None = None
        self._span: Span | None = None
        self._tags: list[str] = []
        self._handler: TurnHandler | None = None
        self.config: RunnableConfig = {}

    def begin(self, turn: UUID, *, session: str, user: str, tags: list[str], words: str) -> None:
        with _noted():
            self._tags = tags
            self._stack.enter_context(
                propagate_attributes(trace_name="turn", session_id=session, user_id=user, tags=tags)
            )
            chosen = _trace_id.set(turn.int)
            try:
                self._root = self._stack.enter_context(
                    self._client.start_as_current_observation(
                        name="turn", as_type="agent", input=words
                    )
                )
            finally:
                _trace_id.reset(chosen)
            # Kept, because the handler leaves its own spans behind as the current one.
            self._span = get_current_span()
            self._handler = self._make_handler()
            self.config = {"callbacks": [self._handler]}

    def ended(self, path: Sequence[str], replies: Sequence[str]) -> None:
        with _noted():
            self._tag(path)
            if self._root is not None:
                self._root.update(output=list(replies))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with _noted():
            if self._handler is not None:
                self._handler.end_unfinished()
                if error is not None:
                    self._tag(self._handler.nodes)
            if error is not None and self._root is not None:
                message = named(error, texts=self._texts)
                self._root.update(level="ERROR", status_message=message)
        with _noted():
            self._stack.close()

    def _tag(self, nodes: Sequence[str]) -> None:
        if self._span is not None:
            tags = [*self._tags, *(f"node:{node}" for node in dict.fromkeys(nodes))]
            self._span.set_attribute("langfuse.trace.tags", tags)


class Pseudonyms:
    """Pseudonyms of customers: only this deployment can relate them to a phone or a chat.

    With FRONTDESK_SECRET_KEY a customer is the same one in every channel (by phone). The Langfuse
    key is known to whoever runs Langfuse, who could try all phones with it: with that one alone
    the random id of the chat is named.
    """

    def __init__(self, own_key: str | None, langfuse_key: str) -> None:
        self._own = own_key is not None
        self._key = own_key or langfuse_key

    def of(self, context: TurnContext) -> str:
        by_phone = self._own and context.phone
        who = context.phone if by_phone else context.conversation_id
        whole = f"langfuse user:{context.organization.id}:{who}"
        return hmac.digest(self._key.encode(), whole.encode(), "sha256").hex()[:32]


class _TurnIds(RandomIdGenerator):
    """A trace that begins with a turn carries the turn's id."""

    def generate_trace_id(self) -> int:
        return _trace_id.get() or super().generate_trace_id()


def _noted() -> FaultBoundary:
    """Tracing must never fail a turn."""
    return FaultBoundary(logging.getLogger("langfuse"), "a part of a trace was lost")


def _package_version() -> str:
    try:
        return version("frontdesk")
    except PackageNotFoundError:  # run from a folder that was never installed
        return "unknown"


def _headers(public_key: str, secret_key: str) -> dict[str, str]:
    """Those that the library's own exporter sends."""
    pair = base64.b64encode(f"{public_key}:{secret_key}".encode()).decode()
    return {
        "Authorization": f"Basic {pair}",
        "x-langfuse-sdk-name": "python",
        "x-langfuse-sdk-version": version("langfuse"),
        "x-langfuse-public-key": public_key,
        "x-langfuse-ingestion-version": "4",
    }


def _tame(client: Langfuse) -> None:
    """Two habits that no argument of the library turns off: it uploads images in messages before
    the mask sees them, and it waits for its host when the process ends."""
    assert client._resources is not None
    client._resources._media_manager._enabled = False
    atexit.unregister(client._resources.shutdown)
