"""What Gupshup's send calls take: a form whose `message` is JSON, within WhatsApp's limits."""

import json
import unicodedata
from collections.abc import Sequence
from typing import Literal, NotRequired, TypedDict

from agent.errors import SendError
from agent.types import Connection, Option, Outbound
from gateway.channels.kit.http_send import not_configured
from gateway.channels.kit.option_text import distinct_titles, shorten, with_numbered_options
from gateway.channels.kit.payload import digits

_LONGEST_TEXT = 4096
_LONGEST_BODY_WITH_OPTIONS = 1024
_MOST_BUTTONS, _LONGEST_BUTTON = 3, 20
_MOST_ROWS, _LONGEST_ROW, _LONGEST_DESCRIPTION = 10, 24, 72
_LONGEST_PARAMS = 800
"""Together; a template's body holds 1,024 characters, its own words included."""


class _Context(TypedDict):
    msgId: str


class _Plain(TypedDict):
    type: Literal["text"]
    text: str
    context: NotRequired[_Context]


class _Tappable(TypedDict):
    type: Literal["text"]
    title: str
    postbackText: str
    description: NotRequired[str]


class _Buttons(TypedDict):
    type: Literal["quick_reply"]
    msgid: str
    content: _Plain
    options: list[_Tappable]
    context: NotRequired[_Context]


class _ListButton(TypedDict):
    type: Literal["text"]
    title: str


class _Section(TypedDict):
    title: str
    options: list[_Tappable]


class _List(TypedDict):
    type: Literal["list"]
    title: str
    body: str
    msgid: str
    globalButtons: list[_ListButton]
    items: list[_Section]
    context: NotRequired[_Context]


Content = _Plain | _Buttons | _List


def form_of(message: Outbound, connection: Connection) -> dict[str, str]:
    """The form of one call.

    Raises SendError: "not_configured" when the connection has no phone, and permanent when the text is
    over 4,096 characters: replies are stored in parts that are shorter.
    """
    if not (source := digits(connection.phone)):
        raise not_configured("the connection has no phone number to send from")
    form = {
        "source": source,
        # A business-scoped user id goes where a phone goes; Gupshup has not published another place.
        "destination": digits(message.to) or message.to,
        "src.name": connection.name,
    }
    if message.template:
        return form | _template(message)
    content = _outgoing(message, connection)
    if message.reply_to:
        content["context"] = {"msgId": message.reply_to}
    encoded = {"encode": "true"} if content["type"] == "list" and _has_emoji(content) else {}
    return form | {"channel": "whatsapp", "message": _json(content)} | encoded


def _template(message: Outbound) -> dict[str, str]:
    form = {"template": _json({"id": message.template, "params": _params(message.template_params)})}
    if message.options:
        postbacks = [{"index": i, "text": option.id} for i, option in enumerate(message.options)]
        form["postbackTexts"] = _json(postbacks)
    return form


def _params(values: Sequence[str]) -> list[str]:
    """WhatsApp refuses parameters that are empty, of several lines, or too long together."""
    flat = [" ".join(value.split()) or "—" for value in values]
    room = _LONGEST_PARAMS
    fitting: dict[int, str] = {}
    # The short ones first, so that they stay whole.
    for left, index in enumerate(sorted(range(len(flat)), key=lambda i: len(flat[i]))):
        fitting[index] = shorten(flat[index], max(1, room // (len(flat) - left)))
        room -= len(fitting[index])
    return [fitting[index] for index in range(len(flat))]


def _outgoing(message: Outbound, connection: Connection) -> Content:
    """Buttons or a list where WhatsApp's limits allow them, else plain text."""
    if not message.options:
        return _plain(message.text)
    if len(message.text) > _LONGEST_BODY_WITH_OPTIONS or len(message.options) > _MOST_ROWS:
        return _plain(with_numbered_options(message.text, message.options))
    titles = [option.title for option in message.options]
    fits = all(len(title) <= _LONGEST_BUTTON for title in titles)
    if len(titles) <= _MOST_BUTTONS and fits:
        return _buttons(message)
    return _list(message, str(connection.settings.get("list_button", "Menu")))


def _plain(words: str) -> _Plain:
    if len(words) > _LONGEST_TEXT:
        raise SendError("the text is too long for one message", permanent=True, code="too_long")
    return {"type": "text", "text": words}


def _buttons(message: Outbound) -> _Buttons:
    titles = distinct_titles(message.options, _LONGEST_BUTTON)
    buttons: list[_Tappable] = [
        {"type": "text", "title": title, "postbackText": option.id}
        for title, option in zip(titles, message.options, strict=True)
    ]
    return {
        "type": "quick_reply",
        "msgid": str(message.id),
        "content": {"type": "text", "text": message.text},
        "options": buttons,
    }


def _list(message: Outbound, button: str) -> _List:
    titles = distinct_titles(message.options, _LONGEST_ROW)
    rows = [_row(title, option) for title, option in zip(titles, message.options, strict=True)]
    return {
        "type": "list",
        "title": shorten(button, _LONGEST_BUTTON),
        "body": message.text,
        "msgid": str(message.id),
        "globalButtons": [{"type": "text", "title": shorten(button, _LONGEST_BUTTON)}],
        "items": [{"title": shorten(button, _LONGEST_BUTTON), "options": rows}],
    }


def _row(title: str, option: Option) -> _Tappable:
    """A row; a title that had to be cut is told in full by the description."""
    full = option.title if title.endswith("…") else None
    description = " – ".join(filter(None, (full, option.description)))
    row: _Tappable = {"type": "text", "title": title, "postbackText": option.id}
    if description:
        row["description"] = shorten(description, _LONGEST_DESCRIPTION)
    return row


def _has_emoji(content: Content) -> bool:
    """Gupshup drops emoji from lists unless `encode` is set."""
    return any(unicodedata.category(letter) == "So" for letter in _json(content))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
