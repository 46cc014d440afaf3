"""Received files are deleted after a while and by command; the words stay."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from agent.data.database import Database
from agent.data.supabase_storage import SupabaseMediaStore
from agent.errors import MediaError
from agent.files.local_store import MediaFiles
from agent.files.store import MediaStore
from gateway.checks import Stored
from gateway.checks.media import check_retention
from gateway.checks.stored import TaskRow
from gateway.media.places import media_files
from gateway.media.retention import MediaRetention, delete_batch
from gateway.pipeline.maintenance import Maintenance
from tests.crash.rig import until
from tests.front import Front
from tests.gateway.media import files
from tests.gateway.media.sending import post, rows, run, send, sender
from tests.gateway.media.test_links import media
from tests.protocols.gemini import GeminiServer
from tests.protocols.supabase_storage import SupabaseStorageServer
from tests.providers import evolution

DAY = 24 * 3600
SAID = "Quiero una cita para limpieza facial"


def kept(front: Front) -> list[str]:
    """Names of the files in the data folder."""
    folder = front.container.settings.data_dir / "media"
    return sorted(file.name for file in folder.rglob("*") if file.is_file())


def retention_row(front: Front) -> dict[str, Any]:
    found = front.rows("select * from frontdesk.maintenance_tasks where name = 'media_retention'")
    return found[0] if found else {}


async def test_after_its_days_a_file_is_gone_and_its_words_are_not(
    hearing: Front, gemini: GeminiServer
) -> None:
    gemini.plays(SAID)
    await send(sender(hearing), "audio", files.ogg())
    hearing.clock.advance(60 * DAY)
    await send(sender(hearing, number=1), "image", files.png())
    await hearing.container.maintenance.run_due()
    assert len(kept(hearing)) == 2
    hearing.clock.advance(30 * DAY - 60)
    await hearing.container.maintenance.run_due()
    assert len(kept(hearing)) == 2  # not a minute too soon
    hearing.clock.advance(3600)
    await hearing.container.maintenance.run_due()
    old, young = rows(hearing)
    assert (old["media"]["state"], old["text"], old["status"]) == ("deleted", SAID, "handled")
    assert kept(hearing) == [young["media"]["path"].rpartition("/")[2]]
    assert young["media"]["state"] == "stored"
    refused = await media(hearing, "link", "aurora", old["id"])
    assert refused.exit_code == 1
    assert "was deleted on 2027-02-18" in refused.output


async def test_a_crash_between_file_and_row_leaves_nothing(front: Front) -> None:
    await send(sender(front), "audio", files.ogg())
    path = rows(front)[0]["media"]["path"]
    store = media_files(front.container.settings, front.clock)
    await store.delete([path])  # and then the process died
    front.clock.advance(91 * DAY)
    await front.container.maintenance.run_due()
    assert rows(front)[0]["media"]["state"] == "deleted"
    # The other way round: the file was put, its row was not told that it is there.
    await post(sender(front, number=1), "audio", files.ogg())
    _, row = rows(front)
    about = {"organization": row["organization_id"], "message": row["id"]}
    path = f"media/{row['organization_id']}/{row['id']}.ogg"
    await front.container.database.call(
        "media_put", **about, result={"store": "files", "path": path}
    )
    await store.put(path, files.ogg())
    front.clock.advance(91 * DAY)
    await front.container.maintenance.run_due()
    assert kept(front) == []
    assert "inline_base64" not in rows(front)[1]["media"]


async def test_a_file_that_is_deleted_while_it_is_fetched_is_not_kept(front: Front) -> None:
    await post(sender(front), "audio", files.ogg())
    row = rows(front)[0]
    about = {"organization": row["organization_id"], "messages": [str(row["id"])]}

    class Slow(MediaFiles):
        """Its files are deleted by somebody else while they are put."""

        async def put(self, path: str, content: bytes) -> None:
            await super().put(path, content)
            await front.container.database.call("media_forget", **about)

    store = media_files(front.container.settings, front.clock)
    store.__class__ = Slow
    front.container.media._store = store
    await front.container.media.fetch(row["organization_id"], row["id"])
    assert kept(front) == []
    assert rows(front)[0]["media"]["state"] == "deleted"
    # The job that was interrupted after its put does it when it is called again.
    await MediaFiles.put(store, f"media/{row['organization_id']}/{row['id']}.ogg", files.ogg())
    await front.container.media.fetch(row["organization_id"], row["id"])
    assert kept(front) == []


async def test_what_a_customer_took_back_is_not_kept(hearing: Front, gemini: GeminiServer) -> None:
    gemini.plays(SAID)
    who = sender(hearing)
    sent = await post(who, "audio", files.ogg())
    await run(hearing, "media")
    assert rows(hearing)[0]["text"] == SAID
    back = evolution.deleted(
        sent,
        jid=f"{who.phone}@s.whatsapp.net",
        instance=hearing.connection_name("aurora", "evolution"),
    )
    assert (await hearing.post("evolution", "aurora", back)).status_code == 200
    await hearing.container.maintenance.run_due()
    row = rows(hearing)[0]
    assert (row["status"], row["text"], row["media"]["state"]) == ("ignored", None, "deleted")
    assert kept(hearing) == []


async def test_many_files_go_in_bounded_batches(front: Front) -> None:
    await send(sender(front), "audio", files.ogg())
    front.execute(
        "insert into chat_messages (organization_id, chat_identity_id, connection_id, direction, "
        "status, kind, payload, provider_id, created_at) select m.organization_id, "
        "m.chat_identity_id, m.connection_id, 'inbound', 'handled', 'audio', m.payload, 'x' || n, "
        "m.created_at from chat_messages m, generate_series(1, 249) n where m.payload ? 'media'"
    )
    front.clock.advance(91 * DAY)
    row = rows(front)[0]
    store = media_files(front.container.settings, front.clock)
    now = front.clock.now()
    batch = (front.container.database, store, row["organization_id"], now)
    assert [await delete_batch(*batch) for _ in range(4)] == [100, 100, 50, 0]


@pytest.fixture
async def storage() -> AsyncIterator[SupabaseStorageServer]:
    async with SupabaseStorageServer() as server:
        yield server


async def test_the_bucket_too_and_its_trouble_holds_up_nothing_else(
    front: Front, storage: SupabaseStorageServer
) -> None:
    await send(sender(front), "audio", files.ogg())
    bucket = SupabaseMediaStore(
        storage.url, storage.key, "b", front.container.media._fetching._http
    )
    front.container.media._store = bucket
    await send(sender(front, "sorriso"), "image", files.png())
    here = media_files(front.container.settings, front.clock)
    stores: dict[str, MediaStore] = {"files": here, "supabase": bucket}
    retention = MediaRetention(front.container.database, stores, 30, front.clock)
    maintenance = Maintenance(front.container.database, [retention])
    front.clock.advance(31 * DAY)
    storage.down = True
    await maintenance.run_due()
    assert kept(front) == []
    assert retention_row(front)["error"] == "storage: HTTP 503"
    assert await said(front, 30) == (
        "warn",
        "1 received files, 0.0 MB, kept for 30 days; 1 should be deleted, but: storage: HTTP 503",
    )
    storage.down = False
    front.clock.advance(3599)
    await maintenance.run_due()
    assert storage.objects  # not before its hour
    front.clock.advance(1)
    await maintenance.run_due()
    assert storage.objects == {}
    assert {row["media"]["state"] for row in rows(front)} == {"deleted"}
    assert (retention_row(front)["error"], retention_row(front)["failures"]) == (None, 0)
    assert await said(front, 30) == ("ok", "0 received files, 0.0 MB, kept for 30 days")


async def said(front: Front, days: int) -> tuple[str, str]:
    database: Database = front.container.database
    tasks = await database.fetch(list[TaskRow], "maintenance_list")
    maintenance = {one.name: one for one in tasks}
    settings = front.container.settings.model_copy(update={"media_retention_days": days})
    [found] = await check_retention(settings, Stored(database, [], {}, maintenance), front.clock)
    return found.state, found.text


async def test_files_that_cannot_be_deleted_are_tried_again(front: Front) -> None:
    for number in (0, 1):
        await send(sender(front, number=number), "audio", files.ogg())
    stuck = Path(front.container.settings.data_dir) / rows(front)[0]["media"]["path"]
    stuck.unlink()
    (stuck / "folder").mkdir(parents=True)
    row = rows(front)[0]
    front.clock.advance(91 * DAY)
    await front.container.maintenance.run_due()
    assert [one["media"]["state"] for one in rows(front)] == ["stored", "deleted"]
    assert retention_row(front)["error"] == "1 files cannot be deleted"
    store = media_files(front.container.settings, front.clock)
    with pytest.raises(MediaError):
        await delete_batch(
            front.container.database, store, row["organization_id"], front.clock.now(), None
        )


async def test_one_process_at_a_time_and_the_next_after_a_death(front: Front) -> None:
    database = front.container.database
    begun = [
        await database.call("maintenance_begin", name="media_retention", lease_seconds=600.0)
        for _ in range(2)
    ]
    assert begun == [True, False]  # and then it dies
    front.clock.advance(600)
    await front.container.maintenance.run_due()
    assert retention_row(front)["done_at"] == front.clock.now()
    waits = []
    for _ in range(8):
        await database.call("maintenance_end", name="media_retention", seconds=300.0, error="down")
        waits.append((retention_row(front)["next_at"] - front.clock.now()).total_seconds())
    assert waits == [300, 600, 1200, 2400, 3600, 3600, 3600, 3600]


async def test_a_crash_in_a_put_leaves_no_half_for_ever(front: Front) -> None:
    store = media_files(front.container.settings, front.clock)
    left = front.container.settings.data_dir / "media" / ".unfinished" / "abc"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    await store.tidy()
    assert left.exists()  # somebody may still be writing
    os.utime(left, (0, 0))
    await store.tidy()
    assert not left.exists()


async def test_the_worker_does_it_by_itself(front: Front) -> None:
    async def done() -> bool:
        return bool(retention_row(front).get("done_at"))

    worker = asyncio.create_task(front.container.worker.run())
    try:
        await until(done, "the maintenance task was never done")
    finally:
        worker.cancel()
        await asyncio.wait([worker])
