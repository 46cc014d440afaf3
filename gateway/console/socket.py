"""Tells an open page of the console that something of its organization changed; the page looks itself."""

import asyncio
import time
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect

from agent.errors import DatabaseUnavailable
from gateway.access.origin import Origins
from gateway.access.public_chat import count_socket
from gateway.console.visit import ConsoleDeps
from gateway.web.feed import ChangeFeed

REFUSED, UNAUTHORIZED = 4404, 4401
LOOK_SECONDS = 20.0
"""Behind a pooler that hears no notification the page looks this often; and so often it is asked whether
whoever opened it is still logged in."""
_LEAST_SECONDS = 0.5
"""Between two words to a page: a flood of messages is one look."""
_SEND_SECONDS = 20.0


async def serve_changes(websocket: WebSocket, deps: ConsoleDeps, feed: ChangeFeed) -> None:
    """Runs until the page or its session ends. Whatever the page says is not listened to."""
    ours = Origins(deps.settings.address).allow(websocket)
    if not ours or await count_socket(deps.limits, websocket):
        await websocket.close(REFUSED)
        return
    organization = await _organization(websocket, deps)
    if organization is None:
        await websocket.close(UNAUTHORIZED)
        return
    await websocket.accept()
    with suppress(WebSocketDisconnect):
        await _run(websocket, deps, feed, organization)


async def _run(
    websocket: WebSocket, deps: ConsoleDeps, feed: ChangeFeed, organization: str
) -> None:
    tasks = [
        asyncio.create_task(_read(websocket)),
        asyncio.create_task(_tell(websocket, deps, feed, organization)),
    ]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


async def _read(websocket: WebSocket) -> None:
    while (await websocket.receive())["type"] != "websocket.disconnect":
        pass


async def _tell(
    websocket: WebSocket, deps: ConsoleDeps, feed: ChangeFeed, organization: str
) -> None:
    looked = time.monotonic()
    async with feed.subscribe(organization) as changes:
        await _send(websocket)  # whatever came before the subscription
        async for kind in changes:
            late = time.monotonic() - looked >= LOOK_SECONDS
            if kind == "poll" and not late:
                continue
            if late:
                looked = time.monotonic()
                if await _organization(websocket, deps) != organization:
                    await websocket.close(UNAUTHORIZED)
                    return
            await _send(websocket)
            await asyncio.sleep(_LEAST_SECONDS)


async def _organization(websocket: WebSocket, deps: ConsoleDeps) -> str | None:
    """Of whoever is logged in; what they may see, the page decides. Without the database nobody is."""
    try:
        staff = await deps.sessions.current_staff(websocket)
    except DatabaseUnavailable:
        return None
    return str(staff.organization) if staff else None


async def _send(websocket: WebSocket) -> None:
    try:
        async with asyncio.timeout(_SEND_SECONDS):
            await websocket.send_text("{}")
    except TimeoutError as error:
        raise WebSocketDisconnect(1006) from error
