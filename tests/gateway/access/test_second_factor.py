"""The second factor: set up, asked for, used once, lost, required."""

import re
from html import unescape

import httpx
import pytest
from pydantic import SecretStr

from gateway.access.factors import current_code
from gateway.cli.secrets import secrets_app
from gateway.cli.staff import staff_app
from tests.front import Front
from tests.gateway.access.conftest import KEY, OTHER_KEY, command, hidden_field
from tests.gateway.access.logins import ANA, PASSWORD, account, browser, is_in, log_in


class Phone:
    """An authenticator that has scanned the code."""

    def __init__(self, page: str, front: Front) -> None:
        uri = re.search(r'href="(otpauth://[^"]+)"', page)
        assert uri, page
        self.uri = unescape(uri[1])
        self.key = self.uri.split("secret=")[1].split("&")[0]
        self._front = front

    def code(self, seconds: int = 0) -> str:
        return current_code(self.key, self._front.clock.now().timestamp() + seconds)


async def set_up(front: Front, http: httpx.AsyncClient) -> tuple[Phone, list[str]]:
    """Turns it on for who is logged in; the phone, and the recovery codes."""
    page = (await http.get("/account/factor")).text
    phone = Phone(page, front)
    done = await post(http, page, "/account/factor", code=phone.code())
    assert done.status_code == 200, done.text
    return phone, re.findall(r"<code>([a-z0-9-]{29})</code>", done.text)


async def post(http: httpx.AsyncClient, page: str, path: str, **fields: str) -> httpx.Response:
    offer = re.search(r'name="offer" value="([^"]+)"', page)
    offered = {"offer": offer[1]} if offer else {}
    return await http.post(path, data={"form": hidden_field(page), **offered, **fields})


async def second_step(http: httpx.AsyncClient, code: str) -> httpx.Response:
    page = (await http.get("/login/code")).text
    return await http.post("/login/code", data={"form": hidden_field(page), "code": code})


async def test_it_is_set_up_asked_for_and_each_code_is_used_once(container: Front) -> None:
    await account(container)
    async with browser(container) as http, browser(container) as other:
        await log_in(http)
        await log_in(other)
        page = (await http.get("/account/factor")).text
        wrong = await post(http, page, "/account/factor", code="000000")
        assert (wrong.status_code, "no es correcto" in wrong.text) == (422, True)
        before = http.cookies["frontdesk_session"]
        phone, codes = await set_up(container, http)
        assert http.cookies["frontdesk_session"] != before
        assert [await is_in(http), await is_in(other)] == [True, False]
        assert (len(codes), len(set(codes))) == (10, 10)

        entered = await log_in(other)
        assert entered.headers["location"] == "/login/code"
        assert not await is_in(other)
        assert "frontdesk_session=" not in entered.headers["set-cookie"].replace('=""', "")
        used = await second_step(other, phone.code())
        assert (used.status_code, "ya se usó" in used.text) == (401, True), "it set the factor up"
        await container.pass_time(30)
        assert (await second_step(other, phone.code())).headers["location"] == "/console"
        assert await is_in(other)
    stored = str(container.rows("select * from staff_accounts, staff_recovery_codes"))
    assert phone.key not in stored
    assert not any(code in stored for code in codes)


async def test_recovery_codes_open_once_and_new_ones_replace_them(container: Front) -> None:
    await account(container)
    async with browser(container) as http, browser(container) as other:
        await log_in(http)
        _, codes = await set_up(container, http)
        for code, status in ((codes[0].upper().replace("-", " "), 303), (codes[0], 401)):
            await log_in(other)
            assert (await second_step(other, code)).status_code == status
            other.cookies.delete("frontdesk_session")
        page = (await http.get("/account/factor")).text
        assert "Quedan 9 códigos" in page
        renewed = await post(http, page, "/account/factor/codes")
        fresh = re.findall(r"<code>([a-z0-9-]{29})</code>", renewed.text)
        for code, status in ((codes[1], 401), (fresh[0], 303)):
            await log_in(other)
            assert (await second_step(other, code)).status_code == status
    log = (await command(container, staff_app, "log", "aurora")).stdout
    assert (log.count("recovery_used"), log.count("recovery_renewed")) == (2, 1)


async def test_codes_cannot_be_guessed(container: Front) -> None:
    await account(container)
    async with browser(container) as http, browser(container) as thief:
        await log_in(http)
        phone, _ = await set_up(container, http)
        await container.pass_time(3600)
        await log_in(thief)
        wrong = f"{(int(phone.code()) + 1) % 10**6:06}"
        for _ in range(4):
            assert (await second_step(thief, wrong)).status_code == 401
        fifth = await thief.post(
            "/login/code",
            data={"form": hidden_field((await thief.get("/login/code")).text), "code": wrong},
        )
        assert fifth.headers["location"] == "/login", "the step is over"
        assert (await thief.get("/login/code")).headers["location"] == "/login"
        statuses = []
        for _ in range(20):
            await container.pass_time(61)
            await log_in(thief)
            form = {"form": hidden_field((await thief.get("/login")).text), "code": wrong}
            statuses.append((await thief.post("/login/code", data=form)).status_code)
        assert statuses[-1] == 429
        assert await is_in(http)


