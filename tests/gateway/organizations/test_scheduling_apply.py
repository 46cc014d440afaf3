"""The rules of the agenda in the database: what comes, what changes, what is switched off."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from agent.data.postgres import PostgresDatabase
from agent.types import Json
from gateway.organizations import commands
from gateway.organizations.difference import render
from gateway.organizations.loading import loads
from gateway.organizations.source import InvalidFile
from tests.gateway.organizations.conftest import secret

Query = Callable[..., list[tuple[Any, ...]]]

FILE = """\
slug: {slug}
name: Faro
language: es
time_zone: America/Bogota
country: CO
vacations:
  - {{from: 2027-01-04, until: 2027-01-08, label: Receso}}
hours: {{mon-fri: ["08:00-24:00"]}}
resources:
  - {{key: sala, name: Sala, capacity: 3}}
  - {{key: laser, name: Láser}}
services:
  - {{key: corte, name: Corte, duration_minutes: 30, resources: [laser, sala], currency: USD,
     horizon_days: 90, hours: {{mon: ["10:00-12:00"]}}, capacity: 4, max_open_appointments: 1}}
  - {{key: tinte, name: Tinte, duration_minutes: 90, gap_from_minutes: 20, gap_minutes: 40}}
members:
  - {{key: ana, name: Ana, notice_minutes: 10, vacations: [{{from: 2026-12-01, until: 2026-12-04}}]}}
