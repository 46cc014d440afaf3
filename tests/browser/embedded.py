"""The chat on a business's own site as the browser tests use it."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import psycopg
from playwright.async_api import FrameLocator, Page, expect
from psycopg.types.json import Jsonb

from tests import databases

NOW = datetime.fromisoformat("2026-11-20T10:00:00-05:00")
TOKEN = databases.SECRETS["AURORA_WEB_TOKEN"]
SITE_SECRET = "site-secret-for-tests-of-32-letters"
"""With which the site signs who its visitors are."""
SLOW = 60_000
"""Milliseconds that a turn may take on a busy machine."""

Visit = Callable[..., Awaitable[Page]]


def allow(database_url: str, origins: list[str]) -> None:
    with psycopg.connect(database_url, autocommit=True) as owner:
        owner.execute(
            "update platform_connections set settings = %s where channel = 'web'",
            [Jsonb({"origins": origins})],
        )


def web_key(database_url: str) -> str:
    """The key of the clinic's web connection in its file."""
    [row] = databases.rows(
        database_url,
        "select c.key from platform_connections c join organizations o on o.id = c.organization_id "
        "where o.slug = 'aurora' and c.channel = 'web'",
    )
    return str(row["key"])


def console(page: Page) -> list[str]:
    return page.console  # type: ignore[attr-defined,no-any-return]


def chat_in(page: Page) -> FrameLocator:
    return page.frame_locator("[data-frontdesk] iframe")


async def open_chat(page: Page) -> FrameLocator:
    await page.locator("[data-frontdesk] button").click()
    chat = chat_in(page)
    await expect(chat.locator("#presence")).to_have_attribute("data-state", "online")
    return chat


async def write(chat: FrameLocator, text: str) -> None:
    await chat.locator("#text").fill(text)
    await chat.locator("#text").press("Enter")
