"""Where events may be sent to, and what the page on them tells."""

from pathlib import Path
from typing import Any

import pytest

from agent.clock import SystemClock
from gateway.events.kinds import KINDS
from gateway.events.reaching import Reach
from gateway.events.signing import new_secret, signed_headers


@pytest.mark.parametrize(
    "url",
    [
        "http://crm.example/hook",
        "https://crm.example:8443/hook",
        "https://10.0.0.1/hook",
        "https://127.1/hook",
        "https://0x7f000001/hook",
        "https://2130706433/hook",
        "https://[::1]/hook",
        "https://localhost/hook",
        "https://user@crm.example/hook",
        "https://crm.example\\@10.0.0.1/hook",
        "https://crm.example/ho ok",
        "https://crm.example/\r\nHost: x",
        "https://crm.éxample/hook",
        "ftp://crm.example/hook",
        "https://crm.example/" + "x" * 2000,
        "https://",
        "",
    ],
)
async def test_an_address_that_could_lead_inside_is_not_taken(url: str) -> None:
    reach = Reach()
    assert not reach.takes(url)
    assert (await reach.post(url, b"{}", {})).trouble == "refused"


async def test_a_name_that_leads_inside_is_not_asked() -> None:
    for address in (
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "::1",
        "64:ff9b::7f00:1",
        "fd00::1",
    ):

        async def resolver(host: str, port: int, address: str = address) -> list[str]:
            return ["93.184.215.14", address]

        answer = await Reach(resolver=resolver).post("https://crm.example/hook", b"{}", {})
        assert answer.trouble == "refused", address

    async def nowhere(host: str, port: int) -> list[str]:
        return []

    assert (await Reach(resolver=nowhere).post("https://crm.example/x", b"", {})).trouble == (
        "no_address"
    )


def test_the_page_verifies_signatures_with_ten_lines() -> None:
    page = Path("docs/events.md").read_text()
    code = page.partition("```python\n")[2].partition("```")[0]
    names: dict[str, Any] = {}
    exec(code, names)
    secret, body = new_secret(), b'{"id":"x"}'
    headers = signed_headers([new_secret(), secret], "x", SystemClock().now(), body)
    assert names["is_from_frontdesk"](secret, headers, body)
    assert not names["is_from_frontdesk"](secret, headers, body + b" ")
    assert not names["is_from_frontdesk"](new_secret(), headers, body)
    old = headers | {"webhook-timestamp": "1"}
    assert not names["is_from_frontdesk"](secret, old, body)


def test_the_page_names_every_event() -> None:
    page = Path("docs/events.md").read_text()
    for kind in KINDS:
        assert f"`{kind}`" in page or f"`.{kind.partition('.')[2]}`" in page, kind
