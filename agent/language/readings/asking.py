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
# What a price is asked of: "cuánto vale el microblading", "what does a root canal cost".
_PRICED = re.compile(
    r"\b(?:(?:cuanto|cuanto es que|quanto) (?:me |nos )?(?:vale|valen|cuesta|cuestan|costaria|es|sale|salen|seria|cobran|cobra|custa|custam|fica|ficam|ficaria|e|sao|sai|cobram)(?: hacer(?:se|me)?| fazer| por hacer(?:me|se)?| pra fazer)?"
    r"|how much (?:is|are|for|would|does|do|do you charge for|s)"
    r"|(?:precio|precios|valor|valores|costo|preco|precos|custo|price|prices|cost) (?:de|del|da|do|das|dos|of|for|para|tiene|tem))"
    r" (?:el |la |los |las |un |una |unos |unas |o |a |os |as |um |uma |the |an |any |my |mi |meu |minha )*(?P<what>[^\W\d]{4,}(?: [^\W_]+){0,4})"
)
_PRICED_BEHIND = re.compile(
    r"^(?:(?:y|e|and|ok|ah|oye|hola) )*(?:(?:el|la|los|las|un|una|o|a|os|as|um|uma|the) )?(?P<what>[^\W\d]{4,}(?: [^\W_]+){0,4}?)"
    r" (?:(?:a|en|por) )?(?:cuanto|quanto|how much) (?:me |nos )?(?:vale|valen|cuesta|cuestan|sale|salen|seria|es|custa|fica|e|sai|is it|is that)$"
)
_OF_THIS = re.compile(
    r"^(?:est[aeo]s?|es[aeo]s?|ess[aeo]s?|iss?to|isso|todos?|todas?|tudo|eso|total|that|this|these|those|both|amb[ao]s|cada|each|per|por|para|pra|with|con|com|sin|sem"
    r"|sesion\w*|sess\w+|citas?|consultas?|turnos?|visita?s?|primera|primeira|first|appointments?|visits?|treatments?|tratamient\w*|tratament\w*|procedimient\w*|procediment\w*"
    r"|servicios?|services?|servicos?|dos|dois|duas|tres|one|two|three|mais|more|aprox\w*|about|usually|normalmente|then|entonces|entao|ahora|agora|aqui|here|there|ali|alla|everything|persona|pessoa|person|adult\w*|nin\w+|kids?|crianca\w*"
    r"|efectivo|tarjeta|cartao|cash|card)\b"
)


def priced_thing(question: str) -> str:
    """The thing whose price is asked for, folded; "" where it is what is spoken of already ("la sesión")."""
    spoken = plain(question)
    match = _PRICED.search(spoken) or _PRICED_BEHIND.search(spoken.strip(" ?!."))
    what = match["what"] if match else ""
    return "" if _OF_THIS.match(what) else what


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
