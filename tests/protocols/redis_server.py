"""A Redis for tests on a real socket: fakeredis' TCP server, with what it lacks from redis_search.py.

It can be stopped, started again with or without its data, made to hang and to refuse commands.
"""

import asyncio
import socket
import threading
import time
from typing import Any, Self

from fakeredis import FakeServer
from fakeredis._clients._sync import FakeRedisConnection
from fakeredis._clients._tcp_server import TCPFakeRequestHandler, TcpFakeServer
from fakeredis._commands import Signature
from fakeredis._helpers import SimpleError
from fakeredis._socket import FakeSocket

from tests.protocols.redis_search import Index, SearchCommands

_SEARCH = {
    name: Signature(name, method, (), (bytes,))  # type: ignore[arg-type]
    for name, method in {
        "ft.create": "ft_create",
        "ft.info": "ft_info",
        "ft._list": "ft_list",
        "ft.search": "ft_search",
        "ft.dropindex": "ft_dropindex",
    }.items()
}


class RedisServer:
    """`modules` false: a Redis without JSON and search. `password`: what AUTH must bring."""

    def __init__(self, *, modules: bool = True, password: str | None = None) -> None:
        self.modules = modules
        self.refused: dict[str, str] = {}
        """Errors by command in lower case: {"json.set": "OOM …"}."""
        self.hangs = False
        self.asked: list[str] = []
        """Every command that came, in lower case."""
        self._config = {b"requirepass": password.encode()} if password else {}
        self._server: _TcpServer | None = None
        self._port = 0
        self.empty()

    def empty(self) -> None:
        """Forgets everything, as a restart without persistence does."""
        self.data = FakeServer(version=(8, 0), config=dict(self._config))
        self.indexes: dict[str, Index] = {}

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self._port}/0"

    @property
    def keys(self) -> dict[str, float | None]:
        """Seconds to live of every key, None for ever."""
        now = time.time()
        items = {k: self.data.dbs[0][k].expireat for k in list(self.data.dbs[0])}
        return {k.decode(): at and at - now for k, at in items.items()}

    def document(self, key: str) -> dict[str, Any]:
        """The JSON value of a key, to look at or to change."""
        value: dict[str, Any] = self.data.dbs[0][key.encode()].value
        return value

    def flush(self) -> None:
        """FLUSHALL, which takes the search module's indexes with it."""
        with self.data.lock:
            self.data.dbs[0].clear()
            self.indexes.clear()

    def start(self) -> None:
        self._server = _TcpServer(self._port, self)
        self._port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        """Cuts everybody off; afterwards connections are refused."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    async def __aenter__(self) -> Self:
        self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.hangs = False
        await asyncio.to_thread(self.stop)


class _TcpServer(TcpFakeServer):
    def __init__(self, port: int, behind: RedisServer) -> None:
        super().__init__(("127.0.0.1", port))
        self.fake_server = behind.data
        self.behind = behind
        self.RequestHandlerClass = _Handler


class _Handler(TCPFakeRequestHandler):
    server: _TcpServer

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.current_client = _Connection(
            server=self.server.fake_server,
            writer=self.writer,
            client_info={
                "laddr": self.connection.getsockname(),
                "addr": self.connection.getpeername(),
                "fd": self.connection.fileno(),
            },
            protocol=2,
        )
        self.current_client.tcp = self.server
        self.server.clients[self.client_address] = self.current_client


class _Connection(FakeRedisConnection):
    tcp: _TcpServer

    def _connect(self) -> FakeSocket:
        made = _Socket(
            self.tcp.fake_server,
            client_class=self._client_class,
            db=self.db,
            lua_modules=self._lua_modules,
            client_info=self._client_info,
        )
        made.tcp = self.tcp
        made.indexes = self.tcp.behind.indexes
        return made


class _Socket(SearchCommands, FakeSocket):
    tcp: _TcpServer

    def _process_command(self, fields: list[bytes]) -> None:
        behind = self.tcp.behind
        behind.asked.append(fields[0].decode().lower())
        while behind.hangs and not self.tcp._shutdown_event.is_set():
            time.sleep(0.005)
        super()._process_command(fields)

    def _name_to_func(self, cmd_name: str) -> tuple[Any, Signature]:
        behind = self.tcp.behind
        if cmd_name in behind.refused:
            raise SimpleError(behind.refused[cmd_name])
        if not behind.modules and cmd_name.startswith(("json.", "ft.")):
            raise self._unknown_command(cmd_name)
        if cmd_name in ("flushall", "flushdb"):
            behind.indexes.clear()
        if cmd_name in _SEARCH:
            return getattr(self, _SEARCH[cmd_name].func_name), _SEARCH[cmd_name]
        return super()._name_to_func(cmd_name)
