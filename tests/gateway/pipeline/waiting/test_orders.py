"""Whatever happens in whatever order: nobody is offered what somebody else holds, the order is kept
among those who fit, and nothing stays held or asked for ever."""

import asyncio
import random
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.errors import DatabaseUnavailable
from tests.front import Front
from tests.gateway.pipeline.waiting.setting import (
    CAMILA,
    DAY,
    LAURA,
    Waiter,
    fill,
    free,
    live_holds,
    waiters,
)

OVERLAPS = """
select a.id from occupancies a join occupancies b on a.subject_id = b.subject_id and a.id < b.id
and a.during && b.during
"""
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(0, 3), st.integers(0, 3)),
        st.tuples(st.just("free"), st.sampled_from([CAMILA, LAURA]), st.integers(0, 3)),
        st.tuples(st.sampled_from(["yes", "no", "leave"]), st.integers(0, 3), st.just(0)),
        st.tuples(st.just("pass"), st.sampled_from([5, 16, 31]), st.just(0)),
    ),
    min_size=6,
    max_size=14,
)
WISHES: list[dict[str, Any]] = [
    {},
    {"member": LAURA},
    {"between": ("10:00", "10:30")},
    {"member": CAMILA, "between": ("11:00", None)},
]
TIMES = ["10:00", "10:30", "11:00", "11:30"]


@given(steps=STEPS)
@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_any_sequence(clinic: Front, steps: list[tuple[str, Any, int]]) -> None:
    clinic.execute("truncate appointments, waiting_list, chat_identities, contacts cascade")
    clinic.clock.move_to(datetime.fromisoformat("2026-11-20T09:00:00-05:00"))
    fill(clinic, [CAMILA, LAURA])
    people = await waiters(clinic, 4)
    for kind, who, value in steps:
        before = _waiting(clinic)
        asked = {row["id"] for row in _rows(clinic) if row["status"] == "offered"}
        await _step(clinic, people, kind, who, value)
        await clinic.pass_time(1)
        _check(clinic, before, asked)
    for _ in range(5):
        await clinic.pass_time(1801)
        await _look(clinic, people)
    assert not [
        r
        for r in _rows(clinic)
        if r["status"] == "offered" and r["offered_until"] < clinic.clock.now()
    ]


async def _step(front: Front, people: list[Waiter], kind: str, who: Any, value: int) -> None:
    if kind == "wait":
        await people[who].wait(**WISHES[value])
    elif kind == "free":
        free(front, who, TIMES[value])
    elif kind == "pass":
        await front.pass_time(who * 60)
    elif kind == "yes":
        offered = [e for e in people[who].entries if e["status"] == "offered"]
        for entry in offered:
            held = entry["offered_until"] > front.clock.now()
            result = await people[who].book(entry["offer_token"])
            assert result["status"] == "booked" or not held, result
    else:
        entries = [e for e in people[who].entries if e["status"] in ("waiting", "offered")]
        wanted = "offered" if kind == "no" else "waiting"
        for entry in [e for e in entries if e["status"] == wanted][:1]:
            await people[who].act("waiting_leave", entry=entry["id"])
    await _look(front, people)


async def _look(front: Front, people: list[Waiter]) -> None:
    """What the jobs do, without the queue."""
    for day in (None, DAY, DAY):
        await front.desk.waiting.look(people[0].organization, day)


def _rows(front: Front) -> list[dict[str, Any]]:
    return front.rows("select * from waiting_list order by joined_at, id")


def _waiting(front: Front) -> list[Any]:
    return [row["id"] for row in _rows(front) if row["status"] == "waiting"]


def _check(front: Front, before: list[Any], asked: set[Any]) -> None:
    assert front.rows(OVERLAPS) == []
    rows = _rows(front)
    offered = [row for row in rows if row["status"] == "offered"]
    held = len(live_holds(front))
    assert held == len([r for r in offered if r["offered_until"] > front.clock.now()])
    people = [row["contact_id"] for row in offered]
    assert len(people) == len(set(people)), "two questions to one customer"
    new = [row for row in offered if row["id"] not in asked]
    for row in new:
        _nobody_before(front, row, [r for r in rows if r["id"] in before], people)


def _nobody_before(
    front: Front, row: dict[str, Any], waiting: list[dict[str, Any]], asked: list[Any]
) -> None:
    """No one who waits longer, and was free to be asked, wished for what this one is offered."""
    (slot,) = front.rows(
        "select starts_at, starts_at at time zone 'America/Bogota' as local, member_id "
        "from slot_offers where token = %s",
        row["offer_token"],
    )
    for other in waiting:
        if (other["joined_at"], other["id"]) >= (row["joined_at"], row["id"]):
            continue
        fits = (
            other["status"] == "waiting"
            and other["contact_id"] not in asked
            and other["member_id"] in (None, slot["member_id"])
            and (other["not_before"] is None or slot["local"].time() >= other["not_before"])
            and (other["not_after"] is None or slot["local"].time() <= other["not_after"])
            and slot["starts_at"] not in other["refused"]
        )
        assert not fits, f"{other} waited longer than {row} for {slot}"


async def test_everybody_at_once(clinic: Front) -> None:
    """Cancellations, answers, joins, bookings and workers side by side, with nothing to wait for."""
    fill(clinic, [CAMILA, LAURA])
    people = await waiters(clinic, 8)
    for waiter in people:
        await waiter.waits()
    chance = random.Random(20)
    organization = people[0].organization

    async def customer(waiter: Waiter) -> None:
        for _ in range(6):
            offered = [e for e in waiter.entries if e["status"] == "offered"]
            if offered and chance.random() < 0.5:
                await _again(waiter.book, offered[0]["offer_token"])
            elif offered:
                await _again(waiter.act, "waiting_leave", entry=offered[0]["id"])
                await _again(waiter.wait)
            await asyncio.sleep(0)

    async def worker() -> None:
        for _ in range(10):
            await _again(clinic.desk.waiting.look, organization, DAY)

    async def staff() -> None:
        for member in (LAURA, CAMILA):
            for time in TIMES:
                await asyncio.to_thread(free, clinic, member, time)

    await asyncio.gather(staff(), *(worker() for _ in range(3)), *(customer(p) for p in people))
    await clinic.work()
    _check(clinic, [], {row["id"] for row in _rows(clinic)})
    booked = clinic.rows(
        "select count(*) as n from appointments a join contacts c on c.id = a.contact_id "
        "where c.name <> 'Gente' and a.status = 'scheduled'"
    )[0]["n"]
    assert booked == len([row for row in _rows(clinic) if row["status"] == "booked"])
    await clinic.pass_time(timedelta(minutes=31).total_seconds())


DEADLOCKS: list[str] = []


async def _again(call: Any, *args: Any, **kwargs: Any) -> Any:
    """What a deadlock stopped is done again, as the queue does; it is counted."""
    for _ in range(5):
        try:
            return await call(*args, **kwargs)
        except DatabaseUnavailable as error:
            DEADLOCKS.append(str(error.__cause__))
    raise AssertionError(DEADLOCKS)
