"""Staff log in, see their own organization, and are out again when they should be."""

import re
from pathlib import Path

import pytest

from gateway.access import passwords
from gateway.access.logins import BY_ADDRESS
from gateway.cli.staff import staff_app
from tests.databases import NOW, SECRETS
from tests.front import Front, open_front
from tests.gateway.access.conftest import command, hidden_field
from tests.gateway.access.logins import ANA, HOUR, PASSWORD, account, browser, is_in, log_in
from tests.scripted_model import ScriptedModel


async def test_nobody_sees_the_page_without_a_login(plain: Front) -> None:
    page = await plain.http.get("/", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["location"]) == (303, "/login")
    assert (await plain.http.get("/web/organizations")).status_code == 401
    for inside, status in (("/docs", 401), ("/openapi.json", 401), ("/redoc", 404)):
        assert (await plain.http.get(inside)).status_code == status
    for public in ("/login", "/chat", "/static/login.css", "/static/page.js"):
        assert (await plain.http.get(public)).status_code == 200


async def test_from_the_link_to_the_page_and_out(plain: Front) -> None:
    made = await command(plain, staff_app, "add", "aurora", " Ana@Aurora.example ")
    link = re.search(r"/login/[\w-]{43}", made.stdout)
    assert link
    async with browser(plain) as http:
        asked = await http.get(link[0])
        assert (asked.status_code, "Elige tu contraseña" in asked.text) == (200, True)
        form = {"form": hidden_field(asked.text), "new": PASSWORD}
        for again, said in (("", "no son iguales"), ("other", "no son iguales")):
            refused = await http.post(link[0], data=form | {"again": again})
            assert (refused.status_code, said in refused.text) == (422, True)
        short = await http.post(link[0], data=form | {"new": "short", "again": "short"})
        assert (short.status_code, "15" in short.text) == (422, True)
        chosen = await http.post(link[0], data=form | {"again": PASSWORD})
        assert chosen.headers["location"] == "/login?chosen=1"
        assert (await http.get(link[0])).status_code == 404
        assert (await http.post(link[0], data=form | {"again": PASSWORD})).status_code == 404

        entered = await log_in(http)
        assert (entered.status_code, entered.headers["location"]) == (303, "/console")
        assert await is_in(http)
        assert (await http.get("/login")).headers["location"] == "/console"
        (row,) = (await http.get("/web/organizations")).json()
        assert (row["slug"], row["staff"]) == ("aurora", True)
        assert row["token"] == SECRETS["AURORA_WEB_TOKEN"]

        leaving = hidden_field((await http.get("/logout")).text)
        session = http.cookies["frontdesk_session"]
        gone = await http.post("/logout", data={"form": leaving})
        assert gone.headers["location"] == "/login"
        assert not await is_in(http)
        http.cookies.set("frontdesk_session", session)
        assert not await is_in(http), "the session ended in the browser only"


async def test_staff_see_their_own_organization_only(plain: Front) -> None:
    await account(plain, "bia@sorriso.example", "sorriso")
    async with browser(plain) as http:
        await log_in(http, "bia@sorriso.example")
        listed = (await http.get("/web/organizations")).json()
    assert [row["slug"] for row in listed] == ["sorriso"]
    assert SECRETS["AURORA_WEB_TOKEN"] not in str(listed)


