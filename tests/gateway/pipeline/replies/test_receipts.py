"""What a turn changed is told exactly once, whatever becomes of the turn and of the model's words."""

import asyncio

import pytest
from langchain_core.messages import HumanMessage

from gateway.pipeline import apologies
from gateway.pipeline.guards import MOST_TURNS_IN_FIVE_MINUTES
from tests.front import beside
from tests.front_fixtures import Opening
from tests.gateway.pipeline.replies.owed_receipts import (
    AT_THREE,
    DATES,
    FAULTS,
    HAPPENED,
    LIE,
    OFFER,
    SEARCH,
    TITLE,
    Booking,
    Script,
    all_tries,
    named,
    receipts,
    sent,
)
from tests.promises.test_promise_07_a_person_handles import staff_writes
from tests.scripted_model import Line, Pause, ScriptedModel, call


async def test_words_that_are_withheld_cost_no_receipt(open_front_with: Opening) -> None:
    script = Script()
    async with open_front_with(script.model) as front:
        ana = front.customer()
        await script.chooses(ana, LIE, LIE)
        heard = await ana.listen()
        assert [a["service"] for a in front.appointments()] == ["depilacion-laser"]
        assert heard.count(TITLE) == 1
        assert HAPPENED not in heard
        assert front.rows("select * from escalations") == []
        [kept] = front.rows("select reason, body from withheld_replies")
        assert kept == {"reason": "change: quedó cancelada", "body": f"{LIE}\n\n{LIE}"}

        await ana.say("¿y la anterior?")
        shown = script.model.seen[-1]
        said = [str(m.text) for m in shown if isinstance(m, HumanMessage)]
        assert said[-2:] == ["sí, soy Ana Pérez", "¿y la anterior?"]
        assert HAPPENED not in str(shown)
        assert heard.rpartition("\n")[2] in str(shown)
        assert receipts(front, ana) == 1


async def test_words_without_a_receipt_are_withheld_and_the_thread_goes_on(
    open_front_with: Opening,
) -> None:
    script = Script()
    async with open_front_with(script.model) as front:
        ana = front.customer()
        script.lines += [LIE, LIE]
        heard = await ana.say("quiero cancelar la cita del lunes")
        assert heard
        assert HAPPENED not in heard
        await ana.say("¿sigues ahí?")
        shown = script.model.seen[-1]
        assert "quiero cancelar la cita del lunes" in str(shown)
        assert heard.splitlines()[0] in str(shown)
        assert HAPPENED not in str(shown)


async def test_a_model_is_told_what_was_untrue_and_says_it_otherwise(
    open_front_with: Opening,
) -> None:
    script = Script()
    async with open_front_with(script.model) as front:
        ana = front.customer()
        script.lines += [LIE, "No he cancelado nada. ¿Qué cita es?"]
        assert await ana.say("cancela la del lunes") == "No he cancelado nada. ¿Qué cita es?"
        first, again = script.model.seen
        told = str(again[0].content).removeprefix(str(first[0].content))
        assert '"quedó cancelada": no tool did this' in told
        assert first[1:] == again[1:]
        await ana.say("gracias")
        assert "quedó cancelada" not in str(script.model.seen[-1])


async def test_an_honest_sentence_about_a_taken_time_goes_out(open_front_with: Opening) -> None:
    script = Script()
    said = "A las 3 Camila ya está reservada, pero tengo 2:30 ¿Te sirve?"
    async with open_front_with(script.model) as front:
        ana = front.customer()
        script.lines += [
            call("check_availability", service="láser", **(DATES | {"time": "14:30"})),
            said,
        ]
        assert await ana.say("láser el martes a las 3") == said
        assert front.rows("select * from escalations") == []


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
async def test_a_model_that_fails_after_the_booking_costs_no_receipt(
    open_front_with: Opening, fault: list[Line]
) -> None:
    script = Script()
    async with open_front_with(script.model) as front:
        ana = front.customer()
        await script.chooses(ana, *fault)
        await all_tries(front)
        assert len(front.appointments()) == 1
        assert receipts(front, ana) == 1, sent(front, ana)
        assert not front.rows("select 1 from chat_identities where first_pending_at is not null")
        script.lines.clear()
        assert await ana.say("gracias") == "De acuerdo."
        assert receipts(front, ana) == 1


async def test_a_turn_that_fails_for_good_says_what_is_done_and_calls_a_person(
    open_front_with: Opening,
) -> None:
    script = Script()
    async with open_front_with(script.model) as front:
        ana = front.customer()
        await script.chooses(ana, *FAULTS["error for good"])
        await all_tries(front)
        assert sent(front, ana)[-1] == apologies.done("es", told=True)
        assert [e["reason"] for e in front.rows("select reason from escalations")] == ["failed"]
        await ana.say("hola")
        assert TITLE in str(script.model.seen[-1]), "what was sent stands in the next prompt"


async def test_a_process_that_dies_after_the_booking_owes_its_receipt(
    open_front_with: Opening,
) -> None:
    script, dies = Script(), Pause("nie")
    async with open_front_with(script.model) as front:
        ana = front.customer()
        await script.chooses(ana, dies)
        await front.pass_time(10.5)
        working = asyncio.create_task(front.work())
        await dies.reached.wait()
        front.execute(
            "update procrastinate_workers set last_heartbeat = now() - interval '1 minute'"
        )
        async with beside(front, ScriptedModel(otherwise="Aquí estoy.")) as other:
            await other.container.worker.sweep()
            await other.work()
        assert sent(front, ana)[1:] == [sent(front, ana)[1], "Aquí estoy."]
        assert receipts(front, ana) == 1
        dies.go.set()
        await working
        await all_tries(front)
    assert receipts(front, ana) == 1
    assert len(front.appointments()) == 1


