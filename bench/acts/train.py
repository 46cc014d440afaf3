"""`python -m bench.acts.train`: trains the heads anew and writes the file that is shipped.

With --check it also trains five times on four fifths and prints what it made of the last fifth.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray

from agent.language.acts import heads
from agent.language.acts.act import Act
from agent.language.acts.heads import Chances
from agent.language.encoder import Encoder, UniversalSentenceEncoder
from bench.acts.aligning import clauses_of
from bench.acts.examples import Example, fingerprint, trained_with
from bench.acts.mixing import pairs_of
from bench.acts.packing import packed
from bench.acts.training import (
    Linear,
    features_of,
    folds,
    log_softmax,
    temperature_of,
    train,
)

ACTS = tuple(Act)
SEVERAL = len(ACTS)
"""The number of the class beside them: does several things."""
OUTPUT = Path(heads.__file__).with_name(heads.FILE)
Array = NDArray[Any]


def main(
    output: Annotated[Path, typer.Option(help="The file to write.")] = OUTPUT,
    check: Annotated[bool, typer.Option(help="Print figures of cross-validation.")] = False,
) -> None:
    """Train on bench/acts/examples and write the heads."""
    encoder = UniversalSentenceEncoder(remembered=50_000)
    examples = trained_with()
    clauses = learned_clauses(examples, encoder)
    typer.echo(f"{len(examples)} examples, {len(clauses)} clauses")
    labels, where = labels_of(clauses), folds(labels_of(clauses), [one.language for one in clauses])
    several = [one for one in examples if len(one.acts) > 1]
    held_out = [held_out_logits(clauses, several, where, one) for one in (None, encoder)]
    if check:
        for name, logits in zip(("n-grams alone", "with the encoder"), held_out, strict=True):
            report(name, logits, labels, clauses)
    temperatures = (temperature_of(held_out[0], labels), temperature_of(held_out[1], labels))
    trained = [trained_head(clauses, several, one) for one in (None, encoder)]
    content = packed(trained[0], trained[1], temperatures, fingerprint(examples), encoder)
    output.write_bytes(content)
    typer.echo(f"{output.name}: {len(content):,} bytes, temperatures {temperatures}")


def learned_clauses(examples: Sequence[Example], encoder: Encoder) -> list[Example]:
    """The examples of one act, and the clauses of those of several, cut by a first head."""
    single = [one for one in examples if len(one.acts) == 1]
    first = trained_head(single, [], encoder)

    def judge(texts: Sequence[str]) -> list[Chances]:
        logits = first.logits(features_of(texts, encoder.encode(texts)))
        return [Chances(row[:SEVERAL], 1.0) for row in np.exp(log_softmax(logits)).tolist()]

    several = [one for one in examples if len(one.acts) > 1]
    return [*single, *(cut for one in several for cut in clauses_of(one, judge, ACTS))]


def trained_head(
    clauses: Sequence[Example], several: Sequence[Example], encoder: Encoder | None
) -> Linear:
    """A head that learned these clauses, and what does several things from `several` and from pairs
    of clauses; without an encoder, by n-grams alone."""
    learned = [*clauses, *several, *pairs_of(clauses)]
    texts = [one.text for one in learned]
    vectors = encoder.encode(texts) if encoder else None
    return train(features_of(texts, vectors), labels_of(learned), SEVERAL + 1)


def labels_of(clauses: Sequence[Example]) -> Array:
    """The number of each one's act; SEVERAL for more than one act."""
    return np.asarray(
        [ACTS.index(one.acts[0]) if len(one.acts) == 1 else SEVERAL for one in clauses]
    )


def held_out_logits(
    clauses: Sequence[Example], several: Sequence[Example], where: Array, encoder: Encoder | None
) -> Array:
    """What each clause is taken for, if for one, by a head that was not trained with it."""
    texts = [one.text for one in clauses]
    features = features_of(texts, encoder.encode(texts) if encoder else None)
    out = np.zeros((len(clauses), len(ACTS)), dtype=np.float32)
    for fold in range(int(where.max()) + 1):
        rest = [one for one, place in zip(clauses, where, strict=True) if place != fold]
        here = np.flatnonzero(where == fold)
        out[here] = trained_head(rest, several, encoder).logits(features.some(here))[:, :SEVERAL]
    return out


def report(name: str, logits: Array, labels: Array, clauses: Sequence[Example]) -> None:
    """Prints shares of right answers, by language, act and certainty, and what is confused."""
    chances = np.exp(log_softmax(logits / temperature_of(logits, labels)))
    taken, sure = chances.argmax(1), chances.max(1)
    right = taken == labels
    languages = np.asarray([one.language for one in clauses])
    typer.echo(f"\n{name}: {right.mean():.3f} right")
    typer.echo(
        "  ".join(f"{one} {right[languages == one].mean():.3f}" for one in sorted({*languages}))
    )
    for act, act_name in enumerate(ACTS):
        told = taken == act
        typer.echo(
            f"  {act_name:20} {int((labels == act).sum()):4}  recall {right[labels == act].mean():.2f}"
            f"  precision {right[told].mean() if told.any() else 0:.2f}"
        )
    for low in (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        within = (sure >= low) & (sure < low + (0.2 if low < 0.4 else 0.1))
        typer.echo(
            f"  sure {low:.1f}: {int(within.sum()):5} clauses, {right[within].mean():.2f} right"
        )
    wrong = Counter((ACTS[a], ACTS[b]) for a, b in zip(labels[~right], taken[~right], strict=True))
    for (meant, read), times in wrong.most_common(20):
        typer.echo(f"  {meant} read as {read}: {times}")


if __name__ == "__main__":
    typer.run(main)
