"""A phone that a customer leaves where the channel tells none: kept for staff, and nobody's identity."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import typer

from gateway.cli.agenda import agenda_app
from gateway.cli.handoffs import handoffs
from tests.command_line import Deployment, command
from tests.conversations.test_web import Visitor
from tests.front import API_KEY, Front
from tests.hosted import APPOINTMENT, hosted_front

handoffs_app = typer.Typer()
handoffs_app.command()(handoffs)


@handoffs_app.callback()
def main() -> None:
    """Keeps the command's name, as in `frontdesk`."""


DIANA, CALLED = "573105550144", "310 555 0144"


async def booked(visitor: Visitor, name: str = "Diana Torres") -> str:
    """The answer to the name: the receipt, and what is asked then."""
    await visitor.say("Hola, cejas para el lunes a las 10")
    await visitor.say("sí")
    answer = await visitor.say(name)
    assert "Cita agendada" in answer
    return answer


def stated(front: Front) -> list[tuple[Any, ...]]:
    """Phone, stated phone and whether the question was answered, of every contact."""
    rows = front.rows(
        "select phone, stated_phone, stated_phone_at is not null as answered from contacts "
        "where merged_into is null order by created_at, id"
    )
    return [tuple(row.values()) for row in rows]


@pytest.fixture
def diana(front: Front) -> Visitor:
    return Visitor(front, "d" * 32)


# Asked once, after the booking


async def test_it_is_asked_for_once_and_kept(front: Front, diana: Visitor) -> None:
    answer = await booked(diana)
    assert "número" in answer
    assert "recordatorio" not in answer
    assert diana.options == [], "nothing to tap: a number is written"
    assert "Anoté" in await diana.say(f"mi cel es {CALLED}, gracias")
    assert stated(front) == [(None, DIANA, True)]
    assert front.rows("select phone from chat_identities") == [{"phone": None}]
    await diana.say("quiero una limpieza facial el martes a las 3 de la tarde")
    again = await diana.say("sí")
    assert "Cita agendada" in again
    assert "número" not in again


@pytest.mark.parametrize("refusal", ["no", "no gracias", "prefiero por aquí", "no tengo"])
async def test_refusing_is_fine(front: Front, diana: Visitor, refusal: str) -> None:
    await booked(diana)
    assert "sin número" in await diana.say(refusal)
    assert stated(front) == [(None, None, True)]
    assert [row["status"] for row in front.appointments()] == ["scheduled"]


async def test_a_wrong_number_is_asked_about_once(front: Front, diana: Visitor) -> None:
    await booked(diana)
    assert "otra vez" in await diana.say("310 555 01")
    assert "seguimos sin" in (await diana.say("310 555 014")).lower()
    assert stated(front) == [(None, None, False)]
    assert "Peeling" in await diana.say("¿cuánto cuesta el peeling?")


async def test_a_wrong_number_that_is_put_right(front: Front, diana: Visitor) -> None:
    await booked(diana)
    await diana.say("310 555 01")
    await diana.say(f"perdón, {CALLED}")
    assert stated(front) == [(None, DIANA, True)]


async def test_a_question_first_and_the_number_after_it(front: Front, diana: Visitor) -> None:
    await booked(diana)
    assert "ubicar" in await diana.say("¿para qué lo quieren?") or "avisar" in diana_last(front)
    await diana.say(CALLED)
    assert stated(front) == [(None, DIANA, True)]


def diana_last(front: Front) -> str:
    rows = front.rows("select body from chat_messages where direction = 'outbound' order by seq")
    return str(rows[-1]["body"])


async def test_a_number_and_a_wish_in_one_message(front: Front, diana: Visitor) -> None:
    await booked(diana)
    answer = await diana.say(f"{CALLED}, ¿y cuánto cuesta el peeling?")
    assert "190.000" in answer
    assert "Anoté" in answer
    await diana.say("cancela mi cita")
    await diana.say("sí")
    assert front.rows("select status from appointments") == [{"status": "cancelled"}]
    assert stated(front) == [(None, DIANA, True)]


@pytest.mark.parametrize(
    ("tenant", "words", "noted", "phone"),
    [("sorriso", ["Oi, quero uma limpeza na terça às 9h", "sim", "Ana Lima", "(31) 98765-4321"],
      "Anotei", "5531987654321"),
     ("aurora", ["Hi, I would like brows on Monday at 10", "yes", "Diana Torres", "+57 310 5550144"],
      "number", DIANA)],
)  # fmt: skip
async def test_in_other_languages(
    front: Front, tenant: str, words: list[str], noted: str, phone: str
) -> None:
    visitor = Visitor(front, "e" * 32, tenant)
    answers = [await visitor.say(line) for line in words]
    assert noted in answers[-1], answers
    assert stated(front) == [(None, phone, True)]


# Offered


async def test_given_with_the_name(front: Front, diana: Visitor) -> None:
    answer = await booked(diana, f"Diana Torres {DIANA[2:]}")
    assert "A nombre de Diana Torres\n" in answer + "\n"
    assert front.rows("select name, stated_phone from contacts") == [
        {"name": "Diana Torres", "stated_phone": DIANA}
    ]
    assert "A qué número" not in answer


async def test_given_before_anything_is_booked(front: Front, diana: Visitor) -> None:
    await diana.say(f"Hola, ¿cuánto cuesta el peeling? mi cel {CALLED}")
    assert "teléfono" not in await booked(diana)
    assert stated(front) == [(None, DIANA, True)]


async def test_nothing_but_a_number(front: Front, diana: Visitor) -> None:
    assert "Anoté" in await diana.say(CALLED)
    assert stated(front) == [(None, DIANA, True)]


