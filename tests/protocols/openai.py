"""A server that speaks OpenAI's Chat Completions: scripted answers, plain or streamed, and faults.

Source: the API reference of OpenAI, https://developers.openai.com/api/reference (formerly
https://platform.openai.com/docs/api-reference): "Create chat completion" (request, `tools`,
`tool_choice`, `stream`, `stream_options`), "The chat completion object" (`finish_reason`,
`message.refusal`, `usage.prompt_tokens_details.cached_tokens`), "The chat completion chunk object"
(server-sent events, the last chunk with usage and without choices, `data: [DONE]`); the guides
"Function calling" (a tool message for every call), "Error codes" (401, 429, 500 and their
`error.code`) and "Rate limits" (`retry-after`). `retry-after-ms` is what the official client reads.
"""

import asyncio
import itertools
import json
from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from types import TracebackType
from typing import Any

from tests.protocols.openai_requests import problem_of
from tests.providers.server import Answer, ProviderServer, Request


@dataclass(frozen=True)
class Reply:
    """One scripted answer; `message` None: an answer without any choice."""

    message: dict[str, Any] | None
    finish_reason: str = "stop"


class Halt:
    """A stream halts once it has told `after`: `reached` then, and on when the test sets `go`."""

    def __init__(self, after: str) -> None:
        self.after = after
        self.reached = asyncio.Event()
        self.go = asyncio.Event()


@dataclass(frozen=True)
class Halting(Reply):
    """A Reply whose stream halts, at each of `halts` in turn."""

    halts: tuple[Halt, ...] = ()


def halting(text: str, *halts: Halt) -> Halting:
    """Words whose stream halts in the middle of them."""
    assert all(halt.after in text for halt in halts)
    return Halting({"role": "assistant", "content": text, "refusal": None}, halts=halts)


def saying_and_calling(text: str, name: str, arguments: dict[str, Any]) -> Reply:
    """Words, and a tool call after them in the same answer."""
    reply = _calls([("call_after_words", name, json.dumps(arguments))])
    return Reply({**(reply.message or {}), "content": text}, reply.finish_reason)


def refusal(said: str = "I can't help with that.") -> Reply:
    """The model declines."""
    return Reply({"role": "assistant", "content": None, "refusal": said})


def cut(text: str) -> Reply:
    """The answer stops in the middle, at the limit of tokens."""
    return Reply({"role": "assistant", "content": text, "refusal": None}, "length")


def filtered() -> Reply:
    """The provider's filter took the answer out."""
    return Reply({"role": "assistant", "content": "", "refusal": None}, "content_filter")


def malformed(name: str, arguments: str) -> Reply:
    """A tool call whose arguments are not what was asked for."""
    return _calls([("call_malformed", name, arguments)])


def many_calls(name: str, arguments: dict[str, Any], ids: Sequence[str]) -> Reply:
    """The same tool several times in one answer, under these ids."""
    return _calls([(id_, name, json.dumps(arguments)) for id_ in ids])


def no_choices() -> Reply:
    """An answer with an empty list of choices."""
    return Reply(None)


def _calls(calls: list[tuple[str, str, str]]) -> Reply:
    listed = [
        {"id": id_, "type": "function", "function": {"name": name, "arguments": arguments}}
        for id_, name, arguments in calls
    ]
    message = {"role": "assistant", "content": None, "refusal": None, "tool_calls": listed}
    return Reply(message, "tool_calls")


Play = str | tuple[str, dict[str, Any]] | Reply


