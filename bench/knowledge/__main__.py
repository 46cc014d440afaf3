"""`python -m bench.knowledge`: the demos' entries searched by words alone and with the shipped encoder."""

import asyncio
import sys
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from agent.data.postgres import PostgresDatabase
from agent.llm.embeddings import Embedder, ShippedEmbedder
from agent.records import KnowledgeAnswer
from agent.shipped import shipped
from gateway.evaluation.ground import database_of, server
from gateway.organizations.loading import load
from gateway.organizations.rows import organization_id

_QUESTIONS = Path(__file__).with_name("questions.toml")
_BUSINESSES = ("aurora", "sorriso")


@dataclass(frozen=True)
class Question:
    """A question to a business, and the title of the entry that answers; "" where none does."""

    business: str
    words: str
    title: str


@dataclass(frozen=True)
class Searched:
    """What a question was answered with."""

    question: Question
    first: str
    near: tuple[str, ...]

    @property
    def right(self) -> bool:
        return bool(self.question.title) and self.first == self.question.title


def questions() -> list[Question]:
    """Those of questions.toml, in its order."""
    tables = tomllib.loads(_QUESTIONS.read_text(encoding="utf-8"))
    answered = [
        Question(business, words, title)
        for business in _BUSINESSES
        for title, asked_so in tables[business].items()
        for words in asked_so
    ]
    return answered + [
        Question(business, words, "")
        for business in _BUSINESSES
        for words in tables["nothing"][business]
    ]


def report(name: str, searched: Sequence[Searched], milliseconds: float) -> str:
    """The figures of one way to search, a line each."""
    answerable = [one for one in searched if one.question.title]
    others = [one for one in searched if not one.question.title]
    offered = [one for one in answerable if one.near]
    return "\n".join(
        (
            f"{name}",
            f"  of {len(answerable)} with an answer: right {sum(one.right for one in answerable)}, "
            f"another {sum(bool(one.first) and not one.right for one in answerable)}, "
            f"offered {len(offered)} (right one there "
            f"{sum(one.question.title in one.near for one in offered)}), nothing "
            f"{sum(not one.first and not one.near for one in answerable)}",
            f"  of {len(others)} without: answered {sum(bool(one.first) for one in others)}, "
            f"offered {sum(bool(one.near) for one in others)}",
            f"  processor time of this process a question: {milliseconds:.1f} ms",
        )
    )


async def _search(
    database: PostgresDatabase, ids: dict[str, UUID], embedder: Embedder | None
) -> tuple[list[Searched], float]:
    began = time.process_time()
    searched = []
    for question in questions():
        meaning = await embedder.question(question.words) if embedder else None
        answer = await database.fetch(
            KnowledgeAnswer,
            "knowledge_search",
            organization=ids[question.business],
            conversation=None,
            query=question.words,
            keep=False,
            **(meaning.arguments if meaning else {}),
        )
        first = answer.entries[0].title if answer.entries else ""
        searched.append(Searched(question, first, tuple(entry.title for entry in answer.near)))
    return searched, (time.process_time() - began) * 1000 / len(searched)


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


async def main() -> None:
    files = [load(shipped("demo") / f"{business}.yaml") for business in _BUSINESSES]
    with server(None) as (url, _):
        async with database_of(url, files) as conninfo:
            database = PostgresDatabase(conninfo)
            await database.open()
            try:
                ids = {slug: await organization_id(database, slug) for slug in _BUSINESSES}
                embedder = ShippedEmbedder()
                await embedder.texts([""])  # loads it
                _tell(report("words alone", *await _search(database, ids, None)))
                _tell(report("with the encoder", *await _search(database, ids, embedder)))
            finally:
                await database.close()


if __name__ == "__main__":
    asyncio.run(main())
