"""A clinic whose coordinator plans by WhatsApp; Marta and Rosa are booked with Camila on Tuesday."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

import pytest

from tests.front import Customer, Front
from tests.front_fixtures import Opening, open_front_with
from tests.gateway.console.agenda_desk import AT, Agenda, agenda_of

__all__ = ["Opening", "open_front_with"]
COORDINATOR = "573000000001"


@dataclass
class Phone:
    """`caro` writes to the business's number as its coordinator."""

    front: Front
    agenda: Agenda
    caro: Customer
    marta: Customer

    async def book(self, at: datetime, member: str = "camila", **about: str) -> None:
        await self.agenda.booked("limpieza-facial", member, at, **about)

    def blocks(self) -> list[dict[str, object]]:
        return self.front.rows(
            "select m.key, b.starts_at, b.ends_at, b.account_id, r.key as who from agenda_blocks b "
            "join members m on m.id = b.member_id "
            "left join internal_notifications_config r on r.id = b.recipient_id order by 1, 2"
        )

    def counts(self) -> list[int]:
        """Rows that a plan would change."""
        return [
            self.front.rows(f"select count(*) as n from {table}")[0]["n"]
            for table in ("agenda_blocks", "holds", "slot_offers", "chat_messages", "occupancies")
        ]

    def actions(self) -> list[tuple[str, str]]:
        rows = self.front.rows(
            "select r.key, s.action from staff_actions s join internal_notifications_config r "
            "on r.id = s.recipient_id order by s.id"
        )
        return [(row["key"], row["action"]) for row in rows]

    def role(self, role: str, member: str | None = None) -> None:
        self.front.execute(
            "update internal_notifications_config r set role = %s, member_id = "
            "(select m.id from members m where m.organization_id = r.organization_id and m.key = %s) "
            "where r.key = 'coordinator'",
            role,
            member,
        )


@pytest.fixture
async def phone(open_front_with: Opening) -> AsyncIterator[Phone]:
    async with open_front_with() as front:
        agenda = await agenda_of(front)
        marta = front.customer(name="Marta")
        await marta.say("hola")
        one = Phone(front, agenda, front.customer(COORDINATOR, name="Caro"), marta)
        await one.book(AT, name="Marta", phone=marta.phone)
        await one.book(AT.replace(hour=17), name="Rosa Gil")
        yield one
