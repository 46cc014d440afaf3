"""Downloads of received files: what arrives, what is too much, and when to try again."""

import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from typing import Any

import pytest

from agent.errors import MediaError
from gateway.media.download import Download, MediaDownloader
from tests.gateway.channels.file_server import (
    ALSO_PUBLIC,
    PUBLIC,
    FileServer,
    Internet,
    Names,
    page,
    redirect,
)

HOST = "files.example"
HOSTS = (HOST, ".cdn.example")


@pytest.fixture
async def server() -> AsyncIterator[FileServer]:
    async with FileServer() as running:
        yield running


def _names(**more: Any) -> Names:
    return Names(files_example=[[PUBLIC]], **more)


async def _download(
    server: FileServer, path: str = "/f", *, names: Names | None = None, **about: Any
) -> Download:
    about = {"max_bytes": 1000, "timeout_seconds": 2} | about
    downloader = MediaDownloader(transport=Internet(server), resolver=names or _names(), **about)
    return await downloader.download(f"https://{HOST}{path}", HOSTS)


async def _error(server: FileServer, **about: Any) -> MediaError:
    with pytest.raises(MediaError) as caught:
        await _download(server, **about)
    return caught.value


async def test_a_file_and_its_type(server: FileServer) -> None:
    server.pages["/f?a=1&fileName=x%20y.jpg"] = page(b"jpeg", content_type="Image/JPEG; q=1")
    got = await _download(server, "/f?a=1&fileName=x%20y.jpg")
    assert got == Download(b"jpeg", "image/jpeg")


@pytest.mark.parametrize("told", ["", "nonsense", "text/html\x00", "a/" + "b" * 200])
async def test_a_type_that_is_none_is_left_out(server: FileServer, told: str) -> None:
    server.pages["/f"] = page(b"x", content_type=told.replace("\x00", " "))
    assert (await _download(server)).mime == ("text/html" if "html" in told else None)


async def test_the_connection_goes_to_the_checked_address_and_speaks_to_the_host(
    server: FileServer,
) -> None:
    server.pages["/f"] = page(b"x")
    internet = Internet(server)
    await MediaDownloader(transport=internet, resolver=_names()).download(
        f"https://{HOST}/f", HOSTS
    )
    assert (internet.asked, internet.names, server.hosts) == ([PUBLIC], [HOST], [HOST])


async def test_the_next_address_is_tried_when_one_does_not_answer(server: FileServer) -> None:
    server.pages["/f"] = page(b"x")
    internet = Internet(server, routes=(PUBLIC,))
    names = Names(files_example=[[ALSO_PUBLIC, PUBLIC]])
    downloader = MediaDownloader(transport=internet, resolver=names)
    assert (await downloader.download(f"https://{HOST}/f", HOSTS)).content == b"x"
    assert internet.asked == [ALSO_PUBLIC, PUBLIC]


async def test_a_stand_in_on_loopback_needs_both_permissions(server: FileServer) -> None:
    server.pages["/f"] = page(b"x")
    url = f"http://127.0.0.1:{server.port}/f"
    allowed = MediaDownloader(allow_http=True, allow_private=True)
    assert (await allowed.download(url, ["127.0.0.1"])).content == b"x"
    for allow_http, allow_private in ((False, False), (True, False), (False, True)):
        refusing = MediaDownloader(allow_http=allow_http, allow_private=allow_private)
        with pytest.raises(MediaError):
            await refusing.download(url, ["127.0.0.1"])
    with pytest.raises(MediaError):
        await allowed.download(url, ["files.example"])
    assert len(server.hosts) == 1


# Redirects


async def test_redirects_are_followed_by_the_same_rules(server: FileServer) -> None:
    server.pages["/f"] = redirect("/two", "301 Moved")
    server.pages["/two"] = redirect("https://a.cdn.example/three", "307 Temporary")
    server.pages["/three"] = redirect("//files.example/four?x=1")
    server.pages["/four?x=1"] = page(b"there")
    names = _names(a_cdn_example=[[ALSO_PUBLIC]])
    assert (await _download(server, names=names)).content == b"there"
    assert server.hosts == [HOST, HOST, "a.cdn.example", HOST]


async def test_there_is_an_end_to_redirects(server: FileServer) -> None:
    server.pages["/f"] = redirect("/f")
    assert (await _error(server, max_redirects=2)).permanent
    assert len(server.hosts) == 3


