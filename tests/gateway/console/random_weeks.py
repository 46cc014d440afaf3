"""Some random weeks of a business as rows, and the same figures counted from them in plain Python."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from tests.front import Front

FIRST, DAYS = datetime(2026, 10, 20, tzinfo=UTC), 30
"""In New York the clocks change in between."""
Row = dict[str, Any]
Line = tuple[str, str, datetime, UUID | None, str]
"""A message: direction, status, when, turn, payload."""
Counts = Counter[tuple[date, str, str, str]]
"""By day, figure, part and subject, as the SQL functions return them."""


def fill(front: Front, organization: UUID, chance: random.Random) -> None:
    """Chats with turns, calls, questions, costs, and appointments with what happened to them."""

    def at() -> datetime:
        return FIRST + timedelta(seconds=chance.randrange(DAYS * 86400))

    front.execute(
        "insert into chat_identities (organization_id, connection_id, address, created_at, last_inbound_at) "
        "select organization_id, id, key || n, frontdesk.now(), frontdesk.now() from platform_connections, generate_series(1, 6) n "
        "where organization_id = %s",
        organization,
    )
    chats = front.rows(
        "select id, connection_id from chat_identities where organization_id = %s", organization
    )
    for _ in range(150):
        _turn(front, organization, chance.choice(chats), at(), chance)
    for _ in range(20):
        front.execute(
            "insert into escalations (organization_id, chat_identity_id, reason, created_at) values (%s, %s, %s, %s)",
            organization, chance.choice(chats)["id"], chance.choice(["asked", "health", "money"]), at(),
        )  # fmt: skip
        front.execute(
            "insert into knowledge_gaps (organization_id, question, asked_at) values (%s, %s, %s)",
            organization, chance.choice(["¿Hay wifi?", "hay wifi", "¿Aceptan perros?"]), at(),
        )  # fmt: skip
        front.execute(
            "insert into model_usage values (%s, gen_random_uuid(), %s, 'x', %s, 2, 1, 0, 1, %s, now())",
            organization, at().date(), chance.choice(["a:b", "offline"]), chance.choice([None, 0.125]),
        )  # fmt: skip
    _appointments(front, organization, chance, at)


def _turn(front: Front, organization: UUID, chat: Row, at: datetime, chance: random.Random) -> None:
    """A customer writes once or twice; the assistant answers, or one of staff, or nobody."""
    turn = UUID(int=chance.getrandbits(128))
    end = at + timedelta(seconds=chance.randrange(90))
    inbound: Line = ("inbound", "handled", at, turn, "{}")
    written = [inbound] * chance.choice([1, 2])
    answered = chance.choice(["assistant", "assistant", "console", "app", "nobody"])
    if answered == "assistant":
        written += [("outbound", "sent", end, turn, "{}")]
    elif answered == "console":
        written += [("outbound", "sent", end, None, '{"staff": {}}')]
    elif answered == "app":
        written += [("staff", "seen", end, None, "{}")]
    for direction, status, moment, of, payload in written:
        front.execute(
            "insert into chat_messages (organization_id, chat_identity_id, connection_id, direction, status, "
            "created_at, turn_id, payload) values (%s, %s, %s, %s, %s, %s, %s, %s::jsonb)",
            organization, chat["id"], chat["connection_id"], direction, status, moment, of, payload,
        )  # fmt: skip


def _appointments(front: Front, organization: UUID, chance: random.Random, at: Any) -> None:
    front.execute("insert into contacts (organization_id, name) values (%s, 'Eva')", organization)
    front.execute(
        "insert into appointments (organization_id, contact_id, service_id, member_id, starts_at, ends_at, during, "
        "price, currency, created_at, updated_at, attendee_name) "
        "select c.organization_id, c.id, s.id, m.id, t.at, t.at + interval '1 hour', tstzrange(t.at, t.at + "
        "interval '1 hour'), 50000, 'COP', frontdesk.now(), frontdesk.now(), m.key from contacts c, members m, "
        "(select id from services where organization_id = %s order by key limit 1) s, "
        "generate_series('2026-10-20'::timestamptz, '2026-10-25', '1 day') t (at) "
        "where c.name = 'Eva' and c.organization_id = %s and m.organization_id = %s",
        *[organization] * 3,
    )
    rows = front.rows(
        "select id, member_id from appointments where organization_id = %s", organization
    )
    for _ in range(120):
        row = chance.choice(rows)
        kind = chance.choice(["booked", "moved", "cancelled", "no_show", "confirmed"])
        detail = {"booked": '{"member": "%s"}', "moved": '{"to_member": "%s"}'}.get(kind, "{}")
        front.execute(
            "insert into appointment_events (organization_id, appointment_id, at, kind, actor, detail) "
            "values (%s, %s, %s, %s, %s, %s::jsonb)",
            organization, row["id"], at(), kind, chance.choice(["customer", "staff", "system"]),
            detail.replace("%s", str(chance.choice(rows)["member_id"])),
        )  # fmt: skip


def counted(front: Front, organization: UUID, zone: ZoneInfo) -> Counts:
    """Everything that is counted day by day, from the rows as they stand."""

    def rows(table: str) -> list[Row]:
        return front.rows(f"select * from {table} where organization_id = %s", organization)

    def day(at: datetime) -> date:
        return at.astimezone(zone).date()

    figures: Counts = Counter()
    messages, calls = rows("chat_messages"), rows("escalations")
    figures.update(
        _chats(messages, {(day(c["created_at"]), c["chat_identity_id"]) for c in calls}, day)
    )
    figures.update(_answers(messages, day))
    figures.update(
        (day(c["created_at"]), "calls", *p)
        for c in calls
        for p in [("", ""), ("reason", c["reason"])]
    )
    questions = {
        (day(g["asked_at"]), "".join(filter(str.isalnum, g["question"].lower())))
        for g in rows("knowledge_gaps")
    }
    figures.update((at, "gaps", "", "") for at, _ in questions)
    for use in rows("model_usage"):
        figures[use["day"], "cost", "", ""] += use["cost_usd"] or 0
        figures[use["day"], "unpriced", "", ""] += 2 * (
            use["cost_usd"] is None and use["model"] == "a:b"
        )
    figures.update(
        _events(rows("appointment_events"), {a["id"]: a for a in rows("appointments")}, day)
    )
    return Counter({key: n for key, n in figures.items() if n})


def _by_staff(message: Row) -> bool:
    return message["direction"] == "staff" or "staff" in message["payload"]


def _chats(messages: list[Row], called: set[Any], day: Any) -> Iterator[tuple[date, str, str, str]]:
    for at, chat in {
        (day(m["created_at"]), m["chat_identity_id"])
        for m in messages
        if m["direction"] == "inbound"
    }:
        of_day = [
            m for m in messages if m["chat_identity_id"] == chat and day(m["created_at"]) == at
        ]
        yield at, "chats", "", ""
        answered = any(m["direction"] == "outbound" and m["turn_id"] for m in of_day)
        if answered and not any(map(_by_staff, of_day)) and (at, chat) not in called:
            yield at, "unaided", "", ""


def _answers(messages: list[Row], day: Any) -> Iterator[tuple[date, str, str, str]]:
    for turn in {m["turn_id"] for m in messages} - {None}:
        of_turn = [m for m in messages if m["turn_id"] == turn]
        replies = [m["created_at"] for m in of_turn if m["direction"] == "outbound"]
        written = [m["created_at"] for m in of_turn if m["direction"] == "inbound"]
        if replies and written:
            yield (
                day(min(replies)),
                "answers",
                "seconds",
                str(round((min(replies) - max(written)).total_seconds())),
            )


def _events(
    events: list[Row], appointments: dict[Any, Row], day: Any
) -> Iterator[tuple[date, str, str, str]]:
    for one in events:
        if one["kind"] in ("booked", "moved", "cancelled", "no_show") and one["actor"] != "system":
            row = appointments[one["appointment_id"]]
            member = (
                one["detail"].get("to_member") or one["detail"].get("member") or row["member_id"]
            )
            for part in [("", ""), ("member", str(member)), ("service", str(row["service_id"]))]:
                yield day(one["at"]), one["kind"], *part


def nearest_rank(seconds: list[int], share: float) -> int | None:
    """The value that this share of them do not exceed."""
    ordered = sorted(seconds)
    return next((s for n, s in enumerate(ordered, 1) if n >= share * len(ordered)), None)
