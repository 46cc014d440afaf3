"""The widget's script and page over HTTP: their headers, who may frame what, and refusals."""

import json
import re
from typing import Any

import httpx
import pytest
from psycopg.types.json import Jsonb
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from gateway.access import public_chat
from tests.databases import SECRETS
from tests.front import Front
from tests.gateway.web.chatting import chat_url
from tests.gateway.web.page_app import serve

TOKEN = SECRETS["AURORA_WEB_TOKEN"]
SITES = ["https://clinic.example", "http://localhost:5500"]


def allow(front: Front, origins: Any) -> None:
    settings = Jsonb({} if origins is None else {"origins": origins})
    front.execute("update platform_connections set settings = %s where channel = 'web'", settings)


def about(script: httpx.Response) -> dict[str, Any]:
    """What the script brings with it."""
    match = re.search(r"const about = (\{.*\});$", script.text, re.MULTILINE)
    assert match
    read: dict[str, Any] = json.loads(match[1])
    return read


async def test_the_script_brings_what_it_has_to_know(plain: Front) -> None:
    allow(plain, SITES)
    script = await plain.http.get(f"/widget/{TOKEN}.js")
    assert script.status_code == 200
    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["cross-origin-resource-policy"] == "cross-origin"
    assert script.headers["cache-control"] == "public, max-age=300"
    facts = about(script)
    assert (facts["name"], facts["language"]) == ("Clínica Aurora Lumbre", "es")
    assert facts["origins"] == SITES
    assert set(facts["texts"]) == {"es", "pt", "en"}
    assert len(script.content) < 12_000
    assert not re.search(
        r"\beval\b|innerHTML|document\.write|https?://(?!www\.w3\.org|localhost|clinic)",
        script.text,
    )
    again = await plain.http.get(
        f"/widget/{TOKEN}.js", headers={"if-none-match": script.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


async def test_what_is_said_between_site_and_frame_goes_to_one_origin(plain: Front) -> None:
    """Who the site says writes is said by message, and stands in no address."""
    allow(plain, SITES)
    script = (await plain.http.get(f"/widget/{TOKEN}.js")).text
    frame = (await plain.http.get("/static/embedded.js")).text
    assert re.findall(r"postMessage\(.*, (\w+)\);", script + frame) == ["home", "site"]
    assert script.count("postMessage") + frame.count("postMessage") == 2
    assert re.findall(r"new URLSearchParams\((.*)\)", script) == ["{ language, site }"]
    for name in ("user", "phone", "at", "signature"):
        assert f'"data-{name}"' in script


async def test_only_its_sites_may_frame_the_page(plain: Front) -> None:
    allow(plain, SITES)
    page = await plain.http.get(f"/widget/{TOKEN}")
    policy = page.headers["content-security-policy"]
    assert f"frame-ancestors {' '.join(SITES)}" in policy
    assert "default-src 'none'" in policy
    assert "x-frame-options" not in page.headers
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "origins", [None, [], ["*"], "https://clinic.example", ["https://a.example; x"]]
)
async def test_without_sites_nobody_frames_it(plain: Front, origins: object) -> None:
    """Also what came into the database past the check of a file."""
    allow(plain, origins)
    page = await plain.http.get(f"/widget/{TOKEN}")
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["x-frame-options"] == "DENY"
    assert about(await plain.http.get(f"/widget/{TOKEN}.js"))["origins"] == []


@pytest.mark.parametrize("path", ["/", "/chat", "/health", "/static/index.html", "/widget/wrong"])
async def test_every_other_page_is_framed_by_nobody(plain: Front, path: str) -> None:
    allow(plain, SITES)
    page = await plain.http.get(path, headers={"accept": "text/html"})
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("token", ["wrong", SECRETS["AURORA_GUPSHUP_TOKEN"]])
async def test_a_token_of_no_page_is_404(plain: Front, token: str) -> None:
    for path in (f"/widget/{token}", f"/widget/{token}.js"):
        assert (await plain.http.get(path)).status_code == 404


async def test_a_site_cannot_open_the_socket_itself(plain: Front) -> None:
    """Its visitors write in our page, whose origin is ours."""
    allow(plain, SITES)
    async with serve(plain.app) as url:
        for origin in SITES:
            with pytest.raises(InvalidStatus):
                await connect(
                    chat_url(url, token=TOKEN), proxy=None, additional_headers={"Origin": origin}
                )
        async with connect(
            chat_url(url, token=TOKEN), proxy=None, additional_headers={"Origin": url}
        ):
            pass


async def test_looks_are_limited(plain: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_chat, "LOOKS", "2/minute")
    statuses = [(await plain.http.get("/widget/wrong.js")).status_code for _ in range(3)]
    assert statuses == [404, 404, 429]
