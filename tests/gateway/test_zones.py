"""Python and PostgreSQL read the same time zones, or nothing starts."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, reset_tzpath

import pytest
from pydantic import SecretStr

from agent.data.postgres import PostgresDatabase
from agent.settings import Settings
from gateway.checks import check
from gateway.cli.org import org_app
from gateway.container import open_container
from gateway.organizations.time_zone_data import (
    ZonesDiffer,
    differing_zones,
    refuse_differing_zones,
)
from gateway.organizations.words import time_zones
from tests.command_line import Deployment, command
from tests.databases import execute, rows

NOW = datetime.fromisoformat("2026-11-29T10:00:00-08:00")
ROOT = Path(__file__).parents[2]

Mislead = Callable[[str, str], None]


@pytest.fixture
def mislead(tmp_path: Path) -> Iterator[Mislead]:
    """Makes Python take a zone for another one, as old or wrong files of a machine do."""
    folder = tmp_path / "zoneinfo"

    def as_if(zone: str, other: str) -> None:
        (folder / zone).parent.mkdir(parents=True, exist_ok=True)
        pinned = files("tzdata").joinpath("zoneinfo", *other.split("/"))
        shutil.copyfile(str(pinned), folder / zone)
        reset_tzpath(to=[str(folder)])
        ZoneInfo.clear_cache()

    yield as_if
    reset_tzpath(to=())
    ZoneInfo.clear_cache()


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[PostgresDatabase]:
    database = PostgresDatabase(url)
    await database.open()
    try:
        yield database
    finally:
        await database.close()


def test_the_machine_s_own_files_are_not_read() -> None:
    assert TZPATH == ()


@pytest.mark.parametrize("first", ["agent.organization", "gateway.__main__"])
def test_every_process_reads_the_pinned_package(first: str, tmp_path: Path) -> None:
    (tmp_path / "America").mkdir()
    pinned = files("tzdata").joinpath("zoneinfo", "America", "Los_Angeles")
    shutil.copyfile(str(pinned), tmp_path / "America" / "Bogota")
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from zoneinfo import ZoneInfo; ZoneInfo('America/Bogota')\n"
            f"import {first}, datetime\n"
            "print(datetime.datetime(2026, 7, 1, tzinfo=ZoneInfo('America/Bogota')).utcoffset())",
        ],
        env={**os.environ, "PYTHONTZPATH": str(tmp_path)},
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert told.stdout.strip() == "-1 day, 19:00:00"


async def test_the_embedded_database_knows_every_zone_as_python_does(database_url: str) -> None:
    """Its own data are older; the pinned ones are laid over them before it starts."""
    if "host=" not in database_url:
        pytest.skip("runs on another PostgreSQL")
    async with opened(database_url) as database:
        assert await differing_zones(database, time_zones(), NOW) == []


async def test_a_zone_that_changed_its_law_is_named(database_url: str, mislead: Mislead) -> None:
    mislead("America/Vancouver", "America/Los_Angeles")
    mislead("Europe/Madrid", "Europe/Madrid")
    async with opened(database_url) as database:
        zones = ["America/Vancouver", "Europe/Madrid", "America/Bogota"]
        assert await differing_zones(database, zones, NOW) == ["America/Vancouver"]
        with pytest.raises(ZonesDiffer, match=r"America/Vancouver: .*Update PostgreSQL") as refused:
            await refuse_differing_zones(database, zones, NOW)
    assert "Madrid" not in str(refused.value)


@pytest.mark.parametrize(
    ("zone", "taken_for"),
    [
        ("America/Los_Angeles", "America/Denver"),
        ("Europe/Lisbon", "Africa/Casablanca"),
        ("America/Santiago", "America/Asuncion"),
        ("America/Sao_Paulo", "America/Argentina/Buenos_Aires"),
        ("Asia/Kolkata", "Asia/Kathmandu"),
        ("Australia/Lord_Howe", "Australia/Sydney"),
        ("Africa/Cairo", "Europe/Athens"),
    ],
)
async def test_differences_of_any_size(
    database_url: str, mislead: Mislead, zone: str, taken_for: str
) -> None:
    mislead(zone, taken_for)
    same = differences(zone, taken_for) == 0
    async with opened(database_url) as database:
        assert await differing_zones(database, [zone], NOW) == ([] if same else [zone])


def differences(zone: str, taken_for: str) -> int:
    """Hours of two years at which the pinned files of both disagree."""
    pinned: list[ZoneInfo] = []
    for name in (zone, taken_for):
        with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
            pinned.append(ZoneInfo.from_file(file))
    hours = (NOW + timedelta(hours=n) for n in range(-24 * 31, 24 * 731))
    return sum(len({at.astimezone(z).utcoffset() for z in pinned}) > 1 for at in hours)


async def test_a_zone_that_only_one_of_them_knows_differs(
    database_url: str, mislead: Mislead
) -> None:
    mislead("America/Newtown", "America/Bogota")
    async with opened(database_url) as database:
        assert await differing_zones(database, ["America/Newtown"], NOW) == ["America/Newtown"]
        assert await differing_zones(database, [], NOW) == []


async def test_nothing_starts_while_they_differ(
    database_url: str, mislead: Mislead, tmp_path: Path
) -> None:
    execute(
        database_url,
        "update organizations set time_zone = 'America/Vancouver' where slug = 'aurora'",
    )
    settings = Settings(database_url=SecretStr(database_url), frontdesk_data_dir=tmp_path)
    async with open_container(settings):
        pass
    mislead("America/Vancouver", "America/Los_Angeles")
    with pytest.raises(ZonesDiffer, match="America/Vancouver"):
        async with open_container(settings):
            pass


async def test_the_check_names_them(database_url: str, mislead: Mislead, tmp_path: Path) -> None:
    execute(
        database_url,
        "update organizations set time_zone = 'America/Vancouver' where slug = 'aurora'",
    )
    settings = Settings(database_url=SecretStr(database_url), frontdesk_data_dir=tmp_path)
    before = {f.what: f for f in await check(settings)}["time zones"]
    assert (before.state, before.group) == ("ok", "data")
    mislead("America/Vancouver", "America/Los_Angeles")
    found = {f.what: f for f in await check(settings)}["time zones"]
    assert found.state == "bad"
    assert "America/Vancouver" in found.text
    assert "Sao_Paulo" not in found.text


async def test_a_file_with_such_a_zone_is_refused(
    database_url: str, mislead: Mislead, tmp_path: Path
) -> None:
    file = tmp_path / "aurora.yaml"
    text = (ROOT / "demo" / "aurora.yaml").read_text("utf-8")
    file.write_text(text.replace("America/Bogota", "America/Vancouver"), "utf-8")
    mislead("America/Vancouver", "America/Los_Angeles")
    result = await command(Deployment(database_url), org_app, "apply", file, "--yes")
    assert result.exit_code == 1
    assert "America/Vancouver" in result.output
    assert rows(database_url, "select time_zone from organizations where slug = 'aurora'") == [
        {"time_zone": "America/Bogota"}
    ]


async def test_it_is_quick(database_url: str) -> None:
    """Every start waits for it."""
    async with opened(database_url) as database:
        async with asyncio.timeout(5):
            await differing_zones(database, sorted(time_zones())[:40], NOW)
