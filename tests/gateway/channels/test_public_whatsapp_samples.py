"""Payloads that providers and their users have published, where a folder of them is at hand.

They are not ours to copy. FRONTDESK_SAMPLES names a folder with one folder for each channel; without
it these tests are skipped. Each sample must be read without an error, as what its name says.
"""

import json
import os
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from agent.types import Connection
from gateway.channels.base import WebhookRequest
from gateway.channels.meta.channel import Meta
from tests.gateway.channels.samples import CHANNELS

_FOLDER = os.environ.get("FRONTDESK_SAMPLES", "")
_KINDS = {
    "meta": {
        "smb_echo": "StaffMessage",
        "status": "StatusUpdate",
        "reaction": "Reaction",
        "unreaction": "Reaction",
        "revoke": "MessageEdited",
        "edit": "MessageEdited",
        "system": "NumberChanged",
    },
    "gupshup": {
        "event": "StatusUpdate",
        "billing": "Ignored",
        "user_event": "Ignored",
    },
}
"""By the beginning of a sample's name; every other one is a message."""


def _samples(channel: str) -> list[Path]:
    found = sorted((Path(_FOLDER) / channel).glob("*.json")) if _FOLDER else []
    return [path for path in found if not path.name.startswith(("_", "response_"))]


ALL = [(channel, path) for channel in _KINDS for path in _samples(channel)]


@pytest.mark.skipif(not ALL, reason="FRONTDESK_SAMPLES names no folder of samples")
def test_every_sample_is_read_as_what_its_name_says() -> None:
    for channel, path in ALL:
        payload = json.loads(path.read_text("utf-8"))
        events = CHANNELS[channel].parse(payload)
        kinds = {type(event).__name__ for event in events}
        starts = (kind for start, kind in _KINDS[channel].items() if path.stem.startswith(start))
        assert kinds == {next(starts, "InboundMessage")}, f"{channel}/{path.name}: {events}"


@pytest.mark.skipif(not ALL, reason="FRONTDESK_SAMPLES names no folder of samples")
def test_the_published_signature_is_right() -> None:
    vector: dict[str, Any] = json.loads(
        (Path(_FOLDER) / "meta" / "_signature_vector.json").read_text("utf-8")
    )
    connection = Connection(
        UUID(int=1), UUID(int=2), "meta", "1", credentials={"app_secret": vector["app_secret"]}
    )
    header = "X-Hub-Signature-256"
    body = vector["raw_body"].encode()
    assert Meta("").authentic(WebhookRequest(body, {header: vector[header]}), connection)
    assert not Meta("").authentic(WebhookRequest(body + b" ", {header: vector[header]}), connection)
