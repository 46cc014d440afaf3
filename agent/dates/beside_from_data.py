"""What refuses, excepts or takes back beside a day, in languages that are data.

It is read as the English words that the grammar of refusals knows (`dates_beside` in words.toml). The words of every spoken language are read at once: a refusal that is missed would book what nobody
wants.
"""

import re
from functools import lru_cache

from agent.dates.text import tokenise
from agent.texts import Words, worded


def in_english(folded: str) -> str:
    """Folded words with those of the spoken languages' data in English; the same text without any."""
    languages = worded()
    if not languages:
        return folded
    pattern, english = _beside(languages)
    return pattern.sub(lambda match: english[match.group()], folded) if english else folded


@lru_cache(maxsize=16)
def _beside(languages: tuple[Words, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    english = {
        " ".join(token.text for token in tokenise(form)): meant
        for words in languages
        for meant, forms in words.beside_dates.items()
        for form in forms
    }
    longest_first = sorted(english, key=len, reverse=True)
    return re.compile(rf"(?<![\w'])(?:{'|'.join(map(re.escape, longest_first))})(?![\w'])"), english
