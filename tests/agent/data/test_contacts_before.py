"""Contacts and chats that stood before phones had one form: migrations/0017_contacts.sql."""

import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from agent.data.migrate import MIGRATIONS, migrate, read_migrations
from gateway.channels.kit import phones
from tests.databases import execute, rows

STEP = "0017_contacts.sql"
ORGANIZATION = UUID(int=1)
OTHER = UUID(int=2)


@dataclass
class Before:
    """A database as it was before the step; `after` takes it."""

    url: str
    days: int = 0
    connections: dict[str, UUID] = field(default_factory=dict)

    def add(self, table: str, **columns: Any) -> UUID:
        columns = {"organization_id": ORGANIZATION, **columns}
        names, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
        insert = f"insert into {table} ({names}) values ({marks}) returning id"
        found: UUID = rows(self.url, insert, *columns.values())[0]["id"]
        return found

    def contact(self, name: str | None, phone: str | None, **columns: Any) -> UUID:
        self.days += 1
        made = f"2026-01-01T00:{self.days // 60 % 60:02d}:{self.days % 60:02d}Z"
        return self.add("contacts", name=name, phone=phone, created_at=made, **columns)

    def chat(self, connection: str, address: str, who: UUID | None, **columns: Any) -> UUID:
        if connection not in self.connections:
            self.connections[connection] = self._connection(connection)
        place = self.connections[connection]
        phone = address.partition("@")[0] if "@lid" not in address else None
        about = {"phone": phone, "contact_id": who, **columns}
        chat = self.add("chat_identities", connection_id=place, address=address, **about)
        execute(
            self.url,
            "insert into chat_addresses values (%s, %s, %s, %s)",
            ORGANIZATION, place, address, chat,
        )  # fmt: skip
        return chat

    def appointment(self, who: UUID, chat: UUID | None, at: str, member: UUID) -> UUID:
        service = rows(self.url, "select id from services")[0]["id"]
        return self.add(
            "appointments", contact_id=who, chat_identity_id=chat, service_id=service,
            member_id=member, attendee_name="Ana", starts_at=at, ends_at=f"{at[:14]}30Z",
            during=f"[{at},{at[:14]}30Z)", created_at=at, updated_at=at,
        )  # fmt: skip

    def after(self) -> list[str]:
        return migrate(self.url)

    def _connection(self, key: str) -> UUID:
        return self.add(
            "platform_connections",
            key=key, channel=key, name=key, token_env="X", token_hash=key.encode(),
        )  # fmt: skip


@pytest.fixture
def before(empty_database_url: str, tmp_path: Path) -> Before:
    for migration in read_migrations():
        if migration.name < STEP:
            shutil.copy(MIGRATIONS / migration.name, tmp_path)
    migrate(empty_database_url, tmp_path)
    base = Before(empty_database_url)
    for organization, slug in ((ORGANIZATION, "one"), (OTHER, "other")):
        execute(
            base.url,
            "insert into organizations (id, slug, name, language, time_zone, country, currency) "
            "values (%s, %s, 'X', 'pt', 'America/Sao_Paulo', 'BR', 'BRL')",
            organization, slug,
        )  # fmt: skip
    base.add("services", key="visit", name="Visita", duration_minutes=30)
    return base


def member(before: Before, key: str) -> UUID:
    return before.add("members", key=key, name=key)


def test_two_contacts_of_one_person_become_the_older(before: Before) -> None:
    ana = before.contact("Ana", "551187654321")
    again = before.contact("Ana Pérez", "5511987654321", email="ana@example.com")
    neighbour = before.contact("Lia", "551137654321")
    abroad = before.contact("Ana", "5511987654321", organization_id=OTHER)
    by_gupshup = before.chat("gupshup", "551187654321", ana)
    by_evolution = before.chat("evolution", "5511987654321@s.whatsapp.net", again)
    one = before.appointment(ana, by_gupshup, "2026-12-01T10:00Z", member(before, "a"))
    two = before.appointment(again, by_evolution, "2026-12-02T10:00Z", member(before, "b"))
    for who, granted, at in ((ana, True, "2026-11-01"), (again, False, "2026-11-02")):
        execute(
            before.url,
            "insert into contact_authorizations (organization_id, contact_id, kind, granted, at) "
            "values (%s, %s, 'reminders', %s, %s)",
            ORGANIZATION, who, granted, at,
        )  # fmt: skip
    assert STEP in before.after()
    assert rows(before.url, "select id, name, phone, email, merged_into from contacts order by created_at") == [
        {"id": ana, "name": "Ana", "phone": "5511987654321", "email": "ana@example.com", "merged_into": None},
        {"id": again, "name": "Ana Pérez", "phone": None, "email": "ana@example.com", "merged_into": ana},
        {"id": neighbour, "name": "Lia", "phone": "551137654321", "email": None, "merged_into": None},
        {"id": abroad, "name": "Ana", "phone": "5511987654321", "email": None, "merged_into": None},
    ]  # fmt: skip
    moved = rows(before.url, "select id, contact_id, status from appointments order by starts_at")
    assert [tuple(row.values()) for row in moved] == [
        (one, ana, "scheduled"),
        (two, ana, "scheduled"),
    ]
    consent = rows(before.url, "select contact_id, granted from contact_authorizations")
    assert consent == [{"contact_id": ana, "granted": False}]
    talks = rows(
        before.url, "select id, contact_id, phone, address from chat_identities order by address"
    )
    assert [tuple(row.values()) for row in talks] == [
        (by_gupshup, ana, "5511987654321", "551187654321"),
        (by_evolution, ana, "5511987654321", "5511987654321@s.whatsapp.net"),
    ]
    assert before.after() == []


