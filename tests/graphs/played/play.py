"""Plays a script through the whole front desk."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.databases import NOW
from tests.front import Customer, Front, open_front
from tests.graphs.played.counting import Call
from tests.graphs.played.model import PlayedModel
from tests.graphs.played.script import Dialogue, ScriptedTurn


@dataclass(frozen=True, slots=True)
class Heard:
    """What the customer received in one turn, and how many calls it took."""

    customer: tuple[str, ...]
    received: str
    calls: int


@dataclass(frozen=True, slots=True)
class Played:
    """A conversation that was played to its end; `faults` are empty when all went as scripted."""

    dialogue: Dialogue
    turns: tuple[Heard, ...]
    calls: tuple[Call, ...]
    rows: tuple[dict[str, str], ...]
    consent: bool | None
    faults: tuple[str, ...]
    unshown: tuple[str, ...]


async def play(url: str, folder: Path, dialogue: Dialogue) -> Played:
    """The conversation in a fresh front desk at the tests' own time."""
    model = PlayedModel()
    async with open_front(url, folder, NOW, model=model) as front:
        customer = front.customer(name=dialogue.profile)
        heard = [await _turn(model, customer, turn) for turn in dialogue.turns]
        return Played(
            dialogue=dialogue,
            turns=tuple(heard),
            calls=tuple(model.calls),
            rows=tuple(_row(row) for row in front.appointments("aurora")),
            consent=_consent(front),
            faults=(*model.faults, *_unheard(dialogue, heard)),
            unshown=tuple(model.unshown),
        )


async def _turn(model: PlayedModel, customer: Customer, turn: ScriptedTurn) -> Heard:
    before = len(model.calls)
    model.begin(turn)
    received = await (customer.tap(turn.tap) if turn.tap else customer.say(*turn.customer))
    model.end()
    return Heard(turn.customer or (f"[{turn.tap}]",), received, len(model.calls) - before)


def _unheard(dialogue: Dialogue, heard: list[Heard]) -> list[str]:
    """Words that the customer should have received and did not."""
    return [
        f"not heard: {words!r} in {turn.received!r}"
        for scripted, turn in zip(dialogue.turns, heard, strict=True)
        for words in scripted.hears
        if words not in turn.received
    ]


def _row(row: dict[str, Any]) -> dict[str, str]:
    return {
        "service": row["service"],
        "at": f"{row['local']:%Y-%m-%dT%H:%M}",
        "member": row["member"],
        "name": row["name"],
        "status": row["status"],
    }


def _consent(front: Front) -> bool | None:
    """The newest answer about reminders; None while there is none."""
    query = "select granted from contact_authorizations where kind = 'reminders' order by at desc limit 1"
    answers = front.rows(query)
    return bool(answers[0]["granted"]) if answers else None
