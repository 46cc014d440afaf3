"""The page in a real browser, as a customer uses it."""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, Request, expect

from tests.browser.conftest import PageServer
from tests.browser.line import Line

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1440, "height": 900}

OpenPage = Callable[..., Awaitable[Page]]

RECORD_PRESENCE = """
window.presences = new Set();
addEventListener("DOMContentLoaded", () => {
  const presence = document.getElementById("presence");
  const note = () => window.presences.add(presence.dataset.state);
  new MutationObserver(note).observe(presence, { attributes: true });
});
"""


@pytest.fixture
async def open_page(browser: Browser, page_server: PageServer) -> AsyncIterator[OpenPage]:
    """Opens a tab of its own and waits until it is online; an error on the page fails the test."""
    problems: list[str] = []
    contexts = []

    async def opened(
        *, prepare: Callable[[Page], Awaitable[None]] | None = None, **about: Any
    ) -> Page:
        context = await browser.new_context(**({"viewport": DESKTOP} | about))
        contexts.append(context)
        await context.add_init_script(RECORD_PRESENCE)
        page = await context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda request: _note_foreign(request, page_server.url, problems))
        if prepare:
            await prepare(page)
        await page.goto(page_server.url)
        await online(page)
        return page

    yield opened
    for context in contexts:
        await context.close()
    assert not problems


def _note_foreign(request: Request, own: str, problems: list[str]) -> None:
    if not request.url.startswith((own, own.replace("http", "ws"))):
        problems.append(f"the page asked {request.url}")


async def online(page: Page) -> None:
    await expect(page.locator("#presence")).to_have_attribute("data-state", "online")


async def write(page: Page, text: str) -> None:
    await page.locator("#text").fill(text)
    await page.locator("#text").press("Enter")


def mine(page: Page) -> Locator:
    return page.locator("#messages .mine .body")


def theirs(page: Page) -> Locator:
    return page.locator("#messages .theirs .body")


async def fits(page: Page) -> bool:
    """Whether nothing sticks out to the side."""
    return bool(
        await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        and await page.evaluate(
            "document.getElementById('scroll').scrollWidth"
            " <= document.getElementById('scroll').clientWidth"
        )
    )


async def test_writing_typing_reply_and_a_tap(open_page: OpenPage, page_server: PageServer) -> None:
    page = await open_page()
    await write(page, page_server.asks_for_options)
    await expect(mine(page)).to_have_text([page_server.asks_for_options])
    await expect(page.locator("#text")).to_have_value("")
    options = page.locator(".options button")
    await expect(options.first).to_be_enabled()
    assert "typing" in await page.evaluate("[...window.presences]")
    await expect(page.locator(".ticks").first).to_have_attribute("data-status", "handled")

    replies = await theirs(page).count()
    title = await options.first.locator(".title").inner_text()
    await options.first.click()
    await expect(mine(page)).to_have_text([page_server.asks_for_options, title])
    assert await options.first.is_disabled()
    await expect(page.locator(".options button.chosen")).to_have_count(1)
    await expect(theirs(page).nth(replies)).to_be_visible()
    await expect(page.locator("#typing")).to_be_hidden()


async def test_what_happened_is_told(open_page: OpenPage, page_server: PageServer) -> None:
    page = await open_page()
    await write(page, page_server.asks_for_options)
    turn = page.locator(".turn").first
    await expect(turn.locator(".chip").first).to_be_visible()
    tool = turn.locator("details.tool").first
    await tool.locator("summary").click()
    shown = await tool.locator("pre").all_inner_texts()
    assert all(isinstance(json.loads(text), dict) for text in shown)
    assert len(shown) == 2


async def test_a_suggestion_starts_the_chat(open_page: OpenPage) -> None:
    page = await open_page()
    suggestion = page.locator(".suggestion").first
    text = await suggestion.inner_text()
    await suggestion.click()
    await expect(mine(page)).to_have_text([text])
    await expect(page.locator("#suggestions")).to_be_hidden()


async def test_two_tabs_are_two_customers(open_page: OpenPage) -> None:
    first = await open_page()
    second = await first.context.new_page()
    await second.goto(first.url)
    await online(second)
    codes = [await page.locator("#customer-code").inner_text() for page in (first, second)]
    assert codes[0] != codes[1]
    await write(first, "solo en la primera")
    await expect(theirs(first).first).to_be_visible()
    await write(second, "solo en la segunda")
    await expect(theirs(second).first).to_be_visible()
    await expect(mine(first)).to_have_text(["solo en la primera"])
    await expect(mine(second)).to_have_text(["solo en la segunda"])


async def test_a_reload_shows_the_same_chat_and_a_new_customer_an_empty_one(
    open_page: OpenPage, page_server: PageServer
) -> None:
    page = await open_page()
    await write(page, page_server.asks_for_options)
    await page.locator(".options button").first.click()
    await expect(theirs(page).nth(1)).to_be_visible()
    before = await page.locator("#messages .body").all_inner_texts()
    await page.reload()
    await expect(page.locator("#messages .body")).to_have_text(before)
    await expect(page.locator(".options button.chosen")).to_have_count(1)
    await page.locator("#new-customer").click()
    await expect(page.locator("#messages .row")).to_have_count(0)
    await expect(page.locator("#suggestions")).to_be_visible()


