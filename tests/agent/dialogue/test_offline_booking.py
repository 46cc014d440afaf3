"""Whole bookings, as customers write them."""

import pytest

from tests.agent.dialogue.clinic import Clinic
from tests.agent.dialogue.dialogue import Dialogue
from tests.agent.dialogue.scripts import Script, play

ANA = "Ana Pérez"
MONDAY, TUESDAY, THURSDAY = "2026-11-23", "2026-11-24", "2026-11-26"

SCRIPTS = (
    Script(
        "hello to goodbye",
        (
            ("hola", "asistente virtual de Clínica Aurora"),
            (
                "quiero una cita de limpieza facial mañana a las 9",
                "sábado 21 de noviembre, 9:00 a. m.",
            ),
            ("sí", "!asistente|?"),
            (ANA, "[scheduled]|?"),
            ("dale", "!?"),
            ("gracias", "!?|!Clínica"),
            ("chao", "!?"),
        ),
        (("limpieza-facial", "2026-11-21 09:00"),),
        booked_for=ANA,
        consent="granted",
    ),
    Script(
        "the service is asked, then the day",
        (
            ("Hola, quisiera agendar", "•|Limpieza facial|Masaje"),
            ("limpieza facial", "Cuál"),
            ("el martes", "martes 24 de noviembre, 5:00 p. m."),
            ("me llamo Ana Pérez", "[scheduled]"),
            ("no", "sin recordatorios"),
        ),
        (("limpieza-facial", f"{TUESDAY} 17:00"),),
        booked_for=ANA,
        consent="refused",
    ),
    Script(
        "price first, correction, digression, name once",
        (
            ("cuánto cuesta la limpieza facial?", "$ 120.000"),
            ("quiero agendar para el martes", "martes 24 de noviembre, 10:00 a. m."),
            ("¿y dónde quedan?", "Calle Falsa|?"),
            ("el de las 10", "10:00 a. m."),
            ("mejor el jueves", "jueves 26 de noviembre|!martes"),
            ("la primera", "jueves 26 de noviembre, 8:00 a. m."),
            ("soy ana", "[scheduled]"),
        ),
        (("limpieza-facial", f"{THURSDAY} 08:00"),),
        booked_for="Ana",
    ),
    Script(
        "the other service after all",
        (
            ("quiero una limpieza facial", "Limpieza facial"),
            ("perdón, limpieza facial no, masaje", "Masaje relajante|!Limpieza"),
            ("no puedo a esas horas", "día"),
            ("el jueves", "jueves 26 de noviembre"),
            ("más tarde", "5:00 p. m."),
            ("cualquiera", "[scheduled]"),
        ),
        (("masaje", f"{THURSDAY} 15:00"),),
        name=ANA,
    ),
    Script(
        "another hour, the day stays",
        (
            ("cita para masaje el lunes 15:00", "lunes 23 de noviembre, 3:00 p. m."),
            ("no, a las 5", "lunes 23 de noviembre, 5:00 p. m."),
            ("sí", "[scheduled]"),
        ),
        (("masaje", f"{MONDAY} 17:00"),),
        name=ANA,
    ),
    Script(
        "yes, but at four",
        (
            ("cita para masaje el lunes a las 3", "3:00 p. m."),
            ("sí, pero a las 4", "4:00 p. m."),
            ("dale", "[scheduled]"),
        ),
        (("masaje", f"{MONDAY} 16:00"),),
        name=ANA,
    ),
    Script(
        "whichever",
        (
            ("quiero agendar masaje el jueves", "•"),
            ("me da igual", "[scheduled]"),
        ),
        (("masaje", f"{THURSDAY} 08:00"),),
        name=ANA,
    ),
    Script(
        "none of them, another day, earlier",
        (
            ("quiero agendar masaje el jueves", "•"),
            ("no me sirve ninguna", "día"),
            ("otro día", "viernes 27"),
            ("más temprano", "a. m.|!p. m."),
            ("la primera", "[scheduled]"),
        ),
        (("masaje", "2026-11-27 08:00"),),
        name=ANA,
    ),
    Script(
        "with somebody",
        (
            ("quiero un masaje con Pedro", "Ana|Luis|¿"),
            ("con Luis", "con Luis"),
            ("el lunes a las 9", "9:00 a. m. con Luis"),
            ("sí", "nombre"),
            ("sí", "nombre"),
            ("quién atiende?", "?"),
            ("a nombre de mi hija Lucía Gómez", "[scheduled]"),
        ),
        (("masaje", f"{MONDAY} 09:00"),),
        booked_for="Lucía Gómez",
    ),
    Script(
        "a name is never asked when it is known",
        (
            ("masaje el lunes a las 9", "9:00 a. m."),
            ("sí", "[scheduled]|!nombre"),
        ),
        (("masaje", f"{MONDAY} 09:00"),),
        name=ANA,
    ),
    Script(
        "the day and the part of it, then a full name",
        (
            ("quiero agendar masaje", "jueves 26 de noviembre, 11:00 a. m."),
            ("tienen algo para el jueves por la tarde?", "2:00 p. m.|!11:00"),
            ("el de las 3 está bien", "3:00 p. m."),
            ("Juan Pérez", "[scheduled]"),
        ),
        (("masaje", f"{THURSDAY} 15:00"),),
        booked_for="Juan Pérez",
    ),
    Script(
        "the hour of an offered slot on another day",
        (
            ("masaje el lunes a las 9", "lunes 23"),
            ("mañana a las 9", "sábado 21 de noviembre, 9:00 a. m."),
            ("sí", "[scheduled]"),
        ),
        (("masaje", "2026-11-21 09:00"),),
        name=ANA,
    ),
    Script(
        "a price asked before deciding",
        (
            ("masaje el lunes a las 9", "lunes 23"),
            ("perfecto, ¿cuánto cuesta?", "$ 90.000|lunes 23|¿"),
            ("listo", "[scheduled]"),
        ),
        (("masaje", f"{MONDAY} 09:00"),),
        name=ANA,
    ),
    Script(
        "the name comes first",
        (
            ("soy Ana Pérez", "?"),
            ("quiero el masaje y la limpieza el lunes", "Masaje relajante y Limpieza facial"),
            ("la primera", "[scheduled]"),
        ),
        (("masaje", f"{MONDAY} 08:00"), ("limpieza-facial", f"{MONDAY} 09:00")),
        booked_for=ANA,
    ),
)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.id)
def test_booking(script: Script) -> None:
    play(script)


