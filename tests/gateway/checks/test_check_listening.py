"""`frontdesk check` says how it goes with connections that are listened to."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from agent.settings import Settings
from gateway.checks import Finding, check
from gateway.checks.listening import check_feeds
from tests.databases import execute

WHAT = "websocket of aurora (evolution)"


async def finding(url: str, folder: Path) -> Finding | None:
    settings = Settings(database_url=SecretStr(url), frontdesk_data_dir=folder)
    findings = await check(settings, {}, {"channels": (check_feeds,)})
    return next((one for one in findings if one.what == WHAT), None)


def listened_to(url: str, state: str | None = None, detail: str | None = None) -> None:
    where = (
        "settings ->> 'receive' = 'websocket'" if state else "key = 'evolution' and organization_id"
        " = (select id from organizations where slug = 'aurora')"
    )  # fmt: skip
    if state is None:
        execute(
            url,
            f'update platform_connections set settings = \'{{"receive": "websocket"}}\' where {where}',
        )
        return
    told: tuple[Any, ...] = (state, detail, datetime(2026, 11, 20, 9, 30, tzinfo=UTC))
    execute(
        url,
        "insert into connection_feeds (connection_id, organization_id, holder, held_until, state, "
        "detail, state_at) select id, organization_id, gen_random_uuid(), now() + interval '1 minute', "
        f"%s, %s, %s from platform_connections where {where}",
        *told,
    )


async def test_where_nothing_is_listened_to_nothing_is_said(
    database_url: str, tmp_path: Path
) -> None:
    assert await finding(database_url, tmp_path) is None


async def test_where_no_process_listens_nothing_comes(database_url: str, tmp_path: Path) -> None:
    listened_to(database_url)
    told = await finding(database_url, tmp_path)
    assert told is not None
    assert (told.state, told.do[:14]) == ("bad", "start a worker")


@pytest.mark.parametrize(
    ("state", "detail", "shown", "do"),
    [
        ("listening", None, "ok", ""),
        ("listening", "what came before cannot be asked for", "warn", "log"),
        ("connecting", None, "warn", "look again"),
        ("waiting", "the instance has sent nothing", "warn", "CONNECTION_UPDATE"),
        ("refused", "HTTP 400: Invalid global token", "bad", "repair"),
        ("unreachable", "no connection: ConnectionRefusedError", "bad", "WEBSOCKET_ENABLED"),
    ],
)
async def test_how_it_goes_is_told(
    database_url: str, tmp_path: Path, state: str, detail: str | None, shown: str, do: str
) -> None:
    listened_to(database_url)
    listened_to(database_url, state, detail)
    told = await finding(database_url, tmp_path)
    assert told is not None
    assert told.state == shown
    assert told.text == f"{state} since 2026-11-20 09:30 UTC" + (f": {detail}" if detail else "")
    assert do in told.do
