"""One organization's knowledge base, spoken to as the application does."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from agent.data.postgres import PostgresDatabase
from agent.llm.embeddings import Embedder
from agent.types import Json
from gateway.knowledge.indexing import embed_missing

Part = tuple[str, str]
"""Title and content."""


@dataclass
class Base:
    """`put` keeps parts as a document, `found` searches with an embedding, `worded` without."""

    database: PostgresDatabase
    organization: UUID
    embedder: Embedder
    query: Callable[..., list[tuple[Any, ...]]]

    async def put(self, name: str, *parts: Part, kind: str = "text") -> Json:
        result: Json = await self.database.call(
            "knowledge_document_put",
            organization=self.organization,
            document={
                "name": name,
                "kind": kind,
                "sha256": hashlib.sha256(repr(parts).encode()).hexdigest(),
                "size": 1 + len(repr(parts)),
            },
            chunks=[
                {"title": title, "content": content, "source": f"{name}, part {number}"}
                for number, (title, content) in enumerate(parts, 1)
            ],
        )
        return result

    async def remove(self, name: str) -> Json:
        result: Json = await self.database.call(
            "knowledge_document_remove", organization=self.organization, name=name
        )
        return result

    async def embed(self) -> int:
        embedded = await embed_missing(
            self.database, self.embedder, self.organization, lambda done, total: None
        )
        return embedded.count

    async def found(self, question: str, **args: Any) -> list[Json]:
        meaning = await self.embedder.question(question)
        assert meaning is not None
        return await self.worded(question, **{**meaning.arguments, **args})

    async def worded(self, question: str, **args: Any) -> list[Json]:
        result: Json = await self.database.call(
            "knowledge_search",
            organization=self.organization,
            conversation=None,
            query=question,
            **args,
        )
        entries: list[Json] = result["entries"]
        return entries

    async def documents(self) -> list[Json]:
        listed: Json = await self.database.call(
            "knowledge_list", organization=self.organization, model=self.embedder.model
        )
        documents: list[Json] = listed["documents"]
        return documents

    def parts(self, name: str) -> list[tuple[Any, ...]]:
        """(id, content, position) of a document's parts in their order."""
        return self.query(
            "select k.id, k.content, k.position from knowledge_base k "
            "join knowledge_documents d on d.id = k.document_id "
            "where d.organization_id = %s and d.name = %s order by k.position",
            self.organization,
            name,
        )
