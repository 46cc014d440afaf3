"""Notices to staff: one message to one person, tried for a day.

Told twice is better than not told, so a notice with an unknown end is repeated, a few times.
"""

import asyncio
import smtplib
import time
from typing import Any, cast
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database
from agent.errors import OperatorError
from agent.scheduling.staff_notices import desk_note
from agent.settings import Settings
from agent.texts import texts
from agent.types import Connection, Json, Option, Outbound
from gateway import mail
from gateway.channels.connections import ConnectionRow, Connections
from gateway.channels.kit.option_text import clip
from gateway.pipeline import apologies
from gateway.pipeline.delivery import (
    MOST_SECONDS,
    MOST_UNKNOWN,
    Delivery,
    End,
    Result,
    share_of,
    tell_end,
)
from gateway.pipeline.templates import notice_template

_WITH_A_SUBJECT = frozenset({"week", "endpoint"})
"""Topics whose e-mails are about no customer."""
_LONGEST_BODY = 4000
NOBODY_LOOKS = "nobody looks at the page outside of the demo"


class _Done(Struct, frozen=True, kw_only=True, tag_field="status", tag="done"):
    """It was sent, or given up."""


class _Wait(Struct, frozen=True, kw_only=True, tag_field="status", tag="wait"):
    """Another process sends it, or its next try is later."""


class _Send(Struct, frozen=True, kw_only=True, tag_field="status", tag="send"):
    """A notice to send, claimed. Without a `connection` the organization has none of this channel; no
    address for the web page. One for the `desk` goes beside the chat that it is about. `language` is
    the organization's, `settings` are in the channel's own words. `conversation`: of a call for a person;
    `minutes`: since the call, of a second notice. `topic`: of one that is about no call. What `answers` a recipient goes as free text: they just wrote."""

    notification: UUID
    attempt: int
    unknowns: int
    body: str
    params: tuple[str, ...]
    channel: str
    to: str | None
    desk: bool
    conversation: UUID | None
    minutes: int | None
    topic: str | None
    answers: bool
    options: list[Json]
    organization: str
    language: str
    connection: UUID | None
    name: str | None
    phone: str | None
    secret_env: str | None
    settings: Json | None


_CLAIM: type[_Done | _Wait | _Send] = cast(Any, _Done | _Wait | _Send)


class _Unreached(Struct, frozen=True, kw_only=True):
    """notice_settle: the customer who has to hear that nobody could be told."""

    escalation: UUID
    conversation: UUID
    language: str


