"""Visitors of public chats: one person who opens the page many times keeps a few slots, not the day."""

import asyncio
from collections.abc import Sequence

from tests.agenda import Client, clients
from tests.bookings.clinic_rules import AT, CAMILA, LASER, minutes, offer
from tests.front import Front

STARTS = [AT + minutes(24 * 60 * days) for days in (0, 1, 2, 3, 6, 7)]
"""One on each of six working days."""


async def visitors(front: Front, names: Sequence[str | None]) -> list[Client]:
    """A chat each, which writes from there; None: on another channel than a public one."""
    people = [await one.named() for one in clients(front, len(names))]
    for person, name in zip(people, names, strict=True):
        front.execute(
            "update chat_identities set visitor = %s where id = %s", name, person.conversation
        )
    return people


def holders(front: Front) -> list[object]:
    rows = front.rows("select chat_identity_id as chat from holds order by created_at, id")
    return [row["chat"] for row in rows]


async def test_many_chats_of_one_visitor_keep_three_slots(clinic: Front) -> None:
    people = await visitors(clinic, ["x"] * 6)
    for person, at in zip(people, STARTS, strict=True):
        await offer(person, [LASER], at, member=CAMILA, hold=1)
        clinic.clock.advance(1)
    assert holders(clinic) == [person.conversation for person in people[-3:]]


async def test_at_the_same_time_too(clinic: Front) -> None:
    people = await visitors(clinic, ["x"] * 6)
    await asyncio.gather(
        *(
            offer(person, [LASER], at, member=CAMILA, hold=1)
            for person, at in zip(people, STARTS, strict=True)
        )
    )
    assert len(holders(clinic)) <= 3


async def test_the_others_keep_theirs(clinic: Front) -> None:
    people = await visitors(clinic, ["x", "y", None, "x", "x", "x"])
    for person, at in zip(people, STARTS, strict=True):
        assert await offer(person, [LASER], at, member=CAMILA, hold=1)
        clinic.clock.advance(1)
    assert holders(clinic) == [person.conversation for person in people[1:]]


async def test_who_lost_a_hold_still_books_what_is_free(clinic: Front) -> None:
    first, second, *others = await visitors(clinic, ["x"] * 5 + [None])
    stranger = others.pop()
    offered = await offer(first, [LASER], STARTS[0], member=CAMILA, hold=1)
    clinic.clock.advance(1)
    lost = await offer(second, [LASER], STARTS[1], member=CAMILA, hold=1)
    assert offered
    assert lost
    for person, at in zip(others, STARTS[2:], strict=False):
        clinic.clock.advance(1)
        assert await offer(person, [LASER], at, member=CAMILA, hold=1)
    assert holders(clinic) == [person.conversation for person in others]
    assert (await first.book(offered["slot"]))["status"] == "booked"
    free = await offer(stranger, [LASER], STARTS[1], member=CAMILA)
    assert free
    assert (await stranger.book(free["slot"]))["status"] == "booked"
    assert (await second.book(lost["slot"]))["status"] == "taken"


async def test_a_slot_from_the_waiting_list_is_not_among_them(clinic: Front) -> None:
    """It was offered by the business."""
    people = await visitors(clinic, ["x"] * 4)
    for person, at in zip(people, STARTS, strict=False):
        await offer(person, [LASER], at, member=CAMILA, hold=1)
        clinic.execute("update holds set kind = 'waiting'")
        clinic.clock.advance(1)
    assert len(holders(clinic)) == 4
