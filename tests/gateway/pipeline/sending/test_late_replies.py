"""A reply that waited is looked at again before it goes out: is it still in place?"""

import json
from typing import Any

import pytest

from tests.front import Front
from tests.front_fixtures import Opening
from tests.gateway.pipeline.sending.failing_providers import Down, pass_hours, put, states, texts
from tests.providers import evolution
from tests.providers.server import Answer
from tests.scripted_model import ScriptedModel, call


async def _errors(front: Front) -> list[str | None]:
    query = "select error from chat_messages where direction = 'outbound' order by seq"
    return [row["error"] for row in front.rows(query)]


async def test_small_talk_that_a_newer_reply_replaced_is_dropped_with_its_reason(
    plain: Front,
) -> None:
    ana = plain.customer(channel="evolution")
    down = Down(plain.evolution, Answer(403))
    await ana.say("hola")
    await pass_hours(plain, 1)
    await ana.say("¿sigues ahí?")
    down.end()
    await pass_hours(plain, 1)
    assert texts(plain, "evolution", ana.phone) == ["De acuerdo."]
    assert states(plain) == {"failed": 1, "sent": 1}
    assert (await _errors(plain))[0] == "a newer reply took its place"
    assert plain.rows("select * from chat_messages where given_up_at is not null") == []


async def test_small_talk_that_waited_for_minutes_only_is_sent(plain: Front) -> None:
    ana = plain.customer(channel="evolution")
    down = Down(plain.evolution, Answer(403))
    await ana.say("hola")
    await ana.say("¿sigues ahí?")
    await plain.pass_time(120)
    down.end()
    for _ in range(4):
        await plain.work()
        await plain.pass_time(60)
    assert texts(plain, "evolution", ana.phone) == ["De acuerdo.", "De acuerdo."]


async def test_small_talk_that_nothing_replaced_is_sent_after_hours(plain: Front) -> None:
    ana = plain.customer(channel="evolution")
    down = Down(plain.evolution, Answer(403))
    await ana.say("hola")
    await pass_hours(plain, 9)
    down.end()
    await pass_hours(plain, 1)
    assert texts(plain, "evolution", ana.phone) == ["De acuerdo."]


async def test_an_answer_with_facts_stays(open_front_with: Opening) -> None:
    facts = call("knowledge_search", query="limpieza facial precio")
    model = ScriptedModel(lines=[facts, "Cuesta $140.000.", "Con gusto."], node="knowledge")
    async with open_front_with(model) as front:
        ana = front.customer(channel="evolution")
        down = Down(front.evolution, Answer(403))
        await ana.say("¿cuánto cuesta la limpieza facial?")
        await pass_hours(front, 1)
        await ana.say("gracias")
        down.end()
        await pass_hours(front, 1)
        assert texts(front, "evolution", ana.phone) == ["Cuesta $140.000.", "Con gusto."]


async def test_a_receipt_stays_and_an_older_question_does_not(front: Front) -> None:
    ana = front.customer(channel="evolution")
    await ana.say("Quiero láser mañana a las 3")
    await ana.say("sí")
    down = Down(front.evolution, Answer(403))
    await ana.say("Ana Pérez")
    await pass_hours(front, 1)
    await ana.say("¿dónde quedan?")
    down.end()
    await pass_hours(front, 1)
    receipts = front.rows(
        "select status from chat_messages where direction = 'outbound' and payload ? 'receipt'"
    )
    assert [row["status"] for row in receipts] == ["sent"]
    assert len(front.appointments()) == 1


async def test_while_a_person_has_the_chat_a_late_reply_stays_back(plain: Front) -> None:
    ana = plain.customer(channel="evolution")
    down = Down(plain.evolution, Answer(403))
    await ana.say("hola")
    await pass_hours(plain, 1)
    plain.execute(
        "update chat_identities set handled_by = 'person', handled_until = now() + interval '9 years'"
    )
    down.end()
    await pass_hours(plain, 1)
    assert texts(plain, "evolution", ana.phone) == []
    assert await _errors(plain) == ["a person handles this chat"]


