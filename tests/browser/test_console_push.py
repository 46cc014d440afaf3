"""Notifications in a real browser: turned on, received by the service worker, and opened."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect
from pydantic import SecretStr

from gateway.access.vault import vault_of
from gateway.push.keys import PushKeys
from tests.browser.test_console import NOW, PHONE, Console, log_in, opened
from tests.front import open_front
from tests.gateway.console.conftest import desk_of
from tests.gateway.web.page_app import serve
from tests.providers.push_service import PushServer
from tests.scripted_model import ScriptedModel

_SUBSCRIBES = """
  // The maker's push service cannot be reached here: the page gets an address at the stand-in instead.
  const asked = ASKED;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const { endpoint, public_key, p256dh, auth } = asked;
  const subscription = {
    options: { applicationServerKey: bytes(public_key).buffer },
    toJSON: () => ({ endpoint, keys: { p256dh, auth } }),
  };
  PushManager.prototype.subscribe = async function ({ userVisibleOnly, applicationServerKey }) {
    if (!userVisibleOnly || applicationServerKey !== public_key) throw new Error("not so");
    localStorage.setItem("subscribed", "1");
    return subscription;
  };
  PushManager.prototype.getSubscription = async function () {
    return localStorage.getItem("subscribed") ? subscription : null;
  };
"""
_SHOWN = """async () => {
  const all = await (await navigator.serviceWorker.ready).getNotifications();
  return all.map(({ title, body, tag, data }) => ({ title, body, tag, url: data.url }));
}"""
# Playwright's own wait evaluates a text inside the page, which the page's policy forbids.
_UNTIL_SHOWN = f"""async () => {{
  while (!(await ({_SHOWN})()).length) await new Promise((next) => setTimeout(next, 50));
}}"""


@pytest.fixture
async def service() -> AsyncIterator[PushServer]:
    async with PushServer() as running:
        yield running


@pytest.fixture
async def console(database_url: str, tmp_path: Path, service: PushServer) -> AsyncIterator[Console]:
    secret = SecretStr("k" * 40)
    async with open_front(
        database_url,
        tmp_path,
        NOW,
        ScriptedModel(),
        frontdesk_secret_key=secret,
        push_services=service.url,
    ) as front:
        desk = await desk_of(front)
        async with serve(front.app, lifespan="on") as url:
            yield Console(desk, url)


async def test_a_call_reaches_a_phone(
    browser: Browser, console: Console, service: PushServer
) -> None:
    desk, container = console.desk, console.desk.front.container
    keys = PushKeys(container.database, vault_of(container.settings))
    phone = service.subscribe(str(await keys.public(desk.front.organization("aurora"))))
    async with opened(browser, console.url, PHONE) as page:
        await page.context.grant_permissions(["notifications"])
        await page.add_init_script(_SUBSCRIBES.replace("ASKED", json.dumps(phone.form)))
        await page.goto(f"{console.url}/console/device")
        await page.get_by_role("button", name="Activar avisos aquí").click()
        await expect(page.locator(".visit")).to_contain_text("este navegador")
        await expect(page.get_by_role("button", name="Activar avisos aquí")).to_be_hidden()
        await desk.call()
        await desk.front.work()
        [sent] = service.shown
        await _deliver(page, console.url, sent)
        await page.evaluate(_UNTIL_SHOWN)
        assert await page.evaluate(_SHOWN) == [sent | {"url": console.url + sent["url"]}]
        await _out_and_in(page, console)
        await page.goto(f"{console.url}/console/device")
        await page.get_by_role("button", name="Quitar").click()
        await expect(page.locator(".nothing")).to_contain_text("En ningún sitio")


async def _out_and_in(page: Page, console: Console) -> None:
    """Who logs out hears no more, and goes on where they log in again."""
    subscribed = "select 1 from push_subscriptions"
    await page.goto(f"{console.url}/logout")
    await page.locator("button").click()
    await page.wait_for_url("**/login")
    assert console.desk.front.rows(subscribed) == []
    async with page.expect_response(
        "**/console/device/keep"
    ):  # by the page that the login leads to
        await log_in(page)
        await page.goto(f"{console.url}/console")
    assert len(console.desk.front.rows(subscribed)) == 1


async def _deliver(page: Page, url: str, payload: Any) -> None:
    """Hands a notification to the service worker, as the browser does when one comes."""
    devtools = await page.context.new_cdp_session(page)
    registered: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def on_registration(event: dict[str, Any]) -> None:
        for one in event["registrations"]:
            if not registered.done():
                registered.set_result(one["registrationId"])

    devtools.on("ServiceWorker.workerRegistrationUpdated", on_registration)
    await devtools.send("ServiceWorker.enable")
    about = {"origin": url, "registrationId": await registered, "data": json.dumps(payload)}
    await devtools.send("ServiceWorker.deliverPushMessage", about)
