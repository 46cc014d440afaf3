"""What a turn changed is told exactly once, whatever becomes of the turn and of the model's words."""

import asyncio
from typing import Any

import pytest
import typer
from langchain_core.messages import AIMessage, HumanMessage

from gateway.checks.replies import check_withheld
from gateway.checks.stored import Stored
from gateway.cli.withheld import withheld
from gateway.organizations.rows import list_organizations
from gateway.pipeline import apologies
from gateway.pipeline.guards import MOST_TURNS_IN_FIVE_MINUTES
from tests.command_line import Deployment, command
from tests.front import Customer, Front, beside
from tests.front_fixtures import Opening
from tests.promises.test_promise_07_a_person_handles import staff_writes
from tests.scripted_model import Line, Messages, Pause, ScriptedModel, call

DATES = {"date_from": "2026-11-24", "date_to": "2026-11-24", "time": "15:00"}
SEARCH = call("check_availability", service="láser", **DATES)
OFFER = "Tengo martes 24 de noviembre, 3:00 p. m. ¿La reservo?"
TITLE = "Cita agendada"
HAPPENED = "Hoy hubo fuegos artificiales."
"""Words that must not reach anybody, with a claim behind them."""
LIE = f"{HAPPENED} La anterior quedó cancelada."


def named() -> AIMessage:
    about = {"name": "resolve_contact_on_booking", "args": {"name": "Ana Pérez"}, "id": "call_name"}
    return AIMessage("", tool_calls=[about])


class Booking(Pause):
    """Books when it is let go."""

    def __init__(self, slot: str) -> None:
        super().__init__("")
        self._slot = slot

    async def __call__(self, messages: Messages) -> Line:
        await super().__call__(messages)
        return call("book_appointment", slot=self._slot)


class Script:
    """The model's lines, put in as the test goes; what it was shown."""

    def __init__(self) -> None:
        self.lines: list[Line | Pause] = []
        self.model = ScriptedModel(node="appointment", play=self._play)

    async def _play(self, messages: Messages) -> Line:
        line = self.lines.pop(0) if self.lines else "De acuerdo."
        return await line(messages) if isinstance(line, Pause) else line

    async def offered(self, ana: Customer) -> str:
        self.lines += [SEARCH, OFFER]
        await ana.say("Quiero láser el martes a las 3")
        return ana.options[0][0]

    async def chooses(self, ana: Customer, *after: Line | Pause) -> None:
        """The customer says yes and the model books; then `after`. Nothing has run yet."""
        slot = await self.offered(ana)
        self.lines += [named(), call("book_appointment", slot=slot), *after]
        await ana.write("sí, soy Ana Pérez")


def sent(front: Front, ana: Customer) -> list[str]:
    return [s.text for s in front.gupshup.sent if s.destination == ana.phone]


def receipts(front: Front, ana: Customer, title: str = TITLE) -> int:
    return sum(text.count(title) for text in sent(front, ana))


async def all_tries(front: Front) -> None:
    for _ in range(6):
        await front.settle()


async def test_words_that_are_withheld_cost_no_receipt(open_front_with: Opening) -> None:
    script = Script()
    async with open_front_with(script.model) as front:
        ana = front.customer()
        await script.chooses(ana, LIE)
        heard = await ana.listen()
        assert [a["service"] for a in front.appointments()] == ["depilacion-laser"]
        assert heard.count(TITLE) == 1
        assert heard.endswith(apologies.done("es", told=False))
        assert HAPPENED not in heard
        assert front.rows("select * from escalations") == []
        [kept] = front.rows("select reason, body from withheld_replies")
        assert kept == {"reason": "claims cancelled", "body": LIE}

        await ana.say("¿y la anterior?")
        shown = script.model.seen[-1]
        said = [str(m.text) for m in shown if isinstance(m, HumanMessage)]
        assert said[-2:] == ["sí, soy Ana Pérez", "¿y la anterior?"]
        assert HAPPENED not in str(shown)
        assert apologies.done("es", told=False) in str(shown)
        assert receipts(front, ana) == 1


