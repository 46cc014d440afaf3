"""Routes of the console: `/console`, its chats and what is done with them, its files and its socket."""

from fastapi import APIRouter, HTTPException, Request, Response, WebSocket

from gateway.console import actions, figures, pages, playground
from gateway.console.agenda.section import AGENDA
from gateway.console.business.routes import BUSINESS
from gateway.console.canned import pages as canned
from gateway.console.customers.section import CUSTOMERS
from gateway.console.device import pages as device
from gateway.console.device.installing import device_router
from gateway.console.rendering import load_static
from gateway.console.socket import serve_changes
from gateway.console.steps import pages as steps
from gateway.console.visit import SEES_CHATS, ConsoleDeps, Section, admitted
from gateway.web.feed import ChangeFeed
from gateway.web.routes import answer_asset

_TODAY = Section("today", "/console", SEES_CHATS, {"/console": pages.today}, {})
_CHATS = Section(
    "chats",
    "/console/chats",
    SEES_CHATS,
    {
        "/console/chats": pages.chats,
        "/console/chats/{chat}": pages.chat,
        "/console/chats/{chat}/files/{message}": pages.file,
        "/console/chats/{chat}/turns/{turn}": steps.steps,
        "/console/answers": canned.answers,
    },
    {
        "/console/chats/{chat}/take": actions.take,
        "/console/chats/{chat}/answer": actions.answer,
        "/console/chats/{chat}/insert": canned.insert,
        "/console/answers": canned.write,
        "/console/answers/remove": canned.remove,
        "/console/chats/{chat}/note": actions.note,
        "/console/chats/{chat}/give-back": actions.give_back,
        "/console/chats/{chat}/end": actions.end,
        "/console/cases/{case}/take": actions.take_case,
        "/console/cases/{case}/close": actions.close_case,
    },
    frozenset({"/console/chats/{chat}/answer"}),
)
_DEVICE = Section(
    "device",
    device.PLACE,
    SEES_CHATS,
    {device.PLACE: device.device},
    {
        f"{device.PLACE}/keep": device.keep,
        f"{device.PLACE}/try": device.attempt,
        f"{device.PLACE}/{{subscription}}/remove": device.remove,
    },
)
SECTIONS = (
    _TODAY,
    _CHATS,
    AGENDA,
    CUSTOMERS,
    figures.SECTION,
    BUSINESS,
    playground.SECTION,
    _DEVICE,
)
"""In the order of the navigation. Who may not see the first is led to the first that they may."""


def console_router(deps: ConsoleDeps, feed: ChangeFeed) -> APIRouter:
    """Everything but `/console/static/{name}` and what makes an app of it is behind the login."""
    router = APIRouter(include_in_schema=False)
    for section in SECTIONS:
        for path, look in section.looks.items():
            router.add_route(path, admitted(deps, SECTIONS, section, path, look), methods=["GET"])
        for path, act in section.acts.items():
            endpoint = admitted(
                deps, SECTIONS, section, path, act, with_file=path in section.with_file
            )
            router.add_route(path, endpoint, methods=["POST"])
    router.include_router(device_router(deps))
    assets = load_static()

    @router.get("/console/static/{name}")
    async def static(name: str, request: Request) -> Response:
        if name not in assets:
            raise HTTPException(404)
        return answer_asset(assets[name], request)

    @router.websocket("/console/changes")
    async def changes(websocket: WebSocket) -> None:
        await serve_changes(websocket, deps, feed)

    return router
