"""Customers write, the gateway is killed again and again, and everybody is counted."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.crash.rig import open_rig, until


@dataclass(frozen=True)
class Figures:
    """What a run shows. `twice` and `lost` are customers, `turns` counts messages by turns."""

    kills: int
    disconnects: int
    customers: int
    lost: int
    twice: int
    turns: Counter[int]

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.disconnects} lost connections, {self.customers} customers: "
            f"lost {self.lost}, answered twice {self.twice}, "
            f"messages in more than one turn {sum(n for t, n in self.turns.items() if t > 1)}"
        )


async def run(folder: Path, *, kills: int, customers_per_kill: int, seed: int) -> Figures:
    """One run. Every fourth time it is the database's connections that break."""
    dice = random.Random(seed)
    async with open_rig(folder) as rig:
        await rig.start()
        for round_ in range(kills):
            asking = [
                asyncio.create_task(rig.ask(f"5730{round_:03d}{n:05d}"))
                for n in range(customers_per_kill)
            ]
            await asyncio.sleep(dice.uniform(0.0, 1.5))
            if round_ % 4 == 3:
                await rig.disconnect()
            else:
                await rig.kill()
                await rig.start()
            await asyncio.gather(*asking)
        await until(rig.everybody_answered, "somebody was never answered")
        await until(rig.nothing_open, "something never came to an end")
        await rig.provider.settle()
        replies = rig.replies()
        return Figures(
            kills=rig.kills,
            disconnects=rig.disconnects,
            customers=len(rig.asked),
            lost=sum(phone not in replies for phone in rig.asked),
            twice=sum(count > 1 for count in replies.values()),
            turns=rig.turns_per_message(),
        )
