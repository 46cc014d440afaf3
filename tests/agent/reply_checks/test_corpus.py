"""The rates of the reply checks on the corpus: what of it is false is caught, what is honest goes out."""

import pytest

from bench.reply_checks import lines, measured
from tests.agent.reply_checks.corpus_files import LANGUAGES, scenes

LEAST_CAUGHT = {"es": 87.0, "pt": 85.0, "en": 83.0}
MOST_WITHHELD = {"es": 3.0, "pt": 4.0, "en": 4.0}
"""Per cent; what was reached, a little below. The aims are 95 and 2."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rates_do_not_get_worse(language: str) -> None:
    rates = measured(language)
    print(*lines(language, rates, verbose=False), sep="\n")
    assert rates.share_caught >= LEAST_CAUGHT[language], rates.missed
    assert rates.share_withheld <= MOST_WITHHELD[language], rates.wrongly


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_enough_of_both(language: str) -> None:
    assert sum(len(scene.false) for scene in scenes(language)) >= 300
    assert sum(len(scene.honest) for scene in scenes(language)) >= 300
