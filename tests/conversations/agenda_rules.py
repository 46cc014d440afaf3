"""Rules of the agenda that the demo businesses do not have, set by SQL; what then stands."""

from datetime import datetime
from typing import Any

from tests.front import Front


def at(text: str) -> datetime:
    """A local time, as `Front.appointments` gives it."""
    return datetime.fromisoformat(text)


def change(
    front: Front, table: str, key: str | None = None, tenant: str = "aurora", /, **values: Any
) -> None:
    """Columns of a service or member (by key), or of the organization itself."""
    columns = ", ".join(f"{name} = %s" for name in values)
    mine = "slug = %s" if table == "organizations" else "organization_id = %s and key = %s"
    found = (tenant,) if table == "organizations" else (front.organization(tenant), key)
    front.execute(f"update {table} set {columns} where {mine}", *values.values(), *found)


def add(front: Front, table: str, tenant: str = "aurora", /, **values: Any) -> None:
    """A row of the organization; `member` and `service` are keys."""
    organization = front.organization(tenant)
    row: dict[str, Any] = {"organization_id": organization}
    for name, value in values.items():
        if name in ("member", "service"):
            query = f"select id from {name}s where organization_id = %s and key = %s"
            row[f"{name}_id"] = front.rows(query, organization, value)[0]["id"]
        else:
            row[name] = value
    marks = ", ".join(["%s"] * len(row))
    front.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", *row.values())


def add_service(
    front: Front, key: str, name: str, members: list[str], tenant: str = "aurora", /, **values: Any
) -> None:
    """A service of half an hour, unless `values` say otherwise, that these members perform."""
    add(front, "services", tenant, **{"key": key, "name": name, "duration_minutes": 30, **values})
    for member in members:
        add(front, "member_services", tenant, service=key, member=member)


def week(
    front: Front, table: str, opens: str, closes: str, tenant: str = "aurora", **whose: str
) -> None:
    """The same hours on every day of the week, in place of what was there."""
    for weekday in range(1, 8):
        add(front, table, tenant, weekday=weekday, opens=opens, closes=closes, **whose)


def booked(front: Front, tenant: str = "aurora") -> list[tuple[str, str, str]]:
    """Service, member and local start of what customers booked, soonest first."""
    return [
        (a["service"], a["member"], f"{a['local']:%Y-%m-%d %H:%M}")
        for a in front.appointments(tenant)
        if a["phone"]
    ]


def visits(front: Front) -> list[list[str]]:
    """The services of each visit in order; what is no visit is left out."""
    query = (
        "select array_agg(s.key order by a.starts_at) as services from appointments a "
        "join services s on s.id = a.service_id where a.visit_id is not null "
        "and a.status in ('scheduled', 'confirmed') group by a.visit_id order by min(a.starts_at)"
    )
    return [row["services"] for row in front.rows(query)]
