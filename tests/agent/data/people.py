"""People under the names that providers give them: what is posted, and the rows it leaves."""

from typing import Any
from uuid import UUID

from agent.types import Json
from tests.agenda import Client
from tests.front import Front
from tests.providers import evolution, gupshup

WITH_NINE, WITHOUT_NINE = "5531987654321", "553187654321"
LID = "100000000000001@lid"


async def from_gupshup(front: Front, phone: str, words: str = "oi", **about: Any) -> None:
    front.clock.advance(1)  # chats in the order in which they began
    name = front.connection_name("sorriso", "gupshup")
    payload = gupshup.text(words, phone=phone, app=name, **about)
    payload["timestamp"] = int(front.clock.now().timestamp() * 1000)
    assert (await front.post("gupshup", "sorriso", payload)).status_code == 200


async def from_evolution(
    front: Front, jid: str, alternative: str | None = None, **about: Any
) -> None:
    front.clock.advance(1)
    name = front.connection_name("sorriso", "evolution")
    payload = evolution.text("oi", jid=jid, alternative=alternative, instance=name, **about)
    payload["data"]["messageTimestamp"] = int(front.clock.now().timestamp())
    assert (await front.post("evolution", "sorriso", payload)).status_code == 200


def jid(phone: str) -> str:
    return f"{phone}@s.whatsapp.net"


class ByLid(Client):
    """A customer whose `phone` is their LID."""

    async def begin(self) -> Json:
        await from_evolution(self.front, str(self.phone))
        self.front.clock.advance(11)
        begun: Json = await self.call("turn_begin")
        assert begun["status"] == "begin", begun
        return begun


def chats(front: Front) -> list[dict[str, Any]]:
    """Chats that still have a name at their provider, oldest first."""
    return front.rows(
        "select i.*, (select array_agg(a.address order by a.address) from chat_addresses a "
        "where a.chat_identity_id = i.id) as addresses from chat_identities i where exists "
        "(select from chat_addresses a where a.chat_identity_id = i.id) order by i.created_at, i.id"
    )


def contact(front: Front, name: str | None, phone: str | None, *, at: str = "2026-11-01") -> UUID:
    rows = front.rows(
        "insert into contacts (organization_id, name, phone, created_at) values (%s, %s, %s, %s) "
        "returning id",
        front.organization("sorriso"),
        name,
        phone,
        at,
    )
    found: UUID = rows[0]["id"]
    return found


def has(front: Front, chat: UUID, who: UUID) -> None:
    front.execute("update chat_identities set contact_id = %s where id = %s", who, chat)


def appointment(front: Front, who: UUID, at: str, *, member: int = 0, name: str = "Ana") -> UUID:
    rows = front.rows(
        "insert into appointments (organization_id, contact_id, service_id, member_id, attendee_name, "
        "starts_at, ends_at, during, created_at, updated_at) "
        "select m.organization_id, %s, s.id, m.id, %s, t.at, t.at + interval '30 minutes', "
        "tstzrange(t.at, t.at + interval '30 minutes'), now(), now() "
        "from members m, services s, (select %s::timestamptz as at) t where m.organization_id = %s "
        "and s.organization_id = m.organization_id and s.key = 'limpeza' "
        "order by m.position offset %s limit 1 returning id",
        who,
        name,
        at,
        front.organization("sorriso"),
        member,
    )
    found: UUID = rows[0]["id"]
    return found


def live(front: Front) -> list[tuple[UUID, UUID]]:
    """Appointments that stand, as pairs of their own id and the contact's."""
    rows = front.rows("select id, contact_id from appointments where status = 'scheduled'")
    return sorted((row["id"], row["contact_id"]) for row in rows)


def contacts(front: Front) -> list[tuple[str | None, str | None]]:
    """Name and phone of everybody, oldest first."""
    rows = front.rows(
        "select name, phone from contacts where merged_into is null order by created_at, id"
    )
    return [(row["name"], row["phone"]) for row in rows]
