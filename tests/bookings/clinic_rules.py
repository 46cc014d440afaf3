"""Rules that the demo clinic does not have, set by SQL for one test; and what then stands."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from agent.types import Json
from tests.agenda import Client
from tests.front import Front

AT = datetime.fromisoformat("2026-11-24T15:00:00-05:00")  # a Tuesday afternoon
FACIAL, LASER, MASSAGE, BROWS = (
    "limpieza-facial",
    "depilacion-laser",
    "masaje-relajante",
    "diseno-de-cejas",
)
CAMILA, LAURA, PAULA = "camila", "laura", "paula"


def set_service(front: Front, key: str, **values: Any) -> None:
    """Columns of an aurora service."""
    front.execute(
        f"update services set {', '.join(f'{name} = %s' for name in values)} "
        "where key = %s and organization_id = (select id from organizations where slug = 'aurora')",
        *values.values(),
        key,
    )


def set_organization(front: Front, **values: Any) -> None:
    front.execute(
        f"update organizations set {', '.join(f'{name} = %s' for name in values)} "
        "where slug = 'aurora'",
        *values.values(),
    )


def add_resource(front: Front, key: str, units: int, services: list[str]) -> None:
    """A kind of room or machine with some pieces, which these services need."""
    organization = front.organization("aurora")
    (made,) = front.rows(
        "insert into resources (organization_id, key, name) values (%s, %s, %s) returning id",
        organization,
        key,
        key,
    )
    front.execute(
        "insert into resource_units (organization_id, resource_id, number) "
        "select %s, %s, n from generate_series(1, %s) n",
        organization,
        made["id"],
        units,
    )
    front.execute(
        "insert into service_resources (organization_id, service_id, resource_id) "
        "select %s, s.id, %s from services s where s.organization_id = %s and s.key = any (%s)",
        organization,
        made["id"],
        organization,
        services,
    )


async def offer(client: Client, services: list[str], at: datetime, **args: Any) -> Json | None:
    """What a turn of its own offers for one start; None when it is not free."""
    begun = await client.begin()
    (found,) = await client.offers(begun, services, [at], **args)
    await client.end(begun)
    return found


async def book(client: Client, services: list[str], at: datetime, **args: Any) -> Json:
    """Offers and books; the result of the booking."""
    found = await offer(client, services, at, **args)
    assert found, f"{services} at {at} is not free"
    return await client.book(found["slot"])


def events(front: Front, appointment: str | UUID) -> list[str]:
    query = "select kind from appointment_events where appointment_id = %s order by id"
    return [row["kind"] for row in front.rows(query, appointment)]


def busy(front: Front) -> list[tuple[str, str]]:
    """What is taken: who or which unit, and local from–to, in order."""
    rows = front.rows(
        "select coalesce(m.key, r.key || ' ' || u.number) as who, "
        "to_char(o.starts_at at time zone 'America/Bogota', 'HH24:MI') || '-' || "
        "to_char(o.ends_at at time zone 'America/Bogota', 'HH24:MI') as span "
        "from occupancies o left join members m on m.id = o.subject_id "
        "left join resource_units u on u.id = o.subject_id "
        "left join resources r on r.id = u.resource_id order by 1, o.starts_at"
    )
    return [(row["who"], row["span"]) for row in rows]


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)
