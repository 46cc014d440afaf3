"""Key words with a slip of the finger in them, spelled right."""

from agent.language import ordinary_en, ordinary_es, ordinary_pt
from agent.language.correct_words import CORRECT_WORDS
from agent.language.spelling import BESIDE, BY_SOUND, KEYWORDS, LEFT_ALONE
from agent.language.text import Vocabulary, close

_COMMON = frozenset().union(
    *(words.SMALL | words.ORDINARY for words in (ordinary_es, ordinary_pt, ordinary_en))
)
VOCABULARY = Vocabulary(KEYWORDS, LEFT_ALONE | CORRECT_WORDS, BY_SOUND, BESIDE)


def mend(said: str) -> str:
    """Folded plain text with mistyped key words spelled right."""
    return VOCABULARY.mend(said)


def is_slip_of(known: str, said: str) -> bool:
    """Whether a folded word is a known one, or that one with a slip: "later" is no "láser"."""
    return said == known or (said not in _COMMON and close(known, said))
