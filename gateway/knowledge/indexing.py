"""Embeds what has no embedding yet: for a command all of it, for the worker bit by bit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from agent.data.database import Database
from agent.errors import EmbeddingError
from agent.llm.embeddings import Embedder
from agent.types import Json

_BATCH = 128
_MOST_FAILURES = 3
Progress = Callable[[int, int], None]
"""Called with how many are embedded and of how many."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """`count` entries were embedded now; without `vectors` the database cannot keep any."""

    count: int
    vectors: bool


class Embeddings:
    """A maintenance task: what a command could not embed, because the key was missing or the service down,
    and what came in another way."""

    name = "embeddings"
    every_seconds = 300.0

    def __init__(self, database: Database, embedder: Embedder) -> None:
        self._database = database
        self._embedder = embedder

    async def round(self) -> bool:
        """One batch of each organization. Raises EmbeddingError, at once when several fail."""
        left, failures = False, list[EmbeddingError]()
        waiting = await self._database.call("knowledge_unembedded", model=self._embedder.model)
        for organization in waiting:
            try:
                left = await self._batch(UUID(organization)) or left
            except EmbeddingError as error:
                failures.append(error)
                if len(failures) == _MOST_FAILURES:
                    break
        if failures:
            raise failures[0]
        return left

    async def _batch(self, organization: UUID) -> bool:
        missing = await _missing(self._database, self._embedder, organization)
        # No second try: the next round is one.
        stored = await _embed(
            self._database, self._embedder, organization, missing["entries"], retries=0
        )
        return stored > 0 and missing["missing"] > stored


async def embed_missing(
    database: Database, embedder: Embedder, organization: UUID, progress: Progress
) -> Embedded:
    """Embeds new and changed entries, batch by batch; what is kept stays when a later one fails.

    Raises EmbeddingError.
    """
    count = 0
    while True:
        missing = await _missing(database, embedder, organization)
        progress(count, count + missing["missing"])
        stored = await _embed(database, embedder, organization, missing["entries"])
        count += stored
        if not stored:  # nothing is missing, or somebody else changes these very entries
            return Embedded(count, missing["vectors"])


async def _missing(database: Database, embedder: Embedder, organization: UUID) -> Json:
    """{vectors, missing, entries}: a batch of the entries."""
    missing: Json = await database.call(
        "knowledge_embeddings_missing",
        organization=organization,
        model=embedder.model,
        limit=_BATCH,
    )
    return missing


async def _embed(
    database: Database,
    embedder: Embedder,
    organization: UUID,
    entries: Sequence[Json],
    retries: int | None = None,
) -> int:
    """How many embeddings were kept. Raises EmbeddingError."""
    if not entries:
        return 0
    vectors = await embedder.texts([entry["text"] for entry in entries], retries=retries)
    stored: int = await database.call(
        "knowledge_embeddings_put",
        organization=organization,
        model=embedder.model,
        rows=[
            {"entry": entry["id"], "hash": entry["hash"], "embedding": vector}
            for entry, vector in zip(entries, vectors, strict=True)
        ],
    )
    return stored
