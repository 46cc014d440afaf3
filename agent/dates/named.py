"""Whether a text names a day or an hour at all, for those who need not know which."""

from datetime import UTC, datetime
from functools import lru_cache

from agent.dates.resolve import resolve

# Any day would do: only whether something is read counts, and not what.
_SOME_MORNING = datetime(2024, 2, 5, 8, tzinfo=UTC)


@lru_cache(maxsize=2048)
def names_time(text: str) -> bool:
    """Whether `resolve` finds a day, an hour or a part of the day, possible or not, in any of its
    languages."""
    return resolve(text, _SOME_MORNING).status != "none"
