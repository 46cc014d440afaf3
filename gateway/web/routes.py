"""Routes of the chat page."""

from collections.abc import Callable, Mapping
from math import ceil

from fastapi import APIRouter, HTTPException, Request, Response, WebSocket
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from agent.errors import DatabaseUnavailable
from agent.types import Connection
from gateway.channels.web import Web
from gateway.web.assets import PAGE, Asset, load_assets
from gateway.web.deps import PageOrganization, WebDeps
from gateway.web.socket import serve_chat
from gateway.web.widget import frame_headers, script_headers, widget_script

_BY_ACCEPT = {"Vary": "Accept"}


def web_router(deps: WebDeps, about: Callable[[], BaseModel] | None = None) -> APIRouter:
    """`GET /` (the demo's page; staff are led to the console), `/try` (staff's own chat with their assistant) and
    `/web/organizations` (the demo's, or of who is logged in); public: `/chat`, where a
    business's customers write, the same in their own site (`/widget/{token}` and its script
    `/widget/{token}.js`), `/static/{name}` and `WS /web/{token}/chat`. `about`: what `/` tells programs,
    which do not ask for HTML."""
    router = APIRouter(include_in_schema=False)
    assets = load_assets()

    @router.get("/")
    async def page(request: Request) -> Response:
        if about is not None and not _asks_for_page(request):
            return Response(about().model_dump_json(), 200, _BY_ACCEPT, "application/json")
        if deps.staff:
            staff = await deps.staff.current_staff(request)
            return RedirectResponse("/console" if staff else "/login", 303, _BY_ACCEPT)
        answer = answer_asset(assets[PAGE], request)
        answer.headers.update(_BY_ACCEPT)
        return answer

    @router.get("/try")
    async def own_chat(request: Request) -> Response:
        if deps.staff is None:  # the demo, where everybody has that page
            return RedirectResponse("/", 303)
        if await deps.staff.current_staff(request) is None:
            return RedirectResponse("/login", 303)
        return answer_asset(assets[PAGE], request)

    @router.get("/chat")
    async def customers_page(request: Request) -> Response:
        return answer_asset(assets[PAGE], request)

    @router.get("/widget/{token}.js")
    async def script(token: str, request: Request) -> Response:
        connection = await _connection(deps, token, request)
        asset = widget_script(connection, await deps.describe(connection.organization_id))
        return answer_asset(asset, request, script_headers(asset))

    @router.get("/widget/{token}")
    async def framed_page(token: str, request: Request) -> Response:
        headers = frame_headers(await _connection(deps, token, request))
        return Response(assets[PAGE].content, 200, headers, assets[PAGE].media_type)

    @router.get("/static/{name}")
    async def static(name: str, request: Request) -> Response:
        if name not in assets:
            raise HTTPException(404)
        return answer_asset(assets[name], request)

    @router.get("/web/organizations", response_model_exclude_none=True)
    async def organizations(request: Request, response: Response) -> list[PageOrganization]:
        # The list carries tokens.
        response.headers["cache-control"] = "no-store"
        try:
            return await _organizations(deps, request)
        except DatabaseUnavailable as error:
            raise HTTPException(503) from error

    @router.websocket("/web/{token}/chat")
    async def chat(websocket: WebSocket, token: str) -> None:
        await serve_chat(websocket, token, deps)

    return router


async def _organizations(deps: WebDeps, request: Request) -> list[PageOrganization]:
    if deps.organizations is not None:
        return await deps.organizations()
    if deps.staff is None:
        raise HTTPException(404)
    staff = await deps.staff.current_staff(request)
    if staff is None:
        raise HTTPException(401)
    return await deps.staff.organizations(staff)


async def _connection(deps: WebDeps, token: str, request: Request) -> Connection:
    """The web connection with this token. Raises HTTPException."""
    if deps.count_look and (seconds := await deps.count_look(request)):
        raise HTTPException(429, headers={"Retry-After": str(ceil(seconds))})
    try:
        connection = await deps.find_connection(token)
    except DatabaseUnavailable as error:
        raise HTTPException(503) from error
    if connection is None or connection.channel != Web.name:
        raise HTTPException(404)
    return connection


def _asks_for_page(request: Request) -> bool:
    """Browsers always name HTML; programs name JSON, everything or nothing."""
    accepted = [part.partition(";")[0] for part in request.headers.get("accept", "").split(",")]
    return "text/html" in (kind.strip().lower() for kind in accepted)


def answer_asset(
    asset: Asset, request: Request, headers: Mapping[str, str] | None = None
) -> Response:
    """The file with its own headers or these; nothing but them to a browser that has it."""
    shown = headers or asset.headers
    if asset.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=shown)
    return Response(asset.content, media_type=asset.media_type, headers=shown)
