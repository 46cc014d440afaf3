"""Where the browser tests find a browser, a page, and a business's own site."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect
from pydantic import SecretStr

from agent.clock import FixedClock
from agent.settings import Settings
from gateway.access import credentials
from gateway.access.vault import vault_of
from gateway.app import create_app
from gateway.container import open_container
from gateway.web.identity import SECRET
from tests.browser.embedded import NOW, SITE_SECRET, TOKEN, Visit, allow, web_key
from tests.browser.sites import BusinessSite, business_site
from tests.gateway.web.page_app import page_app, serve
from tests.gateway.web.stand_in import StandIn

expect.set_options(timeout=30_000)  # milliseconds: as long as the library waits before a click

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass(frozen=True)
class PageServer:
    """A running page. `asks_for_options` is a first message that is answered with options."""

    url: str
    asks_for_options: str


@pytest.fixture
async def page_server() -> AsyncIterator[PageServer]:
    """The one place that knows which gateway the page is tested against."""
    async with page_app(StandIn()) as url:
        yield PageServer(url, "Hola")


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield launched
        await launched.close()


@pytest.fixture
async def site() -> AsyncIterator[BusinessSite]:
    async with business_site() as running:
        yield running


@pytest.fixture
async def desk(database_url: str, tmp_path: Path, site: BusinessSite) -> AsyncIterator[str]:
    """A gateway outside the demo, whose clinic allows the site and keeps its secret."""
    allow(database_url, [site.url])
    settings = Settings(
        database_url=SecretStr(database_url),
        frontdesk_data_dir=tmp_path,
        debounce_seconds=0,
        worker_concurrency=2,
        frontdesk_secret_key=SecretStr("k" * 40),
    )
    async with (
        open_container(settings, clock=FixedClock(NOW)) as container,
        serve(create_app(container), lifespan="on") as url,
    ):
        database, vault = container.database, vault_of(settings)
        await credentials.put(database, vault, "aurora", web_key(database_url), SECRET, SITE_SECRET)
        site.embed(url, TOKEN)
        yield url


@pytest.fixture
async def visit(browser: Browser, site: BusinessSite, desk: str) -> AsyncIterator[Visit]:
    """Opens a page of the site; `console` of the page collects what its console says."""
    async with AsyncExitStack() as stack:

        async def visited(
            path: str = "/precios?paciente=secreto",
            context: BrowserContext | None = None,
            prepare: Callable[[Page], Awaitable[None]] | None = None,
            **about: object,
        ) -> Page:
            own = context or await browser.new_context(**about)  # type: ignore[arg-type]
            if context is None:
                stack.push_async_callback(own.close)
            page = await own.new_page()
            console: list[str] = []
            page.on("console", lambda message: console.append(message.text))
            page.on("pageerror", lambda error: console.append(str(error)))
            page.console = console  # type: ignore[attr-defined]
            if prepare:
                await prepare(page)
            await page.goto(site.url + path)
            return page

        yield visited
