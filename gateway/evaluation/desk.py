"""The front desk as a simulated customer meets it: real inbox, turns and outbox over a scratch database."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import httpx
from langchain_core.language_models import BaseChatModel

from agent.clock import FixedClock
from agent.data import scratch
from agent.records.conversations import Turn
from agent.settings import Settings
from agent.types import Connection, MessageKind, Outbound, Reply
from gateway.channels.base import Event, InboundMessage
from gateway.channels.gupshup.channel import Gupshup
from gateway.container import Container, database_url, open_container
from gateway.evaluation.customers import Appointment
from gateway.evaluation.ground import token_of
from gateway.evaluation.simulated import Heard, Offered, Written
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
_EARLIER = 3600.0
"""Seconds."""
_MOST_TRIES = 3
_FIRST_PHONE = 1000
"""Beyond the numbers of the businesses' own staff, whose words go another way."""


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


@dataclass(frozen=True, slots=True)
class Used:
    """Calls, tokens in and out, and cost of hosted models."""

    calls: int
    tokens: int
    usd: float


@dataclass(slots=True)
class Desk:
    """One desk for all customers, one after the other."""

    container: Container
    mailbox: Mailbox
    clock: FixedClock
    conninfo: str
    _phones: Any = field(default_factory=lambda: count(_FIRST_PHONE))

    @classmethod
    @asynccontextmanager
    async def open(
        cls, settings: Settings, at: datetime, model: BaseChatModel | None = None
    ) -> AsyncIterator["Desk"]:
        """A desk whose clock stands at `at`; `settings` name the database, and the model unless it is given."""
        clock = FixedClock(at)
        async with open_container(settings, clock=clock, model=model) as container:
            played = container.channels["gupshup"]
            assert isinstance(played, Gupshup)
            mailbox = Mailbox(played)
            container.channels["gupshup"] = mailbox
            yield cls(container, mailbox, clock, database_url(settings))

    def rows(self, query: str, *args: Any) -> list[dict[str, Any]]:
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

    async def say(self, written: Written) -> list[Heard]:
        """Writes, and returns what the desk answers."""
        events: list[Event] = [self._message(text) for text in written.texts]
        if written.tap:
            events.append(
                self._message(written.tap.title, kind=MessageKind.CHOICE, choice=written.tap)
            )
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
        chat: UUID = self.desk.rows(query, self.connection.id, self.phone)[0]["id"]
        return chat

    async def book_before(self, wanted: Appointment) -> None:
        """An appointment of this customer that stands before the conversation begins: an hour before, as
        what was booked just now may be taken back."""
        self.desk.clock.advance(-_EARLIER)
        await self._book(wanted)
        self.desk.clock.advance(_EARLIER)

    async def _book(self, wanted: Appointment) -> None:
        assert wanted.at is not None
        store, conversation = self.desk.container.store, uuid4()
        ours = (self.organization, conversation)
        shown: list[str] = []
        async with self._turn(conversation, shown) as turn:
            await store.resolve_contact(*ours, wanted.name or self.profile)
            [slot] = await store.put_offers(
                *ours,
                turn,
                services=[self._key("services", wanted.service)],
                starts=[wanted.at.replace(tzinfo=self.zone)],
                member=self._key("members", wanted.member) if wanted.member else None,
            )
            shown += [slot.slot] if slot else []
        async with self._turn(conversation) as turn:
            booked = await store.book_appointment(*ours, turn, slot=slot.slot if slot else "")
        if booked.status != "booked":
            raise LookupError(f"{wanted.service} at {wanted.at} is not free: {booked.status}")

    @asynccontextmanager
    async def _turn(self, conversation: UUID, shown: Sequence[str] = ()) -> AsyncIterator[UUID]:
        """A turn of this customer in another conversation, without a reply but the times that are `shown`."""
        container, ours = self.desk.container, (self.organization, conversation)
        await container.database.call(
            "invoke_put", organization=ours[0], conversation=conversation, contact=None,
            phone=self.phone, message="…", recent=[],
        )  # fmt: skip
        turn = await container.store.begin_turn(*ours)
        assert isinstance(turn, Turn), turn
        yield turn.turn
        await container.store.commit_turn(
            *ours, turn=turn.turn, token=turn.token, replies=_offering(shown), checkpoint=None,
            language=None, trace={}, stale_ok=True, delivery="caller",
        )  # fmt: skip

    def _key(self, table: str, key: str) -> UUID:
        query = f"select id from {table} where organization_id = %s and key = %s"  # noqa: S608
        rows = self.desk.rows(query, self.organization, key)
        if not rows:
            raise LookupError(f"no {key!r} among the {table}")
        number: UUID = rows[0]["id"]
        return number

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
        rows = self.desk.rows(query, self.organization, self.phone)
        return bool(rows[0]["granted"]) if rows else None

    def usage(self) -> Used:
        """What hosted models were used for in this chat."""
        query = (
            "select coalesce(sum(u.calls), 0) as calls, "
            "coalesce(sum(u.input_tokens + u.output_tokens), 0) as tokens, "
            "coalesce(sum(u.cost_usd), 0) as usd from model_usage u join turns t on t.id = u.turn_id "
            "where t.chat_identity_id = %s and u.model <> 'offline'"
        )
        row = self.desk.rows(query, self.chat)[0]
        return Used(int(row["calls"]), int(row["tokens"]), float(row["usd"]))


def _offering(slots: Sequence[str]) -> list[Reply]:
    """The reply of a turn that shows these times; none where it shows nothing."""
    options = [{"id": slot, "title": slot} for slot in slots]
    return [{"text": "…", "payload": {"options": options}}] if options else []
