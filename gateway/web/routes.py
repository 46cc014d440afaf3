"""Routes of the chat page."""

from collections.abc import Callable

from fastapi import APIRouter, HTTPException, Request, Response, WebSocket
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from agent.errors import DatabaseUnavailable
from gateway.web.assets import PAGE, Asset, load_assets
from gateway.web.deps import PageOrganization, WebDeps
from gateway.web.socket import serve_chat

_BY_ACCEPT = {"Vary": "Accept"}


def web_router(deps: WebDeps, about: Callable[[], BaseModel] | None = None) -> APIRouter:
    """`GET /` and `/web/organizations` (the demo's, or of who is logged in); public: `/chat`, where a
    business's customers write, `/static/{name}` and `WS /web/{token}/chat`. `about`: what `/` tells
    programs, which do not ask for HTML."""
    router = APIRouter(include_in_schema=False)
    assets = load_assets()

    @router.get("/")
    async def page(request: Request) -> Response:
        if about is not None and not _asks_for_page(request):
            return Response(about().model_dump_json(), 200, _BY_ACCEPT, "application/json")
        if deps.staff and await deps.staff.current_staff(request) is None:
            return RedirectResponse("/login", 303, _BY_ACCEPT)
        answer = _answer(assets[PAGE], request)
        answer.headers.update(_BY_ACCEPT)
        return answer

    @router.get("/chat")
    async def customers_page(request: Request) -> Response:
        return _answer(assets[PAGE], request)

    @router.get("/static/{name}")
    async def static(name: str, request: Request) -> Response:
        if name not in assets:
            raise HTTPException(404)
        return _answer(assets[name], request)

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


def _asks_for_page(request: Request) -> bool:
    """Browsers always name HTML; programs name JSON, everything or nothing."""
    accepted = [part.partition(";")[0] for part in request.headers.get("accept", "").split(",")]
    return "text/html" in (kind.strip().lower() for kind in accepted)


def _answer(asset: Asset, request: Request) -> Response:
    if asset.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=asset.headers)
    return Response(asset.content, media_type=asset.media_type, headers=asset.headers)
