"""A conversation that the desk opened, perhaps because a webhook failed, does not stay mute."""

import asyncio

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


@pytest.mark.parametrize("how", ["assigned", "written"])
async def test_a_person_who_claims_it_has_it(desk: Desk, how: str) -> None:
    ana = desk.server.conversation()
    await desk.write(ana, "Hola")
    await desk.change(ana, status="open")
    await desk.settle()
    if how == "assigned":
        await desk.change(ana, assignee=BIA)
    else:
        await desk.agent(ana, "Hola Ana, soy Bia")
    await desk.front.pass_time(HANDOFF)
    assert await desk.listen(ana) == []
    assert await desk.say(ana, "gracias") == []
    assert (ana.status, desk.chat()["handled_because"]) == ("open", "desk")


async def test_given_back_in_time_it_is_answered_at_once(desk: Desk) -> None:
    ana = desk.server.conversation()
    await desk.write(ana, "Hola")
    await desk.change(ana, status="open")
    await desk.settle()
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