async def test_unknown_and_wrong_get_the_same_answer_after_the_same_work(
    plain: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    await account(plain)
    worked: list[str] = []
    check = passwords.check_password

    def counted(password: str, kept: str) -> bool:
        worked.append(kept.split("$")[1] + kept.split("$")[3])
        return check(password, kept)

    monkeypatch.setattr(passwords, "check_password", counted)
    answers = []
    for email, password in (
        (ANA, "wrong password"),
        ("nobody@aurora.example", "wrong password"),
        ("nobody@aurora.example", PASSWORD),
        ("not an address", "x"),
        (ANA, ""),
        (ANA, PASSWORD + "\x00"),
        (ANA, "x" * 9000),
    ):
        async with browser(plain) as http:
            answer = await log_in(http, email, password)
            assert not await is_in(http)
        hidden = re.sub(r'value="[^"]*"', "", answer.text)
        assert PASSWORD not in answer.text
        answers.append((answer.status_code, hidden))
    assert set(answers) == {(401, answers[0][1])}
    assert "no son correctos" in answers[0][1]
    assert len(worked) == len(answers)
    assert len(set(worked)) == 1, "another method or other parameters take another time"


@pytest.mark.parametrize(
    ("headers", "token"),
    [
        ({"Origin": "https://evil.example"}, None),
        ({"Origin": "null"}, None),
        ({"Origin": ""}, None),
        ({"Sec-Fetch-Site": "cross-site"}, None),
        ({"Sec-Fetch-Site": "same-site"}, None),
        ({}, ""),
        ({}, "x" * 43),
    ],
)
async def test_another_sites_form_is_not_believed(
    plain: Front, headers: dict[str, str], token: str | None
) -> None:
    await account(plain)
    async with browser(plain) as http:
        form = hidden_field((await http.get("/login")).text) if token is None else token
        await http.get("/login")
        fields = {"form": form, "email": ANA, "password": PASSWORD}
        assert (await http.post("/login", data=fields, headers=headers)).status_code == 403
        assert not await is_in(http)
        await log_in(http)
        refused = await http.post("/logout", data={"form": form}, headers=headers)
        assert refused.status_code == 403
        assert await is_in(http)


async def test_a_form_without_an_origin_is_not_believed(plain: Front) -> None:
    await account(plain)
    async with browser(plain) as http:
        del http.headers["Origin"]
        assert (await log_in(http)).status_code == 403


async def test_the_cookie_is_for_this_host_and_for_no_script(
    database_url: str, tmp_path: Path
) -> None:
    async with open_front(
        database_url, tmp_path, NOW, ScriptedModel(), public_url="https://desk.example"
    ) as front:
        await account(front)
        async with browser(front, "https://desk.example") as http:
            cookie = (await log_in(http)).headers["set-cookie"]
            assert await is_in(http)
    assert cookie.startswith("__Host-frontdesk_session=")
    attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"httponly", "secure", "samesite=lax", "path=/"} <= attributes
    assert not any(part.startswith("domain") for part in attributes)


async def test_a_session_that_somebody_else_chose_is_not_taken(plain: Front) -> None:
    await account(plain)
    async with browser(plain) as http:
        http.cookies.set("frontdesk_session", "x" * 43)
        entered = await log_in(http)
    assert "x" * 43 not in entered.headers["set-cookie"]
    (row,) = plain.rows("select * from staff_sessions")
    assert "x" * 43 not in str(row)


async def test_a_session_ends_when_idle_and_after_a_week(plain: Front) -> None:
    await account(plain)
    async with browser(plain) as idle, browser(plain) as busy:
        await log_in(idle)
        await log_in(busy)
        for _ in range(14):  # 154 hours
            await plain.pass_time(11 * HOUR)
            assert await is_in(busy)
        assert not await is_in(idle)
        await plain.pass_time(11 * HOUR)
        assert await is_in(busy)
        await plain.pass_time(4 * HOUR)
        assert not await is_in(busy)


@pytest.mark.parametrize("how", ["disable", "reset"])
async def test_a_closed_account_is_out_at_once(plain: Front, how: str) -> None:
    await account(plain)
    async with browser(plain) as http:
        await log_in(http)
        assert await is_in(http)
        assert (await command(plain, staff_app, how, "aurora", ANA)).exit_code == 0
        assert not await is_in(http)
        assert (await log_in(http)).status_code == 401
    again = await command(
        plain, staff_app, "reset", "aurora", ANA, "--password", typed="seven boats on a lake\n"
    )
    assert again.exit_code == 0
    async with browser(plain) as http:
        assert (await log_in(http, password="seven boats on a lake")).status_code == 303


async def test_tries_from_one_address_are_limited(plain: Front) -> None:
    await account(plain)
    most = int(BY_ADDRESS.split("/")[0])
    async with browser(plain) as http:
        statuses = [(await log_in(http, "", "x")).status_code for _ in range(most)]
        assert statuses == [401] * most
        slow = await log_in(http)
    assert (slow.status_code, "Demasiados" in slow.text) == (429, True)
    assert 0 < int(slow.headers["retry-after"]) <= 60