@pytest.mark.parametrize("location", ["", "https://[", "https://x:y/", "/" + "a" * 5000])
async def test_a_redirect_to_nowhere(server: FileServer, location: str) -> None:
    server.pages["/f"] = redirect(location)
    assert (await _error(server)).permanent
    assert len(server.hosts) == 1


# Size and time


@pytest.mark.parametrize(
    "answer",
    [
        page(b"a" * 1001),
        page(b"a" * 1001, length=None),
        page(b"a" * 10, length=1001),
        page(b"a" * 10, length=10**19),
        page(gzip.compress(b"a" * 1001), content_encoding="gzip"),
        page(gzip.compress(b"a" * 50_000_000), content_encoding="gzip", length=None),
        page(zlib.compress(b"a" * 1001), content_encoding="deflate"),
        page(b"ffff\r\n" + b"a" * 2000, length=None, transfer_encoding="chunked"),
    ],
    ids=["told", "untold", "promised", "absurd", "gzip", "bomb", "deflate", "chunked"],
)
async def test_too_much_is_refused(server: FileServer, answer: bytes) -> None:
    server.pages["/f"] = answer
    error = await _error(server)
    assert (error.permanent, str(error)) == (True, "refused: size")


async def test_a_bomb_is_never_unpacked_beyond_the_limit(server: FileServer) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    server.pages["/f"] = page(bomb, content_encoding="gzip")
    tracemalloc.start()
    await _error(server, max_bytes=100_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3_000_000


async def test_exactly_the_limit_is_not_too_much(server: FileServer) -> None:
    server.pages["/f"] = page(b"a" * 1000)
    server.pages["/z"] = page(gzip.compress(b"a" * 1000), content_encoding="gzip")
    assert len((await _download(server, "/f")).content) == 1000
    assert len((await _download(server, "/z")).content) == 1000


async def test_a_length_that_promises_less_ends_the_file(server: FileServer) -> None:
    server.pages["/f"] = page(b"a" * 5000, length=3)
    assert (await _download(server)).content == b"aaa"


async def test_a_file_that_breaks_off_may_be_tried_again(server: FileServer) -> None:
    server.pages["/f"] = page(b"a" * 10, length=100)
    assert not (await _error(server)).permanent
    server.pages["/f"] = page(gzip.compress(b"abc" * 90)[:-9], content_encoding="gzip")
    assert not (await _error(server)).permanent


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress", "gzip"])
async def test_an_encoding_that_nobody_asked_for(server: FileServer, encoding: str) -> None:
    server.pages["/f"] = page(b"not compressed at all", content_encoding=encoding)
    assert (await _error(server)).permanent


async def test_a_slow_drip_ends_with_the_time(server: FileServer) -> None:
    server.pages["/f"] = page(b"a", length=None)
    server.dripping.add("/f")
    error = await _error(server, timeout_seconds=0.15)
    assert (error.permanent, str(error)) == (False, "the download took too long")


# Answers


@pytest.mark.parametrize(
    ("status", "permanent"),
    [
        ("404 Not Found", True),
        ("403 Forbidden", True),
        ("410 Gone", True),
        ("206 Partial", True),
        ("304 Not Modified", True),
        ("408 Timeout", False),
        ("429 Too Many", False),
        ("500 Oops", False),
        ("503 Later", False),
    ],
)
async def test_an_answer_that_is_no_file(server: FileServer, status: str, permanent: bool) -> None:
    server.pages["/f"] = page(b"x", status=status)
    assert (await _error(server)).permanent is permanent


async def test_an_empty_file_is_none(server: FileServer) -> None:
    server.pages["/f"] = page(b"")
    assert (await _error(server)).permanent


@pytest.mark.parametrize("names", [Names(), Names(files_example=[[]])])
async def test_a_name_without_an_address_may_have_one_later(
    server: FileServer, names: Names
) -> None:
    assert not (await _error(server, names=names)).permanent


async def test_an_address_that_refuses_may_answer_later(server: FileServer) -> None:
    downloader = MediaDownloader(transport=Internet(server, routes=()), resolver=_names())
    with pytest.raises(MediaError) as caught:
        await downloader.download(f"https://{HOST}/f", HOSTS)
    assert not caught.value.permanent
