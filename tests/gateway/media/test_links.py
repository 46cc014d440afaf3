"""`frontdesk media link`: staff open a file for a while, nobody else does."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from typer.testing import Result

from agent.clock import SystemClock
from gateway.cli.media import media_app
from gateway.media.page import media_router
from gateway.media.places import media_files
from tests.command_line import Deployment, command
from tests.front import Front
from tests.gateway.media import files
from tests.gateway.media.sending import rows, send, sender


async def media(front: Front, *arguments: object) -> Result:
    return await command(Deployment(front.url, front.container.settings), media_app, *arguments)


@pytest.fixture
async def kept(front: Front) -> dict[str, Any]:
    await send(sender(front), "audio", files.ogg())
    return rows(front)[0]


async def test_the_gateway_has_the_page(front: Front, kept: dict[str, Any]) -> None:
    files_here = media_files(front.container.settings, front.clock)
    link = await files_here.link(kept["media"]["path"], 60)
    token = link.rpartition("/")[2]
    assert (await front.http.get(f"/media/{token}")).content == files.ogg()
    front.clock.advance(60)
    assert (await front.http.get(f"/media/{token}")).status_code == 410
    assert (await front.http.get("/media/none.none")).status_code == 404


async def test_a_link_opens_the_file(front: Front, kept: dict[str, Any]) -> None:
    made = await media(front, "link", "aurora", kept["id"], "--minutes", 5)
    assert made.exit_code == 0, made.output
    link = made.output.strip()
    assert link.startswith("http://localhost:8080/media/")
    app = FastAPI()
    app.include_router(media_router(media_files(front.container.settings, SystemClock())))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8080") as http:
        shown = await http.get(link)
    assert (shown.status_code, shown.content) == (200, files.ogg())
    assert shown.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("sorriso", "own"), "no file of this message is kept"),
        (("aurora", "none"), "no file of this message is kept"),
        (("nobody", "own"), "there is no organization `nobody`"),
    ],
)
async def test_what_is_not_theirs_or_not_there_has_no_link(
    front: Front, kept: dict[str, Any], arguments: tuple[str, str], said: str
) -> None:
    organization, message = arguments
    made = await media(front, "link", organization, kept["id"] if message == "own" else uuid4())
    assert made.exit_code == 1
    assert said in made.output


async def test_a_link_lasts_from_a_minute_to_a_week(front: Front, kept: dict[str, Any]) -> None:
    for minutes in (0, -1, 10_081, "soon"):
        assert (await media(front, "link", "aurora", kept["id"], "--minutes", minutes)).exit_code
