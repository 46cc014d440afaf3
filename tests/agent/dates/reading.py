"""Resolutions as one line of text, so that a table of phrases can be read by a person."""

from agent.dates import Resolution, When

LANGUAGES = ("es", "pt", "en")


def preferring(language: str) -> tuple[str, ...]:
    """All languages, that one first."""
    return (language, *(other for other in LANGUAGES if other != language))


def as_line(resolution: Resolution) -> str:
    """ "none", "impossible: past", "2026-11-24 15:00" or "which_day: … | …"."""
    if resolution.status == "none":
        return "none"
    if resolution.status == "impossible":
        return f"impossible: {resolution.reason}"
    readings = " | ".join(_reading(when) for when in resolution.readings)
    return f"{resolution.reason}: {readings}" if resolution.reason else readings


def _reading(when: When) -> str:
    words: list[str] = []
    if when.start:
        words.append(f"{when.start}" if when.start == when.end else f"{when.start}..{when.end}")
    if when.time:
        words.append(f"{when.time:%H:%M}")
    if when.part:
        words.append(when.part.value)
    if when.not_before:
        words.append(f">={when.not_before:%H:%M}")
    if when.not_after:
        words.append(f"<={when.not_after:%H:%M}")
    return " ".join(words)
