"""A turn that cannot be begun at all ends in the honest sentence and a person, too.

Its beginning failed in every try, also the bare one, that reads nothing of what was written: a row of this chat at
which our SQL fails. Without an end it would be tried for ever, and nobody would know.
"""

import logging
from uuid import UUID

from msgspec import Struct

from agent.data.store import Store
from agent.errors import DatabaseUnavailable, FrontdeskError
from agent.fault_boundary import FaultBoundary
from agent.scheduling.staff_notices import escalation_notice
from agent.texts import closest
from agent.types import Json
from gateway.pipeline import apologies

log = logging.getLogger(__name__)

_NOT_NOW = (DatabaseUnavailable,)


class _Addressee(Struct, frozen=True, kw_only=True):
    """turn_addressee: whom the chat is with; `organization` is the business's name, `language` its own."""

    organization: str
    language: str
    chat_language: str | None
    name: str | None
    phone: str | None


class Untellable(FrontdeskError):
    """A turn that cannot be begun, in a chat that is not there."""


async def put_aside(store: Store, organization: UUID, conversation: UUID, error: Exception) -> None:
    """Ends it. Raises DatabaseUnavailable, and what the database says where neither the customer nor a person
    can be told: then it stays pending, and an alarm tells (migrations/functions/watching.sql)."""
    about: Json = {"organization": organization, "conversation": conversation}
    chat = await store.database.find(_Addressee, "turn_addressee", **about)
    if chat is None:
        raise Untellable(str(conversation))
    told = await _call_person(store, organization, conversation, chat)
    language = closest(chat.chat_language or chat.language)
    apology: Json = {
        "text": apologies.failed(language, told=told),
        "payload": {"beside": True},
    }
    await store.database.call(
        "turn_put_aside",
        **about,
        replies=[apology],
        trace={"nodes": [], "tools": [], "fault": type(error).__name__},
        told=told,
    )


async def _call_person(
    store: Store, organization: UUID, conversation: UUID, chat: _Addressee
) -> bool:
    notice = escalation_notice(
        organization=chat.organization,
        language=chat.language,
        name=chat.name,
        phone=chat.phone,
        reason="failed",
    )
    # The customer's apology does not depend on whether staff could be told.
    with FaultBoundary(log, "nobody could be called", passes=_NOT_NOW):
        opened = await store.open_escalation(
            organization,
            conversation,
            None,
            reason="failed",
            summary="",
            body=notice.body,
            params=notice.params,
        )
        return opened.status in ("notified", "already_notified")
    return False
