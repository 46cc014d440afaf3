"""Evolution API over its websocket, for the conformance tests."""

from typing import Any, ClassVar

from tests.channels.evolution import INSTANCE, KEY, EvolutionPlayer
from tests.providers.evolution_socket import EvolutionSocketServer


class EvolutionWebsocketPlayer(EvolutionPlayer):
    """The same events; the instance's namespace is there from the start."""

    is_listened_to: ClassVar[bool] = True

    def __init__(self) -> None:
        self.socket = EvolutionSocketServer(KEY, INSTANCE)
        self.socket.namespaces.add(f"/{INSTANCE}")
        self.server = self.socket

    def connection(self) -> dict[str, Any]:
        return {**super().connection(), "settings": {"receive": "websocket"}, "token_env": None}

    async def until_heard(self) -> None:
        await self.socket.until_joined()

    async def tell(self, payload: Any) -> None:
        assert await self.socket.emit(payload) == 1
