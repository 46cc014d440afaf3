"""A clinic with a coordinator and an owner on WhatsApp, and a customer who wants a person."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import pytest

from tests.front import Customer, Front
from tests.front_fixtures import Opening, open_front_with
from tests.scripted_model import ScriptedModel

__all__ = ["Opening", "open_front_with"]
COORDINATOR, OWNER = "573000000001", "573000000009"
ADD_OWNER = (
    "insert into internal_notifications_config (organization_id, key, name, channel, address, position) "
    "select id, 'owner', 'Beatriz', 'gupshup', %s, 3 from organizations where slug = 'aurora'"
)


@dataclass
class House:
    """`coordinator` is told first, `owner` next; `marta` is the customer."""

    front: Front
    coordinator: Customer
    owner: Customer
    marta: Customer

    async def call(self, reason: str = "asked", customer: Customer | None = None) -> UUID:
        """A person is called in a customer's chat, and the notice goes out; the chat's id."""
        chat: UUID = (customer or self.marta).chat["id"]
        await self.front.container.store.open_escalation(
            self.front.organization("aurora"),
            chat,
            None,
            reason=reason,
            summary="una factura",
            body="Cliente: Marta",
            params=["Marta", "+57", "x"],
        )
        await self.front.work()
        sent = [s for s in self.front.gupshup.sent if s.destination == COORDINATOR]
        self.coordinator.options = sent[-1].options if sent else []
        return chat

    async def minutes(self, count: float) -> None:
        await self.front.pass_time(count * 60)
        await self.front.work()

    def told(self, who: Customer) -> list[str]:
        return [s.text for s in self.front.gupshup.sent if s.destination == who.phone]

    def case(self) -> dict[str, object]:
        [row] = self.front.rows("select * from escalations")
        return row

    def actions(self) -> list[tuple[str, str]]:
        rows = self.front.rows(
            "select r.key, s.action from staff_actions s join internal_notifications_config r "
            "on r.id = s.recipient_id order by s.id"
        )
        return [(row["key"], row["action"]) for row in rows]


async def house_of(front: Front) -> House:
    front.execute(ADD_OWNER, OWNER)
    marta = front.customer(name="Marta")
    await marta.say("hola")
    coordinator = front.customer(COORDINATOR, name="Caro")
    return House(front, coordinator, front.customer(OWNER, name="Beatriz"), marta)


@pytest.fixture
async def house(open_front_with: Opening) -> AsyncIterator[House]:
    """The model says the same to everything."""
    async with open_front_with(ScriptedModel()) as front:
        yield await house_of(front)
