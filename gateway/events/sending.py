"""Sends what waits for one endpoint: signed, in order, each until it is taken."""

import math
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from uuid import UUID

import orjson

from agent.clock import Clock
from agent.data.database import Database
from agent.errors import OperatorError
from agent.observability.log_context import event_log
from agent.settings import Settings
from agent.types import Json
from gateway.access.vault import vault_of
from gateway.events.endpoints import EndpointPlace, SealedSecret
from gateway.events.reaching import Answer, Reach
from gateway.events.signing import signed_headers
from gateway.version import version

events_log = event_log(__name__)

_MOST, _SECONDS = 100, 30.0
"""Of one job; then the next one goes on, so that others have their turn."""
_GONE = 410
_OVERRUN = frozenset({429, 503})
_LONGEST_PAUSE = 86_400.0


class _Claim(SealedSecret, frozen=True, kw_only=True):
    """event_claim. `former`: the secret before, while it signs, too."""

    delivery: UUID
    attempt: int
    event: UUID
    endpoint: UUID
    url: str
    body: Json
    former: SealedSecret | None


class AgendaEvents:
    """An event is sent at least once, with the same id each time; those about one appointment in their order."""

    def __init__(
        self, database: Database, settings: Settings, clock: Clock, reach: Reach | None = None
    ) -> None:
        self._database = database
        self._clock = clock
        self._lease = settings.send_lease_seconds
        self._vault = vault_of(settings)
        self._reach = reach or Reach(allow_private=settings.events_allow_private)

    async def send(self, organization: UUID, endpoint: UUID) -> None:
        """What is due there, one after the other. Raises DatabaseUnavailable."""
        about = {"organization": organization, "endpoint": endpoint}
        began = time.monotonic()
        for _ in range(_MOST):
            claim = await self._database.find(
                _Claim, "event_claim", **about, lease_seconds=self._lease
            )
            if claim is None:
                return
            await self._attempt(organization, claim)
            if time.monotonic() - began > _SECONDS:
                break
        await self._database.call("event_continue", **about)

    async def _attempt(self, organization: UUID, claim: _Claim) -> None:
        try:
            answer = await self._posted(organization, claim)
        except OperatorError:
            answer = Answer(None, "no_secret")  # waits for the key, as other credentials do
        end = _end(answer)
        tell = events_log.info if end == "sent" else events_log.warning
        tell(
            "agenda event attempted",
            end=end,
            status=answer.status,
            attempt=claim.attempt,
            id=str(claim.event),
        )
        await self._database.call(
            "event_settle",
            organization=organization,
            delivery=claim.delivery,
            attempt=claim.attempt,
            end=end,
            code=answer.status,
            error=None if end == "sent" else answer.trouble or "status",
            seconds=_pause(answer, self._clock.now()),
            rests=answer.status is None or answer.status in _OVERRUN,
        )

    async def _posted(self, organization: UUID, claim: _Claim) -> Answer:
        """Raises OperatorError where no signature can be made."""
        place = EndpointPlace(organization, claim.endpoint)
        sealed = [claim.sealed, *([claim.former.sealed] if claim.former else [])]
        own = [self._vault.open(one, place) for one in sealed]
        body = orjson.dumps(claim.body)
        headers = signed_headers(own, str(claim.event), self._clock.now(), body)
        headers |= {"content-type": "application/json", "user-agent": f"frontdesk/{version()}"}
        return await self._reach.post(claim.url, body, headers)


def _end(answer: Answer) -> str:
    """As event_settle takes it."""
    if answer.status is not None and 200 <= answer.status < 300:
        return "sent"
    return "gone" if answer.status == _GONE else "failed"


def _pause(answer: Answer, now: datetime) -> float | None:
    """Seconds after which the endpoint wants to be asked again (Retry-After: seconds, or a date), a day at most."""
    told = (answer.headers or {}).get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        return min(float(told[:9]), _LONGEST_PAUSE)
    try:
        at = parsedate_to_datetime(told)
    except ValueError:
        return None
    seconds = (at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds()
    return min(max(math.ceil(seconds), 0.0), _LONGEST_PAUSE)
