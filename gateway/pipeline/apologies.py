"""The honest sentences that code says when something did not work."""

from collections.abc import Mapping

_FAILED: Mapping[str, str] = {
    "es": "Perdona, no logré resolver tu mensaje. Ya le avisé a una persona del equipo para que te responda.",
    "pt": "Desculpe, não consegui resolver a sua mensagem. Já avisei uma pessoa da equipe para te responder.",
    "en": "Sorry, I couldn't sort out your message. I've let someone on the team know so they can reply to you.",
}
_FAILED_ALONE: Mapping[str, str] = {
    "es": "Perdona, no logré resolver tu mensaje. ¿Me lo escribes de nuevo en un momento?",
    "pt": "Desculpe, não consegui resolver a sua mensagem. Pode me escrever de novo daqui a pouco?",
    "en": "Sorry, I couldn't sort out your message. Could you write to me again in a little while?",
}
_DONE: Mapping[str, str] = {
    "es": "Eso es lo que quedó hecho. Si necesitas algo más, escríbeme.",
    "pt": "Isso é o que ficou feito. Se precisar de mais alguma coisa, me escreva.",
    "en": "That is what has been done. If you need anything else, just write to me.",
}
_DONE_TOLD: Mapping[str, str] = {
    "es": "Eso es lo que quedó hecho. Ya le avisé a una persona del equipo para que te responda.",
    "pt": "Isso é o que ficou feito. Já avisei uma pessoa da equipe para te responder.",
    "en": "That is what has been done. I've let someone on the team know so they can reply to you.",
}
_UNREACHABLE: Mapping[str, str] = {
    "es": "Te soy sincero: intenté avisarle al equipo y no lo logré. Vuelve a escribir más tarde o comunícate directamente con nosotros.",
    "pt": "Para ser sincero: tentei avisar a equipe e não consegui. Escreva de novo mais tarde ou fale diretamente com a gente.",
    "en": "To be honest, I tried to reach the team and couldn't. Please write again later or contact us directly.",
}
_LATE: Mapping[str, str] = {
    "es": "Te soy sincero: todavía no he logrado avisarle al equipo; lo sigo intentando. Si es urgente, comunícate directamente con nosotros.",
    "pt": "Para ser sincero: ainda não consegui avisar a equipe; continuo tentando. Se for urgente, fale diretamente com a gente.",
    "en": "To be honest, I haven't been able to reach the team yet; I'm still trying. If it's urgent, please contact us directly.",
}


def failed(language: str, *, told: bool) -> str:
    """A turn failed for good; `told`: a person was called."""
    return (_FAILED if told else _FAILED_ALONE)[language]


def done(language: str, *, told: bool) -> str:
    """After receipts, where the words that went with them are not sent; `told`: a person was called."""
    return (_DONE_TOLD if told else _DONE)[language]


def unreachable(language: str) -> str:
    """A person was promised and no notice reached anybody."""
    return _UNREACHABLE[language]


def late(language: str) -> str:
    """A person was promised and no notice has reached anybody yet."""
    return _LATE[language]
