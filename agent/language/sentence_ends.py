"""Where sentences of a text that is still being written have ended."""

import re
from collections.abc import Iterator

_END = re.compile(
    # A full stop after a word or a number, not after "Dr" or the letters of "p. m."
    r"(?:[!?…]|(?<=\w{4})\.|(?<=\d\d)\.)[\"'»”)*_]*(?=\s+[^\sa-zà-öø-ÿ])|\S(?=[^\S\n]*\n\s*\S)"
)


def sentence_ends(text: str, start: int = 0) -> Iterator[int]:
    """Positions after `start` up to which sentences, or lines, are whole: those that something follows.

    What looks like an end and may be none ("Dra. Ruiz", "3:00 p. m.") is left out.
    """
    return (match.end() for match in _END.finditer(text, start))
