"""How a reply is shown on WhatsApp: buttons or a list within its limits, else numbered lines."""

from collections.abc import Sequence
from enum import Enum, auto

from agent.errors import SendError
from agent.types import Option, Outbound
from gateway.channels.kit.option_text import distinct_titles, shorten, with_numbered_options

_LONGEST_TEXT = 4096
_LONGEST_BODY_WITH_OPTIONS = 1024
_MOST_BUTTONS, LONGEST_BUTTON = 3, 20
_MOST_ROWS, _LONGEST_ROW, _LONGEST_DESCRIPTION = 10, 24, 72
_LONGEST_PARAMS = 800
"""Together; a template's body holds 1,024 characters, its own words included."""
_LIST_BUTTON = "Menu"


class Layout(Enum):
    """What a message becomes. TEXT: `plain_text`; BUTTONS: `button_titles`; LIST: `list_rows`."""

    TEXT = auto()
    BUTTONS = auto()
    LIST = auto()


def layout_of(message: Outbound) -> Layout:
    """The best that WhatsApp's limits allow."""
    options = message.options
    if not options or len(message.text) > _LONGEST_BODY_WITH_OPTIONS or len(options) > _MOST_ROWS:
        return Layout.TEXT
    fits = all(len(option.title) <= LONGEST_BUTTON for option in options)
    return Layout.BUTTONS if fits and len(options) <= _MOST_BUTTONS else Layout.LIST


def takes_button(message: Outbound) -> bool:
    """Whether a message without options is short enough for a button of WhatsApp's own."""
    return not message.options and len(message.text) <= _LONGEST_BODY_WITH_OPTIONS


def plain_text(message: Outbound) -> str:
    """The text with its options as numbered lines.

    Raises SendError (permanent) over 4,096 characters: replies are stored in parts that are shorter.
    """
    words = with_numbered_options(message.text, message.options)
    if len(words) > _LONGEST_TEXT:
        raise SendError("the text is too long for one message", permanent=True, code="too_long")
    return words


def button_titles(options: Sequence[Option]) -> list[str]:
    """What the buttons say, one for each option."""
    return distinct_titles(options, LONGEST_BUTTON)


def list_rows(options: Sequence[Option]) -> list[Option]:
    """The options as rows; a title that had to be cut is told in full by the description."""
    titles = distinct_titles(options, _LONGEST_ROW)
    return [_row(title, option) for title, option in zip(titles, options, strict=True)]


def list_button(setting: object) -> str:
    """What the button that opens a list says: the connection's setting `list_button`, or "Menu"."""
    return shorten(str(setting or _LIST_BUTTON), LONGEST_BUTTON)


def template_params(values: Sequence[str]) -> list[str]:
    """WhatsApp refuses parameters that are empty, of several lines, or too long together."""
    flat = [" ".join(value.split()) or "—" for value in values]
    room = _LONGEST_PARAMS
    fitting: dict[int, str] = {}
    # The short ones first, so that they stay whole.
    for left, index in enumerate(sorted(range(len(flat)), key=lambda i: len(flat[i]))):
        fitting[index] = shorten(flat[index], max(1, room // (len(flat) - left)))
        room -= len(fitting[index])
    return [fitting[index] for index in range(len(flat))]


def _row(title: str, option: Option) -> Option:
    full = option.title if title.endswith("…") else None
    description = " – ".join(filter(None, (full, option.description)))
    return Option(option.id, title, shorten(description, _LONGEST_DESCRIPTION) or None)
