"""Names of people in what customers write.

A name is taken on evidence: a form that introduces one ("a nombre de", "her name is"), or words that
are names. Ordinary words are none, however few of them there are; what is neither is asked about.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.language.name_forms import (
    AGES,
    BESIDE,
    CALLED,
    COMES,
    COPULAS,
    DATES,
    ENGLISH_DAYS,
    FOR_MYSELF,
    FOR_RELATIVE,
    LABELS,
    MYSELF,
    NUMBERS,
    OF_ANOTHER,
    PRONOUN,
    RELATIVE,
    SEGMENTS,
    STRONG,
    WEAK,
    WRITES,
)
from agent.language.name_runs import MOST_WORDS, READ, judged, run_from
from agent.language.name_text import readable
from agent.language.name_words import PARTICLES, TITLES, Word, spelled, words_of
from agent.language.text import fold, word_set, words
from agent.language.words_from_data import forms, written

# "Domingo" and "Abril" are names of people, too; these are not.
_DAY_BEHIND = re.compile(
    r"\s+(?:(?:on|this|next)\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b.*$|\s+(?:tomorrow|today|tonight|ma[nñ]ana|amanh[aã]|hoje)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_WEEKDAYS = word_set(
    "mon tue tues wed weds thu thur thurs fri sat sun lun mie jue vie sab dom seg ter qua qui sex"
)
_MONTHS = word_set(
    "jan feb mar apr may jun jul aug sep sept oct nov dec ene abr ago dic fev mai set out dez"
)

_MARK = re.compile(
    r"\s*(?:\.{2,}|…|,|[-–—])\s*(?:bueno|mejor\s+dicho|digo|o\s+sea|perd[oó]n|bom|quer\s+dizer|ali[aá]s|digo|desculpa|well|i\s+mean|sorry|actually|rather)\b[\s,.…:]*",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"(?P<space>\s+)(?:here|speaking|aqu[ií]|ac[aá])(?=\s*(?:[.,;!\n]|$))", re.IGNORECASE
)
_QUESTION = re.compile(r"[^.!?\n]*\?")

_OF_DATA = (("self", "introduces"), ("called", "called"), ("weak", "i_am"))
"""How the forms of a language's data introduce a name."""
_ORDER = ("bare", "weak", "self", "called", "named", "comes")
_YES = re.compile(
    r"\W*(?:s[ií]+|sim|yes|yep|yeah|ok|okay|dale|listo|claro|vale|bueno|perfecto|perfeito|sure|pode ser)\b"
    r"(?:[\s,]*(?:por favor|porfavor|porfa|please|pls)\b)?[\s,.!]*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class NameReading:
    """A name in a message, from `start` to `end` together with what introduces and numbers it.

    `how`: "comes" (it's for, quien viene es), "named" (a nombre de), "called" (se llama), "self" (me
    llamo), "weak" (soy, para) or "bare". Not `sure`: it may be one, and is asked about before anything is done with it.
    """

    value: str
    sure: bool
    how: str
    start: int
    end: int


def read_name(
    text: str, *, expected: bool = False, bare: bool = False, others: frozenset[str] = frozenset()
) -> NameReading | None:
    """The name that a message gives for an appointment.

    expected: the name was asked for, so that one word may be the answer. bare: a full name may stand by
    itself beside a choice ("sí, Alberto Ruiz"). others: folded words that name somebody or something
    else (the professionals, the services).
    """
    text = readable(unicodedata.normalize("NFC", text[:READ]))
    readings = [*_introduced(text, others, expected=expected), *_here(text, others)]
    if bare and not expected and not readings:
        readings = _after_yes(text, others)
    if not any(reading.sure for reading in readings) and (expected or bare):
        readings += _bare(text, others, expected=expected)
    readings = [_before_day(one, text) for one in readings if not _is_of_a_date(one.value)]
    if not readings:
        return None
    return max(readings, key=lambda r: (r.sure, _ORDER.index(r.how), r.start))


def _before_day(reading: NameReading, text: str) -> NameReading:
    """The name without the day that stands right behind it: "Alfie Whitlock Wednesday at 4:30"."""
    written_so = text[reading.start : reading.end]
    day = _DAY_BEHIND.search(written_so)
    names = reading.value.split()
    behind = len(written_so[day.start() :].split()) if day else 0
    if not day or behind >= len(names):
        return reading
    return replace(
        reading, value=" ".join(names[: len(names) - behind]), end=reading.start + day.start()
    )


def _is_of_a_date(name: str) -> bool:
    """Whether every word is short for a weekday or month: the "Thu Dec" of "Thu Dec 3"."""
    parts = words(name)
    dated = all(part in _WEEKDAYS or part in _MONTHS for part in parts)
    return len(parts) > 1 and dated and any(part in _WEEKDAYS for part in parts)


def introduced_name(text: str) -> str | None:
    """The name in "me llamo Ana Pérez", "a nombre de mi hija Lucía Gómez", "soy Ana"; else None."""
    reading = read_name(text)
    return reading.value if reading else None


def bare_name(text: str) -> str | None:
    """A message that is nothing but a name for certain ("Ana Pérez", "ana perez porfa"); else None."""
    reading = read_name(text, expected=True)
    return reading.value if reading and reading.sure and "?" not in text else None


def _introduced(text: str, others: frozenset[str], *, expected: bool) -> list[NameReading]:
    readings = []
    of_data = ((how, written(f"names.{key}")) for how, key in _OF_DATA)
    for how, pattern in (
        *((how, pattern) for how, pattern in of_data if pattern),
        ("comes", COMES),
        ("named", STRONG),
        ("called", CALLED),
        ("called", FOR_RELATIVE),
        ("self", MYSELF),
        ("weak", WEAK),
        ("weak", WRITES),
    ):
        for match in pattern.finditer(text):
            if (
                how == "called"
                and pattern is CALLED
                and OF_ANOTHER.search(_clause_before(text, match.start()))
            ):
                continue
            if how == "weak" and not expected and fold(match.group()).split()[0] in COPULAS:
                continue
            reading = _after(text, match, how, others, by_relative=pattern is FOR_RELATIVE)
            if reading and (reading.sure or expected):
                readings.append(_instead(text, reading))
    return readings


def _instead(text: str, reading: NameReading) -> NameReading:
    """With the name that takes its place at once: "a nombre de Lupe… bueno Guadalupe Sanz"."""
    mark = _MARK.match(text, reading.end)
    run = run_from(text, mark.end()) if mark else []
    if not run or not judged(run):
        return reading
    return replace(reading, value=spelled(run), end=run[-1].end)


def _here(text: str, others: frozenset[str]) -> list[NameReading]:
    """Whoever says so of themself: "Hi! Karen Doyle here."."""
    readings = []
    for match in _PRESENT.finditer(text):
        begin = max((one.end() for one in SEGMENTS.finditer(text, 0, match.start())), default=0)
        run = run_from(text, begin)
        own = [word for word in run if word.folded not in PARTICLES]
        ends = bool(run) and run[-1].end == match.start("space")
        if ends and len(own) > 1 and judged(run) and not _of_others(run, others, strict=True):
            readings.append(_reading(text, run, True, "self", run[0].start))
    return readings


_IT_IS = re.compile(r"\s*(?:es|e|é|it['’]?s|it is)\s+", re.IGNORECASE)


def _after_yes(text: str, others: frozenset[str]) -> list[NameReading]:
    """A name that is all that follows a yes ("sim Milena", "yes Rose", "sí, es Ana Pérez"). Written small, one
    that is a word as well is none ("sí cielo")."""
    yes = _YES.match(text)
    copula = _IT_IS.match(text, yes.end()) if yes else None
    run = run_from(text, (copula or yes).end()) if yes else []
    rest = text[run[-1].end :].strip(" .!,") if run else "?"
    if not run or rest or len(run) > 3 or _of_others(run, others, strict=True):
        return []
    sure = judged(run)
    if copula and not sure:  # "yes, it's perfect"
        return []
    if not sure and not (all(w.large for w in run) and sure is not None):
        return []
    return [_reading(text, run, bool(sure), "bare", run[0].start)]


def _clause_before(text: str, end: int) -> str:
    return fold(re.split(r"[.,;!?¿\n]", text[:end])[-1])


def _after(
    text: str, match: re.Match[str], how: str, others: frozenset[str], *, by_relative: bool
) -> NameReading | None:
    """The name that follows an introducing form."""
    begin = match.end()
    if how in ("named", "called", "comes"):
        for skipped in (RELATIVE, PRONOUN):
            if step := skipped.match(text, begin):
                begin = step.end()
    if how == "weak" and fold(match.group()).split()[0] in {"para", "pra", "for"}:
        myself = FOR_MYSELF.match(text, begin)
        begin = myself.end() if myself else begin
    run = run_from(text, begin)
    if how == "weak" and _asks(text, begin):
        return None
    if how in ("weak", "comes") or by_relative:
        sure = _looks_like_name(run, text, relative=by_relative, own=fold(match.group()))
    else:
        sure = judged(run, given_by_form=True) if run and _may_begin(run[0]) else None
    if sure is None or _of_others(
        run, others, strict=fold(match.group()).startswith(("para", "pra", "for"))
    ):
        return None
    return _reading(text, run, sure, how, match.start())


def _asks(text: str, begin: int) -> bool:
    """Whether the sentence that goes on at `begin` is a question."""
    return bool(_QUESTION.match(text, begin))


def _may_begin(word: Word) -> bool:
    return word.is_name or not word.ordinary or (word.large and not word.small)


def _looks_like_name(run: list[Word], text: str, *, relative: bool, own: str) -> bool | None:
    """After a form that introduces many things ("soy", "para mi mamá")."""
    if not run:
        return None
    first = run[0]
    if first.folded in DATES and not (len(run) > 1 and run[1].sure):
        return None
    if first.given and first.sure:
        return True
    if relative and first.large and not (first.ordinary and not first.is_name):
        return True
    if (first.is_name or not first.ordinary) and judged(run) and len(run) > 1:
        return True
    alone = first.is_name or (first.large and not first.ordinary)
    return False if alone and own.split()[0] not in {"para", "pra", "for", *COPULAS} else None


def _reading(text: str, run: list[Word], sure: bool, how: str, start: int) -> NameReading:
    end = run[-1].end
    if age := AGES.match(text, end):
        end = age.end()
    while numbers := NUMBERS.match(text, end):
        end = numbers.end()
    return NameReading(spelled(run), sure, how, start, end)


def _of_others(run: Sequence[Word], others: frozenset[str], *, strict: bool) -> bool:
    """Whether a run names a professional or a service: all of its words are theirs."""
    own = [word.folded for word in run if word.folded not in PARTICLES]
    return bool(own) and all(word in others for word in own) and (len(own) > 1 or strict)


def _bare(text: str, others: frozenset[str], *, expected: bool) -> list[NameReading]:
    """Names that fill a part of the message by themselves, between what can stand beside one."""
    readings: list[NameReading] = []
    more = False
    start = 0
    for end in [*(match.start() for match in SEGMENTS.finditer(text)), len(text)]:
        begin, start = start, end
        here, run = _filling(text, begin, end, expected=expected)
        more = more or len(run) < len(here)
        if not run or _of_others(run, others, strict=True) or text[end : end + 1] == "?":
            continue
        sure = judged(run)
        if len(run) < len(here):
            # "Ana Pérez y Luis Gómez", "ana real": whose name it is has to be asked.
            sure = False if expected and run[0].given and run[0].sure else None
        full = sum(word.folded not in PARTICLES for word in run) > 1
        if sure is not None and (expected or (sure and full)):
            readings.append(_reading(text, run, sure, "bare", run[0].start))
    # Beside a sentence only a full name counts, and only one that is certain.
    whole = [reading for reading in readings if reading.sure and " " in reading.value]
    return whole or (readings if not more or len(words(text)) <= MOST_WORDS else [])


def _filling(text: str, begin: int, end: int, *, expected: bool) -> tuple[list[Word], list[Word]]:
    """The words of a segment without what may stand beside a name, and the name they begin with."""
    here = [word for word in words_of(text) if begin <= word.start < end]
    if expected and _all_large(here):
        return here, run_from(text, here[0].start, here[-1].end)
    behind = BESIDE | LABELS | forms("names.beside")
    while here and here[-1].folded in behind and not _belongs(here[-1], here[:-1]):
        here.pop()
    while here and _beside(here[0], here[1:], text):
        here.pop(0)
    return here, run_from(text, here[0].start, here[-1].end) if here else []


def _all_large(here: Sequence[Word]) -> bool:
    """Whether words are written as a name is, with a day or month among them and a name that is
    nothing else: "Domingo Gustavo Martes". English writes its days so as well."""
    own = [word for word in here if word.folded not in PARTICLES]
    dated = any(word.folded in DATES - ENGLISH_DAYS for word in own)
    free = not any(word.folded in (BESIDE - DATES) | LABELS | ENGLISH_DAYS for word in own)
    named = sum(word.sure for word in own) and own[0].is_name
    return bool(dated and free and named and all(word.large for word in own) and len(own) > 2)


def _beside(word: Word, following: Sequence[Word], text: str) -> bool:
    """Whether a word at the front stands beside a name and is no part of it."""
    if word.folded in TITLES or word.folded in LABELS or word.folded in forms("names.beside"):
        return True
    if word.folded not in BESIDE:
        return word.initial and not word.large
    if not following or re.match(r"\s*\d", text[word.end :]):
        return not (word.is_name and not following)
    # "Domingo Pérez" and "Marco De Luca" are people, "domingo Ana Gil" is a day and a woman.
    own = [one for one in following if one.folded not in PARTICLES]
    alone = bool(own) and (len(own) == 1 or not own[0].given)
    return not (word.given and alone and own[0].is_name)


def _belongs(word: Word, before: Sequence[Word]) -> bool:
    """Whether a word at the end is a name after all: "Domingo Abril", "Pedro Claro"."""
    if not before or (before[-1].folded in BESIDE and not before[-1].given):
        return False
    return word.is_name or (word.large and len(before) == 1 and before[0].given)


def same_person(name: str, full_name: str) -> bool:
    """Whether `name` is `full_name` or a part of it ("Ana" for "Ana Pérez")."""
    name_words, own = words(name), words(full_name)
    return bool(name_words) and bool(own) and all(word in own for word in name_words)
