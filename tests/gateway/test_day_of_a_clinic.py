"""A day of a clinic from both sides: customers over two channels, reception in the console, the owner by WhatsApp.

It ends in the rows: what is booked, who did what, who was told what, and the figures of the day.
"""

import csv
import re
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
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
        looks = {"read", "agenda", "searched", "appointment"}
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
        await book(dora, "Hola, masaje relajante el lunes a las 10 am", "Dora Paz")

        # Monday morning: the owner looks; a customer wants a person, and reception answers.
        await day.until("08:30")
        assert await day.owner.say("agenda de hoy") == (
            "Agenda del lunes 23 de noviembre:\n"
            "• 10:00 a. m. Dora Paz, Masaje relajante, Laura Méndez\n"
            "• 3:00 p. m. Ana Ruiz, Limpieza facial, Camila Rojas\n"
            "• 4:30 p. m. Carla Soto, Diseño de cejas, Camila Rojas"
        )
        # Whoever is to speak to the chats again later in the day.
        for customer in (ana, carla):
            await customer.say("hola, ¿a qué hora es mi cita?")
        await day.until("09:05")
        assert "Ya le avisé a una persona" in await eva.say("quiero hablar con una persona")
        await front.work()
        assert any("Eva León" in text for text in sent_to(front, OWNER))
        async with logged_in(front, BETO) as http:
            await morning(day, http, eva)

        # The owner's phone: a member is ill, and everybody is asked about another time.
        await day.until("12:30")
        shown = await day.owner.say("Camila está enferma hoy")
        assert "bloquear la agenda de Camila Rojas, lunes 23 de noviembre, todo el día" in shown
        assert "• 3:00 p. m.: Ana Ruiz, Limpieza facial → le ofrezco" in shown
        assert "• 4:30 p. m.: Carla Soto, Diseño de cejas → le ofrezco" in shown
        assert front.rows("select 1 from agenda_blocks where reason is null") == []
        assert (await day.owner.say("sí")).startswith("Hecho: la agenda de Camila Rojas")
        assert "no podemos atenderte" in sent_to(front, ana.phone)[-1]
        assert "no podemos atenderte" in sent_to(front, carla.phone)[-1]
        assert "✅" in await ana.say("sí")
        await carla.say("no")
        await PlanEndings(front.container.database).round()
        ended = await day.owner.listen()
        assert "• Ana Ruiz, Limpieza facial: se movió al" in ended
        assert "• Carla Soto, Diseño de cejas: no aceptó" in ended

        # Reception finds Carla another day and ends the day.
        async with logged_in(front, BETO) as http:
            await evening(day, http, carla)
        check_rows(day)
        await check_figures(day)


def sent_to(front: Front, phone: str) -> list[str]:
    """Everything that a phone got, over whichever provider."""
    return [s.text for s in front.gupshup.sent if s.destination == phone] + [
        s.text for s in front.evolution.sent if s.jid.startswith(phone)
    ]


async def morning(day: Day, http: httpx.AsyncClient, eva: Customer) -> None:
    """Reception answers Eva, books who stands at the door, checks Dora in and blocks an hour."""
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

    walk_in = {
        "service": day.id("services", "masaje-relajante"),
        "member": day.id("members", "paula"),
        "on": DAY,
        "at": "11:30",
        "name": "Rosa Gil",
    }
    late = await send(http, f"{AGENDA}/new", **walk_in)
    assert late.status_code == 409, "the clinic closes at noon"
    over = await send(http, f"{AGENDA}/new", **walk_in, override="1")
    assert over.status_code == 303
    await day.until("09:58")
    await day.act(http, "Dora Paz", "state", to="arrived")
    await day.until("11:05")
    await day.act(http, "Dora Paz", "state", to="completed")

    laura = f"member:{day.id('members', 'laura')}"
    hour = {"subject": laura, "on": DAY, "from": "16:00", "until": "17:00", "reason": "Reunión"}
    form = (await http.get(f"{AGENDA}/block", params=hour)).text
    [seen] = re.findall(r'name="seen" value="([^"]+)"', form)
    assert (await send(http, f"{AGENDA}/block", **hour, seen=seen)).status_code == 303
    await day.until("11:50")
    await day.act(http, "Rosa Gil", "state", to="no_show")


