"""The pieces of a message that can each be a matter of its own, as they were written."""

import re

_ENDS = re.compile(
    r"(?<=[.!?;\n])\s*|\s*,\s+|\s+(?=(?:y|e|and|pero|mas|but|además|ademas|tambi[eé]n|tamb[eé]m|also|then|luego|depois|después|despues)\s)",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"^(?:(?:y|e|and|pero|mas|but|además|ademas|tambi[eé]n|tamb[eé]m|also|then|luego|depois|después|despues)\b[\s,]*)+",
    re.IGNORECASE,
)


def pieces(text: str) -> list[str]:
    """Parted at the ends of sentences, at commas and before "and"."""
    return [piece for piece in _ENDS.split(text) if piece and piece.strip()]


def put_together(left: list[str]) -> str:
    """Pieces as one text, without the words that linked them to others."""
    return " ".join(_LINK.sub("", piece.strip()) for piece in left).strip(" ,;")
