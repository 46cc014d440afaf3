"""Which language a customer is answered in: that of their words, as far as those can be told.

The words of three languages are told apart. Other languages may be spoken (agent/texts): a conversation
in one of them stays in it until somebody asks for another.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from agent.language.addresses import without_addresses
from agent.language.name_words import words_of
from agent.language.names import read_name
from agent.language.ordinary_en import ORDINARY as ORDINARY_EN
from agent.language.ordinary_en import SMALL as SMALL_EN
from agent.language.ordinary_es import ORDINARY as ORDINARY_ES
from agent.language.ordinary_es import SMALL as SMALL_ES
from agent.language.ordinary_pt import ORDINARY as ORDINARY_PT
from agent.language.ordinary_pt import SMALL as SMALL_PT
from agent.language.text import word_set, words
from agent.language.wanted import wanted_language
from agent.language.words_from_data import own
from agent.texts import Words, base, closest, languages, spoken_form, worded

LANGUAGES = ("es", "pt", "en")
"""Those whose words are understood by code; a language with words.toml in its folder is, too. Which ones
are spoken is another matter: `agent.texts.languages`."""

# Words of a front desk (folded). Those that a second language has too are no evidence (_own).
_STRONG = {
    "es": """hola tarde noche buena minutos buenas buenos dias tardes noches quiero quisiera necesito gracias usted ustedes
        manana hoy cuanto cuesta cita citas turno turnos tienen tienes tenes puedo puedes podes
        donde cuando como estan esta muy mas para el los las del una y con mi por favor precio
        direccion lunes martes miercoles jueves viernes hasta luego queria gustaria hacer saber
        cancelar mover cambiar sacar pedir agendar reservar hora ahora llamo nombre hija hijo
        correo telefono escribeme
        dale listo bueno bien pero si ese esa el la que hay disponibilidad abren atienden
        enero febrero marzo mayo junio julio septiembre octubre noviembre diciembre""",
    "pt": """ola oi oie bom boa dia tarde minutos noite quero queria preciso obrigado obrigada voce voces
        amanha hoje quanto custa consulta horario tem posso pode onde quando como muito mais para
        os as uma e com meu minha por favor preco endereco segunda terca quarta quinta sexta feira
        ate logo gostaria fazer saber cancelar mudar marcar desmarcar remarcar agendar agora nome
        filha filho nao sim isso beleza blz tudo bem tchau vaga valor esse essa o que ha funciona
        agendamento fica abrem atendem ai
        janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro""",
    "en": """hello hi hey good morning afternoon evening want would like need thank thanks you your
        tomorrow today how much is appointment appointments do have can could where when what
        please the a an and with my for price address monday tuesday wednesday thursday friday
        saturday sunday bye cancel change move book schedule now name daughter son yes yeah not
        are open does cost it at on to of i im id me time slot available this that there
        january february april june july october november december""",
}
# Written alike in two languages, or but for an accent; or a word of one and a name in another.
_SHARED = word_set("""a o e y i do no as os da de me se ai logo dia dias hora horas semana mes sabado domingo marcar mover sacar
    pedir reservar preciso quinta sexta quarta esa hay con can son come once sin hijo june april may mayo julio dale
    uma una la las los el del""")
# Words that travel: they say little about who writes them.
_TRAVELS = word_set("hi hey ok bye thanks sorry no cancel move")
_ENOUGH_ALONE = word_set("hola ola oi oie hello obrigado obrigada nao voce quiero quero")
_GREETS = word_set("buenas buenos boa bom good")
_STRONGEST = _ENOUGH_ALONE | _GREETS
_WORDS = {language: frozenset(text.split()) for language, text in _STRONG.items()}
_SMALL = {"es": SMALL_ES, "pt": SMALL_PT, "en": SMALL_EN}
_ORDINARY = {"es": ORDINARY_ES, "pt": ORDINARY_PT, "en": ORDINARY_EN}
_ALL = {code: _WORDS[code] | _SMALL[code] | _ORDINARY[code] for code in LANGUAGES}
_ALL["es"] -= {"voces"}  # "vocês", hardly ever voices


def _all_words(language: str) -> frozenset[str]:
    """All words of a language that are known."""
    return _ALL[language] if language in LANGUAGES else own(language)


def _own(language: str) -> frozenset[str]:
    """The words that are evidence of a language: no other language that is understood has them."""
    return _only(language, worded())


@lru_cache(maxsize=32)
def _only(language: str, beside: tuple[Words, ...]) -> frozenset[str]:
    others = [other for other in (*LANGUAGES, *(one.code for one in beside)) if other != language]
    own_words = _WORDS[language] | _SMALL[language] if language in LANGUAGES else own(language)
    return own_words.difference(_SHARED, *map(_all_words, others))


def _ordinary_alone(language: str) -> frozenset[str]:
    """Ordinary words that only this one of LANGUAGES has."""
    return _ALONE.get(language, frozenset())


_ALONE = {
    code: _ORDINARY[code].difference(*(_ALL[other] for other in LANGUAGES if other != code))
    for code in LANGUAGES
}

# Such a small word counts half: alone it may be a name's, beside others it tells.
_HALVES = {
    "es": word_set("y el la las los una del con hay dale mi es en tu"),
    "pt": word_set("uma o e os da do"),
    "en": word_set("i to can is for"),
}
_STAYS = 2
_FOREIGN_STAYS, _SEVERAL = 1, 5
"""So much is enough where several words are there and none is of the conversation's language."""
_ALONE_STAYS, _SOME = 1.5, 4
"""And so much where nothing speaks for it, among some words."""


