"""Takes the pictures of the README: an invented clinic's morning, answered by the offline model.

    python -m pytest -p no:xdist tests/browser/pictures.py

It is no test and is not found as one.
"""

import base64
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page
from pydantic import SecretStr

from gateway.access.staff import Role
from gateway.console.store import ConsoleStore
from tests.browser.test_console import DESKTOP, NOW, PHONE, opened
from tests.front import Customer, Front, open_front
from tests.gateway.console.conftest import ANA, BETO, member
from tests.gateway.web.page_app import serve

IMAGES = Path(__file__).parents[2] / "docs" / "images"
_MOST_BYTES = 150_000
_TO_WEBP = """async (address) => {
  const picture = await createImageBitmap(await (await fetch(address)).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext("2d").drawImage(picture, 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality: 0.9 })).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""
_VISITS = (
    ("573005550111", "Valentina Ríos", "Hola, quiero una limpieza facial hoy a las 3 de la tarde"),
    (
        "573005550112",
        "Julián Cárdenas",
        "Buenas, ¿tienen depilación láser hoy a las 4 de la tarde?",
    ),
    (
        "573005550113",
        "Daniela Ospina",
        "Hola, necesito una limpieza facial hoy a las 5 de la tarde",
    ),
)


@pytest.fixture
async def front(database_url: str, tmp_path: Path) -> AsyncIterator[Front]:
    secret = SecretStr("k" * 40)
    async with open_front(database_url, tmp_path, NOW, frontdesk_secret_key=secret) as front:
        yield front


async def test_pictures(browser: Browser, front: Front) -> None:
    chat = await _morning(front)
    async with serve(front.app, lifespan="on") as url:
        async with opened(browser, url, DESKTOP) as page:
            await _take(page, "console-today")
            await page.goto(f"{url}/console/chats/{chat}")
            await _take(page, "console-chat")
            await page.goto(f"{url}/console/agenda")
            await _take(page, "console-agenda")
            await _change(page, url)
            await _take(page, "console-change")
        async with opened(browser, url, PHONE) as page:
            await _take(page, "console-phone-today")
        async with opened(browser, url, PHONE, color_scheme="dark") as page:
            await page.goto(f"{url}/console/chats/{chat}")
            await _take(page, "console-phone-chat")


async def _change(page: Page, url: str) -> None:
    """A question before a visit and another price, as they are seen before they are applied."""
    await page.goto(f"{url}/console/business/services/limpieza-facial")
    await page.get_by_label("Precio (COP)").fill("150.000")
    await page.get_by_role("button", name="Añadir una pregunta").click()
    question = page.locator(".question")
    await question.get_by_label("Pregunta", exact=True).fill("¿Usas retinol o ácidos?")
    await question.get_by_label("Sí", exact=True).check()
    await page.get_by_role("button", name="Ver qué cambia").click()
    await page.get_by_role("heading", name="Esto cambia").wait_for()


async def _take(page: Page, name: str) -> None:
    await page.wait_for_load_state("networkidle")
    picture = base64.b64encode(await page.screenshot()).decode()
    blank = await page.context.new_page()
    webp = base64.b64decode(await blank.evaluate(_TO_WEBP, f"data:image/png;base64,{picture}"))
    await blank.close()
    assert len(webp) < _MOST_BYTES, name
    (IMAGES / f"{name}.webp").write_bytes(webp)


async def _morning(front: Front) -> object:
    """Some book, one asks for a person, one is answered by Ana; the id of that chat."""
    ana = await member(front, ANA, [Role.OWNER])
    await member(front, BETO, [Role.RECEPTION])
    for phone, name, wish in _VISITS:
        await _book(front.customer(phone, name=name), name, wish)
    await front.customer("573005550114", name="Mateo Salazar").say(
        "¿Dónde puedo dejar la bicicleta?"
    )
    camila = front.customer("573005550115", name="Andrea Quintero")
    await camila.say("Hola, ¿cuánto dura la limpieza facial?")
    await camila.say("¿Puedo hablar con una persona? Quiero saber si puedo pagar en dos cuotas")
    await front.customer("573005550116", name="Sofía Mejía").say(
        "Quiero hablar con alguien del equipo, por favor"
    )
    await front.pass_time(240)
    store, chat = ConsoleStore(front.container.database, ana), camila.chat["id"]
    await store.take(chat)
    await store.answer(
        chat, "Hola, Andrea, soy Ana. Sí, puedes pagar en dos cuotas sin recargo.", "1"
    )
    await front.work()
    await camila.write("¡Qué bien, gracias! ¿Y para el sábado hay espacio?")
    return chat


async def _book(customer: Customer, name: str, wish: str) -> None:
    for text in (wish, "sí", name, "sí, por favor"):
        await customer.say(text)
