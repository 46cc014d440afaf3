"""What the call to send a message takes, within WhatsApp's limits."""

from typing import Literal, NotRequired, TypedDict

from agent.types import Connection, MessageKind, Option, Outbound, OutboundFile
from gateway.channels.kit.cloud_api.people import is_user_id
from gateway.channels.kit.payload import digits
from gateway.channels.kit.whatsapp_layout import (
    Layout,
    button_titles,
    layout_of,
    list_button,
    list_rows,
    plain_text,
    takes_button,
    template_params,
)
from gateway.channels.kit.whatsapp_templates import name_and_language


class _Text(TypedDict):
    body: str


class _BodyText(TypedDict):
    text: str


class _Reply(TypedDict):
    id: str
    title: str
    description: NotRequired[str]


class _Button(TypedDict):
    type: Literal["reply"]
    reply: _Reply


class _Section(TypedDict):
    rows: list[_Reply]


class _Action(TypedDict, total=False):
    buttons: list[_Button]
    button: str
    sections: list[_Section]
    name: Literal["send_location"]


class _Interactive(TypedDict):
    type: Literal["button", "list", "location_request_message"]
    body: _BodyText
    action: _Action


class _Parameter(TypedDict, total=False):
    type: Literal["text", "payload"]
    text: str
    payload: str


class _Component(TypedDict):
    type: Literal["body", "button"]
    sub_type: NotRequired[Literal["quick_reply"]]
    index: NotRequired[str]
    parameters: list[_Parameter]


class _Language(TypedDict):
    code: str


class _Template(TypedDict):
    name: str
    language: _Language
    components: list[_Component]


class _Context(TypedDict):
    message_id: str


class _File(TypedDict):
    id: str
    caption: NotRequired[str]
    filename: NotRequired[str]


class Body(TypedDict, total=False):
    """One message: `to` or `recipient`, and the part that `type` names."""

    messaging_product: Literal["whatsapp"]
    recipient_type: Literal["individual"]
    to: str
    recipient: str
    type: Literal["text", "interactive", "template", "image", "audio", "video", "document"]
    text: _Text
    interactive: _Interactive
    template: _Template
    image: _File
    audio: _File
    video: _File
    document: _File
    context: _Context
    biz_opaque_callback_data: str


def body_of(message: Outbound, connection: Connection, uploaded: str | None = None) -> Body:
    """`uploaded`: the id of the message's file at Meta. Raises SendError: permanent for a text of more than 4,096 characters, "not_configured" for a
    template without a language."""
    body: Body = {"messaging_product": "whatsapp", "recipient_type": "individual"}
    # The statuses of the message bring it back, also where we never heard its id.
    body["biz_opaque_callback_data"] = str(message.id)
    if is_user_id(message.to):
        # In `to` it would be answered with 200 and an id, and never arrive.
        body["recipient"] = message.to
    else:
        body["to"] = digits(message.to) or message.to
    if message.template:
        body["type"], body["template"] = "template", _template(message, message.template)
        return body
    layout = layout_of(message)
    if message.file and uploaded:
        _put_file(body, message.file, uploaded, message.text)
    elif message.asks_place and takes_button(message):
        body["type"], body["interactive"] = "interactive", _location_request(message)
    elif layout is Layout.TEXT:
        body["type"], body["text"] = "text", {"body": plain_text(message)}
    else:
        button = list_button(connection.settings.get("list_button"))
        content = _buttons(message) if layout is Layout.BUTTONS else _list(message, button)
        body["type"], body["interactive"] = "interactive", content
    if message.reply_to:
        body["context"] = {"message_id": message.reply_to}
    return body


def _put_file(body: Body, file: OutboundFile, uploaded: str, caption: str) -> None:
    """A recording has no words under it; they come as a message of their own."""
    about: _File = {"id": uploaded}
    if caption and file.kind is not MessageKind.AUDIO:
        about["caption"] = caption
    if file.kind is MessageKind.IMAGE:
        body["type"], body["image"] = "image", about
    elif file.kind is MessageKind.AUDIO:
        body["type"], body["audio"] = "audio", about
    elif file.kind is MessageKind.VIDEO:
        body["type"], body["video"] = "video", about
    else:
        about["filename"] = file.name
        body["type"], body["document"] = "document", about


def _location_request(message: Outbound) -> _Interactive:
    """WhatsApp itself writes the button under the words."""
    return {
        "type": "location_request_message",
        "body": {"text": message.text},
        "action": {"name": "send_location"},
    }


def _buttons(message: Outbound) -> _Interactive:
    buttons: list[_Button] = [
        {"type": "reply", "reply": {"id": option.id, "title": title}}
        for title, option in zip(button_titles(message.options), message.options, strict=True)
    ]
    return {"type": "button", "body": {"text": message.text}, "action": {"buttons": buttons}}


def _list(message: Outbound, button: str) -> _Interactive:
    rows = [_row(row) for row in list_rows(message.options)]
    action: _Action = {"button": button, "sections": [{"rows": rows}]}
    return {"type": "list", "body": {"text": message.text}, "action": action}


def _row(option: Option) -> _Reply:
    row: _Reply = {"id": option.id, "title": option.title}
    if option.description:
        row["description"] = option.description
    return row


def _template(message: Outbound, written: str) -> _Template:
    """`written` is "name" or "name:language"; without one, the language that its words are in."""
    name, language = name_and_language(written, message.template_language)
    params: list[_Parameter] = [
        {"type": "text", "text": param} for param in template_params(message.template_params)
    ]
    components: list[_Component] = [{"type": "body", "parameters": params}] if params else []
    for index, option in enumerate(message.options):
        payload: list[_Parameter] = [{"type": "payload", "payload": option.id}]
        components.append(
            {
                "type": "button",
                "sub_type": "quick_reply",
                "index": str(index),
                "parameters": payload,
            }
        )
    return {
        "name": name,
        "language": {"code": language},
        "components": components,
    }
