"""Reads what the Graph API answers to a call: the message's id, or what an error means."""

from agent.errors import SendError, SendUnknown
from agent.types import Json
from gateway.channels.base import Accepted
from gateway.channels.kit.cloud_api.people import is_user_id
from gateway.channels.kit.http_send import reason
from gateway.channels.kit.payload import branch, identifier, objects
from gateway.channels.kit.whatsapp_codes import (
    FINAL_CODES,
    NOT_TAKEN_CODES,
    PASSING_CODES,
    is_of_the_token,
)

_INVALID = "100"
_NO_SUCH_OBJECT = (_INVALID, "33")
"""Code and subcode: this number, or this file, is not there, or the token may not see it."""
# Nobody knows (5xx, 408), or the status says it: the token, the rate.
_SAID_BY_THE_STATUS = (401, 403, 408, 429)


def refusal(status: int, body: Json) -> SendError | None:
    """What Meta's code proves and a status alone does not."""
    error = branch(body, "error")
    code, words = identifier(error, "code"), reason(error) or "refused"
    if status >= 500 and code in NOT_TAKEN_CODES:
        return SendError(words, permanent=False, code=code)
    if code is None or status >= 500 or status in _SAID_BY_THE_STATUS:
        return None
    if is_of_the_token(code):
        return SendError(f"{words} (code {code})", permanent=False, code="401")
    if no_such_object(body):
        return SendError(words, permanent=False, code="404")
    if code in FINAL_CODES or code == _INVALID:
        return SendError(words, permanent=True, code=code)
    if code in PASSING_CODES:
        return SendError(words, permanent=False, code=code)
    return SendError(words, permanent=False, code=code, about_message=True)


def file_id(body: Json) -> str:
    """The id in the answer to an upload. Raises SendUnknown."""
    if (uploaded := identifier(body, "id")) is None:
        raise SendUnknown("the answer to an upload has no id")
    return uploaded


def no_such_object(body: Json) -> bool:
    """Whether the address of the call, not what was sent to it, is what Meta does not know."""
    error = branch(body, "error")
    return (identifier(error, "code"), identifier(error, "error_subcode")) == _NO_SUCH_OBJECT


def accepted(body: Json) -> Accepted:
    """What a 2xx answer tells, which says that the message was taken, not that it was sent. Of somebody who was
    written to by phone it may name the BSUID."""
    if not body:
        raise SendUnknown("the answer was 2xx without a readable body")
    if branch(body, "error"):
        raise refusal(200, body) or SendError(
            reason(body) or "refused", permanent=False, code="error", about_message=True
        )
    ids = (identifier(message, "id") for message in objects(body.get("messages")))
    contacts = objects(body.get("contacts"))
    # One message has one recipient; of several nobody could say whose name is whose.
    user_id = identifier(contacts[0], "user_id") if len(contacts) == 1 else None
    names = (user_id,) if user_id and is_user_id(user_id) else ()
    return Accepted(next(filter(None, ids), None), names)
