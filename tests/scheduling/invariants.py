"""What must hold after any operations, computed from the appointments themselves."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from tests import databases
from tests.scheduling.business import LIVE, Service, Slot
from tests.scheduling.local_time import minute_of, moment
from tests.scheduling.model import slot_of
from tests.scheduling.rows import takings
from tests.scheduling.shop import SHOP

Row = dict[str, Any]
SERVICES: dict[UUID, Service] = {service.id: service for service in SHOP.services}
ENDS = ("cancelled", "completed", "no_show")


def check_everything(url: str) -> None:
    """Fails on the first thing that is not as it must be."""
    appointments = databases.rows(url, "select * from appointments order by id")
    sessions = databases.rows(url, "select * from group_sessions")
    live = [row for row in appointments if row["status"] in LIVE]
    nothing_overlaps([*(row for row in live if row["session_id"] is None), *sessions])
    sessions_are_full_of_people(sessions, live)
    occupancies_are_those_of(url, live, sessions)
    holds_are_whole(url)
    nobody_is_in_two_places(live)
    visits_are_whole(appointments)
    tokens_booked_once(appointments)
    for row in appointments:
        events = databases.rows(
            url, "select * from appointment_events where appointment_id = %s order by id", row["id"]
        )
        chain_is_legal(row, events)


def nothing_overlaps(rows: list[Row]) -> None:
    """Members (gaps left out), units and buffers, from the rules of the services."""
    taken: dict[UUID, Counter[int]] = defaultdict(Counter)
    for row in rows:
        for subject, begin, end in takings(_slot(row)):
            taken[subject].update(range(begin, end))
    twice = {who: moment(at) for who, minutes in taken.items() for at in minutes if minutes[at] > 1}
    assert twice == {}


def sessions_are_full_of_people(sessions: list[Row], live: list[Row]) -> None:
    for session in sessions:
        sitting = [row for row in live if row["session_id"] == session["id"]]
        assert sitting, "a session without anybody"
        assert len({row["seat"] for row in sitting}) == len(sitting) <= session["capacity"]
        for row in sitting:
            same = ("service_id", "member_id", "starts_at", "during")
            assert all(row[column] == session[column] for column in same)
    in_groups = {row["id"] for row in live if SERVICES[row["service_id"]].capacity > 1}
    assert in_groups == {row["id"] for row in live if row["session_id"]}


def occupancies_are_those_of(url: str, live: list[Row], sessions: list[Row]) -> None:
    """Every live appointment (or its session) has exactly what it takes, no other has any."""
    expected: Counter[tuple[UUID, UUID, datetime, datetime]] = Counter()
    for row in (*(r for r in live if r["session_id"] is None), *sessions):
        service = SERVICES[row["service_id"]]
        assert len(row["units"]) == len(service.resources)
        for subject, begin, end in takings(_slot(row)):
            expected[row["id"], subject, moment(begin), moment(end)] += 1
    found = databases.rows(url, "select * from occupancies where hold_id is null")
    assert expected == Counter(
        (r["appointment_id"] or r["session_id"], r["subject_id"], r["starts_at"], r["ends_at"])
        for r in found
    )


def holds_are_whole(url: str) -> None:
    """Each belongs to one chat, one of a kind; what it takes ends with it."""
    holds = databases.rows(url, "select * from holds")
    assert len({(row["chat_identity_id"], row["kind"]) for row in holds}) == len(holds)
    expiry = {row["id"]: row["expires_at"] for row in holds}
    for table in ("occupancies", "hold_seats"):
        for row in databases.rows(url, f"select * from {table} where hold_id is not null"):
            assert expiry[row["hold_id"]] == row["expires_at"]
    offers = databases.rows(
        url, "select 1 from holds h join slot_offers o on o.token = h.offer_token "
        "where o.chat_identity_id <> h.chat_identity_id"
    )  # fmt: skip
    assert offers == []


def nobody_is_in_two_places(live: list[Row]) -> None:
    busy: dict[tuple[UUID, str], Counter[int]] = defaultdict(Counter)
    for row in live:
        minutes = range(minute_of(row["starts_at"]), minute_of(row["ends_at"]))
        busy[row["contact_id"], row["attendee_name"]].update(minutes)
    assert {who for who, minutes in busy.items() if max(minutes.values()) > 1} == set()


def visits_are_whole(appointments: list[Row]) -> None:
    """Booked, moved and ended as a whole, each part after the one before it."""
    visits: dict[UUID, list[Row]] = defaultdict(list)
    for row in appointments:
        if row["visit_id"]:
            visits[row["visit_id"]].append(row)
    for parts in visits.values():
        parts.sort(key=lambda row: row["starts_at"])
        assert len(parts) > 1
        assert len({row["status"] for row in parts}) == 1
        assert len({row["contact_id"] for row in parts}) == 1
        for one, other in pairwise(parts):
            assert one["during"].upper == other["during"].lower


def tokens_booked_once(appointments: list[Row]) -> None:
    booked = {(row["offer_token"], row["visit_id"] or row["id"]) for row in appointments}
    assert len(booked) == len({token for token, _ in booked})


def chain_is_legal(row: Row, events: list[Row]) -> None:
    """From the booking to the state in which the appointment is, by allowed changes only."""
    state = "none"
    at, member = row["created_at"], ""
    for event in events:
        kind, detail = event["kind"], event["detail"]
        if kind == "booked":
            assert state == "none"
            state, at, member = "scheduled", _at(detail["starts_at"]), detail["member"]
        elif kind == "moved":
            assert state in LIVE
            assert (_at(detail["from"]), detail["from_member"]) == (at, member)
            state, at, member = "scheduled", _at(detail["to"]), detail["to_member"]
        elif kind == "confirmed":
            assert state == "scheduled"
            state = kind
        else:
            assert kind in ENDS
            assert state in LIVE
            assert kind == "cancelled" or event["at"] >= at
            state = kind
        assert (event["chat_identity_id"] is None) == (event["actor"] != "customer")
        assert (event["turn_id"] is None) == (event["actor"] != "customer")
    assert (state, at, member) == (row["status"], row["starts_at"], str(row["member_id"]))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _slot(row: Row) -> Slot:
    """By the rules of the service, not by what is stored, but for the units."""
    slot = slot_of(SERVICES[row["service_id"]], row["member_id"], minute_of(row["starts_at"]))
    return replace(slot, units=tuple(row["units"]))
