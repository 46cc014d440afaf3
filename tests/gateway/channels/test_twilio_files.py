"""Files behind Twilio's key, which goes to the configured API and to nobody else."""

from dataclasses import replace
from uuid import UUID

import httpx
import pytest

from agent.errors import MediaError
from agent.types import Connection
from gateway.channels.twilio.channel import Twilio
from gateway.media.download import Download, MediaDownloader
from tests.providers import twilio
from tests.providers.twilio import TwilioServer

CONNECTION = Connection(
    UUID(int=1), UUID(int=2), "twilio", twilio.ACCOUNT, twilio.BUSINESS, twilio.AUTH_TOKEN
)
JPEG = b"\xff\xd8\xff\xe0 a picture"


async def _download(
    twilio_server: TwilioServer,
    url: str,
    http: httpx.AsyncClient,
    connection: Connection = CONNECTION,
) -> Download:
    location = await Twilio(twilio_server.url).locate_file({"url": url}, connection, http)
    assert location is not None
    downloader = MediaDownloader(allow_http=True, allow_private=True)
    return await downloader.download(location.url, ["127.0.0.1"], location.headers)


async def test_a_file_is_had_with_the_key_which_its_real_host_does_not_get(
    twilio_server: TwilioServer, http: httpx.AsyncClient
) -> None:
    url = twilio_server.put_file("MM" + "1" * 32, JPEG, "image/jpeg")
    assert await _download(twilio_server, url, http) == Download(JPEG, "image/jpeg")
    assert "authorization" in twilio_server.requests[0].headers
    (there,) = twilio_server.file_host.requests
    assert "authorization" not in there.headers


async def test_a_wrong_key_may_be_mended(
    twilio_server: TwilioServer, http: httpx.AsyncClient
) -> None:
    url = twilio_server.put_file("MM" + "1" * 32, JPEG, "image/jpeg")
    with pytest.raises(MediaError):
        await _download(twilio_server, url, http, replace(CONNECTION, secret="wrong"))
    with pytest.raises(MediaError) as caught:
        await _download(twilio_server, url, http, replace(CONNECTION, secret=None))
    assert not caught.value.permanent
    assert not twilio_server.file_host.requests


FILE = f"/2010-04-01/Accounts/{twilio.ACCOUNT}/Messages/MM{'1' * 32}/Media/ME{'2' * 32}"


async def test_the_host_that_a_message_names_does_not_matter(http: httpx.AsyncClient) -> None:
    channel = Twilio("https://api.twilio.com")
    for host in ("api.twilio.com", "api.dublin.ie1.twilio.com", "evil.example", "evil.example:443"):
        location = await channel.locate_file({"url": f"https://{host}{FILE}"}, CONNECTION, http)
        assert location is not None
        assert location.url == f"https://api.twilio.com{FILE}"


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "nonsense",
        f"https://api.twilio.com{FILE}?x=1",
        f"https://api.twilio.com{FILE}/../../../Messages.json",
        f"https://api.twilio.com{FILE.replace('ME', 'M/')}",
        "https://api.twilio.com/2010-04-01/Accounts.json",
        f"https://api.twilio.com{FILE.replace(twilio.ACCOUNT, 'AC' + '9' * 32)}",
    ],
)
async def test_what_is_no_file_of_the_account_is_not_asked_for(
    url: str | None, http: httpx.AsyncClient
) -> None:
    media = {"url": url} if url is not None else {}
    assert await Twilio("https://api.twilio.com").locate_file(media, CONNECTION, http) is None
