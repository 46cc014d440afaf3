"""The figures of a business: what SQL counts is what is counted by hand, and each role sees its own."""

import csv
import random
from collections import Counter
from datetime import date, timedelta
from io import StringIO
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from gateway.access.staff import Role
from gateway.console.figures.csv_file import plain
from gateway.figures.records import Figures
from tests.front import Front
from tests.gateway.console.conftest import BETO, Desk, member
from tests.gateway.console.random_weeks import Counts, counted, fill, nearest_rank
from tests.gateway.console.test_console_routes import logged_in

EVERYTHING = "select * from frontdesk.figures_counted(%s, %s, %s, %s)"


def by_sql(front: Front, organization: object, first: date, last: date, zone: str) -> Counts:
    rows = front.rows(EVERYTHING, organization, first, last, zone)
    return Counter({(r["day"], r["figure"], r["part"], r["subject"]): r["n"] for r in rows})


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kolkata"])
@pytest.mark.parametrize("seed", range(2))
async def test_sql_counts_random_weeks_as_python_does(plain: Front, zone: str, seed: int) -> None:
    organization = plain.organization("aurora")
    fill(plain, organization, random.Random(seed))
    expected = counted(plain, organization, ZoneInfo(zone))
    first, last = date(2026, 10, 1), date(2026, 12, 1)
    assert by_sql(plain, organization, first, last, zone) == expected
    days = [first + timedelta(n) for n in range(62)]
    alone = Counter[tuple[date, str, str, str]]()
    for day in days:
        alone.update(by_sql(plain, organization, day, day, zone))
    assert alone == expected, "day by day"


async def test_a_span_beside_the_one_before_however_often_it_is_looked_at(desk: Desk) -> None:
    front, zone = desk.front, "America/New_York"
    organization = front.organization("aurora")
    front.execute("update organizations set time_zone = %s where id = %s", zone, organization)
    fill(front, organization, random.Random(7))
    everything = counted(front, organization, ZoneInfo(zone))
    first, last = date(2026, 11, 7), date(2026, 11, 20)
    for _ in range(2):
        shown = await figures(desk, desk.ana_id, first, last)
        for span, begins in ((shown.now, first), (shown.before, first - timedelta(14))):
            of_span = {
                k: n for k, n in everything.items() if begins <= k[0] < begins + timedelta(14)
            }
            sums = Counter[str]()
            for (_, figure, part, _), n in of_span.items():
                sums[figure] += n if part == "" else 0
            assert {k: n for k, n in span.counts.items() if n} == {
                k: float(n) for k, n in sums.items() if n
            }
            seconds = [int(k[3]) for k, n in of_span.items() if k[1] == "answers" for _ in range(n)]
            assert (span.median, span.p95) == (
                nearest_rank(seconds, 0.5),
                nearest_rank(seconds, 0.95),
            )
        assert (
            sum(one.now["booked"] for one in shown.members if "booked" in one.now)
            == shown.now.counts["booked"]
        )
        assert [one.name for one in shown.services if one.now]
        assert sum(one.now.get("calls", 0) for one in shown.reasons) == shown.now.counts["calls"]
    counted_days = [row["day"] for row in front.rows("select day from figure_days order by day")]
    assert (counted_days[0], counted_days[-1]) == (first - timedelta(14), date(2026, 11, 19)), (
        "today is counted anew"
    )
    front.execute("update organizations set time_zone = 'Asia/Kolkata' where id = %s", organization)
    shown = await figures(desk, desk.ana_id, first, last)
    moved = counted(front, organization, ZoneInfo("Asia/Kolkata"))
    chats = sum(n for k, n in moved.items() if k[1] == "chats" and first <= k[0] <= last)
    assert shown.now.counts["chats"] == chats, "days of another zone are other days"


