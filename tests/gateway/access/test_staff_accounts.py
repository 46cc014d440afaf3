"""Accounts of staff: commands, links, roles, what is kept, and where no login is needed."""

import re
from pathlib import Path
from typing import Annotated, Any

import httpx
import pytest
from fastapi import Depends, FastAPI

from gateway.access import passwords, problems
from gateway.access.sessions import Sessions
from gateway.access.staff import Role, Staff, StaffAccounts
from gateway.cli.staff import staff_app
from tests.databases import NOW
from tests.front import Front, open_front
from tests.gateway.access.conftest import command
from tests.gateway.access.logins import ANA, HOME, HOUR, PASSWORD, account, browser, log_in
from tests.scripted_model import ScriptedModel


async def test_links_are_forgotten_after_two_days(plain: Front) -> None:
    made = await command(plain, staff_app, "add", "aurora", ANA)
    link = re.search(r"/login/[\w-]{43}", made.stdout)
    assert link
    assert "invited" in (await command(plain, staff_app, "list", "aurora")).output
    await plain.pass_time(48 * HOUR + 1)
    async with browser(plain) as http:
        for path in (link[0], "/login/" + "x" * 43, "/login/short", "/login/%00"):
            assert (await http.get(path)).status_code == 404


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (("add", "nobody", "x@y.example"), "", "there is no organization"),
        (("add", "aurora", "not-an-address"), "", "e-mail address"),
        (("add", "aurora", "x@y.example", "--password"), "short\n", "15 to 200"),
        (("add", "aurora", ANA), "", "has an account already"),
        (("add", "sorriso", ANA), "", "is already used elsewhere"),
        (("reset", "sorriso", ANA), "", "has no account"),
        (("disable", "sorriso", ANA), "", "has no account"),
    ],
)
async def test_commands_that_are_refused(
    plain: Front, words: tuple[str, ...], typed: str, said: str
) -> None:
    await account(plain)
    before = plain.rows("select * from staff_accounts")
    done = await command(plain, staff_app, *words, typed=typed)
    assert done.exit_code == 1
    assert said in done.output
    assert plain.rows("select * from staff_accounts") == before


async def test_what_is_stored_opens_nothing(plain: Front) -> None:
    await account(plain)
    async with browser(plain) as http:
        await log_in(http)
        token = str(http.cookies["frontdesk_session"])
    kept = str(plain.rows("select * from staff_accounts, staff_sessions"))
    assert PASSWORD not in kept
    assert token not in kept
    assert "$argon2id$" in kept


async def test_the_demo_has_its_page_for_everybody_and_a_login_to_the_console(
    database_url: str, tmp_path: Path
) -> None:
    async with open_front(database_url, tmp_path, NOW, ScriptedModel(), demo=True) as front:
        assert (await front.http.get("/")).status_code == 200
        assert len((await front.http.get("/web/organizations")).json()) == 2
        assert (await front.http.get("/login")).status_code == 200
        assert (await front.http.get("/try")).headers["location"] == "/"
        assert (await front.http.get("/console")).headers["location"] == "/login"


@pytest.mark.parametrize(
    ("accepted", "said"),
    [
        ("pt-BR,pt;q=0.9", "Senha"),
        ("de,es;q=0.8", "Contraseña"),
        ("fr", "Password"),
        ("", "Password"),
    ],
)
async def test_the_page_speaks_the_browsers_language(
    plain: Front, accepted: str, said: str
) -> None:
    page = await plain.http.get("/login", headers={"Accept-Language": accepted})
    assert said in page.text
    assert "<script>" not in page.text
    assert page.headers["referrer-policy"] == "same-origin"


async def test_pages_to_come_can_ask_for_staff_and_roles(plain: Front) -> None:
    await account(plain, ANA, "aurora", "--role", "professional", "--role", "owner")
    await account(plain, "luz@aurora.example")
    sessions = Sessions(plain.container.settings, StaffAccounts(plain.container.database))
    console = FastAPI()
    problems.install(console)

    @console.get("/staff")
    async def staff(who: Annotated[Staff, Depends(sessions.require())]) -> dict[str, Any]:
        return {"organization": str(who.organization)}

    @console.get("/admin")
    async def admin(who: Annotated[Staff, Depends(sessions.require(Role.OWNER))]) -> dict[str, Any]:
        return {"organization": str(who.organization)}

    for email, expected in ((ANA, (200, 200)), ("luz@aurora.example", (200, 403))):
        async with browser(plain) as http:
            await log_in(http, email)
            cookies = dict(http.cookies)
        transport = httpx.ASGITransport(console)
        async with httpx.AsyncClient(transport=transport, base_url=HOME, cookies=cookies) as http:
            answers = [await http.get(path) for path in ("/staff", "/admin")]
        assert tuple(answer.status_code for answer in answers) == expected
        assert answers[0].json() == {"organization": str(plain.organization("aurora"))}
    async with httpx.AsyncClient(transport=transport, base_url=HOME) as http:
        assert (await http.get("/staff")).status_code == 401


def test_scrypt_stands_in_where_there_is_no_argon2() -> None:
    kept = passwords.scrypt_hash(PASSWORD, b"0123456789abcdef")
    assert passwords.check_password(PASSWORD, kept)
    assert not passwords.check_password(PASSWORD + " ", kept)
