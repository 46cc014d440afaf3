"""`frontdesk check`: what is configured, reachable, outdated or unsafe, and what to do.

A check is `async def (settings) -> list[Finding]`; it raises nothing that a person could expect.
`GROUPS` is the list of all: a new one is written in a file of its group and added there.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from agent.settings import Settings
from gateway.checks.access import check_address, check_api_key, check_demo, check_env_file
from gateway.checks.channels import check_connections, check_staff_template
from gateway.checks.data import check_data_dir, check_database, check_redis
from gateway.checks.deployment import check_libraries, check_python
from gateway.checks.finding import Finding, State
from gateway.checks.media import check_downloads, check_gemini
from gateway.checks.model import check_model
from gateway.checks.supabase import check_supabase
from gateway.checks.tracing import check_langfuse
from gateway.desk import database_url

__all__ = ["GROUPS", "Check", "Finding", "State", "check"]

Check = Callable[[Settings], Awaitable[list[Finding]]]

GROUPS: Mapping[str, tuple[Check, ...]] = {
    "data": (check_database, check_redis, check_supabase, check_data_dir),
    "model": (check_model,),
    "media": (check_gemini, check_downloads),
    "tracing": (check_langfuse,),
    "channels": (check_connections, check_staff_template),
    "access": (check_api_key, check_address, check_demo, check_env_file),
    "deployment": (check_python, check_libraries),
}
"""In the order of the screen."""

PATIENCE_SECONDS = 10.0
"""For one check as a whole; its probes give up sooner (gateway/checks/reach.py)."""


async def check(
    settings: Settings, groups: Mapping[str, tuple[Check, ...]] = GROUPS
) -> list[Finding]:
    """Runs all checks at once; changes nothing but starting the embedded database.

    A check that fails itself is a finding too, so that it never hides what the others found.
    """
    if settings.database_url is None:
        # Before the clocks of the probes run. Whether it could start, the database's check says.
        await asyncio.gather(asyncio.to_thread(database_url, settings), return_exceptions=True)
    planned = [(group, one) for group, members in groups.items() for one in members]
    results = await asyncio.gather(
        *(asyncio.wait_for(one(settings), PATIENCE_SECONDS) for _, one in planned),
        return_exceptions=True,
    )
    found: list[Finding] = []
    for (group, one), result in zip(planned, results, strict=True):
        if isinstance(result, BaseException):
            result = [_failed(one, result)]
        found += [replace(finding, group=group) for finding in result]
    return found


def _failed(one: Check, error: BaseException) -> Finding:
    if not isinstance(error, Exception):
        raise error
    name = getattr(one, "__name__", "check").removeprefix("check_").replace("_", " ")
    return Finding("bad", name, f"could not be checked: {type(error).__name__}")
