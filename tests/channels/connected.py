"""A front desk of the demo's clinic with one more connection: that of the player whose turn it is."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr
from ruamel.yaml import YAML

from gateway.access import credentials
from gateway.access.vault import vault_of
from gateway.organizations import commands
from gateway.organizations.loading import loads
from tests import databases
from tests.channels.player import Player, Received
from tests.front import Front, open_front

PUBLIC_URL = "https://desk.example"
TOKEN = "token-of-the-played-connection"
KEY = "played"
"""The connection's key in the business's file."""


@dataclass
class Connected:
    """`say` writes as the player's customer and returns what they then receive."""

    front: Front
    player: Player
    path: str
    _ids: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return PUBLIC_URL + self.path

    @property
    def now(self) -> datetime:
        return self.front.clock.now()

    def new_id(self) -> str:
        """An id that this provider could give."""
        self._ids.append(f"played-{len(self._ids) + 1:04d}")
        return self._ids[-1]

    async def deliver(self, payload: Any) -> httpx.Response:
        if self.player.is_listened_to:
            await self.player.tell(payload)
            return httpx.Response(200)
        call = self.player.call(payload, self.url)
        return await self.front.http.post(self.path, content=call.body, headers=call.headers)

    async def say(self, words: str) -> list[Received]:
        return await self.hear(self.player.text(words, id=self.new_id(), at=self.now))

    async def tap(self, option: tuple[str, str]) -> list[Received]:
        return await self.hear(self.player.tap(option, id=self.new_id(), at=self.now))

    async def hear(self, *payloads: Any) -> list[Received]:
        """These come; the debounce passes; what is received then."""
        before = len(self.player.received())
        for payload in payloads:
            answer = await self.deliver(payload)
            assert answer.status_code == 200, answer.text
        await self.front.settle()
        return self.player.received()[before:]

    async def show_sent(self, *sent: Received) -> None:
        """The provider tells that it sent these, where it tells such a thing."""
        for one in sent:
            if event := self.player.status(one.id, "sent", at=self.now):
                assert (await self.deliver(event)).status_code == 200

    async def signs(self) -> None:
        """Signs of reading that are under way have been shown."""
        running = [task for task in asyncio.all_tasks() if task.get_name() == "reading-sign"]
        await asyncio.gather(*running)

    def messages(self, direction: str = "inbound") -> list[dict[str, Any]]:
        """Rows of this connection's messages, oldest first."""
        return self.front.rows(
            "select m.* from chat_messages m join platform_connections c on c.id = m.connection_id "
            "where c.key = %s and m.direction = %s order by m.seq",
            KEY,
            direction,
        )

    def chats(self) -> list[dict[str, Any]]:
        return self.front.rows(
            "select i.* from chat_identities i join platform_connections c "
            "on c.id = i.connection_id where c.key = %s",
            KEY,
        )


@asynccontextmanager
async def connect(
    player: Player,
    database_url: str,
    folder: Path,
    model: BaseChatModel | None = None,
    **more: Any,
) -> AsyncIterator[Connected]:
    """Applies the clinic's file with the player's connection, as an operator does. `more`: settings."""
    async with player.server:
        settings = {
            f"{player.channel}_base_url": player.server.url,
            "frontdesk_secret_key": SecretStr("k" * 40),
            "public_url": PUBLIC_URL,
            **player.settings(),
            **more,
        }
        async with open_front(database_url, folder, databases.NOW, model, **settings) as front:
            await _apply(front, player)
            async with listening(front, player):
                yield Connected(front, player, f"/webhooks/{player.channel}/{TOKEN}")


@asynccontextmanager
async def listening(front: Front, player: Player) -> AsyncIterator[None]:
    """A worker listens to the connections that want it."""
    if not player.is_listened_to:
        yield
        return
    feeds = asyncio.create_task(front.container.feeds.run(lambda: None))
    try:
        await player.until_heard()
        yield
    finally:
        feeds.cancel()
        await asyncio.gather(feeds, return_exceptions=True)


async def _apply(front: Front, player: Player) -> None:
    database = front.container.database
    yaml = YAML(typ="safe")
    written = yaml.load((databases.DEMO / "aurora.yaml").read_text(encoding="utf-8"))
    entry = {"key": KEY, "token_env": "PLAYED_TOKEN", **player.connection()}
    written["connections"].append(entry)
    changed = io.BytesIO()
    yaml.dump(written, changed)
    file = loads(changed.getvalue())
    secrets = {**databases.SECRETS, "PLAYED_TOKEN": TOKEN}
    await commands.apply(
        database, await commands.plan(database, file, secrets.get, allow_env=["PLAYED_TOKEN"])
    )
    vault = vault_of(front.container.settings)
    for name, value in player.credentials().items():
        await credentials.put(database, vault, "aurora", KEY, name, value)
