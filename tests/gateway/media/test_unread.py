"""What cannot be read: the customer is asked to write it, once; then a person helps."""

import pytest

from tests.front import Front
from tests.gateway.media import files
from tests.gateway.media.sending import post, rows, send, sender
from tests.protocols.gemini import GeminiServer

LANGUAGES = {
    "es": ("aurora", "Hola", "notas de voz", "escrib", "una persona", "quiero una limpieza facial"),
    "pt": ("sorriso", "Oi, bom dia", "áudios", "escrev", "uma pessoa", "quero uma limpeza"),
    "en": ("aurora", "Hello, good morning", "voice notes", "type", "a person", "I want a facial"),
}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_without_a_key_it_says_what_it_cannot_hear_and_asks_once(
    front: Front, language: str
) -> None:
    tenant, hello, cannot, write, person, wish = LANGUAGES[language]
    ana = sender(front, tenant)
    await ana.say(hello)
    first = await send(ana, "audio", files.ogg())
    assert cannot in first.lower()
    assert write in first.lower() or "escrito" in first or "write" in first
    second = await send(ana, "audio", files.ogg())
    assert person in second
    assert "?" not in second
    assert front.rows("select 1 from escalations") == []
    third = await send(ana, "audio", files.ogg())
    assert {r["reason"] for r in front.rows("select reason from escalations")} == {"failed_twice"}
    assert third not in (first, second)
    assert await ana.say(wish)
    assert [(r["state"], r["reason"]) for r in rows(front)] == [("unread", "no_reader")] * 3
    assert all(r["media"]["state"] == "stored" for r in rows(front))


async def test_who_writes_after_being_asked_is_simply_answered(front: Front) -> None:
    ana = sender(front)
    await send(ana, "audio", files.ogg())
    assert "3:00 p. m." in await ana.say("una limpieza facial mañana a las 3 de la tarde")
    asked = await send(ana, "audio", files.ogg())
    assert "una persona" in asked
    # The question that was waiting is still the one that is answered.
    await ana.say("sí")
    assert "✅" in await ana.say("Ana Pérez")


async def test_the_offer_of_a_person_can_be_taken(front: Front) -> None:
    ana = sender(front)
    await send(ana, "audio", files.ogg())
    await send(ana, "audio", files.ogg())
    await ana.say("una persona")
    assert [r["reason"] for r in front.rows("select reason from escalations")] == ["asked"]


async def test_half_a_day_later_it_is_a_new_conversation(front: Front) -> None:
    ana = sender(front)
    first = await send(ana, "audio", files.ogg())
    await front.pass_time(13 * 3600)
    again = await send(ana, "audio", files.ogg())
    assert "notas de voz" in first
    assert "notas de voz" in again


TRUTHS = (
    ("image", files.jpeg(), "no_reader", "imágenes"),
    ("document", files.locked(files.pdf("x" * 30), "pw"), "locked", "contraseña"),
    ("document", files.pdf("x", count=51), "too_long", "largo"),
    ("document", files.endless(), "failed", "abrir"),
    ("document", files.pdf(""), "no_reader", "abrir"),
    ("document", b"PK\x03\x04 a spreadsheet", "unsupported", "abrir"),
    ("video", b"\x00\x00\x00\x20ftypisom", "unsupported", "abrir"),
)


async def test_each_reason_is_said_truly(front: Front) -> None:
    customers = [sender(front, number=n) for n in range(len(TRUTHS))]
    for customer, (kind, content, _, _) in zip(customers, TRUTHS, strict=True):
        await post(customer, kind, content)
    await front.settle()
    heard = [
        [sent.text for sent in front.evolution.sent if sent.jid.startswith(customer.phone)]
        for customer in customers
    ]
    for answers, (_, _, reason, said) in zip(heard, TRUTHS, strict=True):
        assert len(answers) == 1, reason
        assert said in answers[0], reason
    assert [(row["state"], row["reason"]) for row in rows(front)] == [
        ("unread", reason) for _, _, reason, _ in TRUTHS
    ]


async def test_bytes_that_are_not_what_they_are_called(
    hearing: Front, gemini: GeminiServer
) -> None:
    ana = sender(hearing)
    await send(ana, "audio", files.jpeg())
    await send(ana, "image", files.pdf("not a picture"))
    await send(ana, "audio", b"MZ\x90\x00 a program")
    assert [r["reason"] for r in rows(hearing)] == ["unsupported"] * 3
    assert gemini.requests == []
    *kept, program = [r["media"] for r in rows(hearing)]
    assert [media["path"].rpartition(".")[2] for media in kept] == ["jpg", "pdf"]
    assert program["state"] == "failed"
    assert not program.keys() & {"path", "inline_base64"}


async def test_too_long_and_too_large(hearing: Front, gemini: GeminiServer) -> None:
    ana = sender(hearing)
    assert "larg" in await send(ana, "audio", files.ogg(601))
    hearing.evolution.files["/big.oga"] = (files.ogg() + bytes(10_000_001), "audio/ogg")
    await send(ana, "audio", None, url=f"{hearing.evolution.url}/big.oga")
    await send(ana, "audio", files.ogg() + bytes(10_000_001))
    assert [r["reason"] for r in rows(hearing)] == ["too_long", "too_large", "too_large"]
    # Nor are they kept: a bucket refuses them, and a row must not hold one for ever.
    for large in rows(hearing)[1:]:
        assert large["media"]["state"] == "failed"
        assert "inline_base64" not in large["media"]
    assert gemini.requests == []


async def test_a_caption_is_answered_and_the_picture_is_said_to_be_unread(front: Front) -> None:
    ana = sender(front)
    answer = await send(ana, "image", files.png(), caption="¿cuánto cuesta la limpieza facial?")
    assert "$" in answer
    assert "no lo pude abrir" in answer
