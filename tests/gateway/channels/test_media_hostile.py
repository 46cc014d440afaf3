"""Hostile URLs: none may lead to a connection with anything but a checked public address."""

from collections.abc import AsyncIterator

import pytest

from agent.errors import MediaError
from gateway.channels.kit.public_address import is_public
from gateway.media.download import MediaDownloader
from tests.gateway.channels.file_server import (
    ALSO_PUBLIC,
    PUBLIC,
    FileServer,
    Internet,
    Names,
    page,
    redirect,
)

ALLOWED = "filemanager.gupshup.io"

# Addresses of ourselves and our neighbours, in every notation that some resolver understands.
PRIVATE_HOSTS = [
    "127.0.0.1",
    "127.1",
    "127.0.0.1.",
    "127.255.255.254",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0x7f.1",
    "0X7F.0x0.0.0x1",
    "0177.0.0.1",
    "017700000001",
    "0",
    "0.0.0.0",
    "localhost",
    "localhost.",
    "10.0.0.1",
    "0xa000001",
    "172.16.0.1",
    "192.168.1.1",
    "3232235777",
    "100.64.0.1",
    "192.0.0.192",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "169.254.169.254",
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "metadata.google.internal",
    "[::]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:169.254.169.254]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1::]",
    "[fe80::1]",
    "[fe80::1%25eth0]",
    "[fec0::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
]

# URLs that read like the allowed host to one parser and like another to the next.
TRICKS = [
    "",
    "https://",
    "https:///etc/passwd",
    "file:///etc/passwd",
    f"file://{ALLOWED}/etc/passwd",
    f"ftp://{ALLOWED}/f",
    f"gopher://{ALLOWED}/_f",
    "data:image/png;base64,AAAA",
    "javascript:alert(1)",
    f"//{ALLOWED}/f",
    f"{ALLOWED}/f",
    f"http://{ALLOWED}/f",
    f"https:/{ALLOWED}/f",
    f"https:{ALLOWED}/f",
    f"https://{ALLOWED}@127.0.0.1/f",
    f"https://127.0.0.1@{ALLOWED}/f",
    f"https://user:word@{ALLOWED}/f",
    f"https://@{ALLOWED}/f",
    f"https://{ALLOWED}:443@127.0.0.1/f",
    f"https://{ALLOWED}%40127.0.0.1/f",
    f"https://{ALLOWED}%2f@127.0.0.1/f",
    f"https://{ALLOWED}%00.evil.example/f",
    f"https://127.0.0.1\\@{ALLOWED}/f",
    f"https://{ALLOWED}\\@127.0.0.1/f",
    f"https://127.0.0.1#@{ALLOWED}/f",
    f"https://127.0.0.1?@{ALLOWED}/f",
    f"https://127.0.0.1 {ALLOWED}/f",
    f"https://{ALLOWED}\t/f",
    f"https://{ALLOWED}/f\r\nHost: evil.example",
    f"https://{ALLOWED}:22/f",
    f"https://{ALLOWED}:8443/f",
    f"https://{ALLOWED}:80/f",
    f"https://{ALLOWED}:0/f",
    f"https://{ALLOWED}:99999/f",
    f"https://{ALLOWED}:4 43/f",
    f"https://{ALLOWED}./f",
    f"https://.{ALLOWED}/f",
    f"https://{ALLOWED}.evil.example/f",
    f"https://evil{ALLOWED}/f",
    f"https://evil.example/{ALLOWED}",
    f"https://evil.example?{ALLOWED}",
    "https://filemanager。gupshup。io/f",
    "https://ｆilemanager.gupshup.io/f",
    "https://fіlemanager.gupshup.io/f",
    "https://xn--flemanager-w9h.gupshup.io/f",
    "https://①②⑦.⓪.⓪.①/f",
    "https://１２７.0.0.1/f",
    f"https://{'a' * 300}.gupshup.io/f",
    f"https://{ALLOWED}/{'a' * 5000}",
    "https://[::1/f",
    "https://[::ffff:1.2.3]/f",
    "https://[v1.x]/f",
]

PRIVATE_ADDRESSES = [
    ["127.0.0.1"],
    ["10.1.2.3"],
    ["169.254.169.254"],
    ["::1"],
    ["::ffff:10.0.0.1"],
    ["64:ff9b::a00:1"],
    ["2002:a00:1::"],
    ["fe80::1%1"],
    ["fd12::1"],
    ["0.0.0.0"],
    ["100.64.0.1"],
    ["192.0.0.8"],
    ["192.88.99.1"],
    ["224.0.0.1"],
    ["239.255.255.250"],
    ["240.0.0.1"],
    ["ff0e::1"],
    ["2001:20::1"],
    ["3fff::1"],
    ["::8.8.8.8"],
    ["not an address"],
    [PUBLIC, "127.0.0.1"],
    ["127.0.0.1", PUBLIC],
    [ALSO_PUBLIC, "::1"],
]


