"""Figures and the playground in a real browser, on a phone and on a desktop."""

import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from gateway.access.staff import Role
from tests.browser.embedded import SLOW
from tests.browser.test_console import BOTH, NOW, opened
from tests.front import Front, open_front
from tests.gateway.console.conftest import ANA, member
from tests.gateway.console.random_weeks import fill
from tests.gateway.web.page_app import serve


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[tuple[Front, str]]:
    """A clinic with the offline model."""
    async with open_front(database_url, tmp_path, NOW) as front:
        await member(front, ANA, [Role.OWNER])
        async with serve(front.app, lifespan="on") as url:
            yield front, url


@BOTH
async def test_figures_of_a_span_as_plots_tables_and_a_file(
    browser: Browser, house: tuple[Front, str], size: dict[str, int]
) -> None:
    front, url = house
    fill(front, front.organization("aurora"), random.Random(1))
    async with opened(browser, url, size, color_scheme="dark") as page:
        await page.goto(f"{url}/console/figures")
        await page.get_by_role("link", name="30 días").click()
        plots = page.get_by_role("img", name="Chats por día")
        assert await plots.locator("g").count() == 30
        total = await page.locator(".is-chats strong").inner_text()
        await expect(page.locator(".plot").first).to_contain_text(f"En total {total}")
        await page.get_by_text("Ver los días como tabla").click()
        rows = page.get_by_role("group", name="Día a día").get_by_role("row")
        assert await rows.count() == 31
        counted = [await rows.nth(n).get_by_role("cell").first.inner_text() for n in range(1, 31)]
        assert sum(map(int, counted)) == int(total)
        async with page.expect_download() as download:
            await page.get_by_role("link", name="Por profesional (CSV)").click()
        assert (await download.value).suggested_filename.startswith("figures_member_2026-10-21")
        wide = "document.querySelector('.sheet').scrollWidth <= innerWidth"
        assert await page.evaluate(wide), "nothing but the tables scrolls sideways"


@BOTH
async def test_a_talk_in_the_playground_with_what_happens_inside(
    browser: Browser, house: tuple[Front, str], size: dict[str, int]
) -> None:
    front, url = house
    async with opened(browser, url, size) as page:
        await page.goto(f"{url}/console/playground")
        await page.locator("#at").fill("2026-11-28T20:00")
        await page.get_by_role("button", name="Empezar de nuevo").click()
        await expect(page.locator("#text")).to_be_focused()
        await page.keyboard.type("quiero una limpieza facial mañana")
        await page.keyboard.press("Enter")
        await expect(page.locator(".theirs .body")).to_contain_text("domingo", timeout=SLOW)
        await expect(page.locator(".inside")).to_contain_text("check_availability")
        await page.locator(".choices button").first.click()
        await expect(page.locator(".turn")).to_have_count(2, timeout=SLOW)
        await expect(page.locator("#last .inside")).to_have_attribute("open", "")
    assert front.rows("select from appointments") == []
