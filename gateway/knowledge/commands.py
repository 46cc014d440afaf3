"""Operations on the knowledge base, which the command line calls."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database
from agent.errors import CallerError, NotFound
from agent.llm.embeddings import Embedder
from agent.records import KnowledgeAnswer, KnowledgeEntry
from gateway.knowledge.apart import read_apart
from gateway.knowledge.reading import Document, read_file


class PutDocument(Struct, frozen=True, kw_only=True):
    """What became of a document, and how many parts came, went and stayed; `limit` of `too_many`."""

    status: Literal["added", "changed", "unchanged", "too_many"]
    added: int = 0
    removed: int = 0
    kept: int = 0
    limit: int | None = None


class KnowledgeDocument(Struct, frozen=True, kw_only=True):
    """A document of the knowledge base; times as PostgreSQL writes them: they are only shown."""

    name: str
    kind: str
    size: int
    chunks: int
    embedded: int
    added_at: str
    changed_at: str


class KnowledgeList(Struct, frozen=True, kw_only=True):
    """What the knowledge base holds: `entries` of the organization's file, and documents by name.
    `vectors`: the database can keep embeddings."""

    vectors: bool
    entries: int
    embedded: int
    documents: tuple[KnowledgeDocument, ...]


class KnowledgeGap(Struct, frozen=True, kw_only=True):
    """A question that found nothing. `times` counts days; `first` and `last` are local times."""

    id: UUID
    question: str
    times: int
    chats: int
    first: str
    last: str


class _Removed(Struct, frozen=True, kw_only=True):
    """knowledge_document_remove."""

    removed: int


def read_files(files: Sequence[Path]) -> list[Document]:
    """All of them or none. Raises DocumentError, and CallerError for two of one name."""
    names = [file.name for file in files]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise CallerError(f"two files are called {twice}; a document is known by its name")
    return [read_file(file, read_apart) for file in files]


async def put(database: Database, organization: UUID, document: Document) -> PutDocument:
    """Adds it, or brings it up to date. Raises CallerError when there is no room."""
    result = await database.fetch(
        PutDocument,
        "knowledge_document_put",
        organization=organization,
        document=document.about,
        chunks=document.chunks,
    )
    if result.status == "too_many":
        name = document.about["name"]
        raise CallerError(
            f"{name}: the documents would have more than {result.limit} parts together"
        )
    return result


async def listed(database: Database, organization: UUID, model: str) -> KnowledgeList:
    """What there is, and how much of it is embedded with `model`."""
    return await database.fetch(
        KnowledgeList, "knowledge_list", organization=organization, model=model
    )


async def remove(database: Database, organization: UUID, name: str) -> int:
    """How many parts went with the document. Raises NotFound."""
    try:
        result = await database.fetch(
            _Removed, "knowledge_document_remove", organization=organization, name=name
        )
    except NotFound as error:
        raise NotFound(f"there is no document `{name}`") from error
    return result.removed


async def gaps(database: Database, organization: UUID) -> list[KnowledgeGap]:
    """Open questions, most asked first."""
    return await database.fetch(
        list[KnowledgeGap], "knowledge_gaps_open", organization=organization
    )


async def gap_done(database: Database, organization: UUID, gap: UUID) -> None:
    """Raises NotFound."""
    try:
        await database.call("knowledge_gap_done", organization=organization, gap=gap)
    except NotFound as error:
        raise NotFound(f"there is no question {gap}") from error


async def ask(
    database: Database, organization: UUID, question: str, embedder: Embedder | None
) -> tuple[KnowledgeEntry, ...]:
    """What a customer's question would find; the question is not kept."""
    meaning = await embedder.question(question) if embedder else None
    answer = await database.fetch(
        KnowledgeAnswer,
        "knowledge_search",
        organization=organization,
        conversation=None,
        query=question,
        keep=False,
        **(meaning.arguments if meaning else {}),
    )
    return answer.entries or answer.near
