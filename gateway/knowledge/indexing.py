"""Embeds what has no embedding yet."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from agent.database import Database
from agent.embeddings import Embedder
from agent.types import Json

_BATCH = 128
Progress = Callable[[int, int], None]
"""Called with how many are embedded and of how many."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """`count` entries were embedded now; without `vectors` the database cannot keep any."""

    count: int
    vectors: bool


async def embed_missing(
    database: Database, embedder: Embedder, organization: UUID, progress: Progress
) -> Embedded:
    """Embeds new and changed entries, batch by batch; what is kept stays when a later one fails.

    Raises EmbeddingError.
    """
    count = 0
    while True:
        found: Json = await database.call(
            "knowledge_embeddings_missing",
            organization=organization,
            model=embedder.model,
            limit=_BATCH,
        )
        progress(count, count + found["missing"])
        entries = found["entries"]
        if not entries:
            return Embedded(count, found["vectors"])
        vectors = await embedder.texts([entry["text"] for entry in entries])
        kept: int = await database.call(
            "knowledge_embeddings_put",
            organization=organization,
            model=embedder.model,
            rows=[
                {"entry": entry["id"], "hash": entry["hash"], "embedding": vector}
                for entry, vector in zip(entries, vectors, strict=True)
            ],
        )
        count += kept
        if not kept:  # somebody else changes these very entries; their own command embeds them
            return Embedded(count, found["vectors"])
