"""Which words say that staff were told; only a notice proves them."""

import pytest

from tests.agent.reply_checks.empty import claims_of

CLAIMS = [
    "Ya le avisé a una persona del equipo.",
    "Listo, avisé al equipo.",
    "Ya les avisé a mis compañeros, te escriben hoy.",
    "Le pasé tu mensaje al equipo.",
    "Le dejé el recado a recepción.",
    "He notificado al equipo sobre tu caso.",
    "Informé a la doctora de tu molestia.",
    "El equipo ya está avisado.",
    "El equipo ya lo sabe y te responde pronto.",
    "Le envié tu consulta a una asesora.",
    "Tranquila, recepción ya fue notificada.",
    "Escalé tu caso a un asesor.",
    "Já avisei uma pessoa da equipe.",
    "Pronto, avisei a equipe.",
    "A equipe já está avisada.",
    "Encaminhei a sua mensagem para a equipe.",
    "Já falei com a equipe, eles te respondem.",
    "Acionei o atendente para você.",
    "A equipe já sabe.",
    "A recepção foi avisada.",
    "I've let someone on the team know.",
    "Done, the team has been told.",
    "I have notified the staff.",
    "I already told the manager.",
    "I've passed your message on to the team.",
    "I just forwarded this to a colleague.",
    "The team already knows.",
    "The front desk has been informed.",
]
NO_CLAIMS = [
    "¿Quieres que le avise a una persona del equipo?",
    "Si quieres, le aviso al equipo.",
    "Todavía no le avisé al equipo.",
    "No logré avisarle a una persona.",
    "No pude avisarle a nadie del equipo en este momento.",
    "Dejé tu mensaje guardado; todavía no les llega.",
    "Te avisé ayer de tu cita con la doctora.",
    "Le avisaré al equipo cuando abra.",
    "¿Ya le avisaste a la doctora?",
    "¿Ya le avisé a una persona?",
    "Informa a tu médico antes del procedimiento.",
    "La doctora te informa los resultados.",
    "Cuando el equipo esté avisado te escribo.",
    "Una persona del equipo te puede ayudar.",
    "Quer que eu avise uma pessoa da equipe?",
    "Ainda não avisei a equipe.",
    "Não consegui avisar uma pessoa agora.",
    "Posso avisar a equipe se quiser.",
    "Eu te aviso se abrir uma vaga.",
    "Fale com a equipe na recepção.",
    "Would you like me to let someone on the team know?",
    "I couldn't reach anyone just now.",
    "I haven't told the team yet.",
    "I can notify the team if you like.",
    "If I told the team, would that help?",
    "Please tell the doctor about your allergies.",
    "We have a team of three people.",
    "Let the front desk know when you arrive.",
]


@pytest.mark.parametrize("text", CLAIMS)
def test_it_says_that_staff_were_told(text: str) -> None:
    assert any(claims_of(text, code) for code in ("es", "pt", "en"))


@pytest.mark.parametrize("text", NO_CLAIMS)
def test_it_says_nothing_of_the_kind(text: str) -> None:
    assert claims_of(text) == set()
