"""A call for a person is open, taken, answered and closed; nobody answers a chat that somebody else has."""

import asyncio
from uuid import uuid4

from gateway.console.records import Outcome
from tests.front_fixtures import Opening
from tests.gateway.console.conftest import Desk, desk_of
from tests.providers import evolution
from tests.scripted_model import ScriptedModel


async def test_a_case_is_taken_answered_and_closed(desk: Desk) -> None:
    case = await desk.call()
    [waiting] = await desk.ana.cases()
    assert (waiting.customer, waiting.case.taken_at, waiting.case.answered_at) == (
        "Marta",
        None,
        None,
    )
    assert (await desk.ana.take_case(case)).status == "taken"
    [taken] = await desk.beto.cases()
    assert (taken.case.owner_name, taken.case.answered_at) == ("Ana Rojas", None)
    assert await desk.customer.say("¿hay alguien?") == "", "the bot is silent"
    assert (await desk.ana.answer(desk.chat, " Soy Ana, dime. ", "1")).status == "queued"
    assert await desk.customer.listen() == "Soy Ana, dime."
    [answered] = await desk.ana.cases()
    assert answered.case.answered_at is not None
    assert (await desk.ana.close_case(case)).status == "closed"
    assert (await desk.ana.close_case(case)).status == "already"
    assert await desk.ana.cases() == []
    assert (await desk.ana.take_case(case)).status == "closed"
    assert desk.actions() == [("ana.rojas", a) for a in ("taken", "answered", "closed")]


async def test_a_closed_case_stays_closed_and_a_new_call_is_a_new_case(desk: Desk) -> None:
    first = await desk.call()
    assert await desk.call() == first, "asked again while it is open it is the same"
    await desk.beto.close_case(first)
    second = await desk.call()
    assert second != first
    assert [c.case.id for c in await desk.ana.cases()] == [second]


async def test_ordinary_calls_of_a_chat_close_together_and_a_case_of_the_law_by_itself(
    desk: Desk,
) -> None:
    await desk.call()
    await desk.front.pass_time(31 * 60)
    again = await desk.call()
    await desk.front.pass_time(1)
    privacy = await desk.call("privacy")
    assert len(await desk.ana.cases()) == 3
    await desk.ana.close_case(again)
    assert [c.case.id for c in await desk.ana.cases()] == [privacy]


async def test_two_people_never_answer_one_chat_unknowingly(desk: Desk) -> None:
    await desk.ana.take(desk.chat)
    refused = await desk.beto.answer(desk.chat, "Hola, soy Beto", "1")
    assert (refused.status, refused.name) == ("owned", "Ana Rojas")
    assert (await desk.beto.take(desk.chat)).status == "owned"
    assert (await desk.beto.give_back(desk.chat)).status == "owned"
    over = refused.owner
    assert (await desk.beto.take(desk.chat, over)).status == "taken"
    assert (await desk.ana.answer(desk.chat, "Sigo yo", "2")).status == "owned"
    assert (await desk.ana.take(desk.chat, over)).status == "owned", "it is Beto's by now"
    assert (await desk.beto.answer(desk.chat, "Ahora sí, soy Beto", "3")).status == "queued"
    assert await desk.customer.listen() == "Ahora sí, soy Beto"
    assert ("beto", "taken_over") in desk.actions()


async def test_both_answer_at_the_same_moment_and_one_is_heard(desk: Desk) -> None:
    outcomes = await asyncio.gather(
        *(who.answer(desk.chat, "Hola", str(i)) for i, who in enumerate((desk.ana, desk.beto)))
    )
    assert sorted(outcome.status for outcome in outcomes) == ["owned", "queued"]
    assert await desk.customer.listen() == "Hola"


async def test_a_form_that_is_sent_twice_is_one_answer_and_one_note(desk: Desk) -> None:
    first = await desk.ana.answer(desk.chat, "Ya lo miro", "k")
    assert await desk.ana.answer(desk.chat, "Ya lo miro", "k") == first
    for _ in range(2):
        await desk.ana.note(desk.chat, "pagó en efectivo", "n")
    assert await desk.customer.listen() == "Ya lo miro"
    shown = await desk.beto.transcript(desk.chat)
    assert shown
    assert [note.text for note in shown.notes] == ["pagó en efectivo"]


async def test_who_writes_in_the_business_app_has_the_chat_and_answered_the_call(
    desk: Desk,
) -> None:
    front = desk.front
    marta = front.customer("573005550102", channel="evolution", name="Marta")
    desk.customer = marta
    await marta.say("hola")
    await desk.call()
    await front.pass_time(60)
    payload = evolution.text(
        "Hola Marta, ya te ayudo con eso",
        jid=f"{marta.phone}@s.whatsapp.net",
        alternative=None,
        instance=front.connection_name("aurora", "evolution"),
        from_me=True,
    )
    assert (await front.post("evolution", "aurora", payload)).status_code == 200
    [row] = await desk.ana.cases()
    assert row.case.answered_at is not None
    assert row.case.owner is None
    assert (await desk.ana.answer(desk.chat, "Yo también", "1")).status == "owned"
    assert (await desk.ana.take(desk.chat)).status == "taken"
    assert (await desk.ana.answer(desk.chat, "Sigo yo", "1")).status == "queued"


async def test_given_back_the_bot_answers_what_nobody_did_and_knows_what_was_said(
    open_front_with: Opening,
) -> None:
    model = ScriptedModel(lines=["¡Hola!", "A las cuatro."])
    async with open_front_with(model) as front:
        desk = await desk_of(front)
        await desk.ana.answer(desk.chat, "Soy Ana, de recepción.", "1")
        assert await desk.customer.listen() == "Soy Ana, de recepción."
        await desk.customer.say("¿y a qué hora puedo ir?")
        assert (await desk.ana.give_back(desk.chat)).status == "given_back"
        assert await desk.customer.listen() == "A las cuatro."
    heard = [(m.name or m.type, m.content) for m in model.seen[-1]]
    assert ("staff", "Soy Ana, de recepción.") in [
        (who, str(text).rpartition("] ")[2] if who == "staff" else text) for who, text in heard
    ]


async def test_what_does_not_exist_is_not_there(desk: Desk) -> None:
    nothing = Outcome(status="not_found")
    assert await desk.ana.take(uuid4()) == nothing
    assert await desk.ana.take_case(uuid4()) == nothing
    assert await desk.ana.answer(uuid4(), "x", "1") == nothing
    assert await desk.ana.note(uuid4(), "x", "1") == nothing
    assert await desk.ana.chat(uuid4()) is None
    assert await desk.ana.transcript(uuid4()) is None
    desk.front.execute("update staff_accounts set disabled_at = now() where email like 'ana%%'")
    assert await desk.ana.answer(desk.chat, "x", "1") == nothing
    assert await desk.ana.transcript(desk.chat) is None
    assert await desk.ana.account() is None


async def test_an_ordinary_call_is_over_in_time_and_a_case_of_the_law_is_not(desk: Desk) -> None:
    await desk.call("privacy")
    await desk.call()
    assert len(await desk.ana.cases()) == 2
    await desk.front.pass_time(13 * 24 * 3600)
    assert len(await desk.ana.cases()) == 2
    await desk.front.pass_time(24 * 3600)
    assert [c.case.reason for c in await desk.ana.cases()] == ["privacy"]
    await desk.call()
    await desk.ana.answer(desk.chat, "Dime", "1")
    await desk.front.pass_time(24 * 3600)
    assert [c.case.reason for c in await desk.ana.cases()] == ["privacy"]
