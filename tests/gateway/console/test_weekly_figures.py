"""Mondays: last week's figures go to who wants them, once, and not of an empty week."""

import random
from datetime import date, datetime, timedelta
from email import message_from_string
from email.policy import default

import pytest
from pydantic import SecretStr

from agent.texts import languages
from gateway.figures.records import Figures, SpanFigures
from gateway.organizations import commands
from gateway.organizations.loading import loads
from gateway.pipeline.weekly_figures import WeeklyFigures, weekly_notice
from tests.databases import SECRETS
from tests.front import Front
from tests.gateway.console.conftest import Opening
from tests.gateway.console.random_weeks import fill
from tests.providers.smtp import mail_server
from tests.scripted_model import ScriptedModel

MONDAY = datetime.fromisoformat("2026-11-16T07:59:00-05:00")
COORDINATOR = "573000000001"
BY_MAIL = (
    "insert into internal_notifications_config (organization_id, key, name, channel, address, weekly) "
    "values (%s, 'boss', 'Gerencia', 'email', 'boss@aurora.example', true)"
)


async def round_of(front: Front) -> list[str]:
    """What a round of the task sends to the coordinator."""
    before = len(front.gupshup.sent)
    await WeeklyFigures(front.container.database, "https://desk.example").round()
    await front.work()
    return [s.text for s in front.gupshup.sent[before:] if s.destination == COORDINATOR]


async def test_they_come_once_on_monday_from_eight_on(open_front_with: Opening) -> None:
    letters: list[str] = []
    async with mail_server(letters) as port:
        mail = {
            "smtp_url": SecretStr(f"smtp://127.0.0.1:{port}"),
            "operator_email_from": "desk@x.example",
        }
        async with open_front_with(ScriptedModel(), **mail) as front:
            organization = front.organization("aurora")
            fill(front, organization, random.Random(1))
            front.clock.move_to(MONDAY + timedelta(minutes=2))
            assert await round_of(front) == [], "nobody asked for it"
            front.execute(
                "update internal_notifications_config set weekly = true where key = 'coordinator'"
            )
            front.execute(BY_MAIL, organization)
            front.clock.move_to(MONDAY)
            assert await round_of(front) == [], "before eight"
            front.clock.move_to(MONDAY + timedelta(minutes=2))
            [text] = await round_of(front)
            chats = front.rows(
                "select sum(n)::int as n from figure_counts where figure = 'chats' and "
                "day between '2026-11-09' and '2026-11-15' and organization_id = %s",
                organization,
            )[0]["n"]
            assert f"Chats: {chats} (antes " in text
            assert "https://desk.example/console/figures?from=2026-11-09&to=2026-11-15" in text
            [letter] = [message_from_string(one, policy=default) for one in letters]
            assert letter["Subject"] == "Clínica Aurora Lumbre: las cifras de la semana"
            assert letter.get_content().strip().splitlines()[1].startswith(f"Chats: {chats}")
            for hours in (0, 1, 15):
                front.clock.move_to(MONDAY + timedelta(hours=hours, minutes=2))
                assert await round_of(front) == [], "once"
            front.clock.move_to(MONDAY + timedelta(days=1, hours=2))
            assert await round_of(front) == [], "Tuesday"
            front.clock.move_to(MONDAY + timedelta(days=21, hours=2))
            assert await round_of(front) == [], "an empty week"
            assert len(letters) == 1


async def test_it_is_switched_on_in_the_file_and_stays_there(plain: Front) -> None:
    database = plain.container.database
    written = await commands.export(database, "aurora")
    assert "weekly" not in written
    wanted = written.replace("name: Coordinadora", "name: Coordinadora\n    weekly: true")
    plan = await commands.plan(database, loads(wanted.encode(), "aurora"), SECRETS.get)
    assert "weekly" in "\n".join(map(str, plan.changes))
    await commands.apply(database, plan)
    plain.execute("update internal_notifications_config set weekly_told = '2026-11-16'")
    assert await commands.export(database, "aurora") == wanted
    again = await commands.plan(database, loads(wanted.encode(), "aurora"), SECRETS.get)
    await commands.apply(database, again)
    [row] = plain.rows("select weekly, weekly_told from internal_notifications_config where weekly")
    assert (row["weekly"], row["weekly_told"]) == (True, date(2026, 11, 16)), "not told again"


@pytest.mark.parametrize("language", languages())
def test_it_reads_as_a_few_lines(language: str) -> None:
    now = SpanFigures(
        counts={
            "chats": 1200, "unaided": 900, "booked": 80, "filled": 2, "calls": 3, "cost": 4.5,
        },
        money={"COP": 450000.0},
        median=12,
        p95=180,
    )  # fmt: skip
    week = Figures(
        first=date(2026, 11, 9), last=date(2026, 11, 15), before_from=date(2026, 11, 2),
        today=date(2026, 11, 16), currency="COP", days=[], now=now, before=SpanFigures(counts={}),
        members=[], services=[], reasons=[],
    )  # fmt: skip
    notice = weekly_notice("Aurora", language, week, "https://desk.example")
    lines = notice.body.splitlines()
    assert 7 <= len(lines) <= 9
    assert all(words in notice.body for words in ("75", "450", "COP", "12 s", "3 min", "US$ 4"))
    assert "\n" not in notice.params[-1], "a template takes one line"
    assert all("{" not in line for line in lines)


async def test_days_that_are_over_are_counted_before_anybody_looks(plain: Front) -> None:
    fill(plain, plain.organization("aurora"), random.Random(1))
    task = WeeklyFigures(plain.container.database, "https://desk.example")
    rounds = 0
    while await task.round():
        rounds += 1
    days = (
        "select count(*)::int as days, max(day) as last from figure_days group by organization_id"
    )
    assert [tuple(row.values()) for row in plain.rows(days)] == [(182, date(2026, 11, 19))] * 2
    assert 6 <= rounds <= 12, "a month of each business at a time"
