"""What customers say about being invited to come again: that they want it, and that they do not."""

import re

from agent.language.text import plain

_WRITE = (
    r"(?:escrib\w+|escrev\w+|mand\w+|envi\w+|avis\w+|llam\w+|invit\w+|convid\w+|convit\w+|mensaj\w*|mensag\w*|molest\w+"
    r"|record\w+|recuerd\w+|lembr\w+|incomod\w+|writ\w+|text\w*|messag\w*|send\w*|contact\w*|remind\w*|let me know|tell me"
    r"|notif\w+|ping\w*)"
)
_NOT = r"(?:no|nao|nunca|jamas|dont|do not|not|never|stop|sin|sem|dej\w+ de|par\w+ de|deix\w+ de)"
_NO_WRITING = re.compile(rf"\b{_NOT}\b(?: \w+){{0,4}}? {_WRITE}\b")
_FOR_THIS = re.compile(
    r"\b(?:(?:para|por|de|sobre|con|pra|com|about|for|like) (?:eso|esto|esas cosas|isso|isto|that|this|it)"
    r"|eso|esto|isso|isto|this|these|those|such|estos|esos|esas|estas|esses|essas|disso|nisso)\b"
)
_COMING = (
    r"(?:volver|regres\w+|retorn\w+|voltar|come back|coming back|proxim[ao] (?:visita|cita|consulta|limpieza|limpeza|control|revision)"
    r"|next (?:visit|appointment|cleaning|check ?up|one)|me toqu?[ea]|check ?ups?|controles?|recalls?|invitaciones|convites|due)"
)
_COMES = re.compile(rf"\b{_COMING}\b")
_DUE = (
    r"(?:(?:me |ya |ya me |nos )?(?:toque|toca|toqué)|sea (?:la )?hora|sea (?:el )?tiempo|(?:deba|tenga que|haya que) (?:volver|regresar)"
    r"|(?:for|seja|estiver na|chegar a) hora|precisar voltar|deva voltar|(?:it is|its|it s) time|(?:i am|im|i m|i) (?:am )?due)"
)
_WANTS = re.compile(
    rf"\b{_WRITE}\b(?: \w+){{0,4}}? (?:cuando|quando|apenas|assim que|when|once|as soon as)(?: \w+){{0,4}}? {_DUE}\b"
    rf"|\b(?:cuando|quando|apenas|when|once)(?: \w+){{0,3}}? {_DUE}\b.{{0,40}}\b{_WRITE}\b"
)


def refuses_recalls(text: str, *, invited: bool = False) -> bool:
    """Whether they are not to be invited again: "no me escriban para eso" where they just were (`invited`), or in so
    many words."""
    spoken = plain(text)
    if not _NO_WRITING.search(spoken):
        return False
    return bool(_COMES.search(spoken)) or (invited and bool(_FOR_THIS.search(spoken)))


def wants_recalls(text: str) -> bool:
    """Whether they ask to be written to when it is time to come again: "avísame cuando me toque volver"."""
    spoken = plain(text)
    return bool(_WANTS.search(spoken)) and not _NO_WRITING.search(spoken)


def asks_about_recalls(text: str) -> bool:
    """Whether a question of a message of ours is whether they are to be written to when it is time to come again."""
    return "?" in text and wants_recalls(text)
