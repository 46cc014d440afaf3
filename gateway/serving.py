"""Runs the gateway or a worker until a signal comes."""

import asyncio
import signal
import socket
from collections.abc import Callable

import uvicorn

from agent.settings import Settings
from gateway.app import create_app
from gateway.desk import open_desk


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._say_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._say_started()


async def serve(
    settings: Settings, *, with_worker: bool = True, started: Callable[[], None] = lambda: None
) -> None:
    """The gateway, by default with its worker in the same process."""
    async with open_desk(settings) as desk:
        config = uvicorn.Config(
            create_app(desk, with_worker=with_worker),
            host=settings.gateway_host,
            port=settings.gateway_port,
            # The path of a webhook holds its token, so nobody writes access logs here.
            access_log=False,
            log_config=None,
            server_header=False,
            # TRUSTED_PROXIES decides, in gateway/access/clients.py.
            proxy_headers=False,
            timeout_graceful_shutdown=10,
            ws_max_size=64_000,
        )
        await _Server(config, started).serve()


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
