"""Events of the agenda to other systems: what is told, in which order, how often, and when it ends."""

import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import SecretStr

from agent.errors import NotFound
from gateway.access.vault import Vault
from gateway.events.endpoints import EndpointRow, Endpoints, rotate_event_secrets
from gateway.events.reaching import Reach
from gateway.events.sending import AgendaEvents
from gateway.events.signing import new_secret, signed_headers
from tests.agenda import clients
from tests.front import Front
from tests.front_fixtures import Opening, open_front_with
from tests.gateway.console.agenda_desk import AT, Agenda, agenda_of
from tests.providers.event_receiver import EventReceiver
from tests.scripted_model import ScriptedModel

__all__ = ["open_front_with"]
_KEY, _OTHER_KEY = "k" * 40, "o" * 40
_SERVICE, _MEMBER = "limpieza-facial", "laura"
_SCHEDULE = [30, 120, 600, 1800, 3600, 10800, 28800, 43200, 86400, 86400]


@dataclass
class Told:
    """A clinic whose CRM is told of its agenda."""

    front: Front
    desk: Agenda
    crm: EventReceiver
    endpoints: Endpoints

    async def the(self, name: str = "CRM") -> EndpointRow:
        return next(row for row in await self.endpoints.all() if row.name == name)

    async def add(self, name: str, receiver: EventReceiver, **about: Any) -> EndpointRow:
        receiver.secret = await self.endpoints.add(name, receiver.hook, **about)
        return await self.the(name)

    async def pass_time(self, seconds: float) -> None:
        """And what is due then is sent, as maintenance and workers do it."""
        await self.front.pass_time(seconds)
        await self.front.container.database.call("events_due")
        await self.front.work()

    async def maintain(self) -> None:
        await self.front.pass_time(31)
        await self.front.container.maintenance.run_due()
        await self.front.work()

    async def state(self, appointment: UUID, state: Any) -> None:
        version = await self.desk.version(appointment)
        act = await self.desk.owner.put_state(appointment, version, uuid4().hex, state)
        assert act.status == "done", act

    async def move(self, appointment: UUID, days: int) -> None:
        act = await self.desk.owner.move(
            appointment,
            await self.desk.version(appointment),
            uuid4().hex,
            AT + timedelta(days=days),
            self.desk.id("members", _MEMBER),
            60,
            override=True,
        )
        assert act.status == "moved", act

    async def booked(self, hours: int = 0) -> UUID:
        return await self.desk.booked(
            _SERVICE, _MEMBER, AT + timedelta(hours=hours), phone="573005550177", override=True
        )


@pytest.fixture
async def told(open_front_with: Opening) -> AsyncIterator[Told]:
    async with (
        EventReceiver() as crm,
        open_front_with(
            ScriptedModel(), frontdesk_secret_key=SecretStr(_KEY), events_allow_private=True
        ) as front,
    ):
        desk = await agenda_of(front)
        container = front.container
        endpoints = Endpoints(
            container.database, container.settings, front.organization("aurora"), None
        )
        one = Told(front, desk, crm, endpoints)
        await one.add("CRM", crm)
        yield one


async def test_the_life_of_an_appointment_is_told_in_order(told: Told) -> None:
    appointment = await told.booked()
    await told.move(appointment, 1)
    await told.state(appointment, "confirmed")
    await told.front.work()
    await told.front.pass_time(5 * 86400 + 5 * 3600 + 600)
    for state in ("arrived", "completed"):
        await told.state(appointment, state)
    await told.front.work()
    assert told.crm.kinds == [
        f"appointment.{kind}"
        for kind in ("created", "moved", "confirmed", "checked_in", "completed")
    ]
    created, moved, *_, completed = told.crm.taken
    assert len({event["id"] for event in told.crm.taken}) == 5
    assert set(created) == {
        "version", "id", "type", "occurred_at", "organization", "actor", "appointment",
    }  # fmt: skip
    assert (created["version"], created["organization"], created["actor"]) == (1, "aurora", "staff")
    assert created["appointment"]["starts_at"] == "2026-11-24T20:00:00Z"
    assert created["appointment"]["id"] == str(appointment)
    assert created["appointment"]["service"]["key"] == _SERVICE
    assert created["appointment"]["member"]["key"] == _MEMBER
    assert created["appointment"]["customer"]["name"] == "Rosa Gil"
    assert "phone" not in created["appointment"]["customer"], "it is told where it is asked for"
    assert moved["previous"]["starts_at"] == created["appointment"]["starts_at"]
    assert moved["appointment"]["starts_at"] == "2026-11-25T20:00:00Z"
    assert completed["appointment"]["status"] == "completed"
    assert [request.headers["content-type"] for request in told.crm.requests] == [
        "application/json"
    ] * 5


