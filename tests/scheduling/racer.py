"""`python -m tests.scheduling.racer URL NOW`: one process of many customers who book at once.

Reads a list of {organization, conversation, turn, slot} from a line of its input, says "ready",
waits for another line, and prints what the tool answered to each.
"""

import asyncio
import json
import sys
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from langgraph.prebuilt import ToolRuntime

from agent.clock import FixedClock
from agent.context import TurnContext
from agent.data.postgres import PostgresDatabase
from agent.data.store import Store
from agent.organization import Organization
from agent.records import OrganizationProfile
from agent.types import Json
from tools.appointments import book_appointment

CONNECTIONS = 25


async def main(url: str, now: str) -> None:
    clock = FixedClock(datetime.fromisoformat(now))
    database = PostgresDatabase(
        url, clock=clock, min_size=CONNECTIONS, max_size=CONNECTIONS, wait_seconds=60
    )
    racers = json.loads(await _line())
    await database.open()
    try:
        await asyncio.gather(*(database.ping() for _ in range(CONNECTIONS)))
        print("ready", flush=True)
        await _line()
        store = Store(database)
        answers = await asyncio.gather(*(_book(racer, store, clock) for racer in racers))
        print(json.dumps(answers), flush=True)
    finally:
        await database.close()


async def _book(racer: Json, store: Store, clock: FixedClock) -> Json:
    context = TurnContext(
        organization=Organization.from_profile(
            msgspec.convert(racer["organization"], OrganizationProfile)
        ),
        conversation_id=UUID(racer["conversation"]),
        turn_id=UUID(racer["turn"]),
        store=store,
        clock=clock,
        language="es",
        channel="web",
    )
    runtime: ToolRuntime[TurnContext, Any] = ToolRuntime(
        state={},
        context=context,
        config={},
        stream_writer=lambda _: None,
        tool_call_id="call",
        store=None,
    )
    call = {"name": "book_appointment", "id": "call", "type": "tool_call"}
    message = await book_appointment.ainvoke(
        {**call, "args": {"slot": racer["slot"], "runtime": runtime}}
    )
    answer: Json = json.loads(message.content)
    return answer


async def _line() -> str:
    return await asyncio.to_thread(sys.stdin.readline)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
