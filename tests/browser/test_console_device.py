"""The console as an app on a phone: what it is called, what it keeps, and what it does without a connection."""

import json
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, expect

from gateway.console.device.installing import manifest
from gateway.console.rendering import load_static
from tests.browser.test_console import PHONE, Console, console, opened

__all__ = ["console"]
_KEPT = """async () => {
  const names = await caches.keys();
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return kept.flat().map((one) => one.url);
}"""
_SHELL = ["/console/device/offline", "/static/icon.svg", "/static/login.css", "/static/theme.css"]


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_the_app_has_a_name_and_icons_that_are_there(language: str) -> None:
    app = json.loads(json.dumps(manifest(language)))
    assert len(app["short_name"]) <= 12, "longer names are cut on home screens"
    assert {icon["purpose"] for icon in app["icons"]} == {"any", "maskable"}
    for icon in app["icons"]:
        content = load_static()[icon["src"].rpartition("/")[2]].content
        size = int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
        assert f"{size[0]}x{size[1]}" == icon["sizes"]


async def test_without_a_connection_it_says_so_and_keeps_nothing_of_anybody(
    browser: Browser, console: Console
) -> None:
    desk = console.desk
    async with opened(browser, console.url, PHONE) as page:
        await page.evaluate("navigator.serviceWorker.ready")
        await page.reload()
        await page.goto(f"{console.url}/console/chats/{desk.chat}")
        link = await page.locator("[rel=manifest]").get_attribute("href")
        answer = await page.context.request.get(f"{console.url}{link}")
        assert (answer.headers["content-type"], (await answer.json())["start_url"]) == (
            "application/manifest+json",
            "/console",
        )
        await page.locator("#text").fill("Hola Marta")
        await page.context.set_offline(True)
        await page.get_by_role("button", name="Enviar").click()
        await expect(page.locator("#refusal")).to_contain_text("no se envió")
        await expect(page.locator("#text")).to_have_value("Hola Marta")
        await page.goto(f"{console.url}/console/chats")
        await expect(page.locator("h1")).to_contain_text("Sin conexión")
        await page.context.set_offline(False)
        await page.go_back()
        await expect(page.locator("#standing")).to_contain_text("El asistente atiende")
        paths = {urlsplit(address).path for address in await page.evaluate(_KEPT)}
        assert sorted(paths) == _SHELL
    assert await desk.customer.listen() == ""
    assert {action for _, action in desk.actions()} == {"read"}
