"""A Langfuse server for tests: takes OTLP traces and scores, and asks for the project's keys.

Sources: Langfuse's documentation, "OpenTelemetry (OTLP) endpoint" (POST /api/public/otel/v1/traces,
protobuf over HTTP, basic authentication with public and secret key) and its public API reference
(POST /api/public/scores with one CreateScoreRequest, answered with its id; only servers from 4.59.0
on take a list; GET /api/public/projects); the attributes of spans are those of "Property mapping"
there; the message is ExportTraceServiceRequest of the OpenTelemetry protocol.
"""

import base64
import gzip
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tests.providers.server import Answer, ProviderServer, Request

PUBLIC_KEY = "pk-lf-for-tests"
SECRET_KEY = "sk-lf-secret-for-tests"


@dataclass(frozen=True)
class Seen:
    """One span; `attributes` decoded, `parent` empty for a root, times in nanoseconds."""

    trace: str
    id: str
    parent: str
    name: str
    start: int
    end: int
    error: bool
    attributes: dict[str, Any]

    @property
    def kind(self) -> str:
        return str(self.attributes["langfuse.observation.type"])

    @property
    def tags(self) -> list[str]:
        return list(self.attributes["langfuse.trace.tags"])

    def json(self, name: str) -> Any:
        """An attribute langfuse.observation.<name>, decoded."""
        return json.loads(self.attributes[f"langfuse.observation.{name}"])


class LangfuseServer(ProviderServer):
    """Keeps what it took; refuses other keys than its own with 401."""

    def __init__(self) -> None:
        super().__init__()
        self.spans: list[Seen] = []
        self.scores: list[dict[str, Any]] = []
        self.takes: type[Any] = dict
        """A score as an object, or (what the newest reference says) lists of them."""
        self.bodies: list[bytes] = []
        """Everything that was posted, unpacked."""

    def handle(self, request: Request) -> Answer:
        if not self._known(request):
            return Answer(401, {"message": "Invalid credentials"})
        body = request.body
        if request.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        self.bodies.append(body)
        if request.path == "/api/public/otel/v1/traces":
            assert request.headers["content-type"] == "application/x-protobuf"
            self.spans.extend(decode(body))
            return Answer(200, b"", {"content-type": "application/x-protobuf"})
        if request.path == "/api/public/scores":
            return self._score(json.loads(body))
        return Answer(404, {"message": "Not found"})

    def _score(self, sent: Any) -> Answer:
        if type(sent) is not self.takes:
            return Answer(400, {"message": "Invalid request data", "error": []})
        if isinstance(sent, list):
            self.scores.extend(sent)
            return Answer(202, {"message": "Accepted"})
        self.scores.append(sent)
        return Answer(200, {"id": sent["id"]})

    async def respond(self, request: Request) -> Answer:
        if (request.method, request.path) == ("GET", "/api/public/projects"):
            project = {"id": "p1", "name": "front desk", "metadata": {}}
            return Answer(200, {"data": [project]}) if self._known(request) else Answer(401)
        return await super().respond(request)

    @staticmethod
    def _known(request: Request) -> bool:
        pair = base64.b64encode(f"{PUBLIC_KEY}:{SECRET_KEY}".encode()).decode()
        return request.headers.get("authorization") == f"Basic {pair}"

    # What was taken

    def trace(self, turn: Any) -> list[Seen]:
        """The spans of a turn, in the order of their beginnings."""
        found = [span for span in self.spans if span.trace == str(turn).replace("-", "")]
        return sorted(found, key=lambda span: span.start)

    def root(self, turn: Any) -> Seen:
        (root,) = [span for span in self.trace(turn) if not span.parent]
        return root

    def scored(self, turn: Any) -> dict[str, float]:
        trace = str(turn).replace("-", "")
        return {s["name"]: s["value"] for s in self.scores if s["traceId"] == trace}


def decode(body: bytes) -> Iterable[Seen]:
    """The spans of an export request."""
    request = ExportTraceServiceRequest.FromString(body)
    for resource in request.resource_spans:
        for scope in resource.scope_spans:
            yield from map(_seen, scope.spans)


def _seen(span: Span) -> Seen:
    assert not span.events
    assert not span.status.message
    return Seen(
        trace=span.trace_id.hex(),
        id=span.span_id.hex(),
        parent=span.parent_span_id.hex(),
        name=span.name,
        start=span.start_time_unix_nano,
        end=span.end_time_unix_nano,
        error=span.status.code == span.status.STATUS_CODE_ERROR,
        attributes={item.key: _value(item.value) for item in span.attributes},
    )


def _value(value: AnyValue) -> Any:
    kind = value.WhichOneof("value")
    if kind == "array_value":
        return [_value(item) for item in value.array_value.values]
    return getattr(value, kind) if kind else None
