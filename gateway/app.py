"""The HTTP application."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from fastapi import Depends, FastAPI, Request, Response

from gateway import problems
from gateway.api.auth import require_key
from gateway.api.health import health_router
from gateway.api.invoke import invoke_router
from gateway.api.notify import notify_router
from gateway.desk import Desk
from gateway.webhooks import webhook_router

log = logging.getLogger(__name__)

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}


def create_app(desk: Desk, *, with_worker: bool = True) -> FastAPI:
    """The gateway over an open desk; with its worker in the same process unless told otherwise."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        worker = asyncio.create_task(desk.worker.run()) if with_worker else None
        yield
        if worker:
            worker.cancel()
            with suppress(asyncio.CancelledError):
                await worker

    app = FastAPI(title="frontdesk", lifespan=lifespan, docs_url=None, redoc_url=None)
    problems.install(app)
    app.middleware("http")(_secure)
    app.include_router(health_router(desk))
    app.include_router(webhook_router(desk.channels, desk.connections, desk.inbox))
    guarded = [Depends(require_key(desk.settings))]
    app.include_router(invoke_router(desk.store, desk.turns), dependencies=guarded)
    app.include_router(notify_router(desk.store), dependencies=guarded)
    return app


async def _secure(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    response = await call_next(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response
