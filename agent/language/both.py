"""Two people, not two o'clock: "las dos a la misma hora", "às 9 para as duas"."""

import re

from agent.language.people_words import folded, form

_CLOCK = r"(?!\s*(?:de\s+la|da|do|y\s|e\s+(?:meia|pouco)|:|h|am\b|pm\b|a\.|p\.|en\s+punto|em\s+ponto|menos|horas))"
_DIGITS = re.compile(r"\d")


def without_both(text: str) -> str:
    """The words of two people without what counts them: behind "a" or "para" it counts them only beside an
    hour in digits or where both are to come together; alone it is the hour."""
    low = folded(text)
    if len(low) != len(text):
        return text
    together = _DIGITS.search(low) or re.search(rf"(?<!\w)(?:{form('together')})(?!\w)", low)
    pattern = re.compile(
        rf"(?<!\w)(?P<at>(?:{form('at_or_for')})\s+)?(?:{form('both')})(?!\w){_CLOCK}"
    )
    for match in reversed(list(pattern.finditer(low))):
        if together or not match["at"]:
            text = f"{text[: match.start()]} {text[match.end() :]}"
    return text


def comes_together(text: str) -> bool:
    """Whether several people want the same hour: "a la misma hora", "at the same time"."""
    return bool(re.search(rf"(?<!\w)(?:{form('together')})(?!\w)", folded(text)))


def counts_both(text: str) -> bool:
    """Whether two people are counted who come together: "las dos a la misma hora", "both of us"."""
    low = folded(text)
    together = re.search(rf"(?<!\w)(?:{form('together')}|{form('in_turn')})(?!\w)", low)
    return bool(together and re.search(rf"(?<!\w)(?:{form('both')})(?!\w){_CLOCK}", low))
