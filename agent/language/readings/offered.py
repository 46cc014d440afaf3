"""Whether a question asks if something is done here: "¿hacen acupuntura?", "do you do thai massage?"."""

import re

from agent.language.text import plain

_ARTICLE = r"(?:(?:el|la|los|las|un|una|unos|unas|o|a|os|as|um|uma|the|an|any|algun|alguna|algum|alguma|some) )?"
_ASKS_IF_DONE = re.compile(
    r"^(?P<before>.*? )??(?:(?:ustedes |ustds |uds |aqui |ahi |alli |tambien |si |se )*(?:hacen|haces|realizan|ofrecen|ofreces|manejan"
    r"|practican|aplican|colocan|ponen)"
    r"|(?:voces |vcs |voce |vc |ai |tambem |se )*(?:fazem|faz|realizam|oferecem|oferece|aplicam|colocam|trabalham com)"
    rf"|trabajan con|(?:do|does) (?:you|u|they)(?: guys| all| also)* (?:do|offer|provide|perform|give|carry out)"
    rf"|you (?:guys )?(?:do|offer)) {_ARTICLE}(?P<what>[^\W\d]{{3,}}.*)$"
)
_ASKS_IF_THERE = re.compile(
    r"^(?P<before>.*? )??(?:(?:ustedes |uds |tambien |si )*(?:tienen|tienes)|hay|(?:voces |vcs |tambem )*(?:tem|tem ai)"
    rf"|(?:do|does) (?:you|u|they)(?: guys| also)* have|have you got|you (?:guys )?have|is there) {_ARTICLE}(?P<what>[^\W\d]{{3,}}.*)$"
)
_NO_PART = re.compile(
    r" (?:aqui|ahi|ai|alli|here|there|tambien|tambem|also|too|por favor|please|porfa|ustedes|voces|en|no|na|at|in|con|com|with|para|for"
    r"|los|el|on)\b.*$"
)
_OTHER_QUESTION = re.compile(
    r"\b(?:que|q|como|cuando|donde|quien|quienes|cual|cuant\w+|quando|onde|quem|qual|quant\w+|what|how|when|where|who|which|why)\b"
)
_NO_SERVICE = re.compile(
    r"\b(?:favor\w*|descuent\w*|descont\w*|discount\w*|promoci\w*|promo\w*|oferta\w*|factura\w*|nota fiscal|recibo\w*|invoice\w*"
    r"|parcel\w*|cuota\w*|pago\w*|pagament\w*|payment\w*|domicili\w*|env[ií]o\w*|entrega\w*|deliver\w*|convenio\w*|seguro\w*|insurance"
    r"|alguem|alguien|anybody|anyone|somebody|someone|ninguem|cita\w*|turno\w*|cupo\w*|hora\w*|horario\w*|espacio\w*|vaga\w*|appointment\w*|opening\w*|slot\w*|availab\w*|disponib\w*)\b"
)
"""What is asked for with the same verbs and is nothing that is done to somebody."""
_MOST_WORDS = 5


def asked_if_done(text: str) -> str:
    """What a question asks about as something that is done or sold here, folded; "" for other questions."""
    return _what(_ASKS_IF_DONE, text)


def asked_if_there(text: str) -> str:
    """The same of what the house may have, a service or anything else: "¿tienen …?"."""
    return asked_if_done(text) or _what(_ASKS_IF_THERE, text)


def _what(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.match(plain(text).strip(" ?!.¿¡"))
    if match is None or _OTHER_QUESTION.search(match["before"] or ""):
        return ""
    what = _NO_PART.sub("", match["what"]).strip()
    fits = 0 < len(what.split()) <= _MOST_WORDS and not _NO_SERVICE.search(what)
    return what if fits else ""
