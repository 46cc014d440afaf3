"""The page's router as an application of its own, on a real server on loopback."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import Literal

import uvicorn
from fastapi import FastAPI

from gateway.pipeline.supervision import Supervisor, Task
from gateway.web.deps import WebDeps
from gateway.web.feed import ChangeFeed
from gateway.web.routes import web_router
from tests.gateway.web.stand_in import StandIn


def deps_of(stand_in: StandIn, feed: ChangeFeed, *, demo: bool = True) -> WebDeps:
    return WebDeps(
        find_connection=stand_in.find_connection,
        describe=stand_in.describe,
        receive=stand_in.receive,
        history=stand_in.history,
        changes=feed,
        inspect=stand_in.inspect if demo else None,
        organizations=stand_in.organizations if demo else None,
    )


@asynccontextmanager
async def page_app(
    stand_in: StandIn, *, demo: bool = True, listen: bool = True, poll_seconds: float = 2.0
) -> AsyncIterator[str]:
    """The base URL of the page while the server runs."""
    feed = ChangeFeed(stand_in.notifications, poll_seconds=poll_seconds)
    app = FastAPI()
    app.include_router(web_router(deps_of(stand_in, feed, demo=demo)))
    async with listening(feed) if listen else nullcontext(), serve(app) as url:
        yield url


@asynccontextmanager
async def listening(feed: ChangeFeed) -> AsyncIterator[None]:
    """As the gateway does it, without its pauses."""

    async def at_once(_: float) -> None:
        await asyncio.sleep(0)

    supervisor = Supervisor(sleep=at_once)
    supervisor.watch(Task("the feed", feed.run, vital=False))
    running = asyncio.create_task(supervisor.run())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.wait([running])


@asynccontextmanager
async def serve(
    app: FastAPI,
    *,
    lifespan: Literal["on", "off"] = "off",
    config: uvicorn.Config | None = None,
) -> AsyncIterator[str]:
    """Runs `app` under uvicorn on a free loopback port."""
    # The loop switches Nagle's delay off only where the protocol is named.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    server = uvicorn.Server(
        config
        or uvicorn.Config(app, log_level="warning", lifespan=lifespan, timeout_graceful_shutdown=2)
    )
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
        listener.close()