async def test_what_a_person_answered_meanwhile_is_not_answered_again(plain: Front) -> None:
    """They wrote in the business's app and gave the chat back; greetings of the app are no answers."""
    ana = plain.customer(channel="evolution")
    down = Down(plain.evolution, Answer(503))
    await ana.say("hola")
    about = {
        "jid": f"{ana.phone}@s.whatsapp.net",
        "alternative": None,
        "from_me": True,
        "instance": plain.connection_name("aurora", "evolution"),
    }
    typed = evolution.text("Ya te atiendo, Ana", **about)
    assert (await plain.post("evolution", "aurora", typed)).status_code == 200
    plain.execute("update chat_identities set handled_by = 'bot', handled_until = null")
    down.end()
    await pass_hours(plain, 1)
    assert texts(plain, "evolution", ana.phone) == []
    assert await _errors(plain) == ["a person answered meanwhile"]


@pytest.mark.parametrize("told", [False, True])
async def test_a_late_receipt_of_what_was_cancelled_meanwhile_is_not_sent(
    front: Front, told: bool
) -> None:
    """A person tells the customer, unless a newer receipt of the same appointment does."""
    ana = front.customer(channel="evolution")
    await ana.say("Quiero láser mañana a las 3")
    await ana.say("sí")
    down = Down(front.evolution, Answer(503))
    await ana.say("Ana Pérez")
    [booked] = front.appointments()
    await front.pass_time(120)
    about = {"organization": front.organization("aurora")}
    await front.container.database.call(
        "appointment_close", **about, appointment=booked["id"], status="cancelled"
    )
    if told:
        chat = {**about, "conversation": ana.chat["id"]}
        await put(front, chat, "Cita cancelada", receipt=True, of=str(booked["id"]))
    down.end()
    await pass_hours(front, 1)
    sent = texts(front, "evolution", ana.phone)
    assert not any("*Cita agendada*" in text for text in sent), sent
    assert (sent[-1] == "Cita cancelada") is told
    assert "the appointment was changed since" in await _errors(front)
    called = front.rows("select * from escalations where reason = 'undelivered'")
    assert len(called) == (0 if told else 1)


async def test_a_late_reply_outside_of_the_window_fails_with_its_reason(plain: Front) -> None:
    ana = plain.customer()
    down = Down(plain.gupshup, Answer(403))
    await ana.say("hola")
    await pass_hours(plain, 10)
    plain.execute(
        "update chat_identities set last_inbound_at = last_inbound_at - interval '15 hours'"
    )
    down.end()
    await pass_hours(plain, 1)
    assert await _errors(plain) == ["the 24-hour window is closed"]


# What the provider says after it took a message


async def _event(front: Front, payload: Any) -> None:
    assert (await front.post("gupshup", "aurora", payload)).status_code == 200


@pytest.mark.parametrize(
    ("code", "again"), [(1003, True), (130429, True), (131026, False), (470, False)]
)
async def test_what_failed_for_a_passing_reason_is_sent_again(
    plain: Front, code: int, again: bool
) -> None:
    from tests.providers import gupshup

    ana = plain.customer()
    await ana.say("hola")
    (sent,) = plain.gupshup.sent
    app = plain.connection_name("aurora", "gupshup")
    event = gupshup.message_event(sent.id, "failed", destination=ana.phone, code=code, app=app)
    await _event(plain, event)
    await _event(plain, json.loads(json.dumps(event)))
    await pass_hours(plain, 1)
    assert texts(plain, "gupshup", ana.phone) == ["De acuerdo."] * (2 if again else 1)
    assert states(plain) == {"sent": 1} if again else {"failed": 1}


@pytest.mark.parametrize("seconds", [30, 600])
async def test_a_wish_to_wait_is_obeyed(plain: Front, seconds: int) -> None:
    ana = plain.customer(channel="evolution")
    plain.evolution.answer_next(429, headers={"Retry-After": str(seconds)})
    await ana.say("hola")
    await plain.pass_time(seconds - 5)
    await plain.work()
    assert len(plain.evolution.requests) == 1
    await plain.pass_time(6)
    await plain.work()
    assert texts(plain, "evolution", ana.phone) == ["De acuerdo."]


@pytest.mark.parametrize("status", [429, 503])
async def test_after_a_wish_to_wait_nobody_else_of_the_connection_asks(
    plain: Front, status: int
) -> None:
    ana = plain.customer("573005550901", channel="evolution")
    luis = plain.customer("573005550902", channel="evolution")
    plain.evolution.answer_next(status, headers={"Retry-After": "300"})
    await ana.say("hola")
    await luis.say("hola")
    assert len(plain.evolution.requests) == 1
    await plain.pass_time(301)
    await plain.work()
    await plain.work()
    assert len(plain.evolution.sent) == 2
