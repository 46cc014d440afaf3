"""How a name is written, said beside it: "con doble s", "with an e", "sem H e Sousa com S"."""

import re

from agent.language.text import word_set

OF_SPELLING = word_set("""spelled spelt spelling misspelled misspelt mispelled mistyped misspelling typo wrong wrongly incorrect incorrectly
    escrito escrita escribe escriben escribio escribieron escribiste deletreado deletreada soletrado soletrada errado errada errados
    equivocado equivocada incorrecto incorrecta incorreto incorreta trocado trocada letra letras letter letters acento acentos tilde
    accent hache autocorrect autocorrector autocorretor corretor corrector""")
"""Words of spelling, which are nobody's name: "my name is spelled wrong"."""

_LETTER = r"(?:(?:th|ph|ch|sh|ss|ll|rr|nn|tt|[^\W\d_])(?:['’]?s)?(?![\w'’])|hache|aga|acentos?|tilde|accents?|til|cedilha|guion|h[ií]fen|hyphen)"
_HOW_MANY = (
    r"(?:(?:la|el|un|una|um|uma|o|a|an|the|letra|doble|dos|dupl[oa]|dois|duas|double|two)\s+)*"
)
_WHERE = r"(?:\s+(?:en|in|no|na|em|al|at\s+the|on)\s+(?:el\s+|the\s+|o\s+)?[^\W\d_]+)?"
_NOTE = re.compile(
    rf"\b(?:con|sin|com|sem|with|without|w/)\s+{_HOW_MANY}{_LETTER}{_WHERE}"
    rf"(?:\s*,?\s*(?:y|e|and|ni|nem|or)\s+(?:(?:con|sin|com|sem|with|without)\s+)?{_HOW_MANY}{_LETTER}{_WHERE})*",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"([^\W\d_]{2,})[\s,]*$")


def spelling_notes(text: str) -> list[tuple[int, int]]:
    """Where a message only says how a name is written, as (start, end)."""
    return [match.span() for match in _NOTE.finditer(text)]


def noted_words(text: str) -> list[str]:
    """The words whose letters are told: "Yessenia" of "Yessenia con doble s"."""
    words = (_WORD_BEFORE.search(text, 0, start) for start, _ in spelling_notes(text))
    return [match[1] for match in words if match]
