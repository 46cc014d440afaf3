"""Moving a time by an amount: "media hora más tarde", "dos horas antes", "push it back an hour"."""

import re
from datetime import timedelta

from agent.language.text import fold

_NUMBERS = {
    "un": 1, "una": 1, "um": 1, "uma": 1, "a": 1, "an": 1, "one": 1, "dos": 2, "dois": 2, "duas": 2, "two": 2,
    "tres": 3, "three": 3, "couple": 2, "couple of": 2, "par de": 2, "cuatro": 4, "quatro": 4, "four": 4,
    "quince": 15, "quinze": 15, "fifteen": 15, "veinte": 20, "vinte": 20, "twenty": 20, "treinta": 30, "trinta": 30,
    "thirty": 30, "diez": 10, "dez": 10, "ten": 10, "cuarenta y cinco": 45, "forty five": 45,
}  # fmt: skip
_NUMBER = "|".join(sorted(map(re.escape, _NUMBERS), key=len, reverse=True))
_AMOUNT = (
    r"(?P<half>(?:media|meia|half) (?:an? )?(?:hora|horita|horinha|hour|hr)|half hour)"
    r"|(?P<quarter>(?:un )?cuarto de hora|um quarto de hora|(?:a )?quarter of an hour)"
    rf"|(?:(?P<number>\d{{1,3}}|{_NUMBER}) ?)(?:(?P<hours>horas?|horitas?|horinhas?|hours?|hrs?|h)(?P<more> y media| e meia| and a half)?"
    r"|(?P<minutes>minut[oa]s?|minutinhos?|minutitos?|minutes?|mins?|m))"
)
_LATER = r"(?:mas tarde|mais tarde|despues|depois|dps|later|mas adelante|(?:pra|para) (?:frente|adelante|depois|despues|mas tarde|mais tarde)|pal frente)"
_EARLIER = r"(?:antes|mas temprano|mais cedo|earlier|sooner|(?:pra|para) (?:tras|atras))"
_PUTS_BACK = re.compile(
    r"\b(?:push\w*|delay\w*|postpone\w*|put (?:it|mine|that) back|adi\w+|atras\w*|retras\w*|aplaz\w*|aplac\w*|pospon\w*|posterg\w*|correr?l[ao]|corr(?:e|a|er|erme)l[ao]|corre(?:me)?la)\b"
)
_BRINGS_FORWARD = re.compile(
    r"\b(?:adelant\w*|antecip\w*|adiant\w*|bring (?:it|mine|my appointment|that) forward)\b"
)
_SHIFT = re.compile(
    rf"\b(?:(?:unos|unas|uns|umas|like|about|by|como|solo|so|just) )*(?:{_AMOUNT})\b(?: (?P<later>{_LATER})\b| (?P<earlier>{_EARLIER})\b| (?P<back>back)\b)?"
)
_OF_SOMETHING = re.compile(r" ?(?:de|d[ao]s?|del|que|of|than|the|my|mi|meu|minha)\b")
_WEEKS = re.compile(
    r"\b(?:push\w*|delay\w*|postpone\w*|bump\w*|move|adi\w+|atras\w*|aplaz\w*|pospon\w*|posterg\w*|corr(?:e|a|er|erme)(?:l[ao])?|muev[ae](?:l[ao])?|mover(?:l[ao])?|pas[ae]r?(?:l[ao])?|passar?|empurr\w+|jog(?:a|ar))\b"
    rf"(?: (?:it|that|mine|them|this|back|out|by|for|la|lo|el|o|a|pra|para|frente|adelante|my|\w+ment|cita|consulta|turno|en|em))*? (?P<count>{_NUMBER}|\d) (?:weeks?|semanas?)(?: (?:later|back|despues|depois|mas|mais|pra frente|adelante))?(?! (?:que|from|after))\b"
)
_MOVES_TO = re.compile(
    r"^\W*(?:(?:y|e|and|ok|please|pls|porfa|por favor|now|ahora|agora|entonces|entao|then|can you|could you|puedes?|puede|pode|me|oye|oi|hola|tambien|tambem|also|just|quiero|quero|i want to|i need to|necesito|preciso)\W+)*"
    r"(?:muev[ae]|mover|pas[ae]|pasar|pass[ae]|passar|cambi[ae]|cambiar|mud[ae]|mudar|troc[ae]r?|move|change|switch|push|reschedule)(?:me|nos)? (?:la|el|lo|a|o|the|my|mi|minha|meu)\b(?! (?:otr|outr)\w+ (?:semana|week))(?: \S+){1,6}? (?:al?|para|pra|pro|to|un|una|til|till|hasta|ate) "
)


def moves_to(text: str) -> bool:
    """Whether a text orders something of one's own to be moved: "mueve la de cejas al miércoles"."""
    return bool(_MOVES_TO.match(fold(text)))


def weeks_in(text: str) -> int:
    """By how many weeks a text moves something: "push it a week", "pásala una semana"; 0 for none."""
    match = _WEEKS.search(fold(text))
    if match is None:
        return 0
    count = match["count"]
    return int(count) if count.isdigit() else _NUMBERS[count]


def shift_in(text: str) -> tuple[timedelta, str] | None:
    """By how much a time is to be moved, and the rest of the text (folded); None when not said."""
    folded = fold(text.replace("\n", " ; "))
    for match in _SHIFT.finditer(folded):
        before, after = folded[: match.start()], folded[match.end() :]
        sign = _direction(match, before, after)
        if sign and _amount(match):
            return sign * _amount(match), f"{before}{after}".strip()
    return None


def _direction(match: re.Match[str], before: str, after: str) -> int:
    """1 for later, -1 for earlier, 0 when it is no shift: "in two hours", "two hours before the flight"."""
    if match["later"] or match["earlier"]:
        limited = _OF_SOMETHING.match(after)
        return 0 if limited else 1 if match["later"] else -1
    if match["back"] or _PUTS_BACK.search(before):
        return 1
    return -1 if _BRINGS_FORWARD.search(before) else 0


def _amount(match: re.Match[str]) -> timedelta:
    if match["half"]:
        return timedelta(minutes=30)
    if match["quarter"]:
        return timedelta(minutes=15)
    number = match["number"]
    count = int(number) if number.isdigit() else _NUMBERS[number]
    if match["minutes"]:
        return timedelta(minutes=count)
    return timedelta(hours=count, minutes=30 if match["more"] else 0)
