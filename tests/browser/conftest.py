"""Where the browser tests find a browser and a page."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, async_playwright

from tests.gateway.web.page_app import page_app
from tests.gateway.web.stand_in import StandIn

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
