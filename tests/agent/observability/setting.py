"""A front desk whose turns are traced to a Langfuse on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

from tests.databases import NOW
from tests.front import Front, open_front
from tests.protocols.langfuse import PUBLIC_KEY, SECRET_KEY, LangfuseServer


def langfuse_settings(url: str, **others: Any) -> dict[str, Any]:
    keys = {"langfuse_public_key": PUBLIC_KEY, "langfuse_secret_key": SecretStr(SECRET_KEY)}
    return {"langfuse_host": url, **keys, **others}


@asynccontextmanager
async def traced(
    langfuse: LangfuseServer,
    url: str,
    folder: Path,
    model: BaseChatModel | None = None,
    **settings: Any,
) -> AsyncIterator[Front]:
    """When it is closed, everything has been sent."""
    about = langfuse_settings(langfuse.url, **settings)
    async with open_front(url, folder, NOW, model=model, **about) as front:
        yield front


def turns(front: Front) -> list[dict[str, Any]]:
    """Oldest first: id, status, conversation."""
    return front.rows(
        "select id, status, chat_identity_id as conversation from turns order by started_at, token"
    )


def turn_ids(front: Front) -> list[UUID]:
    return [row["id"] for row in turns(front)]
