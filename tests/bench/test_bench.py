"""`make bench` measures everything it names. How fast is not asked here."""

import pytest

from agent.data.scratch import rows, scratch_database
from bench import Report, Size, run_bench
from tests.databases import Server

TINY = Size(
    rounds=1,
    single=4,
    many=32,
    conversations=1,
    availability=2,
    bookings=2,
    organizations=1,
    starts=1,
)
PARTS = [
    "webhooks, known customers",
    "webhooks, new customers",
    "turns, offline model",
    "availability, demo clinic",
    "availability, 20 members, 5,000 appointments",
    "booking, 5,000 appointments",
    "filling in the appointments",
    "gateway process",
]


"""It starts servers and fills databases, beside whatever else runs on the machine."""


@pytest.fixture(scope="session")
async def report(server: Server) -> Report:
    return await run_bench(TINY, server_url=server.url)


async def test_every_figure_is_measured_and_shown(report: Report) -> None:
    assert list(dict.fromkeys(f.part for f in report.figures)) == PARTS
    assert all(f.value > 0 for f in report.figures if "sequential" not in f.name)
    text = report.as_text()
    for figure in report.figures:
        assert figure.name in text
        assert figure.part in text


async def test_the_figures_are_also_had_as_json(report: Report) -> None:
    listed = report.as_json()
    assert [f["name"] for f in listed["figures"]] == [f.name for f in report.figures]
    assert {"cores", "memory_gib", "python", "postgresql", "date"} <= listed["machine"].keys()


async def test_what_is_taken_is_read_by_index_alone(report: Report) -> None:
    counted = {f.name: f.value for f in report.figures if "scans of" in f.name}
    assert counted.pop("sequential scans of occupancies") == 0
    assert counted["scans of occupancies_taken"] > 0


async def test_aims_are_ratios_where_there_is_a_yardstick(report: Report) -> None:
    judged = [f for f in report.figures if f.met is not None]
    assert {f.part for f in judged} == {*PARTS[:3], *PARTS[4:6], PARTS[-1]}
    assert all((f.ratio is None) == (f.yardstick is None) for f in judged)
    assert {f.name for f in judged if f.part == PARTS[5]} == {
        "p50, in PostgreSQL",
        "p50 beside 10,000 appointments",
    }


async def test_nothing_is_left_behind(report: Report, server: Server) -> None:
    with scratch_database(server.url) as conninfo:
        made = rows(conninfo, "select current_database() as name")[0]["name"]
        assert made.startswith("frontdesk_bench_")
    left = rows(server.url, "select 1 from pg_database where datname like 'frontdesk_bench_%%'")
    assert left == []
