"""Whom the business does not write to, and when: the next one is asked, or everybody in the morning."""

from datetime import datetime

import pytest
from psycopg.types.json import Jsonb

from tests.bookings.setting import set_organization
from tests.front import Front
from tests.gateway.pipeline.waiting.setting import (
    CAMILA,
    LAURA,
    Waiter,
    free,
    live_holds,
    queue,
    sweep,
    waiters,
)


async def two(front: Front, channel: str = "evolution") -> tuple[Waiter, Waiter]:
    """Two who wait, the first of them at `channel`."""
    (ana,) = await waiters(front, 1, channel=channel)
    _, eva = await waiters(front, 2) if channel != "evolution" else (None, None)
    if eva is None:
        eva = await Waiter(front, "aurora", "573005600001", "Eva", ids=ana.ids).met()
    await ana.waits()
    await front.pass_time(1)
    await eva.waits()
    return ana, eva


async def test_who_opted_out_is_passed_over(full: Front) -> None:
    ana, eva = await two(full)
    begun = await ana.begin()
    await ana.end(begun, opted_out=True)
    free(full, LAURA, "09:00")
    await full.work()
    assert (ana.entry["status"], ana.entry["skipped"]) == ("waiting", "opted_out")
    assert eva.entry["status"] == "offered"


async def test_a_chat_that_a_person_handles_is_passed_over(full: Front) -> None:
    ana, eva = await two(full)
    await ana.call("handoff_set", by="person")
    free(full, LAURA, "09:00")
    await full.work()
    assert (ana.entry["status"], ana.entry["skipped"]) == ("waiting", "person")
    assert eva.entry["status"] == "offered"


async def test_a_connection_that_was_switched_off_is_passed_over(full: Front) -> None:
    ana, eva = await two(full, "web")
    full.execute("update platform_connections set active = false where channel = 'web'")
    free(full, LAURA, "09:00")
    await full.work()
    assert (ana.entry["skipped"], eva.entry["status"]) == ("no_channel", "offered")


async def test_a_closed_window_is_passed_over(full: Front) -> None:
    ana, eva = await two(full, "gupshup")
    await full.pass_time(24 * 3600)
    free(full, LAURA, "09:00")
    await full.work()
    assert (ana.entry["status"], ana.entry["skipped"]) == ("waiting", "window")
    assert eva.entry["status"] == "offered"
    assert ana.heard == []


@pytest.mark.parametrize("ids", ["one-id", {"es": "one-id"}])
async def test_a_closed_window_is_open_to_a_template(full: Front, ids: object) -> None:
    ana, _ = await two(full, "gupshup")
    full.execute(
        "update platform_connections set settings = %s where channel = 'gupshup'",
        Jsonb({"waiting_template": ids}),
    )
    await full.pass_time(24 * 3600)
    free(full, LAURA, "09:00")
    await full.work()
    assert ana.state == ("offered", "09:00")
    (sent,) = full.gupshup.sent
    assert sent.content["id"] == "one-id"
    assert sent.content["params"] == [
        "Persona",
        "Clínica Aurora Lumbre",
        "Diseño de cejas con Laura Méndez",
        "martes 24 de noviembre, 9:00 a. m.",
        "las 10:30 a. m.",
    ]


async def test_a_template_in_another_language_is_none(full: Front) -> None:
    ana, eva = await two(full, "gupshup")
    full.execute(
        "update platform_connections set settings = %s where channel = 'gupshup'",
        Jsonb({"waiting_template": {"pt": "one-id"}}),
    )
    await full.pass_time(24 * 3600)
    free(full, LAURA, "09:00")
    await full.work()
    assert (ana.entry["skipped"], eva.entry["status"]) == ("window", "offered")


async def test_an_open_window_is_not(full: Front) -> None:
    ana, _ = await two(full, "gupshup")
    await full.pass_time(23 * 3600)
    free(full, LAURA, "09:00")
    await full.work()
    assert ana.entry["status"] == "offered"
    (sent,) = full.gupshup.sent
    assert [title for _, title in sent.options] == ["Sí", "No"]


async def test_one_question_at_a_time(full: Front) -> None:
    (ana,) = await queue(full, 1)
    await full.pass_time(1)
    await ana.waits(member=CAMILA)
    free(full, LAURA, "09:00")
    free(full, CAMILA, "15:00")
    await full.work()
    first, second = ana.entries
    assert (first["status"], second["status"], second["skipped"]) == ("offered", "waiting", "asked")
    await ana.act("waiting_leave")
    await full.work()
    assert ana.entries[1]["status"] == "offered"


async def test_nobody_is_asked_at_night_and_the_first_in_the_morning(full: Front) -> None:
    ana, eva = await two(full)
    full.clock.move_to(datetime.fromisoformat("2026-11-23T22:30:00-05:00"))
    free(full, LAURA, "10:00")
    await full.work()
    await sweep(full)
    assert [w.entry["skipped"] for w in (ana, eva)] == ["quiet", "quiet"]
    full.clock.move_to(datetime.fromisoformat("2026-11-24T07:59:00-05:00"))
    await sweep(full)
    assert ana.entry["status"] == "waiting"
    full.clock.move_to(datetime.fromisoformat("2026-11-24T08:00:00-05:00"))
    await sweep(full)
    assert (ana.state, eva.entry["status"]) == (("offered", "10:00"), "waiting")


async def test_quiet_hours_that_do_not_cross_midnight(full: Front) -> None:
    set_organization(full, quiet_from="09:00", quiet_to="12:00")
    ana, _ = await two(full)
    free(full, LAURA, "10:00")
    await full.work()
    assert (ana.entry["skipped"], ana.entry["wake_at"]) == (
        "quiet",
        datetime.fromisoformat("2026-11-20T12:00:00-05:00"),
    )


async def test_without_quiet_hours_the_night_is_like_the_day(full: Front) -> None:
    set_organization(full, quiet_from="00:00", quiet_to="00:00")
    ana, _ = await two(full)
    full.clock.move_to(datetime.fromisoformat("2026-11-23T23:30:00-05:00"))
    free(full, LAURA, "10:00")
    await full.work()
    assert ana.entry["status"] == "offered"


async def test_a_question_that_cannot_be_delivered_goes_to_the_next_one(full: Front) -> None:
    ana, eva = await two(full, "gupshup")
    full.gupshup.answer_next(400, {"message": "Invalid Destination"}, times=2)  # refused for good
    free(full, LAURA, "09:00")
    await full.work()
    await sweep(full)
    assert ana.entry["status"] == "waiting"
    assert eva.state == ("offered", "09:00")
    assert len(live_holds(full)) == 1
    free(full, LAURA, "10:00")
    await full.work()
    assert ana.state == ("offered", "10:00")  # not once more the one that was not seen


async def test_a_question_that_lies_in_the_outbox_too_long_is_withdrawn(full: Front) -> None:
    ana, eva = await two(full, "gupshup")
    full.gupshup.refused.add(str(ana.phone))  # too busy for now
    free(full, LAURA, "09:00")
    await full.work()
    assert ana.entry["status"] == "offered"
    await full.pass_time(31 * 60)
    await sweep(full)
    await sweep(full)  # the first may have met an attempt
    assert (ana.entry["status"], eva.entry["status"]) == ("waiting", "offered")
    full.gupshup.refused.clear()
    await full.pass_time(600)
    await full.work()
    assert full.gupshup.sent == []
