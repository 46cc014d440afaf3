"""Sends what is queued, in order per conversation, and records what the provider said.

The text is stored before the first attempt and a retry sends the same text. What nobody saw the
end of is `unknown`: it is sent again only after the provider had time to show that it has it
(a status event or an echo, see migrations/0004_inbox.sql). Measurements: docs/decisions/outbox.md.
"""

import logging
import random
import time
from collections.abc import Mapping
from uuid import UUID

import httpx

from agent.clock import Clock
from agent.database import Database
from agent.errors import SendError, SendUnknown
from agent.notices import escalation_notice
from agent.settings import Settings
from agent.types import Connection, Json, Option, Outbound
from gateway import apologies
from gateway.channel import Channel
from gateway.connections import PARKING, Connections
from gateway.guards import may_send_text

log = logging.getLogger(__name__)

LATEST_START = 0.25
"""A sender that was frozen longer than this part of its lease does not send any more."""
MOST_ATTEMPTS = 8
MOST_UNKNOWN = 4
"""Attempts without an answer: each may have arrived, so they are few and lie ever further apart."""

_PARKED = "parked"
_WRONG_KEY = "401"


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
    ) -> None:
        self._database = database
        self._connections = connections
        self._channels = channels
        self._http = http
        self._settings = settings
        self._clock = clock
        self._lease = settings.send_lease_seconds
        self._grace = settings.send_grace_seconds
        self._refused: set[UUID] = set()
        """Connections whose key the provider refuses."""

    async def run(self, organization: UUID, conversation: UUID) -> None:
        """Sends until nothing is due; comes back later for what has to wait."""
        while True:
            started = time.monotonic()
            claim = await self._database.call(
                "outbox_claim",
                organization=organization,
                conversation=conversation,
                lease_seconds=self._lease,
                grace_seconds=self._grace,
            )
            if claim["status"] == "send":
                await self._send(organization, claim, started)
                continue
            if claim["status"] == "withheld":
                await self._tell_of_receipt(organization, claim)
                continue
            if claim["status"] == "wait":
                await self._database.call(
                    "outbox_again",
                    organization=organization,
                    conversation=conversation,
                    seconds=max(0.5, float(claim["seconds"])),
                )
            return

    async def _send(self, organization: UUID, claim: Json, started: float) -> None:
        result = await self._attempt(organization, claim, started)
        function, ended = "outbox_settle", result["status"]
        if ended == _PARKED:
            function, result = "outbox_park", {"error": result["error"], **PARKING}
        settled = await self._database.call(
            function,
            organization=organization,
            message=UUID(claim["message"]),
            attempt=claim["attempt"],
            **result,
        )
        if ended == _PARKED:
            await self._connections.tell_staff(organization, UUID(claim["connection"]))
        if "failed" in (ended, settled):
            await self._tell_of_receipt(organization, claim)

    async def _attempt(self, organization: UUID, claim: Json, started: float) -> Json:
        """One attempt, as the columns that it changes."""
        open_now = may_send_text(claim["channel"], claim["last_inbound_at"], self._clock.now())
        template = None if open_now else claim["payload"].get("template")
        if not open_now and template is None:
            return {"status": "failed", "error": "the 24-hour window is closed"}
        if claim["channel"] not in self._channels:
            return {"status": "failed", "error": f"no channel {claim['channel']}"}
        message = Outbound(
            id=UUID(claim["message"]),
            to=claim["to"],
            text=claim["text"],
            options=tuple(Option(**o) for o in claim["payload"].get("options", ())),
            reply_to=claim["payload"].get("reply_to"),
            template=template["id"] if template else None,
            template_params=tuple(template["params"]) if template else (),
        )
        connection = await self._connections.of_row(claim, organization)
        result = await self._deliver(claim["attempt"], message, connection, started)
        return self._unclear(result, claim["attempt"]) if result["status"] == "unknown" else result

    def _unclear(self, result: Json, attempt: int) -> Json:
        if attempt >= MOST_UNKNOWN:
            return {**result, "status": "failed"}
        return {**result, "retry_seconds": self._grace * 4.0 ** (attempt - 1)}

    async def _deliver(
        self, attempt: int, message: Outbound, connection: Connection, started: float
    ) -> Json:
        channel = self._channels[connection.channel]
        if connection.unreadable:
            return {"status": _PARKED, "error": connection.unreadable}
        if time.monotonic() - started > self._lease * LATEST_START:
            return {"status": "queued", "error": "claimed too long ago", "retry_seconds": 0}
        try:
            provider_id = await channel.send(message, connection, self._http)
        except SendUnknown as error:
            return {"status": "unknown", "error": str(error)}
        except SendError as error:
            if error.code == _WRONG_KEY:  # the operator's to mend, as what cannot be decrypted
                self._say_refused(connection)
                return {"status": _PARKED, "error": str(error)}
            return _refused(error, attempt)
        self._refused.discard(connection.id)
        return {"status": "sent", "provider_id": provider_id}

    def _say_refused(self, connection: Connection) -> None:
        """Once, not for every message of every minute."""
        if connection.id not in self._refused:
            self._refused.add(connection.id)
            log.error("%s refuses the key of connection %s", connection.channel, connection.id)

    async def _tell_of_receipt(self, organization: UUID, claim: Json) -> None:
        """A receipt that could not be delivered: a person settles it with the customer."""
        if not claim["payload"].get("receipt"):
            return
        row = await self._database.call(
            "notice_facts", organization=organization, message=UUID(claim["message"])
        )
        notice = escalation_notice(
            organization=row["organization"],
            language=row["language"],
            name=row["name"],
            phone=row["phone"],
            reason="other",
            summary=claim["text"].replace("\n", " · "),
        )
        await self._database.call(
            "escalation_open",
            organization=organization,
            conversation=UUID(row["conversation"]),
            turn=None,
            reason="undelivered",
            summary="",
            body=notice.body,
            params=list(notice.params),
        )

    async def notify(self, organization: UUID, notification: UUID) -> None:
        """Sends one notice to one member of staff."""
        started = time.monotonic()
        claim = await self._database.call(
            "notice_claim",
            organization=organization,
            notification=notification,
            lease_seconds=self._lease,
        )
        if claim["status"] != "send":
            return
        result = await self._notice_result(organization, claim, started)
        about = {"organization": organization, "notification": notification}
        if result["status"] == _PARKED:
            waits = await self._database.call(
                "notice_park",
                **about,
                attempt=claim["attempt"],
                error=result["error"],
                **PARKING,
            )
            if waits:
                return
            result["status"] = "failed"
        unreached = await self._database.call(
            "notice_settle", **about, attempt=claim["attempt"], **result
        )
        if unreached:  # every notice failed: the customer is told the truth
            await self._database.call(
                "outbox_put",
                organization=organization,
                conversation=UUID(unreached["conversation"]),
                replies=[{"text": apologies.unreachable(unreached["language"]), "payload": {}}],
            )

    async def _notice_result(self, organization: UUID, claim: Json, started: float) -> Json:
        if claim["channel"] == "web":  # stands on the page; the row is the delivery
            return {"status": "sent"}
        connection = await self._staff_connection(organization, claim)
        if connection is None:
            return {"status": "failed", "error": f"no connection for {claim['channel']}"}
        template = self._settings.gupshup_escalation_template_id
        message = Outbound(
            id=UUID(claim["notification"]),
            to=claim["to"],
            text=claim["body"],
            template=template if claim["channel"] == "gupshup" else None,
            template_params=tuple(claim["params"]),
        )
        result = await self._deliver(claim["attempt"], message, connection, started)
        # Better told twice than not at all: staff notices with an unknown end are repeated.
        if result["status"] == "unknown":
            return _refused(SendError(result["error"], permanent=False), claim["attempt"])
        return result

    async def _staff_connection(self, organization: UUID, claim: Json) -> Connection | None:
        """Where notices go out: the deployment's own Gupshup app when it has one
        (GUPSHUP_NOTIF_*), else the organization's first connection of the channel."""
        own = self._settings
        if claim["channel"] == "gupshup" and own.gupshup_notif_api_key:
            return Connection(
                id=organization,
                organization_id=organization,
                channel="gupshup",
                name=own.gupshup_notif_app_name or "",
                phone=own.gupshup_notif_source,
                secret=own.gupshup_notif_api_key.get_secret_value(),
            )
        if claim["connection"] is None:
            return None
        return await self._connections.of_row(claim, organization)


def _refused(error: SendError, attempt: int) -> Json:
    if error.permanent or attempt >= MOST_ATTEMPTS:
        return {"status": "failed", "error": str(error)}
    wait = min(300.0, 2.0**attempt) * random.uniform(0.8, 1.2)
    return {"status": "queued", "error": str(error), "retry_seconds": wait}
