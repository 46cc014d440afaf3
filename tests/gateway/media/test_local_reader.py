"""What is read without a key: text layers of documents. Hostile ones cost a moment and nothing more."""

import asyncio
import time

import pytest

from agent.errors import Unreadable
from agent.files.readers.local import LocalReader
from agent.files.reading import Form, Reading, Reason, open_file
from tests.gateway.media import files

ORDER = "Orden medica: limpieza facial profunda, 12 de noviembre"


async def _read(content: bytes, declared: str | None = None, *, seconds: float = 10) -> Reading:
    file = open_file(content, "document", declared, "es")
    return await LocalReader(seconds=seconds).read(file)


async def _reason(content: bytes, *, seconds: float = 10) -> str:
    with pytest.raises(Unreadable) as caught:
        await _read(content, seconds=seconds)
    assert not caught.value.later
    return caught.value.reason


async def test_a_pdf_gives_its_own_text() -> None:
    found = await _read(files.pdf(ORDER, "Dra. Lopez, registro 12345"))
    assert found == Reading(Form.DOCUMENT, f"{ORDER} Dra. Lopez, registro 12345")


async def test_a_pdf_protected_only_against_changes_is_read() -> None:
    assert (await _read(files.locked(files.pdf(ORDER), ""))).text == ORDER


async def test_plain_text_is_read() -> None:
    found = await _read("Alergias:\r\n\tninguna, salvo látex".encode(), "text/plain")
    assert found.text == "Alergias: ninguna, salvo látex"


async def test_what_needs_eyes_is_left_to_others() -> None:
    assert await _reason(files.pdf("")) == Reason.NO_READER
    assert await _reason(files.png()) == Reason.NO_READER


async def test_fifty_pages_are_read_and_more_are_too_many() -> None:
    assert (await _read(files.pdf(ORDER, count=50))).text.startswith(ORDER)
    assert await _reason(files.pdf("x", count=51)) == Reason.TOO_LONG
    assert await _reason(files.pdf("x", count=10_000)) == Reason.TOO_LONG
    # A document that lies about how many it has.
    lying = files.pdf(ORDER, count=51).replace(b"/Count 51", b"/Count 2 ")
    assert await _reason(lying) == Reason.TOO_LONG


async def test_a_password_is_said_to_be_one() -> None:
    assert await _reason(files.locked(files.pdf(ORDER), "secret")) == Reason.LOCKED


@pytest.mark.parametrize(
    "content",
    [
        files.bomb(),
        files.nested(),
        files.endless(),
        b"%PDF-1.7\n" + b"\x00\xff" * 1000,
        files.pdf(ORDER)[:200],
        b"%PDF-1.4\ntrailer << /Root 1 0 R >>",
    ],
    ids=["bomb", "nested", "endless", "noise", "cut", "bare"],
)
async def test_a_hostile_pdf_is_not_read_and_others_go_on_meanwhile(content: bytes) -> None:
    ticks = 0

    async def others() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.002)
            ticks += 1

    task = asyncio.create_task(others())
    assert await _reason(content) in (Reason.FAILED, Reason.NO_READER)
    task.cancel()
    assert ticks > 3


async def test_time_is_limited() -> None:
    began = time.monotonic()
    assert await _reason(files.pdf(ORDER), seconds=0.001) == Reason.FAILED
    assert time.monotonic() - began < 9
