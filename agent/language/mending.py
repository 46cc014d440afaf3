"""Key words with a slip of the finger in them, spelled right."""

from agent.language import ordinary_en, ordinary_es, ordinary_pt
from agent.language.correct_words import CORRECT_WORDS
from agent.language.spelling import BESIDE, BY_SOUND, KEYWORDS, LEFT_ALONE
from agent.language.text import Vocabulary, close

_COMMON = frozenset().union(
    *(words.SMALL | words.ORDINARY for words in (ordinary_es, ordinary_pt, ordinary_en))
)
VOCABULARY = Vocabulary(KEYWORDS, LEFT_ALONE | CORRECT_WORDS, BY_SOUND, BESIDE)


def mend(plain_text: str) -> str:
    """Folded plain text with mistyped key words spelled right."""
    return VOCABULARY.mend(plain_text)


def is_slip_of(word: str, spoken: str) -> bool:
    """Whether `spoken` is `word` or `word` with one slip, both folded: "later" is no "láser"."""
    return spoken == word or (spoken not in _COMMON and close(word, spoken))
