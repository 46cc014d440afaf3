"""The nights on which New York changes its clocks, at a business that never closes."""

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.conversations.agenda_rules import change, week
from tests.front import Customer, Front


@pytest.fixture
def new_york(front: Front) -> Callable[[str], "Customer"]:
    """Aurora moved to New York, open day and night; the clock is set to the day before."""
    front.execute("delete from organization_availability")
    front.execute("delete from member_availability")
    front.execute("delete from organization_special_dates")
    week(front, "organization_availability", "00:00", "24:00")
    place = {"time_zone": "America/New_York", "language": "en", "country": "US", "currency": "USD"}
    change(front, "organizations", **place, slot_step_minutes=60)

    def opened(now: str) -> Customer:
        front.clock.advance((datetime.fromisoformat(now) - front.clock.now()).total_seconds())
        return front.customer("12125550101", name="Kate")

    return opened


def instants(front: Front) -> list[str]:
    rows = front.rows("select starts_at at time zone 'UTC' as at from appointments order by at")
    return [f"{row['at']:%Y-%m-%d %H:%M}" for row in rows]


@pytest.mark.parametrize(
    ("hour", "instant"),
    [("1 am", "2027-03-14 06:00"), ("3 am", "2027-03-14 07:00"), ("4 am", "2027-03-14 08:00")],
)
async def test_around_the_hour_that_is_skipped(
    new_york: Callable[[str], Customer], front: Front, hour: str, instant: str
) -> None:
    kate = new_york("2027-03-12T12:00:00-05:00")
    offered = await kate.say(f"Hi, I'd like a peeling on Sunday at {hour}")
    assert f"Sun Mar 14, {hour[0]}:00 am" in offered
    await kate.say("yes")
    assert "Appointment booked" in await kate.say("Kate Winters")
    assert instants(front) == [instant]


async def test_the_hour_that_is_skipped_does_not_exist(
    new_york: Callable[[str], Customer], front: Front
) -> None:
    kate = new_york("2027-03-12T12:00:00-05:00")
    answer = await kate.say("Hi, I'd like a peeling on Sunday at 2:30 am")
    assert "clocks change" in answer
    assert "Sun Mar 14" in await kate.say("then on Sunday at 3 am")
    assert front.appointments() == []


@pytest.mark.parametrize(
    ("hour", "instant"),
    [("12:00 am", "2027-11-07 04:00"), ("2 am", "2027-11-07 07:00"), ("3 am", "2027-11-07 08:00")],
)
async def test_around_the_hour_that_comes_twice(
    new_york: Callable[[str], Customer], front: Front, hour: str, instant: str
) -> None:
    kate = new_york("2027-11-05T12:00:00-04:00")
    offered = await kate.say(f"Hi, I'd like a peeling on Sunday November 7 at {hour}")
    assert "Sun Nov 7" in offered
    await kate.say("yes")
    assert "Appointment booked" in await kate.say("Kate Winters")
    assert instants(front) == [instant]


async def test_both_of_the_hours_that_look_the_same_can_be_had(
    new_york: Callable[[str], Customer], front: Front
) -> None:
    kate = new_york("2027-11-05T12:00:00-04:00")
    rosa = front.customer("12125550202", name="Rosa")
    for customer, name in ((kate, "Kate Winters"), (rosa, "Rosa Moon")):
        offered = await customer.say("Hi, I'd like a peeling on Sunday November 7 at 1 am")
        assert "Sun Nov 7, 1:00 am" in offered
        await customer.say("yes")
        assert "Sun Nov 7, 1:00 am" in await customer.say(name)
    assert instants(front) == ["2027-11-07 05:00", "2027-11-07 06:00"]
