"""Bodies that do not come whole."""

import pytest
from fastapi import HTTPException, Request
from starlette.types import Message

from gateway.access.bodies import read_body


async def test_a_client_that_hangs_up_in_its_body_is_no_error_of_ours() -> None:
    messages: list[Message] = [
        {"type": "http.request", "body": b"half", "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> Message:
        return messages.pop(0)

    request = Request({"type": "http", "method": "POST", "headers": []}, receive)
    with pytest.raises(HTTPException) as refused:
        await read_body(request, 100)
    assert refused.value.status_code == 400
