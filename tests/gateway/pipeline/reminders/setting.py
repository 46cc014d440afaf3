"""Customers with a chat at a provider, who booked by SQL functions; and what stands about them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tests.agenda import Client
from tests.front import Front

PHONE = "573005550101"


def at(text: str) -> datetime:
    """A moment in Bogotá, "2026-11-24T15:00"."""
    return datetime.fromisoformat(f"{text}:00-05:00")


async def guest(
    front: Front,
    phone: str = PHONE,
    *,
    channel: str = "evolution",
    tenant: str = "aurora",
    name: str = "Ana Pérez",
    reminders: bool | None = True,
) -> Client:
    """Someone who wrote once, told their name and answered the question about reminders."""
    customer = front.customer(phone, channel=channel, tenant=tenant)
    await customer.write("hola")
    client = Client(front, tenant, phone, name, conversation=customer.chat["id"])
    await client.named()
    if reminders is not None:
        await consent(client, reminders)
    return client


async def consent(client: Client, granted: bool) -> None:
    done = await client.act("consent_record", kind="reminders", granted=granted)
    assert done["status"] == "recorded"


async def move(client: Client, appointment: UUID, service: str, member: str, to: datetime) -> None:
    slot = await client.offered(service, member, to)
    proposed = await client.act("appointment_move", appointment=appointment, slot=slot)
    done = await client.act("appointment_move", proposal=proposed["proposal"])
    assert done["status"] == "moved", done


async def cancel(client: Client, appointment: UUID) -> None:
    proposed = await client.act("appointment_cancel", appointment=appointment)
    done = await client.act("appointment_cancel", proposal=proposed["proposal"])
    assert done["status"] == "cancelled", done


def rows(front: Front) -> list[tuple[str, str, str, str | None]]:
    """(kind, local due time, status, reason) of every row, in the order of due times."""
    found = front.rows(
        "select r.kind, to_char(r.due_at at time zone o.time_zone, 'DD HH24:MI') as due, "
        "r.status, r.reason from reminders r join organizations o on o.id = r.organization_id "
        "order by r.due_at, r.kind, r.created_at"
    )
    return [(row["kind"], row["due"], row["status"], row["reason"]) for row in found]


def waiting(front: Front) -> list[tuple[str, str]]:
    """(kind, local due time) of what still waits."""
    return [(kind, due) for kind, due, status, _ in rows(front) if status == "waiting"]


def ended(front: Front) -> list[tuple[str, str, str | None]]:
    """(kind, status, reason) of what waits no more."""
    return [(kind, status, why) for kind, _, status, why in rows(front) if status != "waiting"]


async def until(front: Front, moment: datetime) -> None:
    """The clock moves on to this moment, and what is due is done."""
    await front.pass_time((moment - front.clock.now()).total_seconds())
    await front.work()


def sent(front: Front) -> list[str]:
    """Texts of reminders and requests that a provider took, in order."""
    found = front.rows(
        "select body from chat_messages where payload ? 'reminder' and status = 'sent' order by seq"
    )
    return [row["body"] for row in found]


def set_organization(front: Front, **values: Any) -> None:
    front.execute(
        f"update organizations set {', '.join(f'{name} = %s' for name in values)} "
        "where slug = 'aurora'",
        *values.values(),
    )
