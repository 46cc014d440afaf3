"""Checks how the knowledge base is searched, and what is not embedded yet."""

from agent.llm.embeddings import embedding_model
from agent.settings import Settings
from gateway.checks.finding import Finding
from gateway.checks.stored import Stored
from gateway.knowledge.indexing import Embeddings, missing_embeddings

_WHAT = "embeddings"
_BY_WORDS = "knowledge by full text only"


async def check_embeddings(settings: Settings, stored: Stored) -> list[Finding]:
    """Whether questions are also searched by meaning, and whose entries are not embedded."""
    model = embedding_model(settings)
    if model is None:
        text = f"no OPENAI_API_KEY and no sentence encoder; {_BY_WORDS}"
        return [Finding("off", _WHAT, text)]
    missing: list[str] = []
    for organization in stored.organizations:
        batch = await missing_embeddings(stored.database, organization.id, model, limit=0)
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
    return [Finding("ok", _WHAT, model)]
