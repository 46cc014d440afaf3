"""Sends what is queued, in order per conversation, and records what the provider said.

The text is stored before the first attempt and a retry sends the same text. What nobody saw the
end of is `unknown`: the provider is given time to show that it has it, then it is asked for it where it can be,
and a person settles the rest (migrations/functions/outbox.sql). What was not taken waits, in its row, for
a day. Reasons and measurements: docs/decisions/outbox.md.
"""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal, TypedDict, cast
from uuid import UUID

import httpx
from msgspec import Struct

from agent.clock import Clock
from agent.data.database import Database
from agent.data.turn_store import TurnStore
from agent.scheduling.staff_notices import escalation_notice
from agent.settings import Settings
from agent.types import Json, MessageKind, Option, Outbound, OutboundFile
from gateway.channels.base import Channel
from gateway.channels.connections import ConnectionRow, Connections
from gateway.channels.trace import Wanted
from gateway.pipeline.delivery import (
    MOST_SECONDS,
    Delivery,
    End,
    Presence,
    Result,
    share_of,
    tell_end,
)
from gateway.pipeline.guards import may_send_text
from gateway.pipeline.outgoing_files import OutgoingFiles
from gateway.pipeline.staff_notices import StaffNotices

LONGEST_JOB_SECONDS = 60.0
"""What waits longer is no job of the future but a row that is looked for (outbox_due)."""
_LONGEST_PAUSE = 7200.0


class _Empty(Struct, frozen=True, kw_only=True, tag_field="status", tag="empty"):
    """Nothing is left to send."""


class _Held(Struct, frozen=True, kw_only=True, tag_field="status", tag="held"):
    """The connection does not work; `outbox_due` comes back to it."""


class _Wait(Struct, frozen=True, kw_only=True, tag_field="status", tag="wait"):
    """It is tried again in so many seconds."""

    seconds: float


class _Withheld(Struct, frozen=True, kw_only=True, tag_field="status", tag="withheld"):
    """A reply that is out of place by now, and is not sent."""

    message: UUID
    text: str
    payload: Json


class _Send(ConnectionRow, frozen=True, kw_only=True, tag_field="status", tag="send"):
    """The next message to send, claimed. `unknowns` and `refusals` count its attempts that nobody saw
    the end of, and those that the provider refused. `payload` is the reply's: options, template,
    receipt, …; `window_closed`: the provider said so."""

    message: UUID
    attempt: int
    unknowns: int
    refusals: int
    to: str
    text: str
    kind: str
    payload: Json
    last_inbound_at: datetime | None
    window_closed: bool


class _Ask(ConnectionRow, frozen=True, kw_only=True, tag_field="status", tag="ask"):
    """A message of which nobody knows whether the provider took it, `since` when; `ours` are the ids of others of
    its chat. The rest as in _Send."""

    message: UUID
    attempt: int
    unknowns: int
    to: str
    text: str
    kind: str
    payload: Json
    since: datetime
    ours: frozenset[str]


_Claim = _Empty | _Held | _Wait | _Withheld | _Send | _Ask
_CLAIM: type[_Claim] = cast(Any, _Claim)


class _Settled(TypedDict, total=False):
    """Arguments of outbox_settle."""

    status: Literal["sent", "failed", "unknown", "queued"]
    provider_id: str | None
    retry_seconds: float
    answered: bool
    unavailable: bool
    retry_after: float | None
    names: list[str]


class _HandBack(ConnectionRow, frozen=True, kw_only=True):
    """hand_back_claim: a chat that the desk shows as open and that the bot has."""

    address: str


class NotShown(Exception):
    """The provider's desk could not be told that the bot has a chat."""


class _Recipient(Struct, frozen=True, kw_only=True):
    """notice_facts: whom a message was for."""

    conversation: UUID
    organization: str
    language: str
    name: str | None
    phone: str | None
    stated_phone: str | None


