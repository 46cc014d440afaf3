"""The front desk as a simulated customer meets it: real inbox, turns and outbox over a scratch database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import httpx

from agent.clock import FixedClock
from agent.data import scratch
from agent.settings import Settings
from agent.types import Connection, Json, MessageKind, Outbound
from gateway.channels.base import Event, InboundMessage
from gateway.channels.gupshup.channel import Gupshup
from gateway.container import Container, database_url, open_container
from gateway.evaluation.customers import Appointment
from gateway.evaluation.ground import token_of
from gateway.evaluation.simulated import Heard, Offered, Said
from gateway.pipeline.turns import Answered

_TIMES = """
select o.token, s.key as service, m.key as member, o.starts_at
from slot_offers o join services s on s.id = o.service_id join members m on m.id = o.member_id
where o.token = any(%s)
"""
_ROWS = """
select s.key as service, m.key as member, a.starts_at, a.status, a.attendee_name as name
from appointments a join services s on s.id = a.service_id join members m on m.id = a.member_id
join contacts c on c.id = a.contact_id
where a.organization_id = %s and c.phone = %s and a.status in ('scheduled', 'confirmed')
order by a.starts_at
"""
_CLEAR = ("appointments", "holds", "slot_offers", "group_sessions", "waiting_list")
_MOST_TRIES = 3


class Mailbox(Gupshup):
    """A Gupshup number whose messages the simulated customers receive. Nothing leaves the process."""

    def __init__(self, of: Gupshup) -> None:
        super().__init__(of.base_url, of.clock)
        self.sent: list[Outbound] = []

    async def send(
        self, message: Outbound, connection: Connection, http: httpx.AsyncClient
    ) -> str | None:
        self.sent.append(message)
        return str(message.id)


@dataclass(frozen=True, slots=True)
class Row:
    """An appointment that stands; `at` is local to the business."""

    service: str
    member: str
    at: datetime
    status: str
    name: str


@dataclass(slots=True)
class Desk:
    """One desk for all customers, one after the other."""

    container: Container
    mailbox: Mailbox
    clock: FixedClock
    conninfo: str
    _phones: Any = field(default_factory=lambda: count(1))

    @classmethod
    @asynccontextmanager
    async def open(cls, settings: Settings, at: datetime) -> AsyncIterator["Desk"]:
        """A desk whose clock stands at `at`; `settings` name the database and the model."""
        clock = FixedClock(at)
        async with open_container(settings, clock=clock) as container:
            played = container.channels["gupshup"]
            assert isinstance(played, Gupshup)
            mailbox = Mailbox(played)
            container.channels["gupshup"] = mailbox
            yield cls(container, mailbox, clock, database_url(settings))

    def rows(self, query: str, *args: Any) -> list[Json]:
        return scratch.rows(self.conninfo, query, *args)

    async def visit(self, business: str, profile: str, now: datetime) -> "Visit":
        """Somebody new at `business`, whose agenda is empty; `now` is local."""
        for table in _CLEAR:
            scratch.execute(self.conninfo, f"delete from {table}")  # noqa: S608 - names of ours
        token = token_of(f"{business}_GUPSHUP_TOKEN".upper())
        connection = await self.container.connections.find("gupshup", token)
        if connection is None:
            raise LookupError(f"no business {business!r} in this evaluation")
        zone, country = self._place(connection.organization_id)
        self.clock.move_to(now.replace(tzinfo=zone))
        number = next(self._phones)
        phone = _PHONES[country].format(number)
        return Visit(self, connection, zone, phone, profile)

    def _place(self, organization: UUID) -> tuple[ZoneInfo, str]:
        row = self.rows("select time_zone, country from organizations where id = %s", organization)[
            0
        ]
        return ZoneInfo(row["time_zone"]), row["country"]


_PHONES = {"CO": "57302{:07d}", "BR": "55119{:08d}", "US": "1202555{:04d}"}


@dataclass(slots=True)
class Visit:
    """One customer at one business."""

    desk: Desk
    connection: Connection
    zone: ZoneInfo
    phone: str
    profile: str
    heard: list[Heard] = field(default_factory=list)

    @property
    def organization(self) -> UUID:
        return self.connection.organization_id

    async def say(self, said: Said) -> list[Heard]:
        """Writes, and returns what the desk answers."""
        events: list[Event] = [self._message(text) for text in said.texts]
        if said.tap:
            events.append(self._message(said.tap.title, kind=MessageKind.CHOICE, choice=said.tap))
        await self.desk.container.inbox.receive(self.connection, events)
        before = len(self.desk.mailbox.sent)
        await self._answered()
        self.desk.clock.advance(20)
        new = [self._heard(message) for message in self.desk.mailbox.sent[before:]]
        self.heard += new
        return new

    async def _answered(self) -> None:
        """Turns until nothing is pending, then what they sent."""
        for _ in range(_MOST_TRIES):
            done = await self.desk.container.turns.answer(
                self.organization, self.chat, last_try=True
            )
            if done is not Answered.COMMITTED:
                break
        await self.desk.container.outbox.run(self.organization, self.chat)

    def _message(self, text: str, **about: Any) -> InboundMessage:
        about = {"kind": MessageKind.TEXT, **about}
        return InboundMessage(
            provider_id=uuid4().hex,
            addresses=(self.phone,),
            text=text,
            phone=self.phone,
            display_name=self.profile,
            **about,
        )

    def _heard(self, message: Outbound) -> Heard:
        tokens = [option.id for option in message.options]
        times = {
            row["token"]: Offered(row["service"], row["member"], self._local(row["starts_at"]))
            for row in (self.desk.rows(_TIMES, tokens) if tokens else [])
        }
        return Heard(message.text, message.options, times)

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone).replace(tzinfo=None)

    @property
    def chat(self) -> UUID:
        query = "select chat_identity_id as id from chat_addresses where connection_id = %s and address = %s"
        found: UUID = self.desk.rows(query, self.connection.id, self.phone)[0]["id"]
        return found

    async def book_before(self, wanted: Appointment) -> None:
        """An appointment of this customer that stands before the conversation begins."""
        assert wanted.at is not None
        conversation = uuid4()
        call = self.desk.container.database.call
        about: Json = {"organization": self.organization, "conversation": conversation}
        put: Json = {"contact": None, "phone": self.phone, "message": "…", "recent": []}
        at = wanted.at.replace(tzinfo=self.zone)
        begun = await self._begin(about, put)
        await call("contact_resolve", **about, name=wanted.name or self.profile)
        offers: Any = await call(
            "offers_put",
            **about,
            turn=UUID(begun["turn"]),
            services=[str(self._key("services", wanted.service))],
            starts=[at.isoformat()],
            member=self._key("members", wanted.member) if wanted.member else None,
        )
        await self._commit(about, begun)
        begun = await self._begin(about, put)
        slot = offers[0]["slot"] if offers and offers[0] else ""
        booked: Any = await call("appointment_book", **about, turn=UUID(begun["turn"]), slot=slot)
        await self._commit(about, begun)
        if booked["status"] != "booked":
            raise LookupError(f"{wanted.service} at {wanted.at} is not free: {booked['status']}")

    async def _begin(self, about: Json, put: Json) -> Json:
        call = self.desk.container.database.call
        await call("invoke_put", **about, **put)
        begun: Any = await call("turn_begin", **about)
        answer: Json = begun
        return answer

    async def _commit(self, about: Json, begun: Json) -> None:
        await self.desk.container.database.call(
            "turn_commit", **about, turn=UUID(begun["turn"]), token=begun["token"], replies=[],
            checkpoint=None, language=None, trace={}, stale_ok=True, delivery="caller",
        )  # fmt: skip

    def _key(self, table: str, key: str) -> UUID:
        query = f"select id from {table} where organization_id = %s and key = %s"  # noqa: S608
        found = self.desk.rows(query, self.organization, key)
        if not found:
            raise LookupError(f"no {key!r} among the {table}")
        row: UUID = found[0]["id"]
        return row

    # What stands in the end

    def appointments(self) -> list[Row]:
        return [
            Row(
                r["service"], r["member"], self._local(r["starts_at"]), r["status"], r["name"] or ""
            )
            for r in self.desk.rows(_ROWS, self.organization, self.phone)
        ]

    def person_called(self) -> bool:
        query = "select 1 from escalations where chat_identity_id = %s limit 1"
        return bool(self.desk.rows(query, self.chat))

    def consented(self) -> bool | None:
        query = (
            "select a.granted from contact_authorizations a join contacts c on c.id = a.contact_id "
            "where c.organization_id = %s and c.phone = %s"
        )
        found = self.desk.rows(query, self.organization, self.phone)
        return bool(found[0]["granted"]) if found else None

    def usage(self) -> Json:
        """{calls, tokens, usd} of hosted models in this chat."""
        query = (
            "select coalesce(sum(u.calls), 0) as calls, "
            "coalesce(sum(u.input_tokens + u.output_tokens), 0) as tokens, "
            "coalesce(sum(u.cost_usd), 0) as usd from model_usage u join turns t on t.id = u.turn_id "
            "where t.chat_identity_id = %s and u.model <> 'offline'"
        )
        row = self.desk.rows(query, self.chat)[0]
        return {"calls": int(row["calls"]), "tokens": int(row["tokens"]), "usd": float(row["usd"])}
