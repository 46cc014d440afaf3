"""`GET /` for programs, and the reference of their routes for whoever has a key."""

import base64
import re

import pytest

from gateway.api.auth import WRONG_KEYS
from tests.front import API_KEY, Front
from tests.gateway.callers import operator, program
from tests.gateway.web.page_app import serve

ROUTES = {
    "/health", "/ready", "/invoke", "/internal/notify/escalation", "/test/message", "/stats",
    "/admin/clear-queue", "/api/chats/", "/api/chats/{chat_id}/messages",
    "/api/chats/{chat_id}/sessions", "/api/chats/{chat_id}/title",
    "/api/v1/appointments", "/api/v1/appointments/{appointment_id}", "/api/v1/catalogue", "/api/v1/free",
    "/api/v1/chats", "/api/v1/chats/{chat_id}", "/api/v1/chats/{chat_id}/messages",
    "/api/v1/contacts/{contact_id}",
}  # fmt: skip
HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize("accept", [None, "*/*", "application/json", "text/htmlx", "", "x" * 3000])
async def test_a_program_is_told_what_runs_here(plain: Front, accept: str | None) -> None:
    headers = {} if accept is None else {"Accept": accept}
    answer = await plain.http.get("/", headers=headers)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["name"], told["status"]) == ("frontdesk", "running")
    assert {"gupshup", "evolution", "web"} <= set(told["channels"])
    assert set(told["endpoints"]) == ROUTES | {"/", "/ws/chat/completions"}
    assert "accept" in answer.headers["vary"].lower()
    for organization in plain.rows("select id, slug, name from organizations"):
        assert not any(str(value) in answer.text for value in organization.values())


@pytest.mark.parametrize("accept", [HTML["Accept"], "TEXT/HTML;q=0.5"])
async def test_a_browser_gets_the_page(plain: Front, accept: str) -> None:
    answer = await plain.http.get("/", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert "accept" in answer.headers["vary"].lower()


# The reference


@pytest.mark.parametrize("path", ["/docs", "/openapi.json"])
async def test_a_stranger_does_not_see_it(plain: Front, path: str) -> None:
    wrong = base64.b64encode(b"me:wrong").decode()
    for header in ("", "Bearer wrong", f"Basic {wrong}", "Basic ñ", "Basic =", f"Basic {API_KEY}"):
        answer = await plain.http.get(path, headers={b"Authorization": header.encode()})
        assert answer.status_code == 401, header
        assert answer.headers["www-authenticate"].startswith("Basic ")
        assert answer.headers["content-type"] == "application/problem+json"


async def test_wrong_keys_are_counted_here_too(plain: Front) -> None:
    most = int(WRONG_KEYS.partition("/")[0])
    answers = [(await plain.http.get("/docs")).status_code for _ in range(most + 1)]
    assert answers == [401] * most + [429]
    assert (await operator(plain).get("/docs")).status_code == 200


@pytest.mark.parametrize("scope", ["read", "invoke", "notify", "admin"])
async def test_a_key_of_any_scope_opens_it(plain: Front, scope: str) -> None:
    caller = await program(plain, scope)
    for path in ("/docs", "/openapi.json"):
        assert (await caller.get(path)).status_code == 200
        password = base64.b64encode(f"me:{caller.key}".encode()).decode()
        headers = {"Authorization": f"Basic {password}"}
        assert (await plain.http.get(path, headers=headers)).status_code == 200


async def test_every_route_is_typed(plain: Front) -> None:
    document = (await operator(plain).get("/openapi.json")).json()
    assert set(document["paths"]) == ROUTES
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            answered = operation["responses"]["200"]["content"]["application/json"]["schema"]
            assert answered not in ({}, {"type": "object"}), (method, path)
            assert operation["responses"]["422"]["content"], (method, path)
            named = str(operation["responses"]["422"])
            assert "Problem" in named, "what a refusal really answers"
            if method in ("post", "patch"):
                assert "$ref" in str(operation["requestBody"]), (method, path)
    for name, schema in document["components"]["schemas"].items():
        for field in schema.get("properties", {}):
            assert re.fullmatch(r"[a-z]+(_[a-z]+)*", field), (name, field)
    assert document["security"] == [{"api_key": []}]


async def test_the_page_runs_nothing_and_fetches_nothing_from_elsewhere(plain: Front) -> None:
    answer = await operator(plain).get("/docs")
    for path in ROUTES:
        assert path in answer.text
    assert "<script" not in answer.text
    assert not re.search(r"https?://", answer.text)
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert (await plain.http.get("/static/reference.css")).status_code == 200


async def test_over_a_real_server(plain: Front) -> None:
    import httpx

    async with serve(plain.app) as url, httpx.AsyncClient(base_url=url) as http:
        assert (await http.get("/")).json()["name"] == "frontdesk"
