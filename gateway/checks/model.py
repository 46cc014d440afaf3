"""The model that answers customers."""

from typing import Any

from agent.settings import Settings
from gateway.checks.finding import Finding
from gateway.checks.reach import ask

_OPENAI = "https://api.openai.com/v1"
_OTHER_PROVIDERS = ("bedrock:", "google_genai:")


async def check_model(settings: Settings) -> list[Finding]:
    """Whether the OpenAI-compatible endpoint takes the key and knows the model."""
    if settings.openai_api_key is None:
        said = "OPENAI_API_KEY is not set: the offline model answers"
        return [Finding("off", "model", said, "set it for free conversation")]
    wanted = settings.openai_chat_model
    if wanted.startswith(_OTHER_PROVIDERS):
        return [Finding("ok", "model", f"{wanted}, not asked")]
    base = (settings.openai_base_url or _OPENAI).rstrip("/")
    answer = await ask(
        f"{base}/models",
        headers={"Authorization": f"Bearer {settings.openai_api_key.get_secret_value()}"},
    )
    name = wanted.rpartition(":")[2]
    if answer is None:
        said = f"{name}: {base} does not answer"
        return [Finding("bad", "model", said, "check OPENAI_BASE_URL and the way out")]
    if answer.status in (401, 403):
        return [Finding("bad", "model", f"{name}: the key is refused", "check OPENAI_API_KEY")]
    if answer.status != 200:
        said = f"{name}: {base}/models answers {answer.status}"
        return [Finding("warn", "model", said, "send a message on the chat page to be sure")]
    names = _names(answer.body)
    if names and name not in names:
        said = f"{name} is not among the {len(names)} models offered"
        return [Finding("bad", "model", said, "check OPENAI_CHAT_MODEL")]
    return [Finding("ok", "model", f"{name}, reachable, the key is taken")]


def _names(body: Any) -> set[str]:
    """The ids in an answer of GET /models; empty where it has another form."""
    models = body.get("data") if isinstance(body, dict) else None
    if not isinstance(models, list):
        return set()
    return {str(m["id"]) for m in models if isinstance(m, dict) and "id" in m}
