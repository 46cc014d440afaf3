"""Webhook payloads in the form of Meta's Cloud API, which Gupshup's v3 passes on as well."""

import itertools
from typing import Any

NUMBER = "100000000000101"
"""A phone_number_id."""
ACCOUNT = "900000000000001"
BUSINESS = "573005550100"
CUSTOMER = "573005550101"
USER_ID = "CO.9000000000000001"
AT = 1795169156

_ids = itertools.count(1)


def new_id() -> str:
    return f"wamid.TEST{next(_ids):08d}"


def envelope(*values: dict[str, Any], field: str = "messages", **around: Any) -> dict[str, Any]:
    """One request with a change for each value; `around` stands beside the entries."""
    changes = [{"field": field, "value": value} for value in values]
    entries = [{"id": ACCOUNT, "changes": changes}]
    return {"object": "whatsapp_business_account", "entry": entries, **around}


def value(number: str = NUMBER, **parts: Any) -> dict[str, Any]:
    metadata = {"display_phone_number": BUSINESS, "phone_number_id": number}
    return {"messaging_product": "whatsapp", "metadata": metadata, **parts}


def together(*payloads: dict[str, Any]) -> dict[str, Any]:
    """Several requests as one."""
    first, *_ = payloads
    return {**first, "entry": [entry for payload in payloads for entry in payload["entry"]]}


# What customers do


def message(
    kind: str,
    inner: Any,
    *,
    phone: str | None = CUSTOMER,
    user_id: str | None = None,
    name: str | None = "Ana Prueba",
    id: str | None = None,
    at: int = AT,
    reply_to: str | None = None,
    number: str = NUMBER,
    **more: Any,
) -> dict[str, Any]:
    """Without `phone`, of somebody who hides it."""
    sender = {"from": phone, "from_user_id": user_id}
    contact = {"profile": {"name": name} if name else {}, "wa_id": phone, "user_id": user_id}
    body = {
        **_told(sender),
        "id": id or new_id(),
        "timestamp": str(at),
        "type": kind,
        **({kind: inner} if inner is not None else {}),
        **({"context": {"from": BUSINESS, "id": reply_to}} if reply_to else {}),
        **more,
    }
    return envelope(value(number, contacts=[_told(contact)], messages=[body]))


def text(words: str, **about: Any) -> dict[str, Any]:
    return message("text", {"body": words}, **about)


def button(title: str, id_: str, **about: Any) -> dict[str, Any]:
    tapped = {"type": "button_reply", "button_reply": {"id": id_, "title": title}}
    return message("interactive", tapped, **about)


def row(title: str, id_: str, **about: Any) -> dict[str, Any]:
    tapped = {"type": "list_reply", "list_reply": {"id": id_, "title": title}}
    return message("interactive", tapped, **about)


def template_button(title: str, payload: str, **about: Any) -> dict[str, Any]:
    return message("button", {"payload": payload, "text": title}, **about)


def image(
    media: str,
    caption: str | None = None,
    url: str | None = None,
    sha256: str = "aW52ZW50ZWQ=",
    **about: Any,
) -> dict[str, Any]:
    """`sha256` in base64; what is no digest tells nothing."""
    inner = {"id": media, "mime_type": "image/jpeg", "sha256": sha256}
    return message("image", inner | _told({"caption": caption, "url": url}), **about)


def reaction(emoji: str, to: str, **about: Any) -> dict[str, Any]:
    return message("reaction", {"message_id": to, "emoji": emoji}, **about)


def changed(words: str | None, original: str, **about: Any) -> dict[str, Any]:
    """The customer changes a text, or deletes it (None)."""
    if words is None:
        return message("revoke", {"original_message_id": original}, **about)
    now = {"type": "text", "text": {"body": words}}
    return message("edit", {"original_message_id": original, "message": now}, **about)


def changed_number(
    before: str, now: str, *, id: str | None = None, at: int = AT, number: str = NUMBER
) -> dict[str, Any]:
    """It has no contact beside it."""
    told = {"body": "changed", "wa_id": now, "type": "user_changed_number"}
    system = {
        "from": before,
        "id": id or new_id(),
        "timestamp": str(at),
        "type": "system",
        "system": told,
    }
    return envelope(value(number, messages=[system]))


def preference(
    choice: str,
    *,
    phone: str = CUSTOMER,
    at: int = AT,
    number: str = NUMBER,
    category: str = "marketing_messages",
) -> dict[str, Any]:
    """`choice`: stop or resume."""
    told = {"wa_id": phone, "category": category, "value": choice, "timestamp": at, "detail": "…"}
    contacts = [{"profile": {"name": "Ana Prueba"}, "wa_id": phone}]
    about = value(number, contacts=contacts, user_preferences=[told])
    return envelope(about, field="user_preferences")


# What becomes of what was sent, and what staff write in the business's app


def status(
    id: str,
    kind: str,
    *,
    to: str = CUSTOMER,
    at: int = AT,
    code: int = 131047,
    number: str = NUMBER,
    **more: Any,
) -> dict[str, Any]:
    about: dict[str, Any] = {"id": id, "status": kind, "timestamp": str(at), "recipient_id": to}
    if kind == "failed":
        about["errors"] = [error(code)]
    return envelope(value(number, statuses=[about | more]))


def error(code: int) -> dict[str, Any]:
    details = {"details": f"the reason of {code}"}
    return {"code": code, "title": "no", "message": "no", "error_data": details}


def echo(
    words: str, *, to: str = CUSTOMER, id: str | None = None, at: int = AT, number: str = NUMBER
) -> dict[str, Any]:
    typed = {
        "from": BUSINESS,
        "to": to,
        "id": id or new_id(),
        "timestamp": str(at),
        "type": "text",
        "text": {"body": words},
    }
    about = value(number, contacts=[{"wa_id": to}], message_echoes=[typed])
    return envelope(about, field="smb_message_echoes")


def _told(about: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in about.items() if value is not None}
