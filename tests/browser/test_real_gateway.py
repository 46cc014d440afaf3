"""The page over the whole front desk: what a person sees when they try the demo."""

import re
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect
from pydantic import SecretStr

from agent.clock import FixedClock
from agent.settings import Settings
from gateway.app import create_app
from gateway.container import open_container
from tests import databases
from tests.gateway.web.page_app import serve

NOW = datetime.fromisoformat("2026-11-20T10:00:00-05:00")


@pytest.fixture
async def real_page(database_url: str, tmp_path: Path) -> AsyncIterator[str]:
    settings = Settings(
        database_url=SecretStr(database_url),
        frontdesk_data_dir=tmp_path,
        demo=True,
        debounce_seconds=0,
        worker_concurrency=2,
    )
    async with (
        open_container(settings, clock=FixedClock(NOW)) as container,
        serve(create_app(container), lifespan="on") as url,
    ):
        yield url


async def test_two_tabs_book_two_rows(browser: Browser, real_page: str, database_url: str) -> None:
    """The flagship sentence, an offered time, a name, and a row; beside it another customer."""
    for name in ("Ana Pérez", "Luz Marina Díaz"):
        context = await browser.new_context(viewport={"width": 1440, "height": 900})
        page = await context.new_page()
        await page.goto(real_page)
        theirs = page.locator("#messages .theirs .body")
        await expect(page.locator("#presence")).to_have_attribute("data-state", "online")
        await page.locator("#text").fill(
            "Hola, quiero una cita de depilación láser para mañana a las 3 de la tarde"
        )
        await page.locator("#text").press("Enter")
        await expect(theirs.first).to_be_visible(timeout=15_000)
        await page.locator("#messages .theirs button").first.click()
        await expect(theirs.last).to_contain_text("nombre")
        await page.locator("#text").fill(name)
        await page.locator("#text").press("Enter")
        await expect(page.locator("#messages")).to_contain_text("Cita agendada")
        await expect(page.locator("#appointments")).to_contain_text(re.compile("Depilación láser"))
        await context.close()
    booked = databases.rows(
        database_url, "select attendee_name, status from appointments order by attendee_name"
    )
    assert booked == [
        {"attendee_name": "Ana Pérez", "status": "scheduled"},
        {"attendee_name": "Luz Marina Díaz", "status": "scheduled"},
    ]


async def test_a_customer_comes_back_to_their_chat(browser: Browser, real_page: str) -> None:
    """The business's own page knows its customers again; another browser is another customer."""
    address = f"{real_page}/chat#{databases.SECRETS['AURORA_WEB_TOKEN']}"
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(address)
    await page.locator("#text").fill("¿abren el sábado?")
    await page.locator("#text").press("Enter")
    await expect(page.locator("#messages .theirs .body").first).to_be_visible(timeout=15_000)
    await page.close()
    again = await context.new_page()
    await again.goto(address)
    await expect(again.locator("#messages")).to_contain_text("¿abren el sábado?")
    other = await browser.new_context()
    stranger = await other.new_page()
    await stranger.goto(address)
    await expect(stranger.locator("#presence")).to_have_attribute("data-state", "online")
    await expect(stranger.locator("#messages")).not_to_contain_text("¿abren el sábado?")
    await context.close()
    await other.close()