def all_understood() -> tuple[str, ...]:
    """LANGUAGES, and those whose folders have words."""
    return (*LANGUAGES, *(one.code for one in worded()))


def understood(language: str) -> str | None:
    """The one of `all_understood` that a language is a form of: "pt" for `pt-br`, None for `fr`."""
    codes = all_understood()
    return next((code for code in (language, base(language)) if code in codes), None)


def reads_as(text: str) -> list[str]:
    """The languages with words in their folder that a text may be in: no other has more of its words."""
    codes = [one.code for one in worded()]
    if not codes:
        return []
    most = max(_points(text, language) for language in LANGUAGES)
    return [code for code in codes if 0 < _points(text, code) >= most]


def detect(text: str, current: str, names: Iterable[str] = (), own: str = "") -> str:
    """The language to answer `text` in, one that is spoken.

    `current` is the conversation's language; it stays unless the text clearly is in another one:
    several words that only the other language has, and more of them than of its own. Addresses, handles and names of
    people are no words of a language, nor are `names` (the business's and its services'). A current
    language whose words are not understood stays, for nothing can tell whether it was left. `own`
    is the business's language: its form of a language comes before others.
    """
    if wanted := wanted_language(text):
        return wanted
    current = closest(current)
    here = understood(current)
    if here is None:
        return current
    best = _best(_own_words(text, names), here)
    if best == here:
        return current
    return own if own in languages() and understood(own) == best else spoken_form(best) or current


def clearly_in(text: str, language: str, *, surely: bool = False) -> bool:
    """Whether a text of ours may be in `language`: False where it clearly is in another one that is
    understood. Words with a capital may be names and do not count.

    `surely`: only several words that no other language has, and none of its own, count against it.
    """
    here = understood(language)
    if here is None:
        return True
    small = [word for word in words(_CAPITAL.sub(" ", text)) if word]
    points = {code: _count_of(small, code) + _signs(text, code) for code in all_understood()}
    best = max(points, key=lambda code: (points[code], code == here))
    if best == here or points[best] < _STAYS or points[best] <= points[here] * 1.2:
        return True
    return surely and (points[best] < 3 or points[here] > 0)


_CAPITAL = re.compile(r"(?<![.!?¿¡\n]\s)(?<!^)(?<![¿¡])\b[A-ZÁÉÍÓÚÑÂÊÔÃÕÇ]\w+")


