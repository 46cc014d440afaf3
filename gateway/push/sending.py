"""Sends one notification: encrypted for its browser, through the push service that the browser named."""

import logging
from uuid import UUID

import httpx
import orjson
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from webpush import WebPush, WebPushMessage, WebPushSubscription

from agent.data.database import Database
from agent.errors import OperatorError
from agent.observability.log_context import event_log
from agent.settings import Settings
from agent.texts import texts
from gateway import mail
from gateway.access.vault import vault_of
from gateway.push.keys import KeyRow, PushKeys
from gateway.push.subscriptions import may_reach

log = logging.getLogger(__name__)
events_log = event_log(__name__)

_SECONDS = 10.0
_KEPT_SECONDS = 3600
"""How long a push service keeps a notification for a device that is off: as long as we try (push_claim)."""
_LONGEST_PAUSE = 600.0
_GONE = frozenset({404, 410})
_LATER = frozenset({408, 425, 429})


class Claim(KeyRow, frozen=True, kw_only=True):
    """push_claim: a notification of a `kind` (call, message, test), about a chat where it is about one."""

    push: UUID
    attempt: int
    kind: str
    chat: UUID | None
    organization: str
    language: str
    endpoint: str
    p256dh: str
    auth: str


class Pushes:
    """Notifications say that somebody waits, and where; never who, and not a word of theirs."""

    def __init__(self, database: Database, http: httpx.AsyncClient, settings: Settings) -> None:
        self._database = database
        self._http = http
        self._settings = settings
        self._keys = PushKeys(database, vault_of(settings))

    async def send(self, organization: UUID, push: UUID) -> None:
        """One attempt, if it is due. Raises DatabaseUnavailable."""
        lease = self._settings.send_lease_seconds
        claim = await self._database.find(
            Claim, "push_claim", organization=organization, push=push, lease_seconds=lease
        )
        if claim is None:
            return
        end, seconds = await self._attempt(organization, claim)
        tell = events_log.info if end == "done" else events_log.warning
        tell("push attempted", kind=claim.kind, end=end, attempt=claim.attempt, push=str(push))
        about = {"organization": organization, "push": push, "attempt": claim.attempt}
        await self._database.call("push_settle", **about, end=end, seconds=seconds)

    async def _attempt(self, organization: UUID, claim: Claim) -> tuple[str, float | None]:
        """How it ended (push_settle), and after how many seconds the service wants to be asked again."""
        if not may_reach(claim.endpoint, self._settings.push_service_list):
            return "gone", None
        try:
            message = self._sealed(organization, claim)
        except OperatorError:
            return (
                "done",
                None,
            )  # the key cannot be read; browsers get another one when they next ask
        headers = {**message.headers, "urgency": "high"}
        if claim.chat:
            headers["topic"] = claim.chat.hex  # of those about one chat a device gets the last one
        try:
            # Nothing of the answer is read, and no redirection is followed.
            async with self._http.stream(
                "POST",
                claim.endpoint,
                content=message.encrypted,
                headers=headers,
                timeout=_SECONDS,
                follow_redirects=False,
            ) as answer:
                return _end(answer)
        except httpx.HTTPError:
            return "later", None

    def _sealed(self, organization: UUID, claim: Claim) -> WebPushMessage:
        private = self._keys.opened(organization, claim).encode()
        public = load_pem_private_key(private, None).public_key()
        pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        keys = {"p256dh": claim.p256dh, "auth": claim.auth}
        browser = WebPushSubscription.model_validate({"endpoint": claim.endpoint, "keys": keys})
        sender = WebPush(private, pem, subscriber=self._subscriber(), ttl=_KEPT_SECONDS)
        return sender.get(orjson.dumps(payload(claim)), browser)

    def _subscriber(self) -> str:
        """Whom a push service may write to: the operator."""
        host = httpx.URL(self._settings.address).host
        return mail.sender(self._settings) or f"frontdesk@{host}"


def payload(claim: Claim) -> dict[str, str]:
    """What the device shows (static/worker.js). `tag`: a later one about the same takes its place."""
    place = f"/console/chats/{claim.chat}" if claim.chat else "/console"
    return {
        "title": claim.organization,
        "body": texts(claim.language).line(f"console.push.{claim.kind}"),
        "url": place,
        "tag": str(claim.chat or claim.kind),
    }


def _end(answer: httpx.Response) -> tuple[str, float | None]:
    if answer.is_success:
        return "done", None
    if answer.status_code in _GONE:
        return "gone", None
    if answer.status_code in _LATER or answer.status_code >= 500:
        pause = answer.headers.get("retry-after", "")
        return "later", min(float(pause), _LONGEST_PAUSE) if pause.isdecimal() else None
    log.warning("a push service refuses a notification: %s", answer.status_code)
    return "done", None
