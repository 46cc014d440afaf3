"""What becomes of the question: a yes, a no, silence, and a yes that comes late."""

from datetime import timedelta

from tests.bookings.setting import set_organization
from tests.front import Front
from tests.gateway.pipeline.waiting.setting import (
    BROWS,
    DAY,
    LAURA,
    at,
    free,
    live_holds,
    queue,
    sweep,
    waiters,
)


async def test_a_yes_books_it_for_the_one_who_was_asked_only(full: Front) -> None:
    ana, eva = await queue(full, 2)
    free(full, LAURA, "09:00")
    await full.work()
    token = ana.entry["offer_token"]
    assert await eva.book(token) == {"status": "not_offered"}
    assert (await ana.book(token))["status"] == "booked"
    assert ana.entry["status"] == "booked"
    assert live_holds(full) == []
    assert (await ana.book(token))["status"] == "already_booked"
    await full.work()
    assert eva.state == ("waiting", None)


async def test_nobody_else_is_offered_what_is_held(full: Front) -> None:
    ana, eva = await waiters(full, 2)
    await ana.waits()
    free(full, LAURA, "09:00")
    await full.work()
    begun = await eva.begin()
    at = ana.entry["offered"].replace(tzinfo=full.clock.now().astimezone().tzinfo)
    assert at
    found = await full.desk.database.call(
        "availability",
        organization=eva.organization,
        services=[str(eva.key("services", BROWS))],
        **{"from": DAY, "to": DAY},
    )
    assert found["starts"] == []
    await eva.end(begun)


async def test_a_no_asks_the_next_one_at_once(full: Front) -> None:
    ana, eva = await queue(full, 2)
    free(full, LAURA, "09:00")
    await full.work()
    result = await ana.act("waiting_leave")
    assert (result["status"], result["entry"]["offer"]) == ("declined", None)
    await full.work()
    assert ana.entry["status"] == "declined"
    assert eva.state == ("offered", "09:00")
    assert len(live_holds(full)) == 1


async def test_silence_until_the_hold_ends_asks_the_next_one(full: Front) -> None:
    ana, eva = await queue(full, 2)
    free(full, LAURA, "09:00")
    await full.work()
    await full.pass_time(29 * 60)
    await sweep(full)
    assert (ana.entry["status"], eva.entry["status"]) == ("offered", "waiting")
    await full.pass_time(60)
    await sweep(full)
    assert (ana.entry["status"], eva.state) == ("expired", ("offered", "09:00"))
    await full.pass_time(30 * 60)
    await sweep(full)
    assert eva.entry["status"] == "expired"
    assert len(ana.heard) == len(eva.heard) == 1


async def test_a_late_yes_books_what_is_still_free(full: Front) -> None:
    (ana,) = await queue(full, 1)
    free(full, LAURA, "09:00")
    await full.work()
    await full.pass_time(45 * 60)
    await sweep(full)
    assert ana.entry["status"] == "expired"
    assert (await ana.book(ana.entry["offer_token"]))["status"] == "booked"
    assert ana.entry["status"] == "booked"


async def test_a_late_yes_for_what_the_next_one_holds_is_refused(full: Front) -> None:
    ana, eva = await queue(full, 2)
    free(full, LAURA, "09:00")
    await full.work()
    token = ana.entry["offer_token"]
    await full.pass_time(31 * 60)
    await sweep(full)
    result = await ana.book(token)
    assert result["status"] == "taken"
    assert result["services"] == [str(ana.key("services", BROWS))]
    assert (await eva.book(eva.entry["offer_token"]))["status"] == "booked"


async def test_a_hold_is_no_longer_than_an_answer_can_book(full: Front) -> None:
    set_organization(full, quiet_from="00:00", quiet_to="00:00")
    (ana,) = await queue(full, 1)
    full.clock.move_to(at(9) - timedelta(minutes=70))
    free(full, LAURA, "09:00")
    await full.work()
    assert ana.entry["offered_until"] == at(9) - timedelta(minutes=60)
    await full.pass_time(9 * 60)
    assert (await ana.book(ana.entry["offer_token"]))["status"] == "booked"
