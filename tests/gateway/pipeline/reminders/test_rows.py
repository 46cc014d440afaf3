"""Which reminders wait: kept true to the appointment, the customer and the organization by triggers."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.agenda import Client
from tests.bookings.setting import BROWS, CAMILA, FACIAL, LAURA
from tests.front import Front
from tests.gateway.pipeline.reminders.setting import (
    at,
    cancel,
    consent,
    ended,
    guest,
    move,
    rows,
    set_organization,
    until,
    waiting,
)

TUESDAY = at("2026-11-24T15:00")
ARMED = [("confirmation", "23 15:00"), ("reminder", "24 12:00")]


async def test_a_booking_of_a_customer_who_agreed_arms_both(clinic: Front) -> None:
    ana = await guest(clinic)
    await ana.booked(BROWS, CAMILA, TUESDAY)
    assert waiting(clinic) == ARMED


async def test_without_a_yes_there_is_nothing_and_a_later_yes_arms_what_is_ahead(
    clinic: Front,
) -> None:
    ana = await guest(clinic, reminders=None)
    await ana.booked(BROWS, CAMILA, TUESDAY)
    assert rows(clinic) == []
    await until(clinic, at("2026-11-23T16:00"))
    await consent(ana, True)
    assert waiting(clinic) == [("reminder", "24 12:00")]
    await consent(ana, False)
    assert ended(clinic) == [("reminder", "dropped", "no_consent")]
    await consent(ana, True)
    assert rows(clinic) == [("reminder", "24 12:00", "waiting", None)]


async def test_an_opt_out_in_any_chat_drops_and_writing_again_brings_back(clinic: Front) -> None:
    ana = await guest(clinic)
    await ana.booked(BROWS, CAMILA, TUESDAY)
    begun = await ana.begin()
    await ana.end(begun, opted_out=True)
    assert ended(clinic) == [(kind, "dropped", "opted_out") for kind, _ in ARMED]
    begun = await ana.begin()
    await ana.end(begun, opted_out=False)
    assert waiting(clinic) == ARMED


async def test_a_move_arms_anew_and_a_move_back_again(clinic: Front) -> None:
    ana = await guest(clinic)
    booked = await ana.booked(BROWS, CAMILA, TUESDAY)
    await move(ana, booked, BROWS, CAMILA, TUESDAY + timedelta(days=1))
    assert ended(clinic) == [(kind, "dropped", "moved") for kind, _ in ARMED]
    assert waiting(clinic) == [("confirmation", "24 15:00"), ("reminder", "25 12:00")]
    await move(ana, booked, BROWS, CAMILA, TUESDAY)
    assert waiting(clinic) == ARMED
    assert len(rows(clinic)) == 4


async def test_a_cancellation_drops_and_staff_closing_too(clinic: Front) -> None:
    ana = await guest(clinic)
    await cancel(ana, await ana.booked(BROWS, CAMILA, TUESDAY))
    assert ended(clinic) == [(kind, "dropped", "cancelled") for kind, _ in ARMED]
    booked = await ana.booked(FACIAL, LAURA, TUESDAY)
    closed = await clinic.desk.database.call(
        "appointment_close", organization=ana.organization, appointment=booked, status="cancelled"
    )
    assert closed["status"] == "cancelled"
    assert waiting(clinic) == []


async def test_a_confirmed_appointment_is_reminded_of_but_not_asked_about(clinic: Front) -> None:
    ana = await guest(clinic)
    await ana.booked(BROWS, CAMILA, TUESDAY)
    assert (await ana.act("appointment_confirm"))["status"] == "confirmed"
    assert ended(clinic) == [("confirmation", "dropped", "confirmed")]
    assert waiting(clinic) == ARMED[1:]


@pytest.mark.parametrize(
    ("start", "armed"),
    [
        ("2026-11-20T11:30", []),  # both are gone by
        ("2026-11-20T16:00", [("reminder", "20 13:00")]),
        ("2026-11-21T10:00", [("reminder", "21 08:00")]),  # 24 hours before is now
        ("2026-11-21T10:30", [("reminder", "21 08:00")]),  # in half an hour they still know
        ("2026-11-21T11:00", [("confirmation", "20 11:00"), ("reminder", "21 08:00")]),
    ],
)
async def test_what_would_be_due_before_or_right_after_the_booking_is_left_out(
    clinic: Front, start: str, armed: list[tuple[str, str]]
) -> None:
    set_organization(clinic, notice_minutes=0)
    ana = await guest(clinic)
    await ana.booked(BROWS, CAMILA, at(start))
    assert waiting(clinic) == armed


async def test_whoever_writes_the_rows_follow(clinic: Front) -> None:
    """The agenda of staff, or somebody with SQL."""
    ana = await guest(clinic)
    booked = await ana.booked(BROWS, CAMILA, TUESDAY)
    shift = "starts_at + interval '1 hour', ends_at = ends_at + interval '1 hour'"
    clinic.execute(
        f"update appointments set starts_at = {shift}, "
        "during = tstzrange(lower(during) + interval '1 hour', upper(during) + interval '1 hour')"
    )
    assert waiting(clinic) == [("confirmation", "23 16:00"), ("reminder", "24 13:00")]
    clinic.execute("update appointments set status = 'cancelled' where id = %s", booked)
    assert waiting(clinic) == []
    clinic.execute(
        "insert into appointments (organization_id, contact_id, service_id, member_id, starts_at, "
        "ends_at, during, created_at, updated_at) select organization_id, contact_id, service_id, "
        "member_id, starts_at, ends_at, during, created_at, updated_at from appointments"
    )
    assert waiting(clinic) == [("confirmation", "23 16:00"), ("reminder", "24 13:00")]
    clinic.execute("delete from contact_authorizations")
    assert waiting(clinic) == []


async def visit(ana: Client) -> list[UUID]:
    """Two services one after the other; the ids of its parts."""
    begun = await ana.begin()
    (offer,) = await ana.offers(begun, [FACIAL, BROWS], [TUESDAY])
    await ana.end(begun)
    assert offer
    booked = await ana.book(offer["slot"])
    return [UUID(part["id"]) for part in booked["appointment"]["parts"]]


async def test_a_visit_has_one_of_each_and_moves_as_a_whole(clinic: Front) -> None:
    ana = await guest(clinic)
    first, second = await visit(ana)
    assert waiting(clinic) == ARMED
    begun = await ana.begin()
    (offer,) = await ana.offers(
        begun, [FACIAL, BROWS], [TUESDAY + timedelta(hours=1)], appointment=first
    )
    await ana.end(begun)
    assert offer
    moved = await ana.act("appointment_move", slot=offer["slot"])
    assert moved["status"] == "moved"
    assert waiting(clinic) == [("confirmation", "23 16:00"), ("reminder", "24 13:00")]
    clinic.execute("update appointments set status = 'cancelled' where id = %s", first)
    [start] = clinic.rows("select starts_at from appointments where id = %s", second)
    assert [row["starts_at"] for row in clinic.rows(
        "select starts_at from reminders where status = 'waiting'"
    )] == [start["starts_at"]] * 2  # fmt: skip


async def test_other_offsets_and_quiet_hours_of_the_organization_count_at_once(
    clinic: Front,
) -> None:
    ana = await guest(clinic)
    await ana.booked(BROWS, CAMILA, TUESDAY)
    set_organization(clinic, reminder_minutes=[120, 2880], confirmation_minutes=[])
    assert ended(clinic) == [(kind, "dropped", "offset") for kind, _ in ARMED]
    assert waiting(clinic) == [("reminder", "22 15:00"), ("reminder", "24 13:00")]
    set_organization(clinic, quiet_from="12:00", quiet_to="14:00")
    assert waiting(clinic) == [("reminder", "22 15:00"), ("reminder", "24 14:00")]
    set_organization(clinic, name="Aurora")
    assert len(waiting(clinic)) == 2


async def test_other_customers_and_organizations_are_not_touched(clinic: Front) -> None:
    ana = await guest(clinic)
    eva = await guest(clinic, "573005550102", name="Eva Soto")
    await ana.booked(BROWS, CAMILA, TUESDAY)
    await eva.booked(BROWS, LAURA, TUESDAY)
    await consent(ana, False)
    assert waiting(clinic) == ARMED
    assert len(ended(clinic)) == 2
