"""Who is due: the freed hour that nobody waits for, the invitation, and what keeps both back."""

from datetime import timedelta
from typing import Any

import pytest

from tests.front import Front
from tests.gateway.pipeline.waiting.full_day import (
    BROWS,
    DAY,
    LAURA,
    Waiter,
    at,
    free,
    live_holds,
    sweep,
    waiters,
)
from tests.gateway.pipeline.waiting.test_earlier import keeps

SOON, OVER = 88, 95  # days since the visit: not due yet but soon, and due


def agrees(waiter: Waiter, granted: bool = True, kind: str = "recall") -> None:
    waiter.front.execute(
        "insert into contact_authorizations (organization_id, contact_id, kind, granted, at) "
        "select organization_id, contact_id, %s, %s, %s from chat_identities where id = %s "
        "on conflict (contact_id, kind) do update set granted = excluded.granted",
        kind,
        granted,
        waiter.front.clock.now(),
        waiter.conversation,
    )


def came(waiter: Waiter, days: int, status: str = "completed", service: str = BROWS) -> None:
    """Had brows with Laura so many days ago, at ten."""
    front = waiter.front
    begins = front.clock.now() - timedelta(days=days)
    front.execute(
        "insert into appointments (organization_id, contact_id, chat_identity_id, service_id, member_id, starts_at, "
        "ends_at, during, price, currency, status, created_at, updated_at) "
        "select i.organization_id, i.contact_id, i.id, s.id, m.id, %s, %s, tstzrange(%s, %s), 45000, 'COP', %s, %s, %s "
        "from chat_identities i join services s on s.organization_id = i.organization_id and s.key = %s "
        "join members m on m.organization_id = i.organization_id and m.key = %s where i.id = %s",
        begins,
        begins + timedelta(minutes=30),
        begins,
        begins + timedelta(minutes=30),
        status,
        begins,
        begins,
        service,
        LAURA,
        waiter.conversation,
    )


async def invite(front: Front) -> None:
    """Who is due by now is written down, and who may be is invited."""
    await front.container.recalls.round()
    await sweep(front)


def recalls(front: Front) -> list[tuple[str, str | None]]:
    rows = front.rows("select status, reason from recalls order by due_at, id")
    return [(row["status"], row["reason"]) for row in rows]


@pytest.fixture
async def full(full: Front) -> Front:
    """Brows invite again after three months."""
    full.execute("update services set recall_after = '90 days' where key = %s", BROWS)
    return full


async def due(front: Front, count: int = 1, days: int = SOON, **about: Any) -> list[Waiter]:
    found = await waiters(front, count, **about)
    for place, waiter in enumerate(found):
        agrees(waiter)
        came(waiter, days - place)
    await front.pass_time(900)  # nobody is written to while they write
    await front.container.recalls.round()
    return found


async def test_a_freed_hour_goes_to_the_list_then_to_who_wants_it_earlier_then_to_who_is_due(
    full: Front,
) -> None:
    (ana, *_) = await due(full)
    eva = await Waiter(full, "aurora", "573005651111", "Eva", ids=ana.ids).met()
    sol = await Waiter(full, "aurora", "573005652222", "Sol", ids=ana.ids).met()
    await eva.waits()
    await keeps(sol, joins=False)
    full.execute(
        "insert into waiting_list (organization_id, chat_identity_id, contact_id, services, first_day, last_day, "
        "joined_at, changed_at, wake_at, appointment_id) select a.organization_id, a.chat_identity_id, a.contact_id, "
        "jsonb_build_array(a.service_id), %s, %s, %s, %s, %s, a.id from appointments a where a.chat_identity_id = %s",
        DAY,
        DAY,
        *[full.clock.now()] * 3,
        sol.conversation,
    )
    free(full, LAURA, "09:00")
    await full.work()
    assert (eva.state, sol.entry["status"], ana.entries) == (("offered", "09:00"), "waiting", [])
    await eva.act("waiting_leave")
    await full.work()
    assert (sol.entry["status"], ana.entries) == ("offered", [])
    await sol.act("waiting_leave")
    await full.work()
    assert ana.state == ("offered", "09:00")
    assert len(live_holds(full)) == 1
    (question,) = ana.heard
    assert "se liberó una hora para Diseño de cejas con Laura Méndez" in question
    assert "toca volver" in question
    assert recalls(full) == [("sent", None)]
    booked = await ana.book(ana.entry["offer_token"])
    assert booked["status"] == "booked"
    assert ana.entry["status"] == "booked"
    today = full.clock.now().date()
    counted = full.rows(
        "select figure, n from frontdesk.figures_of_waiting(%s, %s, %s, 'America/Bogota') where part = '' "
        "order by figure",
        ana.organization,
        today,
        today,
    )
    assert [tuple(row.values()) for row in counted] == [
        ("filled_due", 1),
        ("filled_due_money", 45000),
    ]


