"""Two people in one answer: an appointment is for one of them."""

import re
import unicodedata
from dataclasses import dataclass

from agent.language.name_forms import BESIDE, DATES
from agent.language.name_runs import READ, judged, run_from
from agent.language.name_text import readable
from agent.language.name_words import PARTICLES, Word, spelled, words_of

_AND = re.compile(
    r"\s*(?:,\s*)?(?:\b(?:y|e|and|con|com|with)\b|&|\+)\s*(?:(?:para|pra|pro|for|[oa]|la|el)\s+)?",
    re.IGNORECASE,
)
_NAME = r"[^\W\d_][^\W\d_'’-]+(?:\s+[^\W\d_][^\W\d_'’-]*){0,2}?"
_BARE = re.compile(
    rf"\s*(?:(?:it['’]?s|they are|they're|son|se llaman|s[aã]o|sao|ser[ií]an)\s+)?(?P<first>{_NAME})"
    rf"\s*(?:\b(?:y|e|and)\b|&|\+|,)\s*(?P<second>{_NAME})\s*[.!]*\s*$",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\s*(?:$|[.,;:!)\n]|\d|\b(?:por favor|porfa|please|gracias|thanks|obrigad[oa])\b)", re.I
)


@dataclass(frozen=True)
class Named:
    """A person in a text, from `start` to `end`."""

    value: str
    start: int
    end: int


def two_people(
    text: str, others: frozenset[str] = frozenset(), *, expected: bool = False
) -> tuple[Named, Named] | None:
    """Two names that are joined by "and" ("Ana Pérez y Luis Gómez"); None when there are not two.

    others: folded words that name somebody or something else. expected: two names were asked for, and the message may be
    nothing but them: then they need not be known names.
    """
    text = readable(unicodedata.normalize("NFC", text[:READ]))
    if expected and (bare := _bare_pair(text, others)):
        return bare
    last = 0
    for word in words_of(text):
        if word.start < last or (word.folded in BESIDE and not word.is_name):
            continue
        first = _person(text, word.start, others)
        last = first[-1].end if first else word.end
        if not first:
            continue
        joined = _AND.match(text, first[-1].end)
        second = _person(text, joined.end(), others) if joined else []
        if second and _ENDS.match(text, second[-1].end) and _are_two(first, second):
            return _named(first), _named(second)
    return None


def _bare_pair(text: str, others: frozenset[str]) -> tuple[Named, Named] | None:
    """ "Lily and Max Page", where the whole message is that."""
    match = _BARE.match(text)
    if match is None:
        return None
    both = [words_of(match[name]) for name in ("first", "second")]
    if any(one.folded in others | BESIDE | DATES for one in (*both[0], *both[1])):
        return None
    if any(run[0].ordinary and not run[0].is_name for run in both):
        return None
    first, second = (
        Named(spelled(run), match.start(name), match.end(name))
        for run, name in zip(both, ("first", "second"), strict=True)
    )
    return first, second


def _named(run: list[Word]) -> Named:
    return Named(spelled(run), run[0].start, run[-1].end)


def _person(text: str, begin: int, others: frozenset[str]) -> list[Word]:
    """The name that begins at `begin`, up to an "and"; [] when it is none."""
    run = run_from(text, begin)
    cut = next((n for n, word in enumerate(run) if n and word.folded in ("y", "e")), len(run))
    run = run[:cut]
    if not run or run[0].start > begin + 1 or run[0].folded in DATES - {"domingo", "abril"}:
        return []
    own = [word for word in run if word.folded not in PARTICLES]
    if not own or all(word.folded in others for word in own):
        return []
    full = len(own) > 1 and all(word.large for word in own)
    return run if run[0].given or full or judged(run) else []


def _are_two(first: list[Word], second: list[Word]) -> bool:
    """Not "Ortega y Gasset": both have a given name, or a name and a surname."""
    sure = any(word.sure for word in (*first, *second))
    large = all(run[0].large and len(run) > 1 for run in (first, second))
    return (first[0].given and second[0].given and sure) or large
