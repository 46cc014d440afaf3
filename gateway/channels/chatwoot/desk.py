"""Who has a conversation, as Chatwoot shows it: status, assignee and labels, and notes to the bot.

docs/decisions/chatwoot.md says what follows from them.
"""

from datetime import datetime

from agent import phones
from agent.types import Json
from gateway.channels.base import HandoffChanged, MalformedPayload
from gateway.channels.kit.payload import (
    branch,
    digits,
    identifier,
    label,
    moment,
    objects,
    text,
    whole,
)

PAUSED_LABEL = "bot-paused"
COMMANDS = {"/bot pause": True, "/bot resume": False}
"""What a private note says to the bot: whether a person has the conversation from then on."""
_TAKEN = ("open", "snoozed")
_BY_PHONE = ("Channel::Whatsapp", "Channel::TwilioSms", "Channel::Sms")
"""Inboxes whose customers are known by their phone: the provider told it."""
TRUST = ("phones_proven", "users_proven")
"""Settings by which the operator vouches for the contacts of an inbox: their phones come from a provider;
their identifiers only with the site's signature."""
_TRUSTED = "frontdesk_trusts"
_PERSON = (None, "user", "User")
_LONGEST_STATE = 120


def state_of(conversation: Json) -> HandoffChanged | None:
    """What the conversation shows; None when it names no status. Raises MalformedPayload."""
    status = text(conversation, "status")
    if status is None:
        return None
    paused = _is_paused(conversation)
    taken = paused or status in _TAKEN
    assigned = _assigned(conversation)
    marks = [*assigned, *([PAUSED_LABEL] if paused else [])]
    *_, last = [{}, *objects(conversation.get("messages"))]
    incoming = last.get("message_type") in (0, "incoming") and last.get("private") is not True
    return HandoffChanged(
        addresses=addresses_of(conversation),
        taken=taken,
        state="+".join([label(status), *marks])[:_LONGEST_STATE],
        claimed=paused,
        assigned=assigned,
        answered=_time(conversation.get("first_reply_created_at")) is not None,
        unread=identifier(last, "id") if incoming else None,
        windowed=_is_windowed(conversation),
        window_closed=conversation.get("can_reply") is False,
        phone=phone_of(conversation),
        at=_time(conversation.get("updated_at")),
    )


def command_of(note: Json) -> HandoffChanged | None:
    """What a private note tells the bot, if it is nothing but that."""
    words = " ".join((text(note, "content") or "").casefold().split())
    if words not in COMMANDS:
        return None
    conversation = branch(note, "conversation")
    return HandoffChanged(
        addresses=addresses_of(conversation),
        taken=COMMANDS[words],
        claimed=True,
        phone=phone_of(conversation),
        at=time_of(note),
    )


def addresses_of(conversation: Json) -> tuple[str, ...]:
    """The conversation's number in its account, to which answers go, and its contact: a customer
    without a phone is the same in all their conversations. Raises MalformedPayload."""
    number = identifier(conversation, "id")
    if number is None or not number.isdigit():
        raise MalformedPayload("a conversation needs its number")
    contact = identifier(branch(conversation, "meta", "sender"), "id") or identifier(
        branch(conversation, "contact_inbox"), "contact_id"
    )
    return (number, f"contact:{contact}") if contact else (number,)


def phone_of(conversation: Json) -> str | None:
    """The customer's digits where a provider told them. On a page the visitor types the phone, and in an
    API inbox a program writes what it likes: there it counts only when the operator says so."""
    contact = branch(conversation, "meta", "sender")
    if conversation.get("channel") in _BY_PHONE:
        named = text(branch(conversation, "contact_inbox"), "source_id") or ""
        return digits(named.removeprefix("whatsapp:")) or digits(text(contact, "phone_number"))
    if not _trusts(conversation, "phones_proven"):
        return None
    address = text(contact, "identifier") or ""
    return digits(text(contact, "phone_number")) or (
        phones.told(address) if "@" in address else None
    )


def user_of(conversation: Json) -> str | None:
    """The user of the business's own site, where the desk checked the site's signature for this contact
    and the operator says that it takes none without."""
    checked = branch(conversation, "contact_inbox").get("hmac_verified") is True
    if not checked or not _trusts(conversation, "users_proven"):
        return None
    return text(branch(conversation, "meta", "sender"), "identifier")


def with_trust(payload: Json, settings: Json) -> Json:
    """The payload with what the operator says may be believed of its inbox noted in the conversation;
    whatever stands there from outside is replaced."""
    trusted = [name for name in TRUST if settings.get(name) is True]
    marked: Json = {**payload, _TRUSTED: trusted}
    if isinstance(payload.get("conversation"), dict):
        marked["conversation"] = {**payload["conversation"], _TRUSTED: trusted}
    return marked


def _trusts(conversation: Json, name: str) -> bool:
    trusted = conversation.get(_TRUSTED)
    return isinstance(trusted, list) and name in trusted


def time_of(source: Json) -> datetime | None:
    """`created_at`: a text at the top of an event, seconds inside a conversation."""
    return _time(source.get("created_at"))


def _time(value: object) -> datetime | None:
    if isinstance(value, str) and not value.isdigit():
        try:
            parsed = datetime.fromisoformat(value[:40])
        except ValueError:
            return None
        return moment(parsed.timestamp()) if parsed.tzinfo else None
    if isinstance(value, float):  # `updated_at` has milliseconds, and these tell the order
        return moment(value)
    return moment(whole(value))


def _is_paused(conversation: Json) -> bool:
    labels = conversation.get("labels")
    return isinstance(labels, list) and PAUSED_LABEL in labels


def _assigned(conversation: Json) -> tuple[str, ...]:
    """The person and the team that it is given to. Newer versions let a bot be the assignee."""
    meta = branch(conversation, "meta")
    assignee, team = branch(meta, "assignee"), identifier(branch(meta, "team"), "id")
    kinds = (assignee.get("type"), meta.get("assignee_type"))
    person = identifier(assignee, "id") if all(kind in _PERSON for kind in kinds) else None
    named = (("person", person), ("team", team))
    return tuple(f"{who}:{number}" for who, number in named if number and number.isdigit())


def _is_windowed(conversation: Json) -> bool | None:
    """WhatsApp takes free text for a day; an inbox of Twilio may be one of SMS, which only the address tells."""
    channel = conversation.get("channel")
    if channel != "Channel::TwilioSms":
        return channel == "Channel::Whatsapp" if isinstance(channel, str) else None
    named = text(branch(conversation, "contact_inbox"), "source_id")
    return named.startswith("whatsapp:") if named else None
