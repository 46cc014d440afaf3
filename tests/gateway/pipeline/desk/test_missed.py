"""What was written at Chatwoot while this side was down is read there, as far as an agent's token is stored."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from gateway.channels.chatwoot.desk import state_of
from gateway.channels.chatwoot.history import as_in_webhooks
from tests.gateway.pipeline.desk.conftest import OpeningDesk
from tests.gateway.pipeline.desk.played_desk import BIA, CLAIM, Desk
from tests.providers import chatwoot
from tests.providers.chatwoot import Conversation
from tests.scripted_model import ScriptedModel

ANSWER = ["De acuerdo."]


@pytest.fixture
async def desk(open_desk_with: OpeningDesk) -> AsyncIterator[Desk]:
    async with open_desk_with(ScriptedModel(), agent_key="agent-token") as opened:
        await catch_up(opened)
        yield opened


async def catch_up(desk: Desk) -> None:
    await desk.front.pass_time(301)
    await desk.front.container.maintenance.run_due()


def unheard(desk: Desk, conversation: Conversation, words: str, **about: Any) -> None:
    """Somebody writes, and no webhook of it arrives."""
    chatwoot.message(conversation, words, at=desk.now, **about)


async def down(desk: Desk, minutes: float = 20) -> None:
    await desk.front.pass_time(minutes * 60)


async def test_a_failed_webhook_opened_it_and_it_is_answered_and_pending_again(desk: Desk) -> None:
    ana = desk.server.conversation()
    unheard(desk, ana, "¿Tienen cita hoy?")
    ana.change(desk.now, status="open")
    await down(desk)
    await catch_up(desk)
    assert await desk.listen(ana) == [], "perhaps somebody has it"
    await desk.front.pass_time(CLAIM)
    assert await desk.listen(ana) == ANSWER
    await desk.settle()
    assert ana.status == "pending"
    assert desk.messages() == [("handled", "¿Tienen cita hoy?")]


async def test_what_an_agent_answered_meanwhile_is_not_answered_again(desk: Desk) -> None:
    ana = desk.server.conversation()
    await desk.say(ana, "Hola")
    unheard(desk, ana, "¿Tienen cita hoy?")
    await down(desk, 1)
    unheard(desk, ana, "Sí, a las 5", kind="outgoing", sender=BIA)
    unheard(desk, ana, "clienta frecuente", kind="outgoing", sender=BIA, private=True)
    ana.change(desk.now, status="open", assignee=BIA)
    await down(desk)
    await catch_up(desk)
    assert await desk.listen(ana) == []
    assert desk.messages("staff") == [("seen", "Sí, a las 5")]
    assert desk.chat()["handled_by"] == "person"


async def test_a_note_that_was_missed_counts(desk: Desk) -> None:
    ana = desk.server.conversation()
    await desk.say(ana, "Hola")
    unheard(desk, ana, "/bot pause", kind="outgoing", sender=BIA, private=True)
    await down(desk)
    await catch_up(desk)
    assert await desk.say(ana, "¿hola?") == []


async def test_a_conversation_that_was_given_back_meanwhile_is_the_bots(desk: Desk) -> None:
    ana = desk.server.conversation()
    await desk.say(ana, "Hola")
    await desk.change(ana, status="open", assignee=BIA)
    await down(desk, 1)
    ana.change(desk.now, status="pending", assignee=None)
    await down(desk)
    await catch_up(desk)
    assert await desk.say(ana, "¿hola?") == ANSWER


async def test_what_is_listed_is_older_than_what_was_heard_since(desk: Desk) -> None:
    ana = desk.server.conversation()
    await desk.say(ana, "Hola")
    await down(desk)
    ana.change(desk.now, status="open", assignee=BIA)
    listed = ana.in_list()
    await desk.front.pass_time(2)
    await desk.change(ana, status="pending", assignee=None)
    state = state_of(as_in_webhooks(listed))
    assert state is not None
    assert state.at is not None
    assert state.at < desk.chat()["desk_at"]


async def test_long_conversations_and_many_of_them_are_read_to_where_they_are_known(
    desk: Desk,
) -> None:
    for number in range(30):
        ana = desk.server.conversation(
            3000 + number, phone=f"+5730055503{number:02d}", contact=number
        )
        unheard(desk, ana, f"hola {number}")
    busy = desk.server.conversation(3000)
    for number in range(45):
        unheard(desk, busy, f"mensaje {number}")
    await down(desk)
    await catch_up(desk)
    assert len(desk.messages()) == 75
    order = [body for _, body in desk.messages() if body.startswith("mensaje")]
    assert order == [f"mensaje {number}" for number in range(45)]


async def test_what_was_before_the_connection_is_not_read(desk: Desk) -> None:
    ana = desk.server.conversation()
    before = desk.now - timedelta(hours=3)
    chatwoot.message(ana, "de antes", at=before)
    unheard(desk, ana, "de ahora")
    await down(desk)
    await catch_up(desk)
    assert [body for _, body in desk.messages()] == ["de ahora"]


async def test_without_an_agents_token_nothing_is_asked(open_desk_with: OpeningDesk) -> None:
    async with open_desk_with(ScriptedModel()) as desk:
        await catch_up(desk)
        assert [r for r in desk.server.requests if r.method == "GET"] == []


async def test_typing_is_shown_with_an_agents_token_only(open_desk_with: OpeningDesk) -> None:
    async with open_desk_with(ScriptedModel()) as desk:
        assert await desk.say(desk.server.conversation(), "Hola") == ANSWER
        assert [r.path for r in desk.server.requests if "typing" in r.path] == []
