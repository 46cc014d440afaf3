"""Whatever is posted gets a true answer, is stored cleanly or not at all, and breaks nothing after."""

import json
from typing import Any

import pytest

from agent.language.text import fold
from tests.databases import SECRETS
from tests.front import Customer, Front
from tests.providers import evolution, gupshup

GUPSHUP = f"/webhooks/gupshup/{SECRETS['AURORA_GUPSHUP_TOKEN']}"
EVOLUTION = f"/webhooks/evolution/{SECRETS['AURORA_EVOLUTION_TOKEN']}"


@pytest.fixture(autouse=True)
async def still_alive(plain: Front) -> Any:
    """After each of these the next customer is answered as if nothing had happened."""
    yield
    assert await plain.customer("573005550909").say("hola") == "De acuerdo."


# Bodies


@pytest.mark.parametrize("path", [GUPSHUP, EVOLUTION])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'[{"app": "x"}]',
        b'"text"',
        b"42",
        b"\xff\xfe\x00",
        b"{'app': 'x'}",
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"n": ' + b"9" * 10_000 + b"}",
        b"app=x&type=message",
    ],
    ids=lambda body: repr(body[:12]),
)
async def test_a_body_that_is_no_json_object_is_400(plain: Front, path: str, body: bytes) -> None:
    answer = await plain.http.post(path, content=body)
    assert answer.status_code == 400
    assert answer.json()["status"] == 400
    assert plain.rows("select * from chat_messages") == []


async def test_a_gupshup_body_over_one_megabyte_is_413_however_it_is_sent(plain: Front) -> None:
    body = json.dumps(_text(plain, "x" * 1_000_001)).encode()

    async def in_parts() -> Any:
        for start in range(0, len(body), 65536):
            yield body[start : start + 65536]

    for content in (body, in_parts()):
        assert (await plain.http.post(GUPSHUP, content=content)).status_code == 413
    assert plain.rows("select * from chat_messages") == []


async def test_an_evolution_body_may_carry_a_photo_of_megabytes(plain: Front) -> None:
    ana = plain.customer(channel="evolution")
    await _send(plain, _inline_image(plain, ana, b"\xff\xd8" + b"p" * 3_000_000))
    await plain.settle()
    media = plain.rows("select payload -> 'media' as media from chat_messages order by seq")[0]
    assert media["media"]["state"] == "stored"
    assert media["media"]["bytes"] == 3_000_002
    assert "inline_base64" not in media["media"]
    kept = plain.desk.settings.data_dir / media["media"]["path"]
    assert kept.read_bytes().startswith(b"\xff\xd8p")


async def test_even_evolution_has_its_limit(plain: Front) -> None:
    answer = await plain.http.post(EVOLUTION, content=b"x" * 30_000_001)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "message"},
        {"type": "message", "payload": None},
        {"type": "message", "payload": {"id": None, "source": None}},
        {"type": "message", "payload": {"id": "x"}},
        {"type": "message", "payload": {"id": ["x"], "source": {"a": 1}, "type": "text"}},
        {"type": "message-event", "payload": {"type": "sent"}},
    ],
)
async def test_a_message_without_an_id_or_a_sender_is_400(
    plain: Front, payload: dict[str, Any]
) -> None:
    payload = {"app": plain.connection_name("aurora", "gupshup")} | payload
    assert (await plain.http.post(GUPSHUP, json=payload)).status_code == 400
    assert plain.rows("select * from chat_messages") == []


# Texts


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("😀🎉👍🏽", "😀🎉👍🏽"),
        ("مرحبا، أريد موعدًا غدًا", "مرحبا، أريد موعدًا غدًا"),
        ("\u202eadiós\u202c", "\u202eadiós\u202c"),
        ("a\x00b", "ab"),
        ("x" * 10_000, "x" * 10_000),
        ("'; drop table chat_messages; --", "'; drop table chat_messages; --"),
        ("{{7*7}} %s %(a)s ${x} \\u0000", "{{7*7}} %s %(a)s ${x} \\u0000"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("cafe\u0301", "cafe\u0301"),
        ("\U0010ffff\u200b\ufeff", "\U0010ffff\u200b\ufeff"),
    ],
    ids=range(10),
)
@pytest.mark.parametrize("channel", ["gupshup", "evolution"])
async def test_strange_texts_are_stored_as_written_and_answered(
    plain: Front, channel: str, said: str, stored: str
) -> None:
    ana = plain.customer(channel=channel)
    assert await ana.say(said) == "De acuerdo."
    assert _inbound(plain) == [("text", stored)]


async def test_a_lone_surrogate_is_replaced(plain: Front) -> None:
    body = json.dumps(_text(plain, "hola HALF")).replace("HALF", "\\ud83d")
    assert (await plain.http.post(GUPSHUP, content=body.encode())).status_code == 200
    ((_, text),) = _inbound(plain)
    assert text.startswith("hola ")
    assert text.encode()


async def test_a_text_of_a_hundred_thousand_characters_is_cut(plain: Front) -> None:
    ana = plain.customer()
    assert await ana.say("x" * 100_000) == "De acuerdo."
    assert len(_inbound(plain)[0][1]) == 20_000


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\x00"])
async def test_an_empty_text_does_not_break_anything(plain: Front, text: str) -> None:
    ana = plain.customer()
    assert (await ana.write(text)).status_code == 200
    await ana.listen()
    assert len(plain.gupshup.sent) == 1


