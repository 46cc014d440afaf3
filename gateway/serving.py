"""Runs the gateway or a worker until it is cancelled, which signals do (gateway/stopping.py)."""

import asyncio
import errno
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from agent.errors import OperatorError
from agent.settings import Settings
from gateway.access.connected import Connected
from gateway.access.guarded_http import GuardedHttp
from gateway.access.guarded_socket import GuardedSocket
from gateway.app import create_app
from gateway.container import open_container
from gateway.pipeline.supervision import Supervisor

log = logging.getLogger(__name__)

_MOST_UNACCEPTED = 65_535
"""Connections that the kernel keeps until we take them; it allows as many as net.core.somaxconn, mostly 4,096. Where
they do not fit, it says nothing, and a client tries again after 1, 3, 7 and 15 seconds: with the library's 2,048, that
is what everybody's requests took while three thousand connections of a stranger came at once."""
_STRANGERS = frozenset(
    {
        # As an error, of every socket that is refused by an answer with headers.
        "ASGI callable returned without completing handshake.",
        "Invalid HTTP request received.",
    }
)
"""Lines of uvicorn that a stranger could fill the log with."""


class _Server(uvicorn.Server):
    """Says when it answers. Signals are not its business (gateway/stopping.py)."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._say_started = started

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        # The library's own would raise each signal again when it has shut down, and end the process
        # before anything else is closed.
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        except OSError as error:  # somebody else began to listen since the address was bound
            await self.lifespan.shutdown()
            raise _taken(self.config.host, self.config.port, error) from error
        if self.started:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            log.info("listening on http://%s:%s", f"[{host}]" if ":" in host else host, port)
            self._say_started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        log.info("shutting down")
        await super().shutdown(sockets)

    def leave(self) -> None:
        """Shuts down soon."""
        self.should_exit = True

    async def until_cancelled(self, sockets: list[socket.socket]) -> None:
        """Serves; when it is cancelled, shuts down in order first."""
        serving = asyncio.create_task(self.serve(sockets))
        try:
            await asyncio.shield(serving)
        except asyncio.CancelledError:
            self.leave()
            await serving
            raise


async def serve(
    settings: Settings,
    *,
    with_worker: bool = True,
    started: Callable[[], None] = lambda: None,
    sockets: list[socket.socket] | None = None,
) -> None:
    """The gateway, by default with its worker in the same process, until it is cancelled.

    `sockets`: those of `bind`, made here by default. Raises OperatorError when the address is taken,
    GaveUp when this process cannot do its work.
    """
    sockets = bind(settings) if sockets is None else sockets
    supervisor = Supervisor()
    async with open_container(settings) as container:
        app = create_app(container, with_worker=with_worker, supervisor=supervisor)
        server = _Server(server_config(app, settings), started)
        supervisor.on_giving_up = server.leave
        await server.until_cancelled(sockets)
    if supervisor.gave_up:
        raise supervisor.gave_up


def bind(settings: Settings) -> list[socket.socket]:
    """Takes the gateway's address, before anything is begun. Raises OperatorError when it cannot."""
    host, port = settings.gateway_host, settings.gateway_port
    bound: list[socket.socket] = []
    try:
        for family, kind, protocol, _, address in _addresses(host, port):
            one = socket.socket(family, kind, protocol)
            bound.append(one)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            one.bind(address)
    except OSError as error:
        for one in bound:
            one.close()
        raise _taken(host, port, error) from error
    return bound


def _addresses(host: str, port: int) -> list[Any]:
    flags = socket.AI_PASSIVE
    return sorted(set(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)))


def _taken(host: str, port: int, error: OSError) -> OperatorError:
    if error.errno == errno.EADDRINUSE:
        return OperatorError(
            f"{host}:{port} is taken: another program listens there, or frontdesk runs already"
        )
    return OperatorError(f"cannot listen on {host}:{port}: {error.strerror or error}")


def server_config(
    app: ASGIApp, settings: Settings, bounds: Connected | None = None
) -> uvicorn.Config:
    """How the HTTP server runs, and what its connections may ask of it."""
    bounds = bounds or Connected(settings.trusted_proxy_list)
    config = uvicorn.Config(
        app,
        http=partial(GuardedHttp, connected=bounds),  # type: ignore[arg-type]
        ws=partial(GuardedSocket, connected=bounds),  # type: ignore[arg-type]
        host=settings.gateway_host,
        port=settings.gateway_port,
        # The path of a webhook holds its token, so nobody writes access logs here. At "info" every
        # socket is logged with its whole address: token, and the key by which a browser is a customer.
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        # TRUSTED_PROXIES decides, in gateway/access/clients.py.
        proxy_headers=False,
        timeout_graceful_shutdown=10,
        backlog=_MOST_UNACCEPTED,
        ws_max_size=64_000,
    )
    logging.getLogger("uvicorn.error").addFilter(_is_ours)
    return config


def _is_ours(record: logging.LogRecord) -> bool:
    return record.msg not in _STRANGERS


async def work(settings: Settings) -> None:
    """The worker alone, until it is cancelled. Raises GaveUp when it cannot do its work."""
    async with open_container(settings) as container:
        await container.worker.run()
