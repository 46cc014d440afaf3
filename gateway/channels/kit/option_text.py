"""Options where buttons have limits or do not exist: shortened titles and numbered lines."""

from collections.abc import Sequence

from agent.types import Option


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
    """The text followed by "1. …" lines, unless it already names every option."""
    folded = text.casefold()
    if all(option.title.casefold() in folded for option in options):
        return text
    lines = (_line(number, option) for number, option in enumerate(options, 1))
    return "\n".join([text, "", *lines]).strip()


def _line(number: int, option: Option) -> str:
    description = f" ({option.description})" if option.description else ""
    return f"{number}. {option.title}{description}"
