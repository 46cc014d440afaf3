"""What wakes the list: a cancellation, a move, hours that are added, and a look now and then."""

from datetime import timedelta

from tests.front import Front
from tests.gateway.pipeline.waiting.setting import (
    BROWS,
    LAURA,
    at,
    free,
    queue,
    sweep,
    waiters,
)


async def test_a_job_that_got_lost_is_made_again(full: Front) -> None:
    (ana,) = await queue(full, 1)
    free(full, LAURA, "09:00")
    full.execute("delete from procrastinate.procrastinate_jobs")
    await sweep(full)
    assert ana.entry["status"] == "waiting"
    await full.pass_time(15 * 60)
    await sweep(full)
    assert ana.state == ("offered", "09:00")


async def test_hours_that_are_added_are_found(full: Front) -> None:
    (ana,) = await queue(full, 1)
    full.execute(
        "insert into member_availability (organization_id, member_id, weekday, opens, closes) "
        "values (%s, %s, 2, '17:00', '19:00')",
        ana.organization,
        ana.key("members", LAURA),
    )
    full.execute("delete from appointments where starts_at >= '2026-11-24T17:00-05'")
    await full.work()
    assert ana.state == ("offered", "17:00")


async def test_a_hold_that_ran_out_is_found_at_the_next_look(full: Front) -> None:
    ana, eva = await waiters(full, 2)
    await ana.waits()
    free(full, LAURA, "09:00")
    begun = await eva.begin()
    (found,) = await eva.offers(begun, [BROWS], [at(9)], hold=1)
    assert found
    await eva.end(begun)
    await full.work()
    assert ana.entry["status"] == "waiting"
    await full.pass_time(15 * 60)
    await sweep(full)
    assert ana.state == ("offered", "09:00")


async def test_a_move_frees_the_time_it_leaves(full: Front) -> None:
    ana, eva = await waiters(full, 2)
    free(full, LAURA, "09:00")
    appointment = await eva.booked(BROWS, LAURA, at(9))
    await ana.waits()
    token = await eva.offered(BROWS, LAURA, at(9) + timedelta(days=1))
    proposed = await eva.act("appointment_move", appointment=appointment, slot=token)
    moved = await eva.act("appointment_move", proposal=proposed["proposal"])
    assert moved["status"] == "moved"
    await full.work()
    assert ana.state == ("offered", "09:00")


async def test_a_past_time_that_is_cancelled_wakes_nobody(full: Front) -> None:
    (ana,) = await queue(full, 1)
    query = "select id from appointments where starts_at = %s and attendee_name = 'laura'"
    (row,) = full.rows(query, at(9))
    full.clock.move_to(at(12))
    await full.desk.database.call(
        "appointment_close",
        organization=ana.organization,
        appointment=row["id"],
        status="cancelled",
    )
    assert (
        full.rows("select 1 from procrastinate.procrastinate_jobs where task_name = 'waiting'")
        == []
    )