class OpenAIServer(ProviderServer):
    """Answers with what `plays` was given, in order; what the real API would not take is a 400.

    Leaving it fails when such a request came, unless the test has emptied `rejected`.
    """

    def __init__(self, api_key: str = "sk-for-tests") -> None:
        super().__init__()
        self.api_key = api_key
        self.asked: list[dict[str, Any]] = []
        self.rejected: list[str] = []
        self.prompt_tokens = 1000
        self.cached_tokens = 0
        self.ends_streams = True
        self._script: deque[Reply] = deque()
        self._numbers = itertools.count(1)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await super().__aexit__(kind, error, trace)
        if error is None:
            assert not self.rejected, self.rejected

    # What it will say

    @property
    def chats(self) -> list[Request]:
        """Requests of completions; embeddings are asked of the same address and not played here."""
        return [r for r in self.requests if r.path == "/v1/chat/completions"]

    def plays(self, *answers: Play) -> None:
        """Each answer is a text, a tool's name with its arguments, or a whole Reply."""
        for answer in answers:
            if isinstance(answer, Reply):
                self._script.append(answer)
            elif isinstance(answer, str):
                message = {"role": "assistant", "content": answer, "refusal": None}
                self._script.append(Reply(message))
            else:
                name, arguments = answer
                number = f"call_{next(self._numbers)}"
                self._script.append(_calls([(number, name, json.dumps(arguments))]))

    def limits_next(
        self,
        *,
        seconds: int | None = None,
        milliseconds: int | None = None,
        until: datetime | None = None,
        times: int = 1,
    ) -> None:
        """Too many requests, with the time after which to come again: seconds, or a date (RFC 9110)."""
        headers = {} if seconds is None else {"retry-after": str(seconds)}
        if until is not None:
            headers["retry-after"] = format_datetime(until, usegmt=True)
        if milliseconds is not None:
            headers["retry-after-ms"] = str(milliseconds)
        body = _error("Rate limit reached", "rate_limit_exceeded", "tokens")
        self.answer_next(429, body, times, headers)

    def fails_next(self, status: int = 500, code: str | None = None, times: int = 1) -> None:
        """A server error, or a refusal of the account (code "insufficient_quota")."""
        self.answer_next(status, _error("The server had an error", code, "server_error"), times)

    # What it answers

    def handle(self, request: Request) -> Answer:
        if request.headers.get("authorization") != f"Bearer {self.api_key}":
            return Answer(401, _error("Incorrect API key provided", "invalid_api_key"))
        if request.path != "/v1/chat/completions":
            return Answer(404, _error(f"Invalid URL (POST {request.path})", None))
        body = request.json()
        if problem := problem_of(body):
            self.rejected.append(problem)
            return Answer(400, _error(problem, None))
        self.asked.append(body)
        self._pass_over_decisions(body)
        if not self._script:
            self.rejected.append("the test wrote down no answer for this request")
            return Answer(500, _error("The server had an error", None, "server_error"))
        reply = self._script.popleft()
        headers = {"x-request-id": f"req_{len(self.asked)}"}
        if not body.get("stream"):
            return Answer(200, self._completion(body, reply), headers)
        headers |= {"content-type": _EVENTS}
        events = self._stream(body, reply)
        if isinstance(reply, Halting):
            return Answer(200, headers=headers, pieces=_halting(events, reply.halts))
        return Answer(200, b"".join(events), headers)

    def _pass_over_decisions(self, body: dict[str, Any]) -> None:
        """Who chooses a node is not always asked: a script's decisions are for who is."""
        names = {tool["function"]["name"] for tool in body.get("tools") or ()}
        while self._script and names and "Route" not in names and _decides(self._script[0]):
            self._script.popleft()

    def _completion(self, body: dict[str, Any], reply: Reply) -> dict[str, Any]:
        choice = {"index": 0, "message": reply.message, "finish_reason": reply.finish_reason}
        return {
            **self._head(body, "chat.completion"),
            "choices": [] if reply.message is None else [{**choice, "logprobs": None}],
            "usage": self._usage(),
        }

    def _stream(self, body: dict[str, Any], reply: Reply) -> Iterator[bytes]:
        head = self._head(body, "chat.completion.chunk")
        deltas = [] if reply.message is None else list(_deltas(reply.message))
        chunks = [{**head, "choices": [_choice(delta, None)]} for delta in deltas]
        if not self.ends_streams:
            return (f"data: {json.dumps(chunk)}\n\n".encode() for chunk in chunks)
        if deltas:
            chunks.append({**head, "choices": [_choice({}, reply.finish_reason)]})
        if (body.get("stream_options") or {}).get("include_usage"):
            chunks = [{**chunk, "usage": None} for chunk in chunks]
            chunks.append({**head, "choices": [], "usage": self._usage()})
        lines = [*(json.dumps(chunk) for chunk in chunks), "[DONE]"]
        return (f"data: {line}\n\n".encode() for line in lines)

    def _head(self, body: dict[str, Any], kind: str) -> dict[str, Any]:
        number = f"chatcmpl-{len(self.asked)}"
        return {"id": number, "object": kind, "created": 1, "model": body["model"]}

    def _usage(self) -> dict[str, Any]:
        return {
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": 50,
            "total_tokens": self.prompt_tokens + 50,
            "prompt_tokens_details": {"cached_tokens": self.cached_tokens, "audio_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0},
        }


def _decides(reply: Reply) -> bool:
    calls = (reply.message or {}).get("tool_calls") or ()
    return any(call["function"]["name"] == "Route" for call in calls)


async def _halting(events: Iterator[bytes], halts: Sequence[Halt]) -> AsyncIterator[bytes]:
    told, waiting = "", list(halts)
    for event in events:
        yield event
        told += _content(event)
        while waiting and waiting[0].after in told:
            halt = waiting.pop(0)
            halt.reached.set()
            await halt.go.wait()


def _content(event: bytes) -> str:
    if b'"choices": [{' not in event:
        return ""
    choice = json.loads(event.removeprefix(b"data: "))["choices"][0]
    return choice["delta"].get("content") or ""


_EVENTS = "text/event-stream; charset=utf-8"


def _error(message: str, code: str | None, kind: str = "invalid_request_error") -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


def _choice(delta: dict[str, Any], finish_reason: str | None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}


def _deltas(message: dict[str, Any]) -> Any:
    """The role, then text, refusal and arguments in pieces."""
    yield {"role": "assistant", "content": "", "refusal": None}
    for key in ("content", "refusal"):
        for piece in _pieces(message.get(key) or ""):
            yield {key: piece}
    for index, call in enumerate(message.get("tool_calls") or ()):
        function = call["function"]
        first = {"name": function["name"], "arguments": ""}
        yield {"tool_calls": [{**call, "index": index, "function": first}]}
        for piece in _pieces(function["arguments"]):
            yield {"tool_calls": [{"index": index, "function": {"arguments": piece}}]}


def _pieces(text: str) -> list[str]:
    return [text[at : at + 12] for at in range(0, len(text), 12)]
