"""Who is asked how a visit was, when, and who is not; and what stands about it afterwards."""

import json
from datetime import timedelta

import pytest

from tests.bookings.clinic_rules import BROWS, CAMILA, FACIAL, LAURA, set_service
from tests.front import Front
from tests.gateway.pipeline.moments.visits import (
    LINK,
    OVER,
    booked,
    came,
    closed,
    moments,
    written,
)
from tests.gateway.pipeline.reminders.reminded_customers import (
    at,
    guest,
    set_organization,
    until,
)

DUE = at("2026-11-24T18:30")


def asks(front: Front, months: int = 6) -> None:
    set_organization(front, review_link=LINK, review_hours=3, review_months=months)


def ratings(front: Front) -> int:
    return len(front.rows("select id from visit_ratings"))


async def test_it_is_asked_hours_after_a_completed_visit(clinic: Front) -> None:
    asks(clinic)
    await came(clinic)
    await until(clinic, DUE)
    [text] = written(clinic, "review")
    assert "nota de 1 a 5" in text
    assert LINK not in text
    assert ratings(clinic) == 1
    kinds = clinic.rows("select kind, actor from appointment_events order by id desc limit 1")
    assert kinds == [{"kind": "review_asked", "actor": "system"}]


async def test_a_visit_that_nobody_marked_is_not_asked_about(clinic: Front) -> None:
    asks(clinic)
    await booked(clinic)
    await until(clinic, at("2026-11-25T12:00"))
    assert moments(clinic, "review") == []


@pytest.mark.parametrize("status", ["no_show", "cancelled"])
async def test_nobody_who_did_not_come_is_asked(clinic: Front, status: str) -> None:
    asks(clinic)
    _, appointment = await booked(clinic)
    await until(clinic, OVER)
    await closed(clinic, appointment, status)
    await until(clinic, DUE)
    assert written(clinic, "review") == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (
            "insert into contact_authorizations (organization_id, contact_id, kind, granted, at) "
            "select organization_id, contact_id, 'review', false, now() from chat_identities limit 1",
            "refused",
        ),
        ("update chat_identities set opted_out_at = now()", "opted_out"),
        ("update chat_identities set marketing_stopped = true", "no_marketing"),
        (
            "update organizations set review_link = null, review_hours = null, review_months = null",
            "offset",
        ),
    ],
)
async def test_who_said_no_is_not_asked(clinic: Front, change: str, why: str) -> None:
    asks(clinic)
    await came(clinic)
    clinic.execute(change)
    await until(clinic, DUE)
    assert moments(clinic, "review") == [("24 18:30", "dropped", why)]
    assert ratings(clinic) == 0


async def test_a_refused_reminder_says_nothing_of_it(clinic: Front) -> None:
    asks(clinic)
    await came(clinic, reminders=False)
    await until(clinic, DUE)
    assert len(written(clinic, "review")) == 1


async def test_once_in_some_months(clinic: Front) -> None:
    asks(clinic, months=6)
    ana, _ = await came(clinic)
    await until(clinic, DUE)
    again = await ana.booked(FACIAL, LAURA, at("2026-11-26T10:00"))
    await until(clinic, at("2026-11-26T12:00"))
    await closed(clinic, again)
    await until(clinic, at("2026-11-26T15:00"))
    assert [why for _, _, why in moments(clinic, "review")] == [None, "asked_before"]
    assert len(written(clinic, "review")) == 1


async def test_after_those_months_again(clinic: Front) -> None:
    asks(clinic, months=1)
    ana, _ = await came(clinic)
    await until(clinic, DUE)
    clinic.execute("update visit_ratings set asked_at = asked_at - interval '2 months'")
    again = await ana.booked(FACIAL, LAURA, at("2026-11-26T10:00"))
    await until(clinic, at("2026-11-26T12:00"))
    await closed(clinic, again)
    await until(clinic, at("2026-11-26T15:00"))
    assert len(written(clinic, "review")) == 2


async def test_the_note_and_the_question_are_two_messages_an_hour_apart(clinic: Front) -> None:
    asks(clinic)
    set_service(clinic, BROWS, aftercare="Sin maquillaje.", aftercare_hours=3)
    await came(clinic)
    await until(clinic, DUE)
    assert len(written(clinic, "aftercare") + written(clinic, "review")) == 1
    await until(clinic, DUE + timedelta(minutes=61))
    assert len(written(clinic, "aftercare")) == len(written(clinic, "review")) == 1


async def test_a_handoff_holds_it_back_and_three_days_end_it(clinic: Front) -> None:
    asks(clinic)
    await came(clinic)
    clinic.execute("update chat_identities set handled_by = 'person', handled_until = null")
    await until(clinic, DUE)
    [(_, status, _)] = moments(clinic, "review")
    assert status == "waiting"
    await until(clinic, DUE + timedelta(days=3, hours=1))
    assert [(status, why) for _, status, why in moments(clinic, "review")] == [("skipped", "late")]


async def test_a_closed_window_takes_a_template_or_nothing(clinic: Front) -> None:
    asks(clinic)
    await came(clinic, channel="gupshup")
    await until(clinic, DUE)
    assert moments(clinic, "review") == [("24 18:30", "skipped", "window")]
    assert ratings(clinic) == 0


async def test_the_template_is_asked_with(clinic: Front) -> None:
    asks(clinic)
    clinic.execute(
        "update platform_connections set settings = %s where channel = 'gupshup'",
        json.dumps({"review_template": "how"}),
    )
    await came(clinic, channel="gupshup")
    await until(clinic, DUE)
    assert [message.template for message in clinic.gupshup.sent] == ["how"]
    assert ratings(clinic) == 1


async def test_what_still_waits_at_the_provider_is_withheld_when_they_say_no(clinic: Front) -> None:
    asks(clinic)
    await came(clinic)
    await clinic.pass_time((DUE - clinic.clock.now()).total_seconds())
    row = clinic.rows("select id, organization_id from reminders where kind = 'review'")[0]
    await clinic.container.reminders.run(row["organization_id"], row["id"])
    assert ratings(clinic) == 1
    clinic.execute("update chat_identities set opted_out_at = now()")
    await clinic.work()
    assert written(clinic, "review") == []
    assert ratings(clinic) == 0


async def test_another_visit_of_camila_is_the_same_customer(clinic: Front) -> None:
    """Two visits on one day: one question."""
    asks(clinic)
    ana = await guest(clinic)
    first = await ana.booked(BROWS, CAMILA, at("2026-11-24T15:00"))
    second = await ana.booked(FACIAL, LAURA, at("2026-11-24T16:00"))
    await until(clinic, at("2026-11-24T17:30"))
    await closed(clinic, first)
    await closed(clinic, second)
    await until(clinic, at("2026-11-24T20:30"))
    await until(clinic, at("2026-11-25T12:00"))
    assert len(written(clinic, "review")) == 1
