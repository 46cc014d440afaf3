"""What became of a message that was sent, as the Cloud API's status objects tell it."""

from agent.types import Json
from gateway.channels.base import Event, Ignored, MalformedPayload, StatusUpdate
from gateway.channels.kit.cloud_api.people import is_user_id
from gateway.channels.kit.http_send import reason
from gateway.channels.kit.payload import branch, clean, digits, identifier, label, objects
from gateway.channels.kit.whatsapp_codes import PASSING_CODES

_STATUSES = {
    "enqueued": "accepted",  # Gupshup's
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "read",
    "failed": "failed",
}
_IDS = ("gs_id", "id", "meta_msg_id")
"""Gupshup's send call returns gs_id, and its `id` may be one more of its own; Meta's has `id` only."""


def read_status(status: Json) -> Event:
    """One of `statuses`. They come in any order and more than once. Raises MalformedPayload."""
    told = status.get("status")
    meant = _STATUSES.get(told) if isinstance(told, str) else None
    if meant is None:
        return Ignored(f"status {label(told)}")
    if status.get("recipient_type") == "group":
        return Ignored("status of a group's message")
    ids = (identifier(status, key) for key in _IDS)
    provider_ids = tuple(dict.fromkeys(filter(None, ids)))
    if not provider_ids:
        raise MalformedPayload("a status needs an id")
    told = (identifier(status, key) for key in ("recipient_id", "recipient_user_id"))
    address, *names = [*dict.fromkeys(filter(None, told)), None]
    phone = digits(address) if address and not is_user_id(address) else None
    # Gupshup may write code and reason beside the status, without a list of errors.
    error = next(iter(objects(status.get("errors"))), status) if meant == "failed" else {}
    code = identifier(error, "code")
    return StatusUpdate(
        provider_ids=provider_ids,
        status=meant,
        address=phone or address,
        names=tuple(filter(None, names)),
        phone=phone,
        code=code,
        reason=_reason(error),
        passing=code in PASSING_CODES,
        reference=identifier(status, "biz_opaque_callback_data"),
    )


def _reason(error: Json) -> str | None:
    """The details, which say more than the title."""
    words = reason(branch(error, "error_data")) or reason(error) or reason(error.get("title"))
    return clean(words or "").strip() or None
