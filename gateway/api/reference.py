"""`/openapi.json` and `/docs`: the routes for programs, for whoever has a key.

A page of our own instead of the usual one, which fetches scripts from another host. Browsers ask for
the key as a password; programs send it as they do everywhere.
"""

import base64
from collections.abc import Mapping
from html import escape
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from starlette.responses import HTMLResponse, JSONResponse, Response

from agent.errors import Unauthorized
from gateway.access.clients import address_of
from gateway.access.problems import problem
from gateway.api.auth import Callers, bearer

_ASKS = {"WWW-Authenticate": 'Basic realm="frontdesk: an API key as the password"'}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
}
_OPEN = ("/", "/health", "/ready")
"""Routes that need no key."""


class Problem(BaseModel):
    """What every refusal and every fault answers (RFC 9457)."""

    type: str
    status: int
    detail: str


REFUSALS: dict[int | str, dict[str, Any]] = {
    401: {"model": Problem, "description": "No key, or not a right one"},
    422: {"model": Problem, "description": "What of the request is wrong"},
    "default": {"model": Problem, "description": "A status that is true, and why"},
}
"""For every route of programs."""


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, with the one way to authenticate."""
    document = get_openapi(title="frontdesk", version=app.version, routes=app.routes)
    components = document.setdefault("components", {})
    components["securitySchemes"] = {"api_key": {"type": "http", "scheme": "bearer"}}
    document["security"] = [{"api_key": []}]
    for path in _OPEN:
        for operation in document["paths"].get(path, {}).values():
            operation["security"] = []
    return document


def reference_router(app: FastAPI, callers: Callers) -> APIRouter:
    """Both routes. A key of any scope will do."""
    router = APIRouter(include_in_schema=False)

    @router.get("/openapi.json")
    async def document(request: Request) -> Response:
        if refusal := await _refusal(request, callers):
            return refusal
        return JSONResponse(app.openapi())

    @router.get("/docs")
    async def page(request: Request) -> Response:
        if refusal := await _refusal(request, callers):
            return refusal
        return HTMLResponse(_page(app.openapi()), headers=_HEADERS)

    return router


async def _refusal(request: Request, callers: Callers) -> Response | None:
    try:
        await callers.of_key(_key(request), address_of(request), None)
    except Unauthorized as error:
        return problem(401, str(error), _ASKS)
    return None


def _key(request: Request) -> str:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return bearer(request) or ""
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[2]
    except ValueError:  # no base64, or no text in it
        return ""


def _page(document: Mapping[str, Any]) -> str:
    routes = "".join(
        _operation(path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    )
    schemas = "".join(
        _schema(name, schema) for name, schema in document["components"]["schemas"].items()
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>frontdesk: API</title>'
        '<meta name="viewport" content="width=device-width"><link rel="stylesheet" '
        f'href="/static/reference.css"></head><body><main><h1>frontdesk {escape(document["info"]["version"])}'
        "</h1><p>Authorization: Bearer &lt;key&gt;. The same as OpenAPI: "
        '<a href="/openapi.json">/openapi.json</a>. Beside these routes there is the socket '
        "<code>/ws/chat/completions</code>.</p>"
        f"<h2>Routes</h2>{routes}<h2>Bodies</h2>{schemas}</main></body></html>"
    )


def _operation(path: str, method: str, operation: Mapping[str, Any]) -> str:
    inputs = [
        f"<li><code>{escape(one['name'])}</code> in {escape(one['in'])}: {_type(one['schema'])}</li>"
        for one in operation.get("parameters", [])
    ]
    if body := operation.get("requestBody"):
        inputs.append(f"<li>body: {_content(body)}</li>")
    outputs = [
        f"<li>{escape(status)}: {_content(answer) or escape(answer['description'])}</li>"
        for status, answer in operation["responses"].items()
    ]
    return (
        f"<section><h3><code>{method.upper()} {escape(path)}</code></h3>"
        f"<p>{escape(operation.get('description', ''))}</p>"
        f"<ul>{''.join(inputs)}</ul><ul>{''.join(outputs)}</ul></section>"
    )


def _content(part: Mapping[str, Any]) -> str:
    return ", ".join(
        _type(content.get("schema", {})) for content in part.get("content", {}).values()
    )


def _schema(name: str, schema: Mapping[str, Any]) -> str:
    needed = schema.get("required", [])
    fields = "".join(
        f"<li><code>{escape(field)}</code>{'' if field in needed else ' (optional)'}: {_type(about)}</li>"
        for field, about in schema.get("properties", {}).items()
    )
    text = escape(schema.get("description", ""))
    return f'<section id="{escape(name)}"><h3>{escape(name)}</h3><p>{text}</p><ul>{fields}</ul></section>'


def _type(schema: Mapping[str, Any]) -> str:
    """A type in words, with a link to a body's own place."""
    if reference := schema.get("$ref"):
        name = escape(str(reference).rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if either := schema.get("anyOf"):
        return " or ".join(map(_type, either))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if "enum" in schema:
        return " | ".join(escape(str(value)) for value in schema["enum"])
    return escape(str(schema.get("format") or schema.get("type") or "anything"))
