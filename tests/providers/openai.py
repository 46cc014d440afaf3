"""A server that speaks enough of OpenAI's Chat Completions: one scripted answer a request.

Source: the API reference of Chat Completions (request: messages, tools, tool_choice; answer:
choices[0].message with content or tool_calls, and usage).
"""

import itertools
import json
from collections import deque
from typing import Any

from tests.providers.server import Answer, ProviderServer, Request


class OpenAIServer(ProviderServer):
    """Answers with what `plays` was given, in order."""

    def __init__(self, api_key: str = "sk-for-tests") -> None:
        super().__init__()
        self.api_key = api_key
        self.asked: list[dict[str, Any]] = []
        self._script: deque[dict[str, Any]] = deque()
        self._numbers = itertools.count(1)

    def plays(self, *answers: str | tuple[str, dict[str, Any]]) -> None:
        """Each answer is a text, or a tool's name with its arguments."""
        for answer in answers:
            if isinstance(answer, str):
                self._script.append({"role": "assistant", "content": answer})
            else:
                name, arguments = answer
                call = {
                    "id": f"call_{next(self._numbers)}",
                    "type": "function",
                    "function": {"name": name, "arguments": json.dumps(arguments)},
                }
                self._script.append({"role": "assistant", "content": None, "tool_calls": [call]})

    def handle(self, request: Request) -> Answer:
        if request.headers.get("authorization") != f"Bearer {self.api_key}":
            return Answer(
                401, {"error": {"message": "Incorrect API key", "code": "invalid_api_key"}}
            )
        if request.path != "/v1/chat/completions":
            return Answer(404, {"error": {"message": "unknown path"}})
        body = request.json()
        self.asked.append(body)
        message = self._script.popleft()
        reason = "tool_calls" if message.get("tool_calls") else "stop"
        return Answer(
            200,
            {
                "id": "chatcmpl-test",
                "object": "chat.completion",
                "created": 1,
                "model": body["model"],
                "choices": [{"index": 0, "message": message, "finish_reason": reason}],
                "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
            },
        )
