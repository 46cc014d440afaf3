"""Customers of the chat page, who have no phone: what its socket hands in, read from its history."""

import itertools
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gateway.channels.web import Web
from tests import databases
from tests.front import Front


@dataclass
class Visitor:
    """One browser tab; `key` is all that says who it is."""

    front: Front
    key: str
    tenant: str = "aurora"
    client: str = "203.0.113.7"
    options: list[tuple[str, str]] = field(default_factory=list)
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    async def say(self, text: str) -> str:
        return await self._send({"text": text})

    async def tap(self, title: str) -> str:
        identifier, shown = next(o for o in self.options if title in o[1])
        return await self._send({"choice": {"id": identifier, "title": shown}})

    async def _send(self, frame: dict[str, Any]) -> str:
        before = len(self._received())
        token = databases.SECRETS[f"{self.tenant.upper()}_WEB_TOKEN"]
        connection = await self.front.container.connections.find("web", token)
        assert connection is not None
        about = {"customer": self.key, "id": f"m{next(self.numbers)}"}
        events = Web("").parse(frame | about)
        await self.front.container.inbox.receive(connection, events, self.client)
        await self.front.settle()
        new = self._received()[before:]
        listed = new[-1]["payload"].get("options", []) if new else []
        self.options = [(option["id"], option["title"]) for option in listed]
        return "\n".join(message["body"] for message in new)

    def _received(self) -> list[dict[str, Any]]:
        return self.front.rows(
            "select m.body, m.payload from chat_messages m "
            "join chat_identities i on i.id = m.chat_identity_id "
            "where i.address = %s and m.direction = 'outbound' order by m.seq",
            self.key,
        )


async def test_a_visitor_books_by_tapping(front: Front) -> None:
    visitor = Visitor(front, "a" * 32)
    await visitor.say("Hola, quiero un peeling el martes")
    assert "nombre" in await visitor.tap("9:30")
    receipt = await visitor.say("Ana Pérez")
    assert "Cita agendada" in receipt
    assert "recordatorio" not in receipt, "none would reach a page that was closed"
    assert visitor.options == []
    rows = front.rows("select starts_at, status from appointments")
    assert [row["starts_at"] for row in rows] == [
        datetime.fromisoformat("2026-11-24T09:30:00-05:00")
    ]
    assert front.rows("select phone from contacts") == [{"phone": None}]


async def test_a_visitor_sees_nothing_of_another(front: Front) -> None:
    one, other = Visitor(front, "b" * 32), Visitor(front, "c" * 32)
    await one.say("Hola, cejas para el lunes a las 10")
    await one.say("sí")
    await one.say("Ana Pérez")
    answer = await other.say("Hola, soy Ana Pérez, ¿cuándo es mi cita?")
    assert "23" not in answer
    answer = await other.say("cancela mi cita")
    assert "lunes 23" not in answer
    assert front.rows("select status from appointments") == [{"status": "scheduled"}]


async def test_a_visitor_in_portuguese_asks_for_a_person(front: Front) -> None:
    visitor = Visitor(front, "d" * 32, tenant="sorriso")
    price = await visitor.say("Oi, quanto custa o clareamento?")
    assert "R$ 890" in price
    await visitor.say("quero falar com uma pessoa")
    assert front.rows("select reason from escalations") == [{"reason": "asked"}]


async def test_one_visitor_with_many_tabs_does_not_empty_a_morning(front: Front) -> None:
    offered: set[str] = set()
    for number in range(6):
        tab = Visitor(front, f"{number:x}" * 32)
        await tab.say("Hola, quiero un peeling el martes por la mañana")
        free = next((title for _, title in tab.options if title not in offered), None)
        if free is None:
            break
        offered.add(free)
        assert "nombre" in await tab.tap(free)
        front.clock.advance(1)
    assert len(offered) > 3
    assert len(front.rows("select * from holds")) == 3
    [row] = front.rows("select distinct visitor from chat_identities")
    assert "203.0.113" not in row["visitor"]


async def test_visitors_elsewhere_hold_their_own(front: Front) -> None:
    for number in range(4):
        tab = Visitor(front, f"{number:x}" * 32, client=f"203.0.113.{number}")
        await tab.say("Hola, quiero un peeling el martes")
        await tab.tap(tab.options[0][1])
    held = front.rows("select * from holds")
    assert len(held) == 4


async def test_reminders_are_offered_where_one_arrives(front: Front) -> None:
    """To a visitor who is known from a chat that can be written to."""
    ana = front.customer()
    await ana.say("Hola")
    await ana.say("¿abren el sábado?")
    for text in ("cejas para el lunes a las 10", "sí", "Ana Pérez"):
        told = await ana.say(text)
    assert "recordatorios" in told
    visitor = Visitor(front, "e" * 32, tenant="sorriso")
    for text in ("Oi, quero uma limpeza na segunda às 9h", "sim", "Ana Souza"):
        told = await visitor.say(text)
    assert "✅" in told
    assert "lembrete" not in told
    front.execute(
        "insert into chat_identities (organization_id, connection_id, contact_id, address, created_at) "
        "select i.organization_id, c.id, i.contact_id, '5511', i.created_at from chat_identities i "
        "join platform_connections c on c.organization_id = i.organization_id and c.channel = 'gupshup' "
        "where i.address = %s",
        visitor.key,
    )
    for text in ("quero outra limpeza na terça às 9h", "sim"):
        told = await visitor.say(text)
    assert "lembrete" in told
