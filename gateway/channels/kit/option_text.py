"""Options where buttons have limits or do not exist: shortened titles and numbered lines."""

import re
from collections import Counter
from collections.abc import Sequence

from agent.types import Option

_BULLET = re.compile(r"^\s*[•*–-]\s+")


def shorten(title: str, limit: int) -> str:
    """The title in at most `limit` characters, cut between words where that keeps most of it."""
    title = " ".join(title.split())
    if len(title) <= limit:
        return title
    cut = title[: limit - 1]
    at_word = cut.rpartition(" ")[0]
    return (at_word if len(at_word) > limit // 2 else cut).rstrip(" ,.;:-–—") + "…"


def clip(text: str, limit: int) -> str:
    """The text in at most `limit` characters, its lines kept."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def distinct_titles(options: Sequence[Option], limit: int) -> list[str]:
    """Shortened titles that differ from each other, numbered when cutting made them equal.

    WhatsApp refuses a message in which two buttons read the same.
    """
    titles = [shorten(option.title, limit) for option in options]
    if len({title.casefold() for title in titles}) == len(titles):
        return titles
    return [
        f"{number}. {shorten(option.title, limit - len(f'{number}. '))}"
        for number, option in enumerate(options, 1)
    ]


def with_numbered_options(text: str, options: Sequence[Option]) -> str:
    """The text followed by "1. …" lines, unless it already names every option.

    Where the text lists the options itself, its own list is numbered: a customer reads each once.
    """
    folded = text.casefold()
    if all(option.title.casefold() in folded for option in options):
        return text
    if len(options) == 1 and any(_is_of(line, options[0]) for line in text.split("\n")):
        return text  # "Tengo el martes 1 de diciembre, 3:00 p. m. ¿Te la reservo?"
    if listed := _numbered_list(text, options):
        return listed
    lines = (_line(number, option) for number, option in enumerate(options, 1))
    return "\n".join([text, "", *lines]).strip()


def _numbered_list(text: str, options: Sequence[Option]) -> str | None:
    """The text with numbers in place of the bullets of its list, which has a line for each of the first
    options, in their order; the options that it does not have follow as lines of it. None when there
    is no such list.

    A line is an option's when every number of the title (a day, a time) stands in it: titles are
    shorter than lines ("mar 24, 8:00 a. m." and "martes 24 de noviembre, 8:00 a. m. (Laura)").
    """
    lines = text.split("\n")
    bullets = [place for place, line in enumerate(lines) if _BULLET.match(line)]
    pairs = list(zip(bullets, options, strict=False))
    if len(bullets) < 2 or len(bullets) > len(options):
        return None
    if bullets[-1] - bullets[0] != len(bullets) - 1:
        return None
    if not all(_is_of(lines[place], option) for place, option in pairs):
        return None
    for number, place in enumerate(bullets, 1):
        lines[place] = f"{number}. {_BULLET.sub('', lines[place])}"
    rest = [_line(n, o) for n, o in enumerate(options[len(bullets) :], len(bullets) + 1)]
    lines[bullets[-1] + 1 : bullets[-1] + 1] = rest
    return "\n".join(lines)


def _is_of(line: str, option: Option) -> bool:
    numbers = re.findall(r"\d+", option.title)
    return bool(numbers) and Counter(numbers) <= Counter(re.findall(r"\d+", line))


def _line(number: int, option: Option) -> str:
    description = f" ({option.description})" if option.description else ""
    return f"{number}. {option.title}{description}"
