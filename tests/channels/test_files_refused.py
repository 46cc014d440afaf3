"""Files that are not kept: too large, of no kind that is taken, or at an address that is not the provider's."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from agent.files.reader import MOST_BYTES
from tests.channels.connected import Connected, connect
from tests.channels.gupshup import PNG
from tests.channels.player import Player
from tests.protocols.gemini import GeminiServer

METADATA = "http://169.254.169.254/latest/meta-data/iam/security-credentials/"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200)


@pytest.fixture
async def gemini() -> AsyncIterator[GeminiServer]:
    async with GeminiServer() as server:
        yield server


@pytest.fixture
async def seeing(
    player: Player, gemini: GeminiServer, database_url: str, tmp_path: Path
) -> AsyncIterator[Connected]:
    """The offline model, and somebody who could read pictures: what is refused is refused for itself."""
    key: dict[str, Any] = {
        "gemini_api_key": SecretStr(gemini.api_key),
        "gemini_base_url": gemini.url,
    }
    async with connect(player, database_url, tmp_path, **key) as connected:
        yield connected


async def answer_to(desk: Connected, payload: Any) -> str:
    """What the customer reads after sending this."""
    received = await desk.hear(payload)
    for _ in range(3):
        await desk.front.pass_time(15)
        await desk.front.work()
    assert len(received) == 1
    assert len(desk.player.received()) == 1
    return received[0].text


def not_kept(desk: Connected) -> dict[str, Any]:
    """The one message, of whose file nothing is here."""
    [message] = desk.messages()
    media: dict[str, Any] = message["payload"]["media"]
    assert media["state"] == "failed"
    assert not media.keys() & {"path", "inline_base64"}
    assert not [
        file for file in desk.front.container.settings.data_dir.glob("media/**/*") if file.is_file()
    ]
    return message


async def test_a_file_that_is_too_large(seeing: Connected, gemini: GeminiServer) -> None:
    large = PNG + bytes(MOST_BYTES)
    payload = seeing.player.picture(id=seeing.new_id(), at=seeing.now, content=large)
    answer = await answer_to(seeing, payload)
    assert "demasiado" in answer, answer
    assert not_kept(seeing)["media_reason"] == "too_large"
    assert gemini.requests == []


async def test_a_file_of_a_kind_that_is_not_taken(seeing: Connected, gemini: GeminiServer) -> None:
    """A program that calls itself a picture."""
    payload = seeing.player.picture(id=seeing.new_id(), at=seeing.now, content=PROGRAM)
    answer = await answer_to(seeing, payload)
    assert "pude abrir" in answer, answer
    assert "escri" in answer, answer
    assert not_kept(seeing)["media_reason"] == "unsupported"
    assert gemini.requests == []


@pytest.mark.parametrize("inside", ["another server of ours", "the cloud's metadata", "a file"])
async def test_a_file_at_an_address_that_must_not_be_fetched(
    seeing: Connected, gemini: GeminiServer, inside: str
) -> None:
    """The guard of tests lets loopback through: a request there would be seen."""
    addresses = {
        "another server of ours": f"{gemini.url}/secret.png",
        "the cloud's metadata": METADATA,
        "a file": "file:///etc/passwd",
    }
    gemini.files["/secret.png"] = (PNG, "image/png")
    payload = seeing.player.picture_at(addresses[inside], id=seeing.new_id(), at=seeing.now)
    answer = await answer_to(seeing, payload)
    assert "pude abrir" in answer, answer
    assert "escri" in answer, answer
    not_kept(seeing)
    assert gemini.requests == []
