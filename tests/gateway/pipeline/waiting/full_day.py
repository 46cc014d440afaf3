"""A day that is full, customers who wait for it, and what becomes of them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from agent.types import Json
from tests.agenda import Client
from tests.front import Front

DAY = date(2026, 11, 24)  # a Tuesday; the clock of the tests stands on the Friday before, 10:00
BROWS, CAMILA, LAURA = "diseno-de-cejas", "camila", "laura"


def at(hour: int) -> datetime:
    """That hour of the day, in Bogotá."""
    return datetime.fromisoformat(f"{DAY}T{hour:02d}:00:00-05:00")


def fill(
    front: Front,
    members: list[str],
    *,
    day: date = DAY,
    service: str = BROWS,
    tenant: str = "aurora",
    but: tuple[str, ...] = (),
) -> None:
    """Every half hour of the day is taken by somebody, for each of the members, `but` these times."""
    organization = front.organization(tenant)
    front.execute(
        "insert into contacts (organization_id, name, phone) values (%s, 'Gente', '573009999999') "
        "on conflict do nothing",
        organization,
    )
    front.execute(
        "insert into appointments (organization_id, contact_id, service_id, member_id, "
        "attendee_name, starts_at, ends_at, during, created_at, updated_at) "
        "select o.id, c.id, s.id, m.id, m.key, g.at, g.at + interval '30 minutes', "
        "tstzrange(g.at, g.at + interval '30 minutes'), now(), now() "
        "from organizations o join contacts c on c.organization_id = o.id and c.name = 'Gente' "
        "join services s on s.organization_id = o.id and s.key = %s "
        "join members m on m.organization_id = o.id and m.key = any (%s) "
        "join organization_availability w on w.organization_id = o.id "
        "and w.weekday = extract(isodow from %s::date) "
        "cross join generate_series((%s::date + w.opens) at time zone o.time_zone, "
        "(%s::date + w.closes) at time zone o.time_zone - interval '30 minutes', "
        "interval '30 minutes') as g(at) "
        "where o.id = %s and to_char(g.at at time zone o.time_zone, 'HH24:MI') <> all (%s)",
        service,
        members,
        day,
        day,
        day,
        organization,
        list(but),
    )


def free(front: Front, member: str, at: str, *, day: date = DAY, tenant: str = "aurora") -> None:
    """Staff cancel, by SQL, who is with the member at that local time."""
    front.execute(
        "update appointments a set status = 'cancelled' from members m, organizations o "
        "where m.id = a.member_id and o.id = a.organization_id and m.key = %s and o.slug = %s "
        "and a.status in ('scheduled', 'confirmed') "
        "and a.starts_at = (%s::date + %s::time) at time zone o.time_zone",
        member,
        tenant,
        day,
        at,
    )


@dataclass
class Waiter(Client):
    """A customer whose chat stands on a connection that can be written to (Evolution)."""

    channel: str = "evolution"

    async def met(self) -> "Waiter":
        """Has written before and is known by name."""
        self.front.execute(
            "insert into chat_identities (id, organization_id, connection_id, address, phone, "
            "last_inbound_at) select %s, c.organization_id, c.id, %s, %s, %s "
            "from platform_connections c join organizations o on o.id = c.organization_id "
            "where o.slug = %s and c.channel = %s",
            self.conversation,
            f"{self.phone}@s.whatsapp.net" if self.channel == "evolution" else self.phone,
            self.phone,
            self.front.clock.now(),
            self.tenant,
            self.channel,
        )
        self.front.execute(
            "insert into chat_addresses (organization_id, connection_id, address, chat_identity_id) "
            "select organization_id, connection_id, address, id from chat_identities where id = %s",
            self.conversation,
        )
        await self.named()
        return self

    async def wait(
        self,
        service: str = BROWS,
        first: date = DAY,
        last: date | None = None,
        *,
        then: tuple[str, ...] = (),
        member: str | None = None,
        between: tuple[str | None, str | None] = (None, None),
    ) -> Json:
        """Asks to be put on the list; what that answered."""
        result: Json = await self.act(
            "waiting_join",
            services=[str(self.key("services", key)) for key in (service, *then)],
            **{"from": first, "to": last or first},
            member=self.key("members", member) if member else None,
            not_before=between[0],
            not_after=between[1],
        )
        return result

    async def waits(self, *args: Any, **kwargs: Any) -> UUID:
        """The same for whom it must work; the entry's id."""
        result = await self.wait(*args, **kwargs)
        assert result["status"] == "joined", result
        return UUID(result["entry"]["id"])

    @property
    def entries(self) -> list[Json]:
        """The customer's rows of the list with the local start that is or was offered, oldest first."""
        return self.front.rows(
            "select w.*, f.starts_at at time zone o.time_zone as offered, m.key as offered_member "
            "from waiting_list w join organizations o on o.id = w.organization_id "
            "left join slot_offers f on f.token = w.offer_token "
            "left join members m on m.id = f.member_id "
            "where w.chat_identity_id = %s order by w.joined_at, w.first_day",
            self.conversation,
        )

    @property
    def entry(self) -> Json:
        (only,) = self.entries
        return only

    @property
    def state(self) -> tuple[str, str | None]:
        """Status of the only entry and the local time that is offered, "HH:MM"."""
        entry = self.entry
        return entry["status"], f"{entry['offered']:%H:%M}" if entry["offered"] else None

    @property
    def heard(self) -> list[str]:
        """What the business wrote by itself."""
        return [
            row["body"]
            for row in self.front.rows(
                "select body from chat_messages where chat_identity_id = %s "
                "and direction = 'outbound' and turn_id is null order by seq",
                self.conversation,
            )
        ]


async def waiters(front: Front, count: int, **about: Any) -> list[Waiter]:
    """Customers with different phones."""
    ids: dict[tuple[str, str], UUID] = {}
    found = [
        Waiter(front, "aurora", f"5730056{n:05d}", f"Persona {n}", ids=ids, **about)
        for n in range(count)
    ]
    return [await waiter.met() for waiter in found]


async def queue(front: Front, count: int, *, apart: float = 1) -> list[Waiter]:
    """The same, who joined the list one after another, these seconds apart."""
    found = await waiters(front, count)
    for number, waiter in enumerate(found):
        if number:
            await front.pass_time(apart)
        await waiter.waits()
    return found


def live_holds(front: Front) -> list[datetime]:
    """Local times that are held for who waits, now."""
    rows = front.rows(
        "select f.starts_at at time zone o.time_zone as at from holds h "
        "join slot_offers f on f.token = h.offer_token "
        "join organizations o on o.id = h.organization_id "
        "where h.kind = 'waiting' and h.expires_at > %s order by 1",
        front.clock.now(),
    )
    return [row["at"] for row in rows]


async def sweep(front: Front) -> None:
    """The worker looks after what is due, and does it, with what that brings about."""
    await front.container.worker.sweep()
    await front.container.worker.wake()
    for _ in range(2):
        await front.work()
