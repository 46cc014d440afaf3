"""The agenda's rules in the real database: who may do what to whom, never an overlap, nothing overwritten unseen."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.front import Front
from tests.gateway.console.agenda_desk import AT, Agenda, agenda_of

HOUR = timedelta(hours=1)


@pytest.fixture
async def agenda(plain: Front) -> Agenda:
    return await agenda_of(plain)


async def test_hours_may_be_overridden_and_overlap_never(agenda: Agenda) -> None:
    night = AT + 6 * HOUR
    refused = await agenda.book(agenda.owner, "limpieza-facial", "camila", night)
    assert refused.status == "outside_hours"
    assert [(p.begins[11:], p.ends[11:]) for p in refused.hours] == [
        ("10:00", "12:00"),
        ("14:00", "19:00"),
    ]
    booked = await agenda.book(
        agenda.owner, "limpieza-facial", "camila", night, override=True, key="k"
    )
    again = await agenda.book(
        agenda.owner, "limpieza-facial", "camila", night, override=True, key="k"
    )
    assert (booked.status, again.appointment) == ("booked", booked.appointment)
    taken = await agenda.book(
        agenda.owner,
        "limpieza-facial",
        "camila",
        night + timedelta(minutes=15),
        override=True,
        name="Eva",
    )
    assert taken.status == "taken"
    assert [(one.kind, one.customer) for one in taken.by] == [("appointment", "Rosa Gil")]
    assert len(agenda.front.appointments("aurora")) == 1
    assert agenda.front.rows("select count(*) as n from contacts where name = 'Eva'")[0]["n"] == 0
    yesterday = await agenda.book(
        agenda.owner, "limpieza-facial", "camila", AT - timedelta(days=9), override=True
    )
    assert yesterday.status == "past"
    other = await agenda.book(agenda.owner, "botox", "camila", AT)
    assert other.status == "not_performed"


async def test_a_phone_leads_to_its_customer_and_another_name_is_somebody_of_theirs(
    agenda: Agenda,
) -> None:
    client = await agenda.customer()
    booked = await agenda.book(
        agenda.owner, "limpieza-facial", "laura", AT, name="Lucía Gil", phone=client.phone
    )
    assert booked.appointment
    assert (booked.appointment.attendee, booked.appointment.contact) == ("Lucía Gil", "Persona 0")
    [found] = await agenda.owner.customers("lucía g")
    assert (found.name, found.phone, found.people) == ("Persona 0", client.phone, ("Lucía Gil",))
    assert found.next == "2026-11-24T15:00"
    assert await agenda.camila.customers("lucía") == [], "of another professional"
    own = await agenda.book(
        agenda.owner, "limpieza-facial", "camila", AT, contact=found.id, name=None, whom="Lucía Gil"
    )
    assert own.status == "overlaps_own"


async def test_a_second_person_is_told_and_overwrites_nothing(agenda: Agenda) -> None:
    one = await agenda.booked("limpieza-facial", "camila", AT)
    seen, camila = await agenda.version(one), agenda.id("members", "camila")
    moved = await agenda.reception.move(one, seen, uuid4().hex, AT + HOUR, camila, 90)
    assert moved.status == "moved"
    for act in (
        await agenda.owner.put_state(one, seen, uuid4().hex, "cancelled"),
        await agenda.owner.move(one, seen, uuid4().hex, AT, camila, 60),
    ):
        assert (act.status, act.name) == ("changed", "Beto")
    opened = await agenda.owner.opened(one)
    assert opened
    assert (opened.part.local, opened.part.minutes) == ("2026-11-24T16:00", 90)
    assert [(e.kind, e.name) for e in opened.events] == [("booked", "Ana Rojas"), ("moved", "Beto")]
    await agenda.booked("limpieza-facial", "camila", AT + 3 * HOUR, name="Eva")
    longer = await agenda.owner.move(
        one, opened.version, uuid4().hex, AT + HOUR, camila, 120, override=True
    )
    assert (longer.status, longer.by[0].customer) == ("taken", "Eva")
    shorter = await agenda.owner.move(one, opened.version, uuid4().hex, AT + HOUR, camila, 30)
    assert shorter.status == "moved"


async def test_from_checked_in_to_done(agenda: Agenda) -> None:
    one = await agenda.booked("limpieza-facial", "camila", AT)
    early = await agenda.owner.put_state(one, await agenda.version(one), "a", "arrived")
    not_begun = await agenda.owner.put_state(one, await agenda.version(one), "b", "completed")
    assert (early.status, not_begun.status) == ("not_today", "not_begun")
    await agenda.front.pass_time((AT - agenda.front.clock.now()).total_seconds())
    for state in ("confirmed", "arrived", "completed"):
        act = await agenda.camila.put_state(one, await agenda.version(one), state, state)
        assert act.status == "done", state
    [box] = (await agenda.owner.sheet(AT.date(), AT.date())).appointments
    assert box.state == "completed"
    after = await agenda.owner.put_state(one, await agenda.version(one), "z", "cancelled")
    assert (after.status, after.was) == ("already", "completed")
    events = [
        e["kind"] for e in agenda.front.rows("select kind from appointment_events order by id")
    ]
    assert events == ["booked", "confirmed", "arrived", "completed"]


async def test_a_professional_sees_and_changes_only_their_own(agenda: Agenda) -> None:
    own = await agenda.booked("limpieza-facial", "camila", AT)
    other = await agenda.booked("limpieza-facial", "laura", AT, name="Eva")
    sheet = await agenda.camila.sheet(AT.date(), AT.date(), agenda.id("members", "laura"))
    assert [box.id for box in sheet.appointments] == [own]
    assert [column.name for column in sheet.members] == ["Camila Rojas"]
    assert (sheet.units, {p.subject for p in sheet.hours}) == (
        (),
        {agenda.id("members", "camila")},
    )
    assert await agenda.camila.opened(other) is None
    laura, camila = agenda.id("members", "laura"), agenda.id("members", "camila")
    seen = await agenda.version(other)
    acts = [
        await agenda.camila.put_state(other, seen, uuid4().hex, "cancelled"),
        await agenda.camila.move(other, seen, uuid4().hex, AT + HOUR, camila, 60),
        await agenda.camila.move(own, await agenda.version(own), uuid4().hex, AT + HOUR, laura, 60),
        await agenda.book(agenda.camila, "limpieza-facial", "laura", AT + 2 * HOUR),
    ]
    assert {act.status for act in acts} == {"not_found"}
    assert (await agenda.camila.concerned(AT, AT + HOUR, laura, None)).status == "not_found"
    unit = agenda.front.rows("select id from resource_units limit 1")[0]["id"]
    assert (await agenda.camila.concerned(AT, AT + HOUR, None, unit)).status == "not_found"
    marta = agenda.front.customer(name="Marta")
    await marta.say("hola")
    with_chat = await agenda.booked(
        "limpieza-facial", "camila", AT + 2 * HOUR, name="Marta", phone=marta.phone
    )
    theirs, owners = await agenda.camila.opened(with_chat), await agenda.owner.opened(with_chat)
    assert theirs
    assert owners
    assert (theirs.conversation, owners.conversation) == (None, marta.chat["id"])


async def test_nothing_of_another_organization_by_any_id(agenda: Agenda) -> None:
    one, day = await agenda.booked("limpieza-facial", "camila", AT), AT.date()
    camila, seen = agenda.id("members", "camila"), await agenda.version(one)
    contact = agenda.front.rows("select contact_id as id from appointments")[0]["id"]
    service = agenda.id("services", "limpieza-facial")
    own_service = agenda.front.rows(
        "select s.id, ms.member_id from services s join member_services ms on ms.service_id = s.id "
        "join organizations o on o.id = s.organization_id where o.slug = 'sorriso' and s.active limit 1"
    )[0]
    blocked = await agenda.owner.concerned(AT + HOUR, AT + 2 * HOUR, camila, None)
    block = await agenda.owner.block(
        "b", blocked.seen, AT + HOUR, AT + 2 * HOUR, camila, None, "médico"
    )
    assert block.block
    before = agenda.front.rows("select * from appointments, agenda_blocks")
    who = agenda.stranger
    assert (await who.sheet(day, day, camila)).appointments == ()
    assert await who.opened(one) is None
    assert await who.blocked(block.block) is None
    assert await who.customers("Rosa") == []
    acts = [
        await who.put_state(one, seen, "k", "cancelled"),
        await who.move(one, seen, "k", AT, camila, 60),
        await who.book("k", service, camila, AT + 3 * HOUR, name="X"),
        await who.book(
            "k",
            own_service["id"],
            own_service["member_id"],
            AT,
            contact=contact,
            override=True,
        ),
        await who.concerned(AT, AT + HOUR, camila, None),
        await who.block("k", "", AT, AT + HOUR, camila, None, None),
        await who.lift(block.block),
        await who.tell(one, "moved", "x"),
    ]
    assert {act.status for act in acts} == {"not_found"}  # type: ignore[attr-defined]
    assert agenda.front.rows("select * from appointments, agenda_blocks") == before


async def test_a_block_leaves_what_is_booked_and_takes_its_time_when_it_goes(
    agenda: Agenda,
) -> None:
    one = await agenda.booked("limpieza-facial", "camila", AT)
    camila = agenda.id("members", "camila")
    begins, until = AT - HOUR, AT + 3 * HOUR
    nobody = await agenda.camila.concerned(AT + 3 * HOUR, until + HOUR, camila, None)
    assert nobody.concerned == ()
    concerned = await agenda.camila.concerned(begins, until, camila, None)
    assert [(c.id, c.customer, c.chat) for c in concerned.concerned] == [(one, "Rosa Gil", False)]
    stale = await agenda.camila.block("k", nobody.seen, begins, until, camila, None, None)
    assert stale.status == "changed"
    blocked = await agenda.camila.block("k", concerned.seen, begins, until, camila, None, "médico")
    assert (blocked.status, len(blocked.concerned)) == ("blocked", 1)
    refused = await agenda.book(agenda.owner, "limpieza-facial", "camila", begins, name="Eva")
    assert (refused.by[0].kind, refused.by[0].reason) == ("block", "médico")
    await agenda.owner.put_state(one, await agenda.version(one), "c", "cancelled")
    free = await agenda.owner.free(
        [agenda.id("services", "limpieza-facial")], date(2026, 11, 24), camila
    )
    assert not [s.local for s in free if "2026-11-24T14" <= s.local < "2026-11-24T18"]
    assert blocked.block
    assert (await agenda.owner.lift(blocked.block)).status == "lifted"
    freed = await agenda.owner.free(
        [agenda.id("services", "limpieza-facial")], date(2026, 11, 24), camila
    )
    assert "2026-11-24T15:00" in [s.local for s in freed]


async def test_every_act_is_written_down_with_who_did_it(agenda: Agenda) -> None:
    one = await agenda.booked("limpieza-facial", "camila", AT)
    await agenda.reception.opened(one)
    await agenda.reception.put_state(one, await agenda.version(one), "k", "cancelled")
    rows = agenda.front.rows(
        "select split_part(a.email, '@', 1) as who, s.action, s.subject_id from staff_actions s "
        "join staff_accounts a on a.id = s.account_id order by s.id"
    )
    assert [(row["who"], row["action"], row["subject_id"]) for row in rows] == [
        ("ana.rojas", "booked", one),
        ("beto", "appointment", one),
        ("beto", "cancelled", one),
    ]


async def test_a_visit_of_several_services_is_booked_as_the_assistant_would(plain: Front) -> None:
    agenda = await agenda_of(plain)
    cleaning, brows = (agenda.id("services", key) for key in ("limpieza-facial", "diseno-de-cejas"))
    camila = agenda.id("members", "camila")
    free = await agenda.owner.free([cleaning, brows], AT.date(), camila)
    assert AT in [one.at for one in free]
    key = uuid4().hex
    about: dict[str, Any] = {"name": "Rosa Gil", "whom": "Luz Gil", "more": [brows]}
    act = await agenda.owner.book(key, cleaning, camila, AT, **about)
    assert act.appointment is not None, act
    parts = [(part.service, part.member) for part in act.appointment.parts]
    assert [service for service, _ in parts] == ["Limpieza facial", "Diseño de cejas"]
    rows = plain.rows(
        "select starts_at, ends_at, visit_id, attendee_name from appointments order by starts_at"
    )
    assert rows[0]["visit_id"] == rows[1]["visit_id"] is not None
    assert rows[0]["ends_at"] <= rows[1]["starts_at"]
    assert {row["attendee_name"] for row in rows} == {"Luz Gil"}
    again = await agenda.owner.book(key, cleaning, camila, AT, **about)
    assert again.appointment is not None
    assert len(plain.rows("select id from appointments")) == 2
    # Overlap is refused for the second part, too, and nothing of the visit stays.
    late = AT - HOUR
    taken = await agenda.owner.book(uuid4().hex, cleaning, camila, late, name="Eva", more=[brows])
    assert taken.status == "taken"
    outside = AT.replace(hour=21)
    hours = await agenda.owner.book(
        uuid4().hex, cleaning, camila, outside, name="Eva", more=[brows]
    )
    assert hours.status == "outside_hours"
    assert len(plain.rows("select id from appointments")) == 2
    at_all = await agenda.owner.book(
        uuid4().hex, cleaning, camila, outside, name="Eva", more=[brows], override=True
    )
    assert at_all.status == "booked"
    for more in ([brows] * 5, [uuid4()]):
        bad = await agenda.owner.book(uuid4().hex, cleaning, camila, outside, name="Eva", more=more)
        assert bad.status == "not_performed"
    foreign = await agenda.camila.book(
        uuid4().hex,
        cleaning,
        camila,
        AT + 2 * HOUR,
        name="Eva",
        more=[agenda.id("services", "botox")],
    )
    assert foreign.status == "not_found"
