"""Embeddings from OpenAI, or whatever compatible server OPENAI_BASE_URL names.

A customer's question never waits long for its embedding and never fails with it: the search is
then by full text alone. Entries of the knowledge base are embedded in batches, with retries.
"""

import asyncio
import logging
import math
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import httpx

from agent.errors import EmbeddingError
from agent.language.encoder import encoder, installed
from agent.settings import Settings

logger = logging.getLogger(__name__)

# A request may hold 2,048 texts and 300,000 tokens, a text 8,191 tokens (API reference of
# Embeddings). Even a text of rare signs has fewer than 2 tokens a character on average.
_TEXTS = 128
_CHARACTERS = 120_000
_LONGEST = 6_000
_BATCH_SECONDS = 60.0
_RETRIES = 4
_PAUSE_SECONDS = 30.0
_LARGEST = 65_504.0
"""The database keeps numbers of 16 bits."""
SHIPPED_FLOOR = 0.18
"""Below it nothing is near. No floor tells an answer from another entry: that is what the margin does.
Both are measured: docs/decisions/knowledge.md."""
SHIPPED_MARGIN = 0.08


@dataclass(frozen=True, slots=True)
class Meaning:
    """A question's embedding ("[0.1,…]"), its model, and from which cosine similarity on an entry
    counts as found. `margin`: by how much the nearest entry must be nearer than the next."""

    embedding: str
    model: str
    floor: float
    margin: float | None = None

    @property
    def arguments(self) -> dict[str, str | float]:
        """What `knowledge_search` takes."""
        given: dict[str, str | float] = {
            "embedding": self.embedding,
            "model": self.model,
            "similarity": self.floor,
        }
        return given if self.margin is None else given | {"margin": self.margin}


@runtime_checkable
class Embedder(Protocol):
    """Embeds questions and entries. `model` names it: its embeddings are compared with no other's."""

    @property
    def model(self) -> str: ...

    async def question(self, text: str) -> Meaning | None:
        """The embedding of a customer's question; None when there is none in time."""

    async def texts(self, texts: Sequence[str], *, retries: int | None = None) -> list[str]:
        """Embeddings ("[0.1,…]") in the order of `texts`. Raises EmbeddingError."""


