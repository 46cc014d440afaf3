"""Customers, canned answers and a reply's steps in a real browser, on a phone, a desktop, and without JavaScript."""

from pathlib import Path

from playwright.async_api import Browser, expect

from tests.agenda import Client
from tests.browser.embedded import SLOW
from tests.browser.test_console import BOTH, PHONE, Console, console, opened

__all__ = ["console"]


@BOTH
async def test_a_customer_is_found_changed_and_merged(
    browser: Browser, console: Console, size: dict[str, int]
) -> None:
    front = console.desk.front
    eva = await Client(front, "aurora", "573005550177", "Eva Paz").named()
    front.clock.advance(60)
    await Client(front, "aurora", None, "Eva P").named()
    async with opened(browser, console.url, size) as page:
        await page.get_by_role("link", name="Clientes").click()
        await page.locator("#q").fill("5550177")
        await page.locator("#q").press("Enter")
        await page.get_by_role("link", name="Eva Paz").click()
        await page.locator("#note").fill("alergia al látex")
        await page.get_by_role("button", name="Guardar nota").click()
        await expect(page.locator(".kept-note")).to_contain_text("Ana Rojas")
        reminders = page.locator(".consents li").first
        await reminders.locator("summary").click()
        await reminders.get_by_label("¿Cómo lo sabes?").fill("por teléfono")
        await reminders.get_by_role("button", name="Acepta", exact=True).click()
        await expect(page.locator(".consents li").first).to_contain_text("lo anotó Ana Rojas")
        await page.locator(".called summary").click()
        await page.get_by_label("Nombre", exact=True).fill("Eva Paz Gil")
        await page.get_by_role("button", name="Guardar", exact=True).click()
        await expect(page.locator("h1")).to_have_text("Eva Paz Gil")
        await page.get_by_role("link", name="Es la misma persona que…").click()
        await page.locator("#q").fill("eva p")
        await page.locator("#q").press("Enter")
        await page.get_by_role("link", name="Eva P Api").click()
        await expect(page.locator(".compare")).to_contain_text("Recordatorios de sus citas")
        await page.get_by_role("button", name="Juntar a los dos").click()
        await expect(page.locator("h1")).to_have_text("Eva Paz Gil")
        await expect(page.locator(".chat-lines li")).to_have_count(2)
    rows = front.rows("select phone from contacts where merged_into is null")
    assert rows == [{"phone": eva.phone}]


@BOTH
async def test_a_copy_is_saved_and_a_customer_erased(
    browser: Browser, console: Console, tmp_path: Path, size: dict[str, int]
) -> None:
    desk = console.desk
    async with opened(browser, console.url, size, color_scheme="dark") as page:
        await page.goto(f"{console.url}/console/customers/{desk.chat}")
        async with page.expect_download() as waiting:
            await page.get_by_role("button", name="Descargar todo (ZIP)").click()
        await (await waiting.value).save_as(tmp_path / "copy.zip")
        await page.get_by_role("link", name="Borrar a este cliente").click()
        await page.locator("[name=typed]").fill("Eva")
        await page.get_by_role("button", name="Borrar para siempre").click()
        await expect(page.get_by_role("alert")).to_contain_text("no es su nombre")
        await page.locator("[name=typed]").fill("marta")
        await page.get_by_role("button", name="Borrar para siempre").click()
        await expect(page.locator("h1")).to_have_text("Se borró")
    assert (tmp_path / "copy.zip").read_bytes()[:2] == b"PK"
    assert desk.front.rows("select id from chat_messages") == []


@BOTH
async def test_a_canned_answer_and_the_steps_of_a_reply(
    browser: Browser, console: Console, size: dict[str, int]
) -> None:
    desk = console.desk
    async with opened(browser, console.url, size) as page:
        await page.goto(f"{console.url}/console/answers")
        await page.get_by_label("Título").fill("Dirección")
        await page.get_by_label("Texto").fill("Hola {nombre}, Calle 10")
        await page.get_by_role("button", name="Guardar").click()
        await page.goto(f"{console.url}/console/chats/{desk.chat}")
        await page.locator("#text").fill("Buenas.")
        await page.locator("#canned summary").click()
        await page.get_by_role("button", name="Dirección").click()
        await expect(page.locator("#text")).to_have_value("Buenas.\nHola Marta, Calle 10")
        why = page.locator(".why")
        await why.locator("summary").click()
        await expect(why).to_contain_text("Información")
        await desk.customer.write("¿Hola?")
        await expect(page.locator("#entries .theirs")).to_have_count(2, timeout=SLOW)
        await expect(why.first).to_contain_text("Información")
    async with opened(browser, console.url, PHONE, java_script_enabled=False) as page:
        await page.goto(f"{console.url}/console/chats/{desk.chat}")
        await page.locator("#text").fill("Buenas.")
        await page.locator("#canned summary").click()
        await page.get_by_role("button", name="Dirección").click()
        await expect(page.locator("#text")).to_have_value("Buenas.\nHola Marta, Calle 10")
        await page.locator(".why summary").first.click()
        await page.get_by_role("link", name="Ver los pasos").first.click()
        await expect(page.locator("#steps")).to_contain_text("Información")