async def test_words_without_a_receipt_are_withheld_and_the_thread_goes_on(
    open_front_with: Opening,
) -> None:
    script = Script()
    async with open_front_with(script.model) as front:
        ana = front.customer()
        script.lines += [LIE]
        heard = await ana.say("quiero cancelar la cita del lunes")
        assert heard == apologies.failed("es", told=True)
        assert len(front.rows("select * from escalations")) == 1
        await ana.say("¿sigues ahí?")
        shown = script.model.seen[-1]
        assert "quiero cancelar la cita del lunes" in str(shown)
        assert apologies.failed("es", told=True) in str(shown)
        assert HAPPENED not in str(shown)


async def test_what_was_not_shown_cannot_be_chosen(open_front_with: Opening) -> None:
    script = Script()
    async with open_front_with(script.model) as front:
        ana = front.customer()
        script.lines += [SEARCH, f"{LIE} ¿Te sirve el martes?"]
        await ana.say("Quiero láser el martes a las 3")
        [slot] = front.rows("select token from slot_offers order by starts_at limit 1")
        script.lines += [named(), call("book_appointment", slot=slot["token"]), "Hecho."]
        await ana.say("sí, soy Ana Pérez")
        assert front.appointments() == []


async def test_an_honest_sentence_about_a_taken_time_goes_out(open_front_with: Opening) -> None:
    script = Script()
    said = "A las 3 Camila ya está reservada, pero tengo 2:30 ¿Te sirve?"
    async with open_front_with(script.model) as front:
        ana = front.customer()
        script.lines += [said]
        assert await ana.say("láser el martes a las 3") == said
        assert front.rows("select * from escalations") == []


FAULTS: dict[str, list[Line]] = {
    "error once": [RuntimeError("down")],
    "timeout once": [TimeoutError()],
    "error for good": [RuntimeError("down")] * 4,
    "timeout for good": [TimeoutError()] * 4,
    "an exception of ours for good": [KeyError("bug")] * 4,
    "null characters": ["Listo \x00\ud800 hecho."],
    "empty": [AIMessage("")] * 4,
    "only tools": [call("list_appointments")] * 13,
}


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
        [slot] = front.rows("select token from slot_offers order by starts_at limit 1")
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


async def test_a_loop_is_silent_but_for_its_receipts(open_front_with: Opening) -> None:
    script = Script()
    async with open_front_with(script.model) as front:
        ana = front.customer()
        slot = await script.offered(ana)
        for _ in range(MOST_TURNS_IN_FIVE_MINUTES):
            front.execute(
                "insert into turns (organization_id, chat_identity_id, token, status, message_ids, "
                "started_at) select organization_id, id, turn_token, 'committed', '{}', frontdesk.now() "
                "from chat_identities"
            )
        before = len(sent(front, ana))
        script.lines += [HAPPENED]
        assert await ana.say("hola") == ""
        assert [r["reason"] for r in front.rows("select reason from withheld_replies")] == ["loop"]
        script.lines += [
            named(),
            call("book_appointment", slot=slot),
            RuntimeError("down"),
            HAPPENED,
        ]
        await ana.write("sí, soy Ana Pérez")
        await all_tries(front)
        assert [TITLE in text for text in sent(front, ana)[before:]] == [True]


