"""What Twilio's send call takes: a form with a text, a file, or with a Content template and its variables."""

import json
from collections.abc import Sequence
from dataclasses import replace

from agent.errors import SendError
from agent.types import Connection, Option, Outbound
from gateway.channels.kit.http_send import not_configured
from gateway.channels.kit.option_text import shorten, with_numbered_options
from gateway.channels.kit.payload import digits
from gateway.channels.twilio.inbound import PREFIX

LONGEST_BODY = 1600
_LONGEST_VARIABLES = 800
"""Together; a template's body holds 1,024 characters, its own words included."""


def form_of(message: Outbound, connection: Connection) -> dict[str, str]:
    """The form of one call.

    Raises SendError: "not_configured" when the connection names no sender, and permanent when the
    text is over 1,600 characters: replies are stored in parts that are shorter.
    """
    form = sender(connection) | {"To": whatsapp(message.to)}
    if message.template:
        variables = _variables(message.template_params)
        if connection.settings.get("template_button_ids"):
            variables += [option.id for option in message.options]
        numbered = {str(place): value for place, value in enumerate(variables, 1)}
        filled = {"ContentVariables": json.dumps(numbered, ensure_ascii=False)} if numbered else {}
        return form | {"ContentSid": message.template} | filled
    if message.file:
        words = {"Body": message.text} if message.text else {}
        return form | {"MediaUrl": message.file.link or ""} | words
    return form | {"Body": _body(message)}


def sender(connection: Connection) -> dict[str, str]:
    """Who sends: the Messaging Service where one is set, else the connection's number."""
    if service := messaging_service(connection):
        return {"MessagingServiceSid": service}
    if phone := digits(connection.phone):
        return {"From": whatsapp(phone)}
    raise not_configured("the connection has no phone number and no messaging_service")


def messaging_service(connection: Connection) -> str | None:
    return str(connection.settings.get("messaging_service") or "") or None


def whatsapp(address: str) -> str:
    """The address as Twilio writes it: a plus before a phone's digits, none before a user id."""
    phone = digits(address)
    return f"{PREFIX}+{phone}" if phone else f"{PREFIX}{address}"


def _body(message: Outbound) -> str:
    """The text and its options as numbered lines: buttons exist in templates only."""
    body = with_numbered_options(message.text, message.options) if message.options else message.text
    if len(body) > LONGEST_BODY and message.options:
        body = with_numbered_options(message.text, _plain(message.options))
    if len(body) > LONGEST_BODY:
        raise SendError("the text is too long for one message", permanent=True, code="too_long")
    return body


def _plain(options: Sequence[Option]) -> list[Option]:
    return [replace(option, description=None) for option in options]


def _variables(values: Sequence[str]) -> list[str]:
    """Twilio refuses variables that are empty or have several lines; WhatsApp, too long a body."""
    flat = [" ".join(value.split()) or "—" for value in values]
    if sum(map(len, flat)) <= _LONGEST_VARIABLES:
        return flat
    room = _LONGEST_VARIABLES // len(flat)
    return [shorten(value, room) for value in flat]
