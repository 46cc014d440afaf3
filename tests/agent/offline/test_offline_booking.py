"""Whole bookings, as customers write them."""

from tests.agent.offline.clinic import Clinic
from tests.agent.offline.dialogue import Dialogue


def test_a_booking_from_hello_to_goodbye() -> None:
    chat = Dialogue()
    assert "asistente virtual de Clínica Aurora" in chat.say("hola")
    assert "sábado 21 de noviembre, 9:00 a. m." in chat.say(
        "quiero una cita de limpieza facial mañana a las 9"
    )
    assert "nombre" in chat.say("sí")
    assert "recuerd" in chat.say("Ana Pérez") or "recordatorio" in chat.replies[-1]
    assert chat.receipts == ["[scheduled] Limpieza facial, sábado 21 de noviembre, 9:00 a. m."]
    chat.say("dale")
    chat.say("gracias")
    assert "?" not in chat.say("chao")
    assert chat.clinic.booked() == [("limpieza-facial", "2026-11-21 09:00", "Ana Pérez")]
    assert chat.clinic.consent == "granted"
    assert sum("asistente virtual" in reply for reply in chat.replies) == 1


def test_the_service_is_asked_with_a_short_list() -> None:
    chat = Dialogue()
    reply = chat.say("Hola, quisiera agendar")
    assert 2 <= reply.count("•") <= 5
    chat.say("limpieza facial")
    chat.say("el martes")
    chat.say("me llamo Ana Pérez")
    assert [key for key, _, _ in chat.clinic.booked()] == ["limpieza-facial"]


def test_a_price_first_then_the_booking_of_that_service() -> None:
    chat = Dialogue(Clinic(customer_name="Ana Pérez"))
    assert "$ 120.000" in chat.say("cuánto cuesta la limpieza facial?")
    chat.say("quiero agendar para el martes")
    chat.say("el de las 10")
    assert chat.clinic.booked() == [("limpieza-facial", "2026-11-24 10:00", "Ana Pérez")]
