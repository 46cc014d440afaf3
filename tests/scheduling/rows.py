"""The rows of a world, table by table, in an order that keeps the references."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle
from typing import Any
from uuid import UUID

from tests.scheduling.agendas import CHATS, CONTACTS
from tests.scheduling.business import Hours, Slot, Special, Vacation, World
from tests.scheduling.local_time import moment

ORGANIZATION = UUID(int=1)
TURN = UUID(int=3)
_CONNECTION = UUID(int=2)
Row = dict[str, Any]
Rows = list[Row]


def tables(world: World) -> dict[str, Rows]:
    """Everything of the world that is a row."""
    of_organization = {
        **_services(world),
        **_members(world),
        **_hours(world),
        **_people(world),
        **_agenda(world),
        **_holds(world),
    }
    for rows in of_organization.values():
        for row in rows:
            row["organization_id"] = ORGANIZATION
    return {"organizations": [_organization(world)], **of_organization}


def _organization(world: World) -> Row:
    business = world.business
    return {
        "id": ORGANIZATION, "slug": "world", "name": "World", "language": "es",
        "time_zone": business.zone, "country": "CL", "currency": "USD",
        "slot_step_minutes": business.step, "notice_minutes": business.notice,
        "horizon_days": business.horizon, "holidays": business.observes_holidays,
    }  # fmt: skip


def _services(world: World) -> dict[str, Rows]:
    business = world.business
    resources = {unit.resource for unit in business.units}
    services = [
        {
            "id": s.id, "key": str(s.id), "name": "service", "duration_minutes": s.duration,
            "buffer_before_minutes": s.before, "buffer_after_minutes": s.after,
            "gap_from_minutes": s.gap_from, "gap_minutes": s.gap, "capacity": s.capacity,
            "slot_step_minutes": s.step, "notice_minutes": s.notice, "horizon_days": s.horizon,
            "bookable": s.bookable, "active": s.active,
        }
        for s in business.services
    ]  # fmt: skip
    units = [
        {"id": u.id, "resource_id": u.resource, "number": n, "active": u.active}
        for n, u in enumerate(business.units, 1)
    ]
    needs = [
        {"service_id": s.id, "resource_id": resource}
        for s in business.services
        for resource in s.resources
    ]
    return {
        "services": services,
        "resources": [{"id": r, "key": str(r), "name": "resource"} for r in resources],
        "resource_units": units,
        "service_resources": needs,
    }


def _members(world: World) -> dict[str, Rows]:
    members = world.business.members
    return {
        "members": [
            {
                "id": m.id, "key": str(m.id), "name": "member", "position": m.position,
                "notice_minutes": m.notice, "horizon_days": m.horizon, "active": m.active,
            }
            for m in members
        ],
        "member_services": [
            {"member_id": m.id, "service_id": service} for m in members for service in m.services
        ],
    }  # fmt: skip


# Hours


def _hours(world: World) -> dict[str, Rows]:
    business = world.business
    members = business.members
    return {
        "organization_availability": _week(business.week),
        "member_availability": [row for m in members for row in _week(m.week, member_id=m.id)],
        "service_availability": [
            row for s in business.services for row in _week(s.week, service_id=s.id)
        ],
        "organization_special_dates": _specials(business.special),
        "member_special_dates": [
            row for m in members for row in _specials(m.special, member_id=m.id)
        ],
        "vacations": [
            *_vacations(business.vacations),
            *(row for m in members for row in _vacations(m.vacations, m.id)),
        ],
        "organization_holidays": [
            {"day": day, "name": name} for day, name in business.holidays.items()
        ],
    }


def _week(week: dict[int, Hours], **owner: UUID) -> Rows:
    return [
        {**owner, "weekday": weekday, "opens": _clock(opens), "closes": _clock(closes)}
        for weekday, hours in week.items()
        for opens, closes in hours
    ]


def _specials(specials: dict[date, Special], **owner: UUID) -> Rows:
    found: Rows = []
    for day, special in specials.items():
        about = {**owner, "day": day, "label": special.label}
        found += [{**about, "opens": _clock(a), "closes": _clock(b)} for a, b in special.hours]
        if not special.hours:
            found.append({**about, "opens": None, "closes": None})
    return found


def _vacations(vacations: tuple[Vacation, ...], member: UUID | None = None) -> Rows:
    return [
        {"member_id": member, "first_day": v.first, "last_day": v.last, "label": v.label}
        for v in vacations
    ]


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


# People and their appointments


def _people(world: World) -> dict[str, Rows]:
    return {
        "contacts": [{"id": contact, "name": "Somebody"} for contact in CONTACTS],
        "platform_connections": [
            {
                "id": _CONNECTION, "key": "web", "channel": "web", "name": "web",
                "token_hash": "\\x00", "token_env": "WEB", "settings": {}, "active": True,
            }
        ],
        "chat_identities": [
            {
                "id": chat, "connection_id": _CONNECTION, "contact_id": contact,
                "address": str(chat), "created_at": world.now,
            }
            for chat, contact in zip(CHATS, cycle(CONTACTS), strict=False)
        ],
        "turns": [
            {
                "id": TURN, "chat_identity_id": CHATS[0], "token": 0, "status": "committed",
                "message_ids": "{}", "started_at": world.now, "trace": {},
            }
        ],
    }  # fmt: skip


def _agenda(world: World) -> dict[str, Rows]:
    seats = {session.id: iter(range(1, session.capacity + 1)) for session in world.sessions}
    capacities = {session.id: session.capacity for session in world.sessions}
    return {
        "group_sessions": [
            {
                "id": s.id, "service_id": s.slot.service, "member_id": s.slot.member,
                "starts_at": moment(s.slot.start), "during": _during(s.slot),
                "units": _array(s.slot.units), "capacity": s.capacity,
            }
            for s in world.sessions
        ],
        "appointments": [
            {
                "id": a.id, "contact_id": a.contact, "service_id": a.slot.service,
                "member_id": a.slot.member, "attendee_name": str(a.id.int), "status": a.status,
                "starts_at": moment(a.slot.start), "ends_at": moment(a.slot.end),
                "during": _during(a.slot), "gap": _gap(a.slot), "units": _array(a.slot.units),
                "visit_id": a.visit, "session_id": a.session,
                "seat": next(seats[a.session]) if a.session else None,
                "seats": capacities[a.session] if a.session else None,
                "created_at": world.now, "updated_at": world.now, "public_token": str(a.id),
            }
            for a in world.appointments
        ],
    }  # fmt: skip


def _holds(world: World) -> dict[str, Rows]:
    return {
        "slot_offers": [
            {
                "token": str(h.id), "chat_identity_id": h.chat, "turn_id": TURN,
                "service_id": slot.service, "member_id": slot.member, "items": [_item(slot)],
                "starts_at": moment(slot.start), "offered_at": world.now,
                "expires_at": world.now + timedelta(hours=24),
            }
            for h in world.holds
            for slot in (*h.slots, *h.seats)[:1]
        ],
        "holds": [
            {
                "id": h.id, "chat_identity_id": h.chat, "kind": h.kind, "offer_token": str(h.id),
                "created_at": world.now, "expires_at": h.expires,
            }
            for h in world.holds
        ],
        "occupancies": [
            {
                "subject_id": subject, "hold_id": h.id, "expires_at": h.expires,
                "starts_at": moment(begin), "ends_at": moment(end),
            }
            for h in world.holds
            for slot in h.slots
            for subject, begin, end in takings(slot)
        ],
        "hold_seats": [
            {
                "hold_id": h.id, "service_id": seat.service, "member_id": seat.member,
                "starts_at": moment(seat.start), "expires_at": h.expires,
            }
            for h in world.holds
            for seat in h.seats
        ],
    }  # fmt: skip


def _item(slot: Slot) -> Row:
    return {"service": slot.service, "member": slot.member, "at": moment(slot.start)}


def takings(slot: Slot) -> Iterator[tuple[UUID, int, int]]:
    """Who or what is taken from when to when."""
    if slot.gap:
        yield slot.member, slot.taken_from, slot.gap[0]
        yield slot.member, slot.gap[1], slot.taken_to
    else:
        yield slot.member, slot.taken_from, slot.taken_to
    for unit in slot.units:
        yield unit, slot.taken_from, slot.taken_to


def _during(slot: Slot) -> str:
    return f"[{moment(slot.taken_from)},{moment(slot.taken_to)})"


def _gap(slot: Slot) -> str | None:
    return f"[{moment(slot.gap[0])},{moment(slot.gap[1])})" if slot.gap else None


def _array(values: tuple[UUID, ...]) -> str:
    return "{" + ",".join(map(str, values)) + "}"
