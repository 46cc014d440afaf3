"""The login in a real browser, with and without JavaScript, under the page's own policies."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect
from pydantic import SecretStr

from agent.clock import FixedClock
from agent.settings import Settings
from gateway.access import staff_commands as staff
from gateway.access.factors import current_code
from gateway.app import create_app
from gateway.container import open_container
from tests import databases
from tests.databases import NOW
from tests.gateway.access.conftest import KEY
from tests.gateway.access.logins import ANA, PASSWORD
from tests.gateway.web.page_app import serve


@pytest.fixture
async def closed_page(database_url: str, tmp_path: Path) -> AsyncIterator[str]:
    """A gateway outside the demo; Ana has a password."""
    settings = Settings(
        database_url=SecretStr(database_url),
        frontdesk_data_dir=tmp_path,
        debounce_seconds=0,
        worker_concurrency=2,
        frontdesk_secret_key=SecretStr(KEY),
    )
    async with open_container(settings, clock=FixedClock(NOW)) as container:
        await staff.add(container.database, "aurora", ANA, [], PASSWORD)
        async with serve(create_app(container), lifespan="on") as url:
            yield url


async def fill(page: Page, password: str) -> None:
    await page.locator("[name=email]").fill(ANA)
    await page.locator("[name=password]").fill(password)
    await page.locator("button").click()


async def test_without_script_staff_come_in_and_out(browser: Browser, closed_page: str) -> None:
    context = await browser.new_context(java_script_enabled=False, locale="pt-BR")
    page = await context.new_page()
    await page.goto(closed_page)
    await expect(page).to_have_url(f"{closed_page}/login")
    await expect(page.locator("h1")).to_have_text("Entrar")
    await fill(page, "wrong password")
    await expect(page.get_by_role("alert")).to_contain_text("não estão certos")
    await fill(page, PASSWORD)
    await expect(page).to_have_url(f"{closed_page}/console")
    await page.goto(f"{closed_page}/logout")
    await page.locator("button").click()
    await expect(page).to_have_url(f"{closed_page}/login")
    await page.goto(closed_page)
    await expect(page).to_have_url(f"{closed_page}/login")
    await context.close()


async def test_logged_in_the_chat_works_for_the_own_organization(
    browser: Browser, closed_page: str
) -> None:
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="es-CO")
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(closed_page)
    await fill(page, PASSWORD)
    await page.get_by_role("link", name="Chat de prueba").click()
    await expect(page.locator("#presence")).to_have_attribute("data-state", "online")
    await expect(page.locator("#organization option")).to_have_count(1)
    await expect(page.locator("#panel")).to_be_hidden()
    await page.locator("#text").fill("Hola")
    await page.locator("#text").press("Enter")
    await expect(page.locator("#messages .theirs .body").first).to_be_visible(timeout=15_000)
    assert complaints == []
    await page.reload()
    await expect(page.locator("#presence")).to_have_attribute("data-state", "online")
    await page.locator("#log-out").click()
    await page.locator("button").click()
    await expect(page).to_have_url(f"{closed_page}/login")
    await context.close()


async def test_a_customers_link_needs_no_login_also_the_old_one(
    browser: Browser, closed_page: str
) -> None:
    token = databases.SECRETS["AURORA_WEB_TOKEN"]
    context = await browser.new_context(locale="es-CO")
    for path in (f"/chat#{token}", f"/#{token}"):
        page = await context.new_page()
        await page.goto(closed_page + path)
        await expect(page.locator("#presence")).to_have_attribute("data-state", "online")
        await expect(page).to_have_url(f"{closed_page}/chat#{token}")
        await expect(page.locator("#bar")).to_be_hidden()
        await page.close()
    await context.close()


async def test_the_second_factor_is_set_up_on_a_phone_with_the_keyboard(
    browser: Browser, closed_page: str
) -> None:
    """Under the pages' own policy, which allows no style or script in the page."""
    context = await browser.new_context(viewport={"width": 360, "height": 740}, locale="es-CO")
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    await page.goto(closed_page)
    await fill(page, PASSWORD)
    await page.locator("summary", has_text="Más").press("Enter")
    await page.get_by_role("link", name="Mi cuenta").press("Enter")
    await expect(page.locator("h1")).to_have_text("Mi cuenta")
    await page.get_by_role("link", name="Activar el segundo factor").press("Enter")
    await expect(page.get_by_role("img", name="Código QR")).to_be_visible()
    dark = await page.locator(".qr svg path").last.evaluate("e => getComputedStyle(e).stroke")
    assert dark == "rgb(0, 0, 0)"
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    key = (await page.locator(".key").inner_text()).replace(" ", "")
    await page.get_by_label("Código de tu aplicación").fill(current_code(key, NOW.timestamp()))
    await page.keyboard.press("Enter")
    await expect(page.locator(".codes li")).to_have_count(10)
    await expect(page.get_by_role("status")).to_contain_text("activado")
    await page.get_by_role("link", name="Ya los guardé").press("Enter")
    await expect(page.locator(".session")).to_have_count(1)
    assert complaints == []
    await context.close()
