"""What customers, staff, owners and the clock do, at random and at once."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from agent.types import Json
from tests.agenda import SHOWN
from tests.scheduling.shop import ANA, CUT, DYE, EVA, LASER, SHOP, SOL, YOGA, Shop, today

WISHES = ((CUT,), (CUT,), (DYE,), (YOGA,), (YOGA,), (LASER,), (CUT, DYE), (YOGA, CUT), (LASER, CUT))


@dataclass(frozen=True)
class Offer:
    """One slot as it was offered; `moving` is the appointment that it was offered for."""

    slot: str
    items: tuple[Json, ...]
    moving: UUID | None

    @property
    def services(self) -> tuple[str, ...]:
        return tuple(item["service_id"] for item in self.items)


Judge = Callable[[UUID, Offer, UUID | None], bool]
"""Whether the model finds an offer free for a chat, when an appointment moves (or none does)."""


@dataclass
class Customer:
    """One chat. With a judge, nobody else may be at work."""

    shop: Shop
    chat: UUID
    dice: Random
    told: Counter[str]
    judge: Judge | None = None
    offers: list[Offer] = field(default_factory=list)

    async def step(self) -> None:
        """One thing that a customer does."""
        kinds = (self.look, self.book, self.book, self.move, self.move, self.cancel, self.confirm)
        await (self.dice.choice(kinds) if self.offers else self.look)()

    async def look(self) -> None:
        """Asks for free starts and is offered some; at times one is held."""
        own = await self._own()
        moving = self.dice.choice(own) if own and self.dice.random() < 0.4 else None
        services = _services(moving) if moving else [str(s) for s in self.dice.choice(WISHES)]
        appointment = UUID(moving["id"]) if moving else None
        asked: Json = {
            "services": services,
            "member": self.dice.choice((None, None, None, ANA, EVA, SOL)),
            "appointment": appointment,
        }
        day = today(self.shop) + timedelta(days=self.dice.randrange(3))
        found = await self._call("availability", **{"from": day, "to": day}, **asked)
        starts = [start["at"] for start in found.get("starts", ())][:8]
        chosen = self.dice.sample(starts, min(len(starts), 3))
        if not chosen:
            return
        hold = self.dice.choice((None, None, 1))
        offers = await self._turn("offers_put", starts=chosen, hold=hold, **asked)
        new = [Offer(o["slot"], tuple(o["items"]), appointment) for o in offers if o]
        self.offers = [*self.offers, *new][-6:]

    async def book(self) -> None:
        """Sometimes the same call comes twice."""
        offer = self.dice.choice(self.offers)
        free = self.judge(self.chat, offer, None) if self.judge else None
        times = self.dice.choice((1, 1, 1, 2))
        results = await asyncio.gather(*(self.take(offer) for _ in range(times)))
        statuses = [result["status"] for result in results]
        _agrees(free, "booked", statuses)

    async def take(self, offer: Offer) -> Json:
        """Books a slot."""
        return self._noted("book", await self._turn("appointment_book", slot=offer.slot))

    async def move(self) -> None:
        """By an offer that was made for it, or by any offer, a proposal and a yes."""
        offer = self.dice.choice(self.offers)
        same = [a for a in await self._own() if tuple(_services(a)) == offer.services]
        moving = next((a for a in same if UUID(a["id"]) == offer.moving), None)
        if moving is None and same and offer.moving is None:
            moving = self.dice.choice(same)
        if moving is None:
            return
        appointment = UUID(moving["id"])
        free = self.judge(self.chat, offer, appointment) if self.judge else None
        result = await self._turn("appointment_move", appointment=appointment, slot=offer.slot)
        if result["status"] == "proposed":
            result = await self._turn("appointment_move", proposal=result["proposal"])
        self._noted("move", result)
        if (moving["starts_at"], moving["member_id"]) != _place(offer):
            _agrees(free, "moved", [result["status"]])

    async def cancel(self) -> None:
        if self.dice.random() < 0.5:
            await self.leave()

    async def leave(self) -> None:
        """Cancels one of the customer's appointments."""
        own = await self._own()
        if not own:
            return
        chosen = UUID(self.dice.choice(own)["id"])
        result = await self._turn("appointment_cancel", appointment=chosen)
        if result["status"] == "proposed":
            result = await self._turn("appointment_cancel", proposal=result["proposal"])
        self._noted("cancel", result)

    async def confirm(self) -> None:
        own = await self._own()
        if own:
            chosen = UUID(self.dice.choice(own)["id"])
            self._noted("confirm", await self._turn("appointment_confirm", appointment=chosen))

    async def offered(
        self, service: UUID, starts: list[str], member: UUID | None = None, hold: int | None = None
    ) -> list[Offer]:
        """Slots of one service at these starts, as far as they are free."""
        offers = await self._turn(
            "offers_put", services=[str(service)], starts=starts, member=member, hold=hold
        )
        return [Offer(o["slot"], tuple(o["items"]), None) for o in offers if o]

    async def _own(self) -> list[Json]:
        own: list[Json] = await self.shop.call("appointments_upcoming", conversation=self.chat)
        return own

    async def _turn(self, function: str, **args: Any) -> Any:
        turn = next(self.shop.turns[self.chat])
        answer = await self._call(function, turn=turn, **args)
        if shown := _shown(answer):
            await self.shop.own(SHOWN, shown)
        return answer

    async def _call(self, function: str, **args: Any) -> Any:
        return await self.shop.call(function, conversation=self.chat, **args)

    def _noted(self, kind: str, result: Json) -> Json:
        self.told[f"{kind}: {result['status']}"] += 1
        return result


