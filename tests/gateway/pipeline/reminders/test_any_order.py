"""Whatever customers, staff and the clock do in whatever order: each valid reminder once, none stale."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.agenda import Client
from tests.bookings.clinic_rules import BROWS, CAMILA, LAURA
from tests.front import Front
from tests.gateway.pipeline.reminders.reminded_customers import at, consent, guest

ZONE = ZoneInfo("America/Bogota")
NOW = at("2026-11-20T10:00")
STARTS = [at(f"2026-11-{day}T{hour:02}:00") for day in (21, 23, 24, 25) for hour in (10, 11, 15)]
MEMBERS = {0: CAMILA, 1: LAURA}

ACTS = [
    *["book", "book", "move", "move", "close", "confirm", "grant"],
    *["refuse", "leave", "return", "staff", "offsets"],
]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(ACTS),
        st.integers(0, 1),
        st.sampled_from(STARTS),
        st.sampled_from([0, 0, 2, 5, 11, 23]),  # hours that pass then
        st.booleans(),  # without a worker
    ),
    min_size=5,
    max_size=10,
)

# What was sent, with what must have been so at that moment.
SENT = """
select r.*, a.starts_at as now_starts, c.granted, c.at as decided
from reminders r join appointments a on a.id = r.appointment_id
left join contact_authorizations c on c.contact_id = a.contact_id
where r.status = 'sent'
"""
WAITING = """
select r.id, r.kind, r.starts_at, r.offset_minutes, a.status, a.starts_at as now_starts, c.granted,
    exists (select 1 from chat_identities i where i.contact_id = a.contact_id
            and i.opted_out_at is not null) as left
from reminders r join appointments a on a.id = r.appointment_id
left join contact_authorizations c on c.contact_id = a.contact_id
where r.status = 'waiting'
"""
MISSING = """
select a.id from appointments a join organizations o on o.id = a.organization_id
join contact_authorizations c on c.contact_id = a.contact_id and c.granted
where a.status = 'scheduled' and a.starts_at > %s
and not exists (select 1 from chat_identities i where i.contact_id = a.contact_id and i.opted_out_at is not null)
and exists (
    select 1 from unnest(o.confirmation_minutes) m
    where frontdesk.reminder_due(a.starts_at, m, o) > %s + interval '30 minutes'
    and not exists (select 1 from reminders r where r.booking_id = a.id and r.kind = 'confirmation'
                    and r.offset_minutes = m and r.starts_at = a.starts_at and r.status = 'waiting'))
"""


@given(steps=STEPS)
@settings(
    max_examples=5,
    deadline=None,
    phases=(Phase.generate,),  # an example takes seconds
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_each_valid_one_once_and_none_stale(clinic: Front, steps: list[Any]) -> None:
    clinic.execute("truncate appointments, contacts, chat_identities cascade")
    clinic.execute("delete from procrastinate_jobs")
    clinic.execute("update organizations set confirmation_minutes = '{1440}'")
    clinic.evolution.sent.clear()
    clinic.clock.move_to(NOW)
    people = [await guest(clinic, f"57300555010{n}", name=f"Persona {n}") for n in (1, 2)]
    for number, client in enumerate(people):
        await _book(client, MEMBERS[number], STARTS[number - 2])
    for kind, number, start, hours, outage in steps:
        if kind == "offsets":
            clinic.execute(
                "update organizations set confirmation_minutes = %s", [number * 720 + 720, 2880]
            )
        else:
            await _act(clinic, people[number], kind, MEMBERS[number], start)
        _check(clinic)
        await _pass(clinic, timedelta(hours=hours), outage=outage)
    await _pass(clinic, timedelta(days=6), outage=False)
    assert len(_texts(clinic)) == len(clinic.rows(SENT))
    assert clinic.rows(WAITING) == []


async def _pass(front: Front, span: timedelta, *, outage: bool) -> None:
    """Time with a worker, which looks whenever something is due, or time without one."""
    end = front.clock.now() + span
    while front.clock.now() < end:
        due = front.rows("select min(due_at) as at from reminders where status = 'waiting'")[0][
            "at"
        ]
        moment = end if outage or due is None else min(end, max(due, front.clock.now()))
        await front.pass_time((moment - front.clock.now()).total_seconds())
        before = {row["id"] for row in front.rows(SENT)}
        await front.work()
        _check(front, before)


async def _act(
    front: Front, client: Client, kind: str, member: str, start: datetime | None
) -> None:
    own = await client.call("appointments_upcoming")
    if kind not in ("staff", "close"):  # only then a turn can begin
        await client.call("handoff_set", by="bot")
    if kind in ("grant", "refuse"):
        await consent(client, kind == "grant")
    elif kind in ("leave", "return"):
        await client.end(await client.begin(), opted_out=kind == "leave")
    elif kind == "staff":
        await client.call("handoff_set", by="person")
    elif kind == "book" and start and start > front.clock.now():
        await _book(client, member, start)
    elif own and kind == "move" and start:
        await _move(client, UUID(own[0]["id"]), member, start)
    elif own and kind == "confirm":
        await client.act("appointment_confirm", appointment=UUID(own[0]["id"]))
    elif own and kind == "close":
        await front.container.database.call(
            "appointment_close",
            organization=client.organization,
            appointment=UUID(own[0]["id"]),
            status="cancelled",
        )


async def _book(client: Client, member: str, start: datetime) -> None:
    begun = await client.begin()
    (offer,) = await client.offers(begun, [BROWS], [start], member=member)
    await client.end(begun)
    if offer:
        await client.book(offer["slot"])


async def _move(client: Client, appointment: UUID, member: str, start: datetime) -> None:
    begun = await client.begin()
    (offer,) = await client.offers(begun, [BROWS], [start], member=member, appointment=appointment)
    await client.end(begun)
    if offer:
        await client.act("appointment_move", slot=offer["slot"])


def _check(front: Front, before: set[UUID] | None = None) -> None:
    """`before`: what had been sent before the work that was just done."""
    now = front.clock.now().astimezone(UTC)
    for row in front.rows(SENT):
        wall = row["settled_at"].astimezone(ZONE)
        assert 8 <= wall.hour < 21, "in the quiet hours"
        assert row["due_at"] <= row["settled_at"] < row["starts_at"]
        left = row["starts_at"] - row["settled_at"]
        assert left >= timedelta(minutes=row["offset_minutes"]) / 4, "too late"
        if before is not None and row["id"] not in before:
            assert row["starts_at"] == row["now_starts"], "of a time that is not so any more"
            assert row["granted"], "without consent"
    for row in front.rows(WAITING):
        assert row["starts_at"] == row["now_starts"]
        assert row["granted"]
        assert not row["left"]
        assert row["status"] == "scheduled" or (row["kind"], row["status"]) == (
            "reminder",
            "confirmed",
        )
    assert front.rows(MISSING, now, now) == [], "a request that should wait does not"


def _texts(front: Front) -> list[str]:
    """What the provider took that is a reminder or a request."""
    marks = ("📅", "⏰")
    return [sent.text for sent in front.evolution.sent if sent.text.startswith(marks)]
