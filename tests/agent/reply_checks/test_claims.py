"""What is a claim that something was done, and what only sounds like one."""

import pytest

from tests.agent.reply_checks.empty import claims_of

DONE = {
    "booked": [
        "Listo, tu cita quedó agendada para el martes.",
        "Ya está reservada para ti.",
        "Martes a las 3, ya está agendado ✅",
        "No te preocupes, tu cita ya está agendada.",
        "Agendé tu cita con Camila a las 3.",
        "Tu cita está reservada, pero llega diez minutos antes.",
        "Si llegas tarde avísanos, tu cita quedó reservada.",
        "No hay problema tu cita quedó agendada.",
        "La hora que se pidió a las once quedó agendada.",
        "Si, quedó agendada.",
        "Sua consulta ficou agendada para terça.",
        "Marquei para terça às 15h.",
        "Já está marcada para você, mas chegue antes.",
        "You're booked for Tuesday at 3.",
        "Your appointment is now scheduled.",
        "I've booked it for you.",
    ],
    "cancelled": [
        "Tu cita quedó cancelada.",
        "La anterior quedó cancelada.",
        "Cancelé tu cita del lunes.",
        "A consulta foi cancelada.",
        "Your appointment has been cancelled.",
    ],
    "moved": [
        "Tu cita quedó reprogramada para el jueves.",
        "A consulta ficou remarcada.",
        "Your appointment has been rescheduled.",
    ],
}
NOTHING = [
    "A las 3 Camila ya está reservada, pero tengo 2:30 ¿Te sirve?",
    "A las 3 ya está reservado. ¿Te sirve a las 2:30?",
    "Ese horario ya está reservado, ¿miramos otro?",
    "Las 10:00 está reservada; tengo 10:30 u 11:00. ¿Cuál prefieres?",
    "Laura está agendada toda la mañana, sin embargo Camila tiene libre.",
    "Tu cita todavía no está agendada.",
    "Tu cita no quedó cancelada.",
    "Aún no ha sido reprogramada.",
    "¿Tu cita quedó agendada con Camila?",
    "Cuando me digas tu nombre queda lista; apenas ha sido agendada te aviso.",
    "Às 15h a Camila já está reservada, mas tenho 14h30. Serve?",
    "Esse horário está marcado. Quer outro?",
    "A sua consulta ainda não ficou agendada.",
    "A consulta não foi cancelada.",
    "Camila is already booked at 3, but I have 2:30. Does that work?",
    "That time is booked. Would 2:30 work?",
    "Your appointment has not been cancelled.",
    "It isn't scheduled yet; once it is booked you get a receipt.",
]


@pytest.mark.parametrize("text", [text for texts in DONE.values() for text in texts])
def test_what_says_that_it_was_done_is_a_claim(text: str) -> None:
    assert any(claims_of(text, code) for code in ("es", "pt", "en"))


@pytest.mark.parametrize("text", NOTHING)
def test_a_taken_time_a_denial_and_a_question_claim_nothing(text: str) -> None:
    assert claims_of(text) == set()