async def test_what_a_customer_does_is_theirs_and_a_phone_is_told_where_it_is_wanted(
    told: Told,
) -> None:
    async with EventReceiver() as other:
        await told.add("Mailing", other, tells_phone=True, kinds=("appointment.cancelled",))
        [client] = clients(told.front, 1)
        await client.named()
        appointment = await client.booked(_SERVICE, _MEMBER, AT)
        proposal = await client.act("appointment_cancel", appointment=appointment)
        await client.act("appointment_cancel", proposal=proposal["proposal"])
        await told.front.work()
        [cancelled] = other.taken
        assert (cancelled["type"], cancelled["actor"]) == ("appointment.cancelled", "customer")
        assert cancelled["appointment"]["customer"]["phone"] == f"+{client.phone}"
        assert told.crm.kinds == ["appointment.created", "appointment.cancelled"]


async def test_blocks_and_calls_for_a_person(told: Told) -> None:
    member = told.desk.id("members", _MEMBER)
    until = AT + timedelta(hours=1)
    seen = await told.desk.owner.concerned(AT, until, member, None)
    done = await told.desk.owner.block(
        uuid4().hex, str(seen.seen), AT, until, member, None, "dentista"
    )
    assert done.block is not None
    await told.desk.owner.lift(done.block)
    client = await told.desk.customer()
    begun = await client.begin()
    await client.call(
        "escalation_open",
        turn=UUID(begun["turn"]),
        reason="privacy",
        summary="secreto",
        body="x",
        params=[],
    )
    await client.end(begun)
    [case] = told.front.rows("select id from escalations")
    await told.front.container.database.call(
        "case_close", organization=client.organization, case=case["id"]
    )
    await told.front.work()
    assert sorted(told.crm.kinds) == [
        "block.created", "block.removed", "escalation.closed", "escalation.opened",
    ]  # fmt: skip
    assert "dentista" not in json.dumps(told.crm.taken)
    assert "secreto" not in json.dumps(told.crm.taken)
    block = next(event for event in told.crm.taken if event["type"] == "block.created")["block"]
    assert (block["member_id"], block["starts_at"]) == (str(member), "2026-11-24T20:00:00Z")


async def test_what_is_undone_is_told_to_nobody(told: Told) -> None:
    with pytest.raises(Exception, match="undone"):
        told.front.execute(
            "do $$ begin insert into escalations (organization_id, chat_identity_id, reason, created_at) "
            "select organization_id, id, 'asked', now() from chat_identities limit 1; "
            "raise exception 'undone'; end $$"
        )
    assert told.front.rows("select 1 from agenda_events") == []


async def test_tries_come_ever_later_and_the_rest_of_the_agenda_does_not_wait(told: Told) -> None:
    told.crm.answer_next(400, times=2)
    first = await told.booked()
    await told.move(first, 1)
    second = await told.booked(hours=2)
    await told.front.work()
    assert [e["appointment"]["id"] for e in told.crm.taken] == [], "created 1, and created 2"
    assert len(told.crm.requests) == 2, "the move of the first waits for its creation"
    await told.pass_time(29)
    assert len(told.crm.requests) == 2
    await told.pass_time(2)
    assert [(e["type"], e["appointment"]["id"]) for e in told.crm.taken] == [
        ("appointment.created", str(first)),
        ("appointment.moved", str(first)),
        ("appointment.created", str(second)),
    ]
    times = [request.headers["webhook-id"] for request in told.crm.requests]
    assert (len(times), len(set(times))) == (5, 3), "tried again under the same id"


