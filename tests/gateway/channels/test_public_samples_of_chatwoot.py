"""Payloads that others published, where a folder of them is at hand (FRONTDESK_SAMPLES).

`<folder>/<channel>/<sample>.json`; names that begin with "_" are no payloads.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from agent.clock import FixedClock
from agent.types import Connection
from gateway.channels.base import (
    Event,
    HandoffChanged,
    Ignored,
    InboundMessage,
    SentEcho,
    StaffMessage,
    WebhookRequest,
)
from gateway.channels.chatwoot.channel import Chatwoot

FOLDER = os.environ.get("FRONTDESK_SAMPLES")
CHATWOOT: dict[str, tuple[type[Event], ...]] = {
    "agentbot_conversation_opened": (HandoffChanged,),
    "conversation_status_changed_open": (HandoffChanged,),
    "message_created_audio_attachment": (InboundMessage, HandoffChanged),
    "message_created_incoming": (InboundMessage, HandoffChanged),
    "message_created_outgoing_agent": (HandoffChanged, StaffMessage),
    "message_created_outgoing_own_bot_echo": (SentEcho,),
    "message_created_private_note": (Ignored,),
    "message_created_template": (Ignored,),
}
"""The kinds of events in each."""

pytestmark = pytest.mark.skipif(not FOLDER, reason="FRONTDESK_SAMPLES names no folder")


def paths(channel: str) -> list[Path]:
    return sorted((Path(FOLDER or ".") / channel).glob("*.json"))


def test_every_sample_of_chatwoot_is_read_as_what_it_is() -> None:
    channel = Chatwoot("https://desk.example.com")
    samples = [path for path in paths("chatwoot") if not path.name.startswith("_")]
    assert samples
    for path in samples:
        payload = channel.decode(path.read_bytes())
        events = channel.parse(payload)
        assert tuple(type(event) for event in events) == CHATWOOT.get(
            path.stem, tuple(type(event) for event in events)
        ), path.stem
        message = payload if "message_type" in payload else {}
        account, inbox = message.get("account", {}).get("id", 1), payload.get("inbox_id", 6)
        for own, agrees in (((account, inbox), True), ((account, 999), False)):
            settings = dict(zip(("account_id", "inbox_id"), own, strict=True))
            connection = Connection(UUID(int=1), UUID(int=2), "chatwoot", "x", settings=settings)
            assert channel.belongs_to(payload, connection) is agrees, path.stem


def test_the_signature_of_the_samples_is_ours() -> None:
    for path in paths("chatwoot"):
        if path.stem != "_signature_vector":
            continue
        vector = json.loads(path.read_text("utf-8"))
        at = datetime.fromtimestamp(int(vector["X-Chatwoot-Timestamp"]), UTC)
        names = ("X-Chatwoot-Timestamp", "X-Chatwoot-Signature")
        request = WebhookRequest(
            vector["raw_body"].encode(), {name: vector[name] for name in names}
        )
        own = Connection(
            UUID(int=1), UUID(int=2), "chatwoot", "x", credentials={"bot_secret": vector["secret"]}
        )
        assert Chatwoot("", FixedClock(at)).authentic(request, own)
