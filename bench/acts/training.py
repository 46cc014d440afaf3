"""Trains a linear head: multinomial logistic regression by L-BFGS, the same for the same examples."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar
from scipy.sparse import csr_matrix

from agent.language.acts.features import buckets

BUCKETS = 2**14
LETTERS = 2.0
"""What the n-grams count, all of a clause together."""
MEANING = 3.0
"""What the vector counts beside them."""
SHRINK = {True: 0.3, False: 1.0}
"""How strongly weights are shrunk small, with and without vectors."""
ROUNDS = 40
Array = NDArray[Any]


@dataclass(frozen=True)
class Features:
    """Clauses as numbers: a sparse row of n-grams each and, for one of the heads, a vector."""

    letters: Any
    dense: Array

    @property
    def count(self) -> int:
        return int(self.letters.shape[0])

    def some(self, rows: Array) -> "Features":
        """The clauses of these rows."""
        return Features(self.letters[rows], self.dense[rows])


@dataclass(frozen=True)
class Linear:
    """A head as it was trained."""

    letters: Array
    dense: Array
    bias: Array

    def logits(self, features: Features) -> Array:
        """One row a clause, one column an act."""
        out: Array = features.letters @ self.letters + features.dense @ self.dense + self.bias
        return out


def features_of(texts: Sequence[str], vectors: Array | None) -> Features:
    """The features of texts; without `vectors`, those of the head that has only n-grams."""
    rows = [buckets(text, BUCKETS) for text in texts]
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.concatenate([np.asarray(row, dtype=np.int64) for row in rows])
    values = np.repeat([LETTERS / np.sqrt(len(row) or 1) for row in rows], [*map(len, rows)])
    letters = csr_matrix((values.astype(np.float32), columns, ends), shape=(len(rows), BUCKETS))
    dense = np.zeros((len(rows), 0)) if vectors is None else MEANING * vectors
    return Features(letters, dense.astype(np.float32))


def train(features: Features, labels: Array, count: int) -> Linear:
    """A head for `count` classes; `labels` are their numbers, one a clause."""
    wanted = np.eye(count, dtype=np.float32)[labels]
    wide, deep = features.letters.shape[1], features.dense.shape[1]
    turned = features.letters.T.tocsr()
    shrink = SHRINK[deep > 0]

    def loss(flat: Array) -> tuple[float, Array]:
        weights = flat.reshape(wide + deep + 1, count).astype(np.float32)
        head = Linear(weights[:wide], weights[wide:-1], weights[-1])
        logs = log_softmax(head.logits(features))
        wrong = np.exp(logs) - wanted
        shrunk = weights.copy()
        shrunk[-1] = 0
        steps = np.concatenate([turned @ wrong, features.dense.T @ wrong, wrong.sum(0)[None]])
        total = -float((logs * wanted).sum()) + shrink / 2 * float((shrunk * shrunk).sum())
        return total, (steps + shrink * shrunk).ravel().astype(np.float64)

    begin = np.zeros((wide + deep + 1) * count)
    done = minimize(
        loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS, "maxcor": 8}
    )
    weights = done.x.reshape(wide + deep + 1, count).astype(np.float32)
    return Linear(weights[:wide], weights[wide:-1], weights[-1])


def log_softmax(logits: Array) -> Array:
    """Logarithms of the probabilities, row by row."""
    below = logits - logits.max(1, keepdims=True)
    out: Array = below - np.log(np.exp(below).sum(1, keepdims=True))
    return out


def temperature_of(logits: Array, labels: Array) -> float:
    """What logits of clauses that were not trained with are divided by, so that 0.8 is right in 80 %."""

    def surprise(temperature: float) -> float:
        logs = log_softmax(logits / temperature)
        return -float(logs[np.arange(len(labels)), labels].mean())

    return round(float(minimize_scalar(surprise, bounds=(0.3, 3.0), method="bounded").x), 3)


def folds(labels: Array, languages: Sequence[str], count: int = 5) -> Array:
    """A number below `count` for each clause: acts and languages are spread evenly over them."""
    order = np.random.default_rng(7).permutation(len(labels))
    seen: dict[tuple[int, str], int] = {}
    where = np.zeros(len(labels), dtype=np.int64)
    for row in order:
        key = (int(labels[row]), languages[row])
        seen[key] = seen.get(key, int(row)) + 1
        where[row] = seen[key] % count
    return where
