"""A business of another CRM: dry, taken over, and a second time that changes nothing."""

import hashlib

import pytest

from agent.settings import Settings
from gateway.cli.importing import import_app
from tests.command_line import Deployment, command
from tests.databases import SECRETS
from tests.front import Front
from tests.gateway.importing.crm_tables import IVON, ROWS, TABLES, uuid

TOUCHED = """
services members member_services member_availability member_special_dates organization_availability contacts people
contact_notes contact_authorizations appointments appointment_events occupancies busy_times chat_identities
chat_messages reminders imported_rows
"""


class Crm:
    """The command over a made-up CRM that stands in a schema beside ours."""

    def __init__(self, front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
        self.front = front
        for name, value in SECRETS.items():
            monkeypatch.setenv(name, value)
        self._deployment = Deployment(front.container.database.conninfo, Settings(), front.clock)
        front.execute(TABLES)
        for table, rows in ROWS.items():
            for row in rows:
                front.execute(
                    f"insert into crm.{table} values ({', '.join(['%s'] * len(row))})", *row
                )

    async def take(self, *more: str) -> str:
        words = ("crm", "--from", self.front.url, "--schema", "crm", "--org", "aurora")
        which = ("--from-organization", "Peluquería Tijeras")
        result = await command(self._deployment, import_app, *words, *which, *more)
        assert result.exit_code == 0, result.output
        return result.output

    def digest(self) -> dict[str, str]:
        return {
            table: hashlib.sha256(
                repr(self.front.rows(f"select t::text from {table} t order by 1")).encode()
            ).hexdigest()
            for table in TOUCHED.split()
        }


@pytest.fixture
def crm(front: Front, monkeypatch: pytest.MonkeyPatch) -> Crm:
    return Crm(front, monkeypatch)


def counts(output: str) -> dict[str, list[int]]:
    """new, changed, as it was, left out: of every kind."""
    lines = (line.rsplit(maxsplit=4) for line in output.splitlines())
    return {
        one[0].strip(): [int(cell) for cell in one[1:]]
        for one in lines
        if len(one) == 5 and all(cell.isdigit() for cell in one[1:])
    }


async def test_a_business_is_taken_over_once(crm: Crm) -> None:
    before = crm.digest()
    dry = await crm.take("--dry-run", "--connection", "gupshup")
    assert "nothing was changed" in dry
    assert crm.digest() == before
    done = await crm.take("--connection", "gupshup")
    assert counts(done) == counts(dry)
    assert counts(done) == {
        "services": [2, 0, 0, 2],
        "hours": [0, 0, 0, 2],
        "members": [1, 0, 0, 1],
        "days of Lina Ospina": [1, 0, 0, 0],
        "customers": [2, 0, 1, 1],
        "notes": [2, 0, 0, 1],
        "documents, birthdays, addresses": [0, 0, 0, 1],
        "appointments": [3, 0, 0, 5],
        "chats": [1, 0, 0, 1],
        "times taken": [1, 0, 0, 0],
    }
    after = crm.digest()
    again = counts(await crm.take("--connection", "gupshup"))
    assert crm.digest() == after
    assert {(new, changed) for new, changed, _, _ in again.values()} == {(0, 0)}


async def test_what_is_left_out_has_a_reason(crm: Crm) -> None:
    output = await crm.take()
    for reason in (
        "Peinado exprés: duration_minutes",
        "Lina Ospina, wed: 16:00-10:00 cannot be",
        "2026-12-01 10:30 (00000009): overlaps 2026-12-01 10:00 (00000009) of the same member",
        "2026-12-15 12:00 (00000009): no service is named for it (--service); its time is kept as taken",
        "2026-12-22 12:00 (00000009): unknown status 'aplazada'",
        "2026-12-22 14:00 (00000009): its customer is not there",
        "2026-12-22 15:00 00000009: it is over there, but lies ahead",
        "longer than 500 letters",
        "customers: 00000004: it names nobody",
        "00000004: no phone that exists; taken without one",
        "contact_authorizations: 1 rows are not taken",
    ):
        assert reason in output, output


async def test_what_was_taken_stands_as_it_was_there(crm: Crm) -> None:
    await crm.take("--connection", "gupshup")
    query = (
        "select a.attendee_name, s.key as service, m.key as member, a.status, c.phone, "
        "p.name as person, a.starts_at at time zone 'America/Bogota' as at from appointments a "
        "join services s on s.id = a.service_id join members m on m.id = a.member_id "
        "join contacts c on c.id = a.contact_id left join people p on p.id = a.person_id order by a.starts_at"
    )
    rows = [(*list(row.values())[:6], f"{row['at']:%m-%d %H:%M}") for row in crm.front.rows(query)]
    assert rows == [
        ("Ivón Pardo", "permanente", "teo-rojas", "completed", "573005550171", None, "03-03 10:00"),
        ("Ivón Pardo", "corte-bob", "lina-ospina", "scheduled", "573005550171", None, "12-01 10:00"),
        ("Sol Pardo", "color-raiz", "lina-ospina", "confirmed", "573005550171", "Sol Pardo", "12-08 10:00"),
    ]  # fmt: skip
    # No consent is invented, so nobody is reminded; the assistant is silent where it was.
    assert crm.front.rows("select 1 from contact_authorizations") == []
    assert crm.front.rows("select 1 from reminders") == []
    (chat,) = crm.front.rows("select handled_by, handled_until from chat_identities")
    assert chat == {"handled_by": "person", "handled_until": None}
    said = crm.front.rows("select direction, status, body from chat_messages order by seq")
    assert [tuple(row.values()) for row in said] == [
        ("inbound", "handled", "¿Tienen cita?"),
        ("staff", "seen", "El martes a las 10"),
        ("inbound", "handled", "[image]"),
    ]


async def test_an_agreed_customer_is_reminded_of_it_once(crm: Crm) -> None:
    await crm.take()
    crm.front.execute(
        "insert into contact_authorizations (organization_id, contact_id, kind, granted, at) "
        "select organization_id, id, 'reminders', true, now() from contacts where phone = '573005550171'"
    )
    query = "select booking_id, kind, offset_minutes, status from reminders order by 1, 2"
    armed = crm.front.rows(query)
    await crm.take()
    assert crm.front.rows(query) == armed
    # Of the confirmed one nobody asks for a confirmation.
    assert sorted(row["kind"] for row in armed) == ["confirmation", "reminder", "reminder"]


async def test_what_changed_there_follows_unless_it_changed_here(crm: Crm) -> None:
    await crm.take()
    moved, cancelled = uuid(9, 1), uuid(9, 3)
    crm.front.execute(
        "update crm.appointments set start_time = '14:00', end_time = '14:45' where id = %s", moved
    )
    crm.front.execute("update crm.appointments set status = 'cancelada' where id = %s", cancelled)
    # The one that stood in the way of another one makes room for it.
    assert counts(await crm.take())["appointments"][:2] == [1, 2]
    query = "select status, to_char(starts_at at time zone 'America/Bogota', 'HH24:MI') as at from appointments "
    ahead = "where starts_at > '2026-11-20' order by starts_at"
    assert crm.front.rows(query + ahead) == [
        {"status": "scheduled", "at": "10:30"},
        {"status": "scheduled", "at": "14:00"},
        {"status": "cancelled", "at": "10:00"},
    ]
    crm.front.clock.advance(60)
    crm.front.execute("update appointments set status = 'cancelled' where status = 'scheduled'")
    crm.front.execute(
        "update crm.appointments set start_time = '15:00', end_time = '15:45' where id = %s", moved
    )
    output = await crm.take()
    assert "it is over here, and changed there since" in output
    assert crm.front.rows(query + ahead)[1]["at"] == "14:00"


async def test_who_was_erased_does_not_come_back(crm: Crm) -> None:
    await crm.take()
    crm.front.execute("update crm.contacts set email = 'new@example.com' where id = %s", IVON)
    crm.front.execute(
        "update contacts set name = null, phone = null, email = null where phone is not null"
    )
    output = await crm.take()
    assert "was erased here" in output
    assert (
        crm.front.rows("select 1 from contacts where email is not null or phone is not null") == []
    )
