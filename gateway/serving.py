"""Runs the gateway or a worker until a signal comes."""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from agent.settings import Settings
from gateway.app import create_app
from gateway.desk import open_desk

log = logging.getLogger(__name__)

_UNTRUE = "ASGI callable returned without completing handshake."
"""What uvicorn says, as an error, of every socket that is refused by an answer with headers."""


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._say_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            log.info("listening on http://%s:%s", f"[{host}]" if ":" in host else host, port)
            self._say_started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        log.info("shutting down")
        await super().shutdown(sockets)


async def serve(
    settings: Settings, *, with_worker: bool = True, started: Callable[[], None] = lambda: None
) -> None:
    """The gateway, by default with its worker in the same process."""
    async with open_desk(settings) as desk:
        config = server_config(create_app(desk, with_worker=with_worker), settings)
        await _Server(config, started).serve()


def server_config(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    """How the HTTP server runs."""
    config = uvicorn.Config(
        app,
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
        ws_max_size=64_000,
    )
    logging.getLogger("uvicorn.error").addFilter(_is_true)
    return config


def _is_true(record: logging.LogRecord) -> bool:
    return record.msg != _UNTRUE


async def work(settings: Settings) -> None:
    """The worker alone."""
    async with open_desk(settings) as desk:
        task = asyncio.create_task(desk.worker.run())
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, task.cancel)
        await asyncio.gather(task, return_exceptions=True)
        if not task.cancelled() and (error := task.exception()):
            raise error
