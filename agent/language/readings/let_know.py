"""A yes to "shall I tell somebody?" that repeats its verb: "pode avisar sim", "avísale", "please let them know"."""

import re

from agent.language.text import plain

_TELLS = re.compile(
    r"\b(?:(?:pode|podes|podem|puede|puedes|pueden|podes|si|sim|yes|yeah|claro|please|porfa|por favor) )?"
    r"(?:avis(?:a|ar|e|ame|ale|ales|arle|arles|enle)|diga(?:le|les)?|dile|diles|decile|pregunt(?:a|ale|ar|arle)|pergunt(?:a|ar|e)"
    r"|(?:let|tell|ask) (?:them|him|her|someone|somebody|the team)(?: know)?|pasa(?:me|r)|pass(?:a|ar|e))\b"
)
_CALLED = re.compile(
    r"\b(?:llam\w+|lig(?:a|ar|arem|ue|uem)|call\w*|phone|ring|contact\w*|escrib\w+|escrev\w+|text\w*|habl\w+|fal(?:ar|em|o)|talk\w*|speak\w*|respond\w+|answer\w*)\b"
)
_NOT = re.compile(
    r"\b(?:no|nao|not|dont|ni|nem|never|sin|sem|nunca|no hace falta)\b(?: \w+){0,4} ?$"
)


def says_let_them_know(text: str) -> bool:
    """Whether it wants somebody told, and does not forbid it. Means something after that question only."""
    spoken = plain(text)
    told = _TELLS.search(spoken)
    return bool(told and "?" not in text and not _NOT.search(spoken[: told.start()]))


def speaks_of_a_call(text: str) -> bool:
    """Whether somebody is to call or write: "sí, que me llamen mañana a las 4"."""
    return bool(_CALLED.search(plain(text)))
