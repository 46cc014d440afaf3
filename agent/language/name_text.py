"""A message as names are read in it: without addresses and handles, spelled words put together."""

import re

from agent.language.addresses import address_spans
from agent.language.name_spelling import spelling_notes
from agent.language.text import fold, words

_LEADS = re.compile(
    r"(?:\b(?:y|e|and)\s+)?(?:\b(?:mi|meu|my|el|o|the)\s+)?\b(?:correo(?:\s+electr[oó]nico)?|e-?mail|mail|instagram|insta|ig|arroba|usuario|user)"
    r"\s*(?:es|[eé]|is|:)?\s*$|\b(?:\w+\s+(?:punto|ponto|dot|guion|underscore)\s+)+$",
    re.IGNORECASE,
)
"""What stands before an address and belongs to it: "mi correo es"."""
_SPELLED = re.compile(
    r"(?<![\w'’.-])[^\W\d_](?:\s?[-.·]\s?[^\W\d_]|\s[^\W\d_](?!\w)){2,}(?![\w'’])"
)
_LETTER = re.compile(r"[^\W\d_]")
_GOES_ON = re.compile(r"\s*(?!(?:y|e|and)\b)\w")


def readable(text: str) -> str:
    """`text`, of the same length, with what is no name covered by stops and blanks: addresses,
    letters that only spell a word said beside them ("Bower, B-O-W-E-R"), and how one is written ("with an e")."""
    for start, end in address_spans(text):
        lead = _LEADS.search(text, 0, start)
        text = _cover(text, lead.start() if lead else start, end)
    for start, end in spelling_notes(text):
        text = _cover(text, start, end)
    for match in _SPELLED.finditer(text):
        word = "".join(_LETTER.findall(match.group())).capitalize()
        if fold(word) in words(f"{text[: match.start()]} {text[match.end() :]}"):
            text = _cover(text, *match.span())
        elif not re.search(r"\s", match.group()) or len(word) > 3:
            text = text[: match.start()] + word.ljust(len(match.group())) + text[match.end() :]
    return text


def spells(text: str) -> bool:
    """Whether a word is spelled letter by letter, or it is told how one is written."""
    return bool(_SPELLED.search(text) or spelling_notes(text))


def goes_on(rest: str) -> bool:
    """Whether what follows a name belongs to its sentence: not after a stop, nor after an "and"."""
    return bool(_GOES_ON.match(rest))


def _cover(text: str, start: int, end: int) -> str:
    return text[:start] + ";".ljust(end - start) + text[end:]
