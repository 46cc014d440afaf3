"""Asking "just to confirm": a question that makes sure of something, and confirms no appointment."""

import re

from agent.language.text import clauses

_COLON = re.compile(r":(?!\d)")
_ONLY = r"(?:solo|solamente|so|somente|apenas|just|nada mas|nomas|unicamente)"
_CHECK = r"(?:confirmar|confirming|confirm|confirmando)"
_FILLER = r"(?:hola|oi|ola|hi|hey|buenas|y|e|and|ok|oye|perdon|desculpa|sorry|por favor|porfa|please|gracias|obrigad[oa]|thanks|ah|es|era|e|i want|i wanted|quiero|queria|quisiera|quero|me gustaria|id like)"
_FRAME = re.compile(
    rf"(?:{_FILLER} )*(?:{_ONLY}(?: (?:es|era|quiero|queria|quisiera|quero|i want|wanted|want|id like))?(?: (?:para|pra|to|por))?|para|pra|to) {_CHECK}"
    r"(?: (?:por favor|porfa|please|algo|una cosa|uma coisa|one thing|something|um negocio))?"
    rf"|(?:{_FILLER} )*(?:confirming|confirmando)"
)
_QUESTIONED = re.compile(
    rf"\b(?:{_ONLY}(?: (?:es|era|quiero|queria|quisiera|quero|i want|wanted|want|id like))?(?: (?:para|pra|to|por))?|para|pra|to) {_CHECK} "
    r"(?:que|q|cual|cuales|quais|qual|cuando|quando|cuanto|quanto|when|what|which|where|donde|onde|is|are|do|did|a que|as|se|si|if|whether|that|how|the time|the day|la hora|el dia|a hora|o dia)\b"
)


def only_checks(text: str) -> bool:
    """ "Só pra confirmar, quais consultas eu tenho?", "just confirming, is it at 4?"; not "quiero
    confirmar mi cita. ¿Hay parqueadero?"."""
    if "?" not in text:
        return False
    spoken = clauses(_COLON.sub(".", text))
    framed = any(map(_FRAME.fullmatch, spoken)) and len(spoken) > 1
    return framed or any(map(_QUESTIONED.search, spoken))
