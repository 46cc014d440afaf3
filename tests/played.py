"""A customer and a model that says what a test writes down, line by line, however bad that is.

`Played` is the model's side of one front desk: `plays` puts its next lines in, `results` are what the tools
answered it in the last call of the model, as a model is shown them.
"""

import json
from collections.abc import Callable
from itertools import count
from typing import Any

from langchain_core.messages import AIMessage, HumanMessage, ToolCall, ToolMessage

from tests.front import Customer, Front
from tests.scripted_model import Line, Messages, ScriptedModel

PlayedLine = Line | Callable[[Messages], Line]
_numbers = count(1)


def calls(*tools: tuple[str, dict[str, Any]], words: str = "") -> AIMessage:
    """One answer that calls these tools, with `words` beside them."""
    made = [ToolCall(name=name, args=args, id=f"played_{next(_numbers)}") for name, args in tools]
    return AIMessage(words, tool_calls=made)


def calling(tool: str, /, **args: Any) -> AIMessage:
    """An answer that calls one tool."""
    return calls((tool, args))


class Played:
    """Plays its lines; without one it says `otherwise`. A line may be made of the messages it is shown."""

    def __init__(self, otherwise: str = "De acuerdo.") -> None:
        self.model = ScriptedModel(node="appointment", play=self._play)
        self.otherwise = otherwise
        self._lines: list[PlayedLine] = []

    def plays(self, *lines: PlayedLine, node: str = "") -> None:
        """`node`: where the supervisor is sent from now on."""
        self._lines += lines
        self.model.node = node or self.model.node

    @property
    def left(self) -> int:
        """How many lines were not asked for."""
        return len(self._lines)

    @property
    def results(self) -> list[dict[str, Any]]:
        """Those of the newest turn that the model saw, oldest first."""
        return results_of(self.model.seen[-1])

    async def _play(self, messages: Messages) -> Line:
        line = self._lines.pop(0) if self._lines else self.otherwise
        return line(messages) if callable(line) else line


def results_of(messages: Messages) -> list[dict[str, Any]]:
    """What the tools answered since the customer's last message."""
    last = max((n for n, one in enumerate(messages) if isinstance(one, HumanMessage)), default=-1)
    told = [one for one in messages[last + 1 :] if isinstance(one, ToolMessage)]
    return [json.loads(str(one.content)) for one in told]


def slots_of(messages: Messages) -> dict[str, str]:
    """Every slot that was ever found, by its label; the newest token of each."""
    told = [json.loads(str(one.content)) for one in messages if isinstance(one, ToolMessage)]
    slots = (slot for result in told for slot in result.get("slots", ()))
    return {str(slot["label"]): str(slot["slot"]) for slot in slots}


def slot_at(messages: Messages, hour: str) -> str:
    """The token of the slot whose label ends so ("3:00 p. m.")."""
    return next(slot for label, slot in slots_of(messages).items() if label.endswith(f" {hour}"))


def proposal_of(messages: Messages) -> str:
    """The newest proposal."""
    told = [json.loads(str(one.content)) for one in messages if isinstance(one, ToolMessage)]
    return next(str(result["proposal"]) for result in reversed(told) if result.get("proposal"))


SEARCH = {"service": "láser", "date_from": "2026-11-24", "date_to": "2026-11-24"}
OFFER = "Tengo martes 24 de noviembre, 3:00 p. m. ¿La reservo?"


async def booked(played: Played, ana: Customer) -> dict[str, Any]:
    """A laser appointment on Tuesday at three, in the name of Ana Pérez; its row."""
    played.plays(calling("check_availability", **SEARCH, time="15:00"), OFFER, node="appointment")
    await ana.say("Quiero láser el martes a las 3")
    slot = ana.options[0][0]
    played.plays(
        calling("resolve_contact_on_booking", name="Ana Pérez"),
        calling("book_appointment", slot=slot),
        "Te esperamos.",
    )
    assert "Cita agendada" in await ana.say("sí, soy Ana Pérez")
    return rows_of(ana.front)[0]


def rows_of(front: Front) -> list[dict[str, Any]]:
    """Live appointments of customers who wrote."""
    return [row for row in front.appointments() if row["phone"]]
