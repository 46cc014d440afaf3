"""Staff write to the business's own number: what they ask is done, their words reach the customer, no model sees them."""

from datetime import datetime

import pytest

from agent.types import Json
from tests.agenda import clients
from tests.front import Customer
from tests.gateway.pipeline.staff.conftest import COORDINATOR, House, Opening, house_of
from tests.scripted_model import ScriptedModel

MONDAY = datetime.fromisoformat("2026-11-23T15:00:00-05:00")


async def quote(house: House, who: Customer, words: str, sent: int = -1) -> str:
    """They answer one of the messages that they got."""
    ids = [s.id for s in house.front.gupshup.sent if s.destination == who.phone]
    await who.write(words, reply_to=ids[sent])
    return await who.listen()


def last_turns(house: House) -> int:
    return int(house.front.rows("select count(*) as n from turns")[0]["n"])


async def test_take_answer_and_give_back_from_a_phone(house: House) -> None:
    await house.call()
    before = last_turns(house)
    assert [title for _, title in house.coordinator.options] == [
        "Atiendo yo",
        "Responder",
        "Devolver al bot",
    ]
    taken = await house.coordinator.tap("Atiendo yo")
    assert taken.startswith("Marta queda contigo")
    assert "«hola»" in taken
    assert await house.marta.say("¿me oyen?") == "", "the assistant is silent"
    assert "Enviado a Marta" in await quote(house, house.coordinator, "Hola Marta, soy Caro")
    await house.front.settle()
    assert house.told(house.marta)[-1] == "Hola Marta, soy Caro"
    assert house.case()["answered_at"] is not None
    assert await house.marta.say("gracias") == ""
    back = await quote(house, house.coordinator, "devolver")
    assert back.startswith("El asistente vuelve a atender a Marta")
    await house.front.settle()
    assert house.case()["closed_at"] is not None
    assert last_turns(house) == before + 1, "only the customer's last words went to the model"
    assert house.actions() == [
        ("coordinator", action) for action in ("taken", "answered", "closed", "given_back")
    ]
    assert house.front.rows("select body from staff_messages where body <> ''") == []
    assert not house.front.rows("select 1 from chat_identities where phone = %s", COORDINATOR)


async def test_reply_takes_the_next_words_and_cancel_sends_nothing(house: House) -> None:
    await house.call()
    asked = await house.coordinator.tap("Responder")
    assert "tu próximo mensaje le llega tal cual" in asked
    assert await house.coordinator.say("cancelar") == "No envié nada."
    await house.coordinator.say("responder")
    await house.coordinator.say("mañana")  # a word of the agenda, but now it is an answer
    await house.front.settle()
    assert house.told(house.marta)[-1] == "mañana"
    assert "agenda" in await house.coordinator.say("gracias a todos"), "that one went to nobody"
    assert house.told(house.marta)[-1] == "mañana"


async def test_two_of_staff_never_answer_one_chat_unknowingly(house: House) -> None:
    await house.call()
    await house.minutes(10.1)
    await house.minutes(10.1)
    await quote(house, house.coordinator, "Hola, soy Caro", 0)
    refused = await quote(house, house.owner, "Hola, soy Beatriz", 0)
    assert refused.startswith("Marta ya está con Coordinadora; no envié ni cambié nada")
    assert house.told(house.marta)[-1] == "Hola, soy Caro"
    assert (await house.owner.tap("Atiendo yo")).startswith("Marta queda contigo")
    await quote(house, house.owner, "Ahora sigo yo")
    await house.front.settle()
    assert house.told(house.marta)[-1] == "Ahora sigo yo"
    assert ("owner", "taken_over") in house.actions()


