"""One's own account: password, sessions, what happened."""

import re

import httpx

from gateway.access.staff_retention import LOG_DAYS, StaffRetention
from gateway.cli.staff import staff_app
from tests.front import Front
from tests.gateway.access.conftest import command, hidden_field
from tests.gateway.access.logins import ANA, HOUR, PASSWORD, account, browser, is_in, log_in

NEW = "seven boats on a lake"
PHONE = (
    "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36"
)


async def send(http: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
    form = hidden_field((await http.get("/account")).text)
    return await http.post(path, data={"form": form, **fields})


async def confirm(http: httpx.AsyncClient, **fields: str) -> httpx.Response:
    return await send(http, "/account/confirm", **{"password": PASSWORD} | fields)


async def test_a_password_is_changed_with_the_old_one_and_other_sessions_end(plain: Front) -> None:
    await account(plain)
    async with browser(plain) as http, browser(plain) as other:
        await log_in(http)
        await log_in(other)
        for fields, status, words in (
            (
                {"old": "not this one, sorry", "new": NEW, "again": NEW},
                403,
                "actual no es correcta",
            ),
            ({"old": PASSWORD, "new": NEW, "again": "other"}, 422, "no son iguales"),
            ({"old": PASSWORD, "new": "short", "again": "short"}, 422, "entre 15 y 200"),
            ({"old": PASSWORD, "new": "aurora aurora 2026"}, 422, "palabras del negocio"),
        ):
            refused = await send(http, "/account/password", **fields)
            assert (refused.status_code, words in refused.text) == (status, True), fields
        before = http.cookies["frontdesk_session"]
        done = await send(http, "/account/password", old=PASSWORD, new=NEW, again=NEW)
        assert done.headers["location"] == "/account?news=passwordChanged"
        assert http.cookies["frontdesk_session"] != before, "the session has another token"
        assert await is_in(http)
        assert not await is_in(other)
        other.cookies.set("frontdesk_session", before)
        assert not await is_in(other), "the old token is worth nothing"
        assert "Contraseña cambiada" in (await http.get("/account")).text
    async with browser(plain) as again:
        assert (await log_in(again)).status_code == 401
        assert (await log_in(again, password=NEW)).status_code == 303


async def test_sessions_are_listed_and_ended_one_or_all(plain: Front) -> None:
    await account(plain)
    async with browser(plain) as http, browser(plain) as phone, browser(plain) as third:
        phone.headers["User-Agent"] = PHONE
        for one in (phone, third, http):
            await log_in(one)
            await plain.pass_time(60)
        page = (await http.get("/account")).text
        assert page.count('<li class="session">') == 3
        assert "Chrome en Android · 127.0.0.1" in page
        [session] = re.findall(
            r'name="session" value="([0-9a-f-]{36})"[^<]*<button[^>]*Chrome en', page
        )
        await plain.pass_time(16 * 60)
        asked = await send(http, "/account/sessions", session=session)
        assert asked.headers["location"] == "/account/confirm?then=account"
        assert (await confirm(http, password="not this one")).status_code == 403
        assert await is_in(phone)
        before = http.cookies["frontdesk_session"]
        assert (await confirm(http)).status_code == 303
        assert http.cookies["frontdesk_session"] != before
        await send(http, "/account/sessions", session=session)
        assert [await is_in(one) for one in (phone, third, http)] == [False, True, True]
        await send(http, "/account/sessions", session="others")
        assert [await is_in(one) for one in (third, http)] == [False, True]
        assert (await send(http, "/account/sessions", session="x")).status_code == 422


async def test_nobody_ends_another_persons_session(plain: Front) -> None:
    await account(plain)
    await account(plain, "luz@aurora.example")
    async with browser(plain) as ana, browser(plain) as luz:
        await log_in(ana)
        await log_in(luz, "luz@aurora.example")
        [row] = plain.rows(
            "select s.id from staff_sessions s join staff_accounts a on a.id = s.account_id "
            "where a.email = %s",
            ANA,
        )
        await send(luz, "/account/sessions", session=str(row["id"]))
        assert await is_in(ana)


async def test_owners_see_what_happened_to_everybody_others_their_own(plain: Front) -> None:
    await account(plain, ANA, "aurora", "--role", "owner")
    await account(plain, "luz@aurora.example")
    await account(plain, "bia@sorriso.example", "sorriso")
    await plain.pass_time(1)
    async with browser(plain) as luz, browser(plain) as ana:
        luz.headers["User-Agent"] = PHONE
        await log_in(luz, "luz@aurora.example", "a wrong password")
        await plain.pass_time(1)
        await log_in(luz, "luz@aurora.example")
        await log_in(ana)
        own = (await luz.get("/account")).text
        assert "Contraseña incorrecta al entrar" in own
        assert "/account/log" not in own
        assert (await luz.get("/account/log")).status_code == 403
        everything = (await ana.get("/account/log")).text
        assert "luz@aurora.example" in everything
        assert "Chrome en Android" in everything
        assert "bia@sorriso.example" not in everything
    log = await command(plain, staff_app, "log", "aurora", "luz@aurora.example")
    kinds = [line.split("\t")[2] for line in log.stdout.splitlines()]
    assert kinds == ["signed_in_new", "sign_in_failed", "account_opened"]
    assert "127.0.0.1\tChrome on Android" in log.stdout


async def test_what_changes_rights_ends_sessions_and_is_noted(plain: Front) -> None:
    await account(plain)
    async with browser(plain) as http:
        await log_in(http)
        done = await command(plain, staff_app, "role", "aurora", ANA, "owner", "professional")
        assert done.exit_code == 0
        assert not await is_in(http)
        await log_in(http)
        assert "Profesional" in (await http.get("/account")).text
        assert "1" in (await command(plain, staff_app, "end-sessions", "aurora")).stdout
        assert not await is_in(http)
    assert (await command(plain, staff_app, "role", "aurora", ANA, "boss")).exit_code == 2
    log = (await command(plain, staff_app, "log", "aurora")).stdout
    assert "roles_changed\toperator" in log


async def test_the_log_and_what_is_over_are_forgotten_in_time(plain: Front) -> None:
    await account(plain)
    retention = StaffRetention(plain.container.database)
    async with browser(plain) as http:
        await log_in(http)
    await plain.pass_time(13 * HOUR)
    await retention.round()
    assert plain.rows("select 1 from staff_sessions") == []
    kinds = [row["kind"] for row in plain.rows("select kind from staff_events order by at")]
    assert kinds == ["account_opened", "signed_in_new", "session_expired"]
    await plain.pass_time((LOG_DAYS + 1) * 24 * HOUR)
    await retention.round()
    assert plain.rows("select 1 from staff_events") == []
    await plain.pass_time(40 * 24 * HOUR)
    await retention.round()
    assert plain.rows("select 1 from staff_devices") == []


async def test_every_form_of_the_account_is_guarded(plain: Front) -> None:
    await account(plain)
    async with browser(plain) as http:
        await log_in(http)
        form = hidden_field((await http.get("/account")).text)
        for path in ("password", "sessions", "confirm", "factor", "factor/codes", "factor/off"):
            for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
                fields = {
                    "form": form,
                    "session": "others",
                    "old": PASSWORD,
                    "new": NEW,
                    "again": NEW,
                }
                answer = await http.post(f"/account/{path}", data=fields, headers=headers)
                assert answer.status_code == 403 or answer.headers["location"] == "/account/factor"
        assert await is_in(http)
    kinds = {row["kind"] for row in plain.rows("select kind from staff_events")}
    assert kinds == {"account_opened", "signed_in_new"}
    async with browser(plain) as nobody:
        for path in (
            "/account",
            "/account/log",
            "/account/confirm",
            "/account/factor",
            "/login/enrol",
        ):
            assert (await nobody.get(path)).headers["location"] == "/login"


async def test_who_comes_back_is_told_what_happened_elsewhere_meanwhile(plain: Front) -> None:
    await account(plain)
    async with browser(plain) as own, browser(plain) as other:
        other.headers["User-Agent"] = PHONE
        for http, place in (
            (own, "/console"),
            (own, "/console"),
            (other, "/console"),
            (own, "/account?news=lately"),
            (own, "/console"),
        ):
            http.cookies.delete("frontdesk_session")
            await plain.pass_time(60)
            assert (await log_in(http)).headers["location"] == place
        told = (await own.get("/account?news=lately")).text
        assert 'role="alert">Desde la última vez' in told
        assert "Entrada desde un navegador nuevo" in told
