"""Messages that Twilio received for us and could not deliver: it keeps them, and does not try again."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from agent.types import Connection
from gateway.channels.base import Event
from gateway.channels.kit.http_send import get, json_object
from gateway.channels.kit.payload import digits, identifier, text, whole
from gateway.channels.trace import Trace, Wanted
from gateway.channels.twilio.form import messaging_service, whatsapp
from gateway.channels.twilio.inbound import MOST_MEDIA, events

_PAGE_SIZE = 200
_MOST_PAGES = 10
"""2,000 messages: more than anybody would answer."""

Parameters = dict[str, str]
"""Of a webhook."""


@dataclass(frozen=True, slots=True)
class _Listed:
    """A message that was received, `to` and `sender` as Twilio writes addresses."""

    sid: str
    sender: str
    to: str | None
    service: str | None
    body: str
    files: int
    sent_at: datetime


class History:
    """The messages of one account as its API lists them. `account` is the address of its resources."""

    def __init__(
        self, base_url: str, account: str, headers: dict[str, str], http: httpx.AsyncClient
    ) -> None:
        self._base = base_url
        self._account = account
        self._headers = headers
        self._http = http

    async def received(self, since: datetime, connection: Connection) -> list[Event]:
        """What customers sent to the connection since then, oldest first, at most 2,000 of the newest.

        A listed message has no name of the sender, no payload of a button and no place on a map: a
        tap is its title, a place is of no kind. Raises ProviderError.
        """
        received = [
            events(await self._parameters(message), message.sent_at)
            async for message in self._listed(since, connection)
            if _is_for(message, connection)
        ]
        return [event for message in reversed(received) for event in message]

    async def sent(self, body: str, wanted: Wanted) -> Trace | None:
        """Looks for a message of ours that was taken since then; None when too many went there to tell. Raises
        ProviderError."""
        query = httpx.QueryParams({"PageSize": str(_PAGE_SIZE), "To": whatsapp(wanted.message.to)})
        items, following = await self._page(
            f"{self._base}{self._account}/Messages.json?{query}", "messages"
        )
        listed = [item for item in items if isinstance(item, dict)]
        for item in listed:
            at = _moment(item, "date_created", "date_sent")
            if at is not None and at < wanted.earliest:
                return Trace(None)
            sid = identifier(item, "sid")
            ours_too = item.get("direction") == "inbound" or sid in wanted.ours
            if not ours_too and (text(item, "body") or "").strip() == body.strip():
                return Trace(sid)
        return None if following else Trace(None)

    async def _listed(self, since: datetime, connection: Connection) -> AsyncIterator[_Listed]:
        """Newest first, as Twilio lists them. The filter may know days only, so the end is ours."""
        moment = f"{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        query = {"PageSize": str(_PAGE_SIZE), "DateSent>": moment}
        phone = digits(connection.phone)
        if phone and not messaging_service(connection):
            query["To"] = whatsapp(phone)
        url: str | None = f"{self._base}{self._account}/Messages.json?{httpx.QueryParams(query)}"
        for _ in range(_MOST_PAGES):
            if url is None:
                return
            items, url = await self._page(url, "messages")
            for item in items:
                sent_at = _moment(item)
                if sent_at is not None and sent_at < since:
                    return
                if message := _received(item, sent_at):
                    yield message

    async def _page(self, url: str, key: str) -> tuple[list[object], str | None]:
        """What stands under `key`, and where the next page is: below the same account, or nowhere."""
        page = json_object(await get(self._http, url, headers=self._headers))
        items, following = page.get(key), text(page, "next_page_uri") or ""
        ours = following.startswith(f"{self._account}/Messages.json?")
        return items if isinstance(items, list) else [], self._base + following if ours else None

    async def _parameters(self, message: _Listed) -> Parameters:
        """The message as its webhook told it."""
        files = await self._files(message.sid) if message.files else {}
        return {
            "MessageSid": message.sid,
            "From": message.sender,
            "Body": message.body,
            "NumMedia": str(message.files),
            **files,
        }

    async def _files(self, sid: str) -> Parameters:
        place = f"{self._account}/Messages/{sid}/Media"
        items, _ = await self._page(f"{self._base}{place}.json", "media_list")
        files = [item for item in items if isinstance(item, dict)][:MOST_MEDIA]
        told = {"NumMedia": str(max(1, len(files)))}
        for number, file in enumerate(files):
            told[f"MediaContentType{number}"] = text(file, "content_type") or ""
            told[f"MediaUrl{number}"] = f"{self._base}{place}/{identifier(file, 'sid')}"
        return told


def _moment(item: object, *names: str) -> datetime | None:
    told = text(item, *(names or ("date_sent", "date_created"))) if isinstance(item, dict) else None
    try:
        at = parsedate_to_datetime(told) if told else None
    except ValueError:
        return None
    return at.astimezone(UTC) if at else None


def _received(item: object, sent_at: datetime | None) -> _Listed | None:
    """None for a message of ours, and for what nobody could tell the age or the sender of."""
    if not isinstance(item, dict) or item.get("direction") != "inbound" or sent_at is None:
        return None
    sid, sender = identifier(item, "sid"), text(item, "from")
    if sid is None or sender is None:
        return None
    return _Listed(
        sid=sid,
        sender=sender,
        to=text(item, "to"),
        service=text(item, "messaging_service_sid"),
        body=text(item, "body") or "",
        files=min(whole(item.get("num_media")) or 0, MOST_MEDIA),
        sent_at=sent_at,
    )


def _is_for(message: _Listed, connection: Connection) -> bool:
    service = messaging_service(connection)
    if service and message.service == service:
        return True
    phone = digits(connection.phone)
    return message.to == whatsapp(phone) if phone else not service
