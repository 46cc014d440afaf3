"""Routes of the chat page."""

from fastapi import APIRouter, HTTPException, Request, Response, WebSocket

from agent.errors import DatabaseUnavailable
from agent.types import Json
from gateway.web.assets import PAGE, Asset, load_assets
from gateway.web.deps import WebDeps
from gateway.web.socket import serve_chat


def web_router(deps: WebDeps) -> APIRouter:
    """`GET /`, `/static/{name}`, `/web/organizations` (demo only), `WS /web/{token}/chat`."""
    router = APIRouter(include_in_schema=False)
    assets = load_assets()

    @router.get("/")
    async def page(request: Request) -> Response:
        return _answer(assets[PAGE], request)

    @router.get("/static/{name}")
    async def static(name: str, request: Request) -> Response:
        if name not in assets:
            raise HTTPException(404)
        return _answer(assets[name], request)

    @router.get("/web/organizations")
    async def organizations(response: Response) -> list[Json]:
        if deps.organizations is None:
            raise HTTPException(404)
        # The list carries tokens.
        response.headers["cache-control"] = "no-store"
        try:
            return await deps.organizations()
        except DatabaseUnavailable as error:
            raise HTTPException(503) from error

    @router.websocket("/web/{token}/chat")
    async def chat(websocket: WebSocket, token: str) -> None:
        await serve_chat(websocket, token, deps)

    return router


def _answer(asset: Asset, request: Request) -> Response:
    if asset.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=asset.headers)
    return Response(asset.content, media_type=asset.media_type, headers=asset.headers)
