"""Whether a message wishes for something, and whether for something else than before."""

import re

from agent.language.text import plain

_WISHES = re.compile(
    r"\b(?:quiero|quisiera|necesito|deseo|me gustaria|me quiero|quero|queria|preciso|gostaria"
    r"|i want|i need|id like|i would like|vengo a|para hacerme|hacerme)\b"
)
_OTHERWISE = re.compile(
    r"\b(?:quiero|quisiera|mejor|prefiero|cambi\w+|en vez|tambien|quero|queria|melhor|prefiro|troc\w+|tambem|i want|id like|rather|instead|also)\b"
)


def wishes_for_something(text: str) -> bool:
    """ "Quiero …", "I'd like …"."""
    return bool(_WISHES.search(plain(text)))


def wishes_otherwise(text: str) -> bool:
    """ "Mejor …", "también …", "instead": a wish beside or in place of what is planned."""
    return bool(_OTHERWISE.search(plain(text)))
