"""Runs customers against a desk that is made for it."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from langchain_core.language_models import BaseChatModel

from agent.settings import Settings
from agent.shipped import shipped
from gateway.evaluation.customers import Customer
from gateway.evaluation.desk import Desk
from gateway.evaluation.ground import database_of, server
from gateway.evaluation.judging import Verdict, serve
from gateway.organizations.file_schema import OrganizationFile
from gateway.organizations.loading import load

_LONG_AGO = datetime(2026, 11, 1, tzinfo=UTC)


def businesses() -> list[OrganizationFile]:
    """Those of the demo, and the others that customers of the evaluation write to."""
    own = Path(str(resources.files("gateway.evaluation") / "businesses"))
    return [load(f) for f in (*sorted(shipped("demo").glob("*.yaml")), *sorted(own.glob("*.yaml")))]


def settings_over(settings: Settings, conninfo: str, folder: Path, model: str | None) -> Settings:
    """The configured models over this database; the offline model alone without `model`."""
    offline = {"openai_api_key": None, "gemini_api_key": None} if model is None else {}
    return Settings.model_validate(
        {
            **settings.model_dump(),
            **offline,
            **({"openai_chat_model": model} if model else {}),
            "database_url": conninfo,
            "supabase_url": None,
            "supabase_service_role_key": None,
            "redis_url": None,
            "langfuse_host": None,
            "langfuse_public_key": None,
            "langfuse_secret_key": None,
            "frontdesk_data_dir": folder,
            "debounce_seconds": 0.0,
            "log_level": "ERROR",
        }
    )


@asynccontextmanager
async def open_desk(
    settings: Settings, model: str | None, played: BaseChatModel | None = None
) -> AsyncIterator[Desk]:
    """A desk with all businesses, over a database that is dropped at the end; `played` answers in place of
    any configured model."""
    configured = settings.database_url.get_secret_value() if settings.database_url else None
    with server(configured) as (url, folder):
        async with database_of(url, businesses()) as conninfo:
            over = settings_over(settings, conninfo, folder, model)
            async with Desk.open(over, _LONG_AGO, played) as desk:
                yield desk


async def evaluate(
    settings: Settings, customers: Sequence[Customer], *, model: str | None, times: int
) -> AsyncGenerator[Verdict, None]:
    """The verdict on each customer, `times` over."""
    async with open_desk(settings, model) as desk:
        for _ in range(times):
            for customer in customers:
                yield await serve(desk, customer)
