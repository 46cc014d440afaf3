"""Every page and form of every section: who may see it, whose form it is, and nothing of another organization."""

import hashlib
from collections.abc import Callable
from uuid import UUID, uuid4

import httpx
import pytest

from gateway.access.staff import Role
from gateway.console.routes import SECTIONS
from gateway.console.visit import REQUESTS
from tests.front import Front
from tests.gateway.access.logins import browser
from tests.gateway.console.conftest import ANA, member
from tests.gateway.console.test_console_routes import form, logged_in
from tests.gateway.console.walk import acts, addresses, ids_of, looks, places
from tests.promises.tenants import fill, of_tenant, owner, tables

_MARK = "Zuleica Marcada"
_SEEN = frozenset({"staff_sessions"})
"""When somebody was seen stands in it."""


def _any(_: str) -> str:
    return str(uuid4())


def _no_id(_: str) -> str:
    return "x"


def rows_of(front: Front, organization: UUID) -> dict[str, str]:
    """A digest of an organization's rows of each table."""
    digests = {}
    with owner(front) as connection:
        for table in set(tables(front)) - _SEEN:
            query = f"select t::text as row from {table} t where {of_tenant(table)} order by 1"
            lines = connection.execute(query.encode(), [organization]).fetchall()
            digests[table] = hashlib.sha256(repr(lines).encode()).hexdigest()
    return digests


async def test_nothing_of_another_organization_by_any_id(plain: Front) -> None:
    other = plain.organization("sorriso")
    await fill(plain, "sorriso", service="limpeza", member=None)
    plain.execute("update contacts set name = %s where organization_id = %s", _MARK, other)
    await member(plain, ANA, list(Role))
    before = rows_of(plain, other)
    theirs = ids_of(plain, other)
    async with logged_in(plain) as http:
        for ids in (theirs, _any, _no_id):
            for section, path in addresses(ids, looks):
                page = await http.get(path)
                assert page.status_code == (200 if path in section.looks else 404), path
                assert _MARK not in page.text, path
        token = await form(http)
        assert await _sent(http, token, theirs) == await _sent(http, token, _any)
    assert rows_of(plain, other) == before


async def _sent(
    http: httpx.AsyncClient, token: str, ids: Callable[[str], str]
) -> list[tuple[str, int]]:
    """Every form with these ids in its address and in its fields: what is answered."""
    fields = {place: ids(place) for place in places()} | {"text": "x", "note": "x", "form": token}
    answers = []
    for (section, path), kind in zip(addresses(ids, acts), _kinds(), strict=True):
        page = await http.post(path, data={**fields, "key": uuid4().hex})
        assert _MARK not in page.text, path
        # One that has an id in its address has nothing to act on.
        assert page.status_code in (404, 422) or path in section.acts, (path, page.status_code)
        answers.append((kind, page.status_code))
    return answers


def _kinds() -> list[str]:
    return [path for section in SECTIONS for path in section.acts]


async def test_each_role_sees_its_sections_and_no_other(plain: Front) -> None:
    for role in Role:
        await member(plain, f"{role}@aurora.example", [role])
        async with logged_in(plain, f"{role}@aurora.example") as http:
            token = await form(http)
            before = rows_of(plain, plain.organization("aurora"))
            for section, path in addresses(_any, acts):
                if role not in section.roles:
                    assert (await http.post(path, data={"form": token})).status_code == 403, path
            for section, path in addresses(_any, looks):
                if role not in section.roles:
                    page = await http.get(path)
                    led_on = section is SECTIONS[0] and page.status_code == 303
                    assert led_on or page.status_code == 403, path
            assert rows_of(plain, plain.organization("aurora")) == before
            await _sees_the_others(http, role)


async def _sees_the_others(http: httpx.AsyncClient, role: Role) -> None:
    for section in SECTIONS:
        if role in section.roles:
            page = await http.get(section.path)
            assert (page.status_code, f'href="{section.path}"' in page.text) == (200, True)


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({}, False),
        ({"Origin": "https://evil.example"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, True),
    ],
)
async def test_a_form_that_is_not_ours_does_nothing(
    plain: Front, headers: dict[str, str], ours: bool
) -> None:
    await member(plain, ANA, list(Role))
    async with logged_in(plain) as http:
        token = await form(http)
        before = rows_of(plain, plain.organization("aurora"))
        for _, path in addresses(_any, acts):
            fields = {"form": token if ours else "x" * 43}
            assert (await http.post(path, data=fields, headers=headers)).status_code == 403, path
        assert rows_of(plain, plain.organization("aurora")) == before


async def test_a_stranger_is_led_to_the_login_and_a_flood_is_slowed(plain: Front) -> None:
    somebody = await member(plain, ANA, list(Role))
    async with browser(plain) as http:
        for _, path in addresses(_any, looks):
            assert (await http.get(path)).headers["location"] == "/login", path
        for _, path in addresses(_any, acts):
            assert (await http.post(path, data={})).headers["location"] == "/login", path
    limits = plain.container.limits
    while await limits.hit("console", str(somebody.account), REQUESTS) is None:
        pass
    async with logged_in(plain) as http:
        token = await form(http)
        for _, path in addresses(_any, looks):
            assert (await http.get(path)).status_code == 429, path
        for _, path in addresses(_any, acts):
            assert (await http.post(path, data={"form": token})).status_code == 429, path
