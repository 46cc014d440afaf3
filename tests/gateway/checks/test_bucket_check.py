"""What `frontdesk check` says of the place where received files go."""

from agent.settings import Settings
from gateway.checks.media import check_files
from tests.protocols.supabase_storage import SupabaseStorageServer


async def said(storage: SupabaseStorageServer, key: str | None = None) -> tuple[str, str]:
    settings = Settings.model_validate(
        {
            "supabase_url": storage.url,
            "supabase_service_role_key": key or storage.key,
            "supabase_media_bucket": "files",
        }
    )
    [found] = await check_files(settings)
    return found.state, found.text


async def test_a_bucket_that_is_private_public_or_not_there_yet() -> None:
    async with SupabaseStorageServer() as storage:
        private = ("ok", "received files go to the private bucket files")
        assert await said(storage) == private
        assert storage.buckets == {}  # nothing is made
        storage.buckets["files"] = {"id": "files", "public": False}
        assert await said(storage) == private
        storage.buckets["files"]["public"] = True
        words = "the bucket files is public, so received files wait in the database"
        assert await said(storage) == ("bad", words)


async def test_a_storage_that_does_not_take_them() -> None:
    async with SupabaseStorageServer() as storage:
        state, words = await said(storage, "another-key")
        assert (state, words) == ("bad", "received files wait in the database: storage: HTTP 403")
        storage.down = True
        assert await said(storage) == (state, words.replace("403", "503"))
