"""A day of a clinic from both sides: customers over two channels, reception in the console, the owner by WhatsApp.

It ends in the rows: what is booked, who did what, who was told what, and the figures of the day.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx

from gateway.access.staff import Role
from gateway.staff_plans.endings import PlanEndings
from tests.conversations.test_changes import book
from tests.front import Customer, Front
from tests.front_fixtures import Opening, open_front_with
from tests.gateway.console.conftest import ANA, BETO, member
from tests.gateway.console.test_console_routes import logged_in, send

__all__ = ["Opening", "open_front_with"]
OWNER = "573000000001"
DAY = "2026-11-23"
"""A Monday; the clinic's clock begins on the Friday before."""
AGENDA = "/console/agenda"


@dataclass
class Day:
    """The clinic's desk: `owner` has the phone, Beto is in front of the console."""

    front: Front
    owner: Customer

    async def until(self, at: str) -> None:
        """To an hour of the day, by the clinic's clock."""
        moment = datetime.fromisoformat(f"{DAY}T{at}-05:00")
        await self.front.pass_time((moment - self.front.clock.now()).total_seconds())
        await self.front.work()

    def id(self, table: str, key: str) -> str:
        [row] = self.front.rows(
            f"select x.id from {table} x join organizations o on o.id = x.organization_id "
            "where x.key = %s and o.slug = 'aurora'",
            key,
        )
        return str(row["id"])

    def of(self, name: str) -> UUID:
        """The appointment of somebody."""
        [row] = self.front.rows("select id from appointments where attendee_name = %s", name)
        found_id: UUID = row["id"]
        return found_id

    async def act(self, http: httpx.AsyncClient, name: str, what: str, **fields: str) -> None:
        """A form of somebody's appointment, as the page that was opened sends it."""
        path = f"{AGENDA}/appointments/{self.of(name)}"
        page = (await http.get(path)).text
        [version] = set(re.findall(r'name="version" value="([^"]+)"', page))
        done = await send(http, f"{path}/{what}", version=version, **fields)
        assert done.status_code == 303, done.text

    def booked(self) -> dict[str, tuple[str, str, str, str]]:
        """Of whom: what, with whom, when (the clinic's clock) and how it stands."""
        rows = self.front.rows(
            "select a.attendee_name as name, s.key as service, m.key as member, a.status, "
            "to_char(a.starts_at at time zone 'America/Bogota', 'DD HH24:MI') as at "
            "from appointments a join services s on s.id = a.service_id "
            "join members m on m.id = a.member_id"
        )
        return {r["name"]: (r["service"], r["member"], r["at"], r["status"]) for r in rows}

    def events(self, name: str) -> list[tuple[str, str, str | None]]:
        """What happened to somebody's appointment, who did it, and by which account."""
        rows = self.front.rows(
            "select e.kind, e.actor, split_part(s.email, '@', 1) as account "
            "from appointment_events e left join staff_accounts s on s.id = e.account_id "
            "where e.appointment_id = %s and e.kind not in ('reminded', 'confirmation_asked') "
            "order by e.id",
            self.of(name),
        )
        return [(row["kind"], row["actor"], row["account"]) for row in rows]

    def actions(self) -> list[tuple[str, str]]:
        """What staff did that changed something, in order."""
        rows = self.front.rows(
            "select coalesce(split_part(a.email, '@', 1), r.key) as who, s.action from staff_actions s "
            "left join staff_accounts a on a.id = s.account_id "
            "left join internal_notifications_config r on r.id = s.recipient_id order by s.id"
        )
        looks = {"read", "agenda", "searched", "opened", "steps", "file"}
        return [(r["who"], r["action"]) for r in rows if r["action"] not in looks]


async def day_of(front: Front) -> Day:
    await member(front, ANA, [Role.OWNER])
    await member(front, BETO, [Role.RECEPTION])
    return Day(front, front.customer(OWNER, name="Beatriz"))


async def test_a_day(open_front_with: Opening) -> None:
    async with open_front_with() as front:
        day = await day_of(front)
        ana = front.customer("573005550101", name="Ana Ruiz")
        carla = front.customer("573005550102", channel="evolution", name="Carla Soto")
        dora = front.customer("573005550103", name="Dora Paz")
        eva = front.customer("573005550104", channel="evolution", name="Eva León")

        # Friday: three book by WhatsApp, over two providers.
        await book(ana, "Hola, limpieza facial con Camila el lunes a las 3 pm", "Ana Ruiz")
        await book(carla, "Hola, diseño de cejas con Camila el lunes a las 4:30 pm", "Carla Soto")
        await book(dora, "Hola, masaje relajante con Paula el lunes a las 10 am", "Dora Paz")
        print(day.booked())

        # Monday morning: the owner looks; a customer wants a person, and reception answers.
        await day.until("08:30")
        for one in (ana, carla, dora):
            print(one.heard[-2:])
        print(await day.owner.say("agenda de hoy"))
        await day.until("09:05")
        print(await eva.say("quiero hablar con una persona"))
        await morning(day, eva)
        print(day.actions())
        assert 0


async def morning(day: Day, eva: Customer) -> None:
    """Reception answers Eva, books who stands at the door, and checks Dora in."""
    async with logged_in(day.front, BETO) as http:
        assert "Eva" in (await http.get("/console")).text
        [case] = day.front.rows("select id from escalations")
        await send(http, f"/console/cases/{case['id']}/take")
        chat = f"/console/chats/{eva.chat['id']}"
        sent = await send(http, f"{chat}/answer", text="Hola Eva, soy Beto. ¿En qué te ayudo?")
        assert sent.status_code == 303
        assert await eva.listen() == "Hola Eva, soy Beto. ¿En qué te ayudo?"
        assert await eva.say("nada, ya está, gracias") == "", "the assistant is silent"
        await send(http, f"/console/cases/{case['id']}/close")
        await send(http, f"{chat}/give-back")
        fields: dict[str, Any] = {
            "service": day.id("services", "masaje-relajante"),
            "member": day.id("members", "paula"),
            "on": DAY,
            "at": "11:30",
            "name": "Rosa Gil",
        }
        assert (await send(http, f"{AGENDA}/new", **fields)).status_code == 303
        await day.until("09:58")
        await day.act(http, "Dora Paz", "state", to="arrived")


_ = PlanEndings
