"""Turns that book, and how often their customers got the receipt."""

from langchain_core.messages import AIMessage

from tests.front import Customer, Front
from tests.scripted_model import Line, Messages, Pause, ScriptedModel, call

DATES = {"date_from": "2026-11-24", "date_to": "2026-11-24", "time": "15:00"}
SEARCH = call("check_availability", service="láser", **DATES)
OFFER = "Tengo martes 24 de noviembre, 3:00 p. m. ¿La reservo?"
AT_THREE = (
    "select token from slot_offers where (starts_at at time zone 'America/Bogota')::time = '15:00'"
)
"""The offer that OFFER names."""
TITLE = "Cita agendada"
HAPPENED = "Hoy hubo fuegos artificiales."
"""Words that must not reach anybody, with a claim behind them."""
LIE = f"{HAPPENED} La anterior quedó cancelada."


def named() -> AIMessage:
    about = {"name": "resolve_contact_on_booking", "args": {"name": "Ana Pérez"}, "id": "call_name"}
    return AIMessage("", tool_calls=[about])


class Booking(Pause):
    """Books when it is let go."""

    def __init__(self, slot: str) -> None:
        super().__init__("")
        self._slot = slot

    async def __call__(self, messages: Messages) -> Line:
        await super().__call__(messages)
        return call("book_appointment", slot=self._slot)


class Script:
    """The model's lines, put in as the test goes; what it was shown."""

    def __init__(self) -> None:
        self.lines: list[Line | Pause] = []
        self.model = ScriptedModel(node="appointment", play=self._play)

    async def _play(self, messages: Messages) -> Line:
        line = self.lines.pop(0) if self.lines else "De acuerdo."
        return await line(messages) if isinstance(line, Pause) else line

    async def offered(self, ana: Customer) -> str:
        self.lines += [SEARCH, OFFER]
        await ana.say("Quiero láser el martes a las 3")
        return ana.options[0][0]

    async def chooses(self, ana: Customer, *after: Line | Pause) -> None:
        """The customer says yes and the model books; then `after`. Nothing has run yet."""
        slot = await self.offered(ana)
        self.lines += [named(), call("book_appointment", slot=slot), *after]
        await ana.write("sí, soy Ana Pérez")


def sent(front: Front, ana: Customer) -> list[str]:
    return [s.text for s in front.gupshup.sent if s.destination == ana.phone]


def receipts(front: Front, ana: Customer, title: str = TITLE) -> int:
    return sum(text.count(title) for text in sent(front, ana))


async def all_tries(front: Front) -> None:
    for _ in range(6):
        await front.settle()


FAULTS: dict[str, list[Line]] = {
    "error once": [RuntimeError("down")],
    "timeout once": [TimeoutError()],
    "error for good": [RuntimeError("down")] * 4,
    "timeout for good": [TimeoutError()] * 4,
    "an exception of ours for good": [KeyError("bug")] * 4,
    "null characters": ["Listo \x00\ud800 hecho."],
    "empty": [AIMessage("")] * 4,
    "only tools": [call("list_appointments")] * 13,
}
