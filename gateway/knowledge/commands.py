"""Operations on the knowledge base, which the command line calls."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from agent.data.database import Database
from agent.errors import CallerError, NotFound
from agent.llm.embeddings import Embedder
from agent.types import Json
from gateway.knowledge.reading import Document, read_file


async def organization_id(database: Database, slug: str) -> UUID:
    """Raises NotFound."""
    organization = await database.call("organization_find", slug=slug)
    if not organization:
        raise NotFound(f"there is no organization `{slug}`")
    return UUID(organization)


def read_files(files: Sequence[Path]) -> list[Document]:
    """All of them or none. Raises DocumentError, and CallerError for two of one name."""
    names = [file.name for file in files]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise CallerError(f"two files are called {twice}; a document is known by its name")
    return [read_file(file) for file in files]


async def put(database: Database, organization: UUID, document: Document) -> Json:
    """{status, added, removed, kept}. Raises CallerError when there is no room."""
    result: Json = await database.call(
        "knowledge_document_put",
        organization=organization,
        document=document.about,
        chunks=document.chunks,
    )
    if result["status"] == "too_many":
        name, limit = document.about["name"], result["limit"]
        raise CallerError(f"{name}: the documents would have more than {limit} parts together")
    return result


async def listed(database: Database, organization: UUID, model: str) -> Json:
    """{vectors, entries, embedded, documents: [{name, kind, size, chunks, embedded, added_at,
    changed_at}]}."""
    result: Json = await database.call("knowledge_list", organization=organization, model=model)
    return result


async def remove(database: Database, organization: UUID, name: str) -> int:
    """How many parts went with the document. Raises NotFound."""
    try:
        result = await database.call(
            "knowledge_document_remove", organization=organization, name=name
        )
    except NotFound as error:
        raise NotFound(f"there is no document `{name}`") from error
    return int(result["removed"])


async def gaps(database: Database, organization: UUID) -> list[Json]:
    """Open questions: [{id, question, times, chats, first, last}], most asked first."""
    result: list[Json] = await database.call("knowledge_gaps_open", organization=organization)
    return result


async def gap_done(database: Database, organization: UUID, gap: UUID) -> None:
    """Raises NotFound."""
    try:
        await database.call("knowledge_gap_done", organization=organization, gap=gap)
    except NotFound as error:
        raise NotFound(f"there is no question {gap}") from error


async def ask(
    database: Database, organization: UUID, question: str, embedder: Embedder | None
) -> list[Json]:
    """What a customer's question would find; the question is not kept."""
    meaning = await embedder.question(question) if embedder else None
    found: Json = await database.call(
        "knowledge_search",
        organization=organization,
        conversation=None,
        query=question,
        keep=False,
        **(meaning.arguments if meaning else {}),
    )
    entries: list[Json] = found["entries"]
    return entries
