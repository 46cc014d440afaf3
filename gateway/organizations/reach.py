"""Checks whether an organization has a recipient who can be told that a customer needs a person."""

from collections.abc import Callable

from gateway.channels.registry import channel_classes
from gateway.mail import EMAIL
from gateway.organizations.commands import Refused
from gateway.organizations.document_types import ConnectionDocument, OrganizationDocument


class NobodyCanBeTold(Refused):
    """No recipient under `escalation` can be reached."""

    def __init__(self, reasons: list[str]) -> None:
        listed = "".join(f"\n  {reason}" for reason in reasons) or " (there is no recipient)"
        super().__init__(
            "nobody could be told when a customer needs a person, so nothing is applied"
            f"{listed}\nwrite a recipient with a WhatsApp phone and a connection of its channel, for "
            "example\n  escalation:\n    - {name: Reception, channel: gupshup, phone: …}"
        )


def unreached(
    document: OrganizationDocument,
    *,
    own_gupshup: bool,
    mail: bool = True,
    demo: bool = False,
    has_key: Callable[[ConnectionDocument], bool] = lambda connection: True,
) -> dict[str, str | None]:
    """Recipients of an organization's document by key: why they cannot be told, or None.

    `own_gupshup`: the deployment has a Gupshup app for notices (GUPSHUP_NOTIF_API_KEY). `mail`: it
    sends e-mails (SMTP_URL). `demo`: its page shows them. `has_key`: whether a connection of the document has an API key.
    """

    def reason(role: str, channel: str) -> str | None:
        if role == "professional":
            return "a professional sees their own agenda and is told of no calls"
        if channel == "web":
            return None if demo else "nobody looks at the web page outside of the demo"
        if channel == EMAIL:
            return None if mail else "SMTP_URL is not set, with OPERATOR_EMAIL_FROM"
        if channel == "gupshup" and own_gupshup:
            return None
        ways = [one for one in document["connections"] if one["channel"] == channel]
        if not ways:
            return f"there is no connection of the channel {channel}"
        if not any(has_key(one) for one in ways):
            return f"no connection of the channel {channel} has its API key"
        return None

    return {one["key"]: reason(one["role"], one["channel"]) for one in document["escalation"]}


def every_chat_has_a_desk(document: OrganizationDocument) -> bool:
    """Whether each customer writes over a channel at whose own desk people see who needs them."""
    channels = {one["channel"] for one in document["connections"]}
    return bool(channels) and all(channel_classes()[name].has_desk for name in channels)


def refuse_unreachable(
    document: OrganizationDocument, *, own_gupshup: bool, demo: bool = False
) -> list[str]:
    """Reasons of the recipients who cannot be told, when somebody else can. Raises NobodyCanBeTold.

    Keys do not count here: those that are kept in the database follow after the file. Nor does a business
    without a connection, to which no customer can write yet.
    """
    unreached_recipients = unreached(document, own_gupshup=own_gupshup, demo=demo)
    reasons = [f"{key}: {why}" for key, why in unreached_recipients.items() if why]
    nobody = len(reasons) == len(unreached_recipients)
    if nobody and document["connections"] and not every_chat_has_a_desk(document):
        raise NobodyCanBeTold(reasons)
    return reasons