def _shown(answer: Any) -> list[str]:
    """The ids of the buttons under what was offered or proposed."""
    if isinstance(answer, list):
        return [offer["slot"] for offer in answer if offer]
    return [f"{answer['proposal']}:yes"] if answer.get("proposal") else []


def _services(appointment: Json) -> list[str]:
    return [part["service_id"] for part in appointment["parts"]]


def _place(offer: Offer) -> tuple[str, str]:
    return offer.items[0]["at"], offer.items[0]["member_id"]


def _agrees(free: bool | None, done: str, statuses: list[str]) -> None:
    """What became of a write is what the model said, unless other rules refused it."""
    if free is not None and {done, "taken"} & set(statuses):
        assert (done in statuses) == free, statuses


@dataclass
class Staff:
    """Those who close appointments, change the rules and let time pass."""

    shop: Shop
    dice: Random
    told: Counter[str]

    async def step(self) -> None:
        await self.dice.choice((self.close, self.close, self.change, self.wait, self.sweep))()

    async def close(self) -> None:
        ids = await self.shop.rows("select id from appointments order by id")
        if ids:
            result = await self.shop.call(
                "appointment_close",
                appointment=self.dice.choice(ids)["id"],
                status=self.dice.choice(("completed", "no_show", "completed", "cancelled")),
            )
            self.told[f"close: {result['status']}"] += 1

    async def change(self) -> None:
        """The owner changes hours, vacations, who works and what is in order."""
        day = today(self.shop) + timedelta(days=self.dice.randrange(3))
        member = self.dice.choice((ANA, EVA, SOL))
        unit = self.dice.choice(SHOP.units).id
        statement, *args = self.dice.choice(
            (
                ("delete from vacations",),
                ("delete from vacations",),
                (_VACATION, day, day, member),
                ("delete from organization_special_dates",),
                (_SPECIAL, day),
                ("update members set active = not active where id = %s", member),
                ("update members set active = true where id = %s", member),
                ("update resource_units set active = not active where id = %s", unit),
                ("update resource_units set active = true where id = %s", unit),
            )
        )
        await self.shop.own(statement, *args)
        self.told["rules changed"] += 1

    async def wait(self) -> None:
        self.shop.clock.advance(60 * self.dice.choice((1, 4, 11, 30, 90)))
        self.told["time passed"] += 1

    async def sweep(self) -> None:
        await self.shop.database.call("holds_sweep")


_VACATION = (
    "insert into vacations (organization_id, member_id, first_day, last_day) "
    "select organization_id, id, %s, %s from members where id = %s"
)
_SPECIAL = (
    "insert into organization_special_dates (organization_id, day, opens, closes) "
    "select id, %s, '10:00', '12:00' from organizations"
)
