"""The recorded payloads beside this file: <channel>/<sample>.json.

A sample is `{"payload": …, "expect": [events]}`. Where a provider sends forms, `form` stands in place of
`payload`: its parameters by name, with a list for one that comes several times.
"""

import json
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from gateway.channels.base import Channel, Event
from gateway.channels.registry import load_channels

CHANNELS: dict[str, Channel] = load_channels({})


def sample_paths(channel: str) -> list[Path]:
    return sorted((Path(__file__).parent / channel).glob("*.json"))


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def body(sample: dict[str, Any]) -> bytes:
    """The request's body as the provider writes it."""
    if "form" in sample:
        return urlencode(sample["form"], doseq=True).encode()
    return json.dumps(sample["payload"]).encode()


def payload(sample: dict[str, Any]) -> Any:
    """What the body holds, before anybody reads it."""
    return sample["form"] if "form" in sample else sample["payload"]


def plain(event: Event) -> dict[str, Any]:
    """An event as a sample's `expect` writes it: its type and what differs from the defaults."""
    return {"event": type(event).__name__} | _told(event)


def _told(value: Any) -> dict[str, Any]:
    told = {field.name: getattr(value, field.name) for field in fields(value)}
    defaults = {f.name: f.default for f in fields(value) if f.default is not MISSING}
    return {k: _plain(v) for k, v in told.items() if k not in defaults or v != defaults[k]}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return _told(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
