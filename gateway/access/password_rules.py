"""Which passwords staff may choose: long ones, of any characters, that nobody would guess first.

Common passwords, and what is made of them, are known to zxcvbn (30,000 from breaches, besides names and words);
what somebody who knows the business would try comes from the database (docs/decisions/login.md).
"""

import unicodedata
from collections.abc import Iterable
from threading import Lock
from typing import Literal

from gateway.access.passwords import LONGEST

SHORTEST = 15
Refusal = Literal["short", "common", "context"]
"""Why a password is refused; a key of the pages' texts (`pages.login`)."""

_GUESSES = 10**8
"""zxcvbn's third step of four: hopeless to try at a login, and slow with a stolen hash."""
_GUESSES_OF_REST = 10**6
_SHORTEST_WORD, _SHORTEST_REST = 4, 8
_EVERYWHERE = (
    "frontdesk whatsapp password passphrase contrasena clave senha secreto secreta segredo admin "
    "administrador recepcion recepcao reception secretaria clinica consultorio bienvenido bemvindo welcome"
)
_LONGEST_RATED = 72
"""zxcvbn takes longer and longer for more; the beginning tells enough."""
_one_at_a_time = Lock()  # zxcvbn keeps the words of a call in a module


def refusal(password: str, context: Iterable[str]) -> Refusal | None:
    """Why the password may not be chosen; None: it may. `context`: texts that somebody who knows the person and
    the organization would think of. Takes up to 0.2 s."""
    if not SHORTEST <= len(password) <= LONGEST:
        return "short"
    rest = _without(_fold(password), _words(context))
    if rest is not None and (
        len(rest) < _SHORTEST_REST or _guesses(rest) < _GUESSES_OF_REST or len(set(rest)) < 4
    ):
        return "context"
    return "common" if _guesses(password) < _GUESSES else None


def _guesses(password: str) -> int:
    from zxcvbn import zxcvbn  # its words take time and memory, and few passwords are ever chosen

    with _one_at_a_time:
        return int(zxcvbn(password[:_LONGEST_RATED])["guesses"])


def _words(context: Iterable[str]) -> list[str]:
    """The longest first, so that no part of a word is left over."""
    texts = [*context, _EVERYWHERE]
    words = {word for text in texts for word in _fold(text, " ").split()}
    words |= {_fold(text) for text in context}
    return sorted((w for w in words if len(w) >= _SHORTEST_WORD), key=len, reverse=True)


def _without(text: str, words: Iterable[str]) -> str | None:
    """What is left without the words; None when none of them is there."""
    rest = text
    for word in words:
        rest = rest.replace(word, "")
    return rest if rest != text else None


def _fold(text: str, between: str = "") -> str:
    """Small letters without accents, and digits; `between` for everything else."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    letters = (c for c in plain if not unicodedata.combining(c))
    return "".join(c if c.isalnum() else between for c in letters)
