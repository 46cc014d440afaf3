"""Where files of messages are kept: the data folder, and Supabase's private bucket where one is configured."""

from functools import partial

import httpx

from agent.clock import Clock
from agent.files.local_store import MediaFiles
from agent.files.store import MediaStore
from agent.settings import Settings
from gateway.access.secret_key import derive_key


def media_files(settings: Settings, clock: Clock) -> MediaFiles:
    """Received files in the data folder."""
    key = partial(derive_key, settings, "links to received files")
    return MediaFiles(settings.data_dir, settings.address, key, clock)


def media_store(settings: Settings, http: httpx.AsyncClient, clock: Clock) -> MediaStore:
    """Where new files go: Supabase's private bucket where a project with one is configured, else the
    data folder."""
    *_, store = media_stores(settings, http, clock).values()
    return store


def media_stores(
    settings: Settings, http: httpx.AsyncClient, clock: Clock
) -> dict[str, MediaStore]:
    """All that are configured, by name. Files of before a bucket was stay in the data folder."""
    files = media_files(settings, clock)
    key, bucket = settings.supabase_service_role_key, settings.media_bucket
    if key is None or bucket is None:
        return {files.name: files}
    from agent.data.supabase_storage import SupabaseMediaStore

    there = SupabaseMediaStore(str(settings.supabase_url), key.get_secret_value(), bucket, http)
    return {files.name: files, there.name: there}
