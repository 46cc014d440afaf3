"""Finds a customer in all their chats, by what an operator knows of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database
from agent.errors import NotFound, OperatorError


class Ahead(Struct, frozen=True, kw_only=True):
    """An appointment that stands and is not over. `local`: "2026-11-23T10:00"."""

    id: UUID
    service: str
    member: str
    local: str

    def __str__(self) -> str:
        return f"{self.local.replace('T', ' ')} {self.service} ({self.member})"


class Person(Struct, frozen=True, kw_only=True):
    """Who it is, and how many rows of which table are theirs."""

    contacts: tuple[UUID, ...] = ()
    chats: tuple[UUID, ...] = ()
    name: str | None = None
    phone: str | None = None
    rows: Mapping[str, int] = {}
    appointments: tuple[Ahead, ...] = ()


class _Sought(Person, frozen=True, kw_only=True):
    """person_find."""

    status: Literal["found", "not_found", "several"]
    connections: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clue:
    """By what a customer is looked for: one of `phone` (canonical), `id` (of a contact or a chat) and
    `address` (of a chat, as its provider gave it), and the key of its `connection`."""

    phone: str | None = None
    id: UUID | None = None
    address: str | None = None
    connection: str | None = None


async def find_person(database: Database, organization: UUID, clue: Clue) -> Person:
    """Raises NotFound, and OperatorError for an address that different people have."""
    person = await database.fetch(
        _Sought,
        "person_find",
        organization=organization,
        phone=clue.phone,
        id=clue.id,
        address=clue.address,
        connection=clue.connection,
    )
    if person.status == "several":
        listed = ", ".join(person.connections)
        raise OperatorError(
            f"different people have this address; say at which connection: {listed}"
        )
    if person.status == "not_found":
        raise NotFound("there is no such customer")
    return person
