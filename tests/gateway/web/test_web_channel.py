"""What the page hands in becomes one message, or is refused."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from agent.types import Connection, Outbound
from gateway.channels.base import InboundMessage, MalformedPayload
from gateway.channels.web import Web

CUSTOMER = "0123456789abcdef0123456789abcdef"


def payload(**changes: Any) -> dict[str, Any]:
    return {"customer": CUSTOMER, "id": "m-1", "text": "hola"} | changes


@pytest.mark.parametrize(
    "changes",
    [
        {"customer": None},
        {"customer": 1},
        {"customer": CUSTOMER[:31]},
        {"customer": CUSTOMER * 3},
        {"customer": CUSTOMER.upper()},
        {"customer": CUSTOMER + "\n"},
        {"id": ""},
        {"id": "a" * 65},
        {"id": "a:b"},
        {"id": ["a"]},
        {"text": None},
        {"text": "   "},
        {"text": "\x00"},
        {"text": 7},
        {"name": {}},
        {"choice": "slot"},
        {"choice": {"id": "slot"}},
        {"choice": {"id": "", "title": "martes"}},
    ],
    ids=str,
)
def test_anything_else_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(MalformedPayload):
        Web("").parse(payload(**changes))


def test_a_long_text_is_cut_at_ten_thousand_characters() -> None:
    [message] = Web("").parse(payload(text="😀" * 12_000))
    assert isinstance(message, InboundMessage)
    assert message.text == "😀" * 10_000


async def test_the_row_is_the_delivery() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise AssertionError(f"a web reply went to {request.url}")

    message = Outbound(UUID(int=7), CUSTOMER, "hola")
    connection = Connection(uuid4(), uuid4(), "web", "page")
    async with httpx.AsyncClient(transport=httpx.MockTransport(refuse)) as http:
        assert await Web("").send(message, connection, http) == str(UUID(int=7))
