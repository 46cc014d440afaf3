"""What Gupshup's send calls take: a form whose `message` is JSON, within WhatsApp's limits."""

import json
import unicodedata
from typing import Literal, NotRequired, TypedDict

from agent.types import Connection, MessageKind, Option, Outbound, OutboundFile
from gateway.channels.kit.http_send import not_configured
from gateway.channels.kit.payload import digits
from gateway.channels.kit.whatsapp_layout import (
    Layout,
    button_titles,
    layout_of,
    list_button,
    list_rows,
    plain_text,
    template_params,
)


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


class _Image(TypedDict):
    type: Literal["image"]
    originalUrl: str
    previewUrl: str
    caption: str
    context: NotRequired[_Context]


class _File(TypedDict):
    type: Literal["audio", "video", "file"]
    url: str
    filename: NotRequired[str]
    context: NotRequired[_Context]


Content = _Plain | _Buttons | _List | _Image | _File


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
    form = {
        "template": _json(
            {"id": message.template, "params": template_params(message.template_params)}
        )
    }
    if message.options:
        postbacks = [{"index": i, "text": option.id} for i, option in enumerate(message.options)]
        form["postbackTexts"] = _json(postbacks)
    return form


def _outgoing(message: Outbound, connection: Connection) -> Content:
    if message.file:
        return _file(message.file, message.text)
    match layout_of(message):
        case Layout.BUTTONS:
            return _buttons(message)
        case Layout.LIST:
            return _list(message, list_button(connection.settings.get("list_button")))
        case Layout.TEXT:
            return {"type": "text", "text": plain_text(message)}


def _file(file: OutboundFile, caption: str) -> _Image | _File:
    """Gupshup fetches it; words are documented under pictures only, and come as a message of their own else."""
    link = file.link or ""
    if file.kind is MessageKind.IMAGE:
        return {"type": "image", "originalUrl": link, "previewUrl": link, "caption": caption}
    if file.kind is MessageKind.AUDIO:
        return {"type": "audio", "url": link}
    if file.kind is MessageKind.VIDEO:
        return {"type": "video", "url": link}
    return {"type": "file", "url": link, "filename": file.name}


def _buttons(message: Outbound) -> _Buttons:
    buttons: list[_Tappable] = [
        {"type": "text", "title": title, "postbackText": option.id}
        for title, option in zip(button_titles(message.options), message.options, strict=True)
    ]
    return {
        "type": "quick_reply",
        "msgid": str(message.id),
        "content": {"type": "text", "text": message.text},
        "options": buttons,
    }


def _list(message: Outbound, button: str) -> _List:
    return {
        "type": "list",
        "title": button,
        "body": message.text,
        "msgid": str(message.id),
        "globalButtons": [{"type": "text", "title": button}],
        "items": [{"title": button, "options": [_row(row) for row in list_rows(message.options)]}],
    }


def _row(option: Option) -> _Tappable:
    row: _Tappable = {"type": "text", "title": option.title, "postbackText": option.id}
    if option.description:
        row["description"] = option.description
    return row


def _has_emoji(content: Content) -> bool:
    """Gupshup drops emoji from lists unless `encode` is set."""
    return any(unicodedata.category(letter) == "So" for letter in _json(content))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
