"""What customers write in Spanish, Portuguese and English: folding, language, intentions.

Pure functions over one message. They recognise wording only; what a wording means for a
conversation is decided where the conversation is known.
"""

from agent.language.detect import LANGUAGES, detect, read_first, reading
from agent.language.health_questions import asks_about_health
from agent.language.intent import Intent
from agent.language.intents import intents, is_answer
from agent.language.names import bare_name, introduced_name
from agent.language.short_answers import looks_like_date, names_position, ordinal, yes_no
from agent.language.text import clauses, close, fold, plain, sentences, words
from agent.language.waiting_list_words import waiting_intents
from agent.language.wanted import spoken_names, wanted_language, wants_unspoken

__all__ = [
    "LANGUAGES",
    "Intent",
    "asks_about_health",
    "bare_name",
    "clauses",
    "close",
    "detect",
    "fold",
    "intents",
    "introduced_name",
    "is_answer",
    "looks_like_date",
    "names_position",
    "ordinal",
    "plain",
    "read_first",
    "reading",
    "sentences",
    "spoken_names",
    "waiting_intents",
    "wanted_language",
    "wants_unspoken",
    "words",
    "yes_no",
]
