"""Appointments in a row: "una cada semana", "toda semana", "every two weeks", "las otras 3"."""

import re
from dataclasses import dataclass

from agent.language.text import fold

_WEEKDAY = (
    r"(?:lunes|martes|miercoles|jueves|viernes|sabados?|domingos?|segundas?|tercas?|quartas?|quintas?|sextas?"
    r"|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?)"
)
_ONCE = r"(?:(?:una|uma|un|1|once|one|una vez|uma vez) )?"
_STEPS = (
    (
        14,
        rf"{_ONCE}(?:a )?cada (?:dos|duas|2) semanas|{_ONCE}(?:a )?cada (?:15|quince|quinze) dias|de 15 em 15 dias|quincenal(?:es|mente)?|quinzenal(?:mente)?"
        r"|(?:once |one )?every (?:two|2|other|second) weeks?|every other \w+|biweekly|bi weekly|fortnightly|(?:a|every|once a) fortnight",
    ),
    (
        28,
        rf"{_ONCE}(?:al|cada|por) mes|todos los meses|mensual(?:es|mente)?|{_ONCE}(?:todo|a cada) mes|todos os meses|mensal(?:mente)?"
        r"|(?:once |one )?(?:a|every|each|per) month|monthly|every (?:four|4) weeks|cada (?:cuatro|4) semanas|a cada (?:quatro|4) semanas",
    ),
    (
        7,
        rf"{_ONCE}(?:a )?cada semana|{_ONCE}(?:por|a la) semana|todas (?:las|as) semanas|{_ONCE}toda semana|semanal(?:es|mente)?|semana (?:tras|a|por) semana"
        r"|(?:once|one) (?:a|per) week(?! end)|(?:every|each|per) week(?! end)|weekly|week after week"
        # "A week on Monday" is a day.
        r"|a week(?! end| later| ago| today| tomorrow| from\b| after\b| before\b)(?! (?:on |this |next )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)",
    ),
)
_EVERY_WEEKDAY = re.compile(
    rf"\b(?:todos los|todos os|todas as|toda|todo|cada|every|each)(?= {_WEEKDAY}\b)"
)
_NUMBERS = {
    "dos": 2, "duas": 2, "dois": 2, "two": 2, "tres": 3, "three": 3, "cuatro": 4, "quatro": 4, "four": 4,
    "cinco": 5, "five": 5, "seis": 6, "six": 6, "siete": 7, "sete": 7, "seven": 7, "ocho": 8, "oito": 8,
    "eight": 8, "nueve": 9, "nove": 9, "nine": 9, "diez": 10, "dez": 10, "ten": 10, "doce": 12, "doze": 12, "twelve": 12,
}  # fmt: skip
_NUMBER = rf"(?:\d{{1,2}}|{'|'.join(_NUMBERS)})"
_SESSIONS = re.compile(
    rf"\b(?P<n>{_NUMBER}) (?:sesiones|sesion|citas|turnos|consultas|veces|sessoes|vezes|horarios|sessions|appointments|times|visits)\b"
)
_OTHERS = re.compile(
    rf"\b(?:(?:las|los|as|os) (?:otr[oa]s|outr[oa]s|demas|demais|restantes)(?: (?P<n>{_NUMBER}))?|(?:las|los|as) (?P<m>{_NUMBER}) (?:otr[oa]s|outr[oa]s|restantes|siguientes|seguintes)"
    rf"|the (?:other|remaining|rest|next|following) (?:(?P<k>{_NUMBER})(?: ones)?|ones|weeks|sessions|appointments))"
    rf"(?! (?:{_NUMBER} )?(?:opciones|opcoes|horas?|horarios?|hours|times|slots|options|personas|people|pessoas|que ))"
    rf"(?: (?:{_WEEKDAY}|semanas|weeks|citas|sesiones|sessions|appointments|consultas|sessoes))?(?: (?:siguientes|seguintes))?\b"
)
_FOLLOWING = re.compile(
    rf"\b(?:(?:las|los|as|os|the|nas|nos|following|next) )?(?:{_WEEKDAY}|semanas|weeks) (?:siguientes|seguintes|que siguen|afterwards|after(?= that\b| *$| *[.,;!]))\b"
    rf"|\bfollowing (?:{_WEEKDAY}|weeks)\b"
)
_UNTIL = re.compile(
    r"\b(?:hasta|ate|until|till|through)(?: (?:el|la|o|a|the|end of|fin(?:al)? de|fim de|mediados de))* (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
    r"|janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|fin de ano|fim do ano|the end of the year|christmas|navidad|natal)\b"
)
_PARTS = re.compile(
    r"[.,;!?\n]+|\b(?:y|e|and)\b(?= (?:las|los|as|os|the|then|luego|despues|depois|asi|assim) )"
)


@dataclass(frozen=True)
class Series:
    """`days` from one appointment to the next; `count` is how many in all, `others` how many besides the
    first (0: not said). `rest` is the text without what says so; `goes_on`: it speaks of the next ones."""

    days: int
    count: int
    others: int
    rest: str
    goes_on: bool


def series_in(text: str) -> Series | None:
    """The series that a message wishes for, None when it speaks of none."""
    folded = fold(text)
    days = next((n for n, words in _STEPS if re.search(rf"\b(?:{words})\b", folded)), 0)
    weekly = bool(_EVERY_WEEKDAY.search(folded))
    others, following = _OTHERS.search(folded), _FOLLOWING.search(folded)
    if not (days or weekly or others or following):
        return None
    count = _SESSIONS.search(folded)
    left = (others and (others["n"] or others["m"] or others["k"])) or ""
    return Series(
        days or 7,
        _number(count["n"]) if count and not others else 0,
        _number(left) if left else 0,
        _without(text),
        bool(others or following),
    )


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]


def _without(text: str) -> str:
    """The text without the words that make a series of it; a part that speaks of the others goes whole
    when it names no number of a day."""
    left = []
    for part in _PARTS.split(text):
        folded = fold(part)
        if _OTHERS.search(folded) or _FOLLOWING.search(folded):
            folded = _FOLLOWING.sub(" ", _OTHERS.sub(" ", folded))
            if not re.search(r"\d", folded):
                continue
            part = folded
        left.append(_bare(part))
    return ". ".join(" ".join(part.split()) for part in left if part.strip())


def _bare(part: str) -> str:
    folded = fold(part)
    bare = _UNTIL.sub(" ", folded)
    for _, words in _STEPS:
        bare = re.sub(rf"\b(?:{words})\b(?: after that)?", " ", bare)
    bare = _EVERY_WEEKDAY.sub(" ", bare)
    return part if " ".join(bare.split()) == folded else bare
