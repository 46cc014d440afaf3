"""The console as an app on the home screen: its manifest, its service worker, the page without a connection."""

import orjson
from fastapi import APIRouter, HTTPException, Request, Response

from agent.texts import languages, texts
from gateway.console.rendering import load_static
from gateway.console.visit import ConsoleDeps, bare
from gateway.web.routes import answer_asset

HOME = "/console"
_WORKER = "worker.js"
_GROUND = "#e9e5dc"
_ICONS = (
    ("icon-192.png", 192, "any"),
    ("icon-512.png", 512, "any"),
    ("icon-maskable-512.png", 512, "maskable"),
)


def device_router(deps: ConsoleDeps) -> APIRouter:
    """`/console/device/<language>.webmanifest`, `…/worker.js` and `…/offline`: nothing of anybody is in them."""
    router = APIRouter(include_in_schema=False, prefix=f"{HOME}/device")
    worker = load_static()[_WORKER]

    @router.get("/{language}.webmanifest")
    async def app_manifest(language: str) -> Response:
        if language not in languages():
            raise HTTPException(404)
        headers = {"Cache-Control": "no-cache"}
        return Response(orjson.dumps(manifest(language)), 200, headers, "application/manifest+json")

    @router.get(f"/{_WORKER}")
    async def script(request: Request) -> Response:
        # A worker sees the addresses below its own, unless its server says more.
        return answer_asset(worker, request, worker.headers | {"service-worker-allowed": HOME})

    @router.get("/offline")
    async def offline(request: Request) -> Response:
        return bare(deps, request, "offline", 200)

    return router


def manifest(language: str) -> dict[str, object]:
    """The app in a reader's language. `id` is one for all of them: a device has it once."""
    spoken = texts(language)
    return {
        "id": HOME,
        "start_url": HOME,
        "scope": "/",
        "lang": language,
        "name": spoken.line("console.app.name"),
        "short_name": spoken.line("console.app.short"),
        "description": spoken.line("console.app.description"),
        "display": "standalone",
        "background_color": _GROUND,
        "theme_color": _GROUND,
        "icons": [
            {
                "src": f"{HOME}/static/{name}",
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for name, size, purpose in _ICONS
        ],
    }
