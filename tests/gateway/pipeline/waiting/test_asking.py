"""Who is asked when time becomes free: in which order, how often, and where."""

import asyncio
from datetime import timedelta

import pytest

from tests.front import Front
from tests.gateway.pipeline.waiting.setting import (
    BROWS,
    CAMILA,
    DAY,
    LAURA,
    Waiter,
    at,
    free,
    live_holds,
    queue,
    waiters,
)


async def test_a_cancellation_is_offered_to_the_first_with_a_hold(full: Front) -> None:
    ana, eva = await queue(full, 2, apart=60)
    free(full, LAURA, "09:00")
    await full.work()
    assert ana.state == ("offered", "09:00")
    assert eva.state == ("waiting", None)
    assert [f"{at:%H:%M}" for at in live_holds(full)] == ["09:00"]
    assert ana.entry["offered_until"] == full.clock.now() + timedelta(minutes=30)
    assert eva.heard == []
    (question,) = ana.heard
    assert question == (
        "Hola, Persona: se liberó una hora para Diseño de cejas con Laura Méndez, "
        "el martes 24 de noviembre, 9:00 a. m.\n¿La quieres? Te la guardo hasta las 10:31 a. m."
    )
    (sent,) = full.evolution.sent
    assert sent.jid.startswith(str(ana.phone))


@pytest.mark.parametrize(
    ("wish", "freed", "fits"),
    [
        ({"member": CAMILA}, (LAURA, "09:00"), False),
        ({"member": LAURA}, (LAURA, "09:00"), True),
        ({"between": ("12:00", "18:29")}, (LAURA, "11:30"), False),
        ({"between": ("12:00", "18:29")}, (CAMILA, "18:00"), True),
        ({"between": ("15:00", "15:00")}, (LAURA, "15:00"), True),
        ({"between": ("15:00", "15:00")}, (LAURA, "15:30"), False),
        ({"between": (None, "10:00")}, (LAURA, "10:00"), True),
        ({"between": ("10:30", None)}, (LAURA, "10:00"), False),
    ],
)
async def test_only_what_fits_the_wish_is_offered(
    full: Front, wish: dict[str, object], freed: tuple[str, str], fits: bool
) -> None:
    (ana,) = await waiters(full, 1)
    await ana.waits(**wish)
    free(full, *freed)
    await full.work()
    assert ana.state == (("offered", freed[1]) if fits else ("waiting", None))


async def test_who_does_not_fit_lets_the_next_one_pass(full: Front) -> None:
    ana, eva, sol = await waiters(full, 3)
    for waiter, wish in ((ana, {"member": CAMILA}), (eva, {}), (sol, {})):
        await waiter.waits(**wish)
        await full.pass_time(1)
    free(full, LAURA, "09:00")
    await full.work()
    assert [w.entry["status"] for w in (ana, eva, sol)] == ["waiting", "offered", "waiting"]


async def test_two_cancellations_at_once_go_to_the_first_two(full: Front) -> None:
    found = await queue(full, 3)
    await asyncio.gather(
        asyncio.to_thread(free, full, LAURA, "09:00"),
        asyncio.to_thread(free, full, CAMILA, "15:00"),
    )
    await full.work()
    assert [w.entry["status"] for w in found] == ["offered", "offered", "waiting"]
    assert {w.state[1] for w in found[:2]} == {"09:00", "15:00"}
    assert len(live_holds(full)) == 2


async def test_workers_that_look_at_once_ask_everybody_once_and_in_order(full: Front) -> None:
    found = await queue(full, 5)
    for start in ("09:00", "10:00", "11:00"):
        free(full, LAURA, start)
    organization = found[0].organization
    await asyncio.gather(*(full.desk.waiting.look(organization, DAY) for _ in range(6)))
    await full.work()
    assert [w.entry["status"] for w in found] == ["offered"] * 3 + ["waiting"] * 2
    assert [w.state[1] for w in found[:3]] == ["09:00", "10:00", "11:00"]
    assert [len(w.heard) for w in found] == [1, 1, 1, 0, 0]


async def test_a_crash_between_the_hold_and_the_question(full: Front) -> None:
    ana, eva = await queue(full, 2)
    free(full, LAURA, "09:00")
    claim = {"organization": ana.organization, "day": DAY}
    lost = await full.desk.database.call("waiting_claim", **claim)
    assert (lost["status"], lost["again"]) == ("ask", False)
    await full.pass_time(120)
    await full.work()
    assert ana.state == ("offered", "09:00")
    assert ana.entry["offered_until"] == full.clock.now() + timedelta(minutes=30)
    assert (len(ana.heard), len(eva.heard)) == (1, 0)
    late = await full.desk.database.call(
        "waiting_ask",
        organization=ana.organization,
        entry=ana.entry["id"],
        slot=lost["slot"],
        replies=[{"text": "otra vez", "payload": {}}],
    )
    assert late is False
    assert len(ana.heard) == 1


async def test_a_visit_is_offered_when_all_of_it_fits(full: Front) -> None:
    (ana,) = await waiters(full, 1)
    await ana.waits(BROWS, then=("limpieza-facial",), member=LAURA)
    free(full, LAURA, "09:00")
    free(full, LAURA, "09:30")
    await full.work()
    assert ana.entry["status"] == "waiting"  # brows, then an hour and ten minutes
    free(full, LAURA, "10:00")
    free(full, LAURA, "10:30")
    await full.work()
    assert ana.state == ("offered", "09:00")
    booked = await ana.book(ana.entry["offer_token"])
    assert [part["service_key"] for part in booked["appointment"]["parts"]] == [
        BROWS,
        "limpieza-facial",
    ]
    assert ana.entry["status"] == "booked"


async def test_a_chat_that_was_joined_to_another_is_asked_there(full: Front) -> None:
    """One person under two ids of the provider: the conversation goes on in the later chat."""
    (ana,) = await queue(full, 1)
    later = await Waiter(full, "aurora", "573005699999", "Ana", ids=ana.ids).met()
    full.execute(
        "update chat_identities set contact_id = (select contact_id from chat_identities "
        "where id = %s), phone = null where id = %s",
        ana.conversation,
        later.conversation,
    )
    full.execute(
        "update chat_addresses set chat_identity_id = %s where chat_identity_id = %s",
        later.conversation,
        ana.conversation,
    )
    free(full, LAURA, "09:00")
    await full.work()
    assert (len(ana.heard), len(later.heard)) == (0, 1)
    assert (await later.book(ana.entry["offer_token"]))["status"] == "booked"


async def test_a_time_that_is_too_soon_to_answer_is_offered_to_nobody(full: Front) -> None:
    (ana,) = await queue(full, 1)
    full.clock.move_to(at(9) - timedelta(minutes=64))  # an hour's notice: four minutes to answer
    free(full, LAURA, "09:00")
    await full.work()
    assert ana.entry["status"] == "waiting"
