"""Chooses what tools and turns call: Supabase's API where it is configured, else PostgreSQL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from agent.data.database import Database
from agent.data.supabase import SupabaseDatabase
from agent.errors import OperatorError
from agent.settings import Settings


def refuse_half_of_it(settings: Settings) -> None:
    """Raises OperatorError when something of Supabase is configured, but not what it takes."""
    if bool(settings.supabase_url) != bool(settings.supabase_service_role_key):
        missing = "SUPABASE_URL" if settings.supabase_url is None else "SUPABASE_SERVICE_ROLE_KEY"
        raise OperatorError(f"Supabase is configured by half: set {missing}, too, or neither")
    if settings.supabase_url and settings.database_url is None:
        raise OperatorError(
            "SUPABASE_URL is set and DATABASE_URL is not: queue, inbox and migrations need the "
            "project's database itself (session pooler or direct connection)"
        )


@asynccontextmanager
async def open_tools_database(settings: Settings, direct: Database) -> AsyncIterator[Database]:
    """What tools and turns call: Supabase's API where it is configured, else `direct`."""
    refuse_half_of_it(settings)
    if settings.supabase_url is None or settings.supabase_service_role_key is None:
        yield direct
        return
    database = SupabaseDatabase(
        str(settings.supabase_url),
        settings.supabase_service_role_key,
        direct=direct,
        max_connections=max(10, settings.worker_concurrency * 2),
    )
    try:
        await database.open()
        yield database
    finally:
        await database.close()
