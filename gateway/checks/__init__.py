"""`frontdesk check`: what is configured, reachable, outdated or unsafe, and what to do.

A check is `async def (settings) -> list[Finding]`, one that looks into the database `async def
(settings, stored) -> list[Finding]`; it raises nothing that a person could expect. `GROUPS` and
`GROUPS_OF_STORED` list them all: a new one is written in a file of its group and added there.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from agent.errors import OperatorError
from agent.settings import Settings
from gateway.checks.access import (
    check_address,
    check_api_key,
    check_demo,
    check_env_file,
    check_logs,
    check_origins,
)
from gateway.checks.calendars import check_calendars
from gateway.checks.channels import check_connections, check_staff_template
from gateway.checks.credentials import check_credentials
from gateway.checks.data import check_data_dir, check_database, check_pooler, check_redis
from gateway.checks.deployment import check_libraries, check_python
from gateway.checks.finding import Finding, State
from gateway.checks.installation import check_installation
from gateway.checks.keys import check_keys
from gateway.checks.knowledge import check_embeddings
from gateway.checks.languages import check_languages
from gateway.checks.listening import check_feeds
from gateway.checks.logins import check_logins
from gateway.checks.media import check_downloads, check_files, check_gemini, check_retention
from gateway.checks.model import check_model, check_spending
from gateway.checks.replies import check_withheld
from gateway.checks.sending import check_events, check_staff, check_waiting
from gateway.checks.stored import Stored, open_stored
from gateway.checks.supabase import check_supabase
from gateway.checks.tracing import check_langfuse
from gateway.checks.variables import check_variables
from gateway.checks.widget import check_widget
from gateway.checks.zones import check_zones
from gateway.container import database_url

__all__ = [
    "GROUPS",
    "GROUPS_OF_STORED",
    "Check",
    "Finding",
    "State",
    "Stored",
    "StoredCheck",
    "check",
]

Check = Callable[[Settings], Awaitable[list[Finding]]]
StoredCheck = Callable[[Settings, Stored], Awaitable[list[Finding]]]
PendingFindings = Awaitable[list[Finding]]

GROUPS: Mapping[str, tuple[Check, ...]] = {
    "data": (check_database, check_pooler, check_redis, check_supabase, check_data_dir),
    "model": (check_model,),
    "media": (check_gemini, check_files, check_downloads),
    "tracing": (check_langfuse,),
    "channels": (check_staff_template,),
    "access": (check_api_key, check_address, check_origins, check_demo, check_logs, check_env_file),
    "deployment": (check_python, check_libraries, check_installation),
}
"""In the order of the screen."""

GROUPS_OF_STORED: Mapping[str, tuple[StoredCheck, ...]] = {
    "data": (check_zones,),
    "model": (check_embeddings, check_spending),
    "media": (check_retention,),
    "channels": (
        check_connections,
        check_keys,
        check_feeds,
        check_staff,
        check_waiting,
        check_events,
        check_withheld,
        check_widget,
        check_calendars,
    ),
    "access": (check_credentials, check_variables, check_logins),
    "deployment": (check_languages,),
}
"""Asked only where the database is reachable and migrated."""

_LOGIN = re.compile(r"(?<=//)[^/\s]*@")
PATIENCE_SECONDS = 30.0
"""For one check as a whole, on a machine that is busy; its probes give up much sooner (gateway/checks/reach.py)."""


async def check(
    settings: Settings,
    groups: Mapping[str, tuple[Check, ...]] = GROUPS,
    groups_of_stored: Mapping[str, tuple[StoredCheck, ...]] = GROUPS_OF_STORED,
) -> list[Finding]:
    """Runs all checks at once; changes nothing but starting the embedded database.

    A check that fails itself is a finding too, so that it never hides what the others found.
    """
    if settings.database_url is None:
        # Before the clocks of the probes run. Whether it could start, the database's check says.
        await asyncio.gather(asyncio.to_thread(database_url, settings), return_exceptions=True)
    async with open_stored(settings) as stored:
        planned: list[tuple[str, str, PendingFindings]] = [
            (group, one.__name__, one(settings))
            for group, members in groups.items()
            for one in members
        ]
        if stored is not None:
            planned += [
                (group, one.__name__, one(settings, stored))
                for group, members in groups_of_stored.items()
                for one in members
            ]
        findings = [_public(finding, settings.secrets()) for finding in await _run(planned)]
    order = [*groups, *groups_of_stored]
    return sorted(findings, key=lambda finding: order.index(finding.group))


async def _run(planned: list[tuple[str, str, PendingFindings]]) -> list[Finding]:
    """All at once, each with its own patience."""
    results = await asyncio.gather(
        *(asyncio.wait_for(check, PATIENCE_SECONDS) for _, _, check in planned),
        return_exceptions=True,
    )
    findings: list[Finding] = []
    for (group, name, _), result in zip(planned, results, strict=True):
        if isinstance(result, BaseException):
            result = [_failed(name, result)]
        findings += [replace(finding, group=group) for finding in result]
    return findings


def _public(finding: Finding, secrets: frozenset[str]) -> Finding:
    """Without what must not be shown: who logs in to an address, and any secret."""

    def shown(text: str) -> str:
        text = _LOGIN.sub("", text)
        for secret in secrets:
            text = text.replace(secret, "[secret]")
        return text

    text, do, brief = map(shown, (finding.text, finding.do, finding.brief))
    return replace(finding, text=text, do=do, brief=brief)


def _failed(name: str, error: BaseException) -> Finding:
    if not isinstance(error, Exception):
        raise error
    what = name.removeprefix("check_").replace("_", " ")
    if isinstance(error, OperatorError):
        return Finding("bad", what, str(error))
    return Finding("bad", what, f"could not be checked: {type(error).__name__}")
