"""What the business's own app sends by itself takes no chat over; what a person types does."""

from typing import Any

import pytest
from langchain_core.messages import AIMessage

from agent.types import Json
from tests.front import Customer, Front
from tests.promises.conftest import Opening
from tests.providers import evolution
from tests.scripted_model import ScriptedModel

GREETING = "¡Hola! 💕 Somos la clínica, cuéntanos qué día y qué servicio buscas."
AWAY = {
    "es": "Gracias por escribirnos. Estamos fuera de nuestro horario; te contestaremos mañana.",
    "pt": "Obrigada pelo contato! No momento não estamos atendendo, responderemos assim que possível.",
    "en": "Thanks for contacting us. We are currently closed and will get back to you.",
}


async def from_the_app(
    front: Front, customer: Customer, text: str, *, later: float = 0, id: str | None = None
) -> None:
    """The business's phone shows this message; `later`: seconds that its time is ahead by."""
    about: dict[str, Any] = {"id": id} if id else {}
    payload = evolution.text(
        text,
        jid=f"{customer.phone}@s.whatsapp.net",
        alternative=None,
        from_me=True,
        instance=front.connection_name(customer.tenant, "evolution"),
        **about,
    )
    payload["data"]["messageTimestamp"] = int(front.clock.now().timestamp() + later)
    assert (await front.post("evolution", customer.tenant, payload)).status_code == 200


def somebody(front: Front, number: int, tenant: str = "aurora") -> Customer:
    return front.customer(f"57300555{number:04d}", channel="evolution", tenant=tenant, name="Ana")


def judged(front: Front) -> list[str | None]:
    query = (
        "select payload ->> 'automatic' as because from chat_messages where direction = 'staff' "
        "order by seq"
    )
    return [row["because"] for row in front.rows(query)]


# Greetings and away texts


@pytest.mark.parametrize("text", [GREETING, *AWAY.values(), "Bienvenida a la clínica ✨"])
async def test_a_text_that_comes_at_once_does_not_silence_the_assistant(
    plain: Front, text: str
) -> None:
    ana = somebody(plain, 1)
    await ana.write("Hola, quiero un masaje mañana a las 4")
    await from_the_app(plain, ana, text, later=2)
    assert await ana.listen() == "De acuerdo."
    assert await ana.say("¿y el jueves?") == "De acuerdo."
    assert judged(plain) == ["at_once"]
    assert ana.chat["handled_by"] == "bot"


async def test_nor_does_one_that_arrives_before_what_it_answers(plain: Front) -> None:
    """Webhooks come in any order."""
    ana = somebody(plain, 1)
    await from_the_app(plain, ana, GREETING, later=1)
    assert ana.chat["handled_by"] == "person", "nothing that it could answer is known yet"
    assert await ana.say("Hola, quiero un masaje") == "De acuerdo."
    assert judged(plain) == ["at_once"]
    assert ana.chat["handled_because"] is None


async def test_a_second_message_by_a_person_takes_the_chat_over(plain: Front) -> None:
    ana = somebody(plain, 1)
    await ana.write("Hola, quiero un masaje")
    await from_the_app(plain, ana, GREETING, later=1)
    await plain.pass_time(6)
    await from_the_app(plain, ana, "Soy Marta, ya te miro la agenda")
    assert await ana.listen() == ""
    assert await ana.say("gracias") == ""
    assert judged(plain) == ["at_once", None]
    assert ana.chat["handled_because"] == "staff_wrote"


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("Sí", 2),  # too short for an automatic text
        ("Hola!", 3),
        ("Hola Ana, te atiende Marta, dame un minuto", 20),  # nobody is that quick, an app is
        ("Claro, a las 4 te queda bien?", 8),
    ],
)
async def test_what_a_person_types_takes_the_chat_over(plain: Front, text: str, later: int) -> None:
    ana = somebody(plain, 1)
    await ana.write("Hola, quiero un masaje mañana a las 4")
    await from_the_app(plain, ana, text, later=later)
    assert await ana.listen() == ""
    assert judged(plain) == [None]


async def test_a_person_in_the_middle_of_a_chat_may_be_quick(plain: Front) -> None:
    """Within seconds of a later message, unique and unlike an automatic text: a person's."""
    ana = somebody(plain, 1)
    await ana.say("Hola, quiero un masaje")
    await ana.write("mañana a las 4")
    await from_the_app(plain, ana, "A las 4 ya está Camila ocupada, a las 5 sí", later=3)
    assert await ana.listen() == ""
    assert judged(plain) == [None]


async def test_an_away_text_in_the_middle_of_a_chat_is_known_by_its_words(plain: Front) -> None:
    ana = somebody(plain, 1)
    await ana.say("Hola, quiero un masaje")
    await ana.write("mañana a las 4")
    await from_the_app(plain, ana, AWAY["es"], later=2)
    assert await ana.listen() == "De acuerdo."


