"""Reads what stands in the database back into a world, so that the model can be asked about it."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row

from tests.scheduling.business import (
    LIVE,
    Appointment,
    Business,
    Hold,
    Hours,
    Member,
    Minute,
    Service,
    Session,
    Slot,
    Special,
    Unit,
    Vacation,
    World,
)
from tests.scheduling.local_time import minute_of
from tests.scheduling.world import Owner

Row = dict[str, Any]
HOURS = ", ".join(
    f"extract(epoch from {edge})::integer / 60 as {edge}" for edge in ("opens", "closes")
)
"""In minutes: the driver does not read 24:00."""


def load(connection: Owner, now: datetime, chat: UUID) -> World:
    """The only organization of the database, as `chat` sees it."""
    read = _Reader(connection)
    contact = read.one("select contact_id from chat_identities where id = %s", chat)["contact_id"]
    return World(
        business(read),
        now,
        contact,
        tuple(_appointment(row) for row in read.rows("select * from appointments")),
        tuple(_session(row) for row in read.rows("select * from group_sessions")),
        tuple(_hold(read, row) for row in read.rows("select * from holds")),
    )


class _Reader:
    def __init__(self, connection: Owner) -> None:
        self._connection = connection

    def rows(self, query: str, *args: Any) -> list[Row]:
        with self._connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(query.encode(), args).fetchall()

    def one(self, query: str, *args: Any) -> Row:
        return self.rows(query, *args)[0]


# The business


def business(read: _Reader) -> Business:
    about = read.one("select * from organizations")
    return Business(
        about["time_zone"],
        tuple(_service(read, row) for row in read.rows("select * from services order by id")),
        tuple(_member(read, row) for row in read.rows("select * from members order by id")),
        tuple(
            Unit(row["id"], row["resource_id"], row["active"])
            for row in read.rows("select * from resource_units order by id")
        ),
        about["slot_step_minutes"],
        about["notice_minutes"],
        about["horizon_days"],
        _week(read.rows(f"select weekday, {HOURS} from organization_availability")),
        _specials(read.rows(f"select day, label, {HOURS} from organization_special_dates")),
        _vacations(read.rows("select * from vacations where member_id is null")),
        {row["day"]: row["name"] for row in read.rows("select * from organization_holidays")},
        about["holidays"],
    )


def _service(read: _Reader, row: Row) -> Service:
    def own(table: str, columns: str) -> list[Row]:
        return read.rows(f"select {columns} from {table} where service_id = %s", row["id"])

    return Service(
        row["id"],
        row["duration_minutes"],
        row["buffer_before_minutes"],
        row["buffer_after_minutes"],
        row["gap_from_minutes"],
        row["gap_minutes"],
        row["capacity"],
        row["slot_step_minutes"],
        row["notice_minutes"],
        row["horizon_days"],
        tuple(need["resource_id"] for need in own("service_resources", "resource_id")),
        _week(own("service_availability", f"weekday, {HOURS}")),
        row["bookable"],
        row["active"],
    )


def _member(read: _Reader, row: Row) -> Member:
    def own(table: str, columns: str) -> list[Row]:
        return read.rows(f"select {columns} from {table} where member_id = %s", row["id"])

    return Member(
        row["id"],
        frozenset(performed["service_id"] for performed in own("member_services", "service_id")),
        row["position"],
        row["notice_minutes"],
        row["horizon_days"],
        _week(own("member_availability", f"weekday, {HOURS}")),
        _specials(own("member_special_dates", f"day, label, {HOURS}")),
        _vacations(own("vacations", "*")),
        row["active"],
    )


def _week(rows: list[Row]) -> dict[int, Hours]:
    week: dict[int, Hours] = defaultdict(tuple)
    for row in rows:
        week[row["weekday"]] += ((row["opens"], row["closes"]),)
    return dict(week)


def _specials(rows: list[Row]) -> dict[date, Special]:
    hours: dict[date, Hours] = defaultdict(tuple)
    for row in rows:
        hours[row["day"]] += ((row["opens"], row["closes"]),) if row["closes"] else ()
    labels = {row["day"]: row["label"] for row in rows}
    return {day: Special(intervals, labels[day]) for day, intervals in hours.items()}


def _vacations(rows: list[Row]) -> tuple[Vacation, ...]:
    return tuple(Vacation(row["first_day"], row["last_day"], row["label"]) for row in rows)


# The agenda


def _appointment(row: Row) -> Appointment:
    return Appointment(
        row["id"], _slot(row, row["ends_at"]), row["contact_id"], row["status"], row["visit_id"],
        row["session_id"] if row["status"] in LIVE else None,
    )  # fmt: skip


def _session(row: Row) -> Session:
    return Session(row["id"], _slot(row, row["during"].upper), row["capacity"])


def _slot(row: Row, ends: datetime) -> Slot:
    gap = row.get("gap")
    return Slot(
        row["service_id"],
        row["member_id"],
        minute_of(row["starts_at"]),
        minute_of(ends),
        minute_of(row["during"].lower),
        minute_of(row["during"].upper),
        (minute_of(gap.lower), minute_of(gap.upper)) if gap else None,
        tuple(row["units"]),
    )


def _hold(read: _Reader, row: Row) -> Hold:
    """Its takings one by one, whoever or whatever is taken."""
    taken = read.rows("select * from occupancies where hold_id = %s", row["id"])
    seats = read.rows("select * from hold_seats where hold_id = %s", row["id"])
    return Hold(
        row["id"],
        row["chat_identity_id"],
        row["expires_at"],
        tuple(_taking(one["subject_id"], one["starts_at"], one["ends_at"]) for one in taken),
        tuple(_seat(one) for one in seats),
        row["kind"],
    )


def _taking(subject: UUID, begins: datetime, ends: datetime) -> Slot:
    begin, end = minute_of(begins), minute_of(ends)
    return Slot(subject, subject, begin, end, begin, end)


def _seat(row: Row) -> Slot:
    start: Minute = minute_of(row["starts_at"])
    return Slot(row["service_id"], row["member_id"], start, start, start, start)
