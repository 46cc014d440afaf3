"""Customers who send files, over Evolution (inline, by address, or to be asked for)."""

import base64
from typing import Any

from tests.front import Customer, Front
from tests.providers import evolution

AUDIO = {"mimetype": "audio/ogg; codecs=opus", "seconds": 3, "ptt": True}
_PARTS: dict[str, tuple[str, dict[str, Any]]] = {
    "audio": ("audioMessage", AUDIO),
    "image": ("imageMessage", {"mimetype": "image/jpeg"}),
    "document": ("documentMessage", {"mimetype": "application/pdf", "fileName": "../orden.pdf"}),
    "video": ("videoMessage", {"mimetype": "video/mp4"}),
}
PHONES = {"aurora": "573005550181", "sorriso": "5511955550181"}


def sender(front: Front, tenant: str = "aurora", number: int = 0) -> Customer:
    """The `number`-th customer of a business."""
    phone = str(int(PHONES[tenant]) + number)
    return front.customer(phone, tenant=tenant, channel="evolution", name="Ana")


async def post(
    customer: Customer,
    kind: str,
    content: bytes | None,
    *,
    caption: str | None = None,
    url: str | None = None,
    **about: Any,
) -> str:
    """Sends a file, not answered yet; returns the provider's id of the message."""
    name, part = _PARTS[kind]
    message: dict[str, Any] = {name: part | ({"caption": caption} if caption else {})}
    if content is not None and url is None:
        message["base64"] = base64.b64encode(content).decode()
    if url is not None:
        message["mediaUrl"] = url
    front = customer.front
    payload = evolution.upsert(
        message,
        jid=f"{customer.phone}@s.whatsapp.net",
        alternative=None,
        name=customer.name or "",
        instance=front.connection_name(customer.tenant, "evolution"),
        **about,
    )
    payload["data"]["messageTimestamp"] = int(front.clock.now().timestamp())
    response = await front.post("evolution", customer.tenant, payload)
    assert response.status_code == 200, response.text
    return str(payload["data"]["key"]["id"])


async def send(customer: Customer, kind: str, content: bytes | None, **about: Any) -> str:
    """Sends a file and returns what is answered."""
    await post(customer, kind, content, **about)
    return await customer.listen()


def rows(front: Front) -> list[dict[str, Any]]:
    """Received messages with files, oldest first."""
    return front.rows(
        "select id, organization_id, status, kind, body, media_state as state, media_form as form, "
        "media_text as text, media_reason as reason, payload -> 'media' as media "
        "from chat_messages where direction = 'inbound' and payload ? 'media' order by seq"
    )


def turns(front: Front) -> list[str]:
    return [row["status"] for row in front.rows("select status from turns order by started_at")]


async def run(front: Front, *queues: str) -> None:
    """Runs what is due in some queues alone."""
    await front.desk.queue.run_worker_async(
        queues=list(queues), wait=False, install_signal_handlers=False, listen_notify=False
    )
