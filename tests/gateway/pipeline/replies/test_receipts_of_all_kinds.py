"""Moves, confirmations, notes and apologies are told like bookings, in the customer's language."""

from typing import Any

import pytest
import typer
from langchain_core.messages import AIMessage

from gateway.checks.replies import check_withheld
from gateway.checks.stored import Stored
from gateway.cli.withheld import withheld
from gateway.organizations.rows import list_organizations
from tests.command_line import Deployment, command
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
    Script,
    all_tries,
    named,
    receipts,
    sent,
)
from tests.scripted_model import call

MOVE = "Tengo martes 24 de noviembre, 4:00 p. m. ¿La paso?"


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
        script.lines += [call("check_availability", **own, **there), MOVE]
        await ana.say("¿la puedes pasar a las 4?")
        script.lines += [call("reschedule_appointment", **own, slot=ana.options[0][0]), LIE, LIE]
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
        script.lines += [call("confirm_appointment"), LIE, LIE]
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
        script.lines += [tool, LIE, LIE]
        heard = await ana.say("una cosa más")
        assert HAPPENED not in heard
        assert heard
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
        script.lines += [named(), call("book_appointment", slot=slot), LIE, LIE]
        heard = await ana.tap({"pt": "15h", "en": "3:00"}[language])
        assert name.lower() in heard.lower()
        assert HAPPENED not in heard


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
        [slot] = front.rows(AT_THREE)
        script.lines += [
            named(),
            call("book_appointment", slot=slot["token"]),
            RuntimeError("down"),
        ]
        assert (await ask("sí, soy Ana Pérez")).status_code == 500
        assert len(front.appointments()) == 1
        script.lines += [LIE, LIE]
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
        assert "Ana +573005550101: change: quedó cancelada" in shown
        assert f"    {LIE}" in shown
        assert "\x1b" not in shown
        assert "no reply was withheld" in (await command(container, app, "sorriso")).output
        rows = await list_organizations(front.container.database)
        own = [row for row in rows if row.slug == "aurora"]
        stored = Stored(front.container.database, own, {}, {})
        [found] = await check_withheld(front.container.settings, stored)
        assert (found.state, found.text) == ("warn", "withheld in 7 days: 1 of aurora")