async def test_quick_words_of_a_person_who_has_the_chat_stay_theirs(plain: Front) -> None:
    ana = somebody(plain, 1)
    await ana.say("hola")
    await from_the_app(plain, ana, "Soy Marta, ¿qué día te sirve?")
    await plain.pass_time(1000)
    await ana.write("el jueves")
    await from_the_app(plain, ana, "Gracias por escribir, Ana, te espero el jueves", later=3)
    assert await ana.listen() == ""
    assert judged(plain) == [None, None]


async def test_a_text_seen_at_once_in_two_chats_is_known_from_then_on(plain: Front) -> None:
    first, second, third = (somebody(plain, n) for n in (1, 2, 3))
    for customer in (first, second):
        await customer.say("hola")
        await customer.write("¿tienen cupo?")
        await from_the_app(plain, customer, "Déjanos nombre y servicio", later=2)
        await customer.listen()
    await third.say("hola")
    await from_the_app(plain, third, "déjanos  NOMBRE y servicio.", later=25)
    assert await third.say("¿tienen cupo?") == "De acuerdo."
    assert await first.say("¿sí?") == "De acuerdo.", "the first chat was given back"
    assert judged(plain) == ["at_once", "at_once", "repeated"]


@pytest.mark.parametrize("later", [0, 40])
async def test_what_the_business_declares_is_never_a_person(plain: Front, later: int) -> None:
    plain.execute(
        "update platform_connections set settings = %s where channel = 'evolution'",
        '{"automatic_texts": ["Hola, ya vamos"]}',
    )
    ana = somebody(plain, 1)
    await ana.write("hola")
    await from_the_app(plain, ana, "Hola, ya vamos!", later=later)
    assert await ana.listen() == "De acuerdo."
    assert judged(plain) == ["declared"]


@pytest.mark.parametrize(
    "settings", ["{}", '{"automatic_texts": "Hola"}', '{"automatic_texts": [3, null, {}]}']
)
async def test_strange_declarations_do_no_harm(plain: Front, settings: str) -> None:
    plain.execute(
        "update platform_connections set settings = %s where channel = 'evolution'", settings
    )
    ana = somebody(plain, 1)
    await ana.say("hola")
    await from_the_app(plain, ana, "Hola")
    assert await ana.say("¿hay alguien?") == ""


# What the customer saw is known


async def test_the_assistant_does_not_greet_twice_and_knows_what_was_sent(
    open_front_with: Opening,
) -> None:
    model = ScriptedModel(lines=["Claro.", "Sí."])
    async with open_front_with(model) as front:
        ana = somebody(front, 1)
        await ana.write("Hola, ¿tienen masajes?")
        await from_the_app(front, ana, GREETING, later=1)
        assert await ana.listen() == "Claro."
        assert "greeted: yes" in str(model.seen[0][0].text)
        await ana.say("¿y mañana?")
    sent = [m for m in model.seen[-1] if isinstance(m, AIMessage) and m.name == "automatic"]
    assert [str(m.text) for m in sent] == [GREETING]


async def test_its_question_is_not_the_one_that_waits_for_an_answer(front: Front) -> None:
    """A flow goes on after an away text that asks something."""
    ana = somebody(front, 1)
    await ana.say("Hola, quiero un masaje el lunes a las 9")
    await ana.write("sí")
    await from_the_app(front, ana, "Gracias por escribirnos, ¿en qué te podemos ayudar?", later=1)
    await ana.listen()
    await ana.say("Ana Pérez")
    assert [a["name"] for a in front.appointments()] == ["Ana Pérez"]


# Broadcasts


async def test_a_broadcast_leaves_every_chat_with_the_assistant(plain: Front) -> None:
    people = [somebody(plain, n) for n in range(1, 6)]
    for customer in people[:2]:
        await customer.say("hola")
    await plain.pass_time(3600)
    for customer in people:
        await from_the_app(plain, customer, "Esta semana 2x1 en masajes")
        await plain.pass_time(2)
    for customer in people:
        assert await customer.say("¡qué bien!") == "De acuerdo."
    assert judged(plain) == ["broadcast"] * 5


async def test_a_campaign_takes_no_recipients_chat_over(plain: Front) -> None:
    """Names and days differ, some minutes lie between, and who answered the first one is answered."""
    people = [somebody(plain, n) for n in range(1, 5)]
    for customer in people[:2]:
        await customer.say("hola")
    await plain.pass_time(3600)
    answers: list[str] = []
    for number, customer in enumerate(people):
        words = f"Hola Persona{number}, te contamos que hasta el {20 + number} los masajes están 2x1. ¡Reserva!"
        await from_the_app(plain, customer, words)
        await plain.pass_time(60)
        if customer is people[0]:
            answers.append(await customer.say("¡qué bien!"))
        await plain.pass_time(400)
    assert answers == [""]
    assert judged(plain) == ["broadcast"] * 4
    assert await people[0].listen() == "De acuerdo."
    for customer in people[1:]:
        assert await customer.say("¡qué bien!") == "De acuerdo."


