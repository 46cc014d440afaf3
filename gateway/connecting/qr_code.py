"""Shows a QR code in the terminal and waits until a phone has scanned it."""

import asyncio
import io

import httpx
import segno

from agent.types import Connection
from gateway.channels.setup import Setup, Step
from gateway.connecting.answers import Asker
from gateway.connecting.waiting import Patience

_HOW = "WhatsApp on the business's phone: Settings, Linked devices, Link a device, and scan:"


async def link_phone(
    setup: Setup, connection: Connection, asker: Asker, patience: Patience, http: httpx.AsyncClient
) -> Step:
    """Right when a phone is linked. The provider makes a new code twice a minute, which is shown then."""
    shown = None
    for _ in patience.looks():
        answer = await setup.pairing(connection, http)
        if isinstance(answer, Step):
            if answer.state != "todo":
                return answer
        elif answer != shown:
            shown = answer
            asker.show(_HOW)
            asker.show(terminal_code(answer))
        await asyncio.sleep(patience.pause)
    return Step(
        "todo", "no phone has scanned the code yet", "run this again, with the phone at hand"
    )


def terminal_code(text: str) -> str:
    """The code in half blocks, two rows of it a line, with the quiet zone that cameras need."""
    drawn = io.StringIO()
    segno.make(text, error="l", micro=False).terminal(drawn, border=2, compact=True)
    return drawn.getvalue()
