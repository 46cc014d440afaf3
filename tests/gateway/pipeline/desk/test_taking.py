"""While a person at the desk has a conversation the bot says nothing; given back, it answers again."""

import asyncio
from typing import Any

import pytest

from tests.gateway.pipeline.desk.conftest import OpeningDesk
from tests.gateway.pipeline.desk.played_desk import BIA, HANDOFF, Desk
from tests.providers import chatwoot
from tests.scripted_model import Pause, ScriptedModel

ANSWER = ["De acuerdo."]


async def test_a_pending_conversation_is_answered(desk: Desk) -> None:
    ana = desk.server.conversation()
    assert await desk.say(ana, "Hola") == ANSWER
    [sent] = desk.server.sent
    assert (sent.body["message_type"], sent.body["private"], sent.body["content_type"]) == (
        "outgoing",
        False,
        "text",
    )
    assert ana.status == "pending"
    assert desk.chat()["handled_by"] == "bot"


@pytest.mark.parametrize("assignee", [BIA, None])
async def test_an_open_conversation_is_a_persons_until_it_is_pending_again(
    desk: Desk, assignee: Any
) -> None:
    ana = desk.server.conversation()
    await desk.say(ana, "Hola")
    await desk.change(ana, status="open", assignee=assignee)
    assert await desk.say(ana, "¿Hay alguien?") == []
    await desk.agent(ana, "Sí, soy Bia")
    await desk.front.pass_time(HANDOFF + 1)
    assert await desk.say(ana, "¿Y hoy?") == [], "a person wrote, and it is still open"
    await desk.change(ana, status="pending", assignee=None)
    assert await desk.say(ana, "gracias") == ANSWER


async def test_a_resolved_conversation_is_the_bots_when_the_customer_writes_again(
    desk: Desk,
) -> None:
    ana = desk.server.conversation()
    await desk.say(ana, "Hola")
    await desk.change(ana, status="open", assignee=BIA)
    assert await desk.say(ana, "una duda") == []
    await desk.change(ana, status="resolved")
    assert desk.chat()["handled_by"] == "bot"
    assert await desk.say(ana, "otra cosa") == ANSWER
    assert desk.chat()["desk_state"] == "pending+person:5", "who resolved it is still its assignee"


async def test_a_snoozed_conversation_is_a_persons(desk: Desk) -> None:
    ana = desk.server.conversation()
    await desk.say(ana, "Hola")
    await desk.change(ana, status="snoozed", assignee=BIA)
    assert await desk.say(ana, "¿siguen ahí?") == []


async def test_an_event_that_got_lost_is_made_good_by_the_next_message(desk: Desk) -> None:
    """An agent bot hears of no change to pending."""
    ana = desk.server.conversation()
    await desk.say(ana, "Hola")
    await desk.change(ana, status="open", assignee=BIA)
    assert await desk.say(ana, "una duda") == []
    ana.change(desk.now, status="pending", assignee=None)
    assert await desk.say(ana, "otra cosa") == ANSWER
    ana.change(desk.now, status="open", assignee=BIA)
    assert await desk.say(ana, "¿y mañana?") == []


async def test_what_an_agent_writes_takes_over_also_where_it_opens_nothing(desk: Desk) -> None:
    """Of older servers the conversation stays pending; the same canned answer at once in many chats
    is an agent's all the same."""
    for number in range(3):
        ana = desk.server.conversation(2400 + number, phone=f"+57300555017{number}", contact=number)
        await desk.write(ana, "Hola, ¿a qué hora abren?")
        await desk.agent(ana, "Hola, gracias por escribirnos, ya te atendemos")
        assert await desk.listen(ana) == [], number
        assert await desk.say(ana, "ok") == []
    assert len(desk.messages("staff")) == 3
    await desk.front.pass_time(HANDOFF + 1)
    assert await desk.say(ana, "¿hola?") == ANSWER, "nobody gives back what was never open"


async def test_the_first_that_is_heard_of_a_conversation_in_which_people_answer(
    desk: Desk,
) -> None:
    ana = desk.server.conversation(status="open", answered=1795000000)
    assert await desk.say(ana, "Hola, como les decía") == []
    await desk.front.pass_time(HANDOFF + 1)
    assert await desk.say(ana, "¿siguen ahí?") == []


async def test_a_label_silences_the_bot_as_long_as_it_is_there(desk: Desk) -> None:
    ana = desk.server.conversation()
    await desk.say(ana, "Hola")
    await desk.change(ana, labels=["vip", "bot-paused"])
    assert await desk.say(ana, "una duda") == []
    await desk.front.pass_time(HANDOFF + 1)
    assert await desk.say(ana, "¿hola?") == []
    await desk.change(ana, labels=["vip"])
    assert await desk.say(ana, "¿hola?") == ANSWER


