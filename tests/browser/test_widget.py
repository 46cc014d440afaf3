"""The chat on a business's own site, in a real browser: another origin, and a strict policy there."""

import pytest
from playwright.async_api import Browser, Request, expect

from tests import databases
from tests.browser.embedded import (
    SLOW,
    TOKEN,
    Visit,
    allow,
    chat_in,
    console,
    open_chat,
    write,
)
from tests.browser.sites import BusinessSite

PHONE = {"width": 360, "height": 740}


async def test_a_visitor_of_the_site_books(visit: Visit, desk: str, database_url: str) -> None:
    page = await visit()
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))
    chat = await open_chat(page)
    theirs = chat.locator("#messages .theirs .body")
    await write(chat, "Hola, quiero una cita de depilación láser para mañana a las 3 de la tarde")
    await chat.locator("#messages .theirs button").first.click(timeout=SLOW)
    await expect(theirs.last).to_contain_text("nombre", timeout=SLOW)
    await write(chat, "Ana Pérez")
    await expect(chat.locator("#messages")).to_contain_text("Cita agendada", timeout=SLOW)
    booked = databases.rows(database_url, "select attendee_name, status from appointments")
    assert booked == [{"attendee_name": "Ana Pérez", "status": "scheduled"}]
    assert console(page) == [], "a policy of the site, or of ours, was broken"
    sent = [f"{request.url} {await request.all_headers()}" for request in requests]
    assert sent
    assert not [one for one in sent if "secreto" in one or "precios" in one]


async def test_another_site_gets_no_frame_and_is_told_why(
    visit: Visit, desk: str, database_url: str, site: BusinessSite
) -> None:
    allow(database_url, ["https://clinic.example"])
    page = await visit()
    await expect(page.locator("h1")).to_be_visible()
    await page.wait_for_load_state("networkidle")
    assert await page.locator("[data-frontdesk], iframe").count() == 0
    assert console(page) == [
        f"frontdesk: the chat may not be shown on {site.url}; "
        'add it to "origins" of the chat\'s connection'
    ]


@pytest.mark.parametrize("path", [f"/widget/{TOKEN}", f"/chat#{TOKEN}", "/login"])
async def test_a_site_that_frames_a_page_by_itself_shows_nothing(
    visit: Visit, desk: str, database_url: str, site: BusinessSite, path: str
) -> None:
    """Without the script's own look: the browser refuses by the page's header."""
    allow(database_url, ["https://clinic.example"])
    site.body = f'<iframe src="{desk}{path}"></iframe>'
    page = await visit()
    await page.wait_for_load_state("networkidle")
    assert any("frame-ancestors" in text for text in console(page))
    assert await page.frame_locator("iframe").locator("#text, [name=email]").count() == 0
    assert not databases.rows(database_url, "select id from chat_identities")


async def test_it_is_used_with_the_keyboard(visit: Visit) -> None:
    page = await visit()
    button = page.locator("[data-frontdesk] button")
    await expect(button).to_have_attribute("aria-expanded", "false")
    await expect(button).to_have_accessible_name("Abrir el chat con Clínica Aurora Lumbre")
    await page.keyboard.press("Tab")
    await expect(button).to_be_focused()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_be_visible()
    await expect(button).to_have_accessible_name("Cerrar el chat")
    chat = chat_in(page)
    await expect(chat.locator("#text")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(button).to_be_focused()
    await expect(button).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize(
    ("language", "words", "offline"),
    [
        ("pt-BR", "Abrir o chat com", "Escreva"),
        ("en", "Open the chat with", "Write"),
        ("fr", "Abrir el chat con", "Escribe"),
    ],
)
async def test_it_speaks_the_sites_language_or_the_businesss(
    visit: Visit, site: BusinessSite, language: str, words: str, offline: str
) -> None:
    site.language = language
    page = await visit(locale="en-US")
    await expect(page.locator("[data-frontdesk] button")).to_have_attribute(
        "aria-label", f"{words} Clínica Aurora Lumbre"
    )
    chat = await open_chat(page)
    assert (await chat.locator("#text").get_attribute("placeholder") or "").startswith(offline)


async def test_on_a_phone_it_takes_the_screen_and_gives_it_back(visit: Visit) -> None:
    page = await visit(viewport=PHONE, has_touch=True, is_mobile=True)
    chat = await open_chat(page)
    assert await page.get_by_role("dialog").bounding_box() == {"x": 0, "y": 0, **PHONE}
    await expect(page.locator("[data-frontdesk] .bubble")).to_be_hidden()
    await chat.locator("#leave").click()
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(page.locator("[data-frontdesk] .bubble")).to_be_focused()


async def test_replies_that_nobody_saw_are_counted(visit: Visit) -> None:
    """Also on the site's next page; and what was read stays read."""
    page = await visit()
    chat = await open_chat(page)
    await write(chat, "¿abren el sábado?")
    await page.locator("[data-frontdesk] .bubble").click()
    count = page.locator("[data-frontdesk] .count")
    await expect(count).to_have_text("1", timeout=SLOW)
    await expect(page.locator("[data-frontdesk] .bubble")).to_have_attribute(
        "aria-label", "Abrir el chat con Clínica Aurora Lumbre, 1 mensaje sin leer"
    )
    await page.reload()
    await expect(count).to_have_text("1")
    chat = await open_chat(page)
    await expect(chat.locator("#messages")).to_contain_text("¿abren el sábado?")
    await expect(count).to_be_hidden()
    await page.reload()
    await expect(chat.locator("#presence")).to_have_attribute("data-state", "online")
    await expect(chat.locator("#messages .theirs")).not_to_have_count(0)
    await expect(count).to_be_hidden()


async def test_a_visitor_whose_browser_keeps_nothing_can_write(
    visit: Visit, browser: Browser
) -> None:
    """All storage and cookies blocked: the chat lasts as long as the page."""
    context = await browser.new_context()
    await context.add_init_script(
        "if (window.parent !== window) {"
        " for (const name of ['localStorage', 'sessionStorage'])"
        "  Object.defineProperty(window, name, {get() { throw new DOMException('', 'SecurityError'); }});"
        " Object.defineProperty(document, 'cookie', {get: () => '', set() {}});}"
    )
    page = await visit(context=context)
    chat = await open_chat(page)
    await write(chat, "¿abren el sábado?")
    await expect(chat.locator("#messages .theirs .body").first).to_be_visible(timeout=SLOW)
    assert console(page) == []
    await context.close()


async def test_the_site_learns_no_key_of_its_visitors(
    visit: Visit, browser: Browser, desk: str
) -> None:
    """The desk's own cookie, kept apart for this site: its scripts read neither it nor storage."""
    context = await browser.new_context()
    page = await visit(context=context)
    await open_chat(page)
    readable = await page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    )
    assert "customer" not in readable
    cookies = await context.cookies()
    [key] = [c for c in cookies if c.get("name") == f"frontdesk.customer.{TOKEN}"]
    assert len(key["value"]) == 32
    assert (key["secure"], key["sameSite"], key["path"]) == (True, "None", "/widget")
    assert key["partitionKey"] == "http://localhost"
    await context.close()


async def test_twice_the_script_is_one_button(visit: Visit, site: BusinessSite) -> None:
    site.body += site.body
    page = await visit()
    await expect(page.locator("[data-frontdesk]")).to_have_count(1)
    await page.wait_for_load_state("networkidle")
    await expect(page.locator("[data-frontdesk]")).to_have_count(1)
