"""Checks of sending: replies that wait or were given up, events of sent messages, staff who cannot be notified."""

from datetime import datetime, timedelta

from agent.clock import SystemClock
from agent.settings import Settings
from gateway.access import credentials
from gateway.channels.connections import API_KEY
from gateway.channels.registry import channel_classes
from gateway.checks.finding import Finding
from gateway.checks.stored import Stored
from gateway.mail import sender
from gateway.organizations.document_types import ConnectionDocument
from gateway.organizations.reach import every_chat_has_a_desk, unreached
from gateway.pipeline.sending_overview import (
    EventsRow,
    SendingRow,
    sending_events,
    sending_overview,
)

_LATE = timedelta(minutes=10)


async def check_waiting(settings: Settings, stored: Stored) -> list[Finding]:
    """Replies that wait or were given up, by connection."""
    rows = await sending_overview(stored.database)
    findings = [
        _waiting(row, began)
        for row in rows
        if (began := row.since or row.failing_since) and (row.waiting or row.failing_since)
    ]
    findings += [_given_up(row) for row in rows if row.given_up]
    return findings or [Finding("ok", "replies", "none waits")]


async def check_events(settings: Settings, stored: Stored) -> list[Finding]:
    """Whether providers tell what becomes of messages, as was seen of the last ones."""
    rows = await sending_events(stored.database)
    if not rows:
        return []
    silent = [_silent(row) for row in rows if row.come is False]
    come, open_ = (sum(row.come is answer for row in rows) for answer in (True, None))
    text = (
        f"told of at {come} connections; not known yet of {open_}, to which nothing was sent lately"
    )
    return silent or [Finding("ok", "what becomes of messages", text, brief=f"told at {come}")]


def _silent(row: EventsRow) -> Finding:
    channel = channel_classes().get(row.channel)
    if channel is not None and channel.can_be_asked:
        text = "the provider does not tell; it is asked where a send ends without an answer"
        what_then = "switch on its events of sent messages"
    else:
        text = "the provider does not tell: a send without an answer is not repeated, a person settles it"
        what_then = "switch on its events of sent messages (enqueued, sent, delivered, failed)"
    name = f"what becomes of messages of {row.organization} ({row.connection})"
    return Finding("warn", name, text, what_then)


def _waiting(row: SendingRow, began: str) -> Finding:
    since = datetime.fromisoformat(began)
    late = SystemClock().now() - since > _LATE
    many = f"{row.waiting} waiting" if row.waiting else "the last one failed"
    text = f"{many} since {since:%Y-%m-%d %H:%M} UTC: {row.error or 'no reason given'}"
    do = f"repair it; then they go out by themselves, or: frontdesk outbox retry {row.organization}"
    return Finding("bad" if late else "warn", _name(row), text, do)


def _given_up(row: SendingRow) -> Finding:
    text = f"{row.given_up} given up within 30 days"
    return Finding("warn", _name(row), text, f"frontdesk outbox list {row.organization}")


def _name(row: SendingRow) -> str:
    return f"replies of {row.organization} ({row.connection})"


async def check_staff(settings: Settings, stored: Stored) -> list[Finding]:
    """Whether a person of each organization can be told."""
    if not stored.documents:
        return []
    stored_keys = {
        (one.organization, one.connection)
        async for one in credentials.stored_credentials(stored.database)
        if one.place.name == API_KEY
    }
    findings = []
    for slug, document in stored.documents.items():

        def has_key(connection: ConnectionDocument, slug: str = slug) -> bool:
            name = connection.get("secret_env")
            return (slug, connection["key"]) in stored_keys or bool(name and settings.secret(name))

        own = settings.gupshup_notif_api_key is not None
        unreached_recipients = unreached(
            document,
            own_gupshup=own,
            mail=bool(settings.smtp_url and sender(settings)),
            demo=settings.demo,
            has_key=has_key,
        )
        told = any(why is None for why in unreached_recipients.values())
        if not told and not every_chat_has_a_desk(document):
            reasons = (
                "; ".join(f"{key}: {why}" for key, why in unreached_recipients.items())
                or "no recipient"
            )
            text = f"nobody can be told when a customer needs a person ({reasons})"
            do = "write one with a WhatsApp phone under `escalation`, then frontdesk org apply"
            findings.append(Finding("bad", f"staff of {slug}", text, do))
    return findings or [Finding("ok", "staff", "can be told in every organization")]
