"""`frontdesk knowledge`: what the assistant may answer from. Exit code 0: done, 1: refused."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from agent.data.database import Database
from agent.errors import EmbeddingError
from agent.llm.embeddings import embedding_model, open_embedder
from agent.records import KnowledgeEntry
from agent.settings import Settings
from gateway.cli.deployment import Deployment, report_refusals, run, show_list
from gateway.knowledge import commands
from gateway.knowledge.commands import KnowledgeGap, PutDocument
from gateway.knowledge.indexing import embed_missing
from gateway.organizations.rows import organization_id

T = TypeVar("T")
Organization = Annotated[
    str, typer.Argument(help="The organization's slug.", metavar="ORG", show_default=False)
]

knowledge_app = typer.Typer(help="What the assistant may answer from.", no_args_is_help=True)


@knowledge_app.command()
def add(
    context: typer.Context,
    organization: Organization,
    files: Annotated[list[Path], typer.Argument(help="Markdown, text, PDF, DOCX, XLSX or CSV.")],
) -> None:
    """Add documents, or bring them up to date; with a key, embed what is new."""
    deployment: Deployment = context.obj
    with report_refusals():
        documents = commands.read_files(files)

    async def work(database: Database, tenant: UUID) -> None:
        for document in documents:
            result = await commands.put(database, tenant, document)
            typer.echo(_added(document.about["name"], result))
            for part in document.unread:
                typer.echo(f"  not read: {part}")
        await embed_if_configured(deployment.settings, database, tenant)

    _run(deployment, organization, work)


@knowledge_app.command(name="list")
def list_(context: typer.Context, organization: Organization) -> None:
    """List the documents, their parts, and how many of these are embedded."""
    deployment: Deployment = context.obj
    model = embedding_model(deployment.settings) or ""
    base = _run(deployment, organization, lambda d, o: commands.listed(d, o, model))
    for row in base.documents:
        counts = f"{row.chunks} parts\t{row.embedded} embedded"
        typer.echo(f"{row.name}\t{row.kind}\t{counts}\t{row.changed_at[:10]}")
    typer.echo(f"the organization's file\t{base.entries} entries\t{base.embedded} embedded")


@knowledge_app.command()
def remove(
    context: typer.Context,
    organization: Organization,
    document: Annotated[str, typer.Argument(help="Its name in the list.", metavar="DOCUMENT")],
) -> None:
    """Remove a document; nothing of it is found any more."""
    parts = _run(context.obj, organization, lambda d, o: commands.remove(d, o, document))
    typer.echo(f"{document} is removed, {parts} parts")


@knowledge_app.command()
def embed(context: typer.Context, organization: Organization) -> None:
    """Embed what is new or changed."""
    deployment: Deployment = context.obj
    if embedding_model(deployment.settings) is None:
        missing = "neither OPENAI_API_KEY nor the sentence encoder is there"
        typer.echo(f"{missing}: the search is by full text only", err=True)
        raise typer.Exit(1)

    async def work(database: Database, tenant: UUID) -> bool:
        return await embed_if_configured(deployment.settings, database, tenant)

    if not _run(deployment, organization, work):
        raise typer.Exit(1)


@knowledge_app.command()
def gaps(
    context: typer.Context,
    organization: Organization,
    done: Annotated[
        list[UUID] | None, typer.Option("--done", metavar="ID", help="This question is dealt with.")
    ] = None,
) -> None:
    """List the questions that found nothing: days, last asked, id, question."""

    async def work(database: Database, tenant: UUID) -> list[KnowledgeGap]:
        for gap in done or []:
            await commands.gap_done(database, tenant, gap)
        return await commands.gaps(database, tenant)

    rows = _run(context.obj, organization, work)
    show_list(map(_gap, rows), "every question found something")


def _gap(row: KnowledgeGap) -> str:
    question = "".join(c if c.isprintable() else " " for c in row.question)
    return f"{row.times}\t{row.last}\t{row.id}\t{question}"


@knowledge_app.command()
def ask(context: typer.Context, organization: Organization, question: str) -> None:
    """Show what a question finds, how, and where it stands."""
    deployment: Deployment = context.obj

    async def work(database: Database, tenant: UUID) -> tuple[KnowledgeEntry, ...]:
        async with open_embedder(deployment.settings) as embedder:
            return await commands.ask(database, tenant, question, embedder)

    entries = _run(deployment, organization, work)
    for entry in entries:
        both = {"coverage": entry.coverage, "similarity": entry.similarity}
        measures = [f"{name} {value}" for name, value in both.items() if value is not None]
        where = entry.source or "the organization's file"
        typer.echo(f"{entry.title}\t{where}\t{entry.found_by}\t{', '.join(measures)}")
    if not entries:
        typer.echo("not found")


async def embed_if_configured(settings: Settings, database: Database, organization: UUID) -> bool:
    """Embeds what is missing, with a progress bar, and says what came of it. False when it failed:
    the search goes on by full text."""
    async with open_embedder(settings) as embedder:
        if embedder is None:
            return True
        try:
            with _bar() as bar:
                task = bar.add_task("embedding", total=None)
                embedded = await embed_missing(
                    database,
                    embedder,
                    organization,
                    lambda done, total: bar.update(task, completed=done, total=total),
                )
        except EmbeddingError as error:
            typer.echo(f"not all is embedded: {error}. Until then full text finds it;", err=True)
            typer.echo("`frontdesk knowledge embed` goes on where it stopped", err=True)
            return False
    if not embedded.vectors:
        typer.echo("the database has no pgvector: the search is by full text only", err=True)
        return False
    typer.echo(f"{embedded.count} embedded")
    return True


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True))


def _added(name: str, result: PutDocument) -> str:
    if result.status == "unchanged":
        return f"{name}: unchanged"
    all_counts = {"added": result.added, "removed": result.removed, "kept": result.kept}
    counts = ", ".join(f"{count} {what}" for what, count in all_counts.items() if count)
    return f"{name}: {result.status} ({counts})"


def _run(deployment: Deployment, slug: str, work: Callable[[Database, UUID], Awaitable[T]]) -> T:
    async def inside(database: Database) -> T:
        return await work(database, await organization_id(database, slug))

    return run(deployment, inside)
