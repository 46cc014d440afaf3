"""A conversation that the desk opened, perhaps because a webhook failed, does not stay mute."""

import asyncio
from typing import Any

import pytest

from tests.gateway.pipeline.desk.conftest import OpeningDesk
from tests.gateway.pipeline.desk.played_desk import BIA, CLAIM, HANDOFF, Desk
from tests.providers import chatwoot
from tests.scripted_model import Pause, ScriptedModel

ANSWER = ["De acuerdo."]


async def test_what_nobody_claims_is_answered_and_pending_again(desk: Desk) -> None:
    ana = desk.server.conversation()
    await desk.write(ana, "Hola, ¿a qué hora abren?")
    await desk.change(ana, status="open")
    assert await desk.listen(ana) == [], "perhaps somebody has it"
    assert desk.chat()["handled_because"] == "unclaimed"
    assert [status for status, _ in desk.messages()] == ["pending"]
    await desk.front.pass_time(CLAIM)
    assert await desk.listen(ana) == ANSWER
    await desk.settle()
    assert ana.status == "pending"
    assert desk.chat()["handled_by"] == "bot"


async def test_what_comes_meanwhile_waits_too_and_is_answered_once(desk: Desk) -> None:
    ana = desk.server.conversation()
    await desk.write(ana, "Hola")
    await desk.change(ana, status="open")
    for words in ("¿hola?", "¿hay alguien?"):
        assert await desk.say(ana, words) == []
    await desk.front.pass_time(CLAIM)
    assert await desk.listen(ana) == ANSWER
    assert {status for status, _ in desk.messages()} == {"handled"}


async def test_a_person_who_writes_has_it(desk: Desk) -> None:
    ana = desk.server.conversation()
    await desk.write(ana, "Hola")
    await desk.change(ana, status="open")
    await desk.settle()
    await desk.agent(ana, "Hola Ana, soy Bia")
    await desk.front.pass_time(HANDOFF)
    assert await desk.listen(ana) == []
    assert await desk.say(ana, "gracias") == []
    assert (ana.status, desk.chat()["handled_because"]) == ("open", "desk")


GIVEN: dict[str, dict[str, Any]] = {
    "person": {"assignee": BIA},
    "team": {"team": {"id": 3, "name": "Recepción"}},
}


@pytest.mark.parametrize("to", GIVEN)
@pytest.mark.parametrize("status", ["open", "pending"])
async def test_to_whom_it_is_given_has_it_for_as_long_as_a_handoff(
    desk: Desk, to: str, status: str
) -> None:
    """Somebody was named, perhaps by Chatwoot itself, and never looked."""
    ana = desk.server.conversation()
    await desk.write(ana, "Hola")
    await desk.change(ana, status=status)
    await desk.change(ana, **GIVEN[to])
    await desk.front.pass_time(HANDOFF - 60)
    assert await desk.listen(ana) == []
    assert await desk.say(ana, "¿hola?") == []
    await desk.front.pass_time(60)
    assert await desk.listen(ana) == ANSWER, "nothing that they wrote is lost"
    await desk.settle()
    assert (ana.status, desk.chat()["handled_by"]) == ("pending", "bot")


@pytest.mark.parametrize("to", GIVEN)
async def test_an_assignment_that_is_old_claims_nothing_when_a_failure_opens_the_chat(
    desk: Desk, to: str
) -> None:
    """Chatwoot keeps the assignee of a conversation that was resolved, and rules give out teams."""
    ana = desk.server.conversation(status="resolved", **GIVEN[to])
    assert await desk.say(ana, "Hola") == ANSWER, "the desk shows it as the bot's"
    await desk.write(ana, "¿Tienen cita hoy?")
    await desk.change(ana, status="open")
    assert await desk.listen(ana) == []
    await desk.front.pass_time(CLAIM)
    assert await desk.listen(ana) == ANSWER


async def test_who_was_assigned_when_a_failure_opened_it_may_never_look(desk: Desk) -> None:
    """Chatwoot assigns what becomes open to somebody by itself."""
    ana = desk.server.conversation()
    await desk.write(ana, "Hola")
    await desk.change(ana, status="open", assignee=BIA)
    assert await desk.listen(ana) == []
    await desk.front.pass_time(HANDOFF)
    assert await desk.listen(ana) == ANSWER