def test_the_greeting_comes_once() -> None:
    chat = play(SCRIPTS[0])
    assert sum("asistente virtual" in reply for reply in chat.replies) == 1


def test_a_list_has_at_most_five_lines() -> None:
    chat = Dialogue()
    assert chat.say("Hola, quisiera agendar").count("•") == 5
    assert 2 <= chat.say("limpieza facial").count("•") <= 4


def test_tapping() -> None:
    chat = Dialogue(Clinic(customer_name=ANA))
    chat.say("quiero agendar")
    chat.tap("Masaje relajante", "service:masaje")
    second = chat.slots[1]
    chat.tap(second["label"], second["slot"])
    assert [(key, start) for key, start, _ in chat.clinic.booked()] == [
        ("masaje", f"{MONDAY} 11:00")
    ]
    chat.tap("No", "consent:no")
    assert chat.clinic.consent == "refused"


def test_a_conversation_whose_memo_was_lost_is_taken_up() -> None:
    chat = Dialogue(Clinic(customer_name=ANA))
    chat.say("cita para masaje el lunes a las 3")
    for message in chat.messages:
        message.additional_kwargs.pop("memo", None)
    chat.waiting = ""
    assert chat.say("sí")
    chat.say("cita para masaje el lunes a las 3")
    chat.say("sí")
    assert len(chat.clinic.booked()) == 1


def test_ids_of_tool_calls_are_unique() -> None:
    chat = play(SCRIPTS[2])
    ids = [call["id"] for message in chat.messages for call in getattr(message, "tool_calls", ())]
    assert len(ids) == len(set(ids)) > 5


def test_reminders_are_asked_about_only_when_it_is_not_known() -> None:
    chat = Dialogue(Clinic(customer_name=ANA, consent="granted"))
    chat.say("masaje el lunes a las 9")
    assert chat.say("sí") == ""
    assert chat.receipts