@pytest.fixture
async def server() -> AsyncIterator[FileServer]:
    async with FileServer() as running:
        running.pages["/f"] = page(b"secret")
        yield running


def _names() -> Names:
    return Names(
        filemanager_gupshup_io=[[PUBLIC]],
        localhost=[["127.0.0.1"]],
        metadata_google_internal=[["169.254.169.254"]],
    )


def test_the_table_is_long_enough() -> None:
    assert len(PRIVATE_HOSTS) + len(TRICKS) >= 60


@pytest.mark.parametrize("url", [f"https://{host}/f" for host in PRIVATE_HOSTS] + TRICKS)
@pytest.mark.parametrize("allow_http", [False, True])
async def test_a_hostile_url_is_refused_without_a_connection(
    server: FileServer, url: str, allow_http: bool
) -> None:
    if allow_http:
        url = url.replace("https:", "http:", 1) if "127" in url or "[" in url else url
    internet = Internet(server)
    downloader = MediaDownloader(
        transport=internet, resolver=_names(), allow_http=allow_http, timeout_seconds=2
    )
    if url == f"http://{ALLOWED}/f" and allow_http:
        assert (await downloader.download(url, [ALLOWED])).content == b"secret"
        return
    with pytest.raises(MediaError) as caught:
        await downloader.download(url, [ALLOWED])
    assert caught.value.permanent
    assert internet.asked == []


@pytest.mark.parametrize("host", PRIVATE_HOSTS)
@pytest.mark.parametrize("scheme", ["https", "http"])
async def test_a_private_host_is_refused_even_when_its_name_is_allowed(
    server: FileServer, host: str, scheme: str
) -> None:
    """The address check stands on its own, without the list of hosts."""
    internet = Internet(server)
    downloader = MediaDownloader(transport=internet, resolver=_names(), allow_http=True)
    bare = host.strip("[]").lower()
    with pytest.raises(MediaError):
        await downloader.download(f"{scheme}://{host}/f", [host, bare, bare.replace("%25", "%")])
    assert internet.asked == []


@pytest.mark.parametrize("addresses", PRIVATE_ADDRESSES, ids=str)
async def test_a_name_with_a_private_address_is_refused(
    server: FileServer, addresses: list[str]
) -> None:
    internet = Internet(server)
    names = Names(filemanager_gupshup_io=[addresses])
    with pytest.raises(MediaError, match="refused: address"):
        await MediaDownloader(transport=internet, resolver=names).download(
            f"https://{ALLOWED}/f", [ALLOWED]
        )
    assert internet.asked == []


async def test_a_name_that_is_bound_anew_after_the_check_changes_nothing(
    server: FileServer,
) -> None:
    internet = Internet(server)
    names = Names(filemanager_gupshup_io=[[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
    downloader = MediaDownloader(transport=internet, resolver=names)
    assert (await downloader.download(f"https://{ALLOWED}/f", [ALLOWED])).content == b"secret"
    assert (internet.asked, names.asked) == ([PUBLIC], [ALLOWED])


async def test_a_name_that_is_bound_anew_before_a_redirect_is_checked_again(
    server: FileServer,
) -> None:
    server.pages["/r"] = redirect("/f")
    internet = Internet(server)
    names = Names(filemanager_gupshup_io=[[PUBLIC], ["127.0.0.1"]])
    with pytest.raises(MediaError, match="refused: address"):
        await MediaDownloader(transport=internet, resolver=names).download(
            f"https://{ALLOWED}/r", [ALLOWED]
        )
    assert internet.asked == [PUBLIC]


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/f",
        "https://127.0.0.1/f",
        "//127.0.0.1/f",
        "https://[::1]/f",
        "https://2130706433/f",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/f",
        "https://evil.example/f",
        "file:///etc/passwd",
        "ftp://filemanager.gupshup.io/f",
        "http://filemanager.gupshup.io/f",
        "https://filemanager.gupshup.io:6379/f",
        "https://filemanager.gupshup.io@127.0.0.1/f",
        "\\\\127.0.0.1\\f",
        "https:\\\\127.0.0.1/f",
    ],
)
async def test_a_redirect_away_is_refused(server: FileServer, location: str) -> None:
    server.pages["/r"] = redirect(location)
    internet = Internet(server)
    with pytest.raises(MediaError) as caught:
        await MediaDownloader(transport=internet, resolver=_names()).download(
            f"https://{ALLOWED}/r", [ALLOWED]
        )
    assert caught.value.permanent
    assert internet.asked == [PUBLIC]


@pytest.mark.parametrize(
    "address", [PUBLIC, ALSO_PUBLIC, "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)