async def test_it_is_turned_off_only_with_password_and_code(container: Front) -> None:
    await account(container)
    async with browser(container) as http:
        await log_in(http)
        phone, _ = await set_up(container, http)
        await container.pass_time(16 * 60)
        asked = await http.get("/account/factor")
        assert asked.headers["location"] == "/account/confirm?then=factor"
        page = (await http.get("/account/confirm?then=factor")).text
        fields = {"then": "factor", "password": PASSWORD}
        for code, place in (("", None), ("123", None), (phone.code(), "/account/factor")):
            answer = await post(http, page, "/account/confirm", **fields, code=code)
            assert answer.headers.get("location") == place
        page = (await http.get("/account/factor")).text
        await post(http, page, "/account/factor/off")
        http.cookies.delete("frontdesk_session")
        assert (await log_in(http)).headers["location"] == "/console"


@pytest.mark.parametrize("by", ["account", "organization"])
async def test_where_it_is_required_nobody_is_in_without_it(container: Front, by: str) -> None:
    await account(container)
    async with browser(container) as http:
        await log_in(http)
        if by == "account":
            await command(container, staff_app, "require-factor", "aurora", ANA)
        else:
            container.execute("update organizations set staff_second_factor = true")
        assert not await is_in(http)
        assert (await log_in(http)).headers["location"] == "/login/enrol"
        assert not await is_in(http)
        page = (await http.get("/login/enrol")).text
        assert "necesitas activar" in page
        phone = Phone(page, container)
        done = await post(http, page, "/login/enrol", code=phone.code())
        assert "Códigos de recuperación" in done.text
        assert await is_in(http)
        kept = await http.get("/account/factor")
        assert "/account/factor/off" not in kept.text
        await post(http, kept.text, "/account/factor/off")
        http.cookies.delete("frontdesk_session")
        assert (await log_in(http)).headers["location"] == "/login/code"

        reset = await command(container, staff_app, "reset-factor", "aurora", ANA)
        assert reset.exit_code == 0
        assert (await log_in(http)).headers["location"] == "/login/enrol", "nor after a reset"


async def test_a_reset_password_leaves_the_second_factor(container: Front) -> None:
    await account(container)
    async with browser(container) as http:
        await log_in(http)
        await set_up(container, http)
        typed = f"{PASSWORD}\n"
        done = await command(
            container, staff_app, "reset", "aurora", ANA, "--password", typed=typed
        )
        assert done.exit_code == 0, done.output
        assert (await log_in(http)).headers["location"] == "/login/code"
    assert "second factor" in (await command(container, staff_app, "list", "aurora")).stdout


async def test_an_offer_is_for_its_account_only(container: Front) -> None:
    await account(container)
    await account(container, "luz@aurora.example")
    async with browser(container) as ana, browser(container) as luz:
        await log_in(ana)
        await log_in(luz, "luz@aurora.example")
        page, others = (
            (await ana.get("/account/factor")).text,
            (await luz.get("/account/factor")).text,
        )
        phone = Phone(others, container)
        offer = re.search(r'name="offer" value="([^"]+)"', others)
        assert offer
        fields = {"form": hidden_field(page), "offer": offer[1], "code": phone.code()}
        assert (await ana.post("/account/factor", data=fields)).status_code == 403
        for broken in ("x", "ñ" * 20, offer[1][:-8]):
            assert (
                await ana.post("/account/factor", data=fields | {"offer": broken})
            ).status_code == 403


async def test_the_keys_are_encrypted_anew_with_the_others(container: Front) -> None:
    await account(container)
    async with browser(container) as http:
        await log_in(http)
        await set_up(container, http)
    rotated = await command(container, secrets_app, "rotate", secret_key=f"{OTHER_KEY},{KEY}")
    assert "encrypted anew: 1" in rotated.stdout
    assert (
        "already so: 1"
        in (await command(container, secrets_app, "rotate", secret_key=OTHER_KEY)).stdout
    )
    lost = await command(container, secrets_app, "rotate", secret_key="k" * 40)
    assert (lost.exit_code, "reset-factor" in lost.output) == (1, True)


async def test_without_a_secret_key_it_is_not_offered(plain: Front) -> None:
    assert plain.container.settings.frontdesk_secret_key in (None, SecretStr(""))
    await account(plain)
    async with browser(plain) as http:
        await log_in(http)
        page = await http.get("/account/factor")
    assert (page.status_code, "FRONTDESK_SECRET_KEY" in page.text) == (503, True)
