"""What a customer answers to a question of the business before a visit, and what is no answer to it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from agent.dates.numbers import number_words
from agent.language.emergency import is_emergency
from agent.language.intent import Intent
from agent.language.intents import intents
from agent.language.readings.courtesies import is_courtesy
from agent.language.short_answers import looks_like_date, ordinal, yes_no
from agent.language.text import plain, sentences


class What(StrEnum):
    """What the words do with the question."""

    ANSWER = "answered"
    SKIP = "skipped"
    """This one is not answered."""
    LATER = "later"
    REFUSE = "refused"
    """Nothing more is to be asked."""
    UNREAD = "unread"
    """Meant as an answer, it seems, and none that this question has."""
    ELSE = "else"
    """Something else is wanted."""


@dataclass(frozen=True, slots=True)
class Heard:
    """`value`: yes, no, a choice, a number, or the text; `words` are those that answer, `rest` those that want
    something besides."""

    what: What
    value: str = ""
    words: str = ""
    rest: str = ""


_COURTESY = r"(?: (?:por favor|porfa|gracias|please|thanks|thank you|obrigad[oa]))?"
_SKIP = re.compile(
    r"(?:omit(?:ir|e|ela|o)|saltar|salta(?:la|tela)?|(?:la )?siguiente|paso(?: de esta)?|pasar|esa no|no (?:lo )?se|ni idea"
    r"|no sabria(?: decir(?:te|le|les)?)?|no estoy segur[oa]|no (?:me )?(?:recuerdo|acuerdo)"
    r"|pular|pul[ao]|(?:a )?proxima|passo|essa nao|nao (?:sei|lembro|tenho certeza)(?: dizer)?|sei la"
    r"|prefiero no (?:decir|responder|contestar)\w*|prefiro nao (?:dizer|responder|falar)\w*"
    r"|skip(?: it| this(?: one)?| that(?: one)?)?|pass|next|i dont (?:know|remember)|dont know|not sure|no idea|idk"
    r"|(?:id |i would |i )?(?:rather not|prefer not to)(?: (?:say|answer|tell))?)" + _COURTESY
)
_LATER = re.compile(
    r"(?:(?:mejor |melhor |maybe )?(?:despues|luego|mas tarde|depois|mais tarde|later(?: on)?)|en otro momento|(?:en )?otro rato"
    r"|(?:ahora no|ahorita no|no) puedo(?: ahora| ahorita)?|agora nao(?: posso| da)?|nao posso agora|outra hora|not now|not right now|another time|i cant(?: right)? now"
    r"|(?:te |le |les |lo |la )*(?:digo|cuento|respondo|contesto|falo|conto) (?:despues|luego|mas tarde|depois|mais tarde)"
    r"|ill (?:answer|tell you|reply|let you know)(?: that| it)? later)" + _COURTESY
)
_REFUSE = re.compile(
    r"\b(?:no (?:quiero|deseo|voy a|pienso) (?:responder|contestar|decir)\w*|no (?:quiero )?mas preguntas|sin preguntas"
    r"|(?:no me|ya no me) pregunt(?:es|e|en)|dej(?:a|e|en) de preguntar\w*"
    r"|nao (?:quero|vou|pretendo) (?:responder|dizer|falar)|chega de perguntas|sem perguntas|par[ae] de perguntar|nao (?:me )?pergunte"
    r"|(?:dont|do not) (?:want to|wish to) (?:answer|say|tell)|(?:wont|will not|not going to) (?:answer|say|tell)"
    r"|no more questions|stop asking|none of your business)\b"
)
_YES = re.compile(
    r"^(?:si|sip|sii+|sipi|sep|simon|claro|por supuesto|desde luego|correcto|exacto|asi es|afirmativo|positivo|obvio|efectivamente"
    r"|sim|isso|com certeza|exato|correto|claro|tenho|tomo sim|yes|yep|yeah|yea|yup|y|of course|correct|right|definitely|absolutely|i (?:do|am|have))\b"
)
_NO = re.compile(
    r"^(?:no+|nop|nope|nah|negativo|para nada|nunca|jamas|ningun[oa]?s?|nada|nao|de jeito nenhum|nenhuma?s?|nem|never|none|nothing|not (?:at all|really)"
    r"|(?:claro|por supuesto|obvio|desde luego|com certeza) que n[oa]o?|claro que nao|com certeza nao|of course not|definitely not|absolutely not)\b"
)
_DENIES = re.compile(r"\b(?:no|nao|not|ni|nem|nor|isnt)\b")
_UNSURE = re.compile(
    r"(?:no (?:lo |me )?(?:se|recuerdo|acuerdo|estoy segur)|nao (?:sei|lembro|tenho certeza)|no idea|not sure|si no\b)"
)
""" "No sé si…" is no no."""
_HEADED = re.compile(
    r"^\W*(?:s[ií]p?|no|n[aã]o|sim|yes|yep|yeah|nope)\s*[,.;:!–-]+\s*(?=\S)", re.IGNORECASE
)
_TASKS = frozenset(
    {Intent.BOOK, Intent.CANCEL, Intent.RESCHEDULE, Intent.LIST, Intent.HUMAN, Intent.URGENT, Intent.OPT_OUT,
     Intent.RENAME, Intent.WAIT, Intent.UNWAIT, Intent.BOT}
)  # fmt: skip
_TALK = frozenset({Intent.GREETING, Intent.THANKS, Intent.GOODBYE})
_SURE = 0.8
_NUMBER = re.compile(
    r"(?<![\w.,])\d{1,3}(?:[.,]\d{3})+(?![\d])|(?<![\w.,])\d{1,7}(?:[.,]\d{1,2})?(?!\d)"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_NONE = frozenset(
    [
        "ninguno",
        "ninguna",
        "ningun",
        "nenhum",
        "nenhuma",
        "none",
        "zero",
        "cero",
        "nada",
        "nunca",
        "never",
    ]
)
_LONGEST_NUMBER_WORDS = 3


def hear(text: str, kind: str, choices: Sequence[str] = ()) -> Heard:
    """What one message does with a question of this kind (yes_no, choice, number, text)."""
    if not text.strip() or is_emergency(text):
        return Heard(What.ELSE)
    words, rest = _apart(text)
    if not words:
        return Heard(What.ELSE)
    heard = _declined(words) or _answered(words, kind, choices)
    if heard.what in (What.ELSE, What.UNREAD) and rest:
        return Heard(What.ELSE)
    return Heard(heard.what, heard.value, words, rest)


def _apart(text: str) -> tuple[str, str]:
    """The words before the first question, and what follows from there."""
    parts = sentences(text)
    asks = next((n for n, part in enumerate(parts) if "?" in part), len(parts))
    if asks == len(parts):
        return text.strip(), ""
    first = parts[asks]
    if asks == 0 and (head := _HEADED.match(first)):
        return head[0].strip(" ,.;:!–-"), first[head.end() :]
    return "\n".join(parts[:asks]).rstrip(" ,;:"), "\n".join(parts[asks:])


def _declined(words: str) -> Heard | None:
    spoken = plain(words)
    if _REFUSE.search(spoken):
        return Heard(What.REFUSE)
    if _LATER.fullmatch(spoken):
        return Heard(What.LATER)
    return Heard(What.SKIP) if _SKIP.fullmatch(spoken) else None


def _answered(words: str, kind: str, choices: Sequence[str]) -> Heard:
    scores = {intent for intent, sure in intents(words).items() if sure >= _SURE}
    if (
        scores & _TASKS
        or is_courtesy(words)
        or (scores and not scores - _TALK and not _NO.match(plain(words)))
    ):
        return Heard(What.ELSE)
    if kind == "text":
        return Heard(What.ANSWER, " ".join(words.split()))
    value = _value(words, kind, choices)
    if value is not None:
        return Heard(What.ANSWER, value)
    wants = scores - _TALK or looks_like_date(words)
    return Heard(What.ELSE if wants else What.UNREAD)


def _value(words: str, kind: str, choices: Sequence[str]) -> str | None:
    if kind == "yes_no":
        return _yes_or_no(words)
    return _number(words) if kind == "number" else _choice(words, choices)


def _yes_or_no(words: str) -> str | None:
    """What accepts an offer ("ok", "dale") says nothing about oneself, and is no yes here."""
    spoken = plain(words)
    if not spoken:  # a sign: 👍
        sign = yes_no(words)
        return None if sign is None else "yes" if sign else "no"
    if _UNSURE.match(spoken):
        return None
    if _NO.match(spoken):
        return "no"
    return "yes" if _YES.match(spoken) else None


def _choice(words: str, choices: Sequence[str]) -> str | None:
    """The only one that is named, whole or by its place."""
    spoken = f" {plain(words)} "
    named = [one for one in choices if plain(one) and f" {plain(one)} " in spoken]
    whole = [one for one in named if f" {plain(one)} " == spoken]
    # A choice may be part of another one: "mixta" of "mixta y sensible".
    if not whole and _DENIES.search(spoken):
        return None
    longest = [
        one
        for one in named
        if not any(one != other and plain(one) in plain(other) for other in named)
    ]
    if len(whole or longest) == 1:
        return (whole or longest)[0]
    place = ordinal(words, len(choices)) if not named else None
    return None if place is None else choices[place]


def _number(words: str) -> str | None:
    """The only number in them, in digits or in words."""
    written = {_plain_number(match) for match in _NUMBER.findall(words)}
    if written:
        return written.pop() if len(written) == 1 else None
    spoken = plain(words).split()
    if len(spoken) <= 2 and spoken and spoken[0] in _NONE:
        return "0"
    numbers = {value for language in ("es", "pt", "en") for value in _in_words(spoken, language)}
    return str(numbers.pop()) if len(numbers) == 1 else None


def _plain_number(written: str) -> str:
    if _THOUSANDS.fullmatch(written):
        return re.sub(r"[.,]", "", written)
    return written.replace(",", ".")


def _in_words(spoken: Sequence[str], language: str) -> list[int]:
    """The numbers that stand there, the longest wording first ("treinta y cuatro" is no thirty)."""
    numerals, numbers, place = number_words(language), [], 0
    while place < len(spoken):
        for length in range(min(_LONGEST_NUMBER_WORDS, len(spoken) - place), 0, -1):
            value = numerals.get(" ".join(spoken[place : place + length]))
            if value is not None:
                numbers.append(value)
                place += length - 1
                break
        place += 1
    return numbers
