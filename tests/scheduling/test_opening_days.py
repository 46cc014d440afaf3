"""What is said of days is what bookings know: random calendars, both asked."""

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from agent.types import Json
from tests.conversations.agenda_rules import add, change
from tests.front import Front
from tests.front_fixtures import Opening, clinic, open_front_with

__all__ = ["clinic", "open_front_with"]

FIRST = date(2026, 11, 23)
DAYS = 14
DURATION = timedelta(minutes=30)
_DAY_HOURS: tuple[list[tuple[str, str]], ...] = (
    [],
    [],
    [("08:00", "12:00")],
    [("08:00", "12:00"), ("14:00", "19:00")],
    [("09:30", "13:15"), ("15:45", "18:00")],
    [("20:00", "24:00")],
    [("00:00", "02:00")],
    [("00:00", "02:00"), ("20:00", "24:00")],
    [("00:00", "24:00")],
    [("06:00", "24:00")],
)


async def test_what_is_told_is_what_can_be_booked(clinic: Front) -> None:
    dice = random.Random(54)
    change(clinic, "organizations", notice_minutes=0, horizon_days=300, slot_step_minutes=15)
    service = _only_service(clinic)
    for _ in range(40):
        zone = dice.choice(["America/Bogota", "America/Sao_Paulo", "Europe/Madrid", "Asia/Kolkata"])
        change(clinic, "organizations", time_zone=zone, holidays=dice.random() < 0.5)
        _calendar(clinic, dice)
        told = await _told(clinic)
        starts = await _starts(clinic, service)
        _agree(told, starts)


def _only_service(front: Front) -> str:
    """Half an hour with a member who has no hours of her own."""
    organization = front.organization("aurora")
    add(front, "members", key="nadie", name="Sol Prueba", role="prueba")
    add(front, "services", key="corta", name="Corta", duration_minutes=30)
    add(front, "member_services", member="nadie", service="corta")
    found = front.rows(
        "select id from services where organization_id = %s and key = 'corta'", organization
    )
    return str(found[0]["id"])


def _calendar(front: Front, dice: random.Random) -> None:
    organization = front.organization("aurora")
    for table in (
        "organization_availability",
        "organization_special_dates",
        "vacations",
        "organization_holidays",
    ):
        front.execute(f"delete from {table} where organization_id = %s", organization)
    for weekday in range(1, 8):
        for opens, closes in dice.choice(_DAY_HOURS):
            add(front, "organization_availability", weekday=weekday, opens=opens, closes=closes)
    days = [FIRST + timedelta(days=n) for n in range(-1, DAYS + 2)]
    for day in dice.sample(days, 3):
        hours: list[Any] = list(dice.choice(_DAY_HOURS)) or [(None, None)]
        for opens, closes in hours:
            row = {"day": day, "label": "Especial", "opens": opens, "closes": closes}
            add(front, "organization_special_dates", **row)
    if dice.random() < 0.5:
        first = dice.choice(days)
        last = first + timedelta(days=dice.randrange(3))
        add(front, "vacations", first_day=first, last_day=last, label="Vacaciones")
    for day in dice.sample(days, 2):
        add(front, "organization_holidays", day=day, name="Fiesta")


async def _told(front: Front) -> list[Json]:
    """From a day before, whose night may reach into the first day."""
    row = await front.container.database.call(
        "opening_days",
        organization=front.organization("aurora"),
        **{"from": FIRST - timedelta(days=1), "to": FIRST + timedelta(days=DAYS)},
    )
    days: list[Json] = row["days"]
    return days


async def _starts(front: Front, service: str) -> set[datetime]:
    found = await front.container.database.call(
        "availability",
        organization=front.organization("aurora"),
        services=[service],
        **{"from": FIRST, "to": FIRST + timedelta(days=DAYS - 1)},
    )
    return {datetime.fromisoformat(start["local"]) for start in found["starts"]}


def _agree(days: list[Json], starts: set[datetime]) -> None:
    spans = [_span(day["day"], span) for day in days for span in day["open"]]
    pieces = _joined(spans)
    for start in starts:
        assert any(a <= start and start + DURATION <= b for a, b in pieces), (start, days)
    begin, end = (
        datetime.combine(d, datetime.min.time()) for d in (FIRST, FIRST + timedelta(days=DAYS))
    )
    for opens, closes in spans:
        inside = [s for s in starts if opens <= s < closes]
        if begin <= opens and closes <= end and closes - opens >= DURATION:
            assert min(inside) == opens, (opens, days)
            last = closes if any(a == closes for a, _ in spans) else closes - DURATION
            assert last - max(inside) <= timedelta(minutes=15), (closes, days)
    for day in days:
        if not day["open"] and begin.date() <= date.fromisoformat(day["day"]) < end.date():
            assert all(
                s < closes
                for s in starts
                if s.date().isoformat() == day["day"]
                for opens, closes in spans
                if opens < s.replace(hour=0, minute=0) < closes
            )


