"""Messages that Twilio received for us and could not deliver: it keeps them, and does not try again."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from agent.types import Connection, Json
from gateway.channels.base import Event
from gateway.channels.kit.http_send import get, json_object
from gateway.channels.kit.payload import digits, identifier, text, whole
from gateway.channels.twilio.form import messaging_service, whatsapp
from gateway.channels.twilio.inbound import MOST_MEDIA, events

_PAGE_SIZE = 200
_MOST_PAGES = 10
"""2,000 messages: more than anybody would answer."""


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
        received: list[list[Event]] = []
        async for message in self._listed(since, connection):
            sent_at = _moment(message)
            if sent_at is not None and _is_for(message, connection):
                received.append(events(await self._fields(message), sent_at))
        return [event for message in reversed(received) for event in message]

    async def _listed(self, since: datetime, connection: Connection) -> AsyncIterator[Json]:
        """Newest first, as Twilio lists them. The filter may know days only, so the end is ours."""
        query = {
            "PageSize": str(_PAGE_SIZE),
            "DateSent>": f"{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        }
        phone = digits(connection.phone)
        if phone and not messaging_service(connection):
            query["To"] = whatsapp(phone)
        url: str | None = f"{self._base}{self._account}/Messages.json?{httpx.QueryParams(query)}"
        for _ in range(_MOST_PAGES):
            if url is None:
                return
            page = await self._get(url)
            messages = page.get("messages")
            for message in messages if isinstance(messages, list) else ():
                if not isinstance(message, dict):
                    continue
                if (sent_at := _moment(message)) is not None and sent_at < since:
                    return
                yield message
            url = self._next(page)

    def _next(self, page: Json) -> str | None:
        """Where the next page is: below the same account, or nowhere."""
        path = text(page, "next_page_uri")
        ours = path is not None and path.startswith(f"{self._account}/Messages.json?")
        return f"{self._base}{path}" if ours else None

    async def _fields(self, message: Json) -> Json:
        """The message as the parameters of its webhook."""
        sid = identifier(message, "sid") or ""
        count = min(whole(message.get("num_media")) or 0, MOST_MEDIA)
        fields: Json = {
            "MessageSid": sid,
            "From": message.get("from"),
            "Body": message.get("body"),
            "NumMedia": count,
        }
        if count > 0:
            fields |= await self._media(sid)
        return fields

    async def _media(self, sid: str) -> Json:
        place = f"{self._account}/Messages/{sid}/Media"
        listed = (await self._get(f"{self._base}{place}.json")).get("media_list")
        files = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
        fields: Json = {"NumMedia": max(1, min(len(files), MOST_MEDIA))}
        for number, file in enumerate(files[:MOST_MEDIA]):
            fields[f"MediaContentType{number}"] = file.get("content_type")
            fields[f"MediaUrl{number}"] = f"{self._base}{place}/{identifier(file, 'sid')}"
        return fields

    async def _get(self, url: str) -> Json:
        return json_object(await get(self._http, url, headers=self._headers))


def _moment(message: Json) -> datetime | None:
    told = text(message, "date_sent", "date_created")
    try:
        at = parsedate_to_datetime(told) if told else None
    except ValueError:
        return None
    return at.astimezone(UTC) if at else None


def _is_for(message: Json, connection: Connection) -> bool:
    if message.get("direction") != "inbound" or identifier(message, "sid") is None:
        return False
    if text(message, "from") is None:
        return False
    service = messaging_service(connection)
    if service and message.get("messaging_service_sid") == service:
        return True
    phone = digits(connection.phone)
    return text(message, "to") == whatsapp(phone) if phone else not service
