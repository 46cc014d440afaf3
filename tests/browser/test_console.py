"""The console in a real browser: a case is taken, answered, given back and closed, on a phone and on a desktop."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.embedded import SLOW
from tests.front import open_front
from tests.gateway.access.logins import PASSWORD
from tests.gateway.console.conftest import ANA, Desk, desk_of
from tests.gateway.web.page_app import serve
from tests.scripted_model import ScriptedModel

NOW = datetime.fromisoformat("2026-11-20T10:00:00-05:00")
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1366, "height": 850}


@dataclass
class Console:
    desk: Desk
    url: str


@pytest.fixture
async def console(database_url: str, tmp_path: Path) -> AsyncIterator[Console]:
    """A clinic in which Marta waits for a person."""
    async with open_front(database_url, tmp_path, NOW, ScriptedModel()) as front:
        desk = await desk_of(front)
        await desk.call(summary="quiere saber si puede pagar en cuotas")
        async with serve(front.app, lifespan="on") as url:
            yield Console(desk, url)


@asynccontextmanager
async def opened(
    browser: Browser, url: str, size: dict[str, int], **about: object
) -> AsyncIterator[Page]:
    """Somebody logged in; what the page complains of fails the test."""
    context = await browser.new_context(viewport=size, locale="es-CO", **about)  # type: ignore[arg-type]
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(f"{url}/login")
    await page.locator("[name=email]").fill(ANA)
    await page.locator("[name=password]").fill(PASSWORD)
    await page.locator("button").click()
    await page.wait_for_url(lambda address: "/login" not in address)
    await page.goto(f"{url}/console")
    yield page
    assert complaints == []
    await context.close()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_a_case_from_its_notice_to_its_end(
    browser: Browser, console: Console, size: dict[str, int]
) -> None:
    desk = console.desk
    async with opened(browser, console.url, size) as page:
        card = page.locator("#cases .case").filter(has_text="Marta")
        await expect(card).to_contain_text("quiere saber si puede pagar en cuotas")
        await card.get_by_role("button", name="Atender yo").click()
        await expect(page.locator("#standing")).to_contain_text("Lo atiendes tú")
        text = page.locator("#text")
        await text.fill("Hola Marta, claro que sí.")
        await page.get_by_role("button", name="Enviar").click()
        await expect(page.locator("#entries .staff .body")).to_have_text(
            "Hola Marta, claro que sí."
        )
        await expect(text).to_have_value("")
        assert await desk.customer.listen() == "Hola Marta, claro que sí."
        await expect(page.locator("#entries .staff .ticks")).to_have_class(
            "ticks sent", timeout=SLOW
        )
        await text.fill("estoy escribiendo")
        await desk.customer.write("¡Gracias! ¿Y en tres?")
        await expect(page.locator("#entries .theirs").last).to_contain_text("en tres", timeout=SLOW)
        await expect(text).to_have_value("estoy escribiendo")
        await page.get_by_role("button", name="Cerrar el caso").click()
        await expect(page.locator(".open-case")).to_have_count(0)
        await page.get_by_role("button", name="Devolver al asistente").click()
        await expect(page.locator("#standing")).to_contain_text("El asistente atiende")
        await page.goto(f"{console.url}/console/chats")
        await page.goto(f"{console.url}/console")
        await expect(page.locator("#cases")).to_contain_text("Nadie espera")
