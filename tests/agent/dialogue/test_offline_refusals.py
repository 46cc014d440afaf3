"""Bookings that meet a refusal, a change of mind, another language or form of address."""

import pytest

from tests.agent.dialogue.scripts import Script, play

ANA = "Ana Pérez"
MONDAY, TUESDAY, THURSDAY = "2026-11-23", "2026-11-24", "2026-11-26"

SCRIPTS = (
    Script(
        "the assessment comes first",
        (
            ("quiero depilación láser", "Valoración|$ 50.000|¿"),
            ("sí", "Valoración|•"),
            ("la 2", "[scheduled]"),
        ),
        (("valoracion", f"{MONDAY} 11:00"),),
        name=ANA,
    ),
    Script(
        "closed on Sundays",
        (
            ("quiero una cita el domingo para masaje", "Los domingos no abrimos.|•|¿"),
            ("el lunes entonces", "lunes 23 de noviembre, 8:00 a. m."),
            ("la de las 10", "lunes 23 de noviembre, 10:00 a. m."),
            ("Pedro Ruiz", "[scheduled]"),
        ),
        (("masaje", f"{MONDAY} 10:00"),),
        booked_for="Pedro Ruiz",
    ),
    Script(
        "an hour at which nobody comes in either half of the day",
        (
            ("masaje mañana a las 7", "A esa hora|8:00 a. m."),
            ("la primera", "[scheduled]"),
        ),
        (("masaje", "2026-11-21 08:00"),),
        name=ANA,
    ),
    Script(
        "days that cannot be",
        (
            ("masaje el 31 de febrero", "no existe|¿"),
            ("ayer", "pas|¿"),
            ("el lunes a las 9", "9:00 a. m."),
            ("ok", "[scheduled]"),
        ),
        (("masaje", f"{MONDAY} 09:00"),),
        name=ANA,
    ),
    Script(
        "taken meanwhile",
        (
            ("masaje el lunes a las 9", "9:00 a. m."),
            ("sí", "ocupar|10:00 a. m.|!9:00"),
            ("la de las 10", "[scheduled]"),
        ),
        (("masaje", f"{MONDAY} 10:00"),),
        name=ANA,
        clinic={"taken_next": True},
    ),
    Script(
        "the offer grew old",
        (
            ("masaje el lunes a las 9", "9:00 a. m."),
            ("sí", "9:00 a. m.|¿"),
            ("sí", "[scheduled]"),
        ),
        (("masaje", f"{MONDAY} 09:00"),),
        name=ANA,
        clinic={"expire_offers": True},
    ),
    Script(
        "too many",
        (
            ("cita de masaje lunes 9am", "9:00 a. m."),
            ("sí", "3|mover"),
        ),
        (
            ("masaje", f"{TUESDAY} 15:00"),
            ("limpieza-facial", f"{THURSDAY} 09:00"),
            ("valoracion", "2026-11-27 09:00"),
        ),
        name=ANA,
        own=(
            ("masaje", f"{TUESDAY} 15:00"),
            ("limpieza-facial", f"{THURSDAY} 09:00"),
            ("valoracion", "2026-11-27 09:00"),
        ),
    ),
    Script(
        "overlapping one's own",
        (
            ("cita de valoración martes 3pm", "3:00 p. m."),
            ("sí", "ya tienes otra cita|¿"),
            ("el miércoles", "miércoles 25 de noviembre, 3:00 p. m."),
            ("sí", "[scheduled]"),
        ),
        (("masaje", f"{TUESDAY} 15:00"), ("valoracion", "2026-11-25 15:00")),
        name=ANA,
        own=(("masaje", f"{TUESDAY} 15:00"),),
    ),
    Script(
        "a service that is not there",
        (
            ("quiero botox", "no|•|Masaje"),
            ("bueno, masaje", "Masaje relajante"),
            ("martes a las 2 de la tarde", "martes 24 de noviembre, 2:00 p. m."),
            ("sí", "[scheduled]"),
        ),
        (("masaje", f"{TUESDAY} 14:00"),),
        name=ANA,
    ),
    Script(
        "no longer wanted",
        (
            ("cita para masaje el lunes a las 3", "3:00 p. m."),
            ("no gracias, ya no quiero", "!¿"),
            ("gracias", "!¿"),
        ),
        name=ANA,
    ),
    Script(
        "typed in a hurry",
        (
            ("ola kiero una sita pa limpiesa facial mañana a las 9", "9:00 a. m."),
            ("si porfa", "nombre"),
            ("ana perez", "[scheduled]"),
        ),
        (("limpieza-facial", "2026-11-21 09:00"),),
    ),
    Script(
        "voseo is answered in kind",
        (
            ("hola quiero sacar turno para masaje, podés el martes?", "martes 24 de noviembre"),
            ("cuál me recomendás? dale la primera", "¿"),
            ("la primera", "nombre"),
            ("soy Ana", "Aceptás"),
        ),
        (("masaje", f"{TUESDAY} 08:00"),),
    ),
    Script(
        "usted is answered in kind",
        (
            ("buenas, usted me puede agendar masaje para el martes a las 9?", "¿Se la reservo?"),
            ("si señor", "nombre"),
            ("Ana Ruiz", "Acepta"),
        ),
        (("masaje", f"{TUESDAY} 09:00"),),
    ),
    Script(
        "em português",
        (
            (
                "oi, quero marcar uma massagem amanhã às 9",
                "sábado, 21/11, às 9h|assistente virtual",
            ),
            ("pode ser", "nome"),
            ("Júlia Souza", "[scheduled]"),
            ("sim", "!?"),
            ("obrigada", "!?"),
        ),
        (("massagem", "2026-11-21 09:00"),),
        language="pt",
        booked_for="Júlia Souza",
        consent="granted",
    ),
    Script(
        "em português, preço primeiro",
        (
            ("bom dia, quanto custa a limpeza de pele?", "R$ 150"),
            ("onde fica?", "Rua Inventada"),
            ("quero marcar", "•"),
            ("terça", "terça, 24/11, às 17h"),
            ("às 10h", "terça, 24/11, às 10h"),
            ("João Silva", "[scheduled]"),
        ),
        (("limpeza-de-pele", f"{TUESDAY} 10:00"),),
        language="pt",
        booked_for="João Silva",
    ),
    Script(
        "in English",
        (
            ("hi, I'd like to book a massage for tuesday", "Tue Nov 24, 8:00 am|virtual assistant"),
            ("the first one", "name"),
            ("John Smith", "[scheduled]"),
            ("sure", "!?"),
        ),
        (("massage", f"{TUESDAY} 08:00"),),
        language="en",
        booked_for="John Smith",
    ),
    Script(
        "in English, price first",
        (
            ("hello, how much is a facial? and where are you?", "$80|12 Invented Street"),
            ("can I book for monday at 10", "Mon Nov 23, 10:00 am"),
            ("yes please", "name"),
            ("my name is Jane Doe", "[scheduled]"),
            ("no thanks", "no reminders"),
        ),
        (("facial", f"{MONDAY} 10:00"),),
        language="en",
        consent="refused",
    ),
)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.id)
def test_booking_goes_on(script: Script) -> None:
    play(script)
