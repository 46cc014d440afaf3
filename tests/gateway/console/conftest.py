"""Staff in front of the console of a front desk."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from gateway.access import staff_commands
from gateway.access.staff import Role, Staff
from gateway.console.store import ConsoleStore
from tests.front import Customer, Front
from tests.front_fixtures import Opening, open_front_with, plain
from tests.gateway.access.logins import PASSWORD
from tests.scripted_model import ScriptedModel

__all__ = ["Opening", "open_front_with", "plain"]
ANA, BETO = "ana.rojas@aurora.example", "beto@aurora.example"


@dataclass
class Desk:
    """A clinic with two of staff, a customer who wrote, and the call for a person in their chat."""

    front: Front
    customer: Customer
    ana: ConsoleStore
    beto: ConsoleStore
    beto_id: UUID
    ana_id: UUID

    @property
    def chat(self) -> UUID:
        found: UUID = self.customer.chat["id"]
        return found

    async def call(self, reason: str = "asked", summary: str = "quiere hablar") -> UUID:
        """A person is called; the id of the case that is then the newest."""
        await self.front.container.store.open_escalation(
            self.front.organization("aurora"),
            self.chat,
            None,
            reason=reason,
            summary=summary,
            body="x",
            params=[],
        )
        newest = (
            "select id from escalations order by created_at desc, closed_at nulls first limit 1"
        )
        case: UUID = self.front.rows(newest)[0]["id"]
        return case

    def actions(self) -> list[tuple[str, str]]:
        """Who did what, in order."""
        rows = self.front.rows(
            "select split_part(a.email, '@', 1) as who, s.action from staff_actions s "
            "join staff_accounts a on a.id = s.account_id order by s.id"
        )
        return [(row["who"], row["action"]) for row in rows]


async def member(front: Front, email: str, roles: list[Role], tenant: str = "aurora") -> Staff:
    """An account with a password, as the command makes it."""
    await staff_commands.add(front.container.database, tenant, email, roles, PASSWORD)
    [row] = front.rows("select id from staff_accounts where email = %s", email)
    return Staff(
        organization=front.organization(tenant),
        account=row["id"],
        email=email,
        roles=frozenset(roles),
        session=uuid4(),
        confirmed=True,
        has_factor=False,
        needs_factor=False,
    )


async def desk_of(front: Front) -> Desk:
    """Marta wrote, and was answered."""
    database = front.container.database
    ana, beto = await member(front, ANA, [Role.OWNER]), await member(front, BETO, [Role.RECEPTION])
    marta = front.customer(name="Marta")
    await marta.say("hola")
    return Desk(
        front,
        marta,
        ConsoleStore(database, ana),
        ConsoleStore(database, beto),
        beto.account,
        ana.account,
    )


@pytest.fixture
async def desk(open_front_with: Opening) -> AsyncIterator[Desk]:
    """With a model that answers the same to everything."""
    async with open_front_with(ScriptedModel()) as front:
        yield await desk_of(front)
