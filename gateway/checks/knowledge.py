"""Checks how the knowledge base is searched, and what is not embedded yet."""

from agent.settings import Settings
from gateway.checks.finding import Finding
from gateway.checks.stored import Stored
from gateway.knowledge.indexing import Embeddings, missing_embeddings

_WHAT = "embeddings"
_BY_WORDS = "knowledge by full text only"


async def check_embeddings(settings: Settings, stored: Stored) -> list[Finding]:
    """Whether questions are also searched by meaning, and whose entries are not embedded."""
    if settings.openai_api_key is None:
        return [Finding("off", _WHAT, f"no OPENAI_API_KEY; {_BY_WORDS}")]
    missing: list[str] = []
    for organization in stored.organizations:
        batch = await missing_embeddings(
            stored.database, organization.id, settings.openai_embedding_model, limit=0
        )
        if not batch.vectors:
            return [Finding("off", _WHAT, f"no pgvector; {_BY_WORDS}")]
        if batch.missing:
            missing.append(f"{batch.missing} of {organization.slug}")
    if missing:
        text = f"not embedded: {', '.join(missing)}"
        task = stored.maintenance.get(Embeddings.name)
        if task and task.error:
            text += f" (the worker's last try: {task.error})"
        do = "a running worker embeds them by and by, `frontdesk knowledge embed ORG` at once"
        return [Finding("warn", _WHAT, text, do)]
    return [Finding("ok", _WHAT, settings.openai_embedding_model)]
