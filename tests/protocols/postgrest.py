"""PostgREST as Supabase runs it, for tests: its rules in front of a real PostgreSQL.

The server itself cannot be installed by pip. Only what this project uses or must withstand is
here; each part names the page of PostgREST's documentation (docs.postgrest.org, "References") whose
rule it follows. What is not documented there is Supabase's gateway in front of it: every request
shows an API key of the project.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import psycopg
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from tests.protocols.postgrest_queries import SCHEMA, Refused, statement_of
from tests.protocols.tokens import BadToken, sign, verify
from tests.providers.server import Answer, Fault, ProviderServer, Request

ANON = "anon"
_STATUS = {
    "08": 503, "09": 500, "0L": 403, "0P": 403, "23503": 409, "23505": 409, "25006": 405, "25": 500,
    "28": 403, "2D": 500, "38": 500, "39": 500, "3B": 500, "40": 500, "53400": 500, "53": 503,
    "54": 500, "55": 500, "57": 500, "58": 500, "F0": 500, "HV": 500, "P0001": 400, "P0": 500,
    "XX": 500, "42883": 404, "42P01": 404, "42P17": 500,
}  # fmt: skip
"""Errors, "HTTP Status Codes": a whole SQLSTATE before its class; others are 400 (42501 aside)."""
_PREFERENCES = (
    "handling",
    "timezone",
    "return",
    "count",
    "resolution",
    "missing",
    "max-affected",
    "tx",
)


@dataclass(frozen=True)
class Caller:
    """Authentication: who asks, by the role claim of the token; `anon` without one."""

    role: str
    claims: Mapping[str, Any]


class PostgREST(ProviderServer):
    """`conninfo` is the authenticator's. `settings` are those of its roles (Transactions,
    "Impersonated Role Settings"): a test tells the database its time by them."""

    def __init__(
        self,
        conninfo: str,
        secret: str = "the-jwt-secret-of-a-project-in-tests",
        settings: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        super().__init__()
        self.secret = secret
        self.anon_key = sign(secret, role=ANON)
        self.service_key = sign(secret, role="service_role")
        self.broken: dict[str, list[Fault]] = defaultdict(list)
        """What goes wrong with the next calls of a function, by its name."""
        self._settings = settings
        self._pool = AsyncConnectionPool(
            conninfo, min_size=1, max_size=6, timeout=2, kwargs={"autocommit": True}, open=False
        )

    def token(self, role: str = "authenticated", **claims: Any) -> str:
        """What Supabase's login gives to a person."""
        return sign(self.secret, role=role, **claims)

    def fault_of(self, request: Request) -> Fault | None:
        faults = self.broken[request.path.rpartition("/")[2]]
        return faults.pop(0) if faults else super().fault_of(request)

    async def __aenter__(self) -> Self:
        await self._pool.open()
        return await super().__aenter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await super().__aexit__(kind, error, trace)
        await self._pool.close()

    def handle(self, request: Request) -> Answer:
        raise NotImplementedError("PostgREST waits for its database: see respond")

    async def respond(self, request: Request) -> Answer:
        if request.headers.get("apikey") not in (self.anon_key, self.service_key):
            return Answer(401, {"message": "Invalid API key", "hint": "Double check your API key."})
        caller = Caller(ANON, {})
        try:
            caller = self._caller(request)
            _check_headers(request)
            async with self._pool.connection() as connection:
                return await self._run(connection, caller, request)
        except BadToken as error:
            return _refusal(Refused(401, error.code, str(error)))
        except Refused as error:
            return _refusal(error)
        except PoolTimeout:
            return _refusal(
                Refused(504, "PGRST003", "Timed out acquiring connection from the pool")
            )
        except psycopg.Error as error:
            return _database_error(error, caller)

    def _caller(self, request: Request) -> Caller:
        """Authentication, "Bearer Authentication" and "JWT Role Extraction"."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            return Caller(ANON, {"role": ANON})
        claims = verify(token, self.secret)
        role = str(claims.get("role", ANON))
        return Caller(role, {**claims, "role": role})

    async def _run(
        self, connection: AsyncConnection[Any], caller: Caller, request: Request
    ) -> Answer:
        statement = await statement_of(connection, request)
        async with connection.transaction():
            # Transactions, "Access Mode".
            mode = "read write" if statement.write else "read only"
            await connection.execute(f"set transaction {mode}".encode())
            await self._enter(connection, caller, request)
            cursor = await connection.execute(statement.query, statement.args)
            row = await cursor.fetchone() if cursor.description else None
        if row is None:
            return Answer(statement.status)
        return Answer(statement.status, (row[0] if row[0] is not None else "null").encode())

    async def _enter(
        self, connection: AsyncConnection[Any], caller: Caller, request: Request
    ) -> None:
        """Transactions, "Transaction-Scoped Settings": the role comes last, it may do the least."""
        settings = {
            "search_path": SCHEMA,
            "request.jwt.claims": json.dumps(caller.claims),
            "request.headers": json.dumps(dict(request.headers)),
            "request.method": request.method,
            "request.path": request.path,
            **self._settings(),
            "role": caller.role,
        }
        calls = ", ".join(["set_config(%s, %s, true)"] * len(settings))
        values = [value for pair in settings.items() for value in pair]
        await connection.execute(f"select {calls}".encode(), values)


def _check_headers(request: Request) -> None:
    """Schemas, "Multiple schemas"; Prefer Header, "Strict or Lenient Handling"."""
    for name in ("content-profile", "accept-profile"):
        if request.headers.get(name, SCHEMA) != SCHEMA:
            raise Refused(406, "PGRST106", f"The schema must be one of the following: {SCHEMA}")
    wishes = [w.strip() for w in request.headers.get("prefer", "").split(",") if w.strip()]
    unknown = [w for w in wishes if w.partition("=")[0] not in _PREFERENCES]
    if unknown and "handling=strict" in wishes:
        raise Refused(400, "PGRST122", "Invalid preferences given with handling=strict")


def _refusal(error: Refused) -> Answer:
    headers = {"www-authenticate": "Bearer"} if error.status == 401 else {}
    return _error(error.status, error.code, str(error), None, None, headers)


def _database_error(error: psycopg.Error, caller: Caller) -> Answer:
    """Errors, "Errors from PostgreSQL": its own words, with the status of the code's class."""
    state = error.sqlstate
    if state is None:
        return _error(
            503, "PGRST001", "Database client error. Retrying the connection.", None, None
        )
    status = _STATUS.get(state) or _STATUS.get(state[:2], 400)
    if state == "42501":
        status = 401 if caller.role == ANON else 403
    said = error.diag
    return _error(status, state, said.message_primary, said.message_detail, said.message_hint)


def _error(
    status: int,
    code: str,
    message: str | None,
    details: str | None,
    hint: str | None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    body = {"code": code, "message": message, "details": details, "hint": hint}
    return Answer(status, body, {"proxy-status": f"PostgREST; error={code}", **(headers or {})})
