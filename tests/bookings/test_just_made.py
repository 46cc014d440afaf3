"""What a customer booked or moved just now can be taken back, whatever the cut-off says."""

from datetime import datetime
from uuid import UUID

import pytest

from tests.agenda import Client, clients
from tests.bookings.clinic_rules import AT, BROWS, book, minutes, offer
from tests.front import Front

TEN_DAYS = 10 * 24 * 60


@pytest.fixture
def strict(clinic: Front) -> Front:
    """Nothing may be cancelled or moved less than ten days ahead."""
    for table in ("services", "members"):
        clinic.execute(
            f"update {table} set cancel_notice_minutes = null, move_notice_minutes = null"
        )
    clinic.execute(
        "update organizations set cancel_notice_minutes = %s, move_notice_minutes = %s",
        TEN_DAYS,
        TEN_DAYS,
    )
    return clinic


async def made(front: Front) -> tuple[Client, UUID]:
    (ana,) = [await client.named() for client in clients(front, 1)]
    return ana, UUID((await book(ana, [BROWS], AT))["appointment"]["id"])


@pytest.mark.parametrize(("later", "status"), [(0, "proposed"), (14, "proposed"), (16, "too_late")])
async def test_a_booking_can_be_cancelled_for_a_quarter_of_an_hour(
    strict: Front, later: int, status: str
) -> None:
    ana, own = await made(strict)
    await strict.pass_time(later * 60)
    assert (await ana.act("appointment_cancel", appointment=own))["status"] == status


async def test_what_staff_booked_is_bound_by_the_cut_off(strict: Front) -> None:
    ana, own = await made(strict)
    strict.execute("update appointment_events set actor = 'staff'")
    assert (await ana.act("appointment_cancel", appointment=own))["status"] == "too_late"


async def test_what_has_begun_is_not_taken_back(strict: Front) -> None:
    ana, own = await made(strict)
    strict.execute("update appointment_events set at = %s", AT)
    await strict.pass_time((AT - strict.clock.now()).total_seconds() + 60)
    assert (await ana.act("appointment_cancel", appointment=own))["status"] == "too_late"


async def test_a_move_can_be_taken_back_but_opens_no_way_to_cancel(strict: Front) -> None:
    ana, own = await made(strict)
    found = await offer(ana, [BROWS], AT + minutes(60), appointment=own)
    assert found
    assert (await ana.act("appointment_move", slot=found["slot"]))["status"] == "moved"
    strict.execute("delete from appointment_events where kind = 'booked'")
    assert (await ana.act("appointment_cancel", appointment=own))["status"] == "too_late"
    back = await offer(ana, [BROWS], AT, appointment=own)
    assert back
    assert (await ana.act("appointment_move", slot=back["slot"]))["status"] == "moved"


async def test_where_it_was_before_the_move_is_told_for_a_day(strict: Front) -> None:
    ana, own = await made(strict)
    found = await offer(ana, [BROWS], AT + minutes(60), appointment=own)
    assert found
    await ana.act("appointment_move", slot=found["slot"])
    (moved,) = await ana.call("appointments_upcoming")
    assert datetime.fromisoformat(moved["moved_from"]) == AT
    await strict.pass_time(25 * 3600)
    assert (await ana.call("appointments_upcoming"))[0]["moved_from"] is None
