"""What a chat of the web channel shows, as the database lists it."""

from typing import Literal
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database
from agent.types import Json


class ShownFile(Struct, frozen=True, kw_only=True):
    """The file of a message from the business's side, while it is kept."""

    path: str
    name: str


class ShownMessage(Struct, frozen=True, kw_only=True):
    """A message as a page shows it; `at` as PostgreSQL writes it. `options` are the buttons, each
    {id, title, …}; `provider_id` is "customer:id of the page" for what the customer wrote."""

    seq: int
    id: UUID
    direction: Literal["inbound", "outbound", "staff"]
    text: str
    kind: str
    status: str
    options: list[Json]
    at: str
    provider_id: str | None
    file: ShownFile | None = None


class ChatHistory(Struct, frozen=True, kw_only=True):
    """Messages after a number, oldest first, without replies that are not sent yet. `typing`: a turn
    runs; no `conversation` before the first message."""

    conversation: UUID | None
    typing: bool
    messages: tuple[ShownMessage, ...]


async def chat_history(
    database: Database, organization: UUID, connection: UUID, customer: str, after: int
) -> ChatHistory:
    """The chat of this customer (address) at a connection, from the message after `after`."""
    return await database.fetch(
        ChatHistory,
        "chat_history",
        organization=organization,
        connection=connection,
        address=customer,
        after=after,
    )
