"""Sending once, only what still is so, and at a moment at which the customer may be written to."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from agent.types import Json
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
    sent,
    set_organization,
    until,
    waiting,
)

TUESDAY = at("2026-11-24T15:00")
ASKED, REMINDED = at("2026-11-23T15:00"), at("2026-11-24T12:00")


async def booked(front: Front, start: datetime = TUESDAY, **about: Any) -> tuple[Client, UUID]:
    ana = await guest(front, **about)
    return ana, await ana.booked(BROWS, CAMILA, start)


def due(front: Front) -> list[dict[str, Any]]:
    query = "select id, organization_id from reminders where status = 'waiting' order by due_at"
    return front.rows(query)


async def call(front: Front, function: str, row: dict[str, Any], **args: Any) -> Json:
    answer: Json = await front.desk.database.call(
        function, organization=row["organization_id"], reminder=row["id"], **args
    )
    return answer


# Once


async def test_each_is_sent_once_and_recorded(clinic: Front) -> None:
    _, appointment = await booked(clinic)
    await until(clinic, ASKED)
    await until(clinic, REMINDED)
    assert ["¿Nos confirmas" in text for text in sent(clinic)] == [True, False]
    assert ended(clinic) == [("confirmation", "sent", None), ("reminder", "sent", None)]
    kinds = clinic.rows("select kind, actor, turn_id from appointment_events order by id")
    assert [(e["kind"], e["actor"]) for e in kinds] == [
        ("booked", "customer"),
        ("confirmation_asked", "system"),
        ("reminded", "system"),
    ]
    [row] = clinic.rows("select confirmation_asked_at from appointments where id = %s", appointment)
    assert row["confirmation_asked_at"] == ASKED
    linked = "select r.id from reminders r join chat_messages m on m.id = r.message_id where m.status = 'sent'"
    assert len(clinic.rows(linked)) == 2


async def test_a_job_that_runs_many_times_at_once_sends_one_message(clinic: Front) -> None:
    await booked(clinic)
    await clinic.pass_time((ASKED - clinic.clock.now()).total_seconds())
    row = due(clinic)[0]
    reminders = clinic.desk.reminders
    await asyncio.gather(*(reminders.run(row["organization_id"], row["id"]) for _ in range(12)))
    await clinic.work()
    assert len(sent(clinic)) == 1


async def test_two_workers_wake_it_once(clinic: Front) -> None:
    await booked(clinic)
    await clinic.pass_time((ASKED - clinic.clock.now()).total_seconds())
    assert sorted(await asyncio.gather(*(clinic.desk.reminders.wake() for _ in range(6)))) == [
        *[0] * 5,
        1,
    ]


async def test_a_job_that_is_lost_comes_again(clinic: Front) -> None:
    await booked(clinic)
    await clinic.pass_time((ASKED - clinic.clock.now()).total_seconds())
    assert await clinic.desk.reminders.wake() == 1
    clinic.execute("delete from procrastinate_jobs where task_name = 'remind'")
    await clinic.work()
    assert sent(clinic) == []
    await clinic.pass_time(61)
    await clinic.work()
    assert len(sent(clinic)) == 1


async def test_a_job_that_fails_leaves_the_row_waiting(clinic: Front) -> None:
    await booked(clinic)
    await clinic.pass_time((ASKED - clinic.clock.now()).total_seconds())
    row = due(clinic)[0]
    clinic.execute(
        "alter table chat_messages add constraint full_disk check (body !~ 'Nos conf') not valid"
    )
    with pytest.raises(Exception, match="full_disk"):
        await clinic.desk.reminders.run(row["organization_id"], row["id"])
    clinic.execute("alter table chat_messages drop constraint full_disk")
    assert len(due(clinic)) == 2
    assert clinic.rows("select id from appointment_events where kind = 'confirmation_asked'") == []
    await clinic.work()
    assert len(sent(clinic)) == 1


# Only what still is so


@pytest.mark.parametrize("change", ["cancel", "move", "refuse", "confirm"])
async def test_what_changes_while_the_words_are_made_is_not_sent(
    clinic: Front, change: str
) -> None:
    ana, appointment = await booked(clinic)
    await clinic.pass_time((ASKED - clinic.clock.now()).total_seconds())
    row = due(clinic)[0]
    taken = await call(clinic, "reminder_take", row)
    assert taken["status"] == "send"
    if change == "cancel":
        await cancel(ana, appointment)
    elif change == "move":
        await move(ana, appointment, BROWS, CAMILA, TUESDAY + timedelta(days=1))
    elif change == "refuse":
        await consent(ana, False)
    else:
        await ana.act("appointment_confirm")
    letter = {"chat": ana.conversation, "appointment": taken["appointment"], "payload": {}}
    assert (await call(clinic, "reminder_put", row, text="x", **letter))["status"] == "done"
    assert sent(clinic) == []


async def test_what_was_written_about_another_member_is_written_anew(clinic: Front) -> None:
    ana, _ = await booked(clinic)
    await clinic.pass_time((ASKED - clinic.clock.now()).total_seconds())
    row = due(clinic)[0]
    taken = await call(clinic, "reminder_take", row)
    clinic.execute("update appointments set member_id = %s", ana.key("members", LAURA))
    letter = {"chat": ana.conversation, "appointment": taken["appointment"], "payload": {}}
    assert await call(clinic, "reminder_put", row, text="x", **letter) == {"status": "changed"}
    await clinic.work()
    assert "con Laura Méndez" in sent(clinic)[0]


async def test_only_a_chat_of_the_customer_can_get_it(clinic: Front) -> None:
    await booked(clinic)
    eva = await guest(clinic, "573005550102", name="Eva Soto")
    await clinic.pass_time((ASKED - clinic.clock.now()).total_seconds())
    row = due(clinic)[0]
    taken = await call(clinic, "reminder_take", row)
    letter = {"chat": eva.conversation, "appointment": taken["appointment"], "payload": {}}
    assert await call(clinic, "reminder_put", row, text="x", **letter) == {"status": "changed"}


async def test_what_was_cancelled_while_the_provider_was_in_trouble_is_withheld(
    clinic: Front,
) -> None:
    ana, appointment = await booked(clinic)
    clinic.evolution.answer_next(429, {"message": "Too Many Requests"}, times=3)
    await until(clinic, ASKED)
    assert [status for _, status, _ in ended(clinic)] == ["sent"]
    await cancel(ana, appointment)
    for _ in range(5):
        await until(clinic, clinic.clock.now() + timedelta(minutes=5))
    assert clinic.evolution.sent == []
    assert ("confirmation", "skipped", "undelivered") in ended(clinic)
    [message] = clinic.rows("select status, error from chat_messages where payload ? 'reminder'")
    assert (message["status"], message["error"]) == ("failed", "the reminder is out of date")


async def test_a_person_who_takes_over_holds_back_what_was_not_sent_yet(clinic: Front) -> None:
    ana, _ = await booked(clinic)
    clinic.evolution.answer_next(429, {"message": "Too Many Requests"}, times=3)
    await until(clinic, ASKED)
    await ana.call("handoff_set", by="person")
    await until(clinic, clinic.clock.now() + timedelta(minutes=5))
    assert clinic.evolution.sent == []
    assert ended(clinic) == [("confirmation", "skipped", "undelivered")]
    [row] = clinic.rows("select confirmation_asked_at from appointments")
    assert row["confirmation_asked_at"] is None


# When


async def test_after_an_outage_it_is_late_but_sent_while_a_quarter_is_left(clinic: Front) -> None:
    await booked(clinic)
    await until(clinic, ASKED)
    await until(clinic, TUESDAY - timedelta(minutes=46))
    assert [status for _, status, _ in ended(clinic)] == ["sent", "sent"]


async def test_after_a_longer_outage_it_is_too_late(clinic: Front) -> None:
    await booked(clinic)
    await until(clinic, TUESDAY - timedelta(minutes=44))
    assert ended(clinic) == [("confirmation", "skipped", "late"), ("reminder", "skipped", "late")]
    assert sent(clinic) == []


async def test_two_that_are_due_at_once_are_one_message(clinic: Front) -> None:
    set_organization(clinic, reminder_minutes=[180, 170])
    await booked(clinic)
    await until(clinic, ASKED)
    await until(clinic, TUESDAY - timedelta(minutes=165))
    assert len(sent(clinic)) == 2
    assert [why for _, status, why in ended(clinic) if status == "skipped"] == ["just_written"]


@pytest.mark.parametrize(
    ("minutes", "then"),
    [(480, ("waiting", "24 08:00", None)), (720, ("skipped", "23 20:45", "quiet"))],
)
async def test_an_outage_into_the_night_waits_for_the_morning_if_that_is_not_too_late(
    clinic: Front, minutes: int, then: tuple[str, str, str | None]
) -> None:
    await booked(clinic, at("2026-11-24T10:00"))
    set_organization(clinic, reminder_minutes=[minutes])
    await until(clinic, at("2026-11-23T10:00"))
    assert waiting(clinic) == [("reminder", "23 20:45")]
    await until(clinic, at("2026-11-23T21:30"))
    [(due_at, status, why)] = [
        r[1:] for r in rows(clinic) if r[0] == "reminder" and r[2] != "dropped"
    ]
    assert (status, due_at, why) == then
    await until(clinic, at("2026-11-24T08:00"))
    assert len(sent(clinic)) == (2 if then[0] == "waiting" else 1)


async def test_while_a_person_has_the_chat_it_waits(clinic: Front) -> None:
    ana, _ = await booked(clinic)
    await clinic.pass_time((ASKED - clinic.clock.now()).total_seconds() - 600)
    await ana.call("handoff_set", by="person")
    await until(clinic, ASKED)
    assert waiting(clinic) == [("confirmation", "23 16:50"), ("reminder", "24 12:00")]
    assert sent(clinic) == []
    await until(clinic, at("2026-11-23T16:50"))
    assert len(sent(clinic)) == 1


async def test_a_person_who_has_the_chat_too_long_speaks_for_us(clinic: Front) -> None:
    ana, _ = await booked(clinic)
    set_organization(clinic, handoff_minutes=240)
    await until(clinic, ASKED)
    await clinic.pass_time((REMINDED - clinic.clock.now()).total_seconds() - 60)
    await ana.call("handoff_set", by="person")
    await until(clinic, REMINDED)
    assert ended(clinic)[1] == ("reminder", "skipped", "busy")


async def test_a_customer_who_is_writing_is_not_interrupted(clinic: Front) -> None:
    ana, _ = await booked(clinic)
    await clinic.pass_time((ASKED - clinic.clock.now()).total_seconds() - 120)
    await ana.end(await ana.begin())
    await until(clinic, ASKED)
    assert waiting(clinic)[0] == ("confirmation", "23 15:08")
    await until(clinic, at("2026-11-23T15:08"))
    assert len(sent(clinic)) == 1


async def test_a_job_that_comes_too_early_does_nothing(clinic: Front) -> None:
    await booked(clinic)
    assert await call(clinic, "reminder_take", due(clinic)[0]) == {"status": "early"}
    assert len(waiting(clinic)) == 2


# A visit


async def test_a_visit_is_written_about_once_and_answered_as_a_whole(clinic: Front) -> None:
    ana = await guest(clinic)
    begun = await ana.begin()
    (offer,) = await ana.offers(begun, [FACIAL, BROWS], [TUESDAY])
    await ana.end(begun)
    assert offer
    await ana.book(offer["slot"])
    await until(clinic, ASKED)
    [text] = sent(clinic)
    assert "3:00 p. m.: Limpieza facial" in text
    assert "Diseño de cejas" in text
    assert (await ana.act("appointment_confirm"))["status"] == "confirmed"
    assert {row["status"] for row in clinic.appointments()} == {"confirmed"}
    assert len(rows(clinic)) == 2
