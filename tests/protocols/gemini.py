"""A server that speaks enough of Gemini's generateContent and streamGenerateContent (server-sent
events, each an answer with a part of it): one scripted answer a request.

Sources: the pages "Generating content" and "API errors" of the Gemini API reference on
ai.google.dev (request: contents with inlineData parts, systemInstruction, generationConfig;
answer: candidates with finishReason, promptFeedback with blockReason; errors as google.rpc
status), and those on audio, image and document understanding (types that are taken).
"""

import base64
import json
from collections import deque
from dataclasses import dataclass
from typing import Any

from tests.providers.server import Answer, ProviderServer, Request

_MAGIC = {
    "audio/ogg": b"OggS",
    "audio/mp3": b"ID3",
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG",
    "application/pdf": b"%PDF-",
}


@dataclass(frozen=True)
class Heard:
    """A file that arrived, and the instructions it came with."""

    mime: str
    content: bytes
    rules: str
    config: dict[str, Any]


class GeminiServer(ProviderServer):
    """Answers with what `plays` was given, in order."""

    def __init__(self, api_key: str = "gemini-key", model: str = "gemini-2.5-flash") -> None:
        super().__init__()
        self.api_key = api_key
        self.model = model
        self.heard: list[Heard] = []
        self.asked: list[dict[str, Any]] = []
        self._script: deque[dict[str, Any]] = deque()

    def plays(self, *texts: str) -> None:
        for text in texts:
            self.plays_candidate([{"text": text}])

    def plays_call(self, name: str, arguments: dict[str, Any]) -> None:
        """It wants a function to be called."""
        self.plays_candidate([{"functionCall": {"name": name, "args": arguments}}])

    def plays_candidate(self, parts: list[dict[str, Any]] | None, reason: str = "STOP") -> None:
        content = {"role": "model", "parts": parts} if parts is not None else None
        candidate = {"index": 0, "finishReason": reason} | ({"content": content} if content else {})
        self._script.append({"candidates": [candidate]})

    def plays_block(self, reason: str = "SAFETY") -> None:
        """The question itself is refused: there are no candidates."""
        self._script.append({"promptFeedback": {"blockReason": reason}})

    def fails_next(self, code: int, status: str, times: int = 1) -> None:
        """The next requests are refused, with the body of a google.rpc status."""
        self.answer_next(code, rpc(code, status, "refused by the test"), times)

    def handle(self, request: Request) -> Answer:
        if request.headers.get("x-goog-api-key") != self.api_key:
            return Answer(400, rpc(400, "INVALID_ARGUMENT", "API key not valid."))
        method = request.path.removeprefix(f"/v1beta/models/{self.model}:")
        if method not in ("generateContent", "streamGenerateContent"):
            return Answer(
                404, rpc(404, "NOT_FOUND", "the model is not found for API version v1beta")
            )
        body = request.json()
        if problem := _disorder(body["contents"]):
            return Answer(400, rpc(400, "INVALID_ARGUMENT", problem))
        parts = [part for content in body["contents"] for part in content["parts"]]
        files = [part["inlineData"] for part in parts if "inlineData" in part]
        self.asked.append(body)
        rules = "".join(part["text"] for part in body["systemInstruction"]["parts"])
        for file in files:
            content = base64.b64decode(file["data"].translate(str.maketrans("-_", "+/")))
            mime = file.get("mimeType") or file["mime_type"]  # JSON of protobuf takes both names
            magic = _MAGIC.get(mime)
            if magic is None or not content.startswith(magic):
                return Answer(400, rpc(400, "INVALID_ARGUMENT", "Unsupported MIME type"))
            self.heard.append(Heard(mime, content, rules, body["generationConfig"]))
        answer = self._script.popleft()
        usage = {"promptTokenCount": 10, "candidatesTokenCount": 5, "totalTokenCount": 15}
        about = {"usageMetadata": usage, "modelVersion": self.model}
        if method == "generateContent":
            return Answer(200, answer | about)
        assert "alt=sse" in request.query
        events = [{**part, **about} for part in _parts(answer)]
        body = "".join(f"data: {json.dumps(event)}\r\n\r\n" for event in events)
        return Answer(200, body.encode(), {"content-type": "text/event-stream"})


def _parts(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The answer as a stream tells it: a text in two parts; why it ends, with the last."""
    [candidate] = answer.get("candidates") or [{}]
    parts = (candidate.get("content") or {}).get("parts") or []
    if len(parts) != 1 or "text" not in parts[0]:
        return [answer]
    text = parts[0]["text"]
    half = len(text) // 2
    first, second = (
        {**candidate, "content": {"role": "model", "parts": [{"text": piece}]}}
        for piece in (text[:half], text[half:])
    )
    del first["finishReason"]
    return [{"candidates": [first]}, {"candidates": [second]}]


def _disorder(contents: list[dict[str, Any]]) -> str | None:
    """What the guide "Function calling" asks of the order of turns."""
    before = ""
    for content in contents:
        kinds = {key for part in content["parts"] for key in part}
        if content["role"] == "model" and "functionCall" in kinds and before != "user":
            return "a function call turn comes after a user turn or a function response turn"
        if "functionResponse" in kinds and before != "model":
            return "a function response turn comes immediately after a function call turn"
        before = content["role"]
    return None


def rpc(code: int, status: str, message: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": message, "status": status}}
