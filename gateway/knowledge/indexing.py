"""Embeds what has no embedding yet: for a command all of it, for the worker bit by bit."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database
from agent.errors import DatabaseUnavailable, EmbeddingError
from agent.fault_boundary import FaultBoundary
from agent.llm.embeddings import Embedder

log = logging.getLogger(__name__)

_BATCH = 128
_MOST_FAILURES = 3
Progress = Callable[[int, int], None]
"""Called with how many are embedded and of how many."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """`count` entries were embedded now; without `vectors` the database cannot keep any."""

    count: int
    vectors: bool


class Unembedded(Struct, frozen=True, kw_only=True):
    """An entry without an embedding; `hash` is that of its words."""

    id: UUID
    hash: str
    text: str


class MissingEmbeddings(Struct, frozen=True, kw_only=True):
    """Whether the database can keep `vectors`, how many are `missing`, and a batch of these."""

    vectors: bool
    missing: int
    entries: tuple[Unembedded, ...]


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
        waiting = await self._database.fetch(
            list[UUID], "knowledge_unembedded", model=self._embedder.model
        )
        for organization in waiting:
            # One organization's rows must not keep the others' from being found.
            message = "the embeddings of organization %s"
            boundary = FaultBoundary(
                log, message, organization, passes=(DatabaseUnavailable, EmbeddingError)
            )
            try:
                with boundary:
                    left = await self._batch(organization) or left
            except EmbeddingError as error:
                failures.append(error)
                if len(failures) == _MOST_FAILURES:
                    break
        if failures:
            raise failures[0]
        return left

    async def _batch(self, organization: UUID) -> bool:
        batch = await missing_embeddings(self._database, organization, self._embedder.model)
        # No second try: the next round is one.
        count = await _embed(self._database, self._embedder, organization, batch.entries, retries=0)
        return count > 0 and batch.missing > count


async def embed_missing(
    database: Database, embedder: Embedder, organization: UUID, progress: Progress
) -> Embedded:
    """Embeds new and changed entries, batch by batch; what is kept stays when a later one fails.

    Raises EmbeddingError.
    """
    count = 0
    while True:
        batch = await missing_embeddings(database, organization, embedder.model)
        progress(count, count + batch.missing)
        added = await _embed(database, embedder, organization, batch.entries)
        count += added
        if not added:  # nothing is missing, or somebody else changes these very entries
            return Embedded(count, batch.vectors)


async def missing_embeddings(
    database: Database, organization: UUID, model: str, *, limit: int = _BATCH
) -> MissingEmbeddings:
    """What is to be embedded with `model`, at most `limit` entries of it."""
    return await database.fetch(
        MissingEmbeddings,
        "knowledge_embeddings_missing",
        organization=organization,
        model=model,
        limit=limit,
    )


async def _embed(
    database: Database,
    embedder: Embedder,
    organization: UUID,
    entries: Sequence[Unembedded],
    retries: int | None = None,
) -> int:
    """How many embeddings were kept. Raises EmbeddingError."""
    if not entries:
        return 0
    vectors = await embedder.texts([entry.text for entry in entries], retries=retries)
    return await database.fetch(
        int,
        "knowledge_embeddings_put",
        organization=organization,
        model=embedder.model,
        rows=[
            {"entry": entry.id, "hash": entry.hash, "embedding": vector}
            for entry, vector in zip(entries, vectors, strict=True)
        ],
    )
