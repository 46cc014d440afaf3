"""A file of staff over every channel: once, with its bytes or a link to them, its words, and its state."""

from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest

from gateway.access.staff import Role
from gateway.channels.registry import channel_classes
from gateway.console.store import ConsoleStore
from gateway.media.handing_in import checked, hand_in
from gateway.media.places import media_store
from tests.channels.connected import PUBLIC_URL, Connected
from tests.channels.player import Received
from tests.gateway.console.conftest import ANA, member
from tests.gateway.media import files

LONG = "Aquí va la orden. " * 80
MAKERS = {"image": files.jpeg, "audio": files.ogg, "document": files.pdf}


Put = Callable[..., Awaitable[None]]


@pytest.fixture
async def put(plain: Connected) -> Put:
    """One of staff answers the player's customer in the console, with a file."""
    front = plain.front
    container, staff = front.container, await member(front, ANA, [Role.OWNER])
    takes = channel_classes()[plain.player.channel].sent_files
    assert takes is not None
    store = media_store(container.settings, container.media._fetching._http, front.clock)

    async def answer(content: bytes, text: str = "") -> None:
        [chat] = plain.chats()
        file, id = checked(content, None, "orden médica.bin", takes), uuid4()
        assert await hand_in(container.database, store, staff.organization, chat["id"], id, file)
        console = ConsoleStore(container.database, staff)
        outcome = await console.answer(chat["id"], text, uuid4().hex, file=file.argument(id))
        assert outcome.status == "queued"

    return answer


async def fetched(desk: Connected, message: Received) -> bytes:
    """The bytes, from the message or from where the provider fetches them."""
    assert message.file is not None
    if message.file.content is not None:
        return message.file.content
    link = message.file.link or ""
    assert link.startswith(f"{PUBLIC_URL}/media/")
    answer = await desk.front.http.get(link.removeprefix(PUBLIC_URL))
    assert answer.status_code == 200
    return answer.content


@pytest.mark.parametrize("kind", sorted(MAKERS))
async def test_a_file_arrives_once_as_it_is(plain: Connected, put: Put, kind: str) -> None:
    await plain.say("Hola")
    before, content = len(plain.player.received()), MAKERS[kind]()
    await put(content, "Aquí está")
    await plain.front.settle()
    arrived = plain.player.received()[before:]
    assert await fetched(plain, arrived[0]) == content
    words = [one.text for one in arrived if one.text]
    assert words == ["Aquí está"]
    assert len(arrived) <= 2
    assert [one.file is not None for one in arrived] == [True, False][: len(arrived)]
    assert kind != "image" or len(arrived) == 1
    [row, *_] = [m for m in plain.messages("outbound") if m["kind"] == kind]
    assert row["status"] == "sent"
    assert row["provider_id"] == arrived[0].id
    await plain.show_sent(arrived[0])
    if delivered := plain.player.status(arrived[0].id, "delivered", at=plain.now):
        assert (await plain.deliver(delivered)).status_code == 200
        [row, *_] = [m for m in plain.messages("outbound") if m["kind"] == kind]
        assert row["status"] == "delivered"


async def test_words_that_are_too_long_for_a_file_come_behind_it(
    plain: Connected, put: Put
) -> None:
    await plain.say("Hola")
    before = len(plain.player.received())
    await put(files.jpeg(), LONG)
    await plain.front.settle()
    first, *others = plain.player.received()[before:]
    assert first.file is not None
    assert first.text == ""
    assert " ".join(one.text for one in others).split() == LONG.split()


async def test_a_refused_file_waits_with_what_is_behind_it(plain: Connected, put: Put) -> None:
    await plain.say("Hola")
    before = len(plain.player.received())
    plain.player.refuse("limit")
    await put(files.jpeg())
    await put(files.pdf(), "y esto")
    await plain.front.settle()
    assert plain.player.received()[before:] == []
    plain.player.refuse(None)
    arrived: list[bytes] = []
    for _ in range(12):
        await plain.front.pass_time(600)
        await plain.front.work()
        got = [one for one in plain.player.received()[before:] if one.file]
        arrived += [await fetched(plain, one) for one in got[len(arrived) :]]
    assert arrived == [files.jpeg(), files.pdf()]
    if (link := got[0].file.link if got[0].file else None) is not None:
        late = await plain.front.http.get(link.removeprefix(PUBLIC_URL))
        assert late.status_code == 410, "an hour later the link has ended"


async def test_no_answer_sends_no_file_twice(plain: Connected, put: Put) -> None:
    await plain.say("Hola")
    plain.player.refuse("down")
    await put(files.jpeg())
    await plain.front.settle()
    [row] = [m for m in plain.messages("outbound") if m["kind"] == "image"]
    assert row["status"] in ("unknown", "queued")


async def test_a_file_that_was_deleted_meanwhile_is_not_sent(plain: Connected, put: Put) -> None:
    await plain.say("Hola")
    before = len(plain.player.received())
    await put(files.jpeg())
    plain.front.execute(
        "update chat_messages set payload = jsonb_set(payload, '{media,state}', '\"deleted\"') "
        "where payload ? 'media'"
    )
    await plain.front.settle()
    assert plain.player.received()[before:] == []
    [row] = [m for m in plain.messages("outbound") if m["kind"] == "image"]
    assert row["status"] == "failed"
    assert "deleted" in row["error"]


async def test_without_an_address_of_ours_a_provider_that_fetches_gets_nothing(
    plain: Connected, put: Put
) -> None:
    takes = channel_classes()[plain.player.channel].sent_files
    if takes is None or not takes.by_link:
        pytest.skip("it takes the bytes")
    await plain.say("Hola")
    before = len(plain.player.received())
    plain.front.container.outbox._files._has_address = False
    await put(files.jpeg())
    await plain.front.settle()
    assert plain.player.received()[before:] == []
    [row] = [m for m in plain.messages("outbound") if m["kind"] == "image"]
    assert row["status"] == "failed"
    assert "PUBLIC_URL is not set" in row["error"]