async def test_an_assignee_who_writes_keeps_it_when_another_is_added(desk: Desk) -> None:
    ana = desk.server.conversation()
    await desk.say(ana, "Hola")
    await desk.change(ana, status="open", assignee=BIA)
    await desk.agent(ana, "Hola Ana, soy Bia")
    await desk.change(ana, **GIVEN["team"])
    await desk.front.pass_time(HANDOFF + 60)
    assert await desk.say(ana, "¿siguen ahí?") == [], "a word has no end while it is open"
    await desk.change(ana, status="snoozed")
    assert await desk.say(ana, "¿hola?") == []


async def test_given_back_in_time_it_is_answered_at_once(desk: Desk) -> None:
    ana = desk.server.conversation()
    await desk.write(ana, "Hola")
    await desk.change(ana, status="open")
    await desk.settle()
    await desk.change(ana, status="pending")
    await desk.front.work()
    assert desk.received(ana) == ANSWER


async def test_given_back_after_somebody_was_named_it_is_answered_at_once(desk: Desk) -> None:
    ana = desk.server.conversation()
    await desk.write(ana, "Hola")
    await desk.change(ana, status="open")
    await desk.settle()
    await desk.change(ana, assignee=BIA)
    await desk.change(ana, status="pending")
    await desk.front.work()
    assert desk.received(ana) == ANSWER


async def test_a_reply_that_is_ready_waits_for_who_claims_it(open_desk_with: OpeningDesk) -> None:
    pause = Pause("Abrimos a las 9.")
    async with open_desk_with(ScriptedModel(play=pause)) as desk:
        ana = desk.server.conversation()
        await desk.write(ana, "¿A qué hora abren?")
        await desk.front.pass_time(10.5)
        working = asyncio.create_task(desk.front.work())
        await pause.reached.wait()
        await desk.change(ana, status="open")
        pause.go.set()
        await working
        await desk.settle()
        assert desk.server.taken == []
        await desk.front.pass_time(CLAIM)
        assert await desk.listen(ana) == ["Abrimos a las 9."]
        await desk.settle()
        assert ana.status == "pending"


async def test_a_reply_that_waits_is_withheld_when_a_person_claims_the_chat(
    open_desk_with: OpeningDesk,
) -> None:
    pause = Pause("Abrimos a las 9.")
    async with open_desk_with(ScriptedModel(play=pause)) as desk:
        ana = desk.server.conversation()
        await desk.write(ana, "¿A qué hora abren?")
        await desk.front.pass_time(10.5)
        working = asyncio.create_task(desk.front.work())
        await pause.reached.wait()
        await desk.change(ana, status="open")
        pause.go.set()
        await working
        await desk.change(ana, assignee=BIA)
        await desk.front.pass_time(CLAIM)
        assert await desk.listen(ana) == [], "it waits for Bia"
        await desk.agent(ana, "Hola Ana, soy Bia")
        assert await desk.listen(ana) == []
        [(status, _)] = desk.messages("outbound")
        assert status == "failed"


async def test_a_message_that_never_arrived_leaves_the_chat_open_for_a_moment_only(
    desk: Desk,
) -> None:
    """Our side was down: the message is lost, and its failure opened the conversation."""
    ana = desk.server.conversation()
    await desk.say(ana, "Hola")
    chatwoot.message(ana, "¿Tienen cita hoy?", at=desk.now)
    await desk.change(ana, status="open")
    assert desk.chat()["handled_because"] == "unclaimed"
    assert await desk.say(ana, "¿hola?") == []
    await desk.front.pass_time(CLAIM)
    assert await desk.listen(ana) == ANSWER


async def test_down_at_the_first_message_the_second_is_answered(desk: Desk) -> None:
    ana = desk.server.conversation(status="open")
    assert await desk.say(ana, "¿hola?") == []
    await desk.front.pass_time(CLAIM)
    assert await desk.listen(ana) == ANSWER
    await desk.settle()
    assert ana.status == "pending"


async def test_opened_while_nobody_waits_it_is_a_persons_for_as_long_as_a_handoff(
    desk: Desk,
) -> None:
    ana = desk.server.conversation()
    await desk.say(ana, "Hola")
    await desk.echo(ana)
    await desk.change(ana, status="open")
    await desk.front.pass_time(CLAIM)
    assert await desk.say(ana, "una duda") == []
    await desk.front.pass_time(HANDOFF)
    assert await desk.say(ana, "¿hola?") == ANSWER
    await desk.settle()
    assert ana.status == "open", "people may still want to look at it"
