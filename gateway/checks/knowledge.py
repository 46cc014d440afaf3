"""Checks how the knowledge base is searched, and what is not embedded yet."""

from uuid import UUID

from agent.settings import Settings
from agent.types import Json
from gateway.checks.finding import Finding
from gateway.checks.stored import Stored
from gateway.knowledge.indexing import Embeddings

_WHAT = "embeddings"
_BY_WORDS = "knowledge by full text only"


async def check_embeddings(settings: Settings, stored: Stored) -> list[Finding]:
    """Whether questions are also searched by meaning, and whose entries are not embedded."""
    if settings.openai_api_key is None:
        return [Finding("off", _WHAT, f"no OPENAI_API_KEY; {_BY_WORDS}")]
    missing: list[str] = []
    for organization in stored.organizations:
        coverage: Json = await stored.database.call(
            "knowledge_embeddings_missing",
            organization=UUID(organization["id"]),
            model=settings.openai_embedding_model,
            limit=0,
        )
        if not coverage["vectors"]:
            return [Finding("off", _WHAT, f"no pgvector; {_BY_WORDS}")]
        if coverage["missing"]:
            missing.append(f"{coverage['missing']} of {organization['slug']}")
    if missing:
        text = f"not embedded: {', '.join(missing)}"
        if failure := stored.maintenance.get(Embeddings.name, {}).get("error"):
            text += f" (the worker's last try: {failure})"
        do = "a running worker embeds them by and by, `frontdesk knowledge embed ORG` at once"
        return [Finding("warn", _WHAT, text, do)]
    return [Finding("ok", _WHAT, settings.openai_embedding_model)]