def _joined(
    spans: list[tuple[datetime, datetime]],
) -> list[tuple[datetime, datetime]]:
    """What goes on at midnight as one piece."""
    joined: list[tuple[datetime, datetime]] = []
    for opens, closes in sorted(spans):
        if joined and joined[-1][1] == opens:
            joined[-1] = (joined[-1][0], closes)
        else:
            joined.append((opens, closes))
    return joined


def _span(day: str, span: Json) -> tuple[datetime, datetime]:
    at = datetime.fromisoformat(day)
    hour, minute = map(int, span["to"].split(":"))
    closes = at + timedelta(days=int(span["next"]), hours=hour, minutes=minute)
    return datetime.fromisoformat(f"{day}T{span['from']}"), closes


# Single days


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        ([("20:00", "24:00")], [("20:00", "24:00", False)]),
        ([("00:00", "02:00"), ("20:00", "24:00")], [("20:00", "02:00", True)]),
        ([("00:00", "24:00")], [("00:00", "24:00", False)]),
        (
            [("00:00", "13:00"), ("22:00", "24:00")],
            [("00:00", "13:00", False), ("22:00", "24:00", False)],
        ),
    ],
)
async def test_a_night_belongs_to_the_day_on_which_it_began(
    clinic: Front, hours: list[tuple[str, str]], told: list[tuple[str, str, bool]]
) -> None:
    organization = clinic.organization("aurora")
    clinic.execute("delete from organization_availability where organization_id = %s", organization)
    for weekday in range(1, 8):
        for opens, closes in hours:
            add(clinic, "organization_availability", weekday=weekday, opens=opens, closes=closes)
    row = await clinic.container.database.call(
        "opening_days", organization=organization, **{"from": FIRST, "to": FIRST}
    )
    assert [(s["from"], s["to"], s["next"]) for s in row["days"][0]["open"]] == told


async def test_what_closes_a_day_is_told_in_the_order_in_which_it_counts(clinic: Front) -> None:
    """Special dates go before vacations, and these before holidays."""
    change(clinic, "organizations", holidays=True)
    for number, (cause, day) in enumerate(
        [
            ("special", FIRST),
            ("vacation", FIRST + timedelta(days=1)),
            ("holiday", FIRST + timedelta(days=2)),
        ]
    ):
        add(clinic, "organization_holidays", day=day, name="Fiesta")
        if number < 2:
            add(clinic, "vacations", first_day=day, last_day=day, label="Descanso")
        if number < 1:
            add(
                clinic,
                "organization_special_dates",
                day=day,
                label="Evento",
                opens="10:00",
                closes="11:00",
            )
        row = await clinic.container.database.call(
            "opening_days", organization=clinic.organization("aurora"), **{"from": day, "to": day}
        )
        told = row["days"][0]
        expected = {"special": "Evento", "vacation": "Descanso", "holiday": "Fiesta"}[cause]
        assert (told["cause"], told["label"], told["holiday"]) == (cause, expected, "Fiesta")
        assert bool(told["open"]) is (cause == "special")
    assert row["next"]["day"] == str(FIRST + timedelta(days=3))


async def test_a_member_works_in_the_hours_of_the_business(clinic: Front) -> None:
    organization = clinic.organization("aurora")
    laura = clinic.rows(
        "select id from members where organization_id = %s and key = 'laura'", organization
    )
    add(clinic, "member_special_dates", member="laura", day=FIRST)
    row = await clinic.container.database.call(
        "opening_days",
        organization=organization,
        member=laura[0]["id"],
        **{"from": FIRST, "to": FIRST + timedelta(days=6)},
    )
    assert row["days"][0]["away"] is True
    assert row["days"][0]["open"] == []
    sunday = row["days"][6]
    assert (sunday["away"], sunday["open"]) == (False, [])


async def test_nothing_is_told_of_another_tenant(clinic: Front, open_front_with: Opening) -> None:
    add(clinic, "organization_special_dates", day=FIRST, label="Secreto")
    row = await clinic.container.database.call(
        "opening_days", organization=clinic.organization("sorriso"), **{"from": FIRST, "to": FIRST}
    )
    assert "Secreto" not in str(row)
