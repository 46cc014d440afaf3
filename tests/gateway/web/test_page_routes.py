"""The page's files: complete, cached honestly, and unable to run anything from elsewhere."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from gateway.web import assets
from gateway.web.feed import ChangeFeed
from gateway.web.rate import RateLimit
from gateway.web.routes import web_router
from tests.gateway.web.page_app import deps_of
from tests.gateway.web.stand_in import ORGANIZATIONS, StandIn

STATIC = Path(assets.__file__).parent / "static"


def client(stand_in: StandIn, *, demo: bool = True) -> httpx.AsyncClient:
    app = FastAPI()
    app.include_router(web_router(deps_of(stand_in, ChangeFeed(stand_in.notifications), demo=demo)))
    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url="http://desk.example")


@pytest.fixture
async def http(stand_in: StandIn) -> AsyncIterator[httpx.AsyncClient]:
    async with client(stand_in) as opened:
        yield opened


async def test_every_file_that_the_page_names_is_served(http: httpx.AsyncClient) -> None:
    page = (await http.get("/")).text
    scripts = [path.read_text("utf-8") for path in STATIC.glob("*.js")]
    names = set(re.findall(r"/static/([\w.]+)", page))
    names |= {name for script in scripts for name in re.findall(r'from "\./([\w.]+)"', script)}
    assert {"page.js", "chat.css", "link.js"} <= names
    for name in names:
        answer = await http.get(f"/static/{name}")
        assert answer.status_code == 200, name
        assert answer.headers["content-type"].split(";")[0] in (
            "text/javascript",
            "text/css",
            "image/svg+xml",
        )


async def test_nothing_inline_and_nothing_from_elsewhere(http: httpx.AsyncClient) -> None:
    answer = await http.get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*\ssrc=)|\son\w+=|\sstyle=", answer.text)
    for path in STATIC.iterdir():
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://", text), path.name
        assert "innerHTML" not in text, path.name


async def test_an_unchanged_file_is_not_sent_again(http: httpx.AsyncClient) -> None:
    first = await http.get("/static/page.js")
    assert first.headers["cache-control"] == "no-cache"
    again = await http.get("/static/page.js", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = await http.get("/static/chat.css", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


@pytest.mark.parametrize("name", ["..%2froutes.py", "nothing.js", "%00", "../deps.py"])
async def test_no_other_file_is_reachable(http: httpx.AsyncClient, name: str) -> None:
    assert (await http.get(f"/static/{name}")).status_code == 404


async def test_organizations_are_the_demos(http: httpx.AsyncClient, stand_in: StandIn) -> None:
    answer = await http.get("/web/organizations")
    assert answer.json() == [one.model_dump(exclude_none=True) for one in ORGANIZATIONS]
    assert answer.headers["cache-control"] == "no-store"
    stand_in.down = True
    assert (await http.get("/web/organizations")).status_code == 503
    async with client(stand_in, demo=False) as closed:
        assert (await closed.get("/web/organizations")).status_code == 404


def test_the_rate_is_a_sliding_minute() -> None:
    rate = RateLimit(2, 60.0)
    assert [rate.wait_at(0.0), rate.wait_at(10.0)] == [0.0, 0.0]
    assert rate.wait_at(20.0) == pytest.approx(40.0)
    assert rate.wait_at(60.0) == 0.0
    assert rate.wait_at(61.0) == pytest.approx(9.0)