async def test_another_organization_speaks_its_language(open_page: OpenPage) -> None:
    page = await open_page()
    names = await page.locator("#organization option").all_inner_texts()
    labels: set[str | None] = set()
    for name in names:
        await page.locator("#organization").select_option(label=name)
        await expect(page.locator("#business")).to_have_text(name)
        await online(page)
        labels.add(await page.locator("#panel-title").inner_text())
        labels.add(await page.locator("html").get_attribute("lang"))
    assert len(names) > 1
    assert len(labels) > 2


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_scrolls_sideways(
    open_page: OpenPage, page_server: PageServer, viewport: dict[str, int], scheme: str
) -> None:
    page = await open_page(viewport=viewport, color_scheme=scheme)
    assert await fits(page)
    await write(page, page_server.asks_for_options)
    await expect(page.locator(".options button").first).to_be_visible()
    await write(page, "https://desk.example/" + "x" * 300)
    await write(page, "مرحبا، هل لديكم موعد غدا؟ 👩‍👩‍👧‍👦" * 6)
    await expect(mine(page)).to_have_count(3)
    assert await fits(page)
    if viewport is PHONE:
        await page.locator("#open-panel").click()
        await expect(page.locator("#panel-title")).to_be_focused()
        assert await fits(page)
        await page.keyboard.press("Escape")
        await expect(page.locator("#open-panel")).to_be_focused()
        await expect(page.locator("#panel")).not_to_be_visible()
    else:
        await expect(page.locator("#panel")).to_be_visible()


async def test_marks_are_rendered_and_markup_is_only_text(open_page: OpenPage) -> None:
    page = await open_page()
    hostile = "<img src=x onerror=alert(1)> *fuerte* _suave_ 2*3*4 snake_case_name ```<b>x</b>```"
    await write(page, hostile)
    bubble = mine(page).first
    await expect(bubble.locator("strong")).to_have_text(["fuerte"])
    await expect(bubble.locator("em")).to_have_text(["suave"])
    await expect(bubble.locator("code")).to_have_text(["<b>x</b>"])
    assert await bubble.locator("img, b, a").count() == 0
    assert "2*3*4 snake_case_name" in await bubble.inner_text()


async def height(element: Locator) -> float:
    box = await element.bounding_box()
    assert box is not None
    return box["height"]


async def test_the_text_field_grows_and_breaks_lines(open_page: OpenPage) -> None:
    page = await open_page()
    field = page.locator("#text")
    low = await height(field)
    await field.press_sequentially("uno")
    await field.press("Shift+Enter")
    await field.press_sequentially("dos 😀")
    assert await height(field) > low
    await expect(mine(page)).to_have_count(0)
    await field.press("Enter")
    await expect(mine(page)).to_have_text(re.compile(r"uno\s+dos 😀"))
    assert await height(field) == low
    await field.fill("😀" * 4097)
    await expect(page.locator("#send")).to_be_disabled()
    await expect(page.locator("#notice")).to_be_visible()


async def test_a_lost_connection_loses_nothing_and_repeats_nothing(open_page: OpenPage) -> None:
    line = Line()
    page = await open_page(prepare=line.lay)
    await write(page, "antes")
    await expect(theirs(page)).to_have_count(1)
    await line.cut()
    await expect(page.locator("#banner")).to_be_visible()
    await write(page, "durante uno")
    await write(page, "durante dos")
    await expect(page.locator('.ticks[data-status="waiting"]')).to_have_count(2)
    await page.reload()
    await expect(mine(page)).to_have_text(["durante uno", "durante dos"])
    line.up = True
    await page.evaluate("window.dispatchEvent(new Event('online'))")
    await online(page)
    await expect(page.locator("#banner")).to_be_hidden()
    await expect(mine(page)).to_have_text(["antes", "durante uno", "durante dos"])
    await expect(page.locator('.ticks[data-status="handled"]')).to_have_count(3)
    ids = [frame["id"] for frame in line.sent if frame["type"] == "message"]
    assert len(ids) == len(set(ids)) == 3


async def test_a_message_without_an_answer_is_sent_again_as_the_same(open_page: OpenPage) -> None:
    line = Line()
    page = await open_page(prepare=line.lay)
    line.swallow_acks = True
    await write(page, "¿llegó?")
    await expect(theirs(page)).to_have_count(1)
    await expect(page.locator('.ticks[data-status="waiting"]')).to_have_count(1)
    await line.cut()
    await expect(page.locator("#banner")).to_be_visible()
    line.up, line.swallow_acks = True, False
    await page.evaluate("window.dispatchEvent(new Event('online'))")
    await expect(page.locator('.ticks[data-status="handled"]')).to_have_count(1)
    await expect(mine(page)).to_have_text(["¿llegó?"])
    await expect(theirs(page)).to_have_count(1)
    ids = {frame["id"] for frame in line.sent if frame["type"] == "message"}
    assert len(ids) == 1
