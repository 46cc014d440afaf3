"""A reply cut into sentences and clauses, and in what mood each speaks: asking, denying, on a condition."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from agent.reply_checks.lexicon import Lexicon

_END = re.compile(
    r"(?:(?<![\s.]\w)(?<!\b[Dd]ra)(?<!\b[Dd]r)(?<!\b[Ss]ra)(?<!\b[Ss]r)(?<!\b[Aa]v)(?<!\b[Mm]r)(?<!\b[Mm]rs)(?<!\b[Mm]s)"
    r"(?<!\b[Ee]nf)(?<!\b[Ff]t)(?<!\b[Ff]g[ao])(?<!\b[Nn]ut)(?<!\b[Ll]ic)(?<!\b[Pp]rof)(?<!\b[Tt][eé]c)(?<!\b[Cc]el)"
    r"[.!…]+[\"'»”)*_]*|\?+[\"'»”)*_]*|(?<=\w[.\s]m)\.)(?=\s+[^\sa-zà-öø-ÿ(])|\n+"
    r"|[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f]+(?=\s+[A-ZÁÉÍÓÚÂÊÔÃÕÇ¿¡])",
)
_BREAK = re.compile(
    r"[,;:—–()]+(?=\s)|\s[-–—]\s|(?<=\s)(?:pero|aunque|porque|mas|porém|porem|but|although|though|however|because|so)(?=\s)"
)
MOST_LETTERS = 6_000


@dataclass(frozen=True, slots=True)
class Clause:
    """[start, end) of the reply; `sentence` the bounds of its sentence."""

    start: int
    end: int
    sentence: tuple[int, int]
    is_question: bool


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Bounds of the sentences and lines."""
    start = 0
    for match in _END.finditer(text):
        if text[start : match.end()].strip():
            yield start, match.end()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def clauses(original: str, text: str, lexicon: Lexicon) -> list[Clause]:
    """In order; `text` is the `original` in lower case. A question reaches from its mark, else from the last break before its end."""
    result: list[Clause] = []
    for start, end in sentences(original):
        cuts = [match.start() for match in _BREAK.finditer(text, start, end)]
        cuts += [at for at in range(start + 1, end) if text[at] == "¿"]
        bounds = [start, *sorted(set(cuts)), end]
        asks = text[start:end].rstrip(" \n\"'»”)*_😊🙂").endswith("?") or "?" in text[start:end]
        for first, last in itertools.pairwise(bounds):
            piece = text[first:last]
            if not piece.strip():
                continue
            question = "?" in piece or (
                asks
                and "¿" in text[start:first] + piece
                and "?" in text[first:end]
                and text.rfind("¿", start, last) > text.rfind("?", start, first)
            )
            question = question or bool(_asking(lexicon).match(piece.strip(" ,;:—–-(¡*")))
            result.append(Clause(first, last, (start, end), question))
    return result


@cache
def _asking(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(lexicon.get('mood.asks') or ['(?!)'])})(?!\w)")


def denied(before: str, lexicon: Lexicon) -> bool:
    """Whether a negation stands in the last words before a claim."""
    words = lexicon.pattern("mood.idle").sub(" ", before).split()[-5:]
    return bool(lexicon.pattern("mood.not").search(" ".join(words)))


def conditional(text: str, lexicon: Lexicon) -> bool:
    """Whether a condition is named, or something is still needed."""
    text = lexicon.pattern("mood.idle").sub(" ", text)
    return bool(
        lexicon.pattern("mood.if").search(text) or lexicon.pattern("mood.needs").search(text)
    )
