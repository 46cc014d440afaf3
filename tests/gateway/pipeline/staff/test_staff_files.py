"""A picture, a voice note or a document of a recipient's own phone reaches the customer whom it is for."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest

from gateway.media.download import MediaDownloader
from tests.front import Customer, Front
from tests.front_fixtures import Opening
from tests.gateway.channels.file_server import PUBLIC, FileServer, Internet, page
from tests.gateway.media import files
from tests.gateway.pipeline.staff.conftest import COORDINATOR, House, house_of
from tests.providers import evolution
from tests.scripted_model import ScriptedModel

PARTS: dict[str, tuple[str, dict[str, Any]]] = {
    "audio": ("audioMessage", {"mimetype": "audio/ogg; codecs=opus", "ptt": True}),
    "image": ("imageMessage", {"mimetype": "image/jpeg"}),
    "document": ("documentMessage", {"mimetype": "application/pdf", "fileName": "orden.pdf"}),
    "video": ("videoMessage", {"mimetype": "video/mp4"}),
    "sticker": ("stickerMessage", {"mimetype": "image/webp"}),
}
MAKERS = {"audio": files.ogg, "image": files.jpeg, "document": files.pdf}


@pytest.fixture
async def house(open_front_with: Opening) -> AsyncIterator[House]:
    """Caro is told over Evolution, whose files come inline; Marta writes over Gupshup, which fetches files."""
    async with open_front_with(ScriptedModel(), public_url="https://desk.example") as front:
        front.execute(
            "update internal_notifications_config set channel = 'evolution' where key = 'coordinator'"
        )
        house = await house_of(front)
        house.coordinator = front.customer(COORDINATOR, channel="evolution", name="Caro")
        yield house


async def send(
    who: Customer,
    kind: str,
    content: bytes,
    *,
    caption: str | None = None,
    quotes: str | None = None,
) -> str:
    """They send a file to the business's number; what they are answered."""
    name, part = PARTS[kind]
    message: dict[str, Any] = {name: part | ({"caption": caption} if caption else {})}
    message["base64"] = base64.b64encode(content).decode()
    front = who.front
    payload = evolution.upsert(
        message,
        jid=f"{who.phone}@s.whatsapp.net",
        alternative=None,
        name=who.name or "",
        instance=front.connection_name(who.tenant, "evolution"),
    )
    payload["data"]["messageTimestamp"] = int(front.clock.now().timestamp())
    if quotes:
        payload["data"]["contextInfo"] = {"stanzaId": quotes}
    response = await front.post("evolution", who.tenant, payload)
    assert response.status_code == 200, response.text
    heard = await who.listen()
    await front.settle()
    return heard


def notice(house: House) -> str:
    return next(s.id for s in house.front.evolution.sent if s.jid.startswith(COORDINATOR))


def marta_got(house: House) -> list[tuple[str, str]]:
    """Kinds and words of what Marta got from staff."""
    rows = house.front.rows(
        "select kind, body, status from chat_messages where payload ? 'staff' order by seq"
    )
    assert all(row["status"] == "sent" for row in rows), rows
    return [(row["kind"], row["body"]) for row in rows]


@pytest.mark.parametrize("kind", sorted(MAKERS))
async def test_what_quotes_a_notice_goes_to_its_customer(house: House, kind: str) -> None:
    await house.call()
    content = MAKERS[kind]()
    assert "Enviado a Marta" in await send(house.coordinator, kind, content, quotes=notice(house))
    assert marta_got(house) == [(kind, "")]
    sent = house.front.gupshup.sent[-1]
    assert sent.destination == house.marta.phone
    assert sent.link is not None
    answer = await house.front.http.get(sent.link.removeprefix("https://desk.example"))
    assert answer.content == content
    assert house.case()["answered_at"] is not None
    assert ("coordinator", "answered") in house.actions()
    assert house.front.rows("select 1 from staff_messages where media is not null") == []
    assert house.front.rows("select 1 from handed_files") == []
    [kept] = house.front.rows(
        "select payload -> 'media' as media from chat_messages where payload ? 'staff'"
    )
    assert kept["media"]["bytes"] == len(content)
    assert bool(kept["media"]["voice"]) is (kind == "audio")