"""


@pytest.fixture
def apply(database: PostgresDatabase) -> Callable[..., Any]:
    """Applies the file of `slug` with parts of its text replaced; the changes as told."""

    async def run(slug: str, *changes: tuple[str, str]) -> tuple[UUID, list[str]]:
        text = FILE.format(slug=slug)
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        plan = await commands.plan(database, loads(text.encode()), secret)
        await commands.apply(database, plan)
        assert (await commands.plan(database, loads(text.encode()), secret)).changes == []
        return plan.organization, render(plan.changes).splitlines()

    return run


async def test_every_rule_stands_in_its_row(apply: Any, query: Query) -> None:
    organization, _ = await apply("rows", ("country: CO", "country: CO\nscheduling: " + RULES))
    assert query(
        "select holidays, holiday_region, move_notice_minutes, late_message, hold_minutes, "
        "waiting_hold_minutes, confirmation_minutes, reminder_minutes, quiet_from::text, "
        "quiet_to::text from organizations where id = %s",
        organization,
    ) == [(False, None, 30, "Llámanos", 5, 60, [1440, 90], [], "22:00:00", "07:30:00")]
    assert query(
        "select key, currency, capacity, gap_from_minutes, gap_minutes, horizon_days, "
        "max_open_appointments from services where organization_id = %s order by key",
        organization,
    ) == [("corte", "USD", 4, None, None, 90, 1), ("tinte", None, 1, 20, 40, None, None)]
    assert query(
        "select s.key, weekday, opens::text from service_availability a "
        "join services s on s.id = a.service_id where a.organization_id = %s",
        organization,
    ) == [("corte", 1, "10:00:00")]
    assert query(
        "select m.key, first_day::text, last_day::text, label from vacations v "
        "left join members m on m.id = v.member_id where v.organization_id = %s order by 2",
        organization,
    ) == [("ana", "2026-12-01", "2026-12-04", None), (None, "2027-01-04", "2027-01-08", "Receso")]
    assert query("select notice_minutes from members where organization_id = %s", organization) == [
        (10,)
    ]


RULES = """{move_notice_minutes: 30, late_message: Llámanos, hold_minutes: 5, waiting_hold_minutes: 60,
  confirmation: [90m, 24h], reminders: [], quiet_hours: "22:00-07:30"}"""


async def test_a_resource_shrinks_grows_goes_and_comes_back_with_the_same_pieces(
    apply: Any, query: Query
) -> None:
    organization, _ = await apply("pieces")

    def units() -> Json:
        rows = query(
            "select number, u.id, u.active, r.active from resource_units u "
            "join resources r on r.id = u.resource_id where u.organization_id = %s "
            "and r.key = 'sala' order by number",
            organization,
        )
        assert len({row[3] for row in rows}) == 1
        return {"ids": [row[1] for row in rows], "on": [row[2] for row in rows], "kind": rows[0][3]}

    first = units()
    assert first["on"] == [True, True, True]
    _, shrunk = await apply("pieces", ("capacity: 3", "capacity: 1"))
    assert shrunk == ["~ resource sala: capacity: 3 → 1"]
    assert units() == {**first, "on": [True, False, False]}
    _, grown = await apply("pieces", ("capacity: 3", "capacity: 2"))
    assert grown == ["~ resource sala: capacity: 1 → 2"]
    assert units() == {**first, "on": [True, True, False]}
    left_out = (("  - {key: sala, name: Sala, capacity: 3}\n", ""), ("[laser, sala]", "[laser]"))
    _, gone = await apply("pieces", *left_out)
    assert gone == [
        "~ service corte: resources: laser, sala → laser",
        "- resource sala: becomes inactive",
    ]
    assert units() == {**first, "on": [False, False, False], "kind": False}
    _, back = await apply("pieces", ("capacity: 3", "capacity: 4"))
    assert back[0] == "+ resource sala: Sala"
    assert units()["ids"][:3] == first["ids"]
    assert units()["on"] == [True] * 4


async def test_rules_that_leave_the_file_leave_the_database(apply: Any, query: Query) -> None:
    organization, _ = await apply("leave")
    await apply(
        "leave",
        ("  - {from: 2027-01-04, until: 2027-01-08, label: Receso}\n", "  []\n"),
        ("resources: [laser, sala], currency: USD,", ""),
        ('horizon_days: 90, hours: {mon: ["10:00-12:00"]}, capacity: 4, max_', "max_"),
        (", vacations: [{from: 2026-12-01, until: 2026-12-04}]", ""),
        ("notice_minutes: 10", "role: Estilista"),
        (", gap_from_minutes: 20, gap_minutes: 40", ""),
    )
    for table in ("vacations", "service_availability", "service_resources"):
        assert query(f"select * from {table} where organization_id = %s", organization) == []
    assert query(
        "select count(*) from services where organization_id = %s and (currency, gap_minutes, "
        "gap_from_minutes, horizon_days) is null and capacity = 1",
        organization,
    ) == [(2,)]
    assert query("select notice_minutes from members where organization_id = %s", organization) == [
        (None,)
    ]


async def test_an_unknown_resource_is_refused_whole(
    database: PostgresDatabase, apply: Any, query: Query
) -> None:
    organization, _ = await apply("unknown")
    before = await commands.show(database, "unknown")
    text = FILE.format(slug="unknown").replace("name: Faro", "name: Otro")
    document = (await commands.plan(database, loads(text.encode()), secret)).document
    broken = {**document, "resources": []}
    result = await database.call("organization_apply", organization=organization, document=broken)
    assert result == {"refused": 'there is no resource "laser"'}
    assert await commands.show(database, "unknown") == before


QUESTIONS = """duration_minutes: 90, questions: [
     {text: "¿Alergias?", flag: yes}, {key: piel, text: "¿Tu piel?", kind: choice, choices: [Seca, Grasa]},
     {text: "¿Edad?", kind: number, flag_below: 18, ask_again_months: 6}],"""


async def test_questions_come_change_and_go(apply: Any, query: Query) -> None:
    slug = "asks"
    await apply(slug)
    organization, told = await apply(slug, ("duration_minutes: 90,", QUESTIONS))
    assert "questions: nothing → ¿Alergias? (flag yes); ¿Tu piel?" in told[0]
    rows = query(
        "select questions from services where organization_id = %s and key = 'tinte'", organization
    )
    assert [q["key"] for q in rows[0][0]] == ["alergias", "piel", "edad"]
    assert rows[0][0][0]["flag"] == ["yes"]
    _, told = await apply(slug, ("duration_minutes: 90,", QUESTIONS.replace("Grasa", "Mixta")))
    assert "Mixta" in told[0]
    await apply(slug)
    rows = query(
        "select questions from services where organization_id = %s and key = 'tinte'", organization
    )
    assert rows == [([],)]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("{text: a, flag: maybe}", "no answer to this question"),
        ("{text: a, kind: choice, choices: [x]}", "two to four"),
        ("{text: a, kind: choice, choices: [x, X]}", "the same"),
        ("{text: a, choices: [x, z]}", "only a question of kind: choice"),
        ("{text: a, flag_below: 3}", "only a question of kind: number"),
        ("{text: a, kind: number, flag: yes}", "flag_below or flag_above"),
        ("{text: a, kind: text, flag: yes}", "read by people"),
        ("{text: a}, {text: a}", "stands here twice"),
        ("{text: a, kind: date}", "kind"),
    ],
)
def test_a_question_that_does_not_fit(question: str, told: str) -> None:
    text = FILE.format(slug="wrong").replace(
        "duration_minutes: 90,", f"duration_minutes: 90, questions: [{question}],"
    )
    with pytest.raises(InvalidFile) as raised:
        loads(text.encode())
    assert told in str(raised.value)
