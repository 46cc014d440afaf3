"""A file that staff attach to an answer: checked, sent, shown, kept for a while, and gone with its customer."""

import io
import zipfile
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from gateway.access.staff import Role
from gateway.console.store import ConsoleStore
from gateway.media.places import media_stores
from gateway.media.retention import MediaRetention
from gateway.organizations.rows import list_organizations
from gateway.people.erasing import erase
from gateway.people.exporting import as_zip, read_export
from gateway.people.finding import Clue, find_person
from tests.front import Front
from tests.front_fixtures import Opening
from tests.gateway.console.conftest import ANA, Desk, desk_of, member
from tests.gateway.console.test_console_routes import form, logged_in
from tests.gateway.media import files
from tests.scripted_model import ScriptedModel


@pytest.fixture
def model() -> ScriptedModel:
    return ScriptedModel()


@pytest.fixture
async def desk(open_front_with: Opening, model: ScriptedModel) -> AsyncIterator[Desk]:
    """Marta writes over Evolution, which takes the bytes of a file."""
    async with open_front_with(model) as front:
        desk = await desk_of(front)
        desk.customer = front.customer("573005550177", channel="evolution", name="Marta")
        await desk.customer.say("hola")
        desk.customer.heard.clear()
        yield desk


async def attach(
    http: httpx.AsyncClient,
    chat: UUID | str,
    content: bytes,
    name: str = "foto.jpg",
    mime: str = "image/jpeg",
    **fields: str,
) -> httpx.Response:
    data = {"form": await form(http), "key": uuid4().hex, **fields}
    upload = {"file": (name, content, mime)}
    return await http.post(f"/console/chats/{chat}/answer", data=data, files=upload)


def sent(front: Front) -> list[dict[str, Any]]:
    return front.rows(
        "select id, kind, body, status, payload -> 'media' as media from chat_messages "
        "where payload ? 'staff' order by seq"
    )


def stored(front: Front) -> list[str]:
    folder = front.container.settings.data_dir / "media"
    return [file.name for file in folder.rglob("*") if file.is_file()]


async def test_a_picture_with_words_goes_out_and_is_shown(desk: Desk) -> None:
    front = desk.front
    async with logged_in(front) as http:
        page = (await http.get(f"/console/chats/{desk.chat}")).text
        assert 'type="file"' in page
        done = await attach(
            http, desk.chat, files.jpeg(), "../../mi  foto.exe", text="Así\r\nqueda"
        )
        assert done.status_code == 303, done.text
        await front.settle()
        message = front.evolution.sent[-1]
        assert message.content == files.jpeg()
        assert message.body["mimetype"] == "image/jpeg"
        assert message.body["mediatype"] == "image"
        assert message.body["fileName"] == ".. .. mi foto.jpg".lstrip(". ")
        assert message.text == "Así\nqueda"
        [row] = sent(front)
        assert (row["kind"], row["status"]) == ("image", "sent")
        shown = (await http.get(f"/console/chats/{desk.chat}")).text
        place = f"/console/chats/{desk.chat}/files/{row['id']}"
        assert place in shown
        opened = await http.get(place)
        assert opened.content == files.jpeg()
        assert opened.headers["content-disposition"].startswith("attachment")
    assert front.rows("select 1 from handed_files") == []
    assert ("ana.rojas", "answered") in desk.actions()


async def test_a_document_needs_no_words_and_its_name_is_shown(desk: Desk) -> None:
    async with logged_in(desk.front) as http:
        done = await attach(http, desk.chat, files.pdf(), "Orden <1>.pdf", "application/pdf")
        assert done.status_code == 303
        await desk.front.settle()
        assert "Orden 1.pdf" in (await http.get(f"/console/chats/{desk.chat}")).text
    assert desk.front.evolution.sent[-1].body["fileName"] == "Orden 1.pdf"


@pytest.mark.parametrize(
    ("content", "mime", "status", "told"),
    [
        (b"<html><script>alert(1)</script>", "image/jpeg", 422, "ese tipo de archivo"),
        (b"MZ" + b"\0" * 200, "application/pdf", 422, "ese tipo de archivo"),
        (b"", "image/jpeg", 422, "vacío"),
        (b"\xff\xd8\xff" + b"\0" * 10_000_000, "image/jpeg", 422, "demasiado grande"),
        (b"\xff\xd8\xff" + b"\0" * 10_100_000, "image/jpeg", 413, "vuelve atrás"),
    ],
)
async def test_what_no_channel_takes_is_refused_and_the_words_stay(
    desk: Desk, content: bytes, mime: str, status: int, told: str
) -> None:
    async with logged_in(desk.front) as http:
        refused = await attach(http, desk.chat, content, mime=mime, text="mis palabras")
        assert refused.status_code == status, refused.text
        assert told in refused.text
        assert status == 413 or "mis palabras" in refused.text
    assert sent(desk.front) == []
    assert stored(desk.front) == []


