"""A text cut where the reach of a negation ends: at stops, commas and contrasts ("pero", "mejor")."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.dates import polarity_words as vocabulary
from agent.dates.beside_from_data import in_english
from agent.dates.text import tokenise

_STOPS = frozenset(".;!?¿¡:()\n")
_TITLES = frozenset(["dr", "dra", "sr", "sra", "srta", "mr", "mrs", "ms", "prof"])


_IDIOM = re.compile(rf"\b{vocabulary.IDIOMS}(?![\w'])")
_UNCERTAIN = re.compile(rf"\b{vocabulary.UNCERTAIN}(?![\w'])")
EXCEPT = re.compile(
    rf"(?<![\w'])(?<!lo )(?:{vocabulary.EXCEPTIONS}|{vocabulary.INSTEAD_OF})(?![\w'])"
)
EXCEPT_ALL = re.compile(rf"(?<![\w'])(?<!lo ){vocabulary.EXCEPTIONS}(?![\w'])")
"""Those of which a list may follow."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters [start, end) of a text that mention something of a `kind` (day, time, person)."""

    start: int
    end: int
    kind: str


@dataclass(slots=True)
class Segment:
    """Gaps of words around mentions: gap 0, mention, gap 1, … `comma`, `contrast`: what began it."""

    gaps: list[str] = field(default_factory=lambda: [""])
    places: list[int] = field(default_factory=list)
    began: str = "stop"
    asks: bool = False


def segments_of(text: str, spans: Sequence[Span], *, portuguese: bool) -> list[Segment]:
    segments = [Segment()]
    place = 0
    tokens = tokenise(text)
    for number, token in enumerate(tokens):
        while place < len(spans) and token.start >= spans[place].end:
            place += 1
        inside = place < len(spans) and spans[place].start <= token.start < spans[place].end
        if inside:
            if _on_own_line(text, spans, place, segments[-1]):
                segments.append(Segment())
            if not segments[-1].places or segments[-1].places[-1] != place:
                segments[-1].places.append(place)
                segments[-1].gaps.append("")
            continue
        after = tokens[number + 1].text if number + 1 < len(tokens) else ""
        before = tokens[number - 1].text if number else ""
        newline = number > 0 and "\n" in text[tokens[number - 1].end : token.start]
        began = "stop" if newline else ""
        if token.text in _STOPS and not (token.text == "." and before in _TITLES):
            segments[-1].asks |= token.text == "?"
            began = "stop"
        elif token.text == ",":
            began = "comma"
        elif _contrasts(in_english(token.text), before, after, segments[-1]):
            began = "contrast"
        if began:
            segments.append(Segment(began=began))
        if began and not newline:
            if (word := in_english(token.text)) in vocabulary.CONTRASTS:
                segments[-1].gaps[-1] += f" ~{word}"
            continue
        # The Portuguese "no sábado", in a Spanish text too: a Spanish refusal has its article.
        preposition = portuguese or after in ("sabado", "domingo")
        word = "em" if preposition and token.text == "no" else token.text
        word = "nao" if portuguese and denies(word, after) else word
        segments[-1].gaps[-1] += f" {word}"
    for segment in segments:
        segment.gaps = [without_idioms(gap) for gap in segment.gaps]
    return [s for s in segments if s.places or any(gap.strip() for gap in s.gaps)]


def _on_own_line(text: str, spans: Sequence[Span], place: int, segment: Segment) -> bool:
    """Whether a mention opens a line with more to it, after one of another kind: what the line says
    of the mention is not said of the other ("dps das 13", then "segunda n posso")."""
    before = segment.places[-1] if segment.places else place
    if spans[before].kind == spans[place].kind:
        return False
    line = text[spans[place].end :].partition("\n")[0]
    return "\n" in text[spans[before].end : spans[place].start] and bool(line.strip(" .,!?"))


def denies(word: str, after: str) -> bool:
    """Whether a word of a Portuguese text is the "n" of "n posso"."""
    return word == "n" and (after in vocabulary.AFTER_N or after in _STOPS or after == ",")


def _contrasts(word: str, before: str, after: str, segment: Segment) -> bool:
    if word == "mas":
        return bool(segment.places) and after not in vocabulary.BEFORE_MAS
    if word == "but" and EXCEPT.search(f"{segment.gaps[-1]} but"):
        return False
    if word in ("mejor", "melhor", "better") and before in (
        "es",
        "is",
        "queda",
        "va",
        "viene",
        "fica",
        "e",
    ):
        return False
    if (word, after) in (("instead", "of"), ("rather", "than")):
        return False
    return word in vocabulary.CONTRASTS


def without_idioms(words: str) -> str:
    """Folded words without the negations that deny nothing; "~unsure" for those that do not know."""
    return _UNCERTAIN.sub("~unsure", _IDIOM.sub("~", in_english(words)))
