"""Public holidays: their names and days, and how they get into the database in time."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from agent.clock import FixedClock
from agent.data.postgres import PostgresDatabase
from agent.organization import Organization
from agent.records import OrganizationProfile
from gateway.organizations import commands
from gateway.organizations.loading import loads
from gateway.organizations.public_holidays import days, regions, write_holidays
from tests.gateway.organizations.conftest import secret

Query = Callable[..., list[tuple[Any, ...]]]

FILE = """\
slug: {slug}
name: Faro
language: es
time_zone: America/Bogota
country: CO
scheduling: {{holidays: true, horizon_days: 60}}
hours: {{mon-sat: ["08:00-12:00"]}}
special_dates:
  - {{date: 2026-12-25, label: Abierto, hours: ["08:00-10:00"]}}
vacations:
  - {{from: 2026-12-24, until: 2026-12-26}}
services:
  - {{key: corte, name: Corte, duration_minutes: 30, bookable: false}}
"""


def named(country: str, region: str | None, language: str, year: int = 2026) -> dict[str, str]:
    return {d["day"][5:]: d["name"] for d in days(country, region, language, (year,))}


def test_names_are_in_the_language_of_the_business_where_there_are_any() -> None:
    assert named("CO", None, "es")["12-25"] == "Navidad"
    assert named("CO", None, "en")["12-25"] == "Christmas Day"
    assert named("BR", None, "pt")["12-25"] == "Natal"
    assert named("GB", "ENG", "es")["12-25"] == "Christmas Day"
    assert named("CO", None, "pt")["12-25"] == "Navidad"


def test_a_calendars_remarks_are_not_part_of_a_name() -> None:
    assert named("CO", None, "es")["01-12"] == "Día de los Reyes Magos"
    assert named("GB", "ENG", "en")["12-28"] == "Boxing Day"


def test_a_region_adds_its_own() -> None:
    assert set(named("BR", "SP", "pt")) - set(named("BR", None, "pt")) == {"07-09"}
    assert (regions("BR") or {})["SP"] == "São Paulo"
    assert regions("CO") == {}
    assert regions("ZZ") is None


def clinic(slug: str, *changes: tuple[str, str]) -> bytes:
    text = FILE.format(slug=slug)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text.encode()


@pytest.fixture
async def at(database_url: str) -> Any:
    """A database whose clock stands at an instant."""
    opened = []

    async def open_at(instant: str) -> PostgresDatabase:
        database = PostgresDatabase(database_url, clock=FixedClock(datetime.fromisoformat(instant)))
        await database.open()
        opened.append(database)
        return database

    yield open_at
    for database in opened:
        await database.close()


async def apply(database: PostgresDatabase, slug: str, *changes: tuple[str, str]) -> UUID:
    plan = await commands.plan(database, loads(clinic(slug, *changes)), secret)
    await commands.apply(database, plan)
    return plan.organization


async def test_applying_writes_the_years_that_the_longest_horizon_touches(
    at: Any, query: Query
) -> None:
    def years(organization: UUID) -> set[int]:
        rows = query(
            "select distinct extract(year from day)::int from organization_holidays "
            "where organization_id = %s",
            organization,
        )
        return {row[0] for row in rows}

    january = await at("2026-01-10T12:00:00-05:00")
    organization = await apply(january, "years")
    assert years(organization) == {2026}
    longer = ("bookable: false", "bookable: false, horizon_days: 400")
    await apply(january, "years", longer)
    assert years(organization) == {2026, 2027}
    await apply(january, "years")
    assert years(organization) == {2026}
    # The horizon ends in the old year, but is nearer than a month to the new one.
    october = await at("2026-10-10T12:00:00-05:00")
    await write_holidays(october, organization)
    assert years(organization) == {2026, 2027}
    # It is still the old year in Bogotá.
    await write_holidays(await at("2027-01-01T03:00:00+00:00"), organization)
    assert years(organization) == {2026, 2027}
    await write_holidays(await at("2027-01-01T06:00:00+00:00"), organization)
    assert years(organization) == {2027}


async def test_days_follow_country_region_language_and_the_switch(at: Any, query: Query) -> None:
    database = await at("2026-11-20T10:00:00-05:00")

    def names(organization: UUID) -> dict[str, str]:
        return dict(
            query(
                "select day::text, name from organization_holidays where organization_id = %s",
                organization,
            )
        )

    organization = await apply(database, "switch", ("country: CO", "country: BR"))
    assert names(organization)["2026-12-25"] == "Natal"
    assert "2026-07-09" not in names(organization)
    portuguese = (("country: CO", "country: BR"), ("language: es", "language: pt"))
    await apply(database, "switch", *portuguese, ("holidays: true", "holidays: true, region: SP"))
    assert names(organization)["2026-12-25"] == "Natal"
    assert "2026-07-09" in names(organization)
    assert await write_holidays(database, organization) == 0
    await apply(database, "switch", *portuguese)
    assert "2026-07-09" not in names(organization)
    await apply(database, "switch", ("holidays: true", "holidays: false"))
    assert names(organization) == {}


async def test_what_is_not_known_any_more_stays_and_does_not_stop_the_others(
    at: Any, query: Query, caplog: pytest.LogCaptureFixture
) -> None:
    database = await at("2026-11-20T10:00:00-05:00")
    broken, whole = await apply(database, "broken"), await apply(database, "whole")
    rows = "select * from organization_holidays where organization_id = %s order by day"
    before = query(rows, broken)
    query("update organizations set holiday_region = 'XX' where id = %s returning 1", broken)
    query("delete from organization_holidays where organization_id = %s returning 1", whole)
    assert await write_holidays(database) >= len(before)
    assert query(rows, broken) == before
    assert len(query(rows, whole)) == len(before)
    assert "no public holidays of CO XX" in caplog.text


async def test_only_the_organization_that_is_named_gets_days(at: Any, query: Query) -> None:
    database = await at("2026-11-20T10:00:00-05:00")
    one, other = await apply(database, "one"), await apply(database, "other")
    count = "select count(*) from organization_holidays where organization_id = %s"
    before = query(count, other)
    new = [{"day": "2026-12-08", "name": "Otro"}, {"day": "2026-12-09", "name": "Nuevo"}]
    assert await database.call("holidays_put", organization=one, holidays=new) > 2
    assert query(count, one) == [(2,)]
    assert query(count, other) == before
    assert await database.call("holidays_put", organization=uuid4(), holidays=new) == 0


async def test_what_is_said_of_a_day_knows_special_dates_vacations_and_holidays(
    at: Any, query: Query
) -> None:
    organization = await apply(await at("2026-12-01T10:00:00-05:00"), "profile")
    query("select set_config('frontdesk.now', '2026-12-01 15:00Z', false)")
    try:
        [(row,)] = query("select frontdesk.organization_profile(%s)", organization)
    finally:
        query("select set_config('frontdesk.now', '', false)")
    container = Organization.from_profile(msgspec.convert(row, OrganizationProfile))
    morning = ((time(8), time(12)),)
    assert container.hours_on(date(2026, 12, 7)) == morning
    assert container.hours_on(date(2026, 12, 8)) == ()
    assert container.hours_on(date(2026, 12, 24)) == ()
    assert container.hours_on(date(2026, 12, 25)) == ((time(8), time(10)),)
    assert container.hours_on(date(2026, 12, 26)) == ()
    assert container.hours_on(date(2026, 12, 28)) == morning
    assert container.hours_on(date(2027, 1, 1)) == ()
