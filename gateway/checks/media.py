"""Voice notes, images and documents."""

from urllib.parse import quote

from agent.settings import Settings
from gateway.checks.finding import Finding
from gateway.checks.reach import Answer, ask

_GEMINI = "https://generativelanguage.googleapis.com"


async def check_gemini(settings: Settings) -> list[Finding]:
    """Whether Gemini takes the key and has the model."""
    if settings.gemini_api_key is None:
        said = "GEMINI_API_KEY is not set: only PDFs with their own text and text files are read"
        return [Finding("off", "Gemini", said)]
    base = (settings.gemini_base_url or _GEMINI).rstrip("/")
    model = settings.gemini_model
    answer = await ask(
        f"{base}/v1beta/models/{model}",
        headers={"x-goog-api-key": settings.gemini_api_key.get_secret_value()},
    )
    if answer is None:
        said = f"{base} does not answer"
        return [Finding("bad", "Gemini", said, "check GEMINI_BASE_URL and the way out")]
    if answer.status in (400, 401, 403):
        return [Finding("bad", "Gemini", "the key is refused", "check GEMINI_API_KEY")]
    if answer.status == 404:
        return [Finding("bad", "Gemini", f"there is no model {model}", "check GEMINI_MODEL")]
    if answer.status != 200:
        return [Finding("warn", "Gemini", f"{base} answers {answer.status}")]
    said = f"{model}, reachable, the key is taken"
    return [Finding("ok", "Gemini", said, brief=f"Gemini {model}")]


async def check_files(settings: Settings) -> list[Finding]:
    """Where received files are kept, and whether nobody else can read them there."""
    key = settings.supabase_service_role_key
    if settings.supabase_url is None or key is None:
        said = f"received files stay in {settings.data_dir / 'media'}"
        return [Finding("ok", "files", said)]
    bucket = settings.supabase_media_bucket
    secret = key.get_secret_value()
    answer = await ask(
        f"{str(settings.supabase_url).rstrip('/')}/storage/v1/bucket/{quote(bucket, safe='')}",
        headers={"apikey": secret, "Authorization": f"Bearer {secret}"},
    )
    return [_bucket(bucket, answer)]


def _bucket(bucket: str, answer: Answer | None) -> Finding:
    """Errors of the Storage API come as 400 with the true status in the body, or as the status."""
    body = answer.body if answer and isinstance(answer.body, dict) else {}
    status = str(body.get("statusCode") or (answer.status if answer else ""))
    said = f"received files go to the private bucket {bucket}"
    if status == "200" and body.get("public") is not False:
        public = f"the bucket {bucket} is public: no file is put there"
        return Finding("bad", "files", public, "make it private")
    if status == "200":
        return Finding("ok", "files", said)
    if status == "404":
        return Finding("ok", "files", f"{said}, which the first one makes")
    if status in ("401", "403"):
        refused = "Supabase's storage refuses the key"
        return Finding("bad", "files", refused, "check SUPABASE_SERVICE_ROLE_KEY")
    silent = f"{said}; the storage does not answer, and they wait where they are"
    return Finding("warn", "files", silent, "check SUPABASE_URL")


async def check_downloads(settings: Settings) -> list[Finding]:
    """Whether received files could be fetched from inside the network."""
    open_to = [
        name
        for name, allowed in (
            ("MEDIA_ALLOW_HTTP", settings.media_allow_http),
            ("MEDIA_ALLOW_PRIVATE", settings.media_allow_private),
        )
        if allowed
    ]
    if not open_to:
        return [Finding("ok", "downloads", "public HTTPS addresses only")]
    said = f"{' and '.join(open_to)}: a message could make the gateway read internal addresses"
    return [Finding("bad", "downloads", said, "for development only: take them away")]
