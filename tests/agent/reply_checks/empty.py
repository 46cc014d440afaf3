"""Evidence of a chat in which nothing was done, offered or told."""

from datetime import datetime

from agent.reply_checks import Evidence, Kind, check
from agent.reply_checks.lexicon import lexicon

NOW = datetime(2026, 12, 1, 10)


def nothing(language: str) -> Evidence:
    """On a Tuesday at ten."""
    return Evidence(language=language, country="CO", now=NOW)


def language_of(text: str) -> str:
    """Which of the three a test's sentence is in, by its commonest words."""
    words = set(text.lower().replace(",", " ").replace(".", " ").replace("?", " ").split())
    small = {
        "es": {"tu", "la", "el", "está", "quedó", "ya", "cita", "una", "al", "le", "te", "si", "del", "para", "no"},
        "pt": {"a", "sua", "já", "foi", "ficou", "você", "está", "uma", "não", "consulta", "da", "para", "o", "seu"},
        "en": {"the", "your", "is", "you", "has", "been", "i", "i've", "it", "i'll", "to", "not", "someone", "team"},
    }  # fmt: skip
    return max(small, key=lambda code: len(words & small[code]))


def claims_of(text: str, language: str | None = None) -> set[Kind]:
    """Of changes and promises, what the text claims that nothing bears out."""
    code = language or language_of(text)
    assert lexicon(code) is not None
    kinds = {problem.kind for problem in check(text, nothing(code))}
    return kinds & {Kind.CHANGE, Kind.PROMISE}
