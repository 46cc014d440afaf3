"""Who keeps an appointment and waits for an earlier time: in which order, what fails, what is left of it."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.front import Front
from tests.gateway.pipeline.waiting.full_day import (
    BROWS,
    CAMILA,
    DAY,
    LAURA,
    Waiter,
    at,
    fill,
    free,
    live_holds,
    sweep,
    waiters,
)

LATER = date(2026, 11, 25)


@pytest.fixture
async def full(full: Front) -> Front:
    """Nobody who does brows has time before the Wednesday."""
    for day in (20, 21, 23):
        fill(full, [CAMILA, LAURA], day=date(2026, 11, day))
    fill(full, [CAMILA], day=LATER)
    fill(full, [LAURA], day=LATER, but=("08:00", "09:00"))
    return full


async def keeps(waiter: Waiter, hour: str = "08:00", *, joins: bool = True) -> UUID:
    """The customer has brows with Laura on the Wednesday, and wants an earlier time."""
    front = waiter.front
    row = front.rows(
        "insert into appointments (organization_id, contact_id, chat_identity_id, service_id, member_id, attendee_name, "
        "starts_at, ends_at, during, price, currency, created_at, updated_at) "
        "select o.id, i.contact_id, i.id, s.id, m.id, 'Ana', g.at, g.at + interval '30 minutes', "
        "tstzrange(g.at, g.at + interval '30 minutes'), 45000, 'COP', %s, %s "
        "from organizations o join chat_identities i on i.id = %s "
        "join services s on s.organization_id = o.id and s.key = %s "
        "join members m on m.organization_id = o.id and m.key = %s "
        "cross join lateral (select (%s::date + %s::time) at time zone o.time_zone as at) g "
        "where o.id = i.organization_id returning id",
        front.clock.now() - timedelta(days=2),
        front.clock.now(),
        waiter.conversation,
        BROWS,
        LAURA,
        LATER,
        hour,
    )
    if joins:
        result = await earlier(waiter)
        assert result["status"] == "joined", result
    return UUID(str(row[0]["id"]))


async def earlier(waiter: Waiter, **about: Any) -> Any:
    rows = waiter.front.rows(
        "select id from appointments where chat_identity_id = %s", waiter.conversation
    )
    args = {"services": [], "from": None, "to": None, "appointment": str(rows[0]["id"])} | about
    return await waiter.act("waiting_join", **args)


async def moves(waiter: Waiter, slot: str) -> Any:
    return await waiter.act("appointment_move", slot=slot)


def start(waiter: Waiter) -> str:
    rows = waiter.front.rows(
        "select to_char(a.starts_at at time zone o.time_zone, 'DD HH24:MI') as at from appointments a "
        "join organizations o on o.id = a.organization_id "
        "where a.chat_identity_id = %s and a.status in ('scheduled', 'confirmed')",
        waiter.conversation,
    )
    assert len(rows) == 1
    return str(rows[0]["at"])


async def test_who_has_nothing_comes_first_then_who_wants_it_earlier(full: Front) -> None:
    ana, eva, sol = await waiters(full, 3)
    await keeps(ana)
    await full.pass_time(1)
    await keeps(sol, "09:00")
    await full.pass_time(1)
    await eva.waits()
    free(full, LAURA, "09:00")
    await full.work()
    assert [w.entry["status"] for w in (ana, sol, eva)] == ["waiting", "waiting", "offered"]
    await eva.act("waiting_leave")
    await full.work()
    assert [w.entry["status"] for w in (ana, sol, eva)] == ["offered", "waiting", "declined"]
    assert len(live_holds(full)) == 1
    await ana.act("waiting_leave")
    await full.work()
    assert [w.entry["status"] for w in (ana, sol)] == ["declined", "offered"]
    assert (start(ana), start(sol)) == ("25 08:00", "25 09:00")


async def test_moved_at_once_and_never_a_second_one(full: Front) -> None:
    (ana,) = await waiters(full, 1)
    appointment = await keeps(ana)
    free(full, LAURA, "09:00")
    await full.work()
    slot = ana.entry["offer_token"]
    assert (await ana.book(slot))["status"] == "not_offered"
    assert start(ana) == "25 08:00"
    moved = await moves(ana, slot)
    assert (moved["status"], moved["appointment"]["id"]) == ("moved", str(appointment))
    assert start(ana) == "24 09:00"
    assert ana.state == ("booked", "09:00")
    assert live_holds(full) == []
    assert (await moves(ana, slot))["status"] == "moved", "a second yes changes nothing"
    assert start(ana) == "24 09:00"


async def test_two_freed_hours_go_to_two_people(full: Front) -> None:
    ana, eva = await waiters(full, 2)
    await keeps(ana)
    await full.pass_time(1)
    await keeps(eva, "09:00")
    await asyncio.gather(
        asyncio.to_thread(free, full, LAURA, "09:00"),
        asyncio.to_thread(free, full, CAMILA, "15:00"),
    )
    await full.work()
    assert {ana.state, eva.state} == {("offered", "09:00"), ("offered", "15:00")}
    assert [len(w.heard) for w in (ana, eva)] == [1, 1]


async def test_one_person_on_two_lists_is_asked_one_thing(full: Front) -> None:
    (ana,) = await waiters(full, 1)
    await keeps(ana)
    await full.pass_time(1)
    await ana.waits()
    free(full, LAURA, "09:00")
    free(full, CAMILA, "15:00")
    await full.work()
    assert sorted(entry["status"] for entry in ana.entries) == ["offered", "waiting"]
    assert len(ana.heard) == 1
    assert len(live_holds(full)) == 1


async def test_somebody_took_it_meanwhile(full: Front) -> None:
    (ana,) = await waiters(full, 1)
    await keeps(ana)
    free(full, LAURA, "09:00")
    await full.work()
    slot = ana.entry["offer_token"]
    full.execute("delete from holds")
    fill(full, [LAURA], but=tuple(_others("09:00")))
    refused = await moves(ana, slot)
    assert refused["status"] == "taken"
    assert start(ana) == "25 08:00"
    assert ana.entry["status"] != "booked"


def _others(at: str) -> list[str]:
    halves = [f"{hour:02d}:{half}" for hour in range(7, 20) for half in ("00", "30")]
    return [clock for clock in halves if clock != at]


async def test_only_before_what_they_have(full: Front) -> None:
    ana, eva = await waiters(full, 2)
    await keeps(eva, joins=False)  # at 8:00
    await keeps(ana, "09:00")
    free(full, LAURA, "11:00", day=LATER)
    await full.work()
    assert ana.entry["status"] == "waiting"
    free(full, LAURA, "08:30", day=LATER)
    await full.work()
    assert ana.state == ("offered", "08:30")


async def test_the_wish_ends_with_the_appointment(full: Front) -> None:
    (ana,) = await waiters(full, 1)
    appointment = await keeps(ana)
    free(full, LAURA, "09:00")
    await full.work()
    full.execute("update appointments set status = 'cancelled' where id = %s", appointment)
    assert ana.entry["status"] == "left"
    assert live_holds(full) == []
    assert full.rows("select 1 from frontdesk.untold(%s)", ana.conversation) == []


async def test_another_move_up_ends_it_and_frees_the_hold(full: Front) -> None:
    ana, eva = await waiters(full, 2)
    appointment = await keeps(ana)
    await full.pass_time(1)
    await keeps(eva, "09:00")
    free(full, LAURA, "09:00")
    await full.work()
    assert (ana.state, eva.entry["status"]) == (("offered", "09:00"), "waiting")
    full.execute(
        "update appointments set starts_at = starts_at - interval '30 minutes', "
        "ends_at = ends_at - interval '30 minutes', during = tstzrange(starts_at - interval '30 minutes', "
        "ends_at - interval '30 minutes') where id = %s",
        appointment,
    )
    await full.work()
    assert ana.entry["status"] == "booked"
    assert ana.entry["offer_token"] is None, "what they were offered was not filled"
    assert eva.state == ("offered", "09:00")


async def test_crash_between_the_hold_and_the_question(full: Front) -> None:
    (ana,) = await waiters(full, 1)
    await keeps(ana)
    free(full, LAURA, "09:00")
    claim = {"organization": ana.organization, "day": DAY}
    lost = await full.container.database.call("waiting_claim", **claim)
    assert (lost["status"], lost["again"]) == ("ask", False)
    assert lost["instead_of"]
    await full.pass_time(120)
    await full.work()
    assert ana.state == ("offered", "09:00")
    assert len(ana.heard) == 1
    assert (await moves(ana, ana.entry["offer_token"]))["status"] == "moved"


async def test_opted_out_and_at_night_nobody_is_asked(full: Front) -> None:
    ana, eva = await waiters(full, 2)
    await keeps(ana)
    await full.pass_time(1)
    await keeps(eva, "09:00")
    full.execute(
        "update chat_identities set opted_out_at = %s where id = %s",
        full.clock.now(),
        ana.conversation,
    )
    full.clock.move_to(at(22) - timedelta(days=1))
    free(full, LAURA, "09:00")
    await full.work()
    assert (ana.heard, eva.heard) == ([], [])
    full.clock.move_to(at(8))
    await sweep(full)
    assert ana.heard == []
    assert ana.entry["skipped"] == "opted_out"


async def test_a_closed_window_passes_to_the_next(full: Front) -> None:
    (ana,) = await waiters(full, 1, channel="gupshup")
    await keeps(ana)
    full.execute(
        "update chat_identities set last_inbound_at = %s where id = %s",
        full.clock.now() - timedelta(hours=30),
        ana.conversation,
    )
    free(full, LAURA, "09:00")
    await full.work()
    assert (ana.entry["status"], ana.entry["skipped"]) == ("waiting", "window")
    assert live_holds(full) == []


async def test_the_cut_off_holds_for_this_too(full: Front) -> None:
    (ana,) = await waiters(full, 1)
    await keeps(ana, joins=False)
    full.execute("update organizations set move_notice_minutes = 10080 where slug = 'aurora'")
    assert (await earlier(ana))["status"] == "too_late"


async def test_somebody_elses_appointment_is_none(full: Front) -> None:
    ana, eva = await waiters(full, 2)
    theirs = await keeps(ana, joins=False)
    await keeps(eva, "09:00", joins=False)
    assert (await earlier(eva, appointment=str(theirs)))["status"] == "not_found"
    assert eva.entries == []


async def test_figures_tell_who_was_moved_up(full: Front) -> None:
    (ana,) = await waiters(full, 1)
    await keeps(ana)
    free(full, LAURA, "09:00")
    await full.work()
    await moves(ana, ana.entry["offer_token"])
    today = full.clock.now().date()
    rows = full.rows(
        "select figure, part, subject, n from frontdesk.figures_of_waiting(%s, %s, %s, 'America/Bogota') "
        "order by figure, part",
        ana.organization,
        today,
        today,
    )
    assert [tuple(row.values()) for row in rows] == [
        ("filled_earlier", "", "", 1),
        ("filled_earlier_money", "", "", 45000),
        ("money", "currency_earlier", "COP", 45000),
    ]