async def test_an_event_is_given_up_after_three_days_and_the_endpoint_with_it(told: Told) -> None:
    told.crm.answer_next(500, times=99)
    await told.booked()
    await told.front.work()
    for pause in _SCHEDULE:
        await told.pass_time(pause - 1)
        before = len(told.crm.requests)
        await told.pass_time(2)
        assert len(told.crm.requests) == before + 1, pause
    row = await told.the()
    assert (row.off_because, row.waiting, row.failed) == ("failing", 0, 1)
    assert sum(_SCHEDULE) > 3 * 86400
    await told.pass_time(86400)
    assert len(told.crm.requests) == len(_SCHEDULE) + 1
    await told.booked(hours=2)
    await told.front.work()
    assert (await told.the()).waiting == 0, "nothing is kept for one that is off"
    # The business is told, once.
    await told.maintain()
    notices = told.front.rows("select body from notifications where topic = 'endpoint'")
    assert notices
    assert all("CRM" in row["body"] and "tres días" in row["body"] for row in notices)
    await told.maintain()
    again = told.front.rows("select body from notifications where topic = 'endpoint'")
    assert again == notices, "once"
    # It is switched on, and what was given up is sent with its old id.
    told.crm.recover()
    await told.endpoints.switch(row.id, on=True)
    assert await told.endpoints.resend(row.id) == 1
    await told.front.work()
    assert told.crm.kinds == ["appointment.created"]
    assert told.crm.taken[0]["id"] == told.crm.requests[0].headers["webhook-id"]


async def test_retry_after_and_an_endpoint_that_is_overrun(told: Told) -> None:
    told.crm.answer_next(429, headers={"Retry-After": "300"})
    await told.booked()
    await told.booked(hours=2)
    await told.front.work()
    assert len(told.crm.requests) == 1, "it asked for a rest, so the other one waits, too"
    await told.pass_time(298)
    assert len(told.crm.requests) == 1
    told.crm.answer_next(503, headers={"Retry-After": "Fri, 20 Nov 2026 15:30:00 GMT"})
    await told.pass_time(3)
    assert len(told.crm.requests) == 2
    await told.pass_time(1490)
    assert len(told.crm.requests) == 2
    await told.pass_time(10)
    assert told.crm.kinds == ["appointment.created"] * 2


async def test_one_that_hangs_holds_up_nobody_else_and_rests(told: Told) -> None:
    async with EventReceiver() as other:
        await told.add("Mailing", other)
        told.front.execute("update event_endpoints set rests_until = null")
        container = told.front.container
        hasty = AgendaEvents(
            container.database,
            container.settings,
            container.clock,
            Reach(allow_private=True, seconds=0.3),
        )
        told.crm.hang_next(times=99)
        for hours in (0, 2, 4):
            await told.booked(hours)
        slow = await told.the()
        began = time.monotonic()
        await hasty.send(told.front.organization("aurora"), slow.id)
        assert time.monotonic() - began < 2, "it was asked once, not three times"
        assert len(told.crm.requests) == 1
        assert (await told.the()).rests_until is not None
        await told.front.work()
        assert other.kinds == ["appointment.created"] * 3
        assert len(told.crm.requests) == 1


async def test_a_worker_that_died_after_sending_sends_the_same_id_again(told: Told) -> None:
    await told.booked()
    aurora, database = told.front.organization("aurora"), told.front.container.database
    endpoint = (await told.the()).id
    claim = await database.call(
        "event_claim", organization=aurora, endpoint=endpoint, lease_seconds=30
    )
    body = json.dumps(claim["body"]).encode()
    headers = signed_headers([told.crm.secret], claim["event"], told.front.clock.now(), body)
    answer = await Reach(allow_private=True).post(claim["url"], body, headers)
    assert answer.status == 204  # and here it dies, before it could say so
    await told.front.work()
    assert len(told.crm.taken) == 1, "it may still be at it"
    await told.pass_time(31)
    assert [event["id"] for event in told.crm.taken] == [claim["event"]] * 2
    late = {"delivery": claim["delivery"], "attempt": claim["attempt"], "end": "failed"}
    assert await database.call("event_settle", organization=aurora, **late) is False


async def test_two_secrets_sign_while_one_replaces_the_other(told: Told) -> None:
    old = told.crm.secret
    new = await told.endpoints.renew((await told.the()).id)
    await told.booked()
    await told.front.work()
    [request] = told.crm.requests
    assert told.crm.is_signed(request, old)
    assert told.crm.is_signed(request, new)
    assert not told.crm.is_signed(request, new_secret())
    await told.front.pass_time(25 * 3600)
    await told.endpoints.test((await told.the()).id)
    told.crm.secret = new
    await told.front.work()
    assert told.crm.kinds[-1] == "test"
    assert not told.crm.is_signed(told.crm.requests[-1], old)


