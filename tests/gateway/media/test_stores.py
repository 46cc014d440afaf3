"""Where files are kept: one suite for the data folder and for Supabase's bucket."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from agent.clock import FixedClock
from agent.data.supabase_storage import SupabaseMediaStore
from agent.errors import MediaError
from agent.files.local_store import MediaFiles
from agent.files.store import LONGEST_LINK_SECONDS, MediaStore, checked_path, media_path
from agent.settings import Settings
from gateway.access.headers import SecurityHeaders
from gateway.access.secret_key import derive_key
from gateway.media.page import media_router
from tests.gateway.media import files
from tests.protocols.supabase_storage import SupabaseStorageServer

ORGANIZATION = UUID("11111111-2222-3333-4444-555555555555")
MESSAGE = UUID("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee")
PATH = media_path(ORGANIZATION, MESSAGE, "audio/ogg")
OTHER = media_path(ORGANIZATION, UUID(int=9), "image/jpeg")
NOTE = files.ogg() + bytes(range(256)) + b"\r\n\n\r\x85\x0c"


@dataclass
class Place:
    store: MediaStore
    clock: FixedClock
    open: Callable[[str], Awaitable[httpx.Response]]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime.fromisoformat("2026-11-20T10:00:00-05:00"))


@pytest.fixture
async def storage(clock: FixedClock) -> AsyncIterator[SupabaseStorageServer]:
    async with SupabaseStorageServer() as server:
        server.now = lambda: clock.now().timestamp()
        yield server


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as client:
        yield client


@pytest.fixture
def here(tmp_path: Path, clock: FixedClock) -> MediaFiles:
    return MediaFiles(tmp_path, "http://frontdesk", lambda: b"k" * 32, clock)


@pytest.fixture
def there(storage: SupabaseStorageServer, http: httpx.AsyncClient) -> SupabaseMediaStore:
    return SupabaseMediaStore(storage.url + "/", storage.key, "media-bucket", http)


def page_of(store: MediaFiles) -> httpx.AsyncClient:
    app = FastAPI()
    app.add_middleware(SecurityHeaders, settings=Settings())
    app.include_router(media_router(store))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://frontdesk")


@pytest.fixture(params=["files", "supabase"])
async def place(
    request: pytest.FixtureRequest,
    here: MediaFiles,
    there: SupabaseMediaStore,
    http: httpx.AsyncClient,
    clock: FixedClock,
) -> AsyncIterator[Place]:
    if request.param == "supabase":
        yield Place(there, clock, http.get)
        return
    async with page_of(here) as client:
        yield Place(here, clock, client.get)


# The contract


async def test_a_file_is_kept_shown_replaced_and_deleted(place: Place) -> None:
    store = place.store
    await store.put(PATH, NOTE)
    assert await store.get(PATH) == NOTE
    shown = await place.open(await store.link(PATH, 60))
    assert (shown.status_code, shown.content) == (200, NOTE)
    assert shown.headers["content-type"] == "audio/ogg"
    await store.put(PATH, b"OggS another")
    assert await store.get(PATH) == b"OggS another"
    assert await store.delete([PATH, OTHER]) == {PATH, OTHER}
    assert await store.get(PATH) is None


async def test_a_link_ends(place: Place) -> None:
    await place.store.put(PATH, NOTE)
    link = await place.store.link(PATH, 60)
    place.clock.advance(59)
    assert (await place.open(link)).status_code == 200
    place.clock.advance(1)
    assert (await place.open(link)).status_code in (400, 410)


async def test_no_link_lasts_longer_than_a_week(place: Place) -> None:
    await place.store.put(PATH, NOTE)
    link = await place.store.link(PATH, 10**9)
    place.clock.advance(LONGEST_LINK_SECONDS)
    assert (await place.open(link)).status_code in (400, 410)


async def test_a_link_is_for_one_file_and_cannot_be_changed(place: Place) -> None:
    other = media_path(ORGANIZATION, UUID(int=7), "audio/ogg")
    await place.store.put(PATH, NOTE)
    await place.store.put(other, b"OggS of somebody else")
    link = await place.store.link(PATH, 60)
    changed = link.replace("token=", "token=9").replace("frontdesk/media/", "frontdesk/media/A")
    assert changed != link
    assert (await place.open(changed)).status_code in (400, 404)
    assert (await place.open(link.replace(str(MESSAGE), str(UUID(int=7))))).content in (
        NOTE,  # the data folder's links show no path
        b'{"statusCode": "400", "error": "InvalidJWT", "message": "invalid signature"}',
    )


@pytest.mark.parametrize(
    "path",
    [
        "../secret.key",
        "media/../../secret.key",
        f"media/{ORGANIZATION}/../{ORGANIZATION}/x.ogg",
        f"media/{ORGANIZATION}/{MESSAGE}.ogg/..",
        f"media/{ORGANIZATION}/%2e%2e/{MESSAGE}.ogg",
        f"/media/{ORGANIZATION}/{MESSAGE}.ogg",
        f"media/{ORGANIZATION}/{MESSAGE}.ogg\n",
        f"media/{ORGANIZATION}/{MESSAGE}.sh.txt.html",
        "",
    ],
)
async def test_no_other_path_is_one(place: Place, path: str) -> None:
    with pytest.raises(ValueError, match="not the path"):
        checked_path(path)
    for work in (place.store.put(path, b"x"), place.store.get(path), place.store.link(path, 60)):
        with pytest.raises((ValueError, MediaError)):
            await work


def test_a_path_holds_nothing_of_the_customer() -> None:
    assert f"media/{ORGANIZATION}/{MESSAGE}.ogg" == PATH
    assert media_path(ORGANIZATION, MESSAGE, "../../etc/passwd").endswith(".bin")
    assert media_path(ORGANIZATION, MESSAGE, None).endswith(".bin")


# The data folder


async def test_files_are_downloads_that_no_browser_runs(here: MediaFiles) -> None:
    page = media_path(ORGANIZATION, MESSAGE, "text/html")
    await here.put(page, b"<script>alert(1)</script>")
    async with page_of(here) as client:
        shown = await client.get(await here.link(page, 60))
    assert shown.headers["content-type"] == "application/octet-stream"
    assert shown.headers["content-disposition"].startswith("attachment;")
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["cache-control"] == "private, no-store"
    assert "sandbox" in shown.headers["content-security-policy"]


@pytest.mark.parametrize(
    "token", ["x", "x.y", "..", ".", "é.é", "a" * 400, "eA.eA", "%00", "a.b.c", "AA==.AA=="]
)
async def test_a_token_of_somebody_else_shows_nothing(here: MediaFiles, token: str) -> None:
    async with page_of(here) as client:
        assert (await client.get(f"/media/{token}")).status_code == 404


async def test_a_link_to_a_file_that_is_gone(here: MediaFiles, tmp_path: Path) -> None:
    async with page_of(here) as client:
        assert (await client.get(await here.link(PATH, 60))).status_code == 404
        await here.put(PATH, NOTE)
        assert _modes(tmp_path, "*") == [0]


def _modes(folder: Path, pattern: str) -> list[int]:
    """What others than the owner may do with each file."""
    return [f.stat().st_mode & 0o077 for f in folder.rglob(pattern) if f.is_file()]


async def test_a_folder_that_cannot_be_written_is_tried_again(
    here: MediaFiles, tmp_path: Path
) -> None:
    (tmp_path / "media").write_text("in the way")
    with pytest.raises(MediaError) as caught:
        await here.put(PATH, NOTE)
    assert not caught.value.permanent


def test_the_key_is_the_deployments_own(tmp_path: Path) -> None:
    def settings(folder: str, **more: object) -> Settings:
        return Settings.model_validate({"frontdesk_data_dir": tmp_path / folder, **more})

    one, two = settings("one"), settings("two")
    assert derive_key(one, "links") == derive_key(one, "links")
    assert len({derive_key(one, "links"), derive_key(one, "other"), derive_key(two, "links")}) == 3
    assert (tmp_path / "one" / "secret.key").stat().st_mode & 0o077 == 0
    told = [settings(f, frontdesk_secret_key=SecretStr("s" * 40)) for f in ("a", "b")]
    assert derive_key(told[0], "links") == derive_key(told[1], "links")
    both = settings("c", frontdesk_secret_key=SecretStr(f"{'s' * 40}, {'t' * 40}"))
    assert derive_key(both, "links") == derive_key(told[0], "links"), "the old key may go"
    assert {"s" * 40, "t" * 40} <= both.secrets()
    assert not (tmp_path / "a").exists()
    derive_key(settings("d", frontdesk_secret_key=SecretStr(",")), "links")
    assert (tmp_path / "d" / "secret.key").exists(), "a comma is no secret"


# Supabase


async def test_the_bucket_is_made_once_and_private(
    storage: SupabaseStorageServer, there: SupabaseMediaStore
) -> None:
    await there.put(PATH, NOTE)
    await there.put(PATH, NOTE)
    assert storage.buckets["media-bucket"]["public"] is False
    assert [r.path for r in storage.requests].count("/storage/v1/bucket") == 1
    assert storage.objects["media-bucket", PATH] == (NOTE, "audio/ogg")


@pytest.mark.parametrize("new_errors", [False, True])
async def test_both_forms_of_errors_are_understood(
    storage: SupabaseStorageServer, http: httpx.AsyncClient, new_errors: bool
) -> None:
    storage.new_errors = new_errors
    store = SupabaseMediaStore(storage.url, storage.key, "b", http)
    await store.put(PATH, NOTE)
    assert await store.get(media_path(ORGANIZATION, UUID(int=1), None)) is None
    with pytest.raises(MediaError):
        await store.link(media_path(ORGANIZATION, UUID(int=1), None), 60)
    # Two processes look at the same time, and both make the bucket.
    both = [SupabaseMediaStore(storage.url, storage.key, "c", http) for _ in range(2)]
    await asyncio.gather(*(other.put(PATH, NOTE) for other in both))
    assert [r.path for r in storage.requests].count("/storage/v1/bucket") == 3


async def test_a_public_bucket_is_refused(
    storage: SupabaseStorageServer, there: SupabaseMediaStore
) -> None:
    storage.buckets["media-bucket"] = {"id": "media-bucket", "public": True}
    with pytest.raises(MediaError, match="public"):
        await there.put(PATH, NOTE)
    assert storage.objects == {}
    storage.buckets["media-bucket"]["public"] = False
    await there.put(PATH, NOTE)


async def test_what_goes_wrong_may_be_tried_again(
    storage: SupabaseStorageServer, there: SupabaseMediaStore, http: httpx.AsyncClient
) -> None:
    wrong = SupabaseMediaStore(storage.url, "another key", "media-bucket", http)
    port = 0
    for store, trouble in ((wrong, "key"), (there, "down"), (there, "drop"), (there, "closed")):
        storage.down = trouble == "down"
        storage.drop_next(times=trouble == "drop")
        port = storage.close() if trouble == "closed" else port
        with pytest.raises(MediaError) as caught:
            await store.put(PATH, NOTE)
        assert not caught.value.permanent, trouble
        assert str(MESSAGE) not in str(caught.value)
    assert storage.objects == {}
    await storage.reopen(port)
    await there.put(PATH, NOTE)
    assert await there.get(PATH) == NOTE
