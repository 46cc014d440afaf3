"""Why one wished start is not to be had, as the database says it."""

from datetime import datetime
from typing import Any

import pytest

from agent.types import Json
from tests.agenda import Client, clients
from tests.bookings.clinic_rules import (
    AT,
    BROWS,
    CAMILA,
    FACIAL,
    LASER,
    LAURA,
    MASSAGE,
    book,
    minutes,
    set_service,
)
from tests.front import Front


async def why(client: Client, services: list[str], local: str, **args: Any) -> Json:
    """The answer without what belongs to other reasons."""
    member = args.pop("member", None)
    found = await client.call(
        "start_refusal",
        services=[str(client.key("services", service)) for service in services],
        local=datetime.fromisoformat(local),
        member=client.key("members", member) if member else None,
        **args,
    )
    told = {"ends_too_late": ("until",), "off_grid": ("step",), "break": ("from", "until")}
    return {key: found[key] for key in ("reason", *told.get(found["reason"], ()))}


@pytest.mark.parametrize(
    ("services", "local", "member", "answer"),
    [
        ([FACIAL], "2026-11-20T09:30", None, {"reason": "past"}),
        ([FACIAL], "2026-11-20T10:30", None, {"reason": "too_soon"}),
        ([FACIAL], "2027-01-25T09:00", None, {"reason": "horizon"}),
        (
            [FACIAL],
            "2026-11-24T13:00",
            None,
            {"reason": "break", "from": "12:00", "until": "14:00"},
        ),
        ([FACIAL], "2026-11-24T20:00", None, {"reason": "outside_hours"}),
        ([FACIAL], "2026-11-24T17:00", LAURA, {"reason": "member_hours"}),
        (["peeling"], "2026-11-24T17:30", None, {"reason": "nobody_then"}),
        ([FACIAL], "2026-11-24T18:30", None, {"reason": "ends_too_late", "until": "19:00"}),
        ([FACIAL], "2026-11-24T15:10", None, {"reason": "off_grid", "step": 30}),
        ([LASER, FACIAL], "2026-11-24T18:00", CAMILA, {"reason": "visit"}),
    ],
)
async def test_the_first_reason_that_applies(
    front: Front, services: list[str], local: str, member: str | None, answer: Json
) -> None:
    [ana] = clients(front, 1)
    assert await why(ana, services, local, member=member) == answer


async def test_what_is_taken_and_by_whom(front: Front) -> None:
    """Somebody else's time is taken; one's own is free for moving, and a group is full by seats."""
    set_service(front, MASSAGE, capacity=2, slot_step_minutes=60)
    ana, eva, sol = [await client.named() for client in clients(front, 3)]
    booked = await book(ana, [FACIAL], AT, member=LAURA)
    local = "2026-11-24T15:00"
    assert await why(eva, [FACIAL], local, member=LAURA) == {"reason": "taken"}
    assert await why(eva, [BROWS], "2026-11-24T16:00", member=LAURA) == {"reason": "taken"}
    moving = booked["appointment"]["id"]
    begun = await ana.begin()
    (free,) = await ana.offers(begun, [FACIAL], [AT], member=LAURA, appointment=moving)
    assert free
    for client in (ana, eva):
        await book(client, [MASSAGE], AT + minutes(120), member="paula")
    full = await why(sol, [MASSAGE], "2026-11-24T17:00", member="paula")
    assert full == {"reason": "group_full"}


async def test_an_hour_that_the_clocks_skip(front: Front) -> None:
    front.execute("update organizations set time_zone = 'America/New_York'")
    [ana] = clients(front, 1)
    assert await why(ana, [FACIAL], "2027-03-14T02:30") == {"reason": "no_such_hour"}