async def test_strange_names_and_ids(plain: Front) -> None:
    ana = Customer(plain, "573005550101", "aurora", "gupshup", "n" * 5000 + "\x00")
    await ana.write("hola", id="id\x00 con ñ 😀")
    assert await ana.listen() == "De acuerdo."
    assert len(ana.chat["display_name"]) == 120
    assert (await ana.write("hola", id="x" * 300)).status_code == 400


# Times


@pytest.mark.parametrize(
    "timestamp", [253402300799000, -1, 0, "soon", None, 1e300, [], "9" * 30, 10**18]
)
async def test_impossible_times_are_taken_as_no_time(plain: Front, timestamp: Any) -> None:
    payload = _text(plain, "hola") | {"timestamp": timestamp}
    assert (await plain.http.post(GUPSHUP, json=payload)).status_code == 200
    await plain.settle()
    assert plain.rows("select sent_at, status from chat_messages where direction = 'inbound'") == [
        {"sent_at": None, "status": "handled"}
    ]


# Kinds


@pytest.mark.parametrize("kind", ["order", "poll", "sticker_pack", "", None, 7, {"a": 1}])
async def test_an_unknown_kind_is_stored_as_unsupported_and_answered_once(
    plain: Front, kind: Any
) -> None:
    app = plain.connection_name("aurora", "gupshup")
    payload = gupshup.message("text", {"whatever": [1, 2]}, app=app)
    payload["payload"]["type"] = kind
    payload["timestamp"] = int(plain.clock.now().timestamp() * 1000)
    for _ in range(3):
        assert (await plain.http.post(GUPSHUP, json=payload)).status_code == 200
    await plain.settle()
    assert [kind for kind, _ in _inbound(plain)] == ["unsupported"]
    assert len(plain.gupshup.sent) == 1


async def test_a_file_is_fetched_and_kept_under_the_tenant(front: Front) -> None:
    ana = front.customer(channel="evolution")
    payload = evolution.audio(
        jid=f"{ana.phone}@s.whatsapp.net",
        alternative=None,
        instance=front.connection_name("aurora", "evolution"),
    )
    payload["data"]["messageTimestamp"] = int(front.clock.now().timestamp())
    front.evolution.stored[payload["data"]["key"]["id"]] = b"OggS voice"
    await _send(front, payload)
    await front.work()
    (row,) = front.rows(
        "select id, organization_id, payload -> 'media' as media from chat_messages"
    )
    assert row["media"]["path"].startswith(f"media/{row['organization_id']}/{row['id']}")
    assert (front.desk.settings.data_dir / row["media"]["path"]).read_bytes() == b"OggS voice"


async def test_a_voice_note_is_answered_with_the_wish_to_have_it_in_writing(front: Front) -> None:
    """With the offline model: the only test here that looks at words, and only for one."""
    ana = front.customer(channel="evolution")
    payload = evolution.audio(
        b"OggS",
        jid=f"{ana.phone}@s.whatsapp.net",
        alternative=None,
        instance=front.connection_name("aurora", "evolution"),
    )
    payload["data"]["messageTimestamp"] = int(front.clock.now().timestamp())
    await _send(front, payload)
    assert "escrib" in fold(await ana.listen())


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://localhost:5432/",
        "http://127.0.0.1/etc/passwd",
        "http://[::1]/",
        "file:///etc/passwd",
        "ftp://filemanager.gupshup.io/x",
        "http://filemanager.gupshup.io.evil.example/x",
        "http://filemanager.gupshup.io@127.0.0.1/x",
        "javascript:alert(1)",
        "//x",
        "not a url",
        "",
    ],
)
async def test_a_hostile_address_of_a_file_is_refused(plain: Front, url: str) -> None:
    app = plain.connection_name("aurora", "gupshup")
    payload = gupshup.image(url, app=app)
    payload["timestamp"] = int(plain.clock.now().timestamp() * 1000)
    await plain.http.post(GUPSHUP, json=payload)
    for _ in range(5):
        await plain.settle()
    media = plain.rows("select payload -> 'media' as media from chat_messages order by seq")[0]
    assert media["media"]["state"] == "failed"
    assert not list((plain.desk.settings.data_dir).glob("media/**/*.*"))
    assert len(plain.gupshup.sent) == 1, "the customer is answered all the same"


def _text(front: Front, words: str) -> dict[str, Any]:
    payload = gupshup.text(words, app=front.connection_name("aurora", "gupshup"))
    payload["timestamp"] = int(front.clock.now().timestamp() * 1000)
    return payload


def _inline_image(front: Front, customer: Customer, content: bytes) -> dict[str, Any]:
    payload = evolution.image(
        content,
        jid=f"{customer.phone}@s.whatsapp.net",
        alternative=None,
        instance=front.connection_name("aurora", "evolution"),
    )
    payload["data"]["messageTimestamp"] = int(front.clock.now().timestamp())
    return payload


async def _send(front: Front, payload: dict[str, Any]) -> None:
    assert (await front.post("evolution", "aurora", payload)).status_code == 200


def _inbound(front: Front) -> list[tuple[str, str]]:
    query = "select kind, body from chat_messages where direction = 'inbound' order by seq"
    return [(row["kind"], row["body"]) for row in front.rows(query)]
