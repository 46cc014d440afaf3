"""A file is attached to an answer in a real browser, on a phone and on a desktop."""

from pathlib import Path

from playwright.async_api import Browser, expect

from tests.browser.embedded import SLOW
from tests.browser.test_console import BOTH, Console, console, opened
from tests.gateway.media import files

__all__ = ["console"]


@BOTH
async def test_a_picture_is_attached_and_sent(
    browser: Browser, console: Console, size: dict[str, int], tmp_path: Path
) -> None:
    front = console.desk.front
    marta = front.customer("573005550177", channel="evolution", name="Marta")
    await marta.say("hola")
    picture = tmp_path / "antes y después.jpg"
    picture.write_bytes(files.jpeg())
    async with opened(browser, console.url, size) as page:
        await page.goto(f"{console.url}/console/chats/{marta.chat['id']}")
        await page.get_by_label("Adjuntar un archivo").set_input_files(picture)
        await expect(page.locator("#chosen")).to_have_text("antes y después.jpg")
        await page.get_by_role("button", name="Enviar").click()
        await expect(page.locator("#entries .staff .attachment a")).to_be_visible(timeout=SLOW)
        await expect(page.locator("#chosen")).to_have_text("")
        await front.settle()
        assert front.evolution.sent[-1].content == files.jpeg()
        # The next answer is words alone.
        await page.locator("#text").fill("¿La ves?")
        await page.get_by_role("button", name="Enviar").click()
        await expect(page.locator("#entries .staff .body").last).to_have_text("¿La ves?")
        await front.settle()
        assert front.evolution.sent[-1].text == "¿La ves?"
