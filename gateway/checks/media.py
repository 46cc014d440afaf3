"""Checks of received files: their reader, their store, how long they are kept."""

import httpx
from msgspec import Struct

from agent.clock import Clock, SystemClock
from agent.errors import MediaError
from agent.settings import Settings
from agent.tls import tls_context
from gateway.checks.finding import Finding
from gateway.checks.reach import SECONDS, ask
from gateway.checks.stored import Stored
from gateway.media.retention import MediaRetention, oldest_kept

_GEMINI = "https://generativelanguage.googleapis.com"


class _KeptFiles(Struct, frozen=True, kw_only=True):
    """media_overview: what one store keeps."""

    store: str
    files: int
    bytes: int
    overdue: int


async def check_gemini(settings: Settings) -> list[Finding]:
    """Whether Gemini takes the key and has the model."""
    if settings.gemini_api_key is None:
        text = "GEMINI_API_KEY is not set: only PDFs with their own text and text files are read"
        return [Finding("off", "Gemini", text)]
    base = (settings.gemini_base_url or _GEMINI).rstrip("/")
    model = settings.gemini_model
    answer = await ask(
        f"{base}/v1beta/models/{model}",
        headers={"x-goog-api-key": settings.gemini_api_key.get_secret_value()},
    )
    if answer is None:
        text = f"{base} does not answer"
        return [Finding("bad", "Gemini", text, "check GEMINI_BASE_URL and the way out")]
    if answer.status in (400, 401, 403):
        return [Finding("bad", "Gemini", "the key is refused", "check GEMINI_API_KEY")]
    if answer.status == 404:
        return [Finding("bad", "Gemini", f"there is no model {model}", "check GEMINI_MODEL")]
    if answer.status != 200:
        return [Finding("warn", "Gemini", f"{base} answers {answer.status}")]
    return [Finding("ok", "Gemini", f"{model}, reachable, the key is taken")]


async def check_files(settings: Settings) -> list[Finding]:
    """Where received files are kept, and whether others could read them there."""
    key, bucket = settings.supabase_service_role_key, settings.media_bucket
    if key is None or bucket is None:
        return [Finding("ok", "files", f"received files stay in {settings.data_dir / 'media'}")]
    from agent.data.supabase_storage import SupabaseMediaStore

    try:
        async with httpx.AsyncClient(verify=tls_context(), timeout=SECONDS) as http:
            store = SupabaseMediaStore(
                str(settings.supabase_url), key.get_secret_value(), bucket, http
            )
            private = await store.is_private()
    except MediaError as error:
        text = f"received files wait in the database: {error}"
        return [Finding("bad", "files", text, "check SUPABASE_URL and its key")]
    if private is False:
        text = f"the bucket {bucket} is public, so received files wait in the database"
        return [Finding("bad", "files", text, "make it private in Supabase's Storage")]
    return [Finding("ok", "files", f"received files go to the private bucket {bucket}")]


async def check_retention(
    settings: Settings, stored: Stored, clock: Clock | None = None
) -> list[Finding]:
    """How many received files are kept, and whether the worker deletes the old ones."""
    days = settings.media_retention_days
    before = oldest_kept(clock or SystemClock(), days)
    stores = await stored.database.fetch(list[_KeptFiles], "media_overview", before=before)
    size = sum(one.bytes for one in stores) / 1e6
    text = f"{sum(one.files for one in stores)} received files, {size:.1f} MB, kept for {days} days"
    overdue = sum(one.overdue for one in stores)
    task = stored.maintenance.get(MediaRetention.name)
    if task and task.error:
        text += f"; {overdue} should be deleted, but: {task.error}"
        return [Finding("warn", "retention", text, "the worker tries again within the hour")]
    there = any(one.store == "supabase" and one.overdue for one in stores)
    if there and settings.media_bucket is None:
        text += "; older ones are in Supabase, which is not configured"
        return [Finding("warn", "retention", text, "set SUPABASE_URL and its key, or delete there")]
    if overdue:
        text += f"; {overdue} should be deleted"
        return [Finding("warn", "retention", text, "a running worker does it: is there one?")]
    return [Finding("ok", "retention", text)]


async def check_downloads(settings: Settings) -> list[Finding]:
    """Whether received files could be fetched from inside the network."""
    open_to = [
        name
        for name, allowed in (
            ("MEDIA_ALLOW_HTTP", settings.media_allow_http),
            ("MEDIA_ALLOW_PRIVATE", settings.media_allow_private),
            ("MCP_ALLOW_PRIVATE", settings.mcp_allow_private),
            ("EVENTS_ALLOW_PRIVATE", settings.events_allow_private),
        )
        if allowed
    ]
    if not open_to:
        return [Finding("ok", "downloads", "public HTTPS addresses only")]
    text = f"{' and '.join(open_to)}: a message could make the gateway read internal addresses"
    return [Finding("bad", "downloads", text, "for development only: take them away")]
