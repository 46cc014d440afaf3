"""Words that a line's end divides: with the hyphen where it belongs to them, else without."""

import re
from collections.abc import Sequence

_DIVIDED = re.compile(r"([^\W\d_]+)-[^\S\n]*\n[^\S\n]*([^\W\d_]+)")
_COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_WORD = re.compile(r"[^\W\d_]+")
_KEPT_BEFORE = frozenset({
    "pré", "pós", "pró", "ex", "vice", "recém", "além", "aquém", "sem", "bem", "mal", "não",
    "guarda", "segunda", "terça", "quarta", "quinta", "sexta", "post", "self", "well", "check",
    "non", "high", "low", "long", "short", "two", "three", "all", "half", "up",
})  # fmt: skip
"""After these the hyphen mostly belongs to the word (Portuguese, English)."""
_KEPT_AFTER = frozenset({
    "feira", "se", "lo", "la", "los", "las", "me", "te", "lhe", "lhes", "nos", "no", "na", "vos",
    "up", "in", "free", "off",
})  # fmt: skip
"""Before these, in Portuguese and English. "agen-da" is none of them: two letters are looked at only
after a word of the text."""
_SHORT = 3


def join_lines(pages: Sequence[str]) -> list[str]:
    """The pages with whole words. What stands elsewhere in the document decides; else what hyphens
    mostly are in Portuguese and English (Spanish has nearly none)."""
    undivided = [_DIVIDED.sub(" ", page).casefold() for page in pages]
    compounds = {word for page in undivided for word in _COMPOUND.findall(page)}
    words = {word for page in undivided for word in _WORD.findall(page)}

    def whole(match: re.Match[str]) -> str:
        before, after = match.groups()
        hyphenated = f"{before}-{after}"
        if hyphenated.casefold() in compounds:
            return hyphenated
        if (before + after).casefold() in words:
            return before + after
        return (
            hyphenated if _belongs(before.casefold(), after.casefold(), words) else before + after
        )

    return [_DIVIDED.sub(whole, page) for page in pages]


def _belongs(before: str, after: str, words: set[str]) -> bool:
    if before in _KEPT_BEFORE:
        return True
    if after not in _KEPT_AFTER:
        return False
    return len(after) > _SHORT or before in words
