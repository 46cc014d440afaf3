"""While a person handles a chat the bot says nothing; when they are done it knows what was said."""

import asyncio
from typing import Any

from langchain_core.messages import AIMessage, HumanMessage

from tests.front import Customer, Front
from tests.promises.conftest import Opening
from tests.providers import evolution
from tests.scripted_model import Line, Messages, Pause, ScriptedModel

HANDOFF = 120 * 60


async def test_promise_7_the_bot_is_silent_while_staff_write_and_knows_afterwards(
    open_front_with: Opening,
) -> None:
    model = ScriptedModel(lines=["¡Hola!", "Claro, a las cuatro."])
    async with open_front_with(model) as front:
        ana = front.customer(channel="evolution")
        await ana.say("hola")
        await staff_writes(front, ana, "Ana, te atiende Marta. ¿Te sirve a las cuatro?")
        assert await ana.say("sí, perfecto", "¿llevo algo?") == ""
        await staff_writes(front, ana, "No hace falta nada.")
        assert await ana.say("gracias") == ""
        assert len(model.seen) == 1
        await front.pass_time(HANDOFF + 1)
        assert await ana.say("¿a qué hora quedamos?") == "Claro, a las cuatro."
    assert _heard(model.seen[-1]) == [
        ("customer", "hola"),
        ("bot", "¡Hola!"),
        ("staff", "Ana, te atiende Marta. ¿Te sirve a las cuatro?"),
        ("customer", "sí, perfecto"),
        ("customer", "¿llevo algo?"),
        ("staff", "No hace falta nada."),
        ("customer", "gracias"),
        ("customer", "¿a qué hora quedamos?"),
    ]


async def test_promise_7_each_word_of_staff_puts_the_return_of_the_bot_off(plain: Front) -> None:
    ana = plain.customer(channel="evolution")
    for _ in range(3):
        await staff_writes(plain, ana, "Seguimos.")
        await plain.pass_time(HANDOFF - 60)
        assert await ana.say("ok") == ""
    await plain.pass_time(120)
    assert await ana.say("¿hola?") == "De acuerdo."


async def test_promise_7_a_reply_that_was_being_thought_of_is_not_said(
    open_front_with: Opening,
) -> None:
    pause = Pause("Yo te ayudo.")
    async with open_front_with(ScriptedModel(play=pause)) as front:
        ana = front.customer(channel="evolution")
        await ana.write("hola")
        await front.pass_time(10.5)
        working = asyncio.create_task(front.work())
        await pause.reached.wait()
        await staff_writes(front, ana, "Hola Ana, soy Marta.")
        pause.go.set()
        await working
        await front.settle()
    assert front.evolution.sent == []
    assert front.rows("select * from chat_messages where direction = 'outbound'") == []
    assert front.rows("select status from turns") == [{"status": "dropped"}]


async def test_promise_7_a_reply_that_waits_for_a_retry_is_not_said_either(plain: Front) -> None:
    ana = plain.customer(channel="evolution")
    plain.evolution.answer_next(429)
    await ana.say("hola")
    await staff_writes(plain, ana, "Hola Ana, soy Marta.")
    for _ in range(3):
        await plain.settle()
    assert plain.evolution.sent == []
    withheld = plain.rows("select status, error from chat_messages where direction = 'outbound'")
    assert withheld == [{"status": "failed", "error": "a person handles this chat"}]


async def test_promise_7_what_staff_said_survives_a_turn_that_failed(
    open_front_with: Opening,
) -> None:
    lines: list[Line] = ["¡Hola!", *[RuntimeError("down")] * 4, "Ya veo."]
    model = ScriptedModel(lines=lines)
    async with open_front_with(model) as front:
        ana = front.customer(channel="evolution")
        await ana.say("hola")
        await staff_writes(front, ana, "El martes está cerrado.")
        await front.pass_time(HANDOFF + 1)
        await ana.write("¿y el martes?")
        for _ in range(6):
            await front.settle()
        assert await ana.say("¿y el jueves?") == "Ya veo."
    heard = _heard(model.seen[-1])
    assert ("staff", "El martes está cerrado.") in heard
    assert ("customer", "¿y el martes?") not in heard, "what broke the model breaks it no more"


async def test_promise_7_what_came_while_the_bot_answered_is_known_after_a_person(
    open_front_with: Opening,
) -> None:
    front: Front
    interruptions = ["uno", "dos", "tres"]

    async def interrupted(messages: Messages) -> Line:
        if interruptions:
            await front.customer(channel="evolution").write(interruptions.pop(0))
        return "Listo."

    model = ScriptedModel(play=interrupted)
    async with open_front_with(model) as front:
        ana = front.customer(channel="evolution")
        await ana.write("hola")
        await front.pass_time(10.5)
        for _ in range(2):
            await front.work()
            await front.pass_time(10.5)
        await front.container.queue.run_worker_async(  # the third turn only: it commits
            queues=["turns"], wait=False, concurrency=1, install_signal_handlers=False
        )
        await staff_writes(front, ana, "Te atiendo yo.")
        await front.settle()
        await front.pass_time(HANDOFF + 1)
        await ana.say("gracias")
    heard = [text for who, text in _heard(model.seen[-1]) if who != "bot"]
    assert heard == ["hola", "uno", "dos", "tres", "Te atiendo yo.", "gracias"]


async def test_promise_7_the_echo_of_a_reply_is_not_a_person(plain: Front) -> None:
    ana = plain.customer(channel="evolution")
    await ana.say("hola")
    sent = plain.evolution.sent[0]
    name = plain.connection_name("aurora", "evolution")
    echo = evolution.echo(sent.id, sent.text, jid=sent.jid, instance=name)
    typed = evolution.text(sent.text, jid=sent.jid, alternative=None, from_me=True, id=sent.id)
    for payload in (echo, {**typed, "instance": name}):
        assert (await plain.post("evolution", "aurora", payload)).status_code == 200
    assert await ana.say("¿sigues ahí?") == "De acuerdo."


async def test_promise_7_a_chat_given_to_a_person_by_staff_stays_with_them(plain: Front) -> None:
    ana = plain.customer()
    await ana.say("hola")
    about = {"organization": plain.organization("aurora"), "conversation": ana.chat["id"]}
    await plain.container.database.call("handoff_set", **about, by="person")
    assert await ana.say("¿hola?") == ""
    await plain.container.database.call("handoff_set", **about, by="bot")
    assert await ana.say("¿hola?") == "De acuerdo."


async def staff_writes(front: Front, customer: Customer, text: str) -> None:
    """A person of the business types in WhatsApp itself."""
    payload: dict[str, Any] = evolution.text(
        text,
        jid=f"{customer.phone}@s.whatsapp.net",
        alternative=None,
        from_me=True,
        instance=front.connection_name(customer.tenant, "evolution"),
    )
    payload["data"]["messageTimestamp"] = int(front.clock.now().timestamp())
    assert (await front.post("evolution", customer.tenant, payload)).status_code == 200


def _heard(messages: Messages) -> list[tuple[str, str]]:
    """Who said what, as the model was shown it."""
    found: list[tuple[str, str]] = []
    for message in messages:
        if isinstance(message, HumanMessage):
            found.append(("customer", str(message.text)))
        elif isinstance(message, AIMessage):
            found.append(("staff" if message.name == "staff" else "bot", str(message.text)))
    return found
