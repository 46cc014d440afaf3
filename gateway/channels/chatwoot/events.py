"""Events of messages as Chatwoot tells them: what customers, people of the business and bots wrote."""

from agent.types import Json
from gateway.channels.base import (
    Event,
    HandoffChanged,
    Ignored,
    MessageEdited,
    SentEcho,
    StaffMessage,
)
from gateway.channels.chatwoot.desk import addresses_of, command_of, phone_of, state_of, time_of
from gateway.channels.chatwoot.messages import became, id_of, received, source_id_of, type_of
from gateway.channels.kit.payload import branch, label, text


def created(message: Json) -> list[Event]:
    """A message that was written. Raises MalformedPayload."""
    kind = type_of(message)
    if message.get("private") is True:
        return _note(message)
    if kind == "incoming":
        return [*received(message), *state(branch(message, "conversation"))]
    if kind == "outgoing":
        return _outgoing(message)
    return [Ignored(f"message of the type {label(message.get('message_type'))}")]


def _outgoing(message: Json) -> list[Event]:
    """Who wrote it stands with the sender. What the account sends by itself (campaigns, automations)
    has none; a message without one may also have been typed in the provider's own app."""
    conversation = branch(message, "conversation")
    sender = branch(message, "sender")
    kind = sender.get("type")
    addresses, phone = addresses_of(conversation), phone_of(conversation)
    words, provider_id = text(message, "content"), id_of(message)
    second_id = source_id_of(message)
    if kind == "agent_bot":
        return [SentEcho(provider_id, addresses, words, phone, by_bot=True, second_id=second_id)]
    if sender and kind != "user":
        return [Ignored("another bot wrote")]
    if not sender and _is_of_the_account(message):
        return [Ignored("sent by the account itself")]
    at, typed = time_of(message), bool(sender)
    written = StaffMessage(provider_id, addresses, words, phone, at, typed, second_id)
    return [*state(conversation), written]


def _is_of_the_account(message: Json) -> bool:
    marks = {**branch(message, "content_attributes"), **branch(message, "additional_attributes")}
    return bool(marks.get("automation_rule_id") or marks.get("campaign_id"))


def _note(message: Json) -> list[Event]:
    command = command_of(message) if branch(message, "sender").get("type") == "user" else None
    return [command or Ignored("a private note")]


def state(conversation: Json) -> list[HandoffChanged]:
    """Who has the conversation, where it tells. Raises MalformedPayload."""
    state = state_of(conversation)
    return [state] if state else []


def updated(message: Json) -> list[Event]:
    """Statuses of what was sent; edits, deletions and late files of what was received. Raises MalformedPayload."""
    kind = type_of(message)
    if message.get("private") is True:
        return [Ignored("a private note")]
    if kind == "outgoing":
        status = became(message)
        return [status] if status else []
    if kind != "incoming":
        return []
    if branch(message, "content_attributes").get("deleted") is True:
        conversation = branch(message, "conversation")
        return [
            MessageEdited(
                id_of(message),
                deleted=True,
                addresses=addresses_of(conversation),
                phone=phone_of(conversation),
            )
        ]
    message_now, *_ = received(message)
    if message_now.text is None and message_now.media is None:
        return []
    return [
        MessageEdited(
            message_now.provider_id,
            text=message_now.text,
            media=message_now.media,
            kind=message_now.kind,
            addresses=message_now.addresses,
            phone=message_now.phone,
        )
    ]
