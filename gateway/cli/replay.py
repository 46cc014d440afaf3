"""`frontdesk replay`: posts a stored payload as the provider would."""

import asyncio
import json
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from agent.errors import OperatorError


async def replay_file(
    file: Path, channel: str, token: str, url: str, *, fresh: bool = False
) -> tuple[int, str]:
    """Status and body of the answer. With `fresh`, the message gets a new id and the present time."""
    payload = await asyncio.to_thread(_read, file)
    if isinstance(payload, dict) and set(payload) == {"payload", "expect"}:
        payload = payload["payload"]  # the project's own samples
    if fresh:
        payload = _refreshed(payload)
    async with httpx.AsyncClient(timeout=15) as http:
        try:
            answer = await http.post(f"{url.rstrip('/')}/webhooks/{channel}/{token}", json=payload)
        except httpx.HTTPError as error:
            raise OperatorError(f"no gateway answers at {url}: {error}") from error
    return answer.status_code, answer.text


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise OperatorError(f"{file} is not JSON: {error}") from error


def _refreshed(payload: Any) -> Any:
    """A copy in which the message's own id and times are new; quoted ids stay."""
    if not isinstance(payload, dict):
        return payload
    changed = dict(payload)
    inner = changed.get("payload")
    if isinstance(inner, dict) and "id" in inner:  # Gupshup
        changed["payload"] = {**inner, "id": f"replay-{uuid4().hex}"}
    data = changed.get("data")
    if isinstance(data, dict) and isinstance(data.get("key"), dict):  # Evolution
        changed["data"] = {**data, "key": {**data["key"], "id": uuid4().hex.upper()[:20]}}
        if "messageTimestamp" in data:
            changed["data"]["messageTimestamp"] = int(time.time())
    if "timestamp" in changed:
        changed["timestamp"] = int(time.time() * 1000)
    return changed