async def test_on_whatsapp_it_is_no_part_of_the_name(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, cejas para el lunes a las 10")
    await ana.say("sí")
    answer = await ana.say(f"Diana Torres {CALLED}")
    assert "A nombre de Diana Torres" in answer
    assert CALLED not in answer
    await ana.say("no")
    assert "chat" in await ana.say("mi otro cel es 3115550133")
    assert stated(front) == [(ana.phone, None, False)]


# Nobody's identity


async def test_somebody_elses_number_shows_and_joins_nothing(front: Front, diana: Visitor) -> None:
    """A visitor who writes the phone of a customer of WhatsApp learns and changes nothing of theirs."""
    ana = front.customer(DIANA)
    await ana.say("Hola, una limpieza facial el martes a las 3 de la tarde")
    await ana.say("sí")
    await ana.say("Ana Pérez")
    await booked(diana)
    await diana.say(CALLED)
    assert "limpieza" not in (await diana.say("¿qué citas tengo?")).lower()
    await diana.say("cancela todas mis citas")
    await diana.say("sí")
    live = front.rows("select c.name from appointments a join contacts c on c.id = a.contact_id "
                      "where a.status = 'scheduled'")  # fmt: skip
    assert live == [{"name": "Ana Pérez"}]
    assert stated(front) == [(DIANA, None, False), (None, DIANA, True)]
    await ana.say("hola")
    assert len(stated(front)) == 2


async def test_no_reminder_goes_there(front: Front, diana: Visitor) -> None:
    await booked(diana)
    await diana.say(CALLED)
    await front.pass_time(4 * 24 * 3600)
    assert front.gupshup.sent == []
    assert front.evolution.sent == []


async def test_it_can_be_taken_back(front: Front, diana: Visitor) -> None:
    await booked(diana)
    await diana.say(CALLED)
    assert "borré" in (await diana.say("borra mi número por favor")).lower() or "ya no" in (
        diana_last(front)
    )
    assert stated(front) == [(None, None, True)]


async def test_staff_read_it_in_the_notice(front: Front, diana: Visitor) -> None:
    await booked(diana)
    await diana.say(CALLED)
    await diana.say("quiero hablar con una persona")
    [notice] = front.rows("select distinct body, params from notifications")
    assert f"+{DIANA} (lo escribió el cliente, sin comprobar)" in notice["body"]
    assert notice["params"][1].startswith(f"+{DIANA} (")


# Services


async def test_a_chat_of_a_service_without_a_phone(front: Front) -> None:
    said = ["cejas para el lunes a las 10", "sí", "Diana Torres"]
    chat = str(uuid4())
    answers = [await invoke(front, chat, words) for words in said]
    assert "número" in answers[-1]
    assert "Anoté" in await invoke(front, chat, CALLED)
    assert stated(front) == [(None, DIANA, True)]


async def test_a_chat_of_a_service_with_a_phone_is_not_asked(front: Front) -> None:
    chat = str(uuid4())
    for words in ("cejas para el lunes a las 10", "sí"):
        await invoke(front, chat, words, phone="+573105550144")
    answer = await invoke(front, chat, "Diana Torres", phone="+573105550144")
    assert "Cita agendada" in answer
    assert "número" not in answer


async def invoke(front: Front, chat: str, message: str, **about: str) -> str:
    body = {"organization_id": str(front.organization("aurora")), "chat_identity_id": chat,
            "message": message}  # fmt: skip
    answer = await front.http.post(
        "/invoke", json=body | about, headers={"Authorization": f"Bearer {API_KEY}"}
    )
    assert answer.status_code == 200, answer.text
    return str(answer.json()["response"])


# Hosted models


@pytest.fixture
async def hosted(database_url: str, tmp_path: Path) -> Any:
    async with hosted_front(database_url, tmp_path) as opened:
        yield opened


async def test_a_model_keeps_what_the_customer_wrote(hosted: Any) -> None:
    openai, front = hosted
    visitor = Visitor(front, "f" * 32)
    openai.plays(APPOINTMENT, ("note_phone", {}), "Anotado.")
    await visitor.say(f"mi teléfono es {CALLED}")
    assert stated(front) == [(None, DIANA, True)]


async def test_a_model_cannot_make_a_phone_up(hosted: Any) -> None:
    """There is no argument for one, and the words hold none."""
    openai, front = hosted
    visitor = Visitor(front, "f" * 32)
    openai.plays(APPOINTMENT, ("note_phone", {"phone": DIANA}), "¿Qué número anoto?")
    await visitor.say("anota mi teléfono")
    assert stated(front) == []


async def test_a_model_cannot_erase_it_by_itself(hosted: Any) -> None:
    openai, front = hosted
    visitor = Visitor(front, "f" * 32)
    for words, args in ((CALLED, {}), ("¿a qué hora abren?", {"declined": True})):
        openai.plays(APPOINTMENT, ("note_phone", args), "De acuerdo.")
        await visitor.say(words)
    assert stated(front) == [(None, DIANA, True)]


# What staff are shown


async def test_staff_see_it_in_the_agenda_and_the_list_of_handoffs(
    front: Front, diana: Visitor
) -> None:
    await booked(diana)
    await diana.say(CALLED)
    deployment = Deployment(front.url, clock=front.clock)
    listed = (await command(deployment, agenda_app, "list", "aurora", "--day", "2026-11-23")).output
    assert f"Diana Torres +{DIANA} (stated)" in listed
    [row] = front.appointments()
    told = (await command(deployment, agenda_app, "show", str(row["id"]))).output
    assert f"Diana Torres, +{DIANA} (stated)" in told
    front.execute("update chat_identities set handled_by = 'person'")
    shown = (await command(deployment, handoffs_app, "handoffs", "aurora")).output
    assert f"Diana Torres +{DIANA} (stated)" in shown