async def test_a_form_that_is_not_ours_stores_nothing(desk: Desk) -> None:
    front = desk.front
    await member(front, "rui@sorriso.example", [Role.OWNER], "sorriso")
    await member(front, "pro@aurora.example", [Role.PROFESSIONAL])
    async with logged_in(front) as http:
        for about in ({"form": "x" * 43}, {"form": ""}):
            refused = await attach(http, desk.chat, files.jpeg(), **about)
            assert refused.status_code == 403
        # A form with a file is read at the one place that takes files.
        token = await form(http)
        elsewhere = await http.post(
            f"/console/chats/{desk.chat}/note",
            data={"form": token, "key": "k", "note": "x"},
            files={"file": ("x.jpg", files.jpeg(), "image/jpeg")},
        )
        assert elsewhere.status_code == 403
    async with logged_in(front, "rui@sorriso.example") as http:
        assert (await attach(http, desk.chat, files.jpeg())).status_code == 404
    async with logged_in(front, "pro@aurora.example") as http:
        assert (await attach(http, desk.chat, files.jpeg())).status_code == 403
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(front.app), base_url="http://test"
    ) as http:
        upload = {"file": ("x.jpg", files.jpeg(), "image/jpeg")}
        stranger = await http.post(f"/console/chats/{desk.chat}/answer", files=upload)
        assert stranger.status_code in (303, 400, 403)
    assert sent(front) == []
    assert stored(front) == []
    assert front.rows("select 1 from handed_files") == []


async def test_a_form_counts_once_and_what_is_left_over_goes(desk: Desk) -> None:
    front = desk.front
    async with logged_in(front) as http:
        for _ in range(2):
            done = await attach(http, desk.chat, files.jpeg(), key="the-same")
            assert done.status_code == 303
    await front.settle()
    assert len(sent(front)) == 1
    assert len(stored(front)) == 2
    assert len(front.rows("select 1 from handed_files")) == 1
    stores = media_stores(front.container.settings, httpx.AsyncClient(), front.clock)
    retention = MediaRetention(front.container.database, stores, 30, front.clock)
    await retention.round()
    assert len(stored(front)) == 2, "perhaps its form is still on its way"
    await front.pass_time(3700)
    await retention.round()
    assert len(stored(front)) == 1
    assert front.rows("select 1 from handed_files") == []
    await front.pass_time(31 * 24 * 3600)
    await retention.round()
    assert stored(front) == []
    assert sent(front)[0]["media"]["state"] == "deleted"


async def test_over_a_channel_that_fetches_files_an_address_is_needed(desk: Desk) -> None:
    other = desk.front.customer("573005550101", name="Marta")  # over Gupshup
    chat = other.chat["id"]
    async with logged_in(desk.front) as http:
        page = (await http.get(f"/console/chats/{chat}")).text
        assert 'type="file"' not in page
        assert "PUBLIC_URL" in page
        refused = await attach(http, chat, files.jpeg())
        assert refused.status_code == 422
        assert "PUBLIC_URL" in refused.text
    assert sent(desk.front) == []
    assert stored(desk.front) == []


async def test_a_file_of_another_chat_is_not_there(desk: Desk) -> None:
    """The id of a file that was handed in for one chat sends nothing in another."""
    front = desk.front
    beto = ConsoleStore(
        front.container.database, await member(front, "eva@aurora.example", [Role.OWNER])
    )
    other = front.customer("573005550101").chat["id"]
    file: Any = {"id": uuid4(), "kind": "image", "mime": "image/jpeg", "bytes": 3}
    file |= {"filename": "x.jpg", "voice": False}
    front.execute(
        "insert into handed_files (id, organization_id, chat_identity_id, store, path, handed_at) "
        "select %s, organization_id, id, 'files', 'media/x', now() from chat_identities where id = %s",
        file["id"],
        other,
    )
    assert (await beto.answer(desk.chat, "", "k", file=file)).status == "not_found"
    assert sent(front) == []


async def test_the_assistant_knows_that_a_file_was_sent(desk: Desk, model: ScriptedModel) -> None:
    front = desk.front
    async with logged_in(front, ANA) as http:
        await attach(http, desk.chat, files.pdf(), "orden.pdf", "application/pdf")
        await front.settle()
        token = await form(http)
        await http.post(f"/console/chats/{desk.chat}/give-back", data={"form": token})
    await desk.customer.say("gracias, ¿y ahora?")
    assert "[document]" in [message.content for message in model.seen[-1]]


async def test_a_sent_file_is_in_the_copy_and_goes_with_its_customer(desk: Desk) -> None:
    front = desk.front
    async with logged_in(front) as http:
        await attach(http, desk.chat, files.jpeg())
        await front.settle()
        await attach(http, desk.chat, files.pdf(), key="left over")
        await attach(http, desk.chat, files.pdf(), key="left over")
    assert len(stored(front)) == 3
    database, organization = front.container.database, front.organization("aurora")
    person = await find_person(database, organization, Clue(id=desk.chat))
    export = await read_export(database, organization, person)
    packed, missing = await as_zip(
        export, "aurora", front.clock.now(), front.container.outside.stores
    )
    assert missing == []
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert files.jpeg() in [archive.read(name) for name in archive.namelist()]
    own = next(row for row in await list_organizations(database) if row.slug == "aurora")
    erased = await erase(database, own, person, cancel=True, tries=1)
    assert erased.erasure
    assert await front.container.outside.delete(erased.erasure) == []
    assert stored(front) == []
    assert front.rows("select 1 from handed_files") == []
