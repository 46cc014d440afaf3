"""What every answer carries, who may call from elsewhere, how large and how often."""

from collections.abc import AsyncIterator
from itertools import chain

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from agent.settings import Settings
from gateway.api.webhooks import KNOWN_PATHS
from gateway.console.routes import SECTIONS
from tests.databases import SECRETS
from tests.front import API_KEY, Front
from tests.gateway.web.page_app import serve

SHOP = "https://shop.example"
AUTHORIZED = {"Authorization": f"Bearer {API_KEY}"}
EXPECTED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def assert_headers(answer: httpx.Response, *, https: bool) -> None:
    said = f"{answer.request.method} {answer.request.url.path} {answer.status_code}"
    for name, value in EXPECTED.items():
        assert answer.headers.get(name) == value, (said, name)
    for name in ("permissions-policy", "referrer-policy", "cache-control"):
        assert name in answer.headers, (said, name)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy, said
    assert "frame-ancestors 'none'" in policy, said
    assert "unsafe" not in policy, said
    assert ("strict-transport-security" in answer.headers) is https, said


async def test_every_answer_carries_the_headers(public: Front) -> None:
    token = SECRETS["AURORA_GUPSHUP_TOKEN"]
    public.execute("alter table chat_messages add constraint broken check (false) not valid")
    answers = [
        await public.http.request(method, path, headers=headers, content=content)
        for method, path, headers, content in [
            ("GET", "/health", {}, b""),
            ("GET", "/ready", {}, b""),
            ("GET", "/", {}, b""),
            ("GET", "/", {"Accept": "text/html"}, b""),
            ("GET", "/login", {}, b""),
            ("GET", "/chat", {}, b""),
            ("GET", "/static/page.js", {}, b""),
            ("GET", "/static/nothing", {}, b""),
            ("GET", "/nothing", {}, b""),
            ("DELETE", "/invoke", {}, b""),
            ("OPTIONS", "/invoke", {}, b""),
            ("GET", "/web/organizations", {}, b""),
            ("GET", "/calendar/nobody.ics", {}, b""),
            ("GET", "/calendar/feeds/nobody.ics", {}, b""),
            ("POST", "/invoke", {}, b""),
            ("POST", "/invoke", AUTHORIZED, b"{"),
            ("POST", "/invoke", AUTHORIZED, b" " * 4_000_001),
            ("POST", "/webhooks/gupshup/nobody", {}, b"{}"),
            ("POST", f"/webhooks/gupshup/{token}", {}, b" " * 1_000_001),
        ]
    ]
    answers.append(await public.customer().write("hola"))  # the database refuses: a bug's 500
    seen = {answer.status_code for answer in answers}
    assert seen == {200, 303, 401, 404, 405, 413, 422, 500}
    for answer in answers:
        assert_headers(answer, https=True)
        private = not answer.request.url.path.startswith(("/static/page", "/chat"))
        assert not private or answer.headers["cache-control"] == "no-store"


PUBLIC = {
    "/health", "/ready", "/chat", "/static/{name}", "/login", "/login/{link}", "/web/{token}/chat",
    "/console/static/{name}", "/console/device/{language}.webmanifest", "/console/device/worker.js",
    "/console/device/offline",
    "/widget/{token}", "/widget/{token}.js",
    "/calendar/{token}.ics", "/calendar/feeds/{token}.ics", "/media/{token}", "/webhooks/{channel}/{token}",
    "/webhooks/{channel}/{token}/{event}", *KNOWN_PATHS,
}  # fmt: skip
"""What needs no login and no key: pages that hold nothing, and what a token in the request opens."""


def routes(front: Front) -> dict[str, set[str]]:
    """Methods by path."""
    included = [getattr(one, "original_router", front.app).routes for one in front.app.routes]
    found: dict[str, set[str]] = {}
    for route in chain.from_iterable(included):
        if path := getattr(route, "path", None):
            found.setdefault(path, set()).update(getattr(route, "methods", None) or ())
    return found


async def test_a_stranger_gets_past_no_route_that_is_not_meant_for_everybody(plain: Front) -> None:
    guarded = {path: methods for path, methods in routes(plain).items() if path not in PUBLIC}
    assert set(guarded) == {
        "/", "/try", "/logout", "/web/organizations", "/invoke", "/internal/notify/escalation",
        "/test/message", "/stats", "/metrics", "/admin/clear-queue", "/docs", "/openapi.json",
        "/api/chats/", "/api/chats/{chat_id}/messages", "/api/chats/{chat_id}/sessions",
        "/api/chats/{chat_id}/title", "/ws/chat/completions", "/mcp", "/login/code", "/login/enrol",
        "/account", "/account/password", "/account/sessions", "/account/confirm", "/account/log",
        "/account/factor", "/account/factor/codes", "/account/factor/off",
        "/api/v1/appointments", "/api/v1/appointments/{appointment_id}", "/api/v1/catalogue", "/api/v1/free",
        "/api/v1/chats", "/api/v1/chats/{chat_id}", "/api/v1/chats/{chat_id}/messages", "/api/v1/contacts/{contact_id}",
        "/console/changes",
        *(path for section in SECTIONS for path in (*section.looks, *section.acts)),
    }  # fmt: skip
    for path, methods in guarded.items():
        for method in methods:
            answer = await plain.http.request(
                method, path, content=b"{}", headers={"Accept": "text/html"}
            )
            gone = answer.status_code == 303 and answer.headers["location"] == "/login"
            assert gone or answer.status_code in (401, 403), (method, path, answer.status_code)


