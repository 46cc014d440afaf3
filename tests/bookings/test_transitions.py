"""Which change of an appointment is allowed, by whoever makes it, and the event that each leaves."""

from uuid import UUID, uuid4

import psycopg
import pytest

from tests.agenda import Client, clients
from tests.bookings.clinic_rules import AT, CAMILA, LASER, book, busy, events, minutes, offer
from tests.front import Front

LIVE, ENDED = ("scheduled", "confirmed"), ("cancelled", "completed", "no_show")
ALLOWED = {("scheduled", "confirmed"), *((a, b) for a in LIVE for b in ENDED)}


async def booked_by(front: Front) -> tuple[Client, UUID]:
    (ana,) = [await client.named() for client in clients(front, 1)]
    result = await book(ana, [LASER], AT, member=CAMILA)
    return ana, UUID(result["appointment"]["id"])


@pytest.mark.parametrize("to", [*LIVE, *ENDED])
@pytest.mark.parametrize("since", [*LIVE, *ENDED])
async def test_the_database_allows_the_legal_changes_only(
    clinic: Front, since: str, to: str
) -> None:
    _, own = await booked_by(clinic)
    clinic.execute(
        "update appointments set starts_at = frontdesk.now() - interval '2 hours', "
        "ends_at = frontdesk.now() - interval '1 hour', "
        "during = tstzrange(frontdesk.now() - interval '2 hours', frontdesk.now() - interval '1 hour')"
    )
    if since != "scheduled":
        clinic.execute("update appointments set status = %s", since)
    before = events(clinic, own)
    if since == to or (since, to) in ALLOWED:
        clinic.execute("update appointments set status = %s", to)
        assert events(clinic, own) == before + ([to] if since != to else [])
    else:
        with pytest.raises(psycopg.Error) as refused:
            clinic.execute("update appointments set status = %s", to)
        assert refused.value.sqlstate == "FD002"
        assert events(clinic, own) == before
    assert bool(busy(clinic)) == (
        clinic.rows("select status from appointments")[0]["status"] in LIVE
    )


@pytest.mark.parametrize("status", ["completed", "no_show"])
async def test_what_has_not_begun_is_neither_completed_nor_missed(
    clinic: Front, status: str
) -> None:
    ana, own = await booked_by(clinic)
    close = {"organization": ana.organization, "appointment": own, "status": status}
    result = await clinic.container.database.call("appointment_close", **close)
    assert result["status"] == "not_begun"
    await clinic.pass_time((AT - clinic.clock.now()).total_seconds())
    result = await clinic.container.database.call("appointment_close", **close)
    assert result["status"] == status
    again = await clinic.container.database.call("appointment_close", **close)
    assert (again["status"], again["is"]) == ("already", status)
    assert events(clinic, own) == ["booked", status]


async def test_an_unknown_or_foreign_appointment_is_closed_by_nobody(clinic: Front) -> None:
    _, own = await booked_by(clinic)
    for organization, appointment in (
        (clinic.organization("sorriso"), own),
        (clinic.organization("aurora"), uuid4()),
    ):
        result = await clinic.container.database.call(
            "appointment_close",
            organization=organization,
            appointment=appointment,
            status="cancelled",
        )
        assert result == {"status": "not_found"}
    assert events(clinic, own) == ["booked"]


async def test_an_event_says_who_when_what_and_from_where(clinic: Front) -> None:
    ana, own = await booked_by(clinic)
    found = await offer(ana, [LASER], AT + minutes(60), appointment=own)
    assert found
    await ana.act("appointment_move", slot=found["slot"])
    await ana.act("appointment_confirm", appointment=own)
    await clinic.container.database.call(
        "appointment_close", organization=ana.organization, appointment=own, status="cancelled"
    )
    rows = clinic.rows(
        "select e.kind, e.actor, e.at, e.detail, e.chat_identity_id, t.status as turn "
        "from appointment_events e left join turns t on t.id = e.turn_id order by e.id"
    )
    assert [(r["kind"], r["actor"]) for r in rows] == [
        ("booked", "customer"),
        ("moved", "customer"),
        ("confirmed", "customer"),
        ("cancelled", "staff"),
    ]
    chat = await ana.chat()
    assert [r["chat_identity_id"] for r in rows] == [chat, chat, chat, None]
    assert [r["turn"] for r in rows] == ["committed"] * 3 + [None]
    assert all(r["at"] == clinic.clock.now() for r in rows)
    moved = rows[1]["detail"]
    assert moved["from"] != moved["to"]
    assert moved["from_member"] == moved["to_member"]


async def test_changes_made_past_the_functions_are_events_too(clinic: Front) -> None:
    _, own = await booked_by(clinic)
    clinic.execute("update appointments set status = 'cancelled'")
    rows = clinic.rows("select kind, actor from appointment_events order by id")
    assert rows[-1] == {"kind": "cancelled", "actor": "staff"}
    assert busy(clinic) == []
    assert events(clinic, own) == ["booked", "cancelled"]


async def test_an_appointment_keeps_its_customer_and_its_service(clinic: Front) -> None:
    await booked_by(clinic)
    (other,) = [await c.named() for c in clients(clinic, 2)[1:]]
    contact = clinic.rows("select id from contacts where phone = %s", other.phone)[0]["id"]
    for change, value in (
        ("contact_id", contact),
        ("service_id", other.key("services", "peeling")),
    ):
        with pytest.raises(psycopg.Error) as refused:
            clinic.execute(f"update appointments set {change} = %s", value)
        assert refused.value.sqlstate == "FD002"
