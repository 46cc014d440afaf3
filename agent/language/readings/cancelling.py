"""The answer to "shall it be cancelled?": do it, keep it, rather move it, make another one instead."""

import re

from agent.language.text import plain

_MOVE = re.compile(
    r"\b(?:mover\w*|muev\w*|mueva\w*|move\w*|cambi\w*|pasa\w*|reagend\w*|remarc\w*|mudar?|corr\w+|trocar|reschedul\w*|change|otro dia|otra fecha|outro dia|another day)\b"
)
_DO_IT = re.compile(r"\b(?:cancel\w*|anul\w*|desmarc\w*|eliminal\w*|borral\w*)\b")
_KEEP = re.compile(
    r"\b(?:no la cancel\w*|no cancel\w*|nao cancel\w*|dont cancel|dejala\w*|deja asi|keep it|mantener\w*|deixa\w*)\b"
)
_ANOTHER = re.compile(
    r"\b(?:otra|outra|another|(?:una )?nueva|uma nova|a new one|new one|new appointment)\b"
    r"(?! (?:hora|fecha|data|day|time|persona|pessoa|vez))"
)
_BUT = re.compile(r"\b(?:pero|mas|but|y|e|and)\b")


def would_move(text: str) -> bool:
    """Whether it is to be moved instead."""
    return bool(_MOVE.search(plain(text)))


def says_cancel(text: str) -> bool:
    """Whether it says to cancel in so many words."""
    return bool(_DO_IT.search(plain(text)))


def says_keep(text: str) -> bool:
    """ "No la canceles", "keep it"."""
    return bool(_KEEP.search(plain(text)))


def asks_for_a_new_one(text: str) -> bool:
    """ "Otra", "a new one": another appointment, and not another hour or person."""
    return bool(_ANOTHER.search(plain(text)))


def adds_a_clause(text: str) -> bool:
    """Whether something is added with an "and" or a "but"."""
    return bool(_BUT.search(plain(text)))
