"""What kind of question it is: a price, a duration, free times, holidays."""

import re

from agent.language.text import plain

_DURATION = re.compile(
    r"\b(?:cuantos minutos|quantos minutos|how many minutes|cuanto (?:dura|tarda|se tarda|tiempo|demora|se demora)|duracion|quanto tempo|duracao|dura|how long|demora)\b"
)
# A price of what is spoken of, and nothing else.
_BARE_PRICE = re.compile(
    r"(?:(?:y|e|and|hola|oi|ola|hi|perdon|ok|listo|entonces|en|por|a) )*(?:(?:cuanto|cuanto es que|quanto|how much) (?:vale|cuesta|cuestan|es|sale|seria|cobran|custa|fica|e|is it|does it cost|would it be|is that)?"
    r"|(?:cual es|qual e|qual o|que|whats|what is)? ?(?:el |o |the )?(?:precio|valor|preco|costo|price|cost)(?: tiene| tem| es| e)?)(?: eso| isso| todo| en total)?"
)
# A wish for times within a question: "y si tienen para esta semana después de las 5".
_HAVE_TIMES = re.compile(
    r"\b(?:tienen|tiene|tienes|tendran|hay|habra|tem|teria|teriam|have|is there|are there|got)(?: \w+){0,2}"
    r" (?:para|pra|for|citas?|cupos?|turnos?|horas?|horarios?|espacios?|disponib\w*|algo|vagas?|appointments?|slots?|openings?|anything|times?|lugar)\b"
)
# About holidays in general: what the business wrote about them is told first.
_HOLIDAYS = re.compile(r"\b(?:festivos?|feriados?|holidays?)\b")
_FAINT_YES = re.compile(
    r"^(?:perfecto|ok|okay|bueno|genial|super|vale|claro|perfeito|certo|otimo|great|perfect|fine|y|e)$"
)
_TAG = re.compile(r"(?:verdad|cierto|no|no es cierto|ne|nao e|certo|right|correct|isnt it|is it)?")


_TOTAL = re.compile(
    r"\b(?:cuanto|quanto|how much)\b(?: \w+){0,5}? (?:todo|tudo|en total|no total|ao todo|l[oa]s dos|os dois|as duas|ambas|ambos|junt[oa]s|por todo|total|altogether|all together|in total|both|everything|the lot|all of (?:it|them))\b"
    r"|\b(?:cual|qual|whats|what is|cuanto|quanto)(?: \w+){0,2} total\b|\b(?:total|todo|tudo) (?:cuanto|quanto|how much)\b|\bcuanto (?:te |les |le )?(?:debo|tengo que pagar|pago) (?:por todo|en total)\b"
)

_BARE = re.compile(
    r"(?:(?:y|e|and|si|ahi|ya|todavia|ainda|aun|still|algo|algum|lo|la|me|nos|ustedes|vcs|voces|you|de eso) )*"
    r"(?:tienen?|tienes|tenes|tendrian?|tem|teria|hay|habra|habria|sirve|queda|seria posible|se puede|se podria|puede ser|podria ser|pode ser|da(?: pra)?|daria|da certo|rola|consegue[ms]?|es posible|e possivel"
    r"|do you have(?: anything| something| it)?|have you got(?: anything)?|got anything|is (?:it|that) (?:possible|ok|okay|free|available|doable)|can (?:you|we|i)(?: do)?|available|possible)"
    r"(?: (?:algo|espacio|cupo|campo|lugar|vaga|horario|hora|disponible|disponibilidad|libre|livre|algun|alguna|something|anything|free|then))*"
)


def asks_for_total(question: str) -> bool:
    """ "¿Cuánto es todo?": what several things cost together."""
    return bool(_TOTAL.search(plain(question)))


def asks_barely(text: str) -> bool:
    """ "¿Tienen?", "is it possible?": whether what stands before it can be, and nothing else."""
    return bool(_BARE.fullmatch(plain(text)))


def is_tag(text: str) -> bool:
    """ "¿Verdad?", "right?", or nothing but a mark: the end of the question before it."""
    return bool(_TAG.fullmatch(plain(text)))


def asks_for_duration(question: str) -> bool:
    """ "¿Cuánto dura?"."""
    return bool(_DURATION.search(plain(question)))


def asks_price_alone(question: str) -> bool:
    """ "¿Cuánto vale?" of what is spoken of, and nothing else."""
    return bool(_BARE_PRICE.fullmatch(plain(question)))


def asks_for_free_times(question: str) -> bool:
    """ "¿Tienen citas para …?"."""
    return bool(_HAVE_TIMES.search(plain(question)))


def speaks_of_holidays(question: str) -> bool:
    """Whether it is about holidays in general."""
    return bool(_HOLIDAYS.search(plain(question)))


def is_faint_yes(text: str) -> bool:
    """Nothing but a "perfecto" or "ok", which beside a question decides nothing yet."""
    return bool(_FAINT_YES.match(plain(text)))