def _count_of(small: list[str], language: str) -> float:
    own_words, halves = _own(language), _HALVES.get(language, frozenset())
    return sum(
        (0.25 if word in _TRAVELS else 2.0 if word in _STRONGEST else 1.0)
        if word in own_words
        else 0.5 * (word in halves)
        for word in small
    )


_TOLD = 1.0
"""Points that tell the language of what a business wrote, which nobody writes in two."""


def language_of(text: str, names: Iterable[str] = ()) -> str:
    """The one of `all_understood` that a text is clearly written in, "" where that cannot be told."""
    text = _own_words(text, names)
    points = sorted(((_points(text, code), code) for code in all_understood()), reverse=True)
    (most, best), (next_most, _) = points[:2]
    return best if most >= _TOLD and most > next_most * 1.2 else ""


def reading(text: str, language: str) -> str:
    """The language whose words are looked for first in `text`: that of the conversation, else the one
    of `all_understood` that the text has most words of."""
    here = understood(language)
    return here or max(all_understood(), key=lambda one: _points(text, one))


def read_first(text: str, language: str) -> list[str]:
    """The one of `reading` before the others of LANGUAGES: how days and hours are read. The words of
    a folder are read in a conversation in that language only: "sera" is an evening in one language
    and a verb in the next."""
    first = reading(text, language)
    return [first, *(other for other in LANGUAGES if other != first)]


def _best(text: str, here: str) -> str:
    """The language that `text` clearly is in, else `here`."""
    spoken = words(text)
    if len(spoken) == 1 and spoken[0] not in _ENOUGH_ALONE:
        return here
    codes = all_understood()
    points = {language: _points(text, language) for language in codes}
    best = max(codes, key=lambda language: (points[language], language == here))
    enough: float = _FOREIGN_STAYS if _is_foreign(spoken, here) else _STAYS
    if not points[here] and len(spoken) >= _SOME:
        enough = min(enough, _ALONE_STAYS)
    return best if points[best] >= enough and points[best] > points[here] * 1.2 else here


def _is_foreign(spoken: Sequence[str], here: str) -> bool:
    """Whether these are several words, letters not counted, and none of them is one of the language."""
    several = sum(len(word) > 1 for word in spoken) >= _SEVERAL
    return several and _all_words(here).isdisjoint(spoken)


def _own_words(text: str, names: Iterable[str]) -> str:
    """`text` without what is written alike in every language."""
    text = without_addresses(text)
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text, flags=re.IGNORECASE)
    person = read_name(text, expected=True)
    if person is None or not person.sure:
        return text
    for word in words_of(person.value):
        text = re.sub(rf"(?<!\w){re.escape(word.raw)}(?!\w)", " ", text, flags=re.IGNORECASE)
    return text


_ENGLISH_QUESTION = re.compile(r"\b(?:do|does|did|can|could|are|would|will) (?:you|u|i|we|they)\b")


def _points(text: str, language: str) -> float:
    points = 0.0
    for word in words(text):
        if word in _own(language):
            points += 0.25 if word in _TRAVELS else 2.0 if word in _STRONGEST else 1.0
        elif word in _HALVES.get(language, ()) or word in _ordinary_alone(language):
            points += 0.5
    return points + _signs(text, language)


def _signs(text: str, language: str) -> float:
    """Letters and signs that only one of the languages writes; English has its questions instead."""
    if language == "en":
        return float(bool(_ENGLISH_QUESTION.search(text.casefold())))
    signs = {"pt": "ãõçêôà", "es": "ñ¿¡"}.get(language, "")
    return float(any(sign in signs for sign in text.casefold()))


def share_of_words(text: str, language: str) -> float:
    """How many of a text's words are words of a language that is understood, 0 to 1; 1 for a short text
    and for other languages. Words with a capital, which may be names, do not count."""
    here = understood(language)
    plain_words = [
        word
        for word in re.findall(r"[^\W\d_]{2,}", text)
        if word[0].islower() or not word.isascii()
    ]
    if here not in LANGUAGES or len(plain_words) < 6:
        return 1.0
    known_words = _all_words(here)
    return sum(any(part in known_words for part in words(word)) for word in plain_words) / len(
        plain_words
    )