async def test_a_refused_socket_carries_them_too(plain: Front) -> None:
    async with serve(plain.app) as url:
        with pytest.raises(InvalidStatus) as refused:
            async with connect(f"{url.replace('http', 'ws')}/web/nobody/chat?customer=x"):
                pass
    answer = refused.value.response
    assert answer.status_code == 403
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


async def test_without_https_browsers_are_not_told_to_insist_on_it(plain: Front) -> None:
    assert_headers(await plain.http.get("/health"), https=False)


# Origins


async def preflight(front: Front, origin: str, method: str = "POST") -> httpx.Response:
    asked = {"Origin": origin, "Access-Control-Request-Method": method}
    asked["Access-Control-Request-Headers"] = "authorization,content-type"
    return await front.http.options("/invoke", headers=asked)


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        f"{SHOP}.evil.example",
        "https://evilshop.example",
        "http://shop.example",
        f"{SHOP}:8080",
        "null",
        "*",
        "",
    ],
)
async def test_other_origins_are_refused(public: Front, plain: Front, origin: str) -> None:
    for front in (public, plain):
        asked = await preflight(front, origin)
        assert asked.status_code in (400, 405)
        answer = await front.http.post("/invoke", headers={"Origin": origin, **AUTHORIZED}, json={})
        for headers in (asked.headers, answer.headers):
            assert "access-control-allow-origin" not in headers
            assert "access-control-allow-credentials" not in headers


async def test_named_origins_may_call_with_a_key_and_never_with_cookies(public: Front) -> None:
    for origin in (SHOP, "https://other.example:8443"):
        asked = await preflight(public, origin)
        answer = await public.http.post(
            "/invoke", headers={"Origin": origin, **AUTHORIZED}, json={}
        )
        assert (asked.status_code, answer.status_code) == (200, 422)
        for headers in (asked.headers, answer.headers):
            assert headers["access-control-allow-origin"] == origin
            assert "origin" in headers["vary"].lower()
            assert "access-control-allow-credentials" not in headers
    assert (await preflight(public, SHOP, "DELETE")).status_code == 400


async def test_the_chats_socket_follows_the_same_setting(public: Front) -> None:
    token = SECRETS["AURORA_WEB_TOKEN"]
    async with serve(public.app) as url:
        address = f"{url.replace('http', 'ws')}/web/{token}/chat?customer={'a' * 32}"
        async with connect(address, origin=SHOP):  # type: ignore[arg-type]
            pass
        with pytest.raises(InvalidStatus):
            async with connect(address, origin="https://evil.example"):  # type: ignore[arg-type]
                pass


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cors_origins", "shop.example"),
        ("cors_origins", "https://shop.example/path"),
        ("cors_origins", "https://*.example"),
        ("cors_origins", "null"),
        ("trusted_proxies", "*"),
        ("trusted_proxies", "proxy.example"),
        ("trusted_proxies", "10.0.0.1/8"),
        ("api_key_rate", "many"),
    ],
)
def test_settings_that_mean_nothing_are_refused(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        Settings.model_validate({name: value})


# Sizes


@pytest.mark.parametrize("path", ["/invoke", "/internal/notify/escalation", "/login", "/logout"])
async def test_no_route_reads_more_than_it_needs(plain: Front, path: str) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while read < 50_000_000:
            read += 100_000
            yield b"x" * 100_000

    announced = {"Content-Length": "50000000", **AUTHORIZED}
    for headers in (AUTHORIZED, announced):
        read = 0
        answer = await plain.http.post(path, headers=headers, content=endless())
        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"
        assert read < 6_000_000


async def test_a_strangers_body_is_not_read(plain: Front) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while read < 1_000_000:
            read += 100_000
            yield b"x" * 100_000

    announced = {"Content-Length": "1000000000"}
    for path, status in (("/invoke", 401), ("/webhooks/gupshup/nobody", 404)):
        for headers in ({}, announced):
            read = 0
            answer = await plain.http.post(path, content=endless(), headers=headers)
            assert (answer.status_code, read) == (status, 0)