async def test_a_move_and_a_cancellation_are_told_like_a_booking(open_front_with: Opening) -> None:
    script = Script()
    async with open_front_with(script.model) as front:
        ana = front.customer()
        await script.chooses(ana, "Listo.")
        await ana.listen()
        [booked] = front.appointments()
        own = {"appointment": str(booked["id"])}
        there = {**DATES, "time": "16:00"}
        script.model.node = "reschedule"
        script.lines += [call("check_availability", **own, **there), "¿La paso a las 4?"]
        await ana.say("¿la puedes pasar a las 4?")
        script.lines += [call("reschedule_appointment", **own, slot=ana.options[0][0]), LIE]
        assert (await ana.say("sí")).count("Cita reprogramada") == 1

        script.model.node = "cancellation"
        script.lines += [call("cancel_appointment", **own), "¿La cancelo?"]
        await ana.say("mejor cancélala")
        key = ana.options[0][0].removesuffix(":yes")
        script.lines += [call("cancel_appointment", proposal=key), *FAULTS["error for good"]]
        await ana.write("sí")
        await all_tries(front)
        assert front.appointments() == []
        assert receipts(front, ana, "Cita cancelada") == 1
        assert receipts(front, ana) == receipts(front, ana, "Cita reprogramada") == 1


async def test_a_confirmation_is_told_like_a_booking(open_front_with: Opening) -> None:
    script = Script()
    async with open_front_with(script.model) as front:
        ana = front.customer()
        await script.chooses(ana, "Listo.")
        await ana.listen()
        script.model.node = "confirmation"
        script.lines += [call("confirm_appointment"), LIE]
        heard = await ana.say("confirmo")
        assert heard.count("Cita confirmada") == 1
        assert HAPPENED not in heard


NOTED: dict[str, tuple[AIMessage, str]] = {
    "reminders": (call("record_consent", kind="reminders", granted=True), "quieres recibir"),
    "no reminders": (call("record_consent", kind="reminders", granted=False), "no quieres"),
    "name": (named(), "Anotado a nombre de Ana Pérez."),
}


@pytest.mark.parametrize(("tool", "line"), NOTED.values(), ids=NOTED.keys())
async def test_what_has_no_receipt_is_said_in_a_line_when_the_words_are_withheld(
    open_front_with: Opening, tool: AIMessage, line: str
) -> None:
    script = Script()
    async with open_front_with(script.model) as front:
        ana = front.customer()
        script.lines += [named(), "Gracias, Ana."]
        assert await ana.say("soy Ana Pérez") == "Gracias, Ana."
        script.lines += [tool, LIE]
        heard = await ana.say("una cosa más")
        assert heard.count(line) == 1
        assert heard.endswith(apologies.done("es", told=False))
        assert await ana.say("gracias") == "De acuerdo."


async def test_words_that_go_out_tell_of_what_has_no_receipt(open_front_with: Opening) -> None:
    script = Script()
    async with open_front_with(script.model) as front:
        ana = front.customer()
        consent = call("record_consent", kind="reminders", granted=True)
        script.lines += [named(), consent, "Listo, te recordaré."]
        assert await ana.say("soy Ana, recuérdame") == "Listo, te recordaré."
        assert await ana.say("gracias") == "De acuerdo."


async def test_the_waiting_list_is_told_after_a_failure(open_front_with: Opening) -> None:
    script = Script()
    async with open_front_with(script.model) as front:
        ana = front.customer()
        script.lines += [named(), "Gracias."]
        await ana.say("soy Ana Pérez")
        [row] = front.rows(
            "select s.id as service, i.contact_id, i.organization_id, i.id as chat from services s, "
            "chat_identities i where s.key = 'depilacion-laser' and s.organization_id = i.organization_id"
        )
        script.lines += [RuntimeError("down")]
        await ana.write("apúntame")
        await front.settle()
        [turn] = front.rows("select id from turns order by token desc limit 1")
        front.execute(
            "insert into waiting_list (organization_id, chat_identity_id, contact_id, turn_id, services, "
            "first_day, last_day, joined_at, changed_at, wake_at) values (%s, %s, %s, %s, "
            "jsonb_build_array(%s::text), '2026-11-24', '2026-11-24', frontdesk.now(), frontdesk.now(), "
            "frontdesk.now() + interval '1 hour')",
            row["organization_id"], row["chat"], row["contact_id"], turn["id"], str(row["service"]),
        )  # fmt: skip
        script.lines += ["Listo."]
        await all_tries(front)
        told = [text for text in sent(front, ana) if "lista de espera" in text]
        assert len(told) == 1
        assert "Depilación láser" in told[0]


