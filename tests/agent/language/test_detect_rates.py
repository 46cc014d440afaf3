"""How often the language of what customers write is told, by the examples of the acts."""

import tomllib
from collections import Counter
from pathlib import Path

from agent.language.detect import LANGUAGES, detect

EXAMPLES = Path(__file__).parents[3] / "bench/acts/examples"
EACH = 7


def test_a_language_stays_with_its_own_words_and_is_left_with_anothers() -> None:
    """Of one in seven of 6,000 examples: read as they are in a conversation of each language."""
    told = Counter[tuple[str, bool]]()
    for language in LANGUAGES:
        for text in _texts(tomllib.loads((EXAMPLES / f"{language}.toml").read_text()))[::EACH]:
            for current in LANGUAGES:
                kind = "stays" if current == language else f"{language} in {current}"
                told[kind, detect(text, current) == language] += 1
    rates = {
        kind: told[kind, True] / (told[kind, True] + told[kind, False])
        for kind in {kind for kind, _ in told}
    }
    print({kind: round(rate, 3) for kind, rate in sorted(rates.items())})
    assert rates.pop("stays") >= 0.985
    assert min(rates.values()) >= 0.62, rates


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value] if " " in value else []
    values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in values for text in _texts(one)]
