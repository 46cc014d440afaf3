"""The day that something is moved away from: "la del jueves pásala al lunes", "from Thursday to Friday".

Where a text moves, "del martes al jueves" is no range of days and "the Thursday one" no wish: the first
names what stands in the agenda, the second what is wanted.
"""

import re
from dataclasses import dataclass

_DAY = (
    r"(?:lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo|segunda|ter[cç]a|quarta|quinta|sexta"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thurs?|fri|sat|sun|d[ií]a \d{1,2}|hoy|hoje|today|ma[nñ]ana|amanh[aã]|tomorrow)"
)
_FEIRA = r"(?:[- ]feira)?"
_MONTH = (
    r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|janeiro|fevereiro|mar[cç]o|maio|junho|julho|setembro|outubro|novembro|dezembro"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_DATED = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: (?:de|of))? {_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?)(?![:h\d])"
_NUMBER = rf"(?:,? {_DATED}|,? (?:d[ií]a |el |the )?\d{{1,2}}(?:st|nd|rd|th)?(?![:h\d]))?"
_HOUR = r"(?:\d{1,2}(?::\d\d)? ?[ap]\.?m\.?|\d{1,2}[:.]\d\d)"
_CLOCK = rf"(?: (?:a las?|[aà]s?|at) \d{{1,2}}(?::\d\d|h\d{{0,2}})?(?: ?[ap]\.? ?m\.?)?| {_HOUR})?"
_VERB = (
    r"(?:mu[eé]v\w*|mover\w*|movamos|p[aá]s[ae]\w*|pasar\w*|pass[ae]r?|cambi\w+|c[aá]mbi\w+|corr[ae]\w*|adelant\w+|atras[ae]\w*|aplaz\w+|reprogram\w*|reagend\w*"
    r"|mud[ae]\w*|troc[ao]\w*|troqu\w+|remarc\w+|adi[ae]\w*|change|move|switch|reschedule|push|bump|swap|shift)"
)
_MOVES = re.compile(rf"\b{_VERB}\b", re.IGNORECASE)
_STANDS = re.compile(
    rf"\b(?:la|el|lo|mi|cita|turno|hora|reserva)(?: que tengo| con (?:la |el )?\w+)? (?:del|de|el) (?P<es>{_DAY}{_NUMBER}{_CLOCK})\b"
    rf"|\b(?:a|o|minha|meu|consulta|hor[aá]rio) (?:que (?:eu )?tenho |convosco |com (?:a |o )?\w+ )?(?:d[aeo]|na|no) (?P<pt>{_DAY}{_FEIRA}{_NUMBER}{_CLOCK})\b"
    rf"|\b(?:one|appointment|visit|booking|it|my|the)(?: \w+){{0,3}}? (?:on|for|from) (?P<en>{_DAY}{_NUMBER}{_CLOCK})\b"
    rf"|\b(?:the|my) (?P<one>{_DAY}{_CLOCK}) (?:one|appointment|visit|slot|booking)\b"
    rf"|\b(?:the|my) (?P<dated>{_DATED}{_CLOCK}|{_HOUR})(?: \w+){{0,3}}? (?=to\b)"
    rf"|\b{_VERB}(?: \w+){{0,3}}? (?:d[aeo]l?|from) (?:la |el )?(?P<range>{_DAY}{_FEIRA}{_NUMBER}{_CLOCK})(?= (?:al?|para|pra|pro|to) (?:el |la |a |o )?{_DAY}\b)",
    re.IGNORECASE,
)
_ANY_DAY = re.compile(
    rf"\b{_DAY}\b|\b{_DATED}|\d{{1,2}}[/.]\d{{1,2}}|\b(?:pr[oó]xim\w+|siguiente|seguinte|next)\b",
    re.IGNORECASE,
)
_OR = re.compile(r"\s*(?:o|ou|or|y|e|and)\s", re.IGNORECASE)
_WHAT_FOR = re.compile(r"\b(?:d[aeo]l?|from|on|for)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moved:
    """`origin`: the words for when it stands; `rest`: the text without them."""

    origin: str
    rest: str


def moved_from(text: str) -> Moved | None:
    """What a text that moves something says of where it stands; None when it names no other day."""
    if not _MOVES.search(text):
        return None
    for match in _STANDS.finditer(text):
        start, end = match.span(match.lastgroup or 0)
        before, after = _WHAT_FOR.sub("", text[:start]), text[end:]
        if _OR.match(after):
            continue
        if _ANY_DAY.search(after) or _ANY_DAY.search(before):
            return Moved(text[start:end], f"{before.rstrip()} {after.lstrip()}".strip())
    return None


_AN_HOUR = r"\d{1,2}(?:[:.h]\d\d|h)?(?: ?[ap]\.? ?m\b\.?)?"
_BY_HOURS = re.compile(
    rf"\b(?:from (?P<en>{_AN_HOUR}) to|d(?:e las?|as|e) (?P<other>{_AN_HOUR})(?P<to> (?:para|pra|a)(?: las?| as| [aà]s)?| (?:pras|pr[aà]s|[aà]s))) (?P<hour>{_AN_HOUR})(?!\d)",
    re.IGNORECASE,
)


def moved_from_hour(text: str) -> Moved | None:
    """What "move it from 10 to 9", "pásala de las 3 a las 5" say of the hour at which something stands;
    None where no two hours are told so. It may as well bound what is wanted ("el jueves de 3 a 5")."""
    match = _BY_HOURS.search(text) if _MOVES.search(text) else None
    if match is None:
        return None
    at = "at" if match["en"] else "a las" if match[0].lower().startswith("de") else "às"
    origin = f"{at} {match['en'] or match['other']}"
    return Moved(origin, f"{text[: match.start()]}{at} {match['hour']}{text[match.end() :]}")


def is_hour(words: str, at: str) -> bool:
    """Whether the hour in `words` ("at 3", "às 15h") can be `at` ("15:00"), on either half of the day."""
    told = [int(one) for one in re.findall(r"\d+", words)]
    hour, _, minute = at.partition(":")
    return bool(told) and told[0] % 12 == int(hour) % 12 and told[1:2] in ([], [int(minute)])


_MONTHS = (
    ("enero", "janeiro", "january"),
    ("febrero", "fevereiro", "february"),
    ("marzo", "março", "march"),
    ("abril", "april"),
    ("mayo", "maio", "may"),
    ("junio", "junho", "june"),
    ("julio", "julho", "july"),
    ("agosto", "august"),
    ("septiembre", "setiembre", "setembro", "september"),
    ("octubre", "outubro", "october"),
    ("noviembre", "novembro", "november"),
    ("diciembre", "dezembro", "december"),
)
_NAMED = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_ONE_OF_MONTH = re.compile(
    rf"\b(?:(?:la|el|a|o) d[eo] (?P<of>{'|'.join(_NAMED)})|the (?P<the>{'|'.join(_NAMED)}) (?:one|appointment|visit|booking))\b",
    re.IGNORECASE,
)


def month_of_one(text: str) -> int:
    """The month of "the december one", "la de diciembre", "a de dezembro"; 0 when none is named."""
    match = _ONE_OF_MONTH.search(text)
    return _NAMED[(match["of"] or match["the"]).lower()] if match else 0
