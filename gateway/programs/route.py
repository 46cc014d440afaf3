"""`POST /mcp`: the MCP server over streamable HTTP, for callers with a key of the scope `mcp`."""

import asyncio
from importlib import import_module

from fastapi import APIRouter, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from agent.data.program_store import ProgramStore
from gateway.access.origin import Origins, origins_of
from gateway.access.problems import Forbidden, problem
from gateway.api.auth import Callers
from gateway.container import Container
from gateway.programs.desk import ProgramDesk, desk_of


class OtherOrigin(Forbidden):
    """Pages of this origin may not call here."""


def mcp_router(container: Container, callers: Callers) -> APIRouter:
    """The route. It answers by requests alone: no streams to open, no sessions to end."""
    router = APIRouter(include_in_schema=False)
    origins = origins_of(container.settings)
    store = ProgramStore(container.store.database)

    @router.post("/mcp")
    async def mcp(request: Request) -> Response:
        desk = await _desk(request, origins, store, container, callers)
        return _Answering(desk)

    @router.api_route("/mcp", methods=["GET", "DELETE"])
    async def other(request: Request) -> Response:
        await _desk(request, origins, store, container, callers)
        return problem(405, "POST alone is answered here", {"Allow": "POST"})

    return router


async def _desk(
    request: Request,
    origins: Origins,
    store: ProgramStore,
    container: Container,
    callers: Callers,
) -> ProgramDesk:
    """For who calls. Raises what Callers does, OtherOrigin and KeyOfOneOrganization."""
    caller = await callers.identify(request, "mcp")
    if not origins.allow(request):
        raise OtherOrigin
    return desk_of(caller, store, container.clock)


class _Answering(Response):
    """Lets the SDK write the answer."""

    def __init__(self, desk: ProgramDesk) -> None:
        super().__init__()
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Not before somebody with a key is there: the SDK takes a second to import, and memory. In a thread, so
        # that nobody else waits for it.
        server = await asyncio.to_thread(import_module, "gateway.programs.server")
        await server.serve_request(self._desk, scope, receive, send)
