"""The shipped file of the heads: it belongs to its examples, and a broken one is refused."""

import math
import zlib
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from agent.language.acts import Act
from agent.language.acts.features import VERSION, buckets
from agent.language.acts.heads import FILE, Heads, WrongHeads, shipped_heads
from agent.language.encoder import UniversalSentenceEncoder
from bench.acts.examples import UNSEEN, Example, WrongExamples, fingerprint, read, trained_with
from bench.acts.packing import packed
from bench.acts.training import features_of, train

OK_BUCKETS = [91, 1963, 2708, 4170, 5173, 7495, 9755, 10367, 11931]
CONTENT = (files("agent.language.acts") / FILE).read_bytes()
HEADER, _, TABLES = CONTENT.partition(b"\n")


def test_the_heads_were_trained_with_the_committed_examples() -> None:
    """Else: `python -m bench.acts.train`."""
    assert shipped_heads().header.examples == fingerprint(trained_with())


def test_every_act_has_examples_in_every_language_and_a_place_in_the_heads() -> None:
    examples = trained_with()
    for language in {one.language for one in examples}:
        own = [one for one in examples if one.language == language]
        assert {act for one in own if len(one.acts) == 1 for act in one.acts} == set(Act)
    assert set(shipped_heads().acts) == set(Act)


def test_no_example_is_there_twice_with_different_acts() -> None:
    acts: dict[tuple[str, str], set[tuple[Act, ...]]] = {}
    for one in trained_with():
        acts.setdefault((one.language, one.text.strip().lower()), set()).add(one.acts)
    assert {text: found for text, found in acts.items() if len(found) > 2} == {}


def test_what_is_measured_is_not_trained_with() -> None:
    known = {one.text.lower() for one in trained_with()}
    unseen = [one for file in UNSEEN.glob("*.toml") for one in read(file)]
    assert len(unseen) >= 80
    assert [one.text for one in unseen if one.text.lower() in known] == []


def test_the_file_is_small() -> None:
    assert len(CONTENT) < 3_000_000


def test_chances_are_chances(encoder: UniversalSentenceEncoder) -> None:
    heads, texts = shipped_heads(), ["quiero una cita", "", "\ud83d", "a" * 5_000]
    by_both = heads.by_both(texts, encoder.encode(texts))
    for chances in [*map(heads.by_letters, texts), *by_both]:
        assert math.isclose(sum(chances.acts), 1, abs_tol=1e-6)
        assert 0 <= chances.one_clause <= 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}\n",
        b"\xff\n",
        b"[]\n" + TABLES,
        HEADER + b"\n",
        HEADER + b"\n" + TABLES[:-200],
        HEADER + b"\n" + zlib.compress(b"short"),
        HEADER.replace(f'"version": {VERSION}'.encode(), b'"version": 0') + b"\n" + TABLES,
        HEADER.replace(b'"greet"', b'"grunt"') + b"\n" + TABLES,
    ],
)
def test_a_broken_file_is_refused(content: bytes) -> None:
    with pytest.raises(WrongHeads):
        Heads(content)


def test_training_again_gives_the_same_file(encoder: UniversalSentenceEncoder) -> None:
    examples = [
        Example(text, (act,), "es")
        for act, texts in {
            Act.CANCEL: ("cancela mi cita", "ya no voy, anúlala", "bórrame el turno"),
            Act.ASK_PRICE: ("cuánto vale", "qué precio tiene", "a cómo está la limpieza"),
        }.items()
        for text in texts
    ]

    def content() -> bytes:
        texts, acts = [one.text for one in examples], list(Act)
        labels = np.asarray([acts.index(one.acts[0]) for one in examples])
        heads = [
            train(features_of(texts, vectors), labels, len(acts) + 1)
            for vectors in (None, encoder.encode(texts))
        ]
        return packed(heads[0], heads[1], (1.0, 1.0), fingerprint(examples), encoder)

    first = content()
    assert first == content()
    heads = Heads(first)
    assert heads.fits(encoder)
    for reading in (
        heads.by_letters("cuánto vale"),
        *heads.by_both(["cuánto vale"], encoder.encode(["cuánto vale"])),
    ):
        assert heads.acts[reading.acts.index(max(reading.acts))] is Act.ASK_PRICE


def test_letters_and_words_fall_into_the_same_buckets_everywhere() -> None:
    """Python's own hash would be another one in each process."""
    assert [*buckets("ok", 16_384)] == OK_BUCKETS
    assert buckets("Sí, a las 5", 16_384) == buckets("si a las 7", 16_384)


def test_an_example_of_an_unknown_act_is_named_with_its_file(tmp_path: Path) -> None:
    file = tmp_path / "es.toml"
    file.write_text('[grunt]\nsaid = ["mmm"]\n')
    with pytest.raises(WrongExamples, match=r"es\.toml: .*grunt"):
        read(file)