async def test_five_chats_within_a_minute_are_written_to_by_nobody(plain: Front) -> None:
    people = [somebody(plain, n) for n in range(1, 6)]
    for number, customer in enumerate(people):
        await from_the_app(
            plain, customer, ["Feliz día", "2x1", "Hola", "Oferta", "¡Vuelve!"][number]
        )
        await plain.pass_time(5)
    assert judged(plain) == ["broadcast"] * 5
    assert await people[0].say("gracias") == "De acuerdo."


async def test_a_person_who_writes_first_to_a_few_has_their_chats(plain: Front) -> None:
    people = [somebody(plain, n) for n in range(1, 5)]
    words = [
        "Ana, le escribo de la clínica: su crema ya llegó y puede pasar por ella cuando guste",
        "Buenas tardes don Luis, ¿nos puede mandar la foto de la fórmula que le pedimos ayer?",
        "Marta, encontramos su bufanda en la sala, se la guardamos en recepción",
        "Rui, la doctora pregunta cómo siguió después de la limpieza del martes",
    ]
    for customer, text in zip(people, words, strict=True):
        await from_the_app(plain, customer, text)
        await plain.pass_time(40)
    assert judged(plain) == [None] * 4
    for customer in people:
        assert await customer.say("sí, gracias") == ""


async def test_the_same_answer_to_who_waits_is_a_persons(plain: Front) -> None:
    """A quick reply that staff choose from a list, in chats where somebody had written."""
    people = [somebody(plain, n) for n in range(1, 5)]
    for customer in people:
        await customer.say("hola, ¿me confirman la cita?")
    for customer in people:
        await from_the_app(plain, customer, "Confirmada, te esperamos")
        await plain.pass_time(10)
    for customer in people:
        assert await customer.say("gracias") == ""


async def test_what_goes_to_lists_and_stories_reaches_no_chat(plain: Front) -> None:
    name = plain.connection_name("aurora", "evolution")
    for jid in ("1730000000@broadcast", "status@broadcast", "12036300000000@newsletter"):
        payload = evolution.text("2x1", jid=jid, alternative=None, from_me=True, instance=name)
        assert (await plain.post("evolution", "aurora", payload)).status_code == 200
    assert plain.rows("select * from chat_identities where handled_by = 'person'") == []


# Markers


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("albumMessage", {"expectedImageCount": 3}),
        ("reactionMessage", {"text": "👍", "key": {"id": "A"}}),
        ("protocolMessage", {"type": 0, "key": {"id": "A"}}),
        ("pinInChatMessage", {"type": 1, "key": {"id": "A"}}),
        ("placeholderMessage", {"type": 0}),
        ("callLogMesssage", {"isVideo": False}),
        ("messageHistoryNotice", {}),
        ("encReactionMessage", {"targetMessageKey": {}}),
    ],
)
async def test_what_nobody_typed_takes_nothing_over(plain: Front, kind: str, content: Json) -> None:
    ana = somebody(plain, 1)
    await ana.say("hola")
    payload = evolution.upsert(
        {kind: content},
        kind=kind,
        jid=f"{ana.phone}@s.whatsapp.net",
        alternative=None,
        from_me=True,
        instance=plain.connection_name("aurora", "evolution"),
    )
    assert (await plain.post("evolution", "aurora", payload)).status_code == 200
    assert judged(plain) == []
    assert await ana.say("¿sigues?") == "De acuerdo."


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("imageMessage", {"mimetype": "image/jpeg"}),
        ("audioMessage", {"mimetype": "audio/ogg", "ptt": True}),
        ("orderMessage", {"orderId": "1"}),
    ],
)
async def test_a_file_or_order_by_staff_is_a_persons(
    plain: Front, kind: str, content: Json
) -> None:
    ana = somebody(plain, 1)
    await ana.write("hola")
    payload = evolution.upsert(
        {kind: content},
        kind=kind,
        jid=f"{ana.phone}@s.whatsapp.net",
        alternative=None,
        from_me=True,
        instance=plain.connection_name("aurora", "evolution"),
    )
    payload["data"]["messageTimestamp"] = int(plain.clock.now().timestamp()) + 2
    assert (await plain.post("evolution", "aurora", payload)).status_code == 200
    assert await ana.listen() == ""
    assert judged(plain) == [None]


# What staff can look at


async def test_staff_see_in_which_chats_the_assistant_is_silent(plain: Front) -> None:
    ana, eva = somebody(plain, 1), somebody(plain, 2)
    for customer in (ana, eva):
        await customer.say("hola")
    await from_the_app(plain, ana, "Ana, te llamo ya mismo")
    about = {"organization": plain.organization("aurora"), "conversation": eva.chat["id"]}
    await plain.container.database.call("handoff_set", **about, by="person")
    found = await plain.container.database.call("handoffs", organization=about["organization"])
    seen = {row["phone"]: (row["because"], row["said"]) for row in found}
    assert seen == {
        ana.phone: ("staff_wrote", "Ana, te llamo ya mismo"),
        eva.phone: ("given", None),
    }
    assert all(row["until"] for row in found)
    await plain.pass_time(3 * 3600)
    assert await plain.container.database.call("handoffs", organization=about["organization"]) == []
