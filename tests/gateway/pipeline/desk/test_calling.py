"""A person whom the desk calls finds the conversation open, and a note that says why."""

from datetime import timedelta
from typing import Any

from tests.gateway.pipeline.desk.conftest import OpeningDesk
from tests.gateway.pipeline.desk.played_desk import HANDOFF, Desk
from tests.providers import chatwoot
from tests.providers.chatwoot import ACCOUNT

CALL = "Hola, quiero hablar con una persona"


async def test_the_conversation_is_opened_after_the_answer_and_a_note_says_why(
    clinic: Desk,
) -> None:
    ana = clinic.server.conversation()
    replies = await clinic.say(ana, CALL)
    assert replies, "the customer hears of it first"
    assert ana.status == "open"
    [note] = clinic.notes(ana)
    assert "Motivo: pidió hablar con una persona" in note
    assert "/bot resume" in note
    calls = [r.path.rpartition("/")[2] for r in clinic.server.requests if r.method == "POST"]
    assert calls == ["messages", "toggle_status", "messages"]
    rows = clinic.front.rows(
        "select n.status, e.status as escalation from notifications n "
        "join escalations e on e.id = n.escalation_id where n.recipient_id is null"
    )
    assert rows == [{"status": "sent", "escalation": "notified"}]


async def test_the_bot_is_silent_then_and_its_own_opening_is_no_news(clinic: Desk) -> None:
    ana = clinic.server.conversation()
    await clinic.say(ana, CALL)
    await clinic.echo(ana)
    for event in ("conversation_opened", "conversation_status_changed"):
        await clinic.send(chatwoot.conversation_event(ana, event))
    assert await clinic.say(ana, "es por una factura") == []
    await clinic.change(ana, status="pending")
    assert await clinic.say(ana, "¿cuánto cuesta el láser?")


async def test_a_message_that_was_on_its_way_does_not_give_the_chat_back(clinic: Desk) -> None:
    ana = clinic.server.conversation()
    await clinic.write(ana, CALL)
    on_its_way = chatwoot.message(ana, "es por una factura", at=clinic.now)
    await clinic.listen(ana)
    await clinic.send(on_its_way)
    assert await clinic.listen(ana) == []
    assert clinic.chat()["handled_because"] == "desk"


async def test_a_later_message_that_was_on_its_way_does_not_either(clinic: Desk) -> None:
    """It was written after the call for a person, and before the conversation was opened."""
    ana = clinic.server.conversation()
    await clinic.write(ana, CALL)
    on_its_way = chatwoot.message(ana, "¿hola?", at=clinic.now + timedelta(seconds=5))
    await clinic.listen(ana)
    assert ana.status == "open"
    await clinic.send(on_its_way)
    assert await clinic.listen(ana) == []
    assert clinic.chat()["handled_by"] == "person"


async def test_nobody_comes_and_the_bot_answers_again(clinic: Desk) -> None:
    ana = clinic.server.conversation()
    await clinic.say(ana, CALL)
    await clinic.front.pass_time(HANDOFF + 1)
    assert await clinic.say(ana, "¿cuánto cuesta el láser?")
    await clinic.settle()
    assert ana.status == "open", "the call is still to be answered"


async def test_a_desk_that_is_down_is_told_when_it_is_back(clinic: Desk) -> None:
    ana = clinic.server.conversation()
    clinic.server.usual_next(1)  # the reply
    clinic.server.answer_next(503, times=2)
    assert await clinic.say(ana, CALL)
    assert (ana.status, clinic.notes(ana)) == ("pending", [])
    for _ in range(6):
        await clinic.front.pass_time(30)
        await clinic.front.work()
    assert ana.status == "open"
    assert len(clinic.notes(ana)) == 1


async def test_a_note_that_fails_is_repeated_alone(clinic: Desk) -> None:
    ana = clinic.server.conversation()
    clinic.server.usual_next(2)  # the reply and the status
    clinic.server.answer_next(429)
    await clinic.say(ana, CALL)
    assert ana.status == "open"
    for _ in range(4):
        await clinic.front.pass_time(30)
        await clinic.front.work()
    assert len(clinic.notes(ana)) == 1
    assert ana.status == "open"


async def test_a_team_is_assigned_and_labels_are_added_where_the_token_may(
    open_desk_with: OpeningDesk,
) -> None:
    wishes = {"team_id": 12, "labels": ["needs-person"]}
    async with open_desk_with(settings=wishes, token="agent-token") as desk:
        ana = desk.server.conversation(labels=["vip"])
        await desk.say(ana, CALL)
        assert desk.server.teams == [(ana.id, 12)]
        assert ana.labels == ["vip", "needs-person"]
        assert len(desk.notes(ana)) == 1


async def test_whom_the_settings_name_is_assigned_and_may_never_come(
    open_desk_with: OpeningDesk,
) -> None:
    wishes = {"team_id": 12, "assignee_id": 5}
    async with open_desk_with(settings=wishes) as desk:
        ana = desk.server.conversation()
        await desk.say(ana, CALL)
        assert (desk.server.teams, desk.server.assignees) == ([(ana.id, 12)], [(ana.id, 5)])
        await desk.front.pass_time(HANDOFF - 600)
        await desk.send(chatwoot.conversation_event(ana, "conversation_updated"))
        assert await desk.say(ana, "es por una factura") == []
        await desk.front.pass_time(601)
        assert await desk.say(ana, "¿cuánto cuesta el láser?"), "our own assignment is no news"


async def test_whom_the_desk_then_assigns_by_itself_may_never_come(clinic: Desk) -> None:
    ana = clinic.server.conversation()
    await clinic.say(ana, CALL)
    await clinic.change(ana, assignee=chatwoot.BIA)
    await clinic.front.pass_time(HANDOFF - 60)
    assert await clinic.say(ana, "¿hay alguien?") == []
    await clinic.front.pass_time(120)
    assert await clinic.say(ana, "¿cuánto cuesta el láser?")


async def test_labels_are_added_with_the_agents_token_where_replies_are_a_bots(
    open_desk_with: OpeningDesk,
) -> None:
    wishes = {"labels": ["needs-person"]}
    async with open_desk_with(settings=wishes, agent_key="agent-token") as desk:
        ana = desk.server.conversation(labels=["vip"])
        await desk.say(ana, CALL)
        assert ana.labels == ["vip", "needs-person"]
        assert ana.assignee is None, "the status was set by the bot"


async def test_a_bots_token_may_not_label_and_the_rest_is_done(open_desk_with: OpeningDesk) -> None:
    async with open_desk_with(settings={"labels": ["needs-person"]}) as desk:
        ana = desk.server.conversation(labels=["vip"])
        await desk.say(ana, CALL)
        assert (ana.status, ana.labels, len(desk.notes(ana))) == ("open", ["vip"], 1)
        assert await desk.front.container.database.call("outbox_due") is not None


async def test_without_recipients_the_desk_is_who_is_told(clinic: Desk) -> None:
    clinic.front.execute("update internal_notifications_config set active = false")
    ana = clinic.server.conversation()
    replies = await clinic.say(ana, CALL)
    assert "dirección" not in " ".join(replies)
    rows: list[dict[str, Any]] = clinic.front.rows("select status from escalations")
    assert rows == [{"status": "notified"}]
    assert ana.status == "open"


async def test_another_channels_customer_is_not_told_of_at_this_desk(clinic: Desk) -> None:
    await clinic.front.customer().say(CALL)
    assert clinic.server.taken == []
    assert not [r for r in clinic.server.requests if f"/{ACCOUNT}/" in r.path]
