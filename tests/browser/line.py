"""The way between page and server, under a test's control."""

import json
import re
from typing import Any

from playwright.async_api import Page, WebSocketRoute


class Line:
    """Passes every frame on until it is cut; records what the page sent, and the types of what it got."""

    def __init__(self) -> None:
        self.up = True
        self.swallow_acks = False
        self.sent: list[Any] = []
        self.got: list[str] = []
        self._routes: list[WebSocketRoute] = []

    async def lay(self, page: Page) -> None:
        await page.route_web_socket(re.compile("/web/"), self._connect)

    async def cut(self) -> None:
        self.up = False
        routes, self._routes = self._routes, []
        for route in routes:
            await route.close()

    async def _connect(self, route: WebSocketRoute) -> None:
        if not self.up:
            await route.close()
            return
        self._routes.append(route)
        server = route.connect_to_server()
        route.on_message(lambda text: self._up(server, text))
        server.on_message(lambda text: self._down(route, text))

    def _up(self, server: WebSocketRoute, text: str | bytes) -> None:
        self.sent.append(json.loads(text))
        server.send(text)

    def _down(self, route: WebSocketRoute, text: str | bytes) -> None:
        frame = json.loads(text)
        lost = frame["type"] == "ack" or "client" in frame
        if not (self.swallow_acks and lost):
            self.got.append(frame["type"])
            route.send(text)
