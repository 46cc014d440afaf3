"""Every page and form of every section: who may see it, whose form it is, and nothing of another organization."""

import hashlib
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
from tests.gateway.console.walk import (
    KEYED,
    Ids,
    acts,
    addresses,
    ids_of,
    looks,
    places,
    rename_keys,
)
from tests.promises.tenants import fill, of_tenant, owner, tables

_MARK = "Zuleica Marcada"
_SEEN = frozenset({"staff_sessions"})
"""When somebody was seen stands in it."""


_OWN_AGENDA = """
update staff_accounts a set member_id = (
    select m.id from members m where m.organization_id = a.organization_id order by m.position limit 1)
"""


def _any(place: str) -> str:
    """What nobody has, in the form of what somebody has."""
    return f"theirs-{uuid4()}" if place in KEYED else str(uuid4())


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
    rename_keys(plain, other)
    await member(plain, ANA, list(Role))
    before = rows_of(plain, other)
    theirs = ids_of(plain, other)
    async with logged_in(plain) as http:
        for ids in (theirs, _any, _no_id):
            for one in addresses(ids, looks):
                page = await http.get(one.path, follow_redirects=True)
                assert page.status_code == (404 if one.names else 200), one.path
                assert _MARK not in page.text, one.path
        token = await form(http)
        assert await _sent(http, token, theirs) == await _sent(http, token, _any)
    assert rows_of(plain, other) == before


async def _sent(http: httpx.AsyncClient, token: str, ids: Ids) -> list[tuple[str, int]]:
    """Every form with these ids in its address and in its fields: what is answered."""
    fields = {place: ids(place) for place in places()} | {"text": "x", "note": "x", "form": token}
    answers = []
    for one in addresses(ids, acts):
        page = await http.post(one.path, data={**fields, "key": uuid4().hex})
        assert _MARK not in page.text, one.path
        # One that names a row has nothing to act on.
        assert page.status_code in (404, 422) or not one.names, (one.path, page.status_code)
        answers.append((one.template, page.status_code))
    return answers


async def test_each_role_sees_its_sections_and_no_other(plain: Front) -> None:
    for role in Role:
        await member(plain, f"{role}@aurora.example", [role])
        plain.execute(_OWN_AGENDA)
        async with logged_in(plain, f"{role}@aurora.example") as http:
            token = await form(http)
            before = rows_of(plain, plain.organization("aurora"))
            for one in addresses(_any, acts):
                if role not in one.section.roles:
                    page = await http.post(one.path, data={"form": token})
                    assert page.status_code == 403, one.path
            for one in addresses(_any, looks):
                if role not in one.section.roles:
                    page = await http.get(one.path)
                    led_on = one.section is SECTIONS[0] and page.status_code == 303
                    assert led_on or page.status_code == 403, one.path
            assert rows_of(plain, plain.organization("aurora")) == before
            await _sees_the_others(http, role)


async def _sees_the_others(http: httpx.AsyncClient, role: Role) -> None:
    for section in SECTIONS:
        if role in section.roles:
            page = await http.get(section.path, follow_redirects=True)
            assert (page.status_code, f'href="{section.path}"' in page.text) == (200, True), (
                section.path
            )


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
        for one in addresses(_any, acts):
            fields = {"form": token if ours else "x" * 43}
            page = await http.post(one.path, data=fields, headers=headers)
            assert page.status_code == 403, one.path
        assert rows_of(plain, plain.organization("aurora")) == before


async def test_a_stranger_is_led_to_the_login_and_a_flood_is_slowed(plain: Front) -> None:
    somebody = await member(plain, ANA, list(Role))
    async with browser(plain) as http:
        for one in addresses(_any, looks):
            assert (await http.get(one.path)).headers["location"] == "/login", one.path
        for one in addresses(_any, acts):
            assert (await http.post(one.path, data={})).headers["location"] == "/login", one.path
    limits = plain.container.limits
    while await limits.hit("console", str(somebody.account), REQUESTS) is None:
        pass
    async with logged_in(plain) as http:
        token = await form(http)
        for one in addresses(_any, looks):
            assert (await http.get(one.path)).status_code == 429, one.path
        for one in addresses(_any, acts):
            assert (await http.post(one.path, data={"form": token})).status_code == 429, one.path
