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
BOTH = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
"""Each flow is walked on both."""


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
    browser: Browser, url: str, size: dict[str, int], email: str = ANA, **about: object
) -> AsyncIterator[Page]:
    """Somebody logged in; what the page complains of fails the test."""
    context = await browser.new_context(viewport=size, locale="es-CO", **about)  # type: ignore[arg-type]
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(f"{url}/login")
    await log_in(page, email)
    await page.goto(f"{url}/console")
    try:
        yield page
    finally:
        await context.close()
    # What is refused is an answer, too; the browser notes its status, and when a test takes the connection away.
    expected = ("409 (Conflict)", "422 (Unprocessable", "ERR_INTERNET_DISCONNECTED")
    assert [one for one in complaints if not any(part in one for part in expected)] == []


async def log_in(page: Page, email: str = ANA) -> None:
    """On the page of the login."""
    await page.locator("[name=email]").fill(email)
    await page.locator("[name=password]").fill(PASSWORD)
    await page.locator("button").click()
    await page.wait_for_url(lambda address: "/login" not in address)


@BOTH
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


@BOTH
async def test_who_else_has_it_is_said_and_the_words_stay(
    browser: Browser, console: Console, size: dict[str, int]
) -> None:
    desk = console.desk
    async with opened(browser, console.url, size, color_scheme="dark") as page:
        await page.goto(f"{console.url}/console/chats/{desk.chat}")
        await page.locator("#text").fill("Hola, ¿en qué ayudo?")
        await desk.beto.take(desk.chat)
        await expect(page.locator("#standing")).to_contain_text("Lo atiende Beto", timeout=SLOW)
        await expect(page.locator("#refusal")).to_be_hidden()
        await expect(page.locator("#text")).to_have_value("Hola, ¿en qué ayudo?")
        await page.locator("#text").press("Enter")
        await expect(page.locator("#refusal")).to_contain_text("este chat lo tiene Beto")
        await expect(page.locator(".kept textarea")).to_have_value("Hola, ¿en qué ayudo?")
        assert await desk.customer.listen() == ""
        await page.get_by_role("button", name="Pasármelo a mí").click()
        await expect(page.locator("#standing")).to_contain_text("Lo atiendes tú")


async def test_without_script_and_with_the_keyboard(browser: Browser, console: Console) -> None:
    desk = console.desk
    async with opened(browser, console.url, PHONE, java_script_enabled=False) as page:
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")  # past the sections
        await page.get_by_role("link", name="Marta").first.press("Enter")
        await page.locator("#text").fill("Hola Marta")
        await page.get_by_role("button", name="Enviar").press("Enter")
        await expect(page.locator("#entries .staff .body")).to_have_text("Hola Marta")
        await page.locator(".note-form summary").press("Enter")
        await page.locator("#note").fill("paga en cuotas")
        await page.get_by_role("button", name="Guardar nota").press("Enter")
        await expect(page.locator("#entries .note")).to_contain_text("paga en cuotas")
        await page.goto(f"{console.url}/console")
        await page.locator("summary", has_text="Más").press("Enter")
        await page.get_by_role("link", name="Mi cuenta").press("Enter")
        await page.wait_for_url("**/account")
    assert await desk.customer.listen() == "Hola Marta"


async def test_older_messages_come_in_front(browser: Browser, console: Console) -> None:
    desk = console.desk
    for number in range(70):
        await desk.front.pass_time(1800)
        await desk.ana.answer(desk.chat, f"palabra {number}", str(number))
    async with opened(browser, console.url, DESKTOP) as page:
        await page.goto(f"{console.url}/console/chats/{desk.chat}")
        lines = page.locator("#entries .bubble .body")
        await expect(lines).to_have_count(60)
        await expect(lines.last).to_be_in_viewport()
        await page.locator("#older").click()
        await expect(lines).to_have_count(72)
        await expect(lines.first).to_have_text("hola")
        await expect(page.locator(".beginning")).to_be_visible()
        days = await page.locator("#entries .day").all_inner_texts()
        assert len(days) == len(set(days)) == 2
        await desk.customer.write("¿sigues?")
        await expect(lines.last).to_have_text("¿sigues?", timeout=SLOW)
        await expect(lines).to_have_count(73)


@BOTH
async def test_a_chat_is_found_and_closed_with_a_note(
    browser: Browser, console: Console, size: dict[str, int]
) -> None:
    desk = console.desk
    await desk.front.customer("573005550177", name="Iván Lara").say("¿Tienen parqueadero?")
    async with opened(browser, console.url, size) as page:
        await page.goto(f"{console.url}/console/chats")
        await expect(page.locator(".rows .row-link, .chat-row")).not_to_have_count(0)
        await page.locator("#q").fill("parqueadero")
        await page.locator("#q").press("Enter")
        await page.get_by_role("link", name="Iván Lara").click()
        await page.locator(".note-form summary").click()
        await page.locator("#note").fill("viene en carro")
        await page.get_by_role("button", name="Guardar nota").click()
        await expect(page.locator("#entries .note")).to_contain_text("viene en carro")
        await page.get_by_role("button", name="Cerrar la conversación").click()
        await expect(page.locator("#entries")).to_contain_text("viene en carro")
    [row] = desk.front.rows(
        "select count(distinct action) as n from staff_actions where action in ('searched', 'noted', 'ended')"
    )
    assert row["n"] == 3