class StaffNotices:
    """Sends them through the organization's own connections, or the deployment's Gupshup app."""

    def __init__(
        self,
        database: Database,
        connections: Connections,
        delivery: Delivery,
        settings: Settings,
    ) -> None:
        self._database = database
        self._connections = connections
        self._delivery = delivery
        self._settings = settings

    async def send(self, organization: UUID, notification: UUID) -> None:
        """One attempt, if the notice is due. When it was the last hope of its escalation, the
        customer is told the truth."""
        started = time.monotonic()
        about: Json = {"organization": organization, "notification": notification}
        claim = await self._database.fetch(
            _CLAIM,
            "notice_claim",
            **about,
            lease_seconds=self._settings.send_lease_seconds,
            share=share_of(self._settings),
        )
        if not isinstance(claim, _Send):
            return
        end = await self._attempt(organization, claim, started)
        tell_end(
            "notice", end, claim.channel, claim.attempt, started, notice=str(claim.notification)
        )
        about |= {"attempt": claim.attempt, "error": end.error}
        if await self._waits(about, claim, end):
            return
        status = "sent" if end.result is Result.SENT else "failed"
        unreached = await self._database.find(
            _Unreached, "notice_settle", **about, status=status, provider_id=end.provider_id
        )
        if unreached:
            await self._database.call(
                "escalation_tell",
                organization=organization,
                escalation=unreached.escalation,
                text=apologies.unreachable(unreached.language),
            )

    async def _waits(self, about: Json, claim: _Send, end: End) -> bool:
        """Whether it is tried again later."""
        unknown = end.result is Result.UNKNOWN and not end.answered
        if end.result in (Result.SENT, Result.FAILED):
            return False
        if unknown and claim.unknowns + 1 >= MOST_UNKNOWN:
            return False
        return await self._database.fetch(
            bool,
            "notice_wait",
            **about,
            unknown=unknown,
            seconds=0.0 if end.result is Result.LATE else end.retry_after,
            most_seconds=MOST_SECONDS,
        )

    async def _attempt(self, organization: UUID, claim: _Send, started: float) -> End:
        if claim.channel == "web":
            shown = self._settings.demo  # there it stands on the page, and the row is the delivery
            return End(Result.SENT) if shown else End(Result.FAILED, NOBODY_LOOKS)
        if claim.channel == mail.EMAIL:
            return await self._mail(claim)
        connection = await self._connection(organization, claim)
        if connection is None:
            return End(Result.FAILED, f"no connection for {claim.channel}")
        if claim.desk:
            note = desk_note(language=claim.language, reason=claim.params[-1])
            return await self._delivery.hand_over(claim.to or "", note, connection, started)
        return await self._delivery.attempt(self._message(claim, connection), connection, started)

    def _message(self, claim: _Send, connection: Connection) -> Outbound:
        """With buttons where what they do comes back here: not over the deployment's own app, nor on a template, whose
        buttons stand at the provider."""
        template = notice_template(claim.channel, claim.settings or {}, self._settings)
        template = None if claim.answers else template
        options = () if template or connection.id != claim.connection else options_of(claim)
        hint = (texts(claim.language).line("staff.hint"),) if options and claim.conversation else ()
        return Outbound(
            id=claim.notification,
            to=claim.to or "",
            text=clip("\n".join([*_again(claim), claim.body, *hint]), _LONGEST_BODY),
            options=options,
            template=template,
            template_params=claim.params,
        )

    async def _mail(self, claim: _Send) -> End:
        spoken = texts(claim.language)
        own = claim.topic if claim.topic in _WITH_A_SUBJECT else None
        about = f"notices.{own}.subject" if own else "staff.subject"
        subject = spoken.line(about, organization=claim.organization)
        if (claim.topic or "").startswith("calendar_"):
            subject = claim.params[0]
        link = f"{self._settings.address}/console/chats/{claim.conversation}"
        lines = (spoken.line("staff.link", link=link),) if claim.conversation else ()
        text = "\n".join([*_again(claim), claim.body, *lines])
        try:
            await asyncio.to_thread(mail.send, self._settings, claim.to or "", subject, text)
        except (smtplib.SMTPRecipientsRefused, OperatorError) as error:
            return End(Result.FAILED, mail.reason(error))
        except (OSError, smtplib.SMTPException) as error:
            return End(Result.WAITS, mail.reason(error), code="smtp")
        return End(Result.SENT)

    async def _connection(self, organization: UUID, claim: _Send) -> Connection | None:
        """The deployment's own Gupshup app when it has one (GUPSHUP_NOTIF_*), else one of the
        organization's."""
        own = self._settings
        if claim.channel == "gupshup" and own.gupshup_notif_api_key:
            return Connection(
                id=organization,
                organization_id=organization,
                channel="gupshup",
                name=own.gupshup_notif_app_name or "",
                phone=own.gupshup_notif_source,
                secret=own.gupshup_notif_api_key.get_secret_value(),
            )
        if claim.connection is None or claim.name is None:
            return None
        row = ConnectionRow(
            connection=claim.connection,
            channel=claim.channel,
            name=claim.name,
            phone=claim.phone,
            secret_env=claim.secret_env,
            settings=claim.settings or {},
        )
        return await self._connections.of_row(row, organization)


def options_of(claim: _Send) -> tuple[Option, ...]:
    """What its recipient may do with one tap, or with the number that stands for it."""
    if claim.conversation is None or claim.desk:
        return tuple(Option(**one) for one in claim.options)
    return actions(claim.language, claim.conversation)


def actions(language: str, conversation: UUID) -> tuple[Option, ...]:
    """Take, reply, give back: in the order in which the database numbers them (frontdesk.menu_shown)."""
    spoken = texts(language)
    return tuple(
        Option(f"staff:{act}:{conversation}", spoken.line(f"staff.{act}"))
        for act in ("take", "reply", "back")
    )


def _again(claim: _Send) -> tuple[str, ...]:
    if claim.minutes is None:
        return ()
    return (texts(claim.language).line("staff.again", minutes=str(claim.minutes)),)
