"""By which name we are called, and from whose pages: an origin is scheme, host and port."""

import pytest
from starlette.requests import HTTPConnection

from agent.settings import Settings
from gateway.access.hosts import MISDIRECTED
from gateway.access.origin import Origins
from tests.front import API_KEY, Front

DESK = "https://desk.example"


def connection(origin: str | None, host: str, scheme: str) -> HTTPConnection:
    headers = [(b"host", host.encode())]
    if origin is not None:
        headers.append((b"origin", origin.encode()))
    return HTTPConnection({"type": "http", "scheme": scheme, "headers": headers})


@pytest.mark.parametrize(
    ("origin", "host", "scheme", "public", "expected"),
    [
        (None, "desk.example", "https", None, True),
        ("http://desk.example:8080", "desk.example:8080", "ws", None, True),
        ("https://desk.example", "desk.example", "wss", None, True),
        ("https://desk.example:443", "DESK.example", "https", None, True),
        ("http://desk.example", "desk.example", "https", None, False),
        ("https://desk.example", "desk.example", "http", None, False),
        # Behind a proxy that nobody has named, the request itself looks like plain HTTP.
        ("https://desk.example", "desk.example", "http", DESK, True),
        ("http://desk.example", "desk.example", "http", DESK, False),
        ("http://desk.example:443", "desk.example", "https", DESK, False),
        ("https://desk.example:8443", "desk.example:8443", "https", DESK, False),
        ("https://desk.example", "127.0.0.1:8080", "http", DESK, True),
        ("http://localhost:8080", "localhost:8080", "http", DESK, True),
        ("http://localhost:8080", "desk.example", "http", DESK, False),
        ("https://desk.example", "desk.example:8080", "https", None, False),
        ("https://evil.example", "desk.example", "https", DESK, False),
        ("https://desk.example.evil.example", "desk.example", "https", DESK, False),
        ("null", "desk.example", "https", DESK, False),
        ("", "", "http", None, False),
        ("http://[", "desk.example", "http", None, False),
        ("ftp://desk.example", "desk.example", "http", None, False),
    ],
)
def test_an_origin_is_ours_by_scheme_host_and_port(
    origin: str | None, host: str, scheme: str, public: str | None, expected: bool
) -> None:
    assert Origins(public).allow(connection(origin, host, scheme)) is expected


def test_other_origins_are_allowed_one_by_one() -> None:
    named = Origins(DESK, ("https://Shop.example/",))
    assert named.allow(connection("https://shop.example", "desk.example", "https"))
    assert not named.allow(connection("http://shop.example", "desk.example", "https"))
    assert Origins(allowed=("*",)).allow(connection("http://any.example", "desk.example", "https"))


async def called(front: Front, path: str, *hosts: str) -> int:
    headers = [(b"Host", host.encode()) for host in hosts]
    headers.append((b"Authorization", f"Bearer {API_KEY}".encode()))
    return (await front.http.get(path, headers=headers)).status_code


STRANGE = [
    "evil.example", "desk.example.evil.example", "evil-desk.example", "desk.example@evil.example",
    "desk.example:80:80", "desk.example/", "desk.example evil.example", "203.0.113.9", "0.0.0.0",
    "[2001:db8::1]", "", "déšk.example", "desk.example\t", "*",
]  # fmt: skip


async def test_an_unknown_host_is_refused(public: Front) -> None:
    for host in STRANGE:
        for path in ("/", "/login", "/stats", "/nowhere", "/webhooks/gupshup/x"):
            assert await called(public, path, host) == MISDIRECTED, (host, path)
        assert await called(public, "/health", host) == 200


async def test_known_hosts_are_answered(public: Front) -> None:
    for host in ("desk.example", "DESK.example:443", "desk.example.", "localhost:8080", "127.0.0.1",
                 "[::1]:8080", "frontdesk"):  # fmt: skip
        assert await called(public, "/stats", host) == 200, host
    assert await called(public, "/stats", "desk.example", "evil.example") == MISDIRECTED


async def test_a_refusal_carries_what_every_answer_does(public: Front) -> None:
    answer = await public.http.post("/webhooks/gupshup/x", headers={"Host": "evil.example"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("named", ["desk.example:8080", "https://desk.example", "a b", "desk/"])
def test_a_host_that_is_none_is_refused(named: str) -> None:
    with pytest.raises(ValueError, match="ALLOWED_HOSTS"):
        Settings(allowed_hosts=named)


def test_hosts_are_read_as_they_are_compared() -> None:
    assert Settings(allowed_hosts="Gateway, [::1]").allowed_host_list == ("gateway", "[::1]")
