"""Who guesses is slowed down, and nobody can lock somebody else out by guessing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack

import httpx
import pytest

from gateway.access.login_tries import BURST, SECONDS
from gateway.access.passwords import Crowded, Passwords
from gateway.access.staff_retention import StaffRetention
from gateway.cli.staff import staff_app
from tests.front import Front
from tests.gateway.access.conftest import command, hidden_field
from tests.gateway.access.logins import ANA, HOME, PASSWORD, account, browser, is_in, log_in

NOBODY = "nobody@aurora.example"


@pytest.fixture
async def strangers(plain: Front) -> AsyncIterator[httpx.AsyncClient]:
    """A client that comes from another address with each login."""
    await account(plain)

    async def from_anywhere(scope, receive, send):  # type: ignore[no-untyped-def]
        if scope["method"] == "POST":
            from_anywhere.count += 1  # type: ignore[attr-defined]
        count = from_anywhere.count  # type: ignore[attr-defined]
        scope["client"] = (f"203.0.{count // 250}.{count % 250 + 1}", 1)
        await plain.app(scope, receive, send)

    from_anywhere.count = 0  # type: ignore[attr-defined]
    headers = {"Origin": HOME, "Sec-Fetch-Site": "same-origin", "Accept-Language": "es"}
    transport = httpx.ASGITransport(from_anywhere)
    async with httpx.AsyncClient(transport=transport, base_url=HOME, headers=headers) as http:
        yield http


async def guess(http: httpx.AsyncClient, email: str, times: int) -> list[int]:
    """Logins with wrong passwords, each from a new browser."""
    statuses = []
    for n in range(times):
        http.cookies.clear()
        statuses.append((await log_in(http, email, f"guess number {n}")).status_code)
    return statuses


async def test_a_stranger_cannot_lock_out_who_has_logged_in_here_before(
    plain: Front, strangers: httpx.AsyncClient
) -> None:
    async with browser(plain) as own, browser(plain) as new:
        await log_in(own)
        own.cookies.delete("frontdesk_session")
        most = int(BURST)
        assert await guess(strangers, ANA, most + 2) == [401] * most + [429] * 2
        assert (await log_in(new)).status_code == 429, "a new browser waits, right or wrong"
        assert (await log_in(own)).status_code == 303
        assert await is_in(own)
        own.cookies.delete("frontdesk_session")
        # Also when the guesses come from the address of the business itself.
        async with browser(plain) as neighbour:
            answers = [(await log_in(neighbour, "x@y.example", "x")).status_code for _ in range(25)]
        assert answers[-1] == 429
        assert (await log_in(own)).status_code == 303
        await plain.pass_time(SECONDS)
        assert (await log_in(new)).status_code == 303, (
            "one try a quarter of an hour, also for a new one"
        )
    log = await command(plain, staff_app, "log", "aurora", ANA)
    assert "sign_in_paused (3 times)" in log.stdout
    assert log.stdout.count("sign_in_failed") == most, (
        "one line a place, and no more when it pauses"
    )


async def test_a_link_opens_a_browser_while_strangers_guess(
    plain: Front, strangers: httpx.AsyncClient
) -> None:
    await guess(strangers, ANA, int(BURST) + 1)
    made = await command(plain, staff_app, "reset", "aurora", ANA)
    link = "/login/" + made.stdout.split("/login/")[1][:43]
    async with browser(plain) as http:
        page = await http.get(link)
        assert page.status_code == 200, (page.status_code, page.text, link)
        form = {"form": hidden_field(page.text), "new": PASSWORD}
        assert (await http.post(link, data=form | {"again": PASSWORD})).status_code == 303
        assert (await log_in(http)).status_code == 303


async def test_the_answers_tell_nobody_who_has_an_account(strangers: httpx.AsyncClient) -> None:
    known = await guess(strangers, ANA, int(BURST) + 3)
    assert await guess(strangers, NOBODY, int(BURST) + 3) == known


async def test_a_stolen_browsers_tries_end_too(plain: Front) -> None:
    await account(plain)
    async with browser(plain) as http:
        await log_in(http)
        device = http.cookies["frontdesk_device"]
        statuses = []
        for _ in range(2 * int(BURST) + 1):
            http.cookies.clear()
            http.cookies.set("frontdesk_device", device)
            statuses.append((await log_in(http, password="a wrong password")).status_code)
    assert statuses[:30] == [401] * 30, "as a known browser, then as any other"
    assert statuses[-1] == 429


async def test_a_browser_is_known_for_its_own_account_only(
    plain: Front, strangers: httpx.AsyncClient
) -> None:
    await account(plain, "luz@aurora.example")
    await guess(strangers, ANA, int(BURST))
    async with browser(plain) as http:
        await log_in(http, "luz@aurora.example")
        http.cookies.delete("frontdesk_session")
        assert (await log_in(http)).status_code == 429


async def test_counts_are_bounded_and_no_number_of_names_pushes_them_out(
    plain: Front, strangers: httpx.AsyncClient
) -> None:
    await guess(strangers, ANA, int(BURST))
    database = plain.container.database
    for n in range(400):
        await database.call("staff_try_take", cell=n, burst=BURST, seconds=SECONDS)
    at_once = [
        database.call("staff_try_take", cell=65535, burst=BURST, seconds=SECONDS) for _ in range(60)
    ]
    assert [*await asyncio.gather(*at_once)].count(0) == BURST, "however many come at once"
    assert await guess(strangers, ANA, 1) == [429]
    with pytest.raises(Exception, match="login_tries"):
        plain.execute("insert into frontdesk.login_tries values (65536, 1, now())")
    await plain.pass_time(3 * 86400)
    await StaffRetention(plain.container.database).round()
    assert plain.rows("select 1 from frontdesk.login_tries") == []


def test_a_crowd_of_strangers_does_not_hold_up_who_is_known() -> None:
    passwords = Passwords()
    with ExitStack() as line:
        for _ in range(40):
            line.enter_context(passwords.place(recognized=False))
        with pytest.raises(Crowded), passwords.place(recognized=False):
            pass
        with passwords.place(recognized=True):
            pass
    with passwords.place(recognized=False):
        pass