class Outbox:
    """The way out for every channel, and for notices to staff."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        connections: Connections,
        http: httpx.AsyncClient,
        settings: Settings,
        clock: Clock,
        files: OutgoingFiles,
    ) -> None:
        self._database = database
        self._channels = channels
        self._files = files
        self._connections = connections
        self._clock = clock
        self._lease = settings.send_lease_seconds
        self._grace = settings.send_grace_seconds
        self._askable = [name for name, channel in channels.items() if channel.can_be_asked]
        self._share = share_of(settings)
        self._delivery = Delivery(channels, connections, http, self._lease)
        self._notices = StaffNotices(database, connections, self._delivery, settings)

    async def run(self, organization: UUID, conversation: UUID) -> None:
        """Sends until nothing is due; comes back later for what has to wait."""
        while True:
            started = time.monotonic()
            claim = await self._database.fetch(
                _CLAIM,
                "outbox_claim",
                organization=organization,
                conversation=conversation,
                lease_seconds=self._lease,
                grace_seconds=self._grace,
                askable=self._askable,
                share=self._share,
            )
            if isinstance(claim, _Send):
                await self._send(organization, claim, started)
                continue
            if isinstance(claim, _Ask):
                await self._ask(organization, claim)
                continue
            if isinstance(claim, _Withheld):
                await self._tell_of_receipt(organization, claim)
                continue
            if isinstance(claim, _Wait) and claim.seconds <= LONGEST_JOB_SECONDS:
                await self._database.call(
                    "outbox_again",
                    organization=organization,
                    conversation=conversation,
                    seconds=max(0.5, claim.seconds),
                )
            return

    async def notify(self, organization: UUID, notification: UUID) -> None:
        """Sends one notice to one member of staff."""
        await self._notices.send(organization, notification)

    async def hand_back(self, organization: UUID, conversation: UUID) -> None:
        """Shows at the provider's desk that the bot has the chat, if it still has. Raises
        NotShown when it may work later."""
        chat = await self._database.find(
            _HandBack, "hand_back_claim", organization=organization, conversation=conversation
        )
        if chat is None:
            return
        connection = await self._connections.of_row(chat, organization)
        end = await self._delivery.hand_back(chat.address, connection)
        if end.result is not Result.SENT:
            raise NotShown(end.error)

    async def _send(self, organization: UUID, claim: _Send, started: float) -> None:
        end = await self._attempt(organization, claim, started)
        tell_end("reply", end, claim.channel, claim.attempt, started, message=str(claim.message))
        about = {
            "organization": organization,
            "message": claim.message,
            "attempt": claim.attempt,
            "error": end.error,
        }
        if end.result is Result.WAITS:
            await self._database.call(
                "outbox_wait",
                **about,
                code=end.code,
                scope=end.scope,
                seconds=end.retry_after,
                most_seconds=MOST_SECONDS,
            )
            if end.of_the_key:
                await self._connections.tell_staff(organization, claim.connection)
                await self._database.call(
                    "sending_told", organization=organization, connection=claim.connection
                )
            return
        await self._database.call("outbox_settle", **about, **self._settled(end, claim))
        if end.result is Result.FAILED:
            await self._tell_of_receipt(organization, claim)

    def _settled(self, end: End, claim: _Send) -> _Settled:
        """The end of an attempt as the columns that it changes."""
        if end.result is Result.LATE:
            return {"status": "queued", "retry_seconds": 0}
        if end.result is not Result.UNKNOWN:
            status: Literal["sent", "failed"] = "sent" if end.result is Result.SENT else "failed"
            return {
                "status": status,
                "provider_id": end.provider_id,
                "names": list(end.names),
            }
        tries = claim.refusals if end.answered else claim.unknowns
        return {
            "status": "unknown",
            "answered": end.answered,
            "unavailable": end.unavailable,
            "retry_after": end.retry_after,
            "retry_seconds": max(self._pause(tries), end.retry_after or 0),
        }

    def _pause(self, tries: int) -> float:
        """Seconds until what nobody knows the fate of is looked at again."""
        return min(self._grace * 4.0 ** min(tries, 8), max(_LONGEST_PAUSE, self._grace))

    async def _ask(self, organization: UUID, claim: _Ask) -> None:
        """Asks the provider whether it has the message; outbox_claim then goes by what is recorded here."""
        connection = await self._connections.of_row(claim, organization)
        message = _outbound(claim, claim.payload.get("template"))
        if media := claim.payload.get("media"):
            named = OutboundFile(MessageKind(claim.kind), media["mime"], media["filename"])
            message = replace(message, file=named)
        wanted = Wanted(message, claim.since, claim.ours)
        end = await self._delivery.trace(wanted, connection)
        await self._database.call(
            "outbox_traced",
            organization=organization,
            message=claim.message,
            attempt=claim.attempt,
            result=end.result,
            provider_id=end.provider_id,
            error=end.error,
            seconds=self._pause(claim.unknowns) if end.result is Presence.TROUBLE else 0.0,
        )

    async def _attempt(self, organization: UUID, claim: _Send, started: float) -> End:
        open_now = not claim.window_closed and may_send_text(
            claim.channel, claim.last_inbound_at, self._clock.now()
        )
        template = None if open_now else claim.payload.get("template")
        if not open_now and template is None:
            return End(Result.FAILED, "the 24-hour window is closed")
        if not self._delivery.has(claim.channel):
            return End(Result.FAILED, f"no channel {claim.channel}")
        message = _outbound(claim, template)
        if media := claim.payload.get("media"):
            file = await self._files.of(self._channels[claim.channel], claim.kind, media)
            if isinstance(file, End):
                return file
            message = replace(message, file=file)
        connection = await self._connections.of_row(claim, organization)
        return await self._delivery.attempt(message, connection, started)

    async def _tell_of_receipt(self, organization: UUID, claim: _Send | _Withheld) -> None:
        """A receipt that could not be delivered: a person settles it with the customer."""
        if claim.payload.get("receipt"):
            await tell_of_receipt(self._database, organization, claim.message, claim.text)


def _outbound(claim: _Send | _Ask, template: Json | None) -> Outbound:
    return Outbound(
        id=claim.message,
        to=claim.to,
        text=claim.text,
        options=tuple(Option(**o) for o in claim.payload.get("options", ())),
        reply_to=claim.payload.get("reply_to"),
        asks_place=claim.payload.get("asks") == "place",
        template=template["id"] if template else None,
        template_params=tuple(template["params"]) if template else (),
        template_language=template.get("language") if template else None,
    )


async def tell_of_receipt(database: Database, organization: UUID, message: UUID, text: str) -> None:
    """Calls a person about a receipt that its customer did not get."""
    row = await database.find(
        _Recipient, "notice_facts", organization=organization, message=message
    )
    if row is None:
        return
    notice = escalation_notice(
        organization=row.organization,
        language=row.language,
        name=row.name,
        phone=row.phone,
        stated_phone=row.stated_phone,
        reason="undelivered",
        summary=" · ".join(line.strip() for line in text.splitlines() if line.strip()),
    )
    await TurnStore(database).open_escalation(
        organization,
        row.conversation,
        None,
        reason="undelivered",
        summary="",
        body=notice.body,
        params=notice.params,
    )
