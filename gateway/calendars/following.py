"""Follows calendars elsewhere: reads each again and again, and keeps what it takes from being booked."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from agent.data.database import Database
from agent.errors import FrontdeskError, MediaError, MediaTooLarge, OperatorError
from agent.types import Json
from gateway.access.environment import TenantEnvironment
from gateway.access.vault import Sealed, Vault
from gateway.calendars import caldav
from gateway.calendars.apart import Read, Span, merged, read_apart
from gateway.calendars.secrets import SecretName, SecretPlace
from gateway.importing.calendar.reading import CalendarTooMuch, CalendarUnreadable, Window
from gateway.media.download import Answer, MediaDownloader, Request

log = logging.getLogger(__name__)

MOST_BYTES = 5_000_000
MOST_TIMES = 10_000
"""Stretches of time that a calendar may take, from today to as far as anybody can book."""
SECONDS = 20.0
Kind = Literal["ics", "caldav"]
_WORDS = {"HTTP 401": "denied", "HTTP 403": "denied", "HTTP 404": "gone", "HTTP 410": "gone"}


class CalendarTrouble(FrontdeskError):
    """A calendar cannot be read now; `code` says why in a word (calendars.toml, `trouble`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Source:
    """Where a calendar is, with its secrets opened."""

    kind: Kind
    url: str
    username: str | None = None
    password: str | None = None


class SealedSecret(Struct, frozen=True, kw_only=True):
    """As the database keeps it; `ciphertext` is hexadecimal."""

    ciphertext: str
    key_id: str

    @property
    def sealed(self) -> Sealed:
        return Sealed(self.key_id, bytes.fromhex(self.ciphertext))


class Attempt(Struct, frozen=True, kw_only=True):
    """busy_calendar_begin."""

    attempt: datetime
    kind: Kind
    url: str | None
    url_env: str | None
    username: str | None
    password_env: str | None
    secrets: dict[SecretName, SealedSecret]
    etag: str | None
    zone: str
    first: datetime
    last: datetime

    @property
    def window(self) -> Window:
        return Window(self.first, self.last, ZoneInfo(self.zone))


class Outcome(Struct, frozen=True, kw_only=True):
    """What came of a reading. `failed`: not read, `error` says why in a word. `late`: another reading was before."""

    status: Literal["ok", "same", "empty", "late", "failed", "none"]
    added: int = 0
    removed: int = 0
    same: int = 0
    conflicts: int = 0
    error: str | None = None


class Reading(Struct, frozen=True, kw_only=True):
    """A calendar as it was read. `answer`: None where it says that nothing changed."""

    answer: Read | None
    etag: str | None


class BusyCalendars:
    """`downloader` asks the servers, within MOST_BYTES and SECONDS."""

    def __init__(
        self,
        database: Database,
        environment: TenantEnvironment,
        vault: Vault,
        downloader: MediaDownloader,
    ) -> None:
        self._database = database
        self._environment = environment
        self._vault = vault
        self._downloader = downloader

    async def follow(self, organization: UUID, calendar: UUID) -> Outcome:
        """Reads one calendar and puts what it takes. Raises DatabaseUnavailable."""
        about: Json = {"organization": organization, "calendar": calendar}
        attempt = await self._database.find(Attempt, "busy_calendar_begin", **about)
        if attempt is None:
            return Outcome(status="none")
        about["attempt"] = attempt.attempt
        try:
            source = await self._source(organization, calendar, attempt)
            reading = await self.read(source, attempt.window, attempt.etag)
            if reading.answer is None:
                await self._database.call("busy_calendar_same", **about)
                return Outcome(status="same")
            return await self._take(organization, about, attempt, reading.answer, reading.etag)
        except CalendarTrouble as trouble:
            log.warning("a calendar elsewhere cannot be read: %s", trouble.code)
            await self._database.call("busy_calendar_failed", **about, error=trouble.code)
            return Outcome(status="failed", error=trouble.code)

    async def read(self, source: Source, window: Window, etag: str | None = None) -> Reading:
        """What a calendar takes, wherever it is. Raises CalendarTrouble."""
        answer = await self._answer(source, window, etag)
        if answer.status == 304:
            return Reading(answer=None, etag=etag)
        try:
            content = answer.content
            if source.kind == "caldav":
                content = caldav.events_of(content)
            read = await asyncio.to_thread(read_apart, content, window)
        except CalendarTooMuch:
            raise CalendarTrouble("too_much") from None
        except CalendarUnreadable as error:
            log.info("no calendar: %s", error)
            raise CalendarTrouble("not_a_calendar") from None
        if len(read.spans) > MOST_TIMES:
            raise CalendarTrouble("too_much")
        return Reading(answer=read, etag=answer.headers.get("etag") or None)

    async def _answer(self, source: Source, window: Window, etag: str | None) -> Answer:
        url = _address(source.url)
        try:
            if source.kind == "caldav":
                headers = caldav.query_headers(source.username, source.password)
                request = Request("REPORT", None, headers, caldav.query(window))
            else:
                request = Request(headers=_ics_headers(source, etag))
            return await self._downloader.ask(url, request)
        except MediaTooLarge:
            raise CalendarTrouble("too_much") from None
        except MediaError as error:
            raise CalendarTrouble(_word(error)) from None

    async def _source(self, organization: UUID, calendar: UUID, attempt: Attempt) -> Source:
        url = attempt.url or await self._secret(organization, attempt.url_env)
        url = url or self._opened(organization, calendar, "address", attempt.secrets)
        password = await self._secret(organization, attempt.password_env)
        password = password or self._opened(organization, calendar, "password", attempt.secrets)
        if not url or (attempt.password_env and not password):
            raise CalendarTrouble("no_secret")
        return Source(attempt.kind, url, attempt.username, password)

    async def _secret(self, organization: UUID, name: str | None) -> str | None:
        return await self._environment.secret(organization, name)

    def _opened(
        self,
        organization: UUID,
        calendar: UUID,
        name: SecretName,
        secrets: Mapping[SecretName, SealedSecret],
    ) -> str | None:
        secret = secrets.get(name)
        if secret is None:
            return None
        try:
            return self._vault.open(secret.sealed, SecretPlace(organization, calendar, name))
        except OperatorError:
            raise CalendarTrouble("no_secret") from None

    async def _take(
        self,
        organization: UUID,
        about: Mapping[str, object],
        attempt: Attempt,
        read: Read,
        etag: str | None,
    ) -> Outcome:
        times = await self.times_of(organization, read)
        return await self._database.fetch(
            Outcome,
            "busy_calendar_take",
            **about,
            times=[{"starts": _iso(begins), "ends": _iso(ends)} for begins, ends in times],
            **{"from": attempt.first, "until": attempt.last},
            events=read.events,
            unread=read.unread,
            etag=etag,
        )

    async def times_of(self, organization: UUID, read: Read) -> list[Span]:
        """What a calendar takes without what it shows of our own feed: two that read each other would else keep
        an appointment's time when the appointment is gone. What it shows of another business's is taken."""
        if not read.ours:
            return read.spans
        own = await self._database.fetch(
            set[UUID], "busy_calendar_own", organization=organization, ids=list(map(str, read.ours))
        )
        others = [span for which, spans in read.ours.items() if which not in own for span in spans]
        return merged([*read.spans, *others])


def _address(url: str) -> str:
    """With https for webcal, which is only a hint to programs that subscribe."""
    parts = urlsplit(url)
    return parts._replace(scheme="https").geturl() if parts.scheme in ("webcal", "webcals") else url


def _ics_headers(source: Source, etag: str | None) -> dict[str, str]:
    headers = caldav.query_headers(source.username, source.password)
    only = {name: value for name, value in headers.items() if name == "Authorization"}
    return {**only, "If-None-Match": etag} if etag else only


def _word(error: MediaError) -> str:
    text = str(error)
    if text.startswith("refused"):
        return "refused"
    return _WORDS.get(text, "server" if text.startswith("HTTP") else "unreachable")


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
