"""Businesses whose country changed its clocks of late: offer, row and receipt tell one hour."""

import pytest

from tests.conversations.agenda_rules import change
from tests.front import Front


@pytest.mark.parametrize(
    "zone", ["America/Vancouver", "America/Edmonton", "America/Winnipeg", "Africa/Casablanca"]
)
async def test_one_hour_from_the_offer_to_the_receipt(front: Front, zone: str) -> None:
    change(front, "organizations", time_zone=zone, language="en", country="CA", currency="CAD")
    kate = front.customer("12045550101", name="Kate")
    offered = await kate.say("Hi, I'd like an eyebrow design on Thursday December 10 at 10 am")
    assert "Thu Dec 10, 10:00 am" in offered
    await kate.say("yes")
    receipt = await kate.say("Kate Winters")
    assert "10:00 am" in receipt
    assert [f"{row['local']:%m-%d %H:%M}" for row in front.appointments()] == ["12-10 10:00"]