async def test_what_the_waiting_list_filled_is_gone_with_a_cancellation(desk: Desk) -> None:
    front, organization = desk.front, desk.front.organization("aurora")
    fill(front, organization, random.Random(3))
    front.execute(
        "insert into slot_offers (token, organization_id, chat_identity_id, service_id, member_id, starts_at, "
        "offered_at, expires_at, items) select 'freed', a.organization_id, %s, a.service_id, a.member_id, a.starts_at, "
        "now(), now(), '[1]' from appointments a limit 1",
        desk.chat,
    )
    front.execute(
        "insert into waiting_list (organization_id, chat_identity_id, contact_id, services, first_day, last_day, "
        "status, joined_at, changed_at, wake_at, offer_token) select a.organization_id, %s, a.contact_id, '[1]', "
        "'2026-11-20', '2026-11-20', 'booked', frontdesk.now(), frontdesk.now(), frontdesk.now(), 'freed' from appointments a limit 1",
        desk.chat,
    )
    today = front.clock.now().date()
    assert "filled" not in (await figures(desk, desk.ana_id, today, today)).now.counts
    front.execute(
        "update appointments set offer_token = 'freed' where id = (select id from appointments limit 1)"
    )
    now = (await figures(desk, desk.ana_id, today, today)).now
    assert (now.counts["filled"], now.money) == (1, {"COP": 50000})
    assert (await figures(desk, desk.beto_id, today, today)).now.money == {}
    front.execute("update appointments set status = 'cancelled' where offer_token = 'freed'")
    assert "filled" not in (await figures(desk, desk.ana_id, today, today)).now.counts


async def test_each_role_sees_its_own_and_no_file_holds_a_formula(desk: Desk) -> None:
    front, organization = desk.front, desk.front.organization("aurora")
    front.execute(
        "update services set name = '=HYPERLINK(\"x\")' where organization_id = %s", organization
    )
    fill(front, organization, random.Random(5))
    await member(front, "rui@sorriso.example", [Role.OWNER], "sorriso")
    await member(front, "camila@aurora.example", [Role.PROFESSIONAL])
    span = "from=2026-10-20&to=2026-11-19"
    async with logged_in(front) as http:
        page = (await http.get(f"/console/figures?{span}")).text
        assert "Costo de los modelos" in page
        assert "US$" in page
        file = await http.get(f"/console/figures/day.csv?{span}")
        assert file.headers["content-type"].startswith("text/csv")
        rows = list(csv.DictReader(StringIO(file.content.decode("utf-8-sig"))))
        assert [row["day"] for row in (rows[0], rows[-1])] == ["2026-10-20", "2026-11-19"]
        organizations_zone = ZoneInfo("America/Bogota")
        booked = {
            k[0]: n
            for k, n in counted(front, organization, organizations_zone).items()
            if k[1:] == ("booked", "", "")
        }
        assert [int(row["booked"]) for row in rows] == [
            booked.get(date.fromisoformat(row["day"]), 0) for row in rows
        ]
        assert sum(float(row["cost_usd"]) for row in rows) > 0
        services = (await http.get(f"/console/figures/service.csv?{span}")).content.decode(
            "utf-8-sig"
        )
        assert services.splitlines()[1].startswith("\"'=HYPERLINK(")
        assert (await http.get("/console/figures/nothing.csv")).status_code == 404
        for odd in (
            "span=x",
            "from=x&to=y",
            "from=9999-01-01&to=0001-01-01",
            "from=2030-01-01&to=2001-01-01",
        ):
            assert (await http.get(f"/console/figures?{odd}")).status_code == 200
    async with logged_in(front, BETO) as http:
        page = (await http.get(f"/console/figures?{span}")).text
        assert "Citas agendadas" in page
        assert "US$" not in page
        assert "cost" not in (await http.get(f"/console/figures/day.csv?{span}")).text
    async with logged_in(front, "camila@aurora.example") as http:
        for path in ("/console/figures", "/console/figures/day.csv"):
            assert (await http.get(path)).status_code == 403
    async with logged_in(front, "rui@sorriso.example") as http:
        rows = list(
            csv.DictReader(StringIO((await http.get(f"/console/figures/day.csv?{span}")).text))
        )
        assert {row["booked"] for row in rows} == {"0"}
        assert "HYPERLINK" not in (await http.get(f"/console/figures?{span}")).text
    assert (
        await front.container.database.call(
            "business_figures",
            organization=front.organization("sorriso"),
            account=desk.ana_id,
            **{"from": date(2026, 11, 1), "to": date(2026, 11, 2)},
        )
        is None
    )


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\r=1", "%x"])
def test_no_name_is_a_formula(text: str) -> None:
    assert plain(text).startswith("'")
    assert plain("Limpieza =1") == "Limpieza =1"


async def figures(desk: Desk, account: UUID, first: date, last: date) -> Figures:
    answer = await desk.front.container.database.find(
        Figures, "business_figures", organization=desk.front.organization("aurora"), account=account,
        **{"from": first, "to": last},
    )  # fmt: skip
    assert answer
    return answer
