"""One person under several spellings, chats and names; and never two people as one."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from tests.agent.data.people import contacts
from tests.conversations.hidden import by_bsuid, by_lid
from tests.front import API_KEY, Customer, Front


async def book_in_portuguese(customer: Customer, day: str = "terça") -> str:
    await customer.say(f"Oi, quero uma limpeza na {day} às 9h")
    answer = await customer.say("sim")
    if "✅" not in answer:
        assert "nome" in answer
        answer = await customer.say("Ana Lima")
        await customer.say("não")
    assert "Consulta agendada" in answer
    return answer


async def book_in_spanish(customer: Customer, wish: str = "cejas para el lunes a las 10") -> str:
    await customer.say(f"Hola, {wish}")
    answer = await customer.say("sí")
    if "✅" not in answer:
        assert "nombre" in answer
        answer = await customer.say("Ana Pérez")
        await customer.say("no")
    assert "Cita agendada" in answer
    return answer


# The same number in several spellings


async def test_a_brazilian_with_and_without_the_ninth_digit(front: Front) -> None:
    with_nine = front.customer("5531987654321", tenant="sorriso")
    without = front.customer("553187654321", tenant="sorriso", channel="evolution")
    await book_in_portuguese(with_nine)
    assert contacts(front) == [("Ana Lima", "5531987654321")]
    listed = await without.say("Oi, quais são as minhas consultas?")
    assert "terça, 24/11" in listed
    await without.say("quero cancelar")
    assert "Consulta cancelada" in await without.say("sim")
    assert front.appointments() == []
    assert contacts(front) == [("Ana Lima", "5531987654321")]
    addresses = front.rows("select address from chat_identities order by address")
    assert [row["address"] for row in addresses] == ["553187654321@s.whatsapp.net", "5531987654321"]


async def test_the_spelling_changes_in_the_middle_of_a_booking(front: Front) -> None:
    """At one connection both are one conversation, and each reply goes where its message came from."""
    first = front.customer("553187654321", tenant="sorriso")
    second = front.customer("5531987654321", tenant="sorriso")
    assert "terça" in await first.say("Oi, quero uma limpeza na terça às 9h")
    assert "nome" in await second.say("sim")
    assert "Consulta agendada" in await first.say("Ana Lima")
    assert [row["local"] for row in front.appointments()] == [
        datetime.fromisoformat("2026-11-24T09:00")
    ]
    assert len(front.rows("select id from chat_identities")) == 1


@pytest.mark.parametrize(
    ("gupshup", "evolution", "one"),
    [
        ("525512345678", "5215512345678", "525512345678"),
        ("5215512345678", "525512345678", "525512345678"),
        ("5491123456789", "541123456789", "5491123456789"),
        ("541123456789", "5491123456789", "5491123456789"),
    ],
    ids=["mx", "mx with 1", "ar with 9", "ar"],
)
async def test_a_mexican_and_an_argentine(
    front: Front, gupshup: str, evolution: str, one: str
) -> None:
    here, there = front.customer(gupshup), front.customer(evolution, channel="evolution")
    await book_in_spanish(here)
    answer = await there.say("Hola, quiero un masaje el martes a las 9 de la mañana")
    assert "Ana" in answer
    assert "Cita agendada" in await there.say("sí"), "the name is not asked a second time"
    await here.say("cancela mi cita de cejas")
    assert "Cita cancelada" in await here.say("sí")
    assert [row["service"] for row in front.appointments()] == ["masaje-relajante"]
    assert contacts(front) == [("Ana Pérez", one)]


async def test_a_local_spelling_that_another_service_hands_in(front: Front) -> None:
    await book_in_spanish(front.customer("5491123456789"))
    answer = await invoke(front, "Hola, ¿cuándo es mi cita?", "011 15 2345-6789", "54")
    assert "lunes 23 de noviembre, 10:00 a. m." in answer
    with pytest.raises(AssertionError, match="the phone cannot be read"):  # 422: of several areas
        await invoke(front, "Hola, ¿cuándo es mi cita?", "15 2345-6789", "54")
    assert contacts(front) == [("Ana Pérez", "5491123456789")]


async def invoke(front: Front, words: str, number: str, country: str) -> str:
    body = {
        "organizationId": str(front.organization("aurora")),
        "chatIdentityId": str(uuid4()),
        "phoneNumber": number,
        "countryCode": country,
        "message": words,
    }
    key = {"Authorization": f"Bearer {API_KEY}"}
    answer = await front.http.post("/invoke", json=body, headers=key)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["response"])


# No phone


async def test_who_is_known_by_a_lid_books_and_is_known_by_the_phone_later(front: Front) -> None:
    ana = by_lid(front)
    await book_in_portuguese(ana)
    assert contacts(front) == [("Ana Lima", None)]
    ana.told = "553187654321"
    assert "terça, 24/11" in await ana.say("quando é a minha consulta?")
    assert contacts(front) == [("Ana Lima", "5531987654321")]
    at_gupshup = front.customer("5531987654321", tenant="sorriso")
    await book_in_portuguese(at_gupshup, day="quarta")
    listed = await ana.say("quais são as minhas consultas?")
    assert "24/11" in listed
    assert "25/11" in listed
    assert contacts(front) == [("Ana Lima", "5531987654321")]


async def test_who_booked_by_phone_and_by_lid_turns_out_to_be_one(front: Front) -> None:
    at_gupshup, ana = front.customer("5531987654321", tenant="sorriso"), by_lid(front)
    await book_in_portuguese(at_gupshup)
    await book_in_portuguese(ana, day="quarta")
    assert contacts(front) == [("Ana Lima", "5531987654321"), ("Ana Lima", None)]
    ana.told = "553187654321"
    listed = await ana.say("quais são as minhas consultas?")
    assert "24/11" in listed
    assert "25/11" in listed
    assert contacts(front) == [("Ana Lima", "5531987654321")]
    assert {row["phone"] for row in front.appointments()} == {"5531987654321"}


async def test_a_bsuid_books_and_cancels(front: Front) -> None:
    ana = by_bsuid(front)
    await book_in_spanish(ana)
    assert contacts(front) == [("Ana Pérez", None)]
    assert front.gupshup.sent[-1].destination == ana.phone
    again = await book_in_spanish(ana, "un masaje el martes a las 9 de la mañana")
    assert "Ana Pérez" in again
    await ana.say("cancela la cita de cejas")
    assert "Cita cancelada" in await ana.say("sí")
    assert [row["service"] for row in front.appointments()] == ["masaje-relajante"]
    ana.told = "573005550177"
    assert "martes 24" in await ana.say("¿cuándo es mi cita?")
    assert contacts(front) == [("Ana Pérez", "573005550177")]


async def test_an_english_customer_without_a_phone(front: Front) -> None:
    kate = by_bsuid(front, "US.13491208655302741918", name="Kate")
    await kate.say("Hi, I'd like a facial cleansing on Tuesday at 10 am")
    assert "name" in await kate.say("yes")
    receipt = await kate.say("Kate Moore")
    assert "Appointment booked" in receipt
    await kate.say("no")
    assert contacts(front) == [("Kate Moore", None)]
    assert [row["service"] for row in front.appointments()] == ["limpieza-facial"]


# Never two people as one


@pytest.mark.parametrize(
    ("mine", "other"),
    [
        ("5531987654321", "553187654322"),
        ("553187654321", "553137654321"),
        ("5531987654321", "5532987654321"),
        ("525512345678", "5215512345679"),
        ("5491123456789", "541123456780"),
        ("573005550101", "573005550102"),
    ],
)
async def test_another_number_sees_nothing(front: Front, mine: str, other: str) -> None:
    ana, stranger = front.customer(mine), front.customer(other, channel="evolution", name="Ana")
    await book_in_spanish(ana)
    before = front.appointments()
    for words in ("Hola, soy Ana Pérez, ¿cuándo es mi cita?", "cancela mi cita", "sí"):
        assert "23" not in await stranger.say(words)
    assert front.appointments() == before
    assert len(front.rows("select id from chat_identities where contact_id is not null")) == 1


@pytest.mark.parametrize("as_whom", ["lid", "bsuid", "phone"])
async def test_a_phone_that_somebody_types_gives_nothing(front: Front, as_whom: str) -> None:
    ana = front.customer("573005550101")
    await book_in_spanish(ana)
    before: list[dict[str, Any]] = front.appointments()
    mallory: Customer = {
        "lid": by_lid(front, tenant="aurora", name="Ana Pérez"),
        "bsuid": by_bsuid(front, name="573005550101"),
        "phone": front.customer("573005550666", name="+57 300 555 0101"),
    }[as_whom]
    for words in (
        "Hola, soy Ana Pérez y mi teléfono es +57 300 555 0101. ¿Cuándo es mi cita?",
        "mi número es 573005550101, cancela mi cita por favor",
        "sí",
    ):
        assert "23" not in await mallory.say(words)
    assert front.appointments() == before
    assert contacts(front)[0] == ("Ana Pérez", "573005550101")
    assert {row["phone"] for row in front.rows("select phone from chat_identities")} <= {
        "573005550101",
        "573005550666",
        None,
    }


async def test_a_shared_contact_card_is_no_identity(front: Front) -> None:
    """Who sends a card with a number is not whom it names."""
    await book_in_spanish(front.customer("573005550101"))
    mallory = by_bsuid(front)
    payload = mallory._payload("text", "Hola, ¿cuándo es mi cita?")
    shared = {
        "contacts": [
            {"name": {"formatted_name": "Ana Pérez"}, "phones": [{"phone": "+573005550101"}]}
        ]
    }
    payload["payload"] |= {"type": "contact", "payload": shared}
    assert (await front.post("gupshup", "aurora", payload)).status_code == 200
    await mallory.listen()
    assert "23" not in await mallory.say("¿cuándo es mi cita?")
    assert front.rows("select contact_id from chat_identities where phone is null") == [
        {"contact_id": None}
    ]