class HostedEmbedder:
    """`client` is an openai.AsyncOpenAI; `failures` counts questions that got no embedding,
    `remembered` is how many questions are kept."""

    def __init__(
        self,
        client: Any,
        model: str,
        *,
        question_seconds: float = 2.0,
        floor: float = 0.4,
        remembered: int = 256,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.model = model
        self.failures = 0
        self._client = client
        self._question_seconds = question_seconds
        self._floor = floor
        self._most_remembered = remembered
        self._monotonic = monotonic
        self._paused_until = -math.inf
        self._remembered: OrderedDict[str, Meaning] = OrderedDict()

    async def question(self, text: str) -> Meaning | None:
        """The embedding of a customer's question; None when there is none in time.

        After a failure nobody is asked for half a minute: a turn searches more than once, and each
        search would wait again.
        """
        key = " ".join(text.casefold().split())
        if key in self._remembered:
            self._remembered.move_to_end(key)
            return self._remembered[key]
        if not key or self._monotonic() < self._paused_until:
            return None
        try:
            async with asyncio.timeout(self._question_seconds):
                [vector] = await self._ask([text], seconds=self._question_seconds, retries=0)
        except (EmbeddingError, TimeoutError) as error:
            self._pause(error)
            return None
        meaning = Meaning(vector, self.model, self._floor)
        self._remembered[key] = meaning
        if len(self._remembered) > self._most_remembered:
            self._remembered.popitem(last=False)
        return meaning

    async def texts(self, texts: Sequence[str], *, retries: int | None = None) -> list[str]:
        """Embeddings ("[0.1,…]") in the order of `texts`. Raises EmbeddingError.

        `retries`: of each request, while the service is in trouble.
        """
        most = _RETRIES if retries is None else retries
        vectors: list[str] = []
        for batch in _batches([text[:_LONGEST] for text in texts]):
            vectors += await self._ask(batch, seconds=_BATCH_SECONDS, retries=most)
        return vectors

    def _pause(self, error: Exception) -> None:
        self.failures += 1
        self._paused_until = self._monotonic() + _PAUSE_SECONDS
        reason = str(error) or "it did not answer in time"
        logger.warning("no embedding of a question, full text answers alone: %s", reason)

    async def _ask(self, texts: list[str], *, seconds: float, retries: int) -> list[str]:
        from openai import APIConnectionError, APIStatusError, AuthenticationError, OpenAIError

        client = self._client.with_options(timeout=seconds, max_retries=retries)
        try:
            answer = await client.embeddings.create(model=self.model, input=texts)
            return _vectors(answer, len(texts))
        except AuthenticationError as error:
            raise EmbeddingError("the embedding service refuses OPENAI_API_KEY") from error
        except APIStatusError as error:
            raise EmbeddingError(f"the embedding service answers {error.status_code}") from error
        except APIConnectionError as error:
            raise EmbeddingError("the embedding service is not reachable") from error
        except (OpenAIError, httpx.HTTPError, ValueError, TypeError, AttributeError) as error:
            raise EmbeddingError from error


class ShippedEmbedder:
    """The sentence encoder of the reading (agent/language/encoder.py), which remembers what it encoded:
    no key, no network, 2 to 5 ms of processor time a question."""

    model = "universal-sentence-encoder-multilingual-3"

    async def question(self, text: str) -> Meaning | None:
        """The embedding of a customer's question; None for no words."""
        if not text.strip():
            return None
        [vector] = await self.texts([text])
        return Meaning(vector, self.model, SHIPPED_FLOOR, SHIPPED_MARGIN)

    async def texts(self, texts: Sequence[str], *, retries: int | None = None) -> list[str]:
        """Embeddings in the order of `texts`; on a thread, the first call loads the encoder. Raises
        EmbeddingError where the package went away."""
        shipped = await asyncio.to_thread(encoder)
        if shipped is None:
            raise EmbeddingError("the package of the sentence encoder is missing")
        vectors = await asyncio.to_thread(shipped.encode, texts)
        return [as_text(vector.tolist()) for vector in vectors]


def as_text(vector: Sequence[float]) -> str:
    """A vector as the database takes it."""
    return "[" + ",".join(f"{number:.7g}" for number in vector) + "]"


@asynccontextmanager
async def open_embedder(settings: Settings) -> AsyncIterator[Embedder | None]:
    """The hosted embedder with a key, else the encoder that is shipped, None where its package is missing."""
    if settings.openai_api_key is None:
        yield ShippedEmbedder() if installed() else None
        return
    from openai import AsyncOpenAI

    client = AsyncOpenAI(
        api_key=settings.openai_api_key.get_secret_value(), base_url=settings.openai_base_url
    )
    async with client:
        yield HostedEmbedder(
            client,
            settings.openai_embedding_model,
            question_seconds=settings.embedding_timeout_seconds,
            floor=settings.knowledge_similarity_floor,
        )


def embedding_model(settings: Settings) -> str | None:
    """The name of the model that embeds, None when nothing does."""
    if settings.openai_api_key is not None:
        return settings.openai_embedding_model
    return ShippedEmbedder.model if installed() else None


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and (len(batch) == _TEXTS or size + len(text) > _CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield batch


def _vectors(answer: Any, wanted: int) -> list[str]:
    """An answer's embeddings in the order of the request; ValueError for anything else."""
    rows = sorted(answer.data, key=lambda row: row.index)
    if [row.index for row in rows] != list(range(wanted)):
        raise ValueError("not one embedding for each text")
    vectors = [[float(number) for number in row.embedding] for row in rows]
    if len({len(vector) for vector in vectors}) != 1 or not all(map(_usable, vectors)):
        raise ValueError("not embeddings")
    return [as_text(vector) for vector in vectors]


def _usable(vector: list[float]) -> bool:
    """Whether it has a direction that the database can keep."""
    return any(abs(n) > 1e-6 for n in vector) and all(abs(n) < _LARGEST for n in vector)
