"""Payloads that others have published, each through its channel. They are not ours to keep: the test
runs where FRONTDESK_SAMPLES names a folder of them (<channel>/<sample>), and is skipped elsewhere."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs
from uuid import UUID

import pytest

from agent.types import Connection
from gateway.channels.base import Event, InboundMessage, StatusUpdate
from tests.gateway.channels.samples import CHANNELS

_FOLDER = os.environ.get("FRONTDESK_SAMPLES")


@dataclass(frozen=True)
class Reading:
    """What a sample is: for whom, and which event."""

    account: str
    phone: str | None
    event: type[Event]


def _forms() -> list[Path]:
    return sorted(Path(_FOLDER, "twilio").glob("*.form")) if _FOLDER else []


def _expected(form: dict[str, list[str]]) -> Reading:
    """By the form's own words, read without the channel."""
    received = form.get("SmsStatus") == ["received"] and "MessageStatus" not in form
    ours = form.get("To" if received else "From", [""])[0]
    phone = ours.removeprefix("whatsapp:").strip("+ ") or None
    event = InboundMessage if received else StatusUpdate
    return Reading(form.get("AccountSid", ["AC1"])[0], phone, event)


@pytest.mark.skipif(not _forms(), reason="FRONTDESK_SAMPLES names no folder with twilio/*.form")
@pytest.mark.parametrize("path", _forms(), ids=lambda path: path.stem)
def test_a_published_form_of_twilios_is_read(path: Path) -> None:
    body = path.read_bytes().strip()
    expected = _expected(parse_qs(body.decode(), keep_blank_values=True))
    channel = CHANNELS["twilio"]
    payload = channel.decode(body)
    own = Connection(UUID(int=1), UUID(int=2), "twilio", expected.account, expected.phone)
    other = Connection(UUID(int=1), UUID(int=2), "twilio", "AC-another", expected.phone)
    assert channel.belongs_to(payload, own)
    assert channel.belongs_to(payload, other) == ("AccountSid" not in payload)
    events = channel.parse(payload)
    assert [type(event) for event in events] == [expected.event]
    if isinstance(events[0], InboundMessage):
        assert events[0].kind != "unsupported"
