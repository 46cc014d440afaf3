"""A customer as customers_import takes them (migrations/functions/importing_records.sql)."""

from typing import Literal, TypedDict


class NoteItem(TypedDict):
    """`at` here and below: an ISO instant, or null."""

    key: str
    text: str
    at: str | None


class AppointmentItem(TypedDict):
    """`service` and `member` are keys here; `starts` and `ends` are local."""

    key: str
    service: str
    member: str
    starts: str
    ends: str
    status: str
    at: str | None


class MessageItem(TypedDict):
    by: Literal["inbound", "outbound", "staff"]
    text: str
    at: str | None


class ChatItem(TypedDict):
    """`addresses`: the provider's, then "+" with the canonical phone. `silent`: a person has it."""

    key: str
    connection: str
    addresses: list[str]
    silent: bool
    messages: list[MessageItem]


class CustomerItem(TypedDict):
    """`phone` is canonical, or null."""

    key: str
    name: str | None
    phone: str | None
    email: str | None
    at: str | None
    notes: list[NoteItem]
    appointments: list[AppointmentItem]
    chats: list[ChatItem]


class RetiredItem(TypedDict, total=False):
    """A service (with its minutes) or member of the past."""

    key: str
    name: str
    duration_minutes: int
