"""Limits the size of request bodies while they are read."""

from fastapi import HTTPException, Request
from starlette.requests import ClientDisconnect
from starlette.types import Message

from gateway.access.problems import TooLarge


async def read_body(request: Request, most: int) -> bytes:
    """The body. Raises TooLarge for more than `most` bytes."""
    _refuse_announced(request, most)
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > most:
                raise TooLarge
            parts.append(part)
    except ClientDisconnect as error:  # a stranger's doing, and no error of ours; nobody hears this
        raise HTTPException(400, "the request ended before its body did") from error
    return b"".join(parts)


def with_body_up_to(request: Request, most: int) -> Request:
    """The same request, whose body FastAPI reads no further. Raises TooLarge if it says so itself."""
    _refuse_announced(request, most)
    size = 0

    async def receive() -> Message:
        nonlocal size
        message = await request.receive()
        size += len(message.get("body", b""))
        if size > most:
            # What else is raised while it reads, FastAPI answers with 400.
            raise HTTPException(413, str(TooLarge()))
        return message

    return Request(request.scope, receive)


def _refuse_announced(request: Request, most: int) -> None:
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > most:
        raise TooLarge
