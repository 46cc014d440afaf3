"""A clinic with staff whose calendars are elsewhere, on a server that is played."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from gateway.access.vault import vault_of
from gateway.calendars.following import Kind, Outcome
from gateway.calendars.secrets import SecretName, SecretPlace
from tests.front_fixtures import Opening, open_front_with, plain
from tests.gateway.console.agenda_desk import Agenda, agenda_of
from tests.providers.calendars import CalendarServer
from tests.scripted_model import ScriptedModel

__all__ = ["open_front_with", "plain"]
KEY = "a-key-of-thirty-two-characters-at-least"


@dataclass
class Elsewhere:
    """The clinic's agenda, and a server on which its people have calendars."""

    agenda: Agenda
    server: CalendarServer

    @property
    def organization(self) -> UUID:
        return self.agenda.front.organization("aurora")

    async def add(
        self,
        path: str = "/camila.ics",
        *,
        kind: Kind = "ics",
        member: str | None = "camila",
        unit: UUID | None = None,
        username: str | None = None,
        password: str | None = None,
    ) -> UUID:
        """A calendar that is followed; its id."""
        which = uuid4()
        values: dict[SecretName, str] = {"address": self.server.url + path}
        if password:
            values["password"] = password
        front = self.agenda.front
        added = await self.agenda.database.call(
            "busy_calendar_add",
            organization=self.organization,
            account=None,
            calendar=which,
            kind=kind,
            member=self.agenda.id("members", member) if member else None,
            unit=unit,
            username=username,
            every_minutes=15,
            secrets=[
                {"name": name, "ciphertext": sealed.ciphertext.hex(), "key_id": sealed.key_id}
                for name, value in values.items()
                for sealed in [
                    vault_of(front.container.settings).seal(
                        value, SecretPlace(self.organization, which, name)
                    )
                ]
            ],
        )
        assert added["status"] == "added", added
        return which

    async def follow(self, which: UUID) -> Outcome:
        return await self.agenda.front.container.calendars.follow(self.organization, which)

    def taken(self) -> list[str]:
        """What calendars take of the agenda: "24 15:00-16:00", in UTC."""
        rows = self.agenda.front.rows(
            "select starts_at, ends_at from occupancies where busy_id is not null order by 1"
        )
        return [_span(row["starts_at"], row["ends_at"]) for row in rows]

    def conflicts(self) -> list[tuple[UUID, bool]]:
        """Of which appointments, and whether each is open."""
        rows = self.agenda.front.rows(
            "select appointment_id, closed_at from calendar_conflicts order by found_at, id"
        )
        return [(row["appointment_id"], row["closed_at"] is None) for row in rows]

    def state(self, which: UUID) -> tuple[str | None, int]:
        """Its error, and how often in a row it failed."""
        [row] = self.agenda.front.rows(
            "select error, failures from busy_calendars where id = %s", which
        )
        return row["error"], row["failures"]


def _span(begins: datetime, ends: datetime) -> str:
    return f"{begins.astimezone(UTC):%d %H:%M}-{ends.astimezone(UTC):%H:%M}"


@pytest.fixture
async def elsewhere(open_front_with: Opening) -> AsyncIterator[Elsewhere]:
    async with (
        open_front_with(ScriptedModel(), frontdesk_secret_key=KEY, worker_concurrency=10) as front,
        CalendarServer() as server,
    ):
        yield Elsewhere(await agenda_of(front), server)