async def test_a_receipt_that_cannot_be_rendered_says_at_least_that_it_stands(
    open_front_with: Opening,
) -> None:
    script = Script()
    async with open_front_with(script.model) as front:
        ana = front.customer()
        await script.chooses(ana, *FAULTS["error once"])
        await front.settle()
        assert len(front.appointments()) == 1
        front.execute("update services set currency = null")
        front.execute("update appointments set currency = '???', price = 1")
        script.lines += [*FAULTS["error for good"]]
        await all_tries(front)
        assert sum("gendada" in text for text in sent(front, ana)) == 1


@pytest.mark.parametrize(
    ("language", "words", "name"),
    [
        ("pt", "Quero depilação na terça às 15h", "Agendada"),
        ("en", "I want laser on Tuesday at 3 pm", "booked"),
    ],
)
async def test_what_code_says_is_said_in_the_customers_language(
    open_front_with: Opening, language: str, words: str, name: str
) -> None:
    script = Script()
    async with open_front_with(script.model) as front:
        ana = front.customer(phone="573005550177", name="Ana Pérez")
        script.lines += [SEARCH, "¿?"]
        await ana.say(words)
        slot = ana.options[0][0]
        script.lines += [named(), call("book_appointment", slot=slot), LIE]
        heard = await ana.say(
            {"pt": "sim, pode marcar", "en": "yes please, that is fine"}[language]
        )
        assert name.lower() in heard.lower()
        assert heard.endswith(apologies.done(language, told=False))


async def test_invoke_is_answered_with_the_receipt(open_front_with: Opening) -> None:
    from uuid import uuid4

    from tests.front import API_KEY

    script = Script()
    async with open_front_with(script.model) as front:
        headers = {"Authorization": f"Bearer {API_KEY}"}
        about: dict[str, Any] = {
            "organizationId": str(front.organization("aurora")),
            "chatIdentityId": str(uuid4()),
            "phone": "+57 300 555 0166",
        }

        async def ask(message: str) -> Any:
            return await front.http.post(
                "/invoke", json=about | {"message": message}, headers=headers
            )

        script.lines += [SEARCH, OFFER]
        await ask("láser el martes a las 3")
        [slot] = front.rows("select token from slot_offers order by starts_at limit 1")
        script.lines += [
            named(),
            call("book_appointment", slot=slot["token"]),
            RuntimeError("down"),
        ]
        assert (await ask("sí, soy Ana Pérez")).status_code == 500
        assert len(front.appointments()) == 1
        script.lines += [LIE]
        answer = (await ask("sí, soy Ana Pérez")).json()["response"]
        assert answer.count(TITLE) == 1
        assert HAPPENED not in answer
        assert TITLE not in (await ask("gracias")).json()["response"]


async def test_what_was_withheld_is_shown_to_the_operator(open_front_with: Opening) -> None:
    script = Script()
    app = typer.Typer()
    app.command()(withheld)
    async with open_front_with(script.model) as front:
        container = Deployment(front.url)
        assert "no reply was withheld" in (await command(container, app, "aurora")).output
        script.lines += [f"{LIE}\x1b[31m"]
        await front.customer().say("hola")
        front.execute("update withheld_replies set created_at = now()")
        shown = (await command(container, app, "aurora")).output
        assert "Ana +573005550101: claims cancelled" in shown
        assert f"    {LIE}" in shown
        assert "\x1b" not in shown
        assert "no reply was withheld" in (await command(container, app, "sorriso")).output
        rows = await list_organizations(front.container.database)
        own = [row for row in rows if row.slug == "aurora"]
        stored = Stored(front.container.database, own, {}, {})
        [found] = await check_withheld(front.container.settings, stored)
        assert (found.state, found.text) == ("warn", "withheld in 7 days: 1 of aurora")
