"""The rates of the reply checks on the five corpora: what of them is false is caught, what is honest goes out."""

from pathlib import Path

import pytest

from bench.reply_checks import lines, measured
from tests.agent.reply_checks.corpus_files import (
    FIFTH,
    FOLDER,
    FOURTH,
    LANGUAGES,
    SECOND,
    THIRD,
    scenes,
)

LEAST_CAUGHT = {
    FOLDER: {"es": 94.5, "pt": 94.3, "en": 92.5},
    SECOND: {"es": 93.0, "pt": 84.5, "en": 80.5},
    THIRD: {"es": 87.0, "pt": 85.0, "en": 78.5},
    FOURTH: {"es": 88.0, "pt": 96.0, "en": 88.0},
    FIFTH: {"es": 96.0, "pt": 91.0, "en": 84.5},
}
MOST_WITHHELD = {
    FOLDER: {"es": 1.2, "pt": 1.2, "en": 1.2},
    SECOND: {"es": 0.1, "pt": 0.1, "en": 0.1},
    THIRD: {"es": 1.5, "pt": 4.0, "en": 2.1},
    FOURTH: {"es": 0.1, "pt": 1.7, "en": 3.3},
    FIFTH: {"es": 0.1, "pt": 1.7, "en": 0.1},
}
"""Per cent; what was reached, a little below. The aims are 95 and 2."""


@pytest.mark.parametrize(
    "folder", [FOLDER, SECOND, THIRD, FOURTH, FIFTH], ids=lambda folder: folder.name
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rates_do_not_get_worse(language: str, folder: Path) -> None:
    rates = measured(language, folder)
    print(*lines(language, rates, verbose=False), sep="\n")
    assert rates.share_caught >= LEAST_CAUGHT[folder][language], rates.missed
    assert rates.share_withheld <= MOST_WITHHELD[folder][language], rates.wrongly


@pytest.mark.parametrize(
    ("folder", "least"), [(FOLDER, 300), (SECOND, 160), (THIRD, 125), (FOURTH, 60), (FIFTH, 60)]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_enough_of_both(language: str, folder: Path, least: int) -> None:
    assert sum(len(scene.false) for scene in scenes(language, folder)) >= least
    assert sum(len(scene.honest) for scene in scenes(language, folder)) >= least
