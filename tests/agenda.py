"""A customer at the level of the SQL functions: turns, offers and bookings without any wording."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from agent.types import Json
from tests.front import Front

SHOWN = """
insert into chat_messages
    (organization_id, chat_identity_id, connection_id, direction, status, body, payload, created_at)
select i.organization_id, i.id, i.connection_id, 'outbound', 'sent', '…',
    jsonb_build_object('options', jsonb_build_array(jsonb_build_object('id', t.id, 'title', t.id))), t.at
from (
    select token as id, chat_identity_id, offered_at as at from slot_offers
    union all select token || ':yes', chat_identity_id, proposed_at from appointment_proposals
) t join chat_identities i on i.id = t.chat_identity_id where t.id = any (%s)
"""
"""Sends a message with the buttons of these times (tokens) and proposals ("token:yes"), without a turn."""


@dataclass
class Client:
    """One customer with a name, in a chat of their own."""

    front: Front
    tenant: str
    phone: str | None
    name: str = "Ana"
    conversation: UUID = field(default_factory=uuid4)
    ids: dict[tuple[str, str], UUID] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)

    @cached_property
    def organization(self) -> UUID:
        return self.front.organization(self.tenant)

    async def call(self, function: str, **args: Any) -> Any:
        """A function of the contract, for this conversation."""
        return await self.front.container.database.call(
            function, organization=self.organization, conversation=self.conversation, **args
        )

    async def begin(self) -> Json:
        """The customer writes and a turn begins."""
        put = await self.call("invoke_put", contact=None, phone=self.phone, message="…", recent=[])
        assert put is not None
        begun: Json = await self.call("turn_begin")
        assert begun["status"] == "begin", begun
        return begun

    async def end(self, begun: Json, **changed: Any) -> Json:
        """The turn is committed; only what it offers or proposes is told."""
        args: Json = {
            "turn": UUID(begun["turn"]),
            "token": begun["token"],
            "replies": self._told(),
            "checkpoint": None,
            "language": None,
            "trace": {},
            "stale_ok": True,
            "delivery": "caller",
        }
        done: Json = await self.call("turn_commit", **{**args, **changed})
        return done

    def _told(self) -> list[Json]:
        options = [{"id": one, "title": one} for one in self.shown]
        self.shown = []
        return [{"text": "…", "payload": {"options": options}}] if options else []

    async def act(self, function: str, **args: Any) -> Json:
        """A change in a turn of its own; a proposal is shown to the customer."""
        begun = await self.begin()
        result: Json = await self.call(function, turn=UUID(begun["turn"]), **args)
        if proposal := result.get("proposal"):
            self.shown.append(f"{proposal}:yes")
        await self.end(begun)
        return result

    async def named(self) -> "Client":
        begun = await self.begin()
        await self.call("contact_resolve", name=self.name)
        await self.end(begun)
        return self

    async def offer(self, begun: Json, service: str, member: str, at: datetime) -> str:
        """A slot offered in a running turn; its token. Fails when the start is not free."""
        offers = await self.offers(begun, [service], [at], member=member)
        assert offers[0], f"{service} with {member} at {at} is not free"
        return str(offers[0]["slot"])

    async def offers(
        self,
        begun: Json,
        services: list[str],
        starts: list[datetime],
        *,
        member: str | None = None,
        **args: Any,
    ) -> list[Json | None]:
        """What a running turn offers; None for a start that is not free."""
        offers: list[Json | None] = await self.call(
            "offers_put",
            turn=UUID(begun["turn"]),
            services=[str(self.key("services", service)) for service in services],
            starts=[at.isoformat() for at in starts],
            member=self.key("members", member) if member else None,
            **args,
        )
        self.shown += [str(offer["slot"]) for offer in offers if offer]
        return offers

    async def offered(self, service: str, member: str, at: datetime) -> str:
        """A slot offered in a turn of its own, which was committed; its token."""
        begun = await self.begin()
        token = await self.offer(begun, service, member, at)
        await self.end(begun)
        return token

    async def forced(self, service: str, member: str, at: datetime) -> str:
        """A slot in the ledger whether it is free or not, as one that was free long ago."""
        begun = await self.begin()
        items = [
            {
                "service": str(self.key("services", service)),
                "member": str(self.key("members", member)),
                "at": at.isoformat(),
            }
        ]
        token = uuid4().hex[:20]
        self.front.execute(
            "insert into slot_offers (token, organization_id, chat_identity_id, turn_id, "
            "service_id, member_id, starts_at, items, offered_at, expires_at) "
            "select %s, organization_id, id, %s, %s, %s, %s, %s, %s, "
            "%s::timestamptz + interval '1 day' from chat_identities where id = %s",
            token,
            UUID(begun["turn"]),
            items[0]["service"],
            items[0]["member"],
            at,
            json.dumps(items),
            self.front.clock.now(),
            self.front.clock.now(),
            await self.chat(),
        )
        self.shown.append(token)
        await self.end(begun)
        return token

    async def chat(self) -> UUID:
        """The conversation's row: /invoke keeps the caller's id as its address."""
        query = "select chat_identity_id as id from chat_addresses where address = %s"
        found = self.front.rows(query, str(self.conversation))
        return UUID(str(found[0]["id"])) if found else self.conversation

    async def book(self, token: str) -> Json:
        return await self.act("appointment_book", slot=token)

    async def booked(self, service: str, member: str, at: datetime) -> UUID:
        result = await self.book(await self.offered(service, member, at))
        assert result["status"] == "booked", result
        return UUID(result["appointment"]["id"])

    def key(self, table: str, key: str) -> UUID:
        if (table, key) not in self.ids:
            query = f"select id from {table} where organization_id = %s and key = %s"
            self.ids[table, key] = self.front.rows(query, self.organization, key)[0]["id"]
        return self.ids[table, key]


def clients(front: Front, count: int, tenant: str = "aurora") -> list[Client]:
    """Customers with different phones."""
    ids: dict[tuple[str, str], UUID] = {}
    found = [
        Client(front, tenant, f"5730055{n:05d}", f"Persona {n}", ids=ids) for n in range(count)
    ]
    for client in found:
        client.organization = found[0].organization
    return found