async def test_no_and_silence_go_to_the_next_and_nobody_is_asked_twice(full: Front) -> None:
    ana, eva, sol = await due(full, 3)
    free(full, LAURA, "09:00")
    await full.work()
    assert [len(w.heard) for w in (ana, eva, sol)] == [1, 0, 0]
    await ana.act("waiting_leave")
    await full.work()
    assert [len(w.heard) for w in (ana, eva, sol)] == [1, 1, 0]
    await full.pass_time(31 * 60)
    await sweep(full)
    assert [len(w.heard) for w in (ana, eva, sol)] == [1, 1, 1]
    assert len(live_holds(full)) == 1
    free(full, LAURA, "10:00")
    await full.work()
    await full.pass_time(14 * 86400)
    full.clock.move_to(at(10) + timedelta(days=20))
    await invite(full)
    assert [len(w.heard) for w in (ana, eva, sol)] == [1, 1, 1], "one message for one interval"


async def test_a_crash_between_the_hold_and_the_question(full: Front) -> None:
    (ana,) = await due(full)
    free(full, LAURA, "09:00")
    lost = await full.container.database.call(
        "waiting_claim", organization=ana.organization, day=DAY
    )
    assert (lost["status"], lost["due"]) == ("ask", True)
    assert recalls(full) == [("waiting", None)]
    await full.pass_time(120)
    await full.work()
    assert ana.state == ("offered", "09:00")
    assert len(ana.heard) == 1
    assert recalls(full) == [("sent", None)]


async def test_invited_meanwhile_the_hour_is_given_up(full: Front) -> None:
    (ana,) = await due(full)
    free(full, LAURA, "09:00")
    claim = await full.container.database.call(
        "waiting_claim", organization=ana.organization, day=DAY
    )
    full.execute("update recalls set status = 'sent', settled_at = created_at")
    asked = await full.container.database.call(
        "waiting_ask",
        organization=ana.organization,
        entry=claim["entry"],
        slot=claim["slot"],
        replies=[{"text": "…", "payload": {}}],
    )
    assert asked is False
    assert (ana.heard, ana.entry["status"], live_holds(full)) == ([], "left", [])


async def test_a_closed_window_leaves_the_invitation_for_its_own_template(full: Front) -> None:
    (ana,) = await due(full, channel="gupshup")
    full.execute(
        "update chat_identities set last_inbound_at = %s", full.clock.now() - timedelta(days=80)
    )
    free(full, LAURA, "09:00")
    await full.work()
    assert (ana.entry["status"], ana.entry["skipped"]) == ("left", "window")
    assert (recalls(full), live_holds(full)) == ([("waiting", None)], [])
    full.clock.move_to(at(12) + timedelta(days=3))
    await invite(full)
    assert recalls(full) == [("skipped", "window")]
    assert ana.heard == []


async def test_with_a_template_it_goes_out_of_the_window(full: Front) -> None:
    await due(full, days=OVER, channel="gupshup")
    full.execute(
        "update chat_identities set last_inbound_at = %s", full.clock.now() - timedelta(days=80)
    )
    full.execute(
        'update platform_connections set settings = settings || \'{"recall_template": "vuelve"}\' '
        "where channel = 'gupshup'"
    )
    await invite(full)
    assert recalls(full) == [("sent", None)]
    [row] = full.rows("select payload from chat_messages where payload ? 'recall'")
    template = row["payload"]["template"]
    assert template["id"] == "vuelve"
    assert template["params"][2] == "Diseño de cejas"


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("update chat_identities set opted_out_at = now()", "opted_out"),
        ("update chat_identities set marketing_stopped = true", "no_marketing"),
        ("update contact_authorizations set granted = false", "no_consent"),
        ("update services set recall_after = null", "off"),
        ("update services set active = false", "off"),
    ],
)
async def test_dropped_with_a_reason(full: Front, what: str, reason: str) -> None:
    (ana,) = await due(full, days=OVER)
    full.execute(what)
    free(full, LAURA, "09:00")
    await sweep(full)
    assert recalls(full) == [("dropped", reason)]
    assert ana.heard == []


