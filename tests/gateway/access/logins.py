"""A browser, and staff who log in with it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from gateway.cli.staff import staff_app
from tests.front import Front
from tests.gateway.access.conftest import command, hidden_field

PASSWORD = "correct horse battery"
ANA = "ana@aurora.example"
HOME = "http://frontdesk"
HOUR = 3600.0


async def account(front: Front, email: str = ANA, tenant: str = "aurora", *words: str) -> None:
    done = await command(
        front, staff_app, "add", tenant, email, "--password", *words, typed=f"{PASSWORD}\n"
    )
    assert done.exit_code == 0, done.output
    assert PASSWORD not in done.output


@asynccontextmanager
async def browser(front: Front, base: str = HOME) -> AsyncIterator[httpx.AsyncClient]:
    """Cookies of its own, and the headers with which browsers say where a form comes from."""
    transport = httpx.ASGITransport(front.app, raise_app_exceptions=False)
    headers = {"Origin": base, "Sec-Fetch-Site": "same-origin", "Accept-Language": "es-CO,en"}
    headers["Accept"] = "text/html,application/xhtml+xml,*/*;q=0.8"
    async with httpx.AsyncClient(transport=transport, base_url=base, headers=headers) as http:
        yield http


async def log_in(
    http: httpx.AsyncClient, email: str = ANA, password: str = PASSWORD, **headers: str
) -> httpx.Response:
    form = hidden_field((await http.get("/login")).text)
    fields = {"form": form, "email": email, "password": password}
    return await http.post("/login", data=fields, headers=headers)


async def is_in(http: httpx.AsyncClient) -> bool:
    page, listed = await http.get("/try"), await http.get("/web/organizations")
    assert (page.status_code, listed.status_code) in ((200, 200), (303, 401))
    return page.status_code == 200
