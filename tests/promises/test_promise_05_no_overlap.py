"""No two live appointments of one member overlap; none is claimed that is not in the database."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.agenda import Client, clients
from tests.front import Front
from tests.promises.conftest import Opening
from tests.scripted_model import ScriptedModel

AT = datetime.fromisoformat("2026-11-24T15:00:00-05:00")  # a Tuesday
LASER, FACIAL, CAMILA, LAURA = "depilacion-laser", "limpieza-facial", "camila", "laura"

# Computed from the services, not from the column that the constraint looks at.
OVERLAPS = """
with live as (
    select a.id, a.member_id,
        a.starts_at - make_interval(mins => s.buffer_before_minutes) as free_until,
        a.starts_at + make_interval(mins => s.duration_minutes + s.buffer_after_minutes) as free_from
    from appointments a join services s on s.id = a.service_id
    where a.status in ('scheduled', 'confirmed'))
select * from live a join live b on a.member_id = b.member_id and a.id < b.id
    and a.free_until < b.free_from and b.free_until < a.free_from
"""


@pytest.fixture
async def wide(open_front_with: Opening) -> AsyncIterator[Front]:
    """With enough connections for real races."""
    async with open_front_with(ScriptedModel(), worker_concurrency=25) as front:
        yield front


async def test_promise_5_of_fifty_customers_racing_for_one_slot_one_wins(wide: Front) -> None:
    racers = await asyncio.gather(*(client.named() for client in clients(wide, 50)))
    tokens = await asyncio.gather(*(racer.offered(LASER, CAMILA, AT) for racer in racers))
    results = await asyncio.gather(
        *(racer.book(token) for racer, token in zip(racers, tokens, strict=True))
    )
    assert Counter(r["status"] for r in results) == {"booked": 1, "taken": 49}
    assert len(wide.appointments("aurora")) == 1


async def test_promise_5_racing_for_overlapping_starts_never_overlaps(wide: Front) -> None:
    racers = await asyncio.gather(*(client.named() for client in clients(wide, 30)))
    starts = [AT + timedelta(minutes=15 * (n % 12)) for n in range(30)]
    services = [(LASER, FACIAL)[n % 2] for n in range(30)]
    tokens = await asyncio.gather(
        *(r.offered(s, CAMILA, at) for r, s, at in zip(racers, services, starts, strict=True))
    )
    results = await asyncio.gather(*(r.book(t) for r, t in zip(racers, tokens, strict=True)))
    assert wide.rows(OVERLAPS) == []
    booked = sum(result["status"] == "booked" for result in results)
    assert booked == len(wide.appointments("aurora")) >= 2


async def test_promise_5_a_repeated_booking_is_the_same_appointment(wide: Front) -> None:
    (ana,) = [await client.named() for client in clients(wide, 1)]
    token = await ana.offered(LASER, CAMILA, AT)
    begun = await ana.begin()
    turn = UUID(begun["turn"])
    results = await asyncio.gather(
        *(ana.call("appointment_book", turn=turn, slot=token) for _ in range(10))
    )
    assert Counter(r["status"] for r in results) == {"booked": 1, "already_booked": 9}
    assert len({r["appointment"]["id"] for r in results}) == 1


async def test_promise_5_the_buffer_after_a_service_is_not_free(wide: Front) -> None:
    ana, eva, sol = [await client.named() for client in clients(wide, 3)]
    await ana.booked(LASER, CAMILA, AT)  # 45 minutes, and 15 after them
    begun = await eva.begin()
    inside_buffer = AT + timedelta(minutes=45)
    offers = await eva.offers(begun, [FACIAL], [inside_buffer], member=CAMILA)
    assert offers == [None]
    await eva.end(begun)
    inside = await eva.forced(FACIAL, CAMILA, inside_buffer)
    assert (await eva.book(inside))["status"] == "taken"
    await sol.booked(FACIAL, CAMILA, AT + timedelta(minutes=60))


async def test_promise_5_the_constraint_itself_refuses_an_overlap(wide: Front) -> None:
    (ana,) = [await client.named() for client in clients(wide, 1)]
    await ana.booked(LASER, CAMILA, AT)
    copy = (
        "insert into appointments (organization_id, contact_id, service_id, member_id, "
        "attendee_name, starts_at, ends_at, during, created_at, updated_at) "
        "select organization_id, contact_id, service_id, member_id, 'other', "
        "ends_at, ends_at + interval '1 hour', "
        "tstzrange(ends_at, ends_at + interval '1 hour'), created_at, updated_at from appointments"
    )
    with pytest.raises(psycopg.errors.ExclusionViolation):
        wide.execute(copy)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["book", "book", "move", "cancel"]),
        st.integers(0, 2),
        st.sampled_from([(LASER, CAMILA), (FACIAL, CAMILA), (FACIAL, LAURA)]),
        st.integers(0, 7),
    ),
    min_size=4,
    max_size=9,
)


@given(steps=STEPS)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_promise_5_no_sequence_of_changes_makes_an_overlap(
    wide: Front, steps: list[tuple[str, int, tuple[str, str], int]]
) -> None:
    wide.execute("truncate appointments cascade")
    people = [await client.named() for client in clients(wide, 3)]
    for kind, who, (service, member), quarter in steps:
        at = AT - timedelta(hours=1) + timedelta(minutes=15 * quarter)
        result = await _change(people[who], kind, service, member, at)
        assert wide.rows(OVERLAPS) == []
        if result["status"] in ("booked", "moved"):
            row = _row(wide, result["appointment"]["id"])
            assert (row["starts_at"], row["status"]) == (at, "scheduled")
        if result["status"] == "cancelled":
            assert _row(wide, result["appointment"]["id"])["status"] == "cancelled"


async def _change(
    client: Client, kind: str, service: str, member: str, at: datetime
) -> dict[str, Any]:
    own = await client.call("appointments_upcoming")
    if kind == "book" or not own:
        return await client.book(await client.forced(service, member, at))
    first = UUID(own[0]["id"])
    if kind == "cancel":
        proposed = await client.act("appointment_cancel", appointment=first)
        return await client.act("appointment_cancel", proposal=proposed["proposal"])
    slot = await client.forced(own[0]["service_key"], member, at)
    proposed = await client.act("appointment_move", appointment=first, slot=slot)
    if proposed["status"] != "proposed":
        return proposed
    return await client.act("appointment_move", proposal=proposed["proposal"])


async def test_promise_5_only_what_was_offered_to_this_customer_can_be_booked(
    wide: Front,
) -> None:
    ana, eva = [await client.named() for client in clients(wide, 2)]
    others = await eva.offered(LASER, CAMILA, AT)
    for token in ("", "nonsense", others, "%", others.upper()):
        assert await ana.book(token) == {"status": "not_offered"}
    assert wide.appointments() == []


async def test_promise_5_what_was_offered_in_this_very_turn_has_to_be_chosen_first(
    wide: Front,
) -> None:
    (ana,) = [await client.named() for client in clients(wide, 1)]
    begun = await ana.begin()
    token = await ana.offer(begun, LASER, CAMILA, AT)
    answer = await ana.call("appointment_book", turn=UUID(begun["turn"]), slot=token)
    assert answer["status"] == "choose_first"
    await ana.end(begun)
    assert (await ana.book(token))["status"] == "booked"


@pytest.mark.parametrize("ending", ["lost", "superseded", "failed", "dropped"])
async def test_promise_5_an_offer_that_the_customer_never_saw_cannot_be_booked(
    wide: Front, ending: str
) -> None:
    (ana,) = [await client.named() for client in clients(wide, 1)]
    token = await ana.offered(LASER, CAMILA, AT)
    wide.execute(
        "update turns set status = %s where id = (select turn_id from slot_offers)", ending
    )
    assert await ana.book(token) == {"status": "not_offered"}


async def test_promise_5_an_old_offer_expires(wide: Front) -> None:
    (ana,) = [await client.named() for client in clients(wide, 1)]
    token = await ana.offered(LASER, CAMILA, AT)
    await wide.pass_time(24 * 3600 + 1)
    assert (await ana.book(token))["status"] == "offer_expired"
    assert wide.appointments() == []


async def test_promise_5_a_slot_outside_the_hours_is_refused_even_when_it_was_offered(
    wide: Front,
) -> None:
    (ana,) = [await client.named() for client in clients(wide, 1)]
    for at in (
        "2026-11-22T10:00:00-05:00",
        "2026-11-24T20:00:00-05:00",
        "2026-11-24T12:30:00-05:00",
    ):
        token = await ana.forced(LASER, CAMILA, datetime.fromisoformat(at))
        assert (await ana.book(token))["status"] == "taken"


@pytest.mark.parametrize("change", ["appointment_cancel", "appointment_move"])
async def test_promise_5_a_change_needs_a_yes_in_a_later_turn(wide: Front, change: str) -> None:
    ana, eva = [await client.named() for client in clients(wide, 2)]
    appointment = await ana.booked(LASER, CAMILA, AT)
    slot = await ana.offered(LASER, CAMILA, AT + timedelta(hours=2))
    move = {"slot": slot} if change == "appointment_move" else {}
    begun = await ana.begin()
    turn = UUID(begun["turn"])
    proposed = await ana.call(change, turn=turn, appointment=appointment, **move)
    at_once = await ana.call(change, turn=turn, proposal=proposed["proposal"])
    assert at_once == {"status": "choose_first"}
    await ana.end(begun)
    foreign = await eva.act(change, proposal=proposed["proposal"])
    assert foreign == await eva.act(change, proposal="nonsense") == {"status": "not_found"}
    assert _row(wide, str(appointment))["starts_at"] == AT
    assert _row(wide, str(appointment))["status"] == "scheduled"
    await wide.pass_time(24 * 3600 + 1)
    late = await ana.act(change, proposal=proposed["proposal"])
    assert late == {"status": "proposal_expired"}


def _row(front: Front, appointment: str) -> dict[str, Any]:
    return front.rows("select * from appointments where id = %s", appointment)[0]
