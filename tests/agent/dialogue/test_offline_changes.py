"""Cancelling, moving, confirming, and calling a person."""

import pytest

from tests.agent.dialogue.clinic import Clinic
from tests.agent.dialogue.dialogue import Dialogue
from tests.agent.dialogue.scripts import Script, play

ANA = "Ana Pérez"
TUESDAY, THURSDAY, WEDNESDAY = "2026-11-24", "2026-11-26", "2026-11-25"
MASSAGE = ("masaje", f"{TUESDAY} 15:00")
FACIAL = ("limpieza-facial", f"{THURSDAY} 09:00")

SCRIPTS = (
    Script(
        "cancelled with one question",
        (
            ("quiero cancelar mi cita", "Masaje relajante|martes 24|ancelo"),
            ("sí", "[cancelled]|!¿"),
        ),
        name=ANA,
        own=(MASSAGE,),
    ),
    Script(
        "kept after all",
        (("no puedo ir el martes", "ancelo"), ("no, déjala así", "!¿")),
        (MASSAGE,),
        name=ANA,
        own=(MASSAGE,),
    ),
    Script(
        "which of two",
        (
            ("cancelar", "•|Masaje|Limpieza"),
            ("la del masaje", "Masaje relajante"),
            ("cancélala", "[cancelled]"),
        ),
        (FACIAL,),
        name=ANA,
        own=(MASSAGE, FACIAL),
    ),
    Script(
        "by its day",
        (("cancela mi cita del jueves porfa", "Limpieza facial"), ("sí", "[cancelled]")),
        (MASSAGE,),
        name=ANA,
        own=(MASSAGE, FACIAL),
    ),
    Script(
        "moved instead of cancelled",
        (
            ("quiero cancelar mi cita", "ancelo"),
            ("mejor muévela", "martes 24"),
            ("el jueves a las 9", "jueves 26 de noviembre, 9:00 a. m."),
            ("sí", "[scheduled]"),
        ),
        (("masaje", f"{THURSDAY} 09:00"),),
        name=ANA,
        own=(MASSAGE,),
    ),
    Script(
        "a question in between",
        (
            ("cancelar", "ancelo"),
            ("¿cobran por cancelar?", "no tiene costo|ancelo"),
            ("sí", "[cancelled]"),
        ),
        name=ANA,
        own=(MASSAGE,),
    ),
    Script(
        "nothing to cancel",
        (("cancelar mi cita", "agendar|?"), ("no gracias", "!?")),
        name=ANA,
    ),
    Script(
        "too late to cancel",
        (("quiero cancelar", "Faltan menos de 2 horas|persona"), ("sí", "persona")),
        (("masaje", "2026-11-20 11:00"),),
        name=ANA,
        own=(("masaje", "2026-11-20 11:00"),),
        escalated=("other",),
        clinic={"too_late": True},
    ),
    Script(
        "moved to a day",
        (
            ("puedo pasar la cita para el jueves?", "jueves 26|•"),
            ("la segunda", "[scheduled]"),
        ),
        (("masaje", f"{THURSDAY} 10:00"),),
        name=ANA,
        own=(MASSAGE,),
    ),
    Script(
        "moved in three steps",
        (
            ("quiero cambiar la hora de mi cita", "¿"),
            ("el miércoles por la tarde", "miércoles 25|!a. m."),
            ("a las 3", "[scheduled]"),
        ),
        (("masaje", f"{WEDNESDAY} 15:00"),),
        name=ANA,
        own=(MASSAGE,),
    ),
    Script(
        "another hour of the same day",
        (
            ("puedes mover mi cita a las 5?", "martes 24 de noviembre, 5:00 p. m."),
            ("sí", "[scheduled]"),
        ),
        (("masaje", f"{TUESDAY} 17:00"),),
        name=ANA,
        own=(MASSAGE,),
    ),
    Script(
        "another time at the last moment",
        (
            ("mover mi cita al jueves a las 9", "jueves 26 de noviembre, 9:00 a. m."),
            ("no, mejor el miércoles", "miércoles 25 de noviembre, 9:00 a. m."),
            ("sí", "[scheduled]"),
        ),
        (("masaje", f"{WEDNESDAY} 09:00"),),
        name=ANA,
        own=(MASSAGE,),
    ),
    Script(
        "not moved, then cancelled",
        (
            ("mover mi cita al miércoles", "miércoles 25"),
            ("¿dónde quedan?", "Calle Falsa|¿"),
            ("no", "¿"),
            ("mejor cancélala", "ancelo"),
            ("sí", "[cancelled]"),
        ),
        name=ANA,
        own=(MASSAGE,),
    ),
    Script(
        "cancel that and give me another",
        (
            ("cancela mi cita y agéndame otra el miércoles", "miércoles 25|•"),
            ("la primera", "[scheduled]"),
        ),
        (("masaje", f"{WEDNESDAY} 08:00"),),
        name=ANA,
        own=(MASSAGE,),
    ),
    Script(
        "yes to a reminder",
        (("sí", "[confirmed]|!Clínica"), ("no", "sin recordatorios")),
        (MASSAGE,),
        name=ANA,
        own=(MASSAGE,),
        awaiting=True,
    ),
    Script(
        "no to a reminder",
        (("no", "ancelo"), ("sí", "[cancelled]")),
        name=ANA,
        own=(MASSAGE,),
        awaiting=True,
    ),
    Script(
        "to a reminder: another day",
        (
            (
                "no puedo, ¿la podemos cambiar para el jueves a las 10?",
                "jueves 26 de noviembre, 10:00 a. m.",
            ),
            ("sí", "[scheduled]"),
        ),
        (("masaje", f"{THURSDAY} 10:00"),),
        name=ANA,
        own=(MASSAGE,),
        awaiting=True,
    ),
    Script(
        "confirmed, and a question",
        (("Hola! sí, confirmo. ¿Dónde quedan?", "[confirmed]|Calle Falsa"),),
        (MASSAGE,),
        name=ANA,
        own=(MASSAGE,),
        awaiting=True,
    ),
    Script(
        "confirmed twice",
        (("confirmo", "[confirmed]"), ("no", ""), ("confirmo mi cita", "ya|!?")),
        (MASSAGE,),
        name=ANA,
        own=(MASSAGE,),
    ),
    Script(
        "desmarcar",
        (("preciso desmarcar meu horário", "ancelo?"), ("sim", "[cancelled]")),
        language="pt",
        name=ANA,
        own=(("massagem", f"{TUESDAY} 15:00"),),
    ),
    Script(
        "remarcar",
        (
            ("quero remarcar minha consulta", "terça, 24/11"),
            ("quinta à tarde", "quinta, 26/11, às 14h"),
            ("o primeiro", "[scheduled]"),
        ),
        (("massagem", f"{THURSDAY} 14:00"),),
        language="pt",
        name=ANA,
        own=(("massagem", f"{TUESDAY} 15:00"),),
    ),
    Script(
        "rather move it",
        (
            ("I need to cancel my appointment", "cancel it?"),
            ("actually move it", "?"),
            ("thursday at 9am", "Thu Nov 26, 9:00 am"),
            ("yes", "[scheduled]"),
        ),
        (("massage", f"{THURSDAY} 09:00"),),
        language="en",
        name=ANA,
        own=(("massage", f"{TUESDAY} 15:00"),),
    ),
    Script(
        "a person is asked for",
        (("quiero hablar con una persona", "en cuanto pueda"), ("gracias", "!?")),
        escalated=("asked",),
    ),
    Script(
        "a complaint after hours",
        (("quiero poner una queja", "lo que pasó|el lunes a las 8:00 a. m.|!Hola"),),
        escalated=("complaint",),
        clinic={"answers": "later"},
    ),
    Script(
        "an emergency", (("estoy sangrando mucho", "llama al 123|!Hola"),), escalated=("urgent",)
    ),
    Script(
        "running late is told to a person",
        (("llego 10 minutos tarde", "equipo"),),
        (MASSAGE,),
        name=ANA,
        own=(MASSAGE,),
        escalated=("other",),
    ),
    Script("a health worry", (("se me inflamó la cara", "llama al 123"),), escalated=("health",)),
    Script(
        "twice not understood",
        (("asdf qwer", "Por ejemplo"), ("zxcv asdf", "persona")),
        escalated=("failed_twice",),
    ),
    Script(
        "not booked here",
        (("quiero una cita para cirugía de párpados", "no se agenda|persona"), ("sí", "persona")),
        escalated=("other",),
    ),
)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.id)
def test_change(script: Script) -> None:
    play(script)


def test_tapping_yes_and_no() -> None:
    clinic = Clinic(customer_name=ANA)
    clinic.put(*MASSAGE)
    chat = Dialogue(clinic)
    chat.say("cancelar")
    chat.tap("No", "p0:no")
    assert len(clinic.live()) == 1
    chat.say("cancelar")
    chat.tap("Sí, cancelar", "p1:yes")
    assert not clinic.live()


def test_a_tapped_appointment_is_the_one() -> None:
    clinic = Clinic(customer_name=ANA)
    clinic.put(*MASSAGE)
    clinic.put(*FACIAL)
    chat = Dialogue(clinic)
    chat.say("cancelar")
    chat.tap("Limpieza facial", "appointment:id-1")
    chat.say("sí")
    assert [a.service.key for a in clinic.live()] == ["masaje"]


def test_what_was_asked_goes_along_with_the_notice() -> None:
    chat = Dialogue()
    chat.say("¿pueden ir a mi casa en Marte?")
    chat.say("sí")
    assert "Marte" in chat.clinic.escalations[0]["summary"]
