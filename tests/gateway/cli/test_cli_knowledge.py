"""`frontdesk knowledge`: what the operator types and sees."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import typer
from pydantic import SecretStr
from typer.testing import CliRunner, Result

from agent.language.encoder import installed
from agent.settings import Settings
from gateway.__main__ import app
from gateway.checks import check
from gateway.cli.knowledge import knowledge_app
from gateway.cli.org import org_app
from tests.command_line import Deployment, command
from tests.databases import DEMO, SECRETS, rows
from tests.gateway.knowledge import files
from tests.protocols.openai_embeddings import OpenAIEmbeddings


class Operator:
    """Types commands; with a key, embeddings come from the stand-in."""

    def __init__(
        self, url: str, openai: OpenAIEmbeddings | None, key: str = "sk-for-tests"
    ) -> None:
        given = (
            {"openai_api_key": SecretStr(key), "openai_base_url": openai.base_url} if openai else {}
        )
        self.settings = Settings(database_url=SecretStr(url), **given)  # type: ignore[arg-type]
        self.deployment = Deployment(url, self.settings)

    async def types(self, *arguments: object, group: typer.Typer = knowledge_app) -> Result:
        return await command(self.deployment, group, *arguments)

    async def sees(self, *arguments: object) -> list[str]:
        result = await self.types(*arguments)
        assert result.exit_code == 0, result.output
        return result.stdout.splitlines()

    async def is_refused(self, *arguments: object) -> str:
        result = await self.types(*arguments)
        assert result.exit_code == 1, result.output
        assert "Traceback" not in result.output
        return result.output.strip()


@pytest.fixture
async def openai() -> AsyncIterator[OpenAIEmbeddings]:
    async with OpenAIEmbeddings() as server:
        yield server


def kept(url: str) -> int:
    return int(rows(url, "select count(*) as n from knowledge_documents")[0]["n"])


async def test_a_document_from_adding_to_removing(database_url: str, tmp_path: Path) -> None:
    operator = Operator(database_url, None)
    guide = files.text(
        tmp_path / "guía.md", "# Marimba\n\nSuena los lunes.\n\n# Oboe\n\nSuena hoy."
    )
    prices = files.text(tmp_path / "precios.csv", "Servicio,Precio\nArpa,60.000\n")
    added = await operator.sees("add", "aurora", guide, prices)
    assert added[:2] == ["guía.md: added (2 added)", "precios.csv: added (1 added)"]
    assert (added[2:] != []) == installed()  # "29 embedded"
    assert (await operator.sees("add", "aurora", guide))[0] == "guía.md: unchanged"
    guide.write_text("# Marimba\n\nSuena los martes.\n\n# Oboe\n\nSuena hoy.", "utf-8")
    changed = await operator.sees("add", "aurora", guide)
    assert changed[0] == "guía.md: changed (1 added, 1 removed, 1 kept)"
    listed = await operator.sees("list", "aurora")
    assert [line.split("\t")[:4] for line in listed[:2]] == [
        ["guía.md", "markdown", "2 parts", f"{2 * installed()} embedded"],
        ["precios.csv", "csv", "1 parts", f"{1 * installed()} embedded"],
    ]
    entries = re.match(r"the organization's file\t(\d+) entries\t(\d+) embedded", listed[2])
    assert entries
    assert int(entries[2]) == int(entries[1]) * installed()
    [found] = await operator.sees("ask", "aurora", "¿cuándo suena la marimba?")
    assert found.startswith("Marimba\tguía.md, Marimba\ttext\tcoverage ")
    assert await operator.sees("remove", "aurora", "guía.md") == ["guía.md is removed, 2 parts"]
    gone = await operator.sees("ask", "aurora", "¿cuándo suena la marimba?")
    assert not any("guía.md" in line for line in gone)
    assert "no document `guía.md`" in await operator.is_refused("remove", "aurora", "guía.md")


async def test_what_is_refused_leaves_nothing_behind(database_url: str, tmp_path: Path) -> None:
    operator = Operator(database_url, None)
    good = files.text(tmp_path / "a.md", "bien")
    bad = files.text(tmp_path / "b.pdf", "this is no PDF")
    assert "b.pdf: this PDF is broken" in await operator.is_refused("add", "aurora", good, bad)
    (tmp_path / "other").mkdir()
    twin = files.text(tmp_path / "other" / "a.md", "mal")
    assert "two files are called a.md" in await operator.is_refused("add", "aurora", good, twin)
    assert "no organization `nobody`" in await operator.is_refused("add", "nobody", good)
    assert kept(database_url) == 0


async def test_with_a_key_what_is_new_is_embedded(
    database_url: str, tmp_path: Path, openai: OpenAIEmbeddings
) -> None:
    operator = Operator(database_url, openai)
    path = files.word(tmp_path / "a.docx", "# Sauna", "El sauna abre los martes.")
    added = await operator.types("add", "aurora", path)
    assert added.exit_code == 0
    assert "embedding" in added.stderr  # the progress bar
    entries = int(rows(database_url, "select count(*) as n from knowledge_base k join organizations o "
                       "on o.id = k.organization_id where o.slug = 'aurora'")[0]["n"])  # fmt: skip
    assert added.stdout.splitlines()[-1] == f"{entries} embedded"
    assert len(openai.texts) == entries
    assert "Sauna\nEl sauna abre los martes." in openai.texts
    assert await operator.sees("embed", "aurora") == ["0 embedded"]
    assert len(openai.texts) == entries
    [found] = await operator.sees("ask", "aurora", "steam room?")
    assert found.startswith("Sauna\ta.docx, Sauna\tmeaning\tsimilarity 0.")
    states = {f.what: f for f in await check(operator.settings)}
    assert states["embeddings"].state == "warn"
    assert "sorriso" in states["embeddings"].text
    assert "aurora" not in states["embeddings"].text
    await operator.sees("embed", "sorriso")
    states = {f.what: f for f in await check(operator.settings)}
    assert states["embeddings"].state == "ok"


async def test_applying_the_organizations_file_embeds_it(
    database_url: str, tmp_path: Path, openai: OpenAIEmbeddings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    operator = Operator(database_url, openai)
    await operator.sees("embed", "aurora")
    openai.asked.clear()
    text = (
        (DEMO / "aurora.yaml").read_text("utf-8").replace("title: Parqueadero", "title: Parqueos")
    )
    file = files.text(tmp_path / "aurora.yaml", text)
    applied = await operator.types("apply", file, "--yes", group=org_app)
    assert applied.exit_code == 0, applied.output
    assert applied.stdout.splitlines()[-1] == "1 embedded"
    assert openai.texts[0].startswith("Parqueos\n")


async def test_when_the_service_fails_the_document_is_kept_and_the_rest_follows(
    database_url: str, tmp_path: Path, openai: OpenAIEmbeddings
) -> None:
    path = files.pdf(tmp_path / "a.pdf", "La marimba suena los lunes")
    wrong = Operator(database_url, openai, key="sk-wrong")
    added = await wrong.types("add", "aurora", path)
    assert added.exit_code == 0
    assert "refuses OPENAI_API_KEY" in added.stderr
    assert "full text" in added.stderr
    assert kept(database_url) == 1
    assert (await wrong.types("embed", "aurora")).exit_code == 1
    assert await wrong.sees("ask", "aurora", "marimba") != ["not found"]
    [line] = await Operator(database_url, openai).sees("embed", "aurora")
    assert int(line.split()[0]) > 1
    # Without a key the shipped encoder replaces the other model's embeddings; without its package
    # nothing can embed.
    without = await Operator(database_url, None).types("embed", "aurora")
    assert without.exit_code == (0 if installed() else 1)


async def test_questions_that_found_nothing(database_url: str) -> None:
    operator = Operator(database_url, None)
    assert await operator.sees("gaps", "aurora") == ["every question found something"]
    async with operator.deployment.database() as database:
        found = await database.call("organization_find", slug="aurora")
        for question in ("¿Venden ónix?\x1b[31m", "¿Alquilan yates?"):
            await database.call(
                "knowledge_search", organization=found, conversation=None, query=question
            )
    lines = await operator.sees("gaps", "aurora")
    assert sorted(line.split("\t")[3] for line in lines) == [
        "¿Alquilan yates?",
        "¿Venden ónix? [31m",
    ]
    assert all(re.match(r"1\t\d{4}-\d\d-\d\d \d\d:\d\d\t[0-9a-f-]{36}\t", line) for line in lines)
    yachts = next(line for line in lines if "yates" in line).split("\t")[2]
    [left] = await operator.sees("gaps", "aurora", "--done", yachts)
    assert "ónix" in left
    assert "there is no question" in await operator.is_refused("gaps", "sorriso", "--done", yachts)


def test_it_is_part_of_the_command_line() -> None:
    shown = CliRunner().invoke(app, ["knowledge", "--help"]).output
    assert all(name in shown for name in ("add", "list", "remove", "gaps", "embed", "ask"))
