"""The calendar file over HTTP, from rows that bookings, moves and cancellations left."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from gateway.api.calendar_page import MOST_A_MINUTE
from tests.agenda import Client, clients
from tests.bookings.clinic_rules import AT, BROWS, CAMILA, FACIAL, book, offer
from tests.calendars import events_in
from tests.front import Front, open_front

BROWSER = {
    "User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1",
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Language": "es-CO",
    "Cookie": "theme=dark",
}


@pytest.fixture
async def ana(front: Front) -> Client:
    (client,) = clients(front, 1)
    return await client.named()


def token_of(front: Front, appointment: object) -> str:
    query = "select public_token from appointments where id = %s"
    return str(front.rows(query, appointment)[0]["public_token"])


async def get(front: Front, token: str, method: str = "GET") -> httpx.Response:
    return await front.http.request(method, f"/calendar/{token}.ics", headers=BROWSER)


async def events(front: Front, appointment: object) -> list[Any]:
    answer = await get(front, token_of(front, appointment))
    assert answer.status_code == 200, answer.text
    return events_in(answer.content)


async def test_a_browser_gets_the_file(front: Front, ana: Client) -> None:
    appointment = await ana.booked(FACIAL, CAMILA, AT)
    answer = await get(front, token_of(front, appointment))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'inline; filename="cita.ics"'
    assert "private" in answer.headers["cache-control"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers
    (event,) = events_in(answer.content)
    assert event["UID"] == f"{appointment}@frontdesk"
    assert event["DTSTART"].dt == AT.astimezone(UTC)
    head = await get(front, token_of(front, appointment), "HEAD")
    assert (head.status_code, head.content) == (200, b"")


async def test_nothing_of_the_customer_is_inside(front: Front, ana: Client) -> None:
    appointment = await ana.booked(FACIAL, CAMILA, AT)
    token = token_of(front, appointment)
    text = (await get(front, token)).text
    assert ana.name not in text
    assert ana.phone
    assert ana.phone[-7:] not in text
    assert token not in text, "a calendar that is shared would pass the link on"


async def test_a_change_comes_with_the_same_id_and_a_higher_sequence(
    front: Front, ana: Client
) -> None:
    appointment = await ana.booked(FACIAL, CAMILA, AT)
    (before,) = await events(front, appointment)
    await front.pass_time(60)
    later = await offer(ana, [FACIAL], AT + timedelta(hours=2), appointment=appointment)
    assert later
    assert (await ana.act("appointment_move", slot=later["slot"]))["status"] == "moved"
    (moved,) = await events(front, appointment)
    await front.pass_time(60)
    proposed = await ana.act("appointment_cancel", appointment=appointment)
    await ana.act("appointment_cancel", proposal=proposed["proposal"])
    (cancelled,) = await events(front, appointment)
    assert before["UID"] == moved["UID"] == cancelled["UID"]
    assert before["SEQUENCE"] < moved["SEQUENCE"] < cancelled["SEQUENCE"]
    assert before["LAST-MODIFIED"].dt < moved["LAST-MODIFIED"].dt < cancelled["LAST-MODIFIED"].dt
    assert moved["DTSTART"].dt - before["DTSTART"].dt == timedelta(hours=2)
    assert [e["STATUS"] for e in (before, moved, cancelled)] == [
        "CONFIRMED",
        "CONFIRMED",
        "CANCELLED",
    ]


async def test_a_visit_comes_whole_from_any_of_its_tokens(front: Front, ana: Client) -> None:
    booked = await book(ana, [FACIAL, BROWS], AT)
    parts = booked["appointment"]["parts"]
    found = [await events(front, part["id"]) for part in parts]
    assert [e["UID"] for e in found[0]] == [f"{part['id']}@frontdesk" for part in parts]
    assert found[0] == found[1]
    eva = await clients(front, 2)[1].named()
    other = await eva.booked(FACIAL, CAMILA, AT + timedelta(days=1))
    assert [e["UID"] for e in await events(front, other)] == [f"{other}@frontdesk"]


async def test_a_link_ends_a_week_after_the_visit(front: Front, ana: Client) -> None:
    booked = await book(ana, [FACIAL, BROWS], AT)
    first, last = booked["appointment"]["parts"]
    ends = front.rows("select ends_at from appointments where id = %s", last["id"])[0]["ends_at"]
    week = timedelta(days=7) + (ends - front.clock.now())
    await front.pass_time(week.total_seconds() - 1)
    assert len(await events(front, first["id"])) == 2
    await front.pass_time(1)
    for part in (first, last):
        answer = await get(front, token_of(front, part["id"]))
        assert (answer.status_code, "VEVENT" in answer.text) == (404, False)


@pytest.mark.parametrize(
    "token", ["0" * 32, "A" * 32, "abc", "%00", "x" * 5000, "..%2f..%2fready", "' or true --"]
)
async def test_unknown_tokens_are_not_found(front: Front, ana: Client, token: str) -> None:
    await ana.booked(FACIAL, CAMILA, AT)
    answer = await get(front, token)
    assert answer.status_code == 404
    assert "VEVENT" not in answer.text


async def test_too_many_requests_have_to_wait(front: Front) -> None:
    statuses = [(await get(front, "0" * 32)).status_code for _ in range(MOST_A_MINUTE + 1)]
    assert statuses == [404] * MOST_A_MINUTE + [429]
    answer = await get(front, "0" * 32)
    assert 0 < int(answer.headers["retry-after"]) <= 61


@pytest.fixture
async def autumn(database_url: str, tmp_path: Path) -> AsyncIterator[Front]:
    """New York, some days before its clocks go back on 1 November 2026."""
    now = datetime.fromisoformat("2026-10-20T10:00:00-04:00")
    async with open_front(database_url, tmp_path, now) as front:
        front.execute(
            "update organizations set time_zone = 'America/New_York' where slug = 'aurora'"
        )
        yield front


async def test_the_same_hour_before_and_after_the_clock_change(autumn: Front) -> None:
    new_york = ZoneInfo("America/New_York")
    (ana,) = [await c.named() for c in clients(autumn, 1)]
    found = []
    for day in (30, 3):
        month = 10 if day == 30 else 11
        at = datetime(2026, month, day, 10, tzinfo=new_york)
        found += await events(autumn, await ana.booked(FACIAL, CAMILA, at))
    assert [e["DTSTART"].dt.hour for e in found] == [14, 15]
    assert {e["DTSTART"].dt.astimezone(new_york).hour for e in found} == {10}
