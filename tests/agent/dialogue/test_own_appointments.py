"""What a customer asks of the appointment they have, and their own hour that is called by its name."""

from collections.abc import Callable

import pytest

from tests.agent.dialogue.clinic import Clinic
from tests.agent.dialogue.dialogue import Dialogue

THURSDAY = "2026-11-26 09:00"
OFFERED = {
    "es": ("limpieza-facial", "quiero un masaje relajante el lunes"),
    "pt": ("limpeza-de-pele", "quero uma massagem relaxante na segunda"),
    "en": ("facial", "i want to book a relaxing massage on monday"),
}


def dialogue(language: str) -> Dialogue:
    """With an appointment on Thursday at nine, while times for something else are on offer."""
    clinic = Clinic(language=language, customer_name="Ana Gil")
    service, wish = OFFERED[language]
    clinic.put(service, THURSDAY, "Luis")
    talk = Dialogue(clinic)
    talk.say(wish)
    assert talk.memo["booking"]["slots"]
    return talk


@pytest.mark.parametrize(
    ("language", "question", "told"),
    [
        ("es", "¿mi cita sigue en pie?", "jueves 26 de noviembre, 9:00 a. m."),
        ("es", "¿a nombre de quién quedó la mía?", "Ana Gil"),
        ("pt", "a minha consulta é com quem?", "Luis"),
        ("en", "am i still booked in for thursday?", "Thu Nov 26, 9:00 am"),
    ],
)
def test_it_is_told_and_the_offer_stays_open(language: str, question: str, told: str) -> None:
    talk = dialogue(language)
    offered = talk.memo["booking"]["slots"]
    assert told in talk.say(question)
    assert talk.memo["ask"]["kind"] == "slot"
    assert talk.memo["booking"]["slots"] == offered


def test_what_is_not_booked_yet_is_not_said_to_stand() -> None:
    talk = Dialogue(Clinic())
    talk.say("quiero un masaje relajante el lunes a las 10")
    reply = talk.say("¿entonces ya quedó reservada?")
    assert "no está reservada" in reply or "Aún no hay nada" in reply
    assert talk.memo["booking"]["slots"]
    assert not talk.clinic.booked()


def test_the_own_hour_is_not_called_taken() -> None:
    clinic = Clinic(language="en", customer_name="Ana Gil")
    clinic.put("facial", THURSDAY, "Luis")
    talk = Dialogue(clinic)
    talk.say("i want to book a facial on monday")
    reply = talk.say("no, not monday, just the thursday at 9")
    assert "your" in reply
    assert "Facial, Thu Nov 26, 9:00 am" in reply
    assert "ask" not in talk.memo or not talk.memo["ask"]
    assert len(clinic.booked()) == 1


@pytest.mark.parametrize(
    ("message", "fits"),
    [
        ("no, a esa hora no puedo, ¿más tarde?", lambda at: at > "10:00"),
        ("no, a esa hora no alcanzo, ¿hay algo antes?", lambda at: at < "10:00"),
    ],
)
def test_later_and_earlier_are_kept_beside_a_refusal(
    message: str, fits: Callable[[str], bool]
) -> None:
    talk = Dialogue(Clinic())
    talk.say("quiero un masaje relajante el lunes a las 10")
    talk.say(message)
    slots = talk.memo["booking"]["slots"]
    assert slots
    assert all(slot["date"] == "2026-11-23" and fits(slot["at"]) for slot in slots)


@pytest.mark.parametrize("answer", ["las dos", "ambas, por favor"])
def test_both_are_cancelled_each_by_a_yes_of_its_own(answer: str) -> None:
    clinic = Clinic(customer_name="Ana Gil")
    clinic.put("limpieza-facial", THURSDAY)
    clinic.put("masaje", "2026-11-25 15:00")
    talk = Dialogue(clinic)
    talk.say("quiero cancelar")
    assert "Masaje" in talk.say(answer)
    assert len(clinic.booked()) == 2
    assert "Limpieza" in talk.say("sí")
    assert len(clinic.booked()) == 1
    talk.say("sí")
    assert not clinic.booked()


def test_two_o_clock_is_one_of_them() -> None:
    clinic = Clinic(customer_name="Ana Gil")
    clinic.put("limpieza-facial", "2026-11-26 14:00")
    clinic.put("masaje", "2026-11-25 15:00")
    talk = Dialogue(clinic)
    talk.say("quiero cancelar")
    talk.say("la de las dos")
    talk.say("sí")
    assert [start for _, start, _ in clinic.booked()] == ["2026-11-25 15:00"]


def test_a_change_of_mind_about_another_appointment_is_no_wish_to_leave_it() -> None:
    clinic = Clinic(language="pt", customer_name="Ana Gil")
    clinic.put("limpeza-de-pele", THURSDAY)
    clinic.put("massagem", "2026-11-25 15:00")
    talk = Dialogue(clinic)
    talk.say("quero remarcar a limpeza de pele para sexta")
    talk.say("deixa, cancela a massagem")
    assert talk.memo["ask"]["kind"] == "cancel"


@pytest.mark.parametrize(
    ("language", "wish", "message", "name"),
    [
        (
            "es",
            "quiero un masaje relajante el lunes",
            "cancela la cita de mi mamá Marta Gil",
            "Marta",
        ),
        (
            "en",
            "i want to book a relaxing massage on monday",
            "cancel my mum Marta Gil's appointment",
            "Marta",
        ),
    ],
)
def test_somebody_elses_that_is_not_there_is_said_not_to_be(
    language: str, wish: str, message: str, name: str
) -> None:
    talk = Dialogue(Clinic(language=language))
    talk.say(wish)
    assert name in talk.say(message)
    assert talk.route[-1] == "cancellation"


def two_booked() -> Dialogue:
    """A facial on Thursday and a massage on Wednesday."""
    clinic = Clinic(customer_name="Ana Gil")
    clinic.put("limpieza-facial", THURSDAY)
    clinic.put("masaje", "2026-11-25 15:00")
    return Dialogue(clinic)


def test_both_are_confirmed() -> None:
    talk = two_booked()
    talk.say("quiero confirmar mi cita")
    talk.say("las dos")
    assert [one.status for one in talk.clinic.live()] == ["confirmed", "confirmed"]


def test_what_is_not_understood_twice_is_not_asked_in_the_same_words() -> None:
    talk = two_booked()
    replies = [
        talk.say("quiero cancelar"),
        talk.say("mmm la cosa esa"),
        talk.say("la cosa esa pues"),
    ]
    assert len({one.partition("\n")[0] for one in replies}) == 3
    assert talk.memo["ask"]["kind"] == "human"
    assert len(talk.clinic.booked()) == 2
