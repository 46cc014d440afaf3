"""Where a message may be parted into what it tells and what it asks."""

import re
from collections.abc import Iterator

_ENDS = re.compile(
    r"[.;!\n]+\s*|\s*,\s*(?=(?:y|e|and|ah|oye|otra|outra|una|uma|also|tamb[ie\u00e9])\b)|\s+(?=(?:y|e|and)\s)",
    re.IGNORECASE,
)


def splits_before_question(text: str) -> Iterator[tuple[str, str]]:
    """What is told and the question behind it, for each place where it may be parted, the first first."""
    for end in _ENDS.finditer(text):
        told, rest = text[: end.start()].strip(), text[end.end() :].strip()
        if told and "?" in rest and "?" not in told:
            yield told, rest
