"""Somebody whose data another customer, or another tenant, tries to get at."""

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import psycopg

from agent.types import Json
from tests.agenda import Client
from tests.front import Front
from tests.promises.tenants import booked_by, first_key, notification_of, offered_to, waits_for


@dataclass
class Victim:
    """`ids` by what functions call them (without p_); `secrets`: what no answer may contain; the
    first is in their name and in what they asked."""

    client: Client
    ids: dict[str, Any]
    secrets: list[str]

    @property
    def uuids(self) -> list[str]:
        return [str(value) for value in self.ids.values() if isinstance(value, UUID)]

    @property
    def marks(self) -> list[str]:
        """Ids that stand in nobody else's rows."""
        shared = {
            str(self.ids.get(name)) for name in ("connection", "service", "member", "account")
        }
        return [found for found in self.uuids if found not in shared]


_PERSON = """insert into people (organization_id, contact_id, name, name_key, created_at)
select organization_id, id, 'Iris', 'iris', now() from contacts where id = %s returning id"""
_NOTE = """insert into contact_notes (organization_id, contact_id, body, noted_at)
select organization_id, id, 'x', now() from contacts where id = %s returning id"""
_ANSWER = """insert into canned_answers (organization_id, title, body, written_at)
values (%s, gen_random_uuid()::text, 'x', now()) returning id"""


def _put(front: Front, statement: str, owner: UUID) -> UUID:
    row: UUID = front.rows(statement, owner)[0]["id"]
    return row


async def victim(front: Front, client: Client, service: str | None, member: str | None) -> Victim:
    """`client`, with a row of every kind that has an id."""
    secret = f"segredo-{client.conversation.hex[:8]}"
    client.name = f"Rui {secret}"
    await client.named()
    appointment = await booked_by(client, service, member)
    slot = await offered_to(client, service, member)
    proposal = (await client.act("appointment_cancel", appointment=appointment))["proposal"]
    entry = waits_for(front, client)
    await client.act("consent_record", kind="reminders", granted=True)
    begun = await client.begin()
    turn = UUID(begun["turn"])
    await client.call("knowledge_search", query=secret)
    row = front.rows("select * from chat_identities where id = %s", await client.chat())[0]
    kind = service or first_key(front, "services")
    organization = front.rows("select * from organizations where id = %s", client.organization)[0]
    ids: dict[str, Any] = {
        "conversation": row["id"],
        "chat": row["id"],
        "contact": row["contact_id"],
        "customer": row["contact_id"],
        "other": row["contact_id"],
        "person": _put(front, _PERSON, row["contact_id"]),
        "note": _put(front, _NOTE, row["contact_id"]),
        "answer": _put(front, _ANSWER, client.organization),
        "connection": row["connection_id"],
        "turn": turn,
        "message": UUID(begun["messages"][0]["id"]),
        "appointment": appointment,
        "slot": slot,
        "proposal": proposal,
        "entry": entry,
        "notification": await notification_of(client, turn),
        "reminder": front.rows("select id from reminders where appointment_id = %s", appointment)[
            0
        ]["id"],
        "service": client.key("services", kind),
        "member": front.rows("select member_id as id from appointments where id = %s", appointment)[
            0
        ]["id"],
        "user": uuid4(),
        "address": row["address"],
        "phone": client.phone,
    }
    await front.container.database.call(
        "reader_add", organization=client.organization, user=ids["user"]
    )
    secrets = [secret, str(client.phone)]
    if client.tenant == "sorriso":
        secrets += [organization["name"], organization["address"]]
    return Victim(client, ids, [secret for secret in secrets if secret])


@dataclass
class Attempts:
    """What was tried; prints itself so that a run shows how much that was."""

    made: list[str] = field(default_factory=list)

    def note(self, what: str) -> None:
        self.made.append(what)

    def enough(self, least: int) -> None:
        print(f"{len(self.made)} attempts, all refused")
        assert len(self.made) >= least, self.made


def value_of(name: str, kind: str, target: Victim) -> Any:
    """What an attacker passes as the argument `name`: the victim's, wherever there is such a thing."""
    ids = target.ids
    if name in ids and not (kind == "text" and name == "message"):  # words of one's own
        return ids[name]
    objects: dict[str, Any] = {
        "services": [str(ids["service"])],
        "starts": ["2026-11-25T15:00:00-05:00"],
        "replies": [{"text": "x", "payload": {}}],
        "events": [_message(target)],
        "recent": [],
        "params": ["a"],
        "appointment": {"id": str(ids["appointment"])},
        "result": {"state": "failed"},
        "days": [{"day": "2026-12-25", "name": "x"}],
    }
    texts = {
        "query": target.secrets[0], "kind": "reminders", "by": "person", "status": "sent", "reason": "asked",
        "delivery": "outbox", "channel": "gupshup", "language": "es",
    }  # fmt: skip
    if kind == "jsonb":
        return json.dumps(objects.get(name, {}))
    plain: dict[str, Any] = {
        "text": texts.get(name, "x"), "integer": 1, "bigint": 1, "double precision": 1.0,
        "boolean": True, "date": "2026-11-24", "timestamp without time zone": "2026-11-24 15:00",
        "time without time zone": None,
    }  # fmt: skip
    return plain.get(kind)  # of a type that no function took so far: nothing


def _message(target: Victim) -> Json:
    return {
        "type": "message",
        "id": "an-attempt",
        "addresses": [target.ids["address"]],
        "phone": target.ids["phone"],
        "name": "x",
        "kind": "text",
        "text": "x",
        "payload": {},
        "sent_at": None,
    }


def snapshot(connection: psycopg.Connection[Any], target: Victim) -> dict[str, str]:
    """Digests by table: all rows of another tenant, and whatever row names an id of the victim."""
    tables = connection.execute(
        "select c.relname, exists (select 1 from pg_attribute a where a.attrelid = c.oid and "
        "a.attname = 'organization_id') from pg_class c "
        "where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1"
    ).fetchall()
    organization = target.client.organization
    tenant = target.client.tenant == "sorriso"
    parts, args = [], []
    for name, of_tenant in tables:
        where = "t::text like any (%s)"
        args.append([f"%{found}%" for found in target.marks])
        if tenant:
            where += f" or {'organization_id' if of_tenant else 'id'} = %s"
            args.append(organization)  # type: ignore[arg-type]
        parts.append(
            f"select '{name}', md5(coalesce(string_agg(t::text, ',' order by t::text), '')) "
            f"from {name} t where {where}"
        )
    return dict(connection.execute(" union all ".join(parts).encode(), args).fetchall())