async def test_who_did_not_come_is_not_invited(full: Front) -> None:
    (ana,) = await waiters(full, 1)
    agrees(ana)
    came(ana, OVER, "scheduled")
    await full.container.recalls.round()
    assert recalls(full) == [("waiting", None)], "nobody has to tick that somebody came"
    full.execute(
        "update appointments set status = 'no_show' where chat_identity_id = %s", ana.conversation
    )
    await full.pass_time(900)
    await sweep(full)
    assert recalls(full) == [("dropped", "not_visited")]


async def test_who_came_or_has_one_ahead_is_not_invited(full: Front) -> None:
    ana, eva = await due(full, 2, days=OVER)
    came(ana, 3)
    await keeps(eva, "10:00", joins=False)
    await sweep(full)
    assert sorted(recalls(full), key=str) == [("dropped", "ahead"), ("dropped", "came")]


async def test_consent_to_reminders_is_none_to_this_and_not_before_its_time(full: Front) -> None:
    ana, eva, sol = await waiters(full, 3)
    agrees(ana, kind="reminders")
    came(ana, OVER)
    agrees(eva)
    came(eva, 40)
    agrees(sol)
    came(sol, OVER, "cancelled")
    await invite(full)
    assert recalls(full) == []
    assert [w.heard for w in (ana, eva, sol)] == [[], [], []]


async def test_at_night_and_while_a_person_has_the_chat_it_waits(full: Front) -> None:
    full.clock.move_to(at(22) - timedelta(days=1))
    (ana,) = await due(full, days=OVER)
    await sweep(full)
    free(full, LAURA, "09:00")
    await full.work()
    assert (ana.heard, recalls(full)) == ([], [("waiting", None)])
    full.execute(
        "update chat_identities set handled_by = 'person', handled_until = %s where id = %s",
        at(11),
        ana.conversation,
    )
    full.clock.move_to(at(9))
    await sweep(full)
    assert ana.heard == []
    full.clock.move_to(at(11) + timedelta(minutes=1))
    await sweep(full)
    assert len(ana.heard) == 1
    assert recalls(full) == [("sent", None)]


async def test_two_runs_of_a_job_send_one_message(full: Front) -> None:
    (ana,) = await due(full, days=OVER)
    [row] = full.rows("select id from recalls")
    full.clock.advance(3600)
    for _ in range(2):
        await full.container.recalls.run(ana.organization, row["id"])
    await full.work()
    assert len(ana.heard) == 1


async def test_an_invitation_that_lies_in_the_outbox_is_withdrawn_after_a_no(full: Front) -> None:
    (ana,) = await due(full, days=OVER)
    full.clock.advance(3600)
    [row] = full.rows("select id from recalls")
    await full.container.recalls.run(ana.organization, row["id"])
    agrees(ana, granted=False)
    await full.work()
    assert recalls(full) == [("skipped", "undelivered")]
    assert full.evolution.sent == []


async def test_after_the_next_visit_there_is_another_interval(full: Front) -> None:
    (ana,) = await due(full, days=OVER)
    full.clock.advance(3600)
    await sweep(full)
    assert recalls(full) == [("sent", None)]
    came(ana, 1)
    await invite(full)
    assert recalls(full) == [("sent", None)]
    full.clock.move_to(at(12) + timedelta(days=100))
    await invite(full)
    assert [status for status, _ in recalls(full)] == ["sent", "sent"]
    assert len(ana.heard) == 2


async def test_another_businesss_customers_are_not_its_own(full: Front) -> None:
    (ana,) = await due(full, days=OVER)
    [row] = full.rows("select id from recalls")
    other = full.organization("sorriso")
    taken = await full.container.database.call("recall_take", organization=other, recall=row["id"])
    assert taken["status"] == "done"
    put = await full.container.database.call(
        "recall_put",
        organization=other,
        recall=row["id"],
        chat=ana.conversation,
        text="…",
        payload={},
    )
    assert put["status"] == "done"
    assert (ana.heard, recalls(full)) == ([], [("waiting", None)])