def test_two_chats_of_one_person_at_one_connection_go_on_as_one(before: Before) -> None:
    ana = before.contact("Ana", "551187654321")
    old = before.chat("gupshup", "551187654321", ana, last_inbound_at="2026-11-01")
    new = before.chat(
        "gupshup", "5511987654321", None, last_inbound_at="2026-11-02", opted_out_at="2026-11-02"
    )
    before.chat("gupshup", "5491123456789", None)
    before.after()
    names = rows(before.url, "select chat_identity_id as chat, address from chat_addresses")
    assert sorted(n["address"] for n in names if n["chat"] == new) == [
        "+5511987654321", "551187654321", "5511987654321",
    ]  # fmt: skip
    assert {n["address"] for n in names if n["chat"] != new} == {"+5491123456789", "5491123456789"}
    about = rows(
        before.url,
        "select contact_id, opted_out_at is null as open from chat_identities where id = %s",
        new,
    )
    assert about == [{"contact_id": ana, "open": False}]
    assert rows(before.url, "select count(*) as n from chat_identities where id = %s", old) == [
        {"n": 1}
    ]


def test_who_booked_without_a_phone_that_is_known_now(before: Before) -> None:
    """A chat known by LID first; the phone came later and only the chat had it."""
    ana = before.contact("Ana", None)
    before.chat("evolution", "100000000000001@lid", ana, phone="551187654321")
    before.contact(None, "551187654322")
    lia = before.contact("Lia", None)
    before.chat("evolution", "100000000000002@lid", lia, phone="551187654322")
    before.after()
    left = rows(
        before.url, "select name, phone from contacts where merged_into is null order by phone"
    )
    assert left == [
        {"name": "Ana", "phone": "5511987654321"},
        {"name": "Lia", "phone": "5511987654322"},
    ]


def test_an_appointment_booked_under_both_numbers_stands_once(before: Before) -> None:
    ana, again = before.contact("Ana", "525512345678"), before.contact("Ana", "5215512345678")
    one = before.appointment(ana, None, "2026-12-01T10:00Z", member(before, "a"))
    double = before.appointment(again, None, "2026-12-01T10:00Z", member(before, "b"))
    before.after()
    left = rows(
        before.url,
        "select id, contact_id, status from appointments order by created_at, status desc",
    )
    assert {tuple(row.values()) for row in left} == {
        (one, ana, "scheduled"),
        (double, ana, "cancelled"),
    }


def test_the_step_and_the_application_agree_on_every_form(before: Before) -> None:
    """Whoever stood there before is found by what their provider sends tomorrow."""
    dice = random.Random(11)
    heads = ("55", "5511", "5576", "552", "52", "521", "52044", "5201", "54", "549", "5411", "541115",
             "549115", "54341", "5434115", "54291515", "5492915", "57", "1", "34")  # fmt: skip
    given = {  # few different digits, so that spellings of one number meet
        dice.choice(heads) + "".join(dice.choices("0123456789", k=3)) + "1234567"[-length:]
        for length in dice.choices(range(3, 8), k=6000)
    }
    execute(
        before.url,
        "insert into contacts (organization_id, phone) select %s, p from unnest(%s::text[]) p",
        ORGANIZATION, list(given),
    )  # fmt: skip
    ids = {row["phone"]: row["id"] for row in rows(before.url, "select id, phone from contacts")}
    before.after()
    now = {
        row["id"]: row["phone"]
        for row in rows(
            before.url,
            "select c.id, k.phone from contacts c join contacts k on k.id = coalesce(c.merged_into, c.id)",
        )
    }
    assert {phone: now[ids[phone]] for phone in given} == {p: phones.canonical(p) for p in given}
    assert len(set(now.values())) < len(given), "no two of them were one person"
