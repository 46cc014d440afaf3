"""A visitor whom the business's own site knows, in a real browser: logging in, being refused, logging out."""

from typing import Any

from playwright.async_api import FrameLocator, Page, expect

from gateway.web.identity import signed
from tests import databases
from tests.browser.embedded import NOW, SITE_SECRET, SLOW, Visit, console, open_chat, write
from tests.browser.line import Line
from tests.browser.sites import BusinessSite

PHONE = "+573005550123"
SET = """visitor => {
  const script = document.querySelector("script");
  for (const name of ["user", "phone", "at", "signature"]) delete script.dataset[name];
  Object.assign(script.dataset, visitor);
}"""
"""What a site without page loads does when somebody logs in or out."""


def visitor(
    user: str, phone: str = "", *, seconds_ago: int = 0, secret: str = SITE_SECRET
) -> dict[str, str]:
    """What the site's server writes into the script's line."""
    at = int(NOW.timestamp()) - seconds_ago
    told = {"user": user, "at": str(at), "signature": signed(secret, user=user, at=at, phone=phone)}
    return told | ({"phone": phone} if phone else {})


def chats(database_url: str) -> list[dict[str, Any]]:
    return databases.rows(
        database_url, "select address, user_id, phone from chat_identities order by user_id"
    )


async def known(page: Page, line: Line, times: int = 1) -> None:
    """The server took who writes so often."""
    for _ in range(200):
        if line.got.count("identified") >= times:
            return
        await page.wait_for_timeout(25)
    raise AssertionError(line.got)


async def replied(chat: FrameLocator, words: str) -> None:
    """A message is answered."""
    before = await chat.locator("#messages .theirs").count()
    await write(chat, words)
    await expect(chat.locator("#messages .theirs").nth(before)).to_be_visible(timeout=SLOW)


async def test_whom_the_site_knows_is_known_and_no_address_says_it(
    visit: Visit, site: BusinessSite, database_url: str
) -> None:
    site.know(visitor("u-17", PHONE))
    line, urls = Line(), []
    page = await visit(prepare=line.lay)
    page.on("request", lambda request: urls.append(request.url))
    await open_chat(page)
    await known(page, line)
    [chat] = chats(database_url)
    assert (chat["user_id"], chat["phone"]) == ("u-17", PHONE[1:])
    assert console(page) == []
    addresses = urls + [frame.url for frame in page.frames]
    assert not [one for one in addresses if "u-17" in one or PHONE[1:] in one or "signature" in one]


async def test_it_is_said_again_after_each_connection_and_before_what_waited(
    visit: Visit, site: BusinessSite
) -> None:
    site.know(visitor("u-17"))
    line = Line()
    page = await visit(prepare=line.lay)
    chat = await open_chat(page)
    await known(page, line)
    await line.cut()
    await expect(chat.locator("#presence")).to_have_attribute("data-state", "offline")
    await write(chat, "¿abren el sábado?")
    line.up = True
    line.sent.clear()
    await expect(chat.locator("#messages .theirs .body").first).to_be_visible(timeout=SLOW)
    said = [frame["type"] for frame in line.sent if frame["type"] != "ping"]
    assert said == ["identify", "message"]


async def test_a_refused_identity_is_told_on_the_console_and_the_chat_goes_on(
    visit: Visit, site: BusinessSite, database_url: str
) -> None:
    wrong = {
        "identity_forged": visitor("u-17", secret="x" * 40),
        "identity_stale": visitor("u-17", seconds_ago=3602),
        "identity_invalid": visitor("u-17") | {"at": "today"},
    }
    for code, told in wrong.items():
        site.know(told)
        page = await visit()
        chat = await open_chat(page)
        await replied(chat, "¿abren el sábado?")
        [line] = console(page)
        assert line.startswith("frontdesk: the visitor's signed identity is not taken")
        assert f"{code}: " in line
        await page.evaluate(SET, {})
        await expect(chat.locator("#messages .mine")).to_have_count(1)
        await page.close()
    assert {chat["user_id"] for chat in chats(database_url)} == {None}


async def test_who_logs_out_or_in_as_another_begins_anew(
    visit: Visit, site: BusinessSite, database_url: str
) -> None:
    """On the same page, and on the next one."""
    line = Line()
    page = await visit(prepare=line.lay)
    chat = await open_chat(page)
    await replied(chat, "hola, ¿abren el sábado?")
    await page.evaluate(SET, visitor("u-17"))
    await known(page, line)
    await expect(chat.locator("#messages .mine")).to_have_count(1)
    await page.evaluate(SET, visitor("u-18"))
    await known(page, line, 2)
    await expect(chat.locator("#messages .row")).to_have_count(0)
    await replied(chat, "¿dónde quedan?")
    site.know({})
    await page.reload()
    chat = await open_chat(page)
    await expect(chat.locator("#messages .row")).to_have_count(0)
    await replied(chat, "otra persona")
    found = chats(database_url)
    assert [chat["user_id"] for chat in found] == ["u-17", "u-18", None]
    assert len({chat["address"] for chat in found}) == 3


async def test_a_fresh_signature_of_the_same_user_changes_nothing_that_is_seen(
    visit: Visit, site: BusinessSite
) -> None:
    site.know(visitor("u-17", seconds_ago=60))
    line = Line()
    page = await visit(prepare=line.lay)
    chat = await open_chat(page)
    await replied(chat, "¿abren el sábado?")
    await page.evaluate(SET, visitor("u-17"))
    await known(page, line, 2)
    await page.evaluate(SET, visitor("u-17", seconds_ago=3700))
    await replied(chat, "¿y el domingo?")
    await expect(chat.locator("#messages .mine")).to_have_count(2)
    [said] = console(page)
    assert "identity_stale" in said
