"""A number is connected in the console in a real browser, on phone and desktop, and then tried."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect
from pydantic import SecretStr

from tests.browser.axe import clean, with_axe
from tests.browser.test_console import BOTH, NOW, Console, opened
from tests.front import open_front
from tests.gateway.console.conftest import desk_of
from tests.gateway.web.page_app import serve
from tests.providers.setups import EvolutionManager
from tests.scripted_model import ScriptedModel


@pytest.fixture
async def console(database_url: str, tmp_path: Path) -> AsyncIterator[Console]:
    async with EvolutionManager() as server:
        server.scans = 9
        about = {"evolution_base_url": server.url, "frontdesk_secret_key": SecretStr("k" * 40)}
        async with open_front(database_url, tmp_path, NOW, ScriptedModel(), **about) as front:
            desk = await desk_of(front)
            async with serve(front.app, lifespan="on") as url:
                yield Console(desk, url)


@BOTH
async def test_an_instance_from_the_list_to_its_test_message(
    browser: Browser, console: Console, size: dict[str, int]
) -> None:
    front = console.desk.front
    async with opened(browser, console.url, size) as page:
        await with_axe(page)
        await page.goto(f"{console.url}/console/business/connections")
        await page.get_by_role("link", name="Conectar un número").click()
        await page.get_by_role("link", name="Evolution").click()
        await page.get_by_label("Nombre de la instancia").fill("aurora-two")
        await page.get_by_label("Clave de API").fill("evolution-key")
        await page.get_by_label("La instancia no existe todavía: crearla").check()
        await clean(page)
        await page.get_by_role("button", name="Ver qué cambia").click()
        await expect(page.locator(".diff")).to_contain_text("aurora-two")
        await expect(page.locator(".diff")).to_contain_text("se guarda cifrada")
        await clean(page)
        await page.get_by_role("button", name="Conectar", exact=True).click()
        await expect(page.locator("body")).to_contain_text("the instance aurora-two is made")
        await clean(page)
        await page.get_by_role("link", name="Comprobar y ver el código QR").click()
        await expect(page.locator(".qr svg")).to_be_visible()
        await page.get_by_label("A qué número").fill("300 555 0199")
        await page.get_by_role("button", name="Enviar la prueba").click()
        await expect(page.locator(".outcome").first).to_contain_text("está en camino")
    assert "evolution-key" not in str(front.rows("select * from connection_secrets"))
    assert [row["key"] for row in front.rows(
        "select key from platform_connections where name = 'aurora-two' and active")] == ["evolution-2"]  # fmt: skip
