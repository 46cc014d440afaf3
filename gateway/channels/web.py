"""The chat page of this gateway: what its socket hands in, and replies that need no network."""

import re
from collections.abc import Mapping

import httpx

from agent.types import Connection, Json, MessageKind, Option, Outbound
from gateway.channels.base import Channel, Event, InboundMessage, MalformedPayload
from gateway.channels.kit.site_origins import origins_problem
from gateway.channels.sent_files import ANYTHING, SentFiles
from gateway.channels.setup import Question, Setup

CUSTOMER_KEY = re.compile(r"[0-9a-f]{32,64}")
"""The random key by which a browser tab is a customer; whoever knows it is that customer."""

MESSAGE_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
_LONGEST_TEXT = 10_000
_LONGEST_NAME = 120
_LONGEST_CHOICE = 256
_MOST_BOOKINGS = 1000


class WebSetup(Setup):
    """Nobody else is asked: the page is our own."""

    called = False
    questions = (
        Question("name", "name", "Name for the chat", "yours to choose"),
        Question(
            "origins",
            "list",
            "Sites that may show the chat",
            "https://clinic.example, with commas between several",
            required=False,
        ),
    )

    def to_paste(self, connection: Connection, url: str) -> list[str]:
        base, _, token = url.partition("/webhooks/web/")
        return [
            f"the chat's own page: {base}/chat#{token}",
            "frontdesk org widget prints the line for the business's site",
        ]


class Web(Channel):
    """A payload is one message: `{"customer", "id", "text", "choice": {"id", "title"}?, "name"?}`.

    `id` is the client's own, so that a message sent again after a lost connection is the same.
    A reply is delivered by its row: the socket is told by NOTIFY and reads it from the history.
    A connection's settings: `origins`, the sites that may show the chat (gateway/web/widget.py);
    `bookings_per_visitor` (3) and `bookings_per_address` (10), how many appointments the chat of one
    browser, and all of one address, may book in a day.
    """

    name = "web"
    setup = WebSetup
    token_is_public = True
    sent_files = SentFiles(ANYTHING)

    @classmethod
    def setting_problems(cls, settings: Json) -> Mapping[str, str]:
        problems = {
            name: f"`{name}` is a whole number, from 1 to {_MOST_BOOKINGS}"
            for name in ("bookings_per_visitor", "bookings_per_address")
            if name in settings and not _is_count(settings[name])
        }
        origins = origins_problem(settings)
        return problems | ({"origins": origins} if origins else {})

    def parse(self, payload: Json) -> list[Event]:
        customer = _matching(payload, "customer", CUSTOMER_KEY)
        message_id = _matching(payload, "id", MESSAGE_ID)
        choice = _choice(payload.get("choice"))
        text = _text(payload, "text", _LONGEST_TEXT) or (choice.title if choice else None)
        if text is None:
            raise MalformedPayload("a message needs a text or a choice")
        message = InboundMessage(
            provider_id=f"{customer}:{message_id}",
            addresses=(customer,),
            kind=MessageKind.CHOICE if choice else MessageKind.TEXT,
            text=text,
            display_name=_text(payload, "name", _LONGEST_NAME),
            choice=choice,
        )
        return [message]

    async def send(
        self, message: Outbound, connection: Connection, http: httpx.AsyncClient
    ) -> str | None:
        return str(message.id)


def _is_count(value: object) -> bool:
    return type(value) is int and 1 <= value <= _MOST_BOOKINGS


def _matching(payload: Json, key: str, pattern: re.Pattern[str]) -> str:
    value = payload.get(key)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise MalformedPayload(f"{key} is missing or not of the form {pattern.pattern}")
    return value


def _text(source: Json, key: str, longest: int) -> str | None:
    """The text under `key`, cut to `longest` characters; None when it is absent or blank."""
    value = source.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise MalformedPayload(f"{key} is not a text")
    # PostgreSQL stores neither null bytes nor halves of surrogate pairs.
    cleaned = value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8").strip()
    return cleaned[:longest] or None


def _choice(value: object) -> Option | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise MalformedPayload("choice is not an object")
    option_id = _text(value, "id", _LONGEST_CHOICE)
    title = _text(value, "title", _LONGEST_CHOICE)
    if option_id is None or title is None:
        raise MalformedPayload("a choice needs an id and a title")
    return Option(option_id, title)
