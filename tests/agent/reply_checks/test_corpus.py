"""The rates of the reply checks on the three corpora: what of them is false is caught, what is honest goes out."""

from pathlib import Path

import pytest

from bench.reply_checks import lines, measured
from tests.agent.reply_checks.corpus_files import FOLDER, LANGUAGES, SECOND, THIRD, scenes

LEAST_CAUGHT = {
    FOLDER: {"es": 94.5, "pt": 94.0, "en": 92.0},
    SECOND: {"es": 90.5, "pt": 83.0, "en": 78.5},
    THIRD: {"es": 81.0, "pt": 79.0, "en": 76.0},
}
MOST_WITHHELD = {
    FOLDER: {"es": 2.0, "pt": 2.5, "en": 2.5},
    SECOND: {"es": 0.6, "pt": 0.6, "en": 0.6},
    THIRD: {"es": 7.5, "pt": 13.5, "en": 7.5},
}
"""Per cent; what was reached, a little below. The aims are 95 and 2."""


@pytest.mark.parametrize("folder", [FOLDER, SECOND, THIRD], ids=lambda folder: folder.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rates_do_not_get_worse(language: str, folder: Path) -> None:
    rates = measured(language, folder)
    print(*lines(language, rates, verbose=False), sep="\n")
    assert rates.share_caught >= LEAST_CAUGHT[folder][language], rates.missed
    assert rates.share_withheld <= MOST_WITHHELD[folder][language], rates.wrongly


@pytest.mark.parametrize(("folder", "least"), [(FOLDER, 300), (SECOND, 160), (THIRD, 125)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_enough_of_both(language: str, folder: Path, least: int) -> None:
    assert sum(len(scene.false) for scene in scenes(language, folder)) >= least
    assert sum(len(scene.honest) for scene in scenes(language, folder)) >= least
