"""PostgreSQL through Supabase's API: `rpc()` of the async client, and nothing else of it."""

import json
import re
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import httpx
from pydantic import SecretStr

from agent.data.calls import check_names, from_json, is_trouble, to_json
from agent.data.database import Database, Jsonable
from agent.data.decoding import convert
from agent.errors import AccessRefused, DatabaseUnavailable, NotFound, OperatorError, QueryError
from agent.tls import tls_context

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from postgrest.exceptions import APIError
    from supabase import AsyncClient

T = TypeVar("T")
_SQLSTATE = re.compile(r"[0-9A-Z]{5}")
_NO_DATA = "P0002"
_FORBIDDEN, _NO_FUNCTION = "42501", "permission denied for function"
"""The key's role may not call it. Inside a function the same code means a bug."""
_CODES = {"PGRST202": "42883"}
"""PostgREST's own code for what PostgreSQL would say: no such function."""


class SupabaseDatabase:
    """`url` and `key` (the service role's) of a Supabase project.

    NOTIFY does not travel over HTTP, so `listen` is served by `direct`, the same database reached
    through a connection. Nothing is repeated here: a call whose answer is lost is DatabaseUnavailable,
    and who calls decides.
    """

    def __init__(
        self,
        url: str,
        key: SecretStr,
        *,
        direct: Database,
        max_connections: int = 20,
        timeout_seconds: float = 10.0,
    ) -> None:
        self._url = url.rstrip("/")
        self._key = key
        self._direct = direct
        self._http = httpx.AsyncClient(
            verify=tls_context(),
            timeout=httpx.Timeout(timeout_seconds, connect=min(5.0, timeout_seconds)),
            limits=httpx.Limits(max_connections=max_connections),
            follow_redirects=False,
            event_hooks={"response": [_refuse_strangers]},
        )
        self._client: AsyncClient | None = None

    async def open(self) -> None:
        """Makes the client; nothing is sent yet, `ping` tells whether it works.

        Raises OperatorError for a URL or a key that cannot be one.
        """
        from supabase import acreate_client  # takes half a second, so only where it is used
        from supabase.lib.client_options import AsyncClientOptions

        key = self._key.get_secret_value()
        if not (key.isascii() and key.isprintable() and " " not in key):
            # It travels in headers; every call would fail as if it were a bug.
            raise OperatorError("SUPABASE_SERVICE_ROLE_KEY has characters that no key has")
        options = AsyncClientOptions(
            auto_refresh_token=False,
            persist_session=False,
            postgrest_client_retry=False,
            httpx_client=self._http,
        )
        try:
            self._client = await acreate_client(self._url, key, options)
        except Exception as error:  # noqa: BLE001 (its own base class is no more than that)
            # Without the cause: its words may be those of the key.
            raise OperatorError(
                f"SUPABASE_URL and SUPABASE_SERVICE_ROLE_KEY make no client: {type(error).__name__}"
            ) from None

    async def call(self, function: str, **args: Any) -> Jsonable:
        from postgrest.exceptions import APIError

        check_names(function, args)
        assert self._client is not None, "the database is not open"
        params = {f"p_{name}": _plain(value) for name, value in args.items()}
        try:
            answer = await self._client.rpc(function, params).execute()
        except APIError as error:
            raise _named(error) from error
        except httpx.HTTPError as error:
            # Not as its cause: httpx's errors carry the request, and that carries the key.
            raise DatabaseUnavailable(f"Supabase gave no answer: {type(error).__name__}") from None
        return answer.data

    async def fetch(self, answer: type[T], function: str, /, **args: Any) -> T:
        return convert(answer, await self.call(function, **args), function)

    async def find(self, answer: type[T], function: str, /, **args: Any) -> T | None:
        value = await self.call(function, **args)
        return None if value is None else convert(answer, value, function)

    def listen(self, channel: str) -> AbstractAsyncContextManager["AsyncIterator[str]"]:
        return self._direct.listen(channel)

    async def ping(self) -> None:
        """Raises AccessRefused when the key is not taken."""
        await self.call("migrations_applied")

    async def close(self) -> None:
        await self._http.aclose()


def _plain(value: Any) -> Any:
    """An argument as JSON holds it; PostgREST casts it to the type of the function's argument."""
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, UUID):
        return str(value)
    return json.loads(to_json(value))  # orjson would read a long integer as a float


async def _refuse_strangers(response: httpx.Response) -> None:
    """The client returns a body that is not JSON as if the function had answered a text, and does
    not tell an error's status. Both are looked at before it sees them."""
    if response.status_code == httpx.codes.UNAUTHORIZED:
        raise AccessRefused
    await response.aread()
    try:
        from_json(response.content)
    except ValueError as error:
        raise DatabaseUnavailable from error


def _named(error: "APIError") -> Exception:
    """Ours for what PostgREST said. What it did not say itself comes from something in between."""
    code = error.code or ""
    state = _CODES.get(code, code if _SQLSTATE.fullmatch(code) else None)
    if state == _NO_DATA:
        return NotFound()
    if state == _FORBIDDEN and _NO_FUNCTION in (error.message or ""):
        return AccessRefused()
    if state is None and not code.startswith(("PGRST1", "PGRST2")):
        return DatabaseUnavailable()
    if state is not None and is_trouble(state):
        return DatabaseUnavailable()
    return QueryError(error.message or code, state)
