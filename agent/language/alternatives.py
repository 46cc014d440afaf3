"""Whether a question of the desk puts two ways to choose between, to which yes and no are no answers."""

import re

_QUESTION = re.compile(r"[^.!?¿\n]*\?")
_OR = re.compile(
    r"\w[\"'*)]?,? (?:o|u|ou|or) (?!no\b|não\b|nao\b|not\b|si\b)[\"'*(¿]?\w", re.IGNORECASE
)


def asks_which(text: str) -> bool:
    """ "¿La cancelo o prefieres moverla?" does, "¿La cancelo?" and "¿La cancelo o no?" do not."""
    return any(_OR.search(question) for question in _QUESTION.findall(text))
