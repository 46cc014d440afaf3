"""Figures at the level of the SQL functions, over a real PostgreSQL: races for a time, and ids of others."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from agent.data.embedded import remove_embedded, start_embedded
from agent.types import Json
from bench.figures import Figure
from bench.reliability.injections import Obedient, measure_injections
from tests.agenda import Client, clients
from tests.databases import NOW, prepare
from tests.front import Front, open_front
from tests.promises.tenants import booked_by
from tests.scripted_model import ScriptedModel

_SETTINGS = {"worker_concurrency": 25}
"""Enough connections for real races."""
RACES, RACERS, GUESSES = 100, 50, 1000
_AT = datetime.fromisoformat("2026-11-24T15:00:00-05:00")
_SERVICE, _MEMBER = "depilacion-laser", "camila"


async def measure_calls(parts: Sequence[str], share: float, folder: Path) -> list[Figure]:
    """The figures of these parts, each in a database of its own."""
    figures: list[Figure] = []
    embedded = folder / "calls"
    server = await asyncio.to_thread(lambda: prepare(start_embedded(embedded)))
    try:
        for part in parts:
            with server.database() as url:
                obedient = Obedient()
                model = ScriptedModel(play=obedient, node="knowledge")
                async with open_front(url, folder / "files", NOW, model, **_SETTINGS) as front:
                    if part == "race":
                        figures += await _race(front, share)
                    elif part == "guessed":
                        figures += await _guessed(front, share)
                    else:
                        figures += await measure_injections(front, obedient, share)
    finally:
        remove_embedded(embedded)
    return figures


async def _race(front: Front, share: float) -> list[Figure]:
    rounds = max(2, round(RACES * share))
    racers = await asyncio.gather(*(one.named() for one in clients(front, RACERS)))
    ends: Counter[str] = Counter()
    several = 0
    for number in range(rounds):
        front.execute("truncate appointments, holds cascade")
        at = _AT + timedelta(minutes=15 * (number % 8))
        tokens = await asyncio.gather(*(one.offered(_SERVICE, _MEMBER, at) for one in racers))
        booked = await asyncio.gather(
            *(one.book(token) for one, token in zip(racers, tokens, strict=True))
        )
        ends.update(result["status"] for result in booked)
        several += len(front.appointments("aurora")) != 1
    part = f"13. {RACERS} contacts race for a slot, {rounds} times"
    return [
        Figure(part, "rounds without exactly one winner", several, "", most=0),
        Figure(part, "booked", ends["booked"], "", least=rounds),
        Figure(part, "told that it is taken", ends["taken"], "", least=rounds * (RACERS - 1)),
    ]


async def _guessed(front: Front, share: float) -> list[Figure]:
    """Ids of another customer, of another business's, and made up, in each function that takes one."""
    guesses, dice = max(10, round(GUESSES * share)), random.Random(1)
    ana, eva = [await one.named() for one in clients(front, 2)]
    (rui,) = [await one.named() for one in clients(front, 1, "sorriso")]
    others = [await eva.booked(_SERVICE, _MEMBER, _AT), await _any_booked(rui)]
    before = front.rows("select * from appointments order by id")
    answers: dict[tuple[str, str], set[str]] = {}
    for _ in range(guesses):
        function = dice.choice(("appointment_cancel", "appointment_confirm", "appointment_move"))
        foreign = dice.random() < 0.5
        args: Json = {"appointment": dice.choice(others) if foreign else uuid4()}
        if function == "appointment_move":
            args["slot"] = uuid4().hex[:20]
        answer = await ana.act(function, **args)
        answers.setdefault((function, "foreign" if foreign else "made up"), set()).add(str(answer))
    told = {answer for of_function in answers.values() for answer in of_function}
    alike = all(
        of_function == answers.get((function, "made up"), of_function)
        for (function, _), of_function in answers.items()
    )
    changed = front.rows("select * from appointments order by id") != before
    part = f"14. {guesses} foreign or guessed appointment ids"
    return [
        Figure(part, "appointments changed", float(changed), "", most=0),
        Figure(
            part, "functions that answer a foreign one differently", float(not alike), "", most=0
        ),
        Figure(part, "answers but not found, not offered", _other(told), "", most=0),
    ]


def _other(told: set[str]) -> float:
    return sum("'not_found'" not in one and "'not_offered'" not in one for one in told)


async def _any_booked(client: Client) -> UUID:
    """An appointment of this customer, whatever is free first."""
    return await booked_by(client, None, None)