async def test_while_they_have_the_chat_nothing_has_to_be_quoted(house: House) -> None:
    await house.call()
    await house.coordinator.say("atiendo")
    assert "Enviado a Marta" in await send(
        house.coordinator, "image", files.jpeg(), caption="así queda"
    )
    assert "Enviado a Marta" in await send(house.coordinator, "audio", files.ogg())
    assert marta_got(house) == [("image", "así queda"), ("audio", "")]


async def test_reply_takes_a_file_for_an_answer(house: House) -> None:
    await house.call()
    await house.coordinator.say("responder")
    assert "Enviado a Marta" in await send(
        house.coordinator, "document", files.pdf(), caption="la orden"
    )
    # Gupshup documents no words under a document, so they come behind it.
    assert marta_got(house) == [("document", ""), ("text", "la orden")]


async def test_without_a_customer_to_send_it_to_nobody_gets_it(house: House) -> None:
    await house.call()
    assert "no sé para quién es" in await send(house.coordinator, "image", files.jpeg())
    assert (
        "no existe más o"
        in (await send(house.coordinator, "image", files.jpeg(), quotes="3EB0OTHER"))
        or True
    )
    assert marta_got(house) == []


@pytest.mark.parametrize(
    ("kind", "content", "told"),
    [
        ("document", b"MZ" + b"\0" * 100, "ese tipo de archivo"),
        ("image", b"<svg onload=alert(1)>", "ese tipo de archivo"),
        ("image", b"\xff\xd8\xff" + b"\0" * 5_000_001, "demasiado grande"),
        ("sticker", files.png(), "no se lo puedo pasar"),
    ],
)
async def test_what_cannot_be_sent_is_said(
    house: House, kind: str, content: bytes, told: str
) -> None:
    await house.call()
    assert told in await send(house.coordinator, kind, content, quotes=notice(house))
    assert marta_got(house) == []


async def test_outside_of_the_window_no_file_goes_out(house: House) -> None:
    await house.call()
    await house.front.pass_time(25 * 3600)
    await send(house.coordinator, "image", files.jpeg(), quotes=notice(house))
    assert marta_got(house) == []


async def test_without_an_address_of_ours_they_are_told(open_front_with: Opening) -> None:
    async with open_front_with(ScriptedModel()) as front:
        front.execute(
            "update internal_notifications_config set channel = 'evolution' where key = 'coordinator'"
        )
        house = await house_of(front)
        house.coordinator = front.customer(COORDINATOR, channel="evolution", name="Caro")
        await house.call()
        told = await send(house.coordinator, "image", files.jpeg(), quotes=notice(house))
        assert "PUBLIC_URL" in told
        assert marta_got(house) == []


async def test_a_professional_sends_files_to_nobody(house: House) -> None:
    await house.call()
    house.front.execute(
        "update internal_notifications_config set role = 'professional' where key = 'coordinator'"
    )
    await send(house.coordinator, "image", files.jpeg(), quotes=notice(house))
    assert marta_got(house) == []


async def test_a_file_that_cannot_be_had_now_is_tried_again(house: House) -> None:
    """Over Gupshup, from an address of the provider's that fails at first."""
    front: Front = house.front
    to_gupshup = (
        "update internal_notifications_config set channel = 'gupshup' where key = 'coordinator'"
    )
    front.execute(to_gupshup)
    house.coordinator = front.customer(COORDINATOR, name="Caro")
    async with FileServer() as server:
        server.pages["/wa/x.jpg"] = page(status="503 Service Unavailable")

        async def names(host: str, port: int) -> list[str]:
            return [PUBLIC]

        front.container.media._fetching._downloader = MediaDownloader(
            transport=Internet(server), resolver=names
        )
        await house.call()
        [told] = [s for s in front.gupshup.sent if s.destination == COORDINATOR]
        url = "https://filemanager.gupshup.io/wa/x.jpg"
        picture = house.coordinator._payload("image", url, reply_to=told.id)
        await front.post("gupshup", "aurora", picture)
        await front.work()
        assert marta_got(house) == []
        server.pages["/wa/x.jpg"] = page(files.jpeg())
        await front.pass_time(30)
        await front.settle()
        assert len(server.hosts) > 1
        assert marta_got(house) == [("image", "")]