async def test_a_quote_of_anothers_notice_or_chat_finds_nothing(house: House) -> None:
    """Sorriso's coordinator quotes Aurora's notice, and names its chat in a button."""
    chat = await house.call()
    [notice] = [s for s in house.front.gupshup.sent if s.destination == COORDINATOR]
    other = house.front.customer("5511900000001", tenant="sorriso", name="Rui")
    await other.write("Oi Marta, aqui é o Rui", reply_to=notice.id)
    assert await other.listen() == (
        "Essa conversa não existe mais ou não é deste negócio. Não fiz nada."
    )
    payload = other._payload("button", "Eu atendo", f"staff:take:{chat}")
    await house.front.post("gupshup", "sorriso", payload)
    assert "não é deste negócio" in await other.listen()
    stranger = house.front.customer("573005550188", name="Otra")
    await house.front.post(
        "gupshup", "aurora", stranger._payload("button", "Atiendo yo", f"staff:take:{chat}")
    )
    await house.front.settle()
    assert house.case()["taken_at"] is None
    assert house.told(house.marta)[-1] != "Oi Marta, aqui é o Rui"
    assert house.actions() == []


async def test_a_template_s_own_buttons_are_read_by_their_words(open_front_with: Opening) -> None:
    async with open_front_with(ScriptedModel(), gupshup_escalation_template_id="aviso") as front:
        house = await house_of(front)
        await house.call()
        [notice] = [s for s in front.gupshup.sent if s.destination == COORDINATOR]
        assert notice.template == "aviso"
        tap = house.coordinator._payload("template_button", "Atiendo yo", reply_to=notice.id)
        await front.post("gupshup", "aurora", tap)
        assert (await house.coordinator.listen()).startswith("Marta queda contigo")


async def test_one_of_staff_books_for_themselves(house: House) -> None:
    before = last_turns(house)
    assert "escribe *cliente*" in await house.coordinator.say("quiero una cita")
    assert last_turns(house) == before
    assert (await house.coordinator.say("cliente")).startswith("Listo: durante 2 horas")
    assert await house.coordinator.say("quiero una cita mañana")
    assert last_turns(house) == before + 1
    assert "parte del equipo" in await house.coordinator.say("equipo")
    await house.coordinator.say("quiero otra cita")
    assert last_turns(house) == before + 1


async def test_numbers_stand_for_buttons_where_there_are_none(house: House) -> None:
    house.front.execute(
        "update internal_notifications_config set channel = 'evolution' where key = 'coordinator'"
    )
    caro = house.front.customer(COORDINATOR, channel="evolution", name="Caro")
    await house.call()
    [notice] = [s.text for s in house.front.evolution.sent if s.jid.startswith(COORDINATOR)]
    assert "1. Atiendo yo" in notice
    assert (await caro.say("1")).startswith("Marta queda contigo")
    assert (await caro.say("2")).startswith("El asistente vuelve a atender a Marta")


async def test_a_thumb_under_a_notice_makes_no_chat(house: House) -> None:
    await house.call()
    [row] = house.front.rows(
        "select n.provider_id, c.organization_id, c.id from notifications n, platform_connections c "
        "where n.status = 'sent' and c.channel = 'gupshup' and c.organization_id = n.organization_id"
    )
    thumb: Json = {"type": "reaction", "id": "t1", "addresses": [COORDINATOR], "phone": COORDINATOR}
    thumb |= {"target": row["provider_id"], "text": "👍", "answer": True, "proven": True}
    await house.front.container.database.call(
        "inbox_put",
        organization=row["organization_id"],
        connection=row["id"],
        events=[thumb],
        wait=10.0,
        ceiling=30.0,
    )
    assert not house.front.rows("select 1 from chat_identities where phone = %s", COORDINATOR)


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("agenda de hoy", "El viernes 20 de noviembre no hay citas."),
        ("agenda del lunes", "• 3:00 p. m. Marta, Valoración"),
        (
            "huecos de Camila el lunes",
            "Tiempo libre el lunes 23 de noviembre:\n• Camila Rojas: 10:00 a. m.–12:00 p. m., 2:00 p. m.–7:00 p. m.",
        ),
        ("¿quién es 300 555 0101?", "Marta, +573005550101\nPróxima cita: lunes 23 de noviembre"),
        ("quién es 999 999 9999", "No conozco"),
    ],
)
async def test_the_agenda_by_whatsapp(house: House, words: str, part: str) -> None:
    [client] = clients(house.front, 1)
    client.phone, client.name = "573005550101", "Marta"
    await (await client.named()).booked("valoracion", "paula", MONDAY)
    assert part in await house.coordinator.say(words)
