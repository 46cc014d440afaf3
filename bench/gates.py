"""CPU of the gates on writes and of slim results: `python -m bench.gates`.

What Python does beside the one call of the database (`recent_exchange`): the reading of a long exchange
for each kind of write, and the results of a turn as a model is shown them.
"""

import asyncio
import datetime as dt
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from langchain_core.messages import ToolMessage
from typer import echo

from agent.clock import FixedClock
from agent.context import TurnContext
from agent.data.store import Store
from agent.language import intents
from agent.organization import Organization
from agent.records import Exchange, ExchangeMessage, OfferItem, ShownOffer, ShownProposal
from agent.types import Sent
from graphs.result_views import for_models, slim_result
from tools.kit.consent_gate import gate_consent
from tools.kit.gates import gate_booking, gate_cancelling

NOW = datetime(2026, 11, 30, 15, tzinfo=UTC)
ROUNDS = 100
_ID = UUID(int=1)
_WORDS = (
    "hola, ¿cuánto cuesta el láser?",
    "¿y tienen parqueadero?",
    "para el martes",
    "sí, la de las 8",
)


class _Shown(Store):
    """A store that answers with one exchange."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    async def recent_exchange(self, organization: UUID, conversation: UUID, turn: UUID) -> Exchange:
        return self._exchange


def _offer(hour: int) -> ShownOffer:
    at = datetime(2026, 12, 1, hour, tzinfo=UTC).replace(tzinfo=None)
    item = OfferItem(
        service_id=_ID,
        service="Láser",
        member_id=_ID,
        member="Camila",
        at=NOW,
        local_text=at.isoformat(),
    )
    return ShownOffer(
        slot=f"{hour:020d}", at=NOW, local_text=at.isoformat(), items=(item,), appointment=None
    )


def _exchange(last: str, shown: tuple[str, ...]) -> Exchange:
    """Forty messages, the last of which answers what was shown."""
    messages = []
    for n in range(40):
        theirs, final = n % 2 == 1, n == 39
        words = last if final else f"{_WORDS[n % 4]} {n}"
        messages.append(
            ExchangeMessage(
                id=UUID(int=n),
                direction="inbound" if theirs else "outbound",
                at=NOW + timedelta(seconds=n),
                text=words
                if theirs
                else "Tengo martes 1, 8:00 y 9:00. ¿Quieres que te recordemos la cita?",
                own=final,
                shown=() if theirs else shown,
            )
        )
    return Exchange(
        messages=tuple(messages),
        offers=tuple(map(_offer, range(8, 13))),
        proposals=(ShownProposal(proposal="p" * 20, kind="cancel", appointment=_ID, slot=None),),
    )


def _context(last: str, shown: tuple[str, ...]) -> TurnContext:
    intents(last)  # as the turn itself does, whatever is called
    hours = {day: ((dt.time(8), dt.time(19)),) for day in range(1, 7)}
    organization = Organization(
        id=_ID, slug="aurora", name="Aurora", language="es", tone="", formality="tu", emoji=False,
        zone=ZoneInfo("America/Bogota"), country="CO", currency="COP", address=None, emergency=None,
        notice_minutes=0, horizon_days=60, hours=hours, special_dates={}, services=("Láser",),
    )  # fmt: skip
    return TurnContext(
        organization=organization,
        conversation_id=_ID,
        turn_id=_ID,
        store=cast(Store, _Shown(_exchange(last, shown))),
        clock=FixedClock(NOW),
        language="es",
        channel="gupshup",
        sent=(Sent(NOW, last),),
    )


def _results() -> list[ToolMessage]:
    """Twelve results of a search, each another one."""
    slots = [
        {
            "slot": f"{n:020d}",
            "label": f"martes 1 de diciembre, {n}:00 a. m.",
            "short": f"mar 1, {n}:00 a. m.",
            "day": "martes 1 de diciembre",
            "time": f"{n}:00 a. m.",
            "date": "2026-12-01",
            "at": f"{n:02d}:00",
            "with": "Camila Ríos",
        }
        for n in range(7, 12)
    ]
    service = {
        "service": "depilacion-laser", "name": "Depilación láser", "duration": "40 min", "price": "$180.000",
        "description": "Depilación con láser de diodo, por zona.", "group_of": None, "bookable": True,
    }  # fmt: skip
    whole = {
        "service": service,
        "status": "available",
        "exact": False,
        "slots": slots,
        "reason": None,
    }
    return [
        ToolMessage(
            json.dumps(whole | {"n": n}, ensure_ascii=False, separators=(",", ":")),
            tool_call_id=str(n),
            name="check_availability",
        )
        for n in range(12)
    ]


def _milliseconds(name: str, works: Sequence[Callable[[], object]]) -> None:
    began = time.process_time()
    for work in works:
        work()
    spent = (time.process_time() - began) / len(works) * 1_000
    echo(f"{name}: {spent:.2f} ms")


def _gate(
    gate: Callable[[TurnContext], Awaitable[object]], words: str, shown: tuple[str, ...]
) -> None:
    """Words that nobody read before, which the answer to them does anyway, but not with this question."""
    contexts = [_context(words.format("a" * n), shown) for n in range(1, ROUNDS)]
    loop = asyncio.new_event_loop()

    def works(context: TurnContext) -> Callable[[], object]:
        return lambda: loop.run_until_complete(gate(context))

    _milliseconds(f"{gate.__name__}, {words!r}", [works(context) for context in contexts])
    loop.close()


async def _book(context: TurnContext) -> object:
    return await gate_booking(context, f"{8:020d}")


async def _cancel(context: TurnContext) -> object:
    return await gate_cancelling(context, "p" * 20)


async def _consent(context: TurnContext) -> object:
    return await gate_consent(context, "reminders", granted=True)


def main() -> None:
    """Prints CPU milliseconds a call."""
    slots, proposal = tuple(f"{hour:020d}" for hour in range(8, 13)), "p" * 20
    for words in ("sí, la de las 8, gracias {}", "Ana Gil {}", "¿cuánto cuesta {}?"):
        _gate(_book, words, slots)
    for words in ("sí, cancélala {}", "no, déjala así {}", "¿me cobran {}?"):
        _gate(_cancel, words, (f"{proposal}:yes", f"{proposal}:no"))
    _gate(_consent, "sí, gracias {}", ("consent:yes", "consent:no"))
    results = _results()
    _milliseconds("twelve results seen before", [lambda: for_models(results)] * ROUNDS)
    whole = str(results[0].content)
    news = [lambda n=n: slim_result(str(n), whole) for n in range(ROUNDS)]
    _milliseconds("a new result", news)
    slim = slim_result("check_availability", whole)
    echo(
        f"an availability result: {len(whole) / 4:.0f} tokens, slim {len(slim) / 4:.0f} (characters / 4)"
    )


if __name__ == "__main__":
    main()
