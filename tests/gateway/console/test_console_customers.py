"""Customers in the console: what is shown, what staff change, and what is refused; on the real database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from gateway.access.staff import Role, Staff
from gateway.console.customers.records import CustomerPage
from gateway.console.customers.store import CustomerStore
from tests.agenda import Client, clients
from tests.gateway.console.conftest import Desk, member

AT = datetime.fromisoformat("2026-11-24T15:00:00-05:00")


@dataclass
class Counter:
    """A clinic with a customer who has an appointment on Tuesday, and reception's and the owner's view of them."""

    desk: Desk
    staff: Staff
    reception: CustomerStore
    owner: CustomerStore
    eva: Client
    booked: UUID

    async def page(self, customer: UUID | None = None) -> CustomerPage:
        page = await self.reception.customer(customer or self.contact, opened=False)
        assert page is not None
        return page

    @property
    def contact(self) -> UUID:
        return contact_of(self.desk, self.eva)

    def done(self) -> list[str]:
        rows = self.desk.front.rows("select action from staff_actions order by id")
        return [row["action"] for row in rows]


def contact_of(desk: Desk, client: Client) -> UUID:
    query = "select contact_id as id from chat_identities where id = %s"
    found: UUID = desk.front.rows(query, client.conversation)[0]["id"]
    return found


@pytest.fixture
async def counter(desk: Desk) -> Counter:
    front = desk.front
    front.clock.move_to(AT - timedelta(days=1))
    (eva,) = [await client.named() for client in clients(front, 1)]
    booked = await eva.booked("limpieza-facial", "laura", AT)
    database = front.container.database
    staff = await member(front, "rita@aurora.example", [Role.RECEPTION])
    owner = await member(front, "olga@aurora.example", [Role.OWNER])
    return Counter(
        desk,
        staff,
        CustomerStore(database, staff),
        CustomerStore(database, owner),
        eva,
        booked,
    )


async def test_print(counter: Counter) -> None:
    print(await counter.page())
    print(await counter.reception.customers())