async def test_secrets_are_sealed_anew_with_the_deployments_key(told: Told) -> None:
    database = told.front.container.database
    done = await rotate_event_secrets(database, Vault((_OTHER_KEY, _KEY)))
    assert (done.changed, done.unchanged) == (1, 0)
    done = await rotate_event_secrets(database, Vault((_OTHER_KEY, _KEY)))
    assert (done.changed, done.unchanged) == (0, 1)
    await told.booked()
    await told.front.work()
    assert told.crm.requests == [], "this process has the old key alone"
    [row] = told.front.rows("select error from event_deliveries")
    assert row["error"] == "no_secret"


async def test_one_that_wants_no_more_is_switched_off_at_once(told: Told) -> None:
    told.crm.answer_next(410)
    await told.booked()
    await told.front.work()
    row = await told.the()
    assert (row.off_because, row.failed) == ("gone", 1)
    assert await told.endpoints.test(row.id) == "off"


async def test_redirects_lead_nowhere(told: Told) -> None:
    async with EventReceiver() as other:
        told.crm.answer_next(307, headers={"Location": other.hook})
        await told.booked()
        await told.front.work()
        assert other.requests == []
        [delivery] = await told.endpoints.deliveries((await told.the()).id)
        assert (delivery.status, delivery.code) == ("waiting", 307)


async def test_old_events_are_forgotten_and_those_given_up_a_month_later(told: Told) -> None:
    await told.booked()
    await told.front.work()
    await told.booked(hours=2)
    told.front.execute(
        "update event_deliveries set status = 'failed', done_at = now() where status = 'waiting'"
    )
    await told.front.pass_time(8 * 86400)
    forget = {"days": 7, "failed_days": 30, "limit": 100}
    database = told.front.container.database
    assert await database.call("events_forget", **forget) == 1
    told.front.execute("update event_deliveries set done_at = now() - interval '100 days'")
    assert await database.call("events_forget", **forget) == 1
    assert told.front.rows("select 1 from event_deliveries") == []


async def test_a_customer_who_was_erased_is_not_told_of(told: Told) -> None:
    told.crm.answer_next(400)
    appointment = await told.booked()
    await told.front.work()
    [row] = told.front.rows("select contact_id from appointments where id = %s", appointment)
    aurora, database = told.front.organization("aurora"), told.front.container.database
    person = await database.call(
        "person_find", organization=aurora, phone=None, id=row["contact_id"]
    )
    await database.call(
        "person_erase",
        organization=aurora,
        contacts=person["contacts"],
        chats=person["chats"],
        notice="{list}",
        cancel=True,
    )
    await told.pass_time(31)
    assert "Rosa" not in json.dumps(told.crm.taken)
    kinds = ["appointment.created", "appointment.cancelled", "appointment.updated"]
    assert told.crm.kinds == kinds
    assert told.crm.taken[0]["appointment"]["customer"]["name"] is None


async def test_endpoints_of_another_business_are_not_there(told: Told) -> None:
    container = told.front.container
    sorriso = told.front.organization("sorriso")
    theirs = Endpoints(container.database, container.settings, sorriso, None)
    own = (await told.the()).id
    assert await theirs.all() == []
    for call in (
        theirs.remove(own),
        theirs.switch(own, on=False),
        theirs.renew(own),
        theirs.test(own),
        theirs.deliveries(own),
        theirs.resend(own),
    ):
        with pytest.raises(NotFound):
            await call
    assert (
        await container.database.call(
            "event_claim", organization=sorriso, endpoint=own, lease_seconds=30
        )
        is None
    )
    [rui] = clients(told.front, 1, "sorriso")
    await rui.named()
    await told.front.work()
    assert told.crm.requests == []


async def test_without_an_endpoint_a_booking_writes_nothing_and_calls_nobody(told: Told) -> None:
    await told.endpoints.remove((await told.the()).id)
    await told.booked()
    assert told.front.rows("select 1 from agenda_events") == []
    jobs = "select 1 from procrastinate.procrastinate_jobs where task_name = 'agenda_events'"
    assert told.front.rows(jobs) == []
