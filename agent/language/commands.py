"""Words that are commands: nothing else can be meant by them."""

from agent.language.text import fold

_ANEW = frozenset({"/reset", "/restart", "/reiniciar", "/recomecar"})


def begins_anew(text: str) -> bool:
    """Whether these words, and nothing beside them, ask to begin the conversation anew."""
    return fold(text[:40]).rstrip(".! ") in _ANEW
