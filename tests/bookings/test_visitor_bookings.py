"""How many appointments strangers may book in a day through a public chat: one of them, and one address."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from agent.types import Json
from gateway.channels.web import Web
from tests.agenda import Client, clients
from tests.bookings.clinic_rules import AT, CAMILA, LASER, minutes, offer
from tests.front import Front

STARTS = [AT + minutes(24 * 60 * days + 60 * hours) for days in (0, 1, 2) for hours in (-5, -1, 1)]
"""Nine that do not overlap."""


@pytest.fixture
def limits(clinic: Front) -> Any:
    """Sets them; without a call they are the defaults, 3 and 10."""

    def written(**settings: object) -> None:
        clinic.execute(
            "update platform_connections set settings = %s where channel = 'web'", Jsonb(settings)
        )

    return written


async def visitors(front: Front, places: Sequence[str | None]) -> list[Client]:
    """A chat of the page each, which writes from there."""
    people = [await one.named() for one in clients(front, len(places))]
    for person, place in zip(people, places, strict=True):
        front.execute(
            "update chat_identities i set visitor = %s, connection_id = c.id from platform_connections c"
            " where i.id = %s and c.organization_id = i.organization_id and c.channel = 'web'",
            place,
            person.conversation,
        )
    return people


async def book(person: Client, at: Any) -> Json:
    offered = await offer(person, [LASER], at, member=CAMILA)
    assert offered
    return await person.book(offered["slot"])


async def test_one_visitor_books_three_a_day(clinic: Front) -> None:
    (ana,) = await visitors(clinic, ["x"])
    for at in STARTS[:3]:
        assert (await book(ana, at))["status"] == "booked"
    assert await book(ana, STARTS[3]) == {"status": "too_many_today", "limit": 3}
    clinic.clock.advance(24 * 3600 + 1)
    assert (await book(ana, STARTS[8]))["status"] == "booked"


async def test_many_chats_of_one_address_book_no_more_than_it_may(
    clinic: Front, limits: Any
) -> None:
    limits(bookings_per_address=4)
    people = await visitors(clinic, ["x"] * 5 + ["y"])
    for person, at in zip(people[:4], STARTS, strict=False):
        assert (await book(person, at))["status"] == "booked"
    assert await book(people[4], STARTS[4]) == {"status": "too_many_today", "limit": 4}
    assert (await book(people[5], STARTS[4]))["status"] == "booked", "another address is not in it"


async def test_at_the_same_time_too(clinic: Front, limits: Any) -> None:
    limits(bookings_per_address=2)
    people = await visitors(clinic, ["x"] * 6)
    answers = await asyncio.gather(
        *(book(person, at) for person, at in zip(people, STARTS, strict=False))
    )
    assert sorted(one["status"] for one in answers) == ["booked"] * 2 + ["too_many_today"] * 4
    assert len(clinic.rows("select id from appointments")) == 2


async def test_a_family_behind_one_address_books(clinic: Front) -> None:
    """Two each, for four people: within the defaults."""
    people = await visitors(clinic, ["x"] * 4)
    for number, at in enumerate(STARTS[:8]):
        assert (await book(people[number % 4], at))["status"] == "booked"


async def test_what_was_cancelled_does_not_count(clinic: Front, limits: Any) -> None:
    limits(bookings_per_visitor=1, bookings_per_address=1)
    (ana,) = await visitors(clinic, ["x"])
    assert (await book(ana, STARTS[0]))["status"] == "booked"
    clinic.execute("update appointments set status = 'cancelled'")
    assert (await book(ana, STARTS[1]))["status"] == "booked"
    assert (await book(ana, STARTS[2]))["status"] == "too_many_today"


async def test_repeated_it_is_the_same_booking(clinic: Front, limits: Any) -> None:
    limits(bookings_per_visitor=1)
    (ana,) = await visitors(clinic, ["x"])
    offered = await offer(ana, [LASER], STARTS[0], member=CAMILA)
    assert offered
    assert (await ana.book(offered["slot"]))["status"] == "booked"
    assert (await ana.book(offered["slot"]))["status"] == "already_booked"


async def test_what_may_be_a_proxys_address_is_everybodys(clinic: Front, limits: Any) -> None:
    limits(bookings_per_address=1)
    for person, at in zip(await visitors(clinic, ["near:x"] * 3), STARTS, strict=False):
        assert (await book(person, at))["status"] == "booked"


async def test_other_channels_have_no_such_limit(clinic: Front, limits: Any) -> None:
    limits(bookings_per_visitor=1, bookings_per_address=1)
    (ana,) = [await one.named() for one in clients(clinic, 1)]
    for at in STARTS[:3]:
        assert (await book(ana, at))["status"] == "booked"


async def test_nonsense_in_the_settings_is_the_default(clinic: Front, limits: Any) -> None:
    limits(bookings_per_visitor="many", bookings_per_address=[])
    (ana,) = await visitors(clinic, ["x"])
    for at in STARTS[:3]:
        assert (await book(ana, at))["status"] == "booked"
    assert (await book(ana, STARTS[3]))["status"] == "too_many_today"


async def test_from_where_they_came_is_forgotten(clinic: Front) -> None:
    first, second = await visitors(clinic, ["x", "y"])
    await book(first, STARTS[0])
    clinic.clock.advance(timedelta(days=2).total_seconds() + 60)
    await book(second, STARTS[8])
    assert await clinic.container.database.call("visitors_forget") == 2
    places = "select visitor from chat_identities where visitor is not null"
    assert clinic.rows(places) == [{"visitor": "y"}]
    booked = "select visitor from slot_offers where visitor is not null"
    assert clinic.rows(booked) == [{"visitor": "y"}]


@pytest.mark.parametrize("value", [0, -1, 1001, "3", 2.5, True, None, [3]], ids=str)
def test_a_limit_in_a_file_is_a_whole_number(value: object) -> None:
    for name in ("bookings_per_visitor", "bookings_per_address"):
        assert set(Web.setting_problems({name: value})) == {name}
        assert Web.setting_problems({name: 3}) == {}
