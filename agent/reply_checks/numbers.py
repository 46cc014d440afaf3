"""Numbers as they are written: digits with either separator, and words."""

import re
from collections.abc import Mapping
from functools import cache

from agent.reply_checks.lexicon import Lexicon, longest_first

DIGITS = r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"


def digits(text: str) -> float:
    """ "1.250.000", "1,250.50", "62,5": a last group of three digits is thousands."""
    plain = text.replace("'", ".").replace(" ", ".")
    parts = re.split(r"[.,]", plain)
    if len(parts) > 1 and len(parts[-1]) != 3:
        return float("".join(parts[:-1]) + "." + parts[-1])
    return float("".join(parts))


@cache
def words_pattern(lexicon: Lexicon) -> str:
    """A number in words: "ciento cuarenta mil"."""
    units: Mapping[str, int] = lexicon.get("number.words")
    one = f"(?:{longest_first(units)}|{lexicon.text('number.thousand')}|{lexicon.text('number.million')})"
    return rf"{one}(?:(?:\s+(?:{lexicon.text('number.joins')}\s+)?|-){one})*"


def in_words(text: str, lexicon: Lexicon) -> float:
    """The value of such a number; 0 for none."""
    units: Mapping[str, int] = lexicon.get("number.words")
    total = part = 0
    for word in re.split(r"[\s-]+", text):
        if re.fullmatch(lexicon.text("number.thousand"), word):
            total, part = total + max(part, 1) * 1000, 0
        elif re.fullmatch(lexicon.text("number.million"), word):
            total, part = total + max(part, 1) * 1_000_000, 0
        elif word == "hundred":
            part = max(part, 1) * 100
        else:
            part += units.get(word, 0)
    return float(total + part)


def value(text: str, lexicon: Lexicon) -> float:
    """Of digits or words."""
    return digits(text) if text[:1].isdigit() else in_words(text, lexicon)
