"""Staff in front of the agenda of a clinic: Ana (owner), Beto (reception) and Camila, who is a professional."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from gateway.access import staff_commands
from gateway.access.staff import Role
from gateway.console.agenda.records import Act
from gateway.console.agenda.store import AgendaStore
from tests.agenda import Client, clients
from tests.front import Front
from tests.gateway.console.conftest import ANA, BETO, member

CAMILA = "camila@aurora.example"
AT = datetime.fromisoformat("2026-11-24T15:00:00-05:00")
"""A Tuesday; the clinic's clock is at NOW, the Friday before."""


@dataclass
class Agenda:
    """`owner`, `reception`, `camila`: stores of their accounts. `stranger`: the owner of another business."""

    front: Front
    owner: AgendaStore
    reception: AgendaStore
    camila: AgendaStore
    stranger: AgendaStore

    @property
    def database(self) -> Any:
        return self.front.container.database

    def id(self, table: str, key: str, tenant: str = "aurora") -> UUID:
        [row] = self.front.rows(
            f"select x.id from {table} x join organizations o on o.id = x.organization_id "
            "where x.key = %s and o.slug = %s",
            key,
            tenant,
        )
        found_id: UUID = row["id"]
        return found_id

    async def book(
        self,
        who: AgendaStore,
        service: str,
        member_key: str,
        at: datetime,
        *,
        key: str | None = None,
        **about: Any,
    ) -> Act:
        """By default for somebody new without a phone."""
        return await who.book(
            key or uuid4().hex,
            self.id("services", service),
            self.id("members", member_key),
            at,
            **({"name": "Rosa Gil"} | about),
        )

    async def booked(self, service: str, member_key: str, at: datetime, **about: Any) -> UUID:
        act = await self.book(self.owner, service, member_key, at, **about)
        assert act.appointment is not None, act
        return act.appointment.id

    async def version(self, appointment: UUID) -> str:
        opened = await self.owner.opened(appointment, looks_again=True)
        assert opened is not None
        return opened.version

    async def customer(self) -> Client:
        """Somebody with a chat and a name."""
        [client] = clients(self.front, 1)
        return await client.named()


async def agenda_of(front: Front) -> Agenda:
    database = front.container.database
    accounts = [
        await member(front, ANA, [Role.OWNER]),
        await member(front, BETO, [Role.RECEPTION]),
        await member(front, CAMILA, [Role.PROFESSIONAL]),
        await member(front, "rui@sorriso.example", [Role.OWNER], "sorriso"),
    ]
    await staff_commands.set_member(database, "aurora", CAMILA, "camila")
    return Agenda(front, *(AgendaStore(database, account) for account in accounts))
