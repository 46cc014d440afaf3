"""Where a received file is: the Graph API names an address that lives for minutes and needs the key."""

from urllib.parse import quote, urlsplit

import httpx

from agent.errors import MediaError
from agent.types import Json
from gateway.channels.base import FileLocation
from gateway.channels.kit.http_send import json_object
from gateway.channels.kit.payload import identifier, text
from gateway.channels.meta.answers import no_such_object

HOSTS = ("lookaside.fbsbx.com", ".fbcdn.net", ".whatsapp.net")
"""The first hands files out to who has the key; the others are where it may redirect to."""


async def locate(
    media: Json, graph: str, number: str, key: str, http: httpx.AsyncClient
) -> FileLocation | None:
    """The file's address at this moment; None when Meta does not have it (any more).

    The id of a file is good for seven days. The address in a webhook is for minutes, so it serves
    only where there is no id. Raises MediaError (not permanent) when Meta does not answer usefully.
    """
    file_id, url, digest = identifier(media, "id"), text(media, "url"), None
    if file_id:
        place = f"{graph}/{quote(file_id, safe='')}"
        url, digest = await _address_and_digest(place, number, key, http)
    return FileLocation(url, _headers(url, graph, key), digest) if url else None


async def _address_and_digest(
    url: str, number: str, key: str, http: httpx.AsyncClient
) -> tuple[str | None, str | None]:
    """What the Graph API says of a file; nothing when it does not have it."""
    try:
        answer = await http.get(
            url,
            params={"phone_number_id": number},
            headers={"Authorization": f"Bearer {key}"},
            follow_redirects=False,
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise MediaError(f"no answer: {type(error).__name__}", permanent=False) from error
    body = json_object(answer)
    if answer.status_code == 404 or no_such_object(body):
        return None, None
    if not answer.is_success or not text(body, "url"):
        raise MediaError(f"HTTP {answer.status_code}, and no address", permanent=False)
    return text(body, "url"), text(body, "sha256")


def _headers(url: str, graph: str, key: str) -> dict[str, str]:
    """The key goes to Meta's own hosts for files, and to no other that an answer may name."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return {}
    if host not in (HOSTS[0], urlsplit(graph).hostname):
        return {}
    # Without a User-Agent the file's host answers with an error page.
    return {"Authorization": f"Bearer {key}", "User-Agent": "frontdesk"}
