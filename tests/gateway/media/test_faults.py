"""Gemini or the storage is down, slow or wrong: what the customer gets, and what is lost (nothing)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from agent.files.store import media_path
from tests.databases import NOW, Server
from tests.front import Front, open_front
from tests.gateway.media import files
from tests.gateway.media.sending import post, rows, run, send, sender, turns
from tests.protocols.gemini import GeminiServer
from tests.protocols.supabase_storage import SupabaseStorageServer
from tests.supabase_project import Project, open_project

ASKED = {"es": ("aurora", "Hola", "escri"), "pt": ("sorriso", "Oi, bom dia", "escr"), "en": (
    "aurora", "Hello, good morning", "write|type")}  # fmt: skip


@pytest.mark.parametrize("language", ASKED)
async def test_gemini_is_down_and_the_customer_is_asked_to_write(
    hearing: Front, gemini: GeminiServer, language: str
) -> None:
    tenant, hello, asked = ASKED[language]
    ana = sender(hearing, tenant)
    await ana.say(hello)
    gemini.fails_next(503, "UNAVAILABLE", times=6)
    assert await send(ana, "audio", files.ogg()) == "", "it is tried again before anybody is asked"
    await hearing.pass_time(4)
    await hearing.work()
    await hearing.pass_time(10)
    await hearing.work()
    answer = await ana.listen()
    said = [sent.text for sent in hearing.evolution.sent][1:]
    assert len(said) == 1
    assert answer == ""
    assert any(word in said[0].lower() for word in asked.split("|")), said
    [row] = rows(hearing)
    assert (row["state"], row["reason"], row["media"]["state"]) == ("unread", "failed", "stored")
    assert len(gemini.requests) == 6


async def test_gemini_comes_back_in_time(hearing: Front, gemini: GeminiServer) -> None:
    ana = sender(hearing)
    gemini.fails_next(429, "RESOURCE_EXHAUSTED", times=2)
    gemini.plays("¿dónde quedan?")
    await post(ana, "audio", files.ogg())
    await run(hearing, "media")
    await hearing.pass_time(4)
    await run(hearing, "media")
    assert "Carrera 13" in await ana.listen()
    assert turns(hearing) == ["committed"]
    assert [heard.content for heard in gemini.heard] == [files.ogg()]


async def test_every_other_trouble_ends_in_the_same_honest_question(
    hearing: Front, gemini: GeminiServer
) -> None:
    for number, fault in enumerate(("blocked", "nothing", "half", "drop", "key")):
        if fault == "blocked":
            gemini.plays_block()
        elif fault == "nothing":
            gemini.plays("NOTHING")
        elif fault == "half":
            body = b'{"candidates": ['
            gemini.answer_next(200, body, headers={"content-length": "900"}, times=6)
        elif fault == "drop":
            gemini.drop_next(times=6)
        else:
            gemini.api_key = "changed meanwhile"
        ana = sender(hearing, number=number)
        await post(ana, "audio", files.ogg())
        for seconds in (10.5, 4, 10):
            await hearing.pass_time(seconds)
            await hearing.work()
        said = [s.text for s in hearing.evolution.sent if s.jid.startswith(ana.phone)]
        assert len(said) == 1, fault
        assert "escri" in said[0] or "por escrito" in said[0], fault
    assert set(turns(hearing)) == {"committed"}
    reasons = ["blocked", "nothing", "failed", "failed", "failed"]
    assert [r["reason"] for r in rows(hearing)] == reasons


async def test_gemini_never_answers_and_the_turn_does_not_wait_for_ever(
    hearing: Front, gemini: GeminiServer
) -> None:
    """Its job hangs in another worker; this one goes on."""
    ana = sender(hearing)
    await post(ana, "audio", files.ogg())
    hearing.execute(
        "update procrastinate.procrastinate_jobs set status = 'doing' where task_name = 'media'"
    )
    await hearing.pass_time(10.5)
    await hearing.work()
    await hearing.pass_time(36)
    await hearing.work()
    assert [("escri" in sent.text) for sent in hearing.evolution.sent] == [True]


async def test_the_provider_gives_the_file_late(hearing: Front, gemini: GeminiServer) -> None:
    """The customer is asked after the third try; the file is read when it comes."""
    ana = sender(hearing)
    await post(ana, "audio", None, id="LATE")
    hearing.evolution.answer_next(500, {"error": "later"}, times=3)
    for seconds in (0, 4, 10):
        await hearing.pass_time(seconds)
        await run(hearing, "media")
    assert [(r["state"], r["reason"]) for r in rows(hearing)] == [("unread", "late")]
    assert "escri" in await ana.listen()
    hearing.evolution.stored["LATE"] = files.ogg()
    gemini.plays("quiero una limpieza facial")
    await hearing.pass_time(60)
    await hearing.work()
    [row] = rows(hearing)
    assert (row["state"], row["text"]) == ("read", "quiero una limpieza facial")
    assert row["media"]["state"] == "stored"
    assert len(hearing.evolution.sent) == 1


async def test_the_file_is_gone_at_the_provider(hearing: Front) -> None:
    ana = sender(hearing)
    assert "escri" in await send(ana, "audio", None, id="NEVER")
    [row] = rows(hearing)
    assert (row["reason"], row["media"]["state"]) == ("failed", "failed")


# Storage


@pytest.fixture
async def project(supabase_server: Server) -> AsyncIterator[Project]:
    with supabase_server.database() as url:
        async with open_project(supabase_server, url) as opened:
            yield opened


@pytest.fixture
async def storage(project: Project) -> AsyncIterator[SupabaseStorageServer]:
    async with SupabaseStorageServer(rest=project.rest) as server:
        yield server


@pytest.fixture
async def stored(
    project: Project, tmp_path: Path, gemini: GeminiServer, storage: SupabaseStorageServer
) -> AsyncIterator[Front]:
    async with open_front(
        project.url,
        tmp_path,
        NOW,
        gemini_api_key=SecretStr(gemini.api_key),
        gemini_base_url=gemini.url,
        supabase_url=storage.url,
        supabase_service_role_key=SecretStr(storage.key),
    ) as front:
        project.clock = front.clock
        yield front


async def test_files_go_to_the_private_bucket(
    stored: Front, gemini: GeminiServer, storage: SupabaseStorageServer
) -> None:
    ana = sender(stored)
    gemini.plays("¿dónde quedan?")
    assert "Carrera 13" in await send(ana, "audio", files.ogg())
    [row] = rows(stored)
    path = media_path(row["organization_id"], row["id"], "audio/ogg")
    assert storage.objects == {("frontdesk-media", path): (files.ogg(), "audio/ogg")}
    assert (row["media"]["path"], row["media"]["store"]) == (path, "supabase")
    assert not list(stored.desk.settings.data_dir.glob("media/**/*"))


async def test_the_storage_is_down_and_the_words_come_all_the_same(
    stored: Front, gemini: GeminiServer, storage: SupabaseStorageServer
) -> None:
    ana = sender(stored)
    storage.down = True
    gemini.plays("¿dónde quedan?")
    assert "Carrera 13" in await send(ana, "audio", files.ogg())
    [row] = rows(stored)
    assert row["state"] == "read"
    assert row["media"].get("state") is None
    assert row["media"]["inline_base64"], "the file waits where it is"
    for seconds in (4, 10, 28):
        await stored.pass_time(seconds)
        await stored.work()
    storage.down = False
    await stored.pass_time(82)
    await stored.work()
    [row] = rows(stored)
    assert row["media"]["state"] == "stored"
    assert "inline_base64" not in row["media"]
    assert [content for content, _ in storage.objects.values()] == [files.ogg()]
    assert len(gemini.requests) == 1
    assert len(stored.evolution.sent) == 1


async def test_a_bucket_that_somebody_made_public_gets_no_file(
    stored: Front, gemini: GeminiServer, storage: SupabaseStorageServer
) -> None:
    storage.buckets["frontdesk-media"] = {"id": "frontdesk-media", "public": True}
    gemini.plays("¿dónde quedan?")
    assert "Carrera 13" in await send(sender(stored), "audio", files.ogg())
    assert storage.objects == {}
