"""Alarms: when one is on, and that the operator hears of it once, by each way."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import typer
from msgspec.structs import replace
from pydantic import SecretStr
from typer.testing import Result

from agent.settings import Settings
from gateway.cli.check import check
from gateway.watching.alarms import alarms_of
from gateway.watching.figures import Figures, Now, Window
from tests.command_line import Deployment, command
from tests.databases import NOW
from tests.front import Front
from tests.providers.server import Answer, ProviderServer, Request
from tests.providers.smtp import mail_server

REST = Now(
    chats=0, oldest_chat_seconds=0, replies=0, oldest_reply_seconds=0, jobs={}, running=0,
    failed_jobs=0, workers=3, failing_connections=0, untold=0, cost_usd=0, clock=NOW,
    organizations_at_ceiling=0, senders_at_ceiling=0,
)  # fmt: skip
HOUR = Window(
    committed=95, failed=0, lost=5, answer_p50=2, answer_p95=30, late_p95=0, escalations=9, files=10,
    files_failed=2, sent=95, not_sent=5,
)  # fmt: skip
NOTHING = Figures(now=REST, window=HOUR, organizations=())


def names(settings: Settings, now: Now = REST, window: Window = HOUR) -> list[str]:
    found = alarms_of(Figures(now=now, window=window, organizations=()), settings, NOW)
    return [alarm.name for alarm in found]


@pytest.mark.parametrize(
    ("now", "window", "name"),
    [
        ({"chats": 30, "replies": 21}, {}, "queue"),
        ({"oldest_reply_seconds": 301}, {}, "waiting"),
        ({"workers": 0}, {}, "workers"),
        ({"organizations_at_ceiling": 1}, {}, "ceilings"),
        ({"running": 22}, {}, "busy"),
        ({"failing_connections": 1}, {}, "connections"),
        ({"cost_usd": 21}, {}, "cost"),
        ({"clock": NOW + timedelta(hours=13)}, {}, "clock"),
        ({"clock_went_back_seconds": 600}, {}, "clock"),
        ({}, {"failed": 1}, "errors"),
        ({}, {"not_sent": 6}, "unsent"),
        ({}, {"answer_p95": 30.5}, "answers"),
        ({}, {"escalations": 10}, "escalations"),
        ({}, {"files_failed": 3}, "files"),
    ],
)
def test_each_threshold_is_one_of_the_configuration(
    now: dict[str, Any], window: dict[str, Any], name: str
) -> None:
    settings = Settings.model_validate({"alarm_daily_usd": 20})
    assert names(settings) == [], "just below every threshold"
    on = replace(REST, **now), replace(HOUR, **window)
    assert names(settings, *on) == [name]
    looser = {
        "alarm_queue": 90, "alarm_queue_seconds": 900, "alarm_error_percent": 50, "alarm_busy_percent": 95,
        "alarm_answer_seconds": 60, "alarm_escalation_percent": 50, "alarm_file_percent": 50,
    }  # fmt: skip
    if name not in ("workers", "connections", "ceilings", "clock"):
        assert names(Settings.model_validate(looser), *on) == []


def test_a_failure_among_few_is_no_rate() -> None:
    few = replace(
        HOUR,
        committed=1,
        failed=3,
        lost=5,
        escalations=4,
        sent=1,
        not_sent=8,
        files=4,
        files_failed=4,
    )
    assert names(Settings.model_validate({}), window=few) == []


app = typer.Typer()
app.command()(check)


@app.callback()
def _group() -> None:
    """Keeps the command's name, as in `frontdesk`."""


async def looked(front: Front, *words: str, **settings: Any) -> Result:
    given = Settings.model_validate({"frontdesk_deployment": "clinic", **settings})
    return await command(Deployment(front.url, given, front.clock), app, "check", "--alarm", *words)


class Hook(ProviderServer):
    """Takes whatever is posted."""

    def handle(self, request: Request) -> Answer:
        return Answer(200, b"ok")


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    async with Hook() as server:
        yield server


async def test_the_operator_hears_once_when_an_alarm_begins_and_when_it_is_over(
    plain: Front, hook: Hook
) -> None:
    way = {"operator_webhook_url": SecretStr(f"{hook.url}/hooks/secret-path")}
    hook.answer_next(500, {})
    failed = await looked(plain, **way)
    assert failed.exit_code == 2
    assert "webhook: HTTP 500" in failed.output
    assert "secret-path" not in failed.output
    for _ in range(2):
        assert (await looked(plain, **way)).exit_code == 1
    told = [request.json() for request in hook.requests][1:]
    assert len(told) == 1, "once, after the one that failed"
    assert told[0]["text"] == "frontdesk (clinic)\nworkers: no worker is alive: nobody is answered"
    assert [alarm["name"] for alarm in told[0]["alarms"]] == ["workers"]
    plain.execute(
        "insert into procrastinate.procrastinate_workers (last_heartbeat) values (clock_timestamp())"
    )
    for _ in range(2):
        quiet = await looked(plain, "--json", **way)
        assert (quiet.exit_code, json.loads(quiet.output)) == (0, [])
    assert [request.json()["text"] for request in hook.requests][2:] == [
        "frontdesk (clinic)\nover: workers (since 2026-11-20 15:00 UTC)"
    ]


async def test_without_a_way_it_says_so_and_with_half_of_one_it_refuses(plain: Front) -> None:
    alone = await looked(plain)
    assert alone.exit_code == 1
    assert "OPERATOR_WEBHOOK_URL" in alone.output
    half = await looked(plain, operator_email="ops@example.com")
    assert half.exit_code == 2
    assert "SMTP_URL" in half.output


async def test_an_e_mail_tells_it_as_well(plain: Front) -> None:
    letters: list[str] = []
    async with mail_server(letters) as port:
        result = await looked(
            plain, operator_email="ops@example.com", smtp_url=SecretStr(f"smtp://127.0.0.1:{port}")
        )
    assert result.exit_code == 1, result.output
    (letter,) = letters
    assert "Subject: [clinic] workers" in letter
    assert "To: ops@example.com" in letter
    assert "no worker is alive" in letter
