"""A server that speaks OpenAI's Embeddings, with meanings small enough to reason about.

Source: the API reference of Embeddings (request: input as a text, texts or tokens, model,
encoding_format; answer: data[].embedding as numbers or base64 of little-endian 32-bit floats, usage).

A text's embedding is the sum of one direction for each of its words; words of one class in
`CLASSES` share a direction that weighs six times as much. Two texts of one class are near without a
shared word, and texts of none are near only by the words they share.
"""

import base64
import hashlib
import math
import re
import struct
import unicodedata
from functools import lru_cache
from typing import Any

from tests.providers.server import Answer, ProviderServer, Request

DIMENSIONS = 1536
CLASSES = {
    "animals": "mascota mascotas perro perros gato schnauzer peludo cachorro pet pets dog dogs puppy "
    "bicho gatinho",
    "money back": "devolucion devoluciones reembolso reintegro devuelven devolvem refund refunds plata "
    "dinheiro",
    "warranty": "garantia warranty guarantee respaldo",
    "sauna": "sauna vapor steam turco",
    "students": "estudiante estudiantes universitario universitarios student students faculdade",
}
_CLASS_OF = {word: name for name, words in CLASSES.items() for word in words.split()}


class OpenAIEmbeddings(ProviderServer):
    """`asked` holds the texts of every request that was answered."""

    def __init__(self, api_key: str = "sk-for-tests") -> None:
        super().__init__()
        self.api_key = api_key
        self.asked: list[list[str]] = []

    @property
    def base_url(self) -> str:
        return f"{self.url}/v1"

    @property
    def texts(self) -> list[str]:
        return [text for texts in self.asked for text in texts]

    def half_an_answer_next(self) -> None:
        """The connection ends in the middle of the body."""
        body = b'{"object": "list", "data": [{"object": "embedding", "index": 0, "embed'
        self.answer_next(200, body, headers={"content-length": "40000"})

    def handle(self, request: Request) -> Answer:
        if request.path != "/v1/embeddings":
            return _error(404, "unknown path", None)
        if request.headers.get("authorization") != f"Bearer {self.api_key}":
            return _error(401, "Incorrect API key provided", "invalid_api_key")
        body = request.json()
        texts = _texts(body.get("input"))
        if not texts or len(texts) > 2048 or not all(texts):
            return _error(400, "'input' is invalid", None)
        self.asked.append(texts)
        tokens = sum(len(text.split()) for text in texts)
        form = base64_of if body.get("encoding_format") == "base64" else list
        return Answer(
            200,
            {
                "object": "list",
                "model": body["model"],
                "data": [
                    {"object": "embedding", "index": index, "embedding": form(embed(text))}
                    for index, text in enumerate(texts)
                ],
                "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
            },
        )


def embed(text: str) -> list[float]:
    """The text's direction, of length 1."""
    total = [0.0] * DIMENSIONS
    for word in _words(text):
        weight = 3.0 if word in _CLASS_OF else 0.5
        for place, sign in _direction(_CLASS_OF.get(word, word)):
            total[place] += weight * sign
    length = math.sqrt(sum(number * number for number in total))
    return [number / length for number in total] if length else [1.0, *total[1:]]


def base64_of(vector: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()


@lru_cache(maxsize=10_000)
def _direction(word: str) -> tuple[tuple[int, int], ...]:
    """Places and signs of a few numbers, so few that two words hardly ever share one."""
    digest = hashlib.sha256(word.encode()).digest()
    pairs = struct.unpack("<16H", digest)
    return tuple((pair % DIMENSIONS, 1 if pair & 1 else -1) for pair in pairs[:12])


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFD", text.casefold())
    return re.findall(r"[a-z0-9]+", "".join(c for c in folded if not unicodedata.combining(c)))


def _texts(given: Any) -> list[str]:
    """Texts as they are; tokens, which cannot be read back, as words of their own."""
    if isinstance(given, str):
        return [given]
    if given and isinstance(given[0], int):
        given = [given]
    return [
        item if isinstance(item, str) else " ".join(f"token{n}" for n in item)
        for item in given or []
    ]


def _error(status: int, message: str, code: str | None) -> Answer:
    kind = "invalid_request_error"
    return Answer(status, {"error": {"message": message, "type": kind, "code": code}})
