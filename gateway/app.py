"""The HTTP application."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway import problems
from gateway.api.auth import require_key
from gateway.api.health import health_router
from gateway.api.invoke import invoke_router
from gateway.api.notify import notify_router
from gateway.calendar_page import calendar_router
from gateway.demo_provider import demo_provider_router
from gateway.desk import Desk, media_files
from gateway.media_page import media_router
from gateway.web.feed import ChangeFeed
from gateway.web.routes import web_router
from gateway.web_page import web_deps
from gateway.webhooks import webhook_router

_SHUTDOWN_SECONDS = 12.0
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}


def create_app(desk: Desk, *, with_worker: bool = True) -> FastAPI:
    """The gateway over an open desk; with its worker in the same process unless told otherwise."""

    feed = ChangeFeed(desk.database)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(feed.run())]
        if with_worker:
            tasks.append(asyncio.create_task(desk.worker.run()))
        yield
        for task in tasks:
            task.cancel()
        # Without a database the queue library waits for it in vain; what it could not put away,
        # the next start picks up.
        await asyncio.wait(tasks, timeout=_SHUTDOWN_SECONDS)

    app = FastAPI(title="frontdesk", lifespan=lifespan, docs_url=None, redoc_url=None)
    problems.install(app)
    app.add_middleware(SecurityHeaders)
    # First, because routes are tried in order and this is the busiest.
    app.include_router(webhook_router(desk.channels, desk.connections, desk.inbox))
    app.include_router(web_router(web_deps(desk, feed)))
    app.include_router(calendar_router(desk.database))
    app.include_router(media_router(media_files(desk.settings, desk.clock)))
    app.include_router(health_router(desk))
    if desk.settings.demo:
        app.include_router(demo_provider_router())
    guarded = [Depends(require_key(desk.settings))]
    app.include_router(invoke_router(desk.store, desk.turns), dependencies=guarded)
    app.include_router(notify_router(desk.store), dependencies=guarded)
    return app


class SecurityHeaders:
    """Adds the headers that every answer carries."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)
