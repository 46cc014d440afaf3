"""A person asked for is a person notified; if the notice fails for good, the customer is told."""

from typing import Any

from gateway.pipeline import apologies
from tests.front import Front
from tests.promises.conftest import Opening
from tests.providers.gupshup import Sent
from tests.scripted_model import ScriptedModel, call

COORDINATOR = "573000000001"
PROMISE = "Le avisé al equipo, te escriben por aquí."


def escalating(front_lines: int = 1) -> ScriptedModel:
    """Calls a person in each turn, and says so."""
    lines: list[Any] = []
    for _ in range(front_lines):
        lines += [call("escalate_to_human", reason="asked", summary="Quiere una persona"), PROMISE]
    return ScriptedModel(lines=lines, node="escalation")


async def test_promise_8_the_person_on_duty_is_told_who_what_and_how_to_reach_them(
    open_front_with: Opening,
) -> None:
    async with open_front_with(escalating()) as front:
        assert await front.customer().say("quiero hablar con una persona") == PROMISE
    (notice,) = _notices(front)
    for part in ("Clínica Aurora Lumbre", "Ana", "+573005550101", "Quiere una persona"):
        assert part in notice.text
    assert _states(front, "gupshup") == {"sent"}
    assert _states(front, "web") == {"failed"}, "nobody looks at the page"
    assert front.rows("select status from escalations") == [{"status": "notified"}]


async def test_promise_8_asked_twice_is_notified_once(open_front_with: Opening) -> None:
    async with open_front_with(escalating(2)) as front:
        await front.customer().say("quiero una persona")
        await front.customer().say("¡una persona!")
    assert len(_notices(front)) == 1
    assert len(front.rows("select * from escalations")) == 1


async def test_promise_8_a_notice_that_fails_is_tried_again(open_front_with: Opening) -> None:
    async with open_front_with(escalating()) as front:
        await _only_by_whatsapp(front)
        await front.customer().write("quiero una persona")
        front.gupshup.answer_next(503, times=1)
        front.gupshup.answer_next(429, times=1)
        for _ in range(6):
            await front.settle()
    assert len(_notices(front)) == 1
    assert front.rows("select status from escalations") == [{"status": "notified"}]


async def test_promise_8_when_every_notice_failed_the_customer_is_told_the_truth(
    open_front_with: Opening,
) -> None:
    async with open_front_with(escalating()) as front:
        await _only_by_whatsapp(front)
        front.execute("update internal_notifications_config set address = 'not-a-number'")
        ana = front.customer()
        await ana.say("quiero una persona")
        await front.settle()
    assert [s.text for s in front.gupshup.sent] == [PROMISE, apologies.unreachable("es")]
    assert front.rows("select status from escalations") == [{"status": "unreachable"}]
    assert _states(front) == {"failed"}


async def test_promise_8_of_a_receipt_that_cannot_be_delivered_a_person_is_told(
    front: Front,
) -> None:
    await _only_by_whatsapp(front)
    ana = front.customer()
    await ana.say("Quiero láser mañana a las 3")
    await ana.say("sí")
    front.gupshup.answer_next(400, {"message": "Invalid Destination"})
    await ana.say("Ana Pérez")
    await front.settle()
    assert len(front.appointments()) == 1
    (notice,) = _notices(front)
    assert "+573005550101" in notice.text


async def test_promise_8_notices_are_tried_for_a_day_before_they_are_given_up(
    open_front_with: Opening,
) -> None:
    async with open_front_with(escalating()) as front:
        await _only_by_whatsapp(front)
        front.gupshup.refused.add(COORDINATOR)
        await front.customer().say("quiero una persona")
        for _ in range(30):
            await front.pass_time(600)
            await front.work()
            await front.container.maintenance.run_due()
        assert _states(front) == {"queued"}
        for _ in range(30):
            await front.pass_time(3600)
            await front.work()
            await front.container.maintenance.run_due()
    (tried,) = front.rows(
        "select attempts, status from notifications n join "
        "internal_notifications_config r on r.id = n.recipient_id where r.active"
    )
    assert tried["status"] == "failed"
    assert 20 < tried["attempts"] < 100
    assert [s.text for s in front.gupshup.sent] == [PROMISE, apologies.late("es")]


async def test_promise_8_after_a_failure_a_new_wish_notifies_again(
    open_front_with: Opening,
) -> None:
    async with open_front_with(escalating(2)) as front:
        await _only_by_whatsapp(front)
        address = front.rows("select address from internal_notifications_config where active")
        front.execute("update internal_notifications_config set address = 'not-a-number'")
        ana = front.customer()
        await ana.say("quiero una persona")
        await front.settle()
        front.execute(
            "update internal_notifications_config set address = %s", address[0]["address"]
        )
        await ana.say("¿una persona?")
    assert len(_notices(front)) == 1


async def test_promise_8_without_anybody_to_tell_nothing_is_promised(
    open_front_with: Opening,
) -> None:
    model = escalating()
    async with open_front_with(model) as front:
        front.execute("update internal_notifications_config set active = false")
        await front.customer().say("quiero una persona")
    told = str(model.seen[-1][-1].text)
    assert '"status":"no_recipient"' in told


async def _only_by_whatsapp(front: Front) -> None:
    front.execute("update internal_notifications_config set active = (channel = 'gupshup')")


def _notices(front: Front) -> list[Sent]:
    return [s for s in front.gupshup.sent if s.destination == COORDINATOR]


def _states(front: Front, channel: str | None = None) -> set[str]:
    query = (
        "select n.status from notifications n join internal_notifications_config r "
        "on r.id = n.recipient_id where %s::text is null or r.channel = %s"
    )
    return {row["status"] for row in front.rows(query, channel, channel)}
