"""Files that Meta tells the digest of: what is different is not used, and is asked for again."""

from base64 import b64encode
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.channels.connected import Connected, connect
from tests.channels.meta import NUMBER, MetaPlayer
from tests.gateway.media import files
from tests.providers import cloud_api

LETTER = files.pdf("Quiero una cita de depilación láser para mañana a las tres")
DIGEST = sha256(LETTER)
TOLD = {
    "base64": b64encode(DIGEST.digest()).decode(),
    "hex": DIGEST.hexdigest(),
    "none": "invented",
}


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Connected]:
    async with connect(MetaPlayer(), database_url, tmp_path) as connected:
        yield connected


async def send(desk: Connected, content: bytes, told: str) -> str:
    """The customer sends a document; what they then read."""
    assert isinstance(desk.player, MetaPlayer)
    desk.player.server.stored["7002"] = (content, "application/pdf")
    inner: dict[str, Any] = {"id": "7002", "mime_type": "application/pdf", "sha256": told}
    about: dict[str, Any] = {"number": NUMBER, "phone": desk.player.phone, "id": desk.new_id()}
    at = int(desk.now.timestamp())
    await desk.deliver(cloud_api.message("document", inner, at=at, **about))
    for _ in range(4):
        await desk.front.pass_time(15)
        await desk.front.work()
    await desk.front.settle()
    return desk.player.received()[-1].text


@pytest.mark.parametrize("told", TOLD)
async def test_a_file_that_is_whole_is_read(desk: Connected, told: str) -> None:
    await send(desk, LETTER, TOLD[told])
    [message] = desk.messages()
    assert message["payload"]["media"]["state"] == "stored"
    assert "depilación" in message["media_text"]


@pytest.mark.parametrize("told", ["base64", "hex"])
async def test_a_file_that_is_another_one_is_not_used_and_asked_for_again(
    desk: Connected, told: str
) -> None:
    other = LETTER.replace(b"depilaci", b"DEPILACI") + b"\n"
    reply = await send(desk, other, TOLD[told])
    [message] = desk.messages()
    assert message["payload"]["media"]["state"] == "failed"
    assert (message["media_text"], message["media_reason"]) == (None, "damaged")
    assert "otra vez" in reply or "de nuevo" in reply
    assert desk.front.appointments("aurora") == []


async def test_the_digest_of_the_files_own_address_counts_as_well(desk: Connected) -> None:
    assert isinstance(desk.player, MetaPlayer)
    desk.player.server.digests["7002"] = "0" * 64
    await send(desk, LETTER, "")
    [message] = desk.messages()
    assert message["media_reason"] == "damaged"
