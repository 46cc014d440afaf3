"""Whether a customer for whom a person was called asks who that will be, or when they answer."""

import re

from agent.language.text import plain

_LEAD = r"(?:(?:y|e|and|so|entonces|entao|pero|mas|but|hola|oi|hi|hello|disculpe|disculpa|oye) )*"
_WHO = re.compile(
    _LEAD + r"(?:"
    r"(?:quien|quienes|con quien)(?: es)?(?: el que| la que)?(?: ya)? (?:me|nos) (?:va|van) a (?:atender|responder|contestar|ayudar"
    r"|escribir|hablar)"
    r"|(?:quien|quienes) (?:me|nos) (?:atiende|responde|contesta|escribe|atendera|respondera)"
    r"|quien (?:tiene|lleva) (?:mi|el) caso"
    r"|(?:cuando|a que hora|en cuanto tiempo)(?: ya)? (?:me|nos) (?:responden|contestan|escriben|van a (?:responder|contestar"
    r"|escribir|atender))"
    r"|(?:ya )?(?:me|nos) (?:van|va) a (?:responder|contestar|escribir)"
    r"|(?:quem|com quem)(?: e que)? vai (?:me |nos )?(?:atender|responder|ajudar|escrever)(?: me)?"
    r"|quem (?:me|nos) (?:atende|responde)"
    r"|(?:quando|que horas|a que horas)(?: e que)? (?:vao|vai|alguem vai) (?:me |nos )?(?:responder|atender|escrever)"
    r"|(?:ja )?vao (?:me )?(?:responder|atender)"
    r"|who(?: is|s)? (?:will|going to|gonna) (?:answer|help|see to|write to|write|get back to|reply to|talk to) (?:me|us)"
    r"|who (?:has|is on|s on) (?:my case|it)|whos on it"
    r"|when (?:will|is|are) (?:someone|somebody|anyone|they|you|the team|a person)(?: going to)? (?:answer|reply|get back"
    r"|write|text|contact|call)"
    r")\b.*"
)
_LONGEST = 90
"""Characters: a longer message says more than that."""


def asks_who_answers(text: str) -> bool:
    """ "¿Quién me va a atender?", "quando vão me responder?", "who is on it?"."""
    return len(text) <= _LONGEST and bool(_WHO.fullmatch(plain(text)))