async def test_whoever_was_overtaken_before_it_booked_tells_what_it_did(
    open_front_with: Opening,
) -> None:
    """The booking of a frozen worker comes after the other's answer, and its receipt with it."""
    script = Script()
    async with open_front_with(script.model) as front:
        ana = front.customer()
        frozen = Booking(await script.offered(ana))
        script.lines += [named(), frozen, "Ahora sí."]
        await ana.write("sí, soy Ana Pérez")
        await front.pass_time(10.5)
        working = asyncio.create_task(front.work())
        await frozen.reached.wait()
        front.execute(
            "update procrastinate_workers set last_heartbeat = now() - interval '1 minute'"
        )
        async with beside(front, ScriptedModel(otherwise="Un momento.")) as other:
            await other.container.worker.sweep()
            await other.work()
        assert receipts(front, ana) == 0
        frozen.go.set()
        await working
        await all_tries(front)
    assert len(front.appointments()) == receipts(front, ana) == 1


async def test_a_person_who_takes_the_chat_over_does_not_take_the_receipt(
    open_front_with: Opening,
) -> None:
    script, pause = Script(), Pause(HAPPENED)
    async with open_front_with(script.model) as front:
        ana = front.customer()
        await script.chooses(ana, pause)
        await front.pass_time(10.5)
        working = asyncio.create_task(front.work())
        await pause.reached.wait()
        about = {"organization": front.organization("aurora"), "conversation": ana.chat["id"]}
        await front.container.database.call("handoff_set", **about, by="person")
        pause.go.set()
        await working
        await all_tries(front)
        assert len(front.appointments()) == receipts(front, ana) == 1
        assert HAPPENED not in "".join(sent(front, ana))
        assert front.rows("select reason from withheld_replies") == [
            {"reason": "a person handles this chat"}
        ]
        await front.container.database.call("handoff_set", **about, by="bot")
        await ana.say("hola")
        assert TITLE in str(script.model.seen[-1])
        assert receipts(front, ana) == 1


async def test_a_receipt_that_waits_in_the_outbox_goes_out_beside_a_person(
    open_front_with: Opening,
) -> None:
    script = Script()
    async with open_front_with(script.model) as front:
        ana = front.customer()
        await script.chooses(ana, HAPPENED)
        front.gupshup.answer_next(503, {"message": "busy"})
        await front.settle()
        about = {"organization": front.organization("aurora"), "conversation": ana.chat["id"]}
        await front.container.database.call("handoff_set", **about, by="person")
        await front.pass_time(120)
        await all_tries(front)
        assert receipts(front, ana) == 1
        assert HAPPENED not in "".join(sent(front, ana))


async def test_a_booking_of_a_try_that_failed_is_told_by_whoever_finds_a_person_there(
    open_front_with: Opening,
) -> None:
    script = Script()
    async with open_front_with(script.model) as front:
        ana = front.customer(channel="evolution")
        script.lines += [SEARCH, OFFER]
        await ana.say("Quiero láser el martes a las 3")
        [slot] = front.rows(AT_THREE)
        script.lines += [
            named(),
            call("book_appointment", slot=slot["token"]),
            RuntimeError("down"),
        ]
        await ana.write("sí, soy Ana Pérez")
        await front.settle()
        assert len(front.appointments()) == 1
        await staff_writes(front, ana, "Te atiendo yo.")
        await all_tries(front)
        told = [s.text for s in front.evolution.sent if TITLE in s.text]
        assert len(told) == 1


async def test_newer_messages_do_not_put_a_receipt_off(open_front_with: Opening) -> None:
    script, pause = Script(), Pause("Listo.")
    async with open_front_with(script.model) as front:
        ana = front.customer()
        await script.chooses(ana, pause)
        await front.pass_time(10.5)
        working = asyncio.create_task(front.work())
        await pause.reached.wait()
        await ana.write("¿quedó?")
        pause.go.set()
        await working
        await all_tries(front)
        assert receipts(front, ana) == 1


async def test_a_loop_is_told_once_then_silent_but_for_its_receipts(
    open_front_with: Opening,
) -> None:
    script = Script()
    async with open_front_with(script.model) as front:
        ana = front.customer(name="Ana Pérez")
        slot = await script.offered(ana)
        offer = ana.options
        for _ in range(MOST_TURNS_IN_FIVE_MINUTES):
            front.execute(
                "insert into turns (organization_id, chat_identity_id, token, status, message_ids, "
                "started_at) select organization_id, id, turn_token, 'committed', '{}', frontdesk.now() "
                "from chat_identities"
            )
        before = len(sent(front, ana))
        script.lines += [HAPPENED]
        paused = await ana.say("hola")
        assert "una persona del equipo" in paused
        assert [r["reason"] for r in front.rows("select reason from escalations")] == ["loop"]
        script.lines += [HAPPENED]
        assert await ana.say("¿hola?") == ""
        reasons = front.rows("select reason from withheld_replies order by reason")
        assert [r["reason"] for r in reasons] == ["loop", "loop, told"]
        before += 1
        script.lines += [
            named(),
            call("book_appointment", slot=slot),
            RuntimeError("down"),
            HAPPENED,
        ]
        ana.options = offer
        await ana.tap("3:00")
        await all_tries(front)
        assert [TITLE in text for text in sent(front, ana)[before:]] == [True]
