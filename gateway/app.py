"""The HTTP application."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Any

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from agent.language.encoder import warm_up
from agent.settings import Settings
from gateway.access import problems
from gateway.access.clients import behind_proxies
from gateway.access.doors import staff_doors
from gateway.access.headers import SecurityHeaders
from gateway.access.hosts import KnownHosts
from gateway.access.open_chats import OpenChats
from gateway.access.sessions import Sessions
from gateway.api.about import about
from gateway.api.agenda import agenda_router
from gateway.api.auth import Callers, guarded
from gateway.api.calendar_page import calendar_router
from gateway.api.chat_stream import stream_router
from gateway.api.chats import chats_router, titles_router
from gateway.api.conversations import conversations_router
from gateway.api.feed_page import feed_router
from gateway.api.health import health_router
from gateway.api.invoke import invoke_router
from gateway.api.metrics import metrics_router
from gateway.api.notify import notify_router
from gateway.api.queue import queue_router
from gateway.api.reference import REFUSALS, describe, reference_router
from gateway.api.rehearsals import rehearsal_router
from gateway.api.stats import stats_router
from gateway.api.webhooks import webhook_router
from gateway.console.routes import console_router
from gateway.console.visit import ConsoleDeps
from gateway.container import Container
from gateway.demo_provider import demo_provider_router
from gateway.media.page import media_router
from gateway.media.places import media_files
from gateway.pipeline.supervision import Supervisor, Task
from gateway.programs.route import mcp_router
from gateway.version import version
from gateway.web.feed import ChangeFeed
from gateway.web.page import web_deps
from gateway.web.routes import web_router


class Gateway(FastAPI):
    """FastAPI with layers outside of everything, also of its answer to a bug."""

    def __init__(self, settings: Settings, **kwargs: Any) -> None:
        super().__init__(
            title="frontdesk",
            version=version(),
            # Theirs are for everybody; ours are for callers (gateway/api/reference.py).
            openapi_url=None,
            responses=REFUSALS,
            **kwargs,
        )
        self._settings = settings

    def openapi(self) -> dict[str, Any]:
        """The routes for programs, once they are all there."""
        if not self.openapi_schema:
            self.openapi_schema = describe(self)
        return self.openapi_schema

    def build_middleware_stack(self) -> ASGIApp:
        inside = KnownHosts(OpenChats(super().build_middleware_stack()), self._settings)
        return behind_proxies(SecurityHeaders(inside, self._settings), self._settings)


def webhooks_app(
    container: Container,
    lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]] | None = None,
) -> FastAPI:
    """What providers call, with all layers, and nothing else yet."""
    app = Gateway(container.settings, lifespan=lifespan)
    problems.install(app)
    _open_to_origins(app, container.settings)
    # First, because routes are tried in order and this is the busiest.
    app.include_router(
        webhook_router(
            container.channels,
            container.connections,
            container.inbox,
            container.limits,
            container.settings.public_url,
            container.slugs,
        )
    )
    return app


def create_app(
    container: Container, *, with_worker: bool = True, supervisor: Supervisor | None = None
) -> FastAPI:
    """The gateway over an open container; with its worker in the same process unless told otherwise.

    `supervisor` keeps its tasks running while the application does.
    """
    feed = ChangeFeed(container.database)
    supervisor = supervisor or Supervisor()
    # Chats that are not told of a change look for it.
    supervisor.watch(Task("the chat feed", feed.run, vital=False))
    if with_worker:
        supervisor.watch(*container.worker.tasks())

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        warm_up()  # for turns that run here, such as those of /invoke
        running = asyncio.create_task(supervisor.run())
        try:
            yield
        finally:
            running.cancel()
            # What could not be put away without a database, the next start picks up.
            await asyncio.wait([running])

    app = webhooks_app(container, lifespan)
    doors = staff_doors(container.settings, container.database, container.limits, container.clock)
    app.include_router(
        web_router(web_deps(container, feed, doors.sessions), lambda: about(app, container))
    )
    app.include_router(calendar_router(container.database, container.limits))
    app.include_router(feed_router(container.database, container.limits))
    links = media_files(container.settings, container.clock)
    elsewhere = [s for s in container.outside.stores.values() if s.name != links.name]
    app.include_router(media_router(links, elsewhere))
    app.include_router(health_router(container, supervisor))
    if container.settings.demo:
        app.include_router(demo_provider_router())
    for router in doors.routers:
        app.include_router(router)
    app.include_router(console_router(_console(container, doors.sessions), feed))
    _include_api(app, container)
    return app


def _include_api(app: FastAPI, container: Container) -> None:
    """What programs with a key call, each route with the scope that it needs."""
    database = container.database
    callers = Callers(container.settings, database, container.limits)
    scoped = partial(guarded, callers)
    app.include_router(invoke_router(container.store, container.turns, scoped("invoke")))
    app.include_router(rehearsal_router(container, scoped("invoke")))
    app.include_router(stream_router(container, callers))
    app.include_router(chats_router(database, scoped("read")))
    app.include_router(titles_router(database, scoped("invoke")))
    app.include_router(agenda_router(database, container.clock, scoped("agenda")))
    app.include_router(conversations_router(database, scoped("chats")))
    app.include_router(stats_router(container, scoped("read")))
    app.include_router(metrics_router(container, callers))
    app.include_router(queue_router(database, scoped("admin")))
    app.include_router(notify_router(container.store, scoped("notify")))
    app.include_router(mcp_router(container, callers))
    app.include_router(reference_router(app, callers))


def _console(container: Container, sessions: Sessions) -> ConsoleDeps:
    return ConsoleDeps(
        database=container.database,
        sessions=sessions,
        limits=container.limits,
        settings=container.settings,
        clock=container.clock,
        stores=container.outside.stores,
        outside=container.outside,
        channels=container.channels,
        connections=container.connections,
        rehearse=container.rehearse,
        calendars=container.calendars,
    )


def _open_to_origins(app: FastAPI, settings: Settings) -> None:
    """Pages of CORS_ORIGINS may call with an API key; cookies are never for other origins."""
    if settings.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.allowed_origins,
            allow_methods=["GET", "POST", "PATCH"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=["Retry-After"],
        )
