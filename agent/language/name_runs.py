"""Words that stand together as one name, and whether they are one."""

import re
from collections.abc import Sequence

from agent.language.name_forms import DATES, LABELS
from agent.language.name_spelling import OF_SPELLING
from agent.language.name_words import NOBODY, PARTICLES, TITLES, Word, words_of

MOST_WORDS = 6
READ = 600
"""Characters of a message in which a name is looked for."""


def judged(words: Sequence[Word], *, given_by_form: bool = False) -> bool | None:
    """Whether words are a name: True for certain, False perhaps, None not at all."""
    own = [word for word in words if word.folded not in PARTICLES or word.large]
    if not own or any(word.folded in NOBODY for word in own) or all(w.initial for w in own):
        return None
    if any(word.small and not word.large and not word.is_name for word in own):
        return None
    if given_by_form:
        return True
    if len(own) == 1:
        only = own[0]
        if only.ordinary and not only.is_name:
            return None
        return only.given and only.sure
    plain = [word for word in own if word.ordinary and not word.is_name]
    if any(not word.large for word in plain):
        return None
    if len(plain) == len(own):
        return None
    sure = [word for word in own if word.sure]
    if sure and (own[0].is_name or all(word.large for word in own) or not own[0].ordinary):
        return True
    return all(word.large for word in own) and not plain


def run_from(text: str, begin: int, end: int = READ) -> list[Word]:
    """The words from `begin` on that can be one name: it ends where the sentence goes on."""
    run: list[Word] = []
    at = begin
    for word in words_of(text):
        if word.start < begin:
            continue
        if word.end > end:
            break
        between = text[at : word.start]
        initial = run and run[-1].initial and between.strip() == "."
        if (
            between.strip()
            and not initial
            and not (not run and between.strip() in ('"', "“", "«", "'"))
        ) or len(run) == MOST_WORDS:
            break
        if "\n" in between or not _continues(run, word, text):
            break
        if run or word.folded not in TITLES:
            run.append(word)
        at = word.end
    while (
        run
        and run[-1].folded in PARTICLES
        and not (run[-1].large and len(run) > 1 and run[-1].is_name)
    ):
        run.pop()
    return run


def _continues(run: list[Word], word: Word, text: str) -> bool:
    if word.folded in LABELS or word.folded in OF_SPELLING:
        return False
    if word.folded in PARTICLES and not (not run and word.given):
        return bool(run) and (
            word.folded not in ("y", "e", "el", "la", "las", "los")
            or _goes_on_as_name(text, word, run)
        )
    if word.folded in DATES and not word.large and (run or re.match(r"\s*\d", text[word.end :])):
        return False
    if word.initial:
        return text[word.end : word.end + 1] == "." or word.large
    if word.small and not (word.large and run) and not word.is_name:
        return False
    return not run or word.is_name or not word.ordinary or word.large


def _goes_on_as_name(text: str, word: Word, run: list[Word]) -> bool:
    """ "de la Cruz", "Ortega y Gasset"; not "Ana y Luis", "Ana la de ayer"."""
    following = next((w for w in words_of(text) if w.start >= word.end), None)
    if following is None or text[word.end : following.start].strip():
        return False
    if word.folded in ("y", "e"):
        return len(run) > 1 and following.sure and not following.given
    before = run[-1].folded
    return before == "de" and (following.is_name or following.large or not following.ordinary)
