"""axe on every page that a browser opens, on a phone (on which nothing is wider) and a desktop, light and dark."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Browser, Page, expect

from gateway.console.routes import SECTIONS
from tests.browser.embedded import TOKEN
from tests.browser.test_console import DESKTOP, NOW, PHONE, log_in
from tests.front import Front, open_front
from tests.gateway.console.conftest import desk_of
from tests.gateway.console.walk import addresses, ids_of, looks
from tests.gateway.web.page_app import serve
from tests.promises.tenants import fill
from tests.scripted_model import ScriptedModel

_RUN = (
    "async (rules) => (await axe.run(document, {resultTypes: ['violations'], ...rules})).violations"
)
_OPEN = "document.querySelectorAll('details').forEach((one) => one.open = true)"
_WIDTHS = "[document.documentElement, ...document.querySelectorAll('.sheet')].map((one) => one.scrollWidth - one.clientWidth)"
_ONLY_COLOURS = {"runOnly": ["color-contrast"]}
_NO_COLOURS = {"rules": {"color-contrast": {"enabled": False}}}
_STARTS = {section.path for section in SECTIONS}
_PUBLIC = ("/login", "/login/code", f"/chat#{TOKEN}", f"/widget/{TOKEN}")
_OWN = ("/try", "/account", "/account/password", "/account/confirm", "/account/log", "/logout")
_ASKED = (
    "/console/agenda?view=week",
    "/console/chats?q=cuotas",
    "/console/customers?q=a",
    "/console/business/connect?channel=meta",
    "/console/business/connect?channel=evolution",
    "/console/business/services/limpieza-facial?done=1",
)
"""Pages that look otherwise when they are asked for more."""


@dataclass
class House:
    """A served clinic with a row in every table."""

    front: Front
    url: str


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    async with open_front(database_url, tmp_path, NOW, ScriptedModel()) as front:
        desk = await desk_of(front)
        await desk.call(summary="quiere saber si puede pagar en cuotas")
        await fill(front, "aurora", service="limpieza-facial", member="laura")
        async with serve(front.app, lifespan="on") as url:
            yield House(front, url)


async def test_axe_finds_nothing_on_any_page(browser: Browser, house: House) -> None:
    ids = ids_of(house.front, house.front.organization("aurora"))
    own = [*_OWN, *_ASKED, *(one.path for one in addresses(ids, looks))]
    walks = [_walk(browser, house.url, own, size) for size in (PHONE, DESKTOP)]
    (phone, pages), (desktop, _) = await asyncio.gather(*walks)
    assert not phone + desktop, "\n".join(phone + desktop)
    assert pages >= _STARTS


async def _walk(
    browser: Browser, url: str, own: list[str], size: dict[str, int]
) -> tuple[list[str], set[str]]:
    """What axe finds on all pages, and where it was."""
    findings, pages = [], set()
    async with _opened(browser, size) as page:
        for path in _PUBLIC:
            findings += await _findings(page, url + path)
        await page.goto(f"{url}/login")
        await log_in(page)
        for path in own:
            findings += await _findings(page, url + path)
            pages.add(urlsplit(page.url).path)
    return findings, pages


@asynccontextmanager
async def _opened(browser: Browser, size: dict[str, int]) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport=size, locale="es-CO", reduced_motion="reduce")  # type: ignore[arg-type]
    await context.add_init_script(AXE_SCRIPT)
    yield await context.new_page()
    await context.close()


async def _findings(page: Page, address: str) -> list[str]:
    """What axe finds on a page; on a phone with everything that folds open, and in the dark, too. Colours, which take
    the most time, are the same on a desktop: looked at there where each section starts. A file is no page."""
    # A connection that the server closed just now is opened again.
    answer = await page.context.request.get(address, max_retries=2)
    if "text/html" not in answer.headers["content-type"]:
        return []
    await page.emulate_media(color_scheme="light")
    await page.goto(address)
    # A locator, not a text that the page would have to evaluate: its policy forbids that.
    await expect(page.locator("h1").first).not_to_be_empty()
    if page.viewport_size != PHONE:
        rules = {} if urlsplit(address).path in _STARTS else _NO_COLOURS
        return [_line(page, one) for one in await page.evaluate(_RUN, rules)]
    wide = [f"{page.url}: wider than a phone"] if any(await page.evaluate(_WIDTHS)) else []
    await page.evaluate(_OPEN)
    light = await page.evaluate(_RUN, {})
    await page.emulate_media(color_scheme="dark")
    dark = await page.evaluate(_RUN, _ONLY_COLOURS)
    return wide + [_line(page, one) for one in (*light, *dark)]


def _line(page: Page, violation: dict[str, Any]) -> str:
    nodes = [
        f"{n['html'][:160]} {n['any'][0]['message'] if n['any'] else ''}"
        for n in violation["nodes"]
    ]
    return f"{page.url} {page.viewport_size}: {violation['id']} {nodes[:3]}"
