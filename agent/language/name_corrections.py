"""The name that a correction makes of the one that is booked."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from agent.dates.corrections import corrects
from agent.language.name_runs import run_from
from agent.language.name_spelling import noted_words
from agent.language.name_text import readable, spells
from agent.language.name_words import PARTICLES, Word, spelled, words_of
from agent.language.names import NameReading, read_name
from agent.language.readings.taking import joins_on
from agent.language.renaming import replaced_words
from agent.language.short_answers import looks_like_date
from agent.language.text import fold, plain

_SURNAME = re.compile(
    r"\b(?P<which>(?:(?:primer|segundo|primeiro|first|second)\s+)?(?:apellidos?|sobrenomes?|last\s*name|surname|family\s+name))"
    r"(?:\s+(?:correcto|certo|correto|bien))?\s*(?:(?:(?:es|[eé]|is|should\s+be|se\s+escribe|se\s+escreve|spelled|ser[ií]a|ser[aá])\b|:)\s*)+(?:con\s+)?",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"\b(?:corrig\w+|corrij\w+|corre[cg]\w+|correct\w*|cambi\w+|mud[ae]\w*|troc\w+|troqu\w+|change\w*|fix\w*|equivo\w+|err(?:ei|e|or|ado)"
    r"|should be|quedo mal|esta mal|ficou errado|wrong|typo|misspel\w*|completo|full name|nome todo)\b"
)
_ANOTHER = re.compile(
    r"\b(?:otra|otro|tambien|ademas|outr[ao]|tambem|another|also|as well|too)\b|\bconsulta|\bcita para|\bappointment for"
)
_INTRODUCES = ("comes", "named", "called", "self")


def corrects_booked(
    text: str, booked: str, heard: NameReading | None, *, consent_pending: bool, agrees: bool | None
) -> bool:
    """Whether a message after a booking puts its name right.

    consent_pending: the question about reminders waits. agrees: whether the message begins with a yes, or
    with a no. A yes to that question ("Acepto", "sí, con gusto") is no name.
    """
    refuses = agrees is False
    if made := _by_parts(text, booked):
        return not same_spelling(made, booked)
    if heard is None and "?" not in text and _noted(text, booked) != booked:
        return True
    if heard is None or _ANOTHER.search(plain(text)):
        return False
    if joins_on(text) and looks_like_date(text):
        return False  # "and my son at 10:30, Leo Cole" is one more
    name = merged(heard.value, booked)
    if same_spelling(name, booked) or "?" in text:
        return False
    marked = corrects(text) or bool(_MARKED.search(plain(text))) or spells(text)
    own, had = _parts(heard.value), _parts(booked)
    introduced = heard.how in _INTRODUCES
    shared = bool({word.folded for word in own} & {word.folded for word in had}) or (
        introduced and any(_nearest(word, had) for word in own)
    )
    if consent_pending and agrees and len(own) == 1 and not (marked or introduced):
        return False
    if len(own) > 1:
        return (
            (consent_pending and (heard.sure or refuses or shared))
            or marked
            or (heard.sure and (shared or (refuses and introduced)))
        )
    replaced = len(had) > 1 and name != heard.value and _resembles_a_name(own[0], had)
    return (
        marked
        or (consent_pending and (introduced or refuses or replaced))
        or (refuses and introduced)
    )


def _resembles_a_name(new: Word, had: Sequence[Word]) -> bool:
    """Whether a lone word, which a phone writes large at the beginning of any message, is a name:
    a common one, or nearly one of the booked ones."""
    return new.is_name or _nearest(new, had) is not None


def corrected_name(text: str, booked: str, heard: NameReading | None) -> str | None:
    """The whole name after the correction; None where nothing says it, "" where it stays unclear."""
    made = _by_parts(text, booked)
    if not made and _SURNAME.search(text):
        made = _noted(text, booked)
        return "" if made == booked else made
    if not made and heard:
        made = merged(heard.value, booked)
    noted = _noted(text, made or booked)
    return noted if made or noted != booked else None


def _noted(text: str, name: str) -> str:
    """The name with each word in it that the text spells otherwise: "Nicolás con acento y Pérez con z"."""
    for word in noted_words(text):
        [new] = words_of(word)
        had = words_of(name)
        same = new.folded in {one.folded for one in had} and new.raw.isascii()
        if not same and (near := _nearest(new, had)):
            name = _with(had, {near}, [new])
    return name


def merged(heard: str, booked: str) -> str:
    """The booked name with one word put right ("Navas" for "Ana Nava"), else what was heard."""
    own, had = words_of(heard), words_of(booked)
    if len(own) != 1 or len(had) < 2:
        return heard
    new = own[0]
    if near := _nearest(new, had):
        return _with(had, {near}, [new])
    if not new.given and (new.is_name or new.large):
        return _with(had, {had[-1]}, [new])
    return heard


def same_spelling(heard: str, booked: str) -> bool:
    """Whether two names count as equal: accents that `heard` leaves out do not matter, others do."""
    heard, booked = heard.casefold(), booked.casefold()
    return heard == booked or (fold(heard) == fold(booked) and heard.isascii())


def _by_parts(text: str, booked: str) -> str:
    """One word exchanged ("it's Smith, not Smyth"), or the surname."""
    had = words_of(booked)
    for wrong, right in replaced_words(text):
        olds = {word for word in had if word.folded == fold(wrong)}
        if olds:
            return " ".join(right.capitalize() if w in olds else w.raw for w in had)
    return _with_surname(text, had)


def _with_surname(text: str, had: Sequence[Word]) -> str:
    text = readable(text)
    match = _SURNAME.search(text)
    new = run_from(text, match.end()) if match else []
    if not match or not new or not had:
        return ""
    if first := read_name(text[: match.start()], expected=True):
        had = words_of(merged(first.value, spelled(list(had))))
    given = next((n for n, w in enumerate(had) if n and not w.given), 1)
    old = [*had[given:]]
    second = "segundo" in fold(match["which"])
    if len(old) > len(new) and (near := _nearest(new[0], old)):
        old = [near]
    elif len(old) > len(new) and (second or "prim" in fold(match["which"])):
        old = old[-1:] if second else old[:1]
    elif second:
        return spelled([*had, *new])
    elif len(old) > len(new):
        return ""
    return _with(had, set(old), new)


def _with(had: Sequence[Word], olds: set[Word], new: Sequence[Word]) -> str:
    """`had` with the words `olds` replaced by `new`, at the place of the first of them."""
    first = next((n for n, word in enumerate(had) if word in olds), len(had))
    unchanged = [word.raw for word in had if word not in olds]
    at = len([word for word in had[:first] if word not in olds])
    return " ".join([*unchanged[:at], spelled(list(new)), *unchanged[at:]])


def _nearest(new: Word, had: Sequence[Word]) -> Word | None:
    """The word that `new` may be the right spelling of."""
    scored = [
        (SequenceMatcher(None, new.folded, word.folded).ratio(), word)
        for word in had
        if word.folded not in PARTICLES
    ]
    near = [
        (score, word)
        for score, word in scored
        if score >= (0.6 if word.folded[0] == new.folded[0] else 0.74)
    ]
    return max(near, key=lambda pair: pair[0])[1] if near else None


def _parts(name: str) -> list[Word]:
    return [word for word in words_of(name) if word.folded not in PARTICLES]
