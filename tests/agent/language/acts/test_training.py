"""What the heads are trained and measured with: cutting by known acts, pairs, folds, counting."""

from collections.abc import Sequence

import numpy as np
import pytest

from agent.language.acts import Act
from agent.language.acts.heads import Chances
from bench.acts.aligning import clauses_of
from bench.acts.examples import Example
from bench.acts.measure import Tally
from bench.acts.mixing import pairs_of
from bench.acts.train import ACTS, SEVERAL, labels_of
from bench.acts.training import folds, log_softmax, temperature_of

WORDS = {"hola": Act.GREET, "cita": Act.BOOK, "vale": Act.ASK_PRICE}


def by_words(texts: Sequence[str]) -> list[Chances]:
    """Sure of an act for each of its words that stands in the text."""
    rows = []
    for text in texts:
        named = [act for word, act in WORDS.items() if word in text]
        chances = [1.0 if act in named else 1e-3 for act in ACTS]
        rows.append(Chances([one / sum(chances) for one in chances], 1.0))
    return rows


def test_a_message_is_cut_where_its_known_acts_are() -> None:
    message = Example(
        "hola, quiero una cita y cuánto vale", (Act.GREET, Act.BOOK, Act.ASK_PRICE), "es"
    )
    cut = clauses_of(message, by_words, ACTS)
    assert [one.acts for one in cut] == [(Act.GREET,), (Act.BOOK,), (Act.ASK_PRICE,)]
    assert [next(w for w in WORDS if w in one.text) for one in cut] == list(WORDS)
    assert all(one.language == "es" for one in cut)


def test_a_message_with_fewer_parts_than_acts_is_left_out() -> None:
    assert clauses_of(Example("hola", (Act.GREET, Act.BOOK), "es"), by_words, ACTS) == []


def test_pairs_do_two_things_and_are_the_same_each_time() -> None:
    clauses = [Example(f"texto {n}", (act,), lang) for n, act in enumerate(Act) for lang in "ab"]
    pairs = pairs_of(clauses)
    assert len(pairs) > 10
    assert pairs == pairs_of(clauses)
    assert all(len(set(one.acts)) == 2 for one in pairs)
    assert set(labels_of(pairs).tolist()) == {SEVERAL}


def test_folds_have_every_act_and_language() -> None:
    labels = np.repeat([0, 1], 20)
    languages = ["es", "pt"] * 20
    where = folds(labels, languages)
    for fold in range(5):
        here = np.flatnonzero(where == fold)
        assert len(here) == 8
        assert {(int(labels[row]), languages[row]) for row in here} == {
            (label, language) for label in (0, 1) for language in ("es", "pt")
        }


def test_logits_that_are_too_sure_are_cooled() -> None:
    labels = np.asarray([0, 0, 0, 1] * 50)
    logits = np.tile(np.asarray([[8.0, 0.0]]), (200, 1))
    temperature = temperature_of(logits, labels)
    assert temperature > 2
    assert np.exp(log_softmax(logits / temperature))[0, 0] < np.exp(log_softmax(logits))[0, 0]


@pytest.mark.parametrize(
    ("told", "exact", "right"),
    [
        ([{Act.BOOK}, {Act.ASK_PRICE}], 1, 2),
        ([{Act.BOOK, Act.ASK_TIMES}, {Act.ASK_PRICE}], 1, 2),
        ([{Act.BOOK}], 0, 1),
        ([{Act.BOOK}, {Act.ASK_PRICE}, {Act.GREET}], 0, 2),
        ([{Act.GREET}], 0, 0),
        ([], 0, 0),
    ],
)
def test_messages_are_counted(told: list[set[Act]], exact: int, right: int) -> None:
    tally = Tally()
    tally.add((Act.BOOK, Act.ASK_PRICE), told)
    assert (tally.exact, tally.right, tally.wanted, tally.told) == (exact, right, 2, len(told))
    assert tally.first == bool(right)