async def evening(day: Day, http: httpx.AsyncClient, carla: Customer) -> None:
    moved = {
        "to_day": "2026-11-24",
        "to_at": "10:00",
        "to_member": day.id("members", "laura"),
        "to_minutes": "30",
        "tell": "1",
    }
    await day.act(http, "Carla Soto", "move", **moved)
    told = await carla.listen()
    assert "martes 24 de noviembre, 10:00 a. m." in told
    [block] = day.front.rows(
        "select b.id from agenda_blocks b join members m on m.id = b.member_id where m.key = 'camila'"
    )
    page = (await http.get(f"{AGENDA}/blocks/{block['id']}")).text
    assert "Coordinadora" in page, "who blocked it"
    assert page.count("Se movió") == 2, "nobody is left in it"


def check_rows(day: Day) -> None:
    """What stands at the end, who did it, and that nobody's words are where they should not be."""
    booked = day.booked()
    assert booked["Dora Paz"] == ("masaje-relajante", "laura", "23 10:00", "completed")
    assert booked["Rosa Gil"] == ("masaje-relajante", "paula", "23 11:30", "no_show")
    assert booked["Carla Soto"] == ("diseno-de-cejas", "laura", "24 10:00", "scheduled")
    assert booked["Ana Ruiz"][0] == "limpieza-facial"
    assert booked["Ana Ruiz"][2] != "23 15:00"
    assert len(booked) == 4
    assert [kind for kind, _, _ in day.events("Ana Ruiz")] == ["booked", "moved"]
    assert {account for _, _, account in day.events("Ana Ruiz")} == {None}, "she did it herself"
    assert [(k, a) for k, _, a in day.events("Dora Paz")] == [
        ("booked", None),
        ("arrived", "beto"),
        ("completed", "beto"),
    ]
    assert [(k, a) for k, _, a in day.events("Rosa Gil")] == [
        ("booked", "beto"),
        ("no_show", "beto"),
    ]
    assert [(k, a) for k, _, a in day.events("Carla Soto")] == [("booked", None), ("moved", "beto")]
    assert day.actions() == [
        *(("beto", act) for act in ("taken", "answered", "closed", "given_back", "booked")),
        *(("beto", act) for act in ("arrived", "completed", "blocked", "no_show")),
        *(("coordinator", act) for act in ("planned", "blocked", "offered", "offered")),
        *(("beto", act) for act in ("moved", "told")),
    ]
    blocks = day.front.rows(
        "select m.key, split_part(s.email, '@', 1) as account, r.key as recipient from agenda_blocks b "
        "join members m on m.id = b.member_id left join staff_accounts s on s.id = b.account_id "
        "left join internal_notifications_config r on r.id = b.recipient_id order by 1"
    )
    assert [tuple(row.values()) for row in blocks] == [
        ("camila", None, "coordinator"),
        ("laura", "beto", None),
    ]
    unsent = "select status, count(*) from chat_messages where direction = 'outbound' group by 1"
    assert {row["status"] for row in day.front.rows(unsent)} <= {"sent", "delivered", "read"}
    assert (
        day.front.rows("select 1 from staff_messages where body <> '' or handled_at is null") == []
    )
    assert not day.front.rows("select 1 from chat_identities where phone = %s", OWNER)
    assert not day.front.rows("select 1 from holds where expires_at > now() and kind = 'waiting'")


async def check_figures(day: Day) -> None:
    """The console's figures of the day are those of the rows."""
    async with logged_in(day.front) as http:
        page = await http.get(f"/console/figures?from={DAY}&to={DAY}")
        assert page.status_code == 200
        sheet = await http.get(f"/console/figures/day.csv?from={DAY}&to={DAY}")
    [row] = csv.DictReader(StringIO(sheet.text.removeprefix("\ufeff")))
    names = ("chats", "unaided", "booked", "moved", "cancelled", "no_show", "calls")
    assert {name: int(row[name]) for name in names} == {
        "chats": 3,  # Ana, Carla, Eva
        "unaided": 2,
        "booked": 1,  # Rosa, at the door
        "moved": 2,  # Ana by herself, Carla by Beto
        "cancelled": 0,
        "no_show": 1,
        "calls": 1,
    }
