"""Runs of random operations: at once on several connections, or one by one beside the model."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from tests.scheduling.agendas import CHATS
from tests.scheduling.business import LIVE, Question
from tests.scheduling.comparing import Compared, check
from tests.scheduling.invariants import check_everything
from tests.scheduling.loading import load
from tests.scheduling.local_time import local, minute_of
from tests.scheduling.model import Model
from tests.scheduling.operations import WISHES, Customer, Judge, Offer, Staff
from tests.scheduling.shop import CUT, ZONE, Shop, open_shop, today
from tests.scheduling.world import Owner, looking, open_connection

HOLD_MINUTES = 10
"""The default of an organization."""


@dataclass
class Done:
    """What happened, by kind of operation and its answer."""

    told: Counter[str] = field(default_factory=Counter)
    compared: Compared = field(default_factory=Compared)

    @property
    def bookings(self) -> int:
        return (
            self.told["book: booked"] + self.told["move: moved"] + self.told["move on yes: moved"]
        )

    def __str__(self) -> str:
        told = ", ".join(f"{kind} {count}" for kind, count in sorted(self.told.items()))
        return f"{self.told.total()} answers ({told}); afterwards {self.compared}"


async def run_at_once(url: str, *, steps: int, seed: int, done: Done) -> None:
    """Eight chats of six people, a staff and a clock, each on its own as fast as it can."""
    dice = Random(seed)
    async with open_shop(url, turns=5 * steps + 10) as shop:
        customers = [Customer(shop, chat, Random(dice.random()), done.told) for chat in CHATS]
        staff = Staff(shop, Random(dice.random()), done.told)
        await asyncio.gather(
            *(_repeat(customer.step, steps) for customer in customers),
            _repeat(staff.step, steps),
        )
        check_everything(url)
        with open_connection(url) as owner:
            compare_all(owner, shop, done.compared)
            await expired_holds_are_nobodys(owner, shop, done.told)
        check_everything(url)


async def run_one_by_one(url: str, *, steps: int, seed: int, done: Done) -> None:
    """The same operations in turn. Before each write the model says whether it may succeed."""
    dice = Random(seed)
    async with open_shop(url, turns=5 * steps + 10) as shop:
        with open_connection(url) as owner:
            judge = _judge(owner, shop)
            workers = [Staff(shop, dice, done.told)] + [
                Customer(shop, chat, dice, done.told, judge) for chat in CHATS
            ]
            for _ in range(steps):
                await dice.choice(workers).step()
            check_everything(url)
            compare_all(owner, shop, done.compared)


def compare_all(owner: Owner, shop: Shop, seen: Compared) -> None:
    """What database and model say about the agenda that came out, seen by some of the chats."""
    for chat in CHATS[:3]:
        world = load(owner, shop.clock.now(), chat)
        own = [a for a in world.appointments if a.contact == world.contact and a.status in LIVE]
        first, last = today(shop), today(shop) + timedelta(days=2)
        questions = [Question(wish, first, last, chat=chat) for wish in set(WISHES)]
        questions += [
            Question((a.slot.service,), first, last, chat=chat, moved=a.id)
            for a in own
            if a.visit is None
        ]
        for question in questions:
            with looking(owner, shop.clock.now()):
                check(owner, world, question, seen)


async def expired_holds_are_nobodys(owner: Owner, shop: Shop, told: Counter[str]) -> None:
    """Starts that are held for one chat can be booked by another as soon as the time is up."""
    held: list[Offer] = []
    for chat in CHATS[:3]:
        first, last = today(shop), today(shop) + timedelta(days=4)
        found = await shop.call(
            "availability", services=[str(CUT)], **{"from": first, "to": last}, conversation=chat
        )
        starts = [start["at"] for start in found["starts"][8:9]]
        held += await Customer(shop, chat, Random(0), told).offered(CUT, starts, hold=1)
    shop.clock.advance(60 * HOLD_MINUTES)
    other = Customer(shop, CHATS[-1], Random(0), told)
    for hold in held:
        assert _judge(owner, shop)(other.chat, hold, None)
        item = hold.items[0]
        again = await other.offered(CUT, [item["at"]], UUID(item["member_id"]))
        assert (await other.take(again[0]))["status"] != "taken"


def _judge(owner: Owner, shop: Shop) -> Judge:
    def free(chat: UUID, offer: Offer, moving: UUID | None) -> bool:
        services = tuple(UUID(service) for service in offer.services)
        at = minute_of(datetime.fromisoformat(offer.items[0]["at"]))
        day = local(ZONE, at).date()
        world = load(owner, shop.clock.now(), chat)
        model = Model(world, Question(services, day, day, chat=chat, moved=moving))
        return model.allows([UUID(item["member_id"]) for item in offer.items], at)

    return free


async def _repeat(step: Callable[[], Awaitable[None]], times: int) -> None:
    for _ in range(times):
        await step()
