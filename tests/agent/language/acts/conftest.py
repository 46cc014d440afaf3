"""The encoder and the readers, loaded once for the tests of this room."""

import pytest

from agent.language.acts import Reader
from agent.language.acts.heads import shipped_heads
from agent.language.encoder import UniversalSentenceEncoder


@pytest.fixture(scope="session")
def encoder() -> UniversalSentenceEncoder:
    return UniversalSentenceEncoder()


@pytest.fixture(scope="session")
def reader(encoder: UniversalSentenceEncoder) -> Reader:
    return Reader(shipped_heads(), encoder)


@pytest.fixture(scope="session")
def letters() -> Reader:
    """Reads where the encoder is not installed."""
    return Reader(shipped_heads(), None)
