"""Two linear heads over a clause: character n-grams alone, and n-grams with the encoder's vector.

Beside the acts they know "does several things", which tells where a message is to be cut.

Both are in one file that bench/acts/train.py writes: a line of JSON, then compressed tables of
whole numbers. The first needs nothing but Python, the second numpy.
"""

import json
import math
import sys
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Self

from agent.language.acts.act import Act
from agent.language.acts.features import VERSION, buckets

if TYPE_CHECKING:
    from agent.language.encoder import Encoder, Vectors

FILE = "heads.bin"
ENCODED = 127
"""What a number of a stored vector is multiplied with."""
PROBE = "quiero una cita mañana / how much is it / onde fica?"
"""A text whose vector is stored: an encoder that sees it otherwise is not the one trained with."""
_SAME = 0.995


@dataclass(frozen=True)
class Chances:
    """How likely each act of `Heads.acts` is if the text is one clause (together 1), and whether it is."""

    acts: Sequence[float]
    one_clause: float


class WrongHeads(ValueError):
    """The file of the heads is broken, or was trained for other features or acts."""


@dataclass(frozen=True)
class Weights:
    """How whole numbers of a table become logits: per act a step, and what is added."""

    letters: tuple[float, ...]
    dense: tuple[float, ...]
    bias: tuple[float, ...]
    temperature: float


@dataclass(frozen=True)
class Header:
    """The first line of the file."""

    version: int
    acts: tuple[str, ...]
    buckets: int
    width: int
    examples: str
    """A hash of the examples that were trained with."""
    encoder: str
    alone: Weights
    both: Weights

    @classmethod
    def read(cls, line: bytes) -> Self:
        """Raises WrongHeads."""
        try:
            fields = json.loads(line)
            alone, both = (_weights(fields.pop(name)) for name in ("alone", "both"))
            return cls(**{**fields, "acts": tuple(fields["acts"])}, alone=alone, both=both)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise WrongHeads(f"{FILE}: no header: {error}") from error

    def line(self) -> bytes:
        """The same for the same header."""
        return json.dumps(asdict(self), sort_keys=True).encode() + b"\n"


def _weights(fields: dict[str, list[float]]) -> Weights:
    sizes = {name: tuple(fields[name]) for name in ("letters", "dense", "bias")}
    return Weights(**sizes, temperature=float(fields["temperature"]))  # type: ignore[arg-type]


class Heads:
    """The heads of a file: a clause in, a probability for every act out."""

    def __init__(self, content: bytes) -> None:
        """Raises WrongHeads."""
        line, _, packed = content.partition(b"\n")
        self.header = Header.read(line)
        if self.header.version != VERSION:
            raise WrongHeads(f"{FILE}: features {self.header.version}, not {VERSION}: train again")
        try:
            self.acts = tuple(map(Act, self.header.acts))
            tables = memoryview(zlib.decompress(packed)).cast("b")
        except (ValueError, zlib.error) as error:
            raise WrongHeads(f"{FILE}: {error}") from error
        self._columns = len(self.acts) + 1
        letters, dense = self.header.buckets * self._columns, self.header.width * self._columns
        if len(tables) != 2 * letters + dense + self.header.width:
            raise WrongHeads(f"{FILE}: not as long as its header says")
        self._alone = tables[:letters]
        self._both = tables[letters : 2 * letters]
        self._dense = tables[2 * letters : 2 * letters + dense]
        self._probe = tables[2 * letters + dense :]

    def by_letters(self, text: str) -> Chances:
        """By the n-grams alone; needs no numpy."""
        hashed = buckets(text, self.header.buckets)
        weights = self.header.alone
        share = 1 / math.sqrt(len(hashed) or 1)
        logits = [
            total * step * share + bias
            for total, step, bias in zip(
                self._sums(hashed), weights.letters, weights.bias, strict=True
            )
        ]
        return _chances(logits, weights.temperature)

    def by_both(self, texts: Sequence[str], vectors: "Vectors") -> list[Chances]:
        """By the n-grams and one vector a text."""
        import numpy as np

        weights, width = self.header.both, self._columns
        letters = np.frombuffer(self._both, np.int8).reshape(-1, width)
        logits = (vectors @ self._meaning) * np.asarray(weights.dense, np.float32)
        for row, text in enumerate(texts):
            hashed = list(buckets(text, self.header.buckets))
            share = np.asarray(weights.letters) / math.sqrt(len(hashed) or 1)
            logits[row] += letters[hashed].sum(0, dtype=np.int32) * share + weights.bias
        return [_chances(row, weights.temperature) for row in logits.tolist()]

    @cached_property
    def _meaning(self) -> "Vectors":
        """What each act weighs of a vector's numbers."""
        import numpy as np

        table = np.frombuffer(self._dense, np.int8).reshape(-1, self._columns)
        return table.astype(np.float32)

    def fits(self, encoder: "Encoder") -> bool:
        """Whether an encoder is the one that was trained with."""
        if encoder.width != self.header.width:
            return False
        vector = encoder.encode([PROBE])[0].tolist()
        stored = self._probe.tolist()
        near = sum(left * right for left, right in zip(vector, stored, strict=True))
        return bool(near > _SAME * math.hypot(*stored))

    def _sums(self, hashed: Sequence[int]) -> list[int]:
        """The n-grams' weights together, by numpy where that was loaded: whole numbers either way."""
        width = self._columns
        if sys.modules.get("numpy"):
            import numpy as np

            table = np.frombuffer(self._alone, np.int8).reshape(-1, width)
            sums: list[int] = table[list(hashed)].sum(0, dtype=np.int32).tolist()
            return sums
        rows = [self._alone[bucket * width : (bucket + 1) * width] for bucket in hashed]
        return list(map(sum, zip(*rows, strict=True))) if rows else [0] * width


def _chances(logits: list[float], temperature: float) -> Chances:
    """The last logit is that the text does several things."""
    most = max(logits)
    *acts, _ = powers = [math.exp((logit - most) / temperature) for logit in logits]
    whole = sum(acts) or 1.0
    return Chances([power / whole for power in acts], whole / sum(powers))


@cache
def shipped_heads() -> Heads:
    """The heads that are shipped, read once: 20 ms. Raises WrongHeads."""
    return Heads((files("agent.language.acts") / FILE).read_bytes())