async def test_notes_switch_the_bot_and_no_other_note_does(desk: Desk) -> None:
    ana = desk.server.conversation()
    await desk.agent(ana, "clienta frecuente", note=True)
    assert await desk.say(ana, "Hola") == ANSWER
    paused = await desk.agent(ana, "/bot pause", note=True)
    assert await desk.say(ana, "una duda") == []
    await desk.front.pass_time(60)
    await desk.agent(ana, "/bot resume", note=True)
    await desk.send(paused)  # the second sender is late
    assert await desk.say(ana, "¿hola?") == ANSWER
    assert desk.messages("staff") == [], "nobody wrote to the customer"


async def test_a_note_gives_an_open_conversation_back_and_the_desk_shows_it(desk: Desk) -> None:
    ana = desk.server.conversation()
    await desk.say(ana, "Hola")
    await desk.change(ana, status="open", assignee=BIA)
    await desk.agent(ana, "/bot resume", note=True)
    await desk.settle()
    assert ana.status == "pending"
    assert await desk.say(ana, "¿hola?") == ANSWER


async def test_the_command_line_gives_back_and_the_desk_shows_it(desk: Desk) -> None:
    ana = desk.server.conversation()
    await desk.say(ana, "Hola")
    await desk.change(ana, status="open", assignee=BIA)
    chat = desk.chat()
    about = {"organization": chat["organization_id"], "conversation": chat["id"]}
    assert await desk.front.container.database.call("handoff_set", **about, by="bot") == "bot"
    await desk.settle()
    assert ana.status == "pending"


async def test_a_desk_that_cannot_be_told_is_told_later_and_the_bot_answers_meanwhile(
    desk: Desk,
) -> None:
    ana = desk.server.conversation()
    await desk.say(ana, "Hola")
    await desk.change(ana, status="open", assignee=BIA)
    desk.server.answer_next(503)
    await desk.agent(ana, "/bot resume", note=True)
    await desk.front.work()
    assert ana.status == "open"
    assert await desk.say(ana, "¿hola?") == ANSWER
    await desk.settle()
    assert ana.status == "pending"


async def test_events_that_arrive_in_another_order_end_the_same(desk: Desk) -> None:
    ana = desk.server.conversation()
    await desk.say(ana, "Hola")
    ana.change(desk.now, status="open", assignee=BIA)
    opened = chatwoot.conversation_event(ana, "conversation_status_changed")
    ana.change(desk.now, status="pending", assignee=None)
    pending = chatwoot.conversation_event(ana, "conversation_status_changed")
    await desk.send(pending, opened)
    assert desk.chat()["handled_by"] == "bot"
    assert await desk.say(ana, "¿hola?") == ANSWER


async def test_a_reply_that_was_being_thought_of_is_not_said_over_a_person(
    open_desk_with: OpeningDesk,
) -> None:
    pause = Pause("Yo te ayudo.")
    async with open_desk_with(ScriptedModel(play=pause)) as desk:
        ana = desk.server.conversation()
        await desk.write(ana, "Hola")
        await desk.front.pass_time(10.5)
        working = asyncio.create_task(desk.front.work())
        await pause.reached.wait()
        await desk.change(ana, status="open", assignee=BIA)
        pause.go.set()
        await working
        await desk.settle()
    assert desk.server.taken == []


async def test_another_conversation_of_the_same_customer_changes_nothing(desk: Desk) -> None:
    old = desk.server.conversation(2401)
    assert await desk.say(old, "Hola") == ANSWER
    new = desk.server.conversation(2402)
    assert await desk.say(new, "Hola otra vez") == ANSWER, "the newer one is answered"
    await desk.change(old, status="open", assignee=BIA)
    assert await desk.say(new, "¿hola?") == ANSWER
    assert desk.chat()["address"] == "2402"


async def test_a_visitor_without_a_phone_is_one_customer(desk: Desk) -> None:
    about: dict[str, Any] = {"phone": None, "contact": 91, "channel": "Channel::WebWidget"}
    for number in (31, 32):
        visitor = desk.server.conversation(number, **about)
        assert await desk.say(visitor, "Hola") == ANSWER
    assert desk.chat()["phone"] is None
    assert desk.chat()["display_name"] == "Ana Prueba"


async def test_an_inbox_without_a_bot_at_the_desk_is_answered_until_somebody_takes_it(
    open_desk_with: OpeningDesk,
) -> None:
    async with open_desk_with(ScriptedModel(), settings={"answers_open": True}) as desk:
        ana = desk.server.conversation(status="open")
        assert await desk.say(ana, "Hola") == ANSWER
        await desk.change(ana, assignee=BIA)
        assert await desk.say(ana, "una duda") == []
        await desk.change(ana, assignee=None)
        assert await desk.say(ana, "¿hola?") == ANSWER
        assert ana.status == "open", "nobody there would see a pending one"
