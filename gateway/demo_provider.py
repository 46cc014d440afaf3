"""Where the demo's messages to WhatsApp go while no provider is configured: to the terminal.

Answers as the providers document it, so that the outbox runs as in earnest. Mounted in the demo only.
"""

import json
from urllib.parse import parse_qsl
from uuid import uuid4

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from rich.console import Console
from rich.text import Text

from agent.types import Json


def demo_provider_router(console: Console | None = None) -> APIRouter:
    """Gupshup's `/wa/api/v1/…` and Evolution's `/message/sendText/…` under `/demo/<provider>`."""
    router = APIRouter(prefix="/demo", include_in_schema=False)
    screen = console or Console()

    def show(to: str, text: str) -> None:
        screen.print(Text.assemble(("\n→ WhatsApp ", "green"), (to, "bold"), "\n", text))

    @router.post("/gupshup/wa/api/v1/msg")
    async def gupshup(request: Request) -> JSONResponse:
        form = dict(_pairs((await request.body()).decode()))
        content: Json = json.loads(form.get("message", "{}"))
        inner = content.get("content")
        body = inner.get("text") if isinstance(inner, dict) else None
        show(form.get("destination", "?"), str(content.get("text") or body or content.get("body")))
        return JSONResponse({"status": "submitted", "messageId": str(uuid4())}, 202)

    @router.post("/gupshup/wa/api/v1/template/msg")
    async def gupshup_template(request: Request) -> JSONResponse:
        form = dict(_pairs((await request.body()).decode()))
        show(form.get("destination", "?"), f"[template] {form.get('template')}")
        return JSONResponse({"status": "submitted", "messageId": str(uuid4())}, 202)

    @router.post("/evolution/message/sendText/{instance}")
    async def evolution(instance: str, request: Request) -> JSONResponse:
        body: Json = await request.json()
        show(str(body.get("number")), str(body.get("text")))
        return JSONResponse({"key": {"id": uuid4().hex, "fromMe": True}}, 201)

    return router


def _pairs(body: str) -> list[tuple[str, str]]:

    return parse_qsl(body, keep_blank_values=True)
