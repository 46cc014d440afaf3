"""Key words with a slip of the finger in them, spelled right."""

from agent.language.correct_words import CORRECT_WORDS
from agent.language.spelling import BESIDE, BY_SOUND, KEYWORDS, LEFT_ALONE
from agent.language.text import Vocabulary

VOCABULARY = Vocabulary(KEYWORDS, LEFT_ALONE | CORRECT_WORDS, BY_SOUND, BESIDE)


def mend(said: str) -> str:
    """Folded plain text with mistyped key words spelled right."""
    return VOCABULARY.mend(said)
