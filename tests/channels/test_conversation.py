"""A customer books, and a person takes over, on every channel: by the rows that it leaves."""

from datetime import datetime
from pathlib import Path

from tests.channels.connected import Connected, connect
from tests.channels.player import Player, Received
from tests.channels.test_coming_in import given
from tests.scripted_model import ScriptedModel

WISH = "Hola, quiero una cita de depilación láser para mañana a las 3 de la tarde"


def booked(desk: Connected) -> list[tuple[str, datetime, str]]:
    return [(a["service"], a["local"], a["name"]) for a in desk.front.appointments("aurora")]


async def test_a_booking_ends_in_its_row(desk: Connected) -> None:
    [offer] = await desk.say(WISH)
    assert "sábado 21 de noviembre" in offer.text
    assert booked(desk) == []
    if offer.options:
        await desk.tap(offer.options[0])
    else:
        await desk.say("sí")
    receipt = await desk.say("Ana Pérez")
    assert "✅" in receipt[0].text
    assert booked(desk) == [
        ("depilacion-laser", datetime.fromisoformat("2026-11-21T15:00"), "Ana Pérez")
    ]
    assert {message["status"] for message in desk.messages("outbound")} <= {"sent", "delivered"}


async def test_a_reaction_to_a_question_answers_it(desk: Connected) -> None:
    [offer] = await desk.say(WISH)
    await desk.show_sent(offer)
    yes = desk.player.reaction("👍🏽", offer.id, id=desk.new_id(), at=desk.now)
    [question] = await desk.hear(given(yes, "reactions"))
    assert "nombre" in question.text
    await desk.say("Ana Pérez")
    assert [service for service, _, _ in booked(desk)] == ["depilacion-laser"]


async def test_a_reaction_that_says_no_books_nothing(desk: Connected) -> None:
    [offer] = await desk.say(WISH)
    await desk.show_sent(offer)
    no = desk.player.reaction("👎", offer.id, id=desk.new_id(), at=desk.now)
    assert await desk.hear(given(no, "reactions")), "a no is answered"
    assert "nombre" not in desk.player.received()[-1].text
    assert booked(desk) == []


async def test_a_reaction_that_answers_nothing_is_kept_and_not_answered(desk: Connected) -> None:
    [offer] = await desk.say(WISH)
    await desk.show_sent(offer)
    for emoji, target in (("❤️", offer.id), ("👍", "another-message"), ("😂", offer.id)):
        put = desk.player.reaction(emoji, target, id=desk.new_id(), at=desk.now)
        assert await desk.hear(given(put, "reactions")) == [], emoji
    assert [m["status"] for m in desk.messages()][-3:] == ["ignored"] * 3


async def test_a_reaction_that_is_taken_back_in_time_answers_nothing(desk: Connected) -> None:
    [offer] = await desk.say(WISH)
    await desk.show_sent(offer)
    about = {"at": desk.now}
    put = given(desk.player.reaction("👍", offer.id, id=desk.new_id(), **about), "reactions")
    back = desk.player.reaction("", offer.id, id=desk.new_id(), **about)
    assert await desk.hear(put, back) == []
    assert await desk.say("sí"), "the question still stands"


async def test_who_comes_from_an_advertisement_is_asked_about_it(desk: Connected) -> None:
    came = desk.player.from_ad(
        "Uñas en enero", "¡Hola! Quiero más información", id="ad-1", at=desk.now
    )
    [reply] = await desk.hear(given(came, "advertisements"))
    assert "«Uñas en enero»" in reply.text


async def test_what_staff_type_silences_the_bot(desk: Connected) -> None:
    await desk.say("Hola")
    typed = desk.player.staff(
        "Hola, soy Marta de la clínica, ¿en qué te ayudo con tu cita?", id="s-1", at=desk.now
    )
    await desk.hear(given(typed, "messages that staff type"))
    assert await desk.say("Quiero mover mi cita") == []
    assert [message["body"][:10] for message in desk.messages("staff")] == ["Hola, soy "]


async def test_a_message_that_is_answered_is_marked_as_read(plain: Connected) -> None:
    given(plain.player.marked(), "marks of reading")
    first = plain.player.text("Hola", id=plain.new_id(), at=plain.now)
    second = plain.player.text("¿Tienen cita?", id=plain.new_id(), at=plain.now)
    assert len(await plain.hear(first, second)) == 1
    await plain.signs()
    assert plain.player.marked() == ["played-0002"]


async def test_a_message_that_a_person_answers_is_not_marked(plain: Connected) -> None:
    given(plain.player.marked(), "marks of reading")
    typed = plain.player.staff("Hola, te habla Marta, ya te busco hora", id="s-1", at=plain.now)
    await plain.hear(given(typed, "messages that staff type"))
    assert await plain.say("Gracias") == []
    await plain.signs()
    assert plain.player.marked() == []


async def test_a_sign_that_fails_costs_nothing(plain: Connected) -> None:
    given(plain.player.marked(), "marks of reading")
    plain.player.break_signs()
    assert len(await plain.say("Hola")) == 1
    await plain.signs()


async def test_a_sign_of_writing_ends_with_the_turn(plain: Connected) -> None:
    given(plain.player.typing(), "sign of writing that stays")
    assert len(await plain.say("Hola")) == 1
    await plain.signs()
    assert plain.player.typing() == ["on", "off"]


async def test_no_sign_of_writing_stays_when_the_model_fails(
    player: Player, database_url: str, tmp_path: Path
) -> None:
    given(player.typing(), "sign of writing that stays")
    model = ScriptedModel(lines=[RuntimeError("a fault")] * 20)
    async with connect(player, database_url, tmp_path, model) as desk:
        await desk.say("Hola")
        await desk.signs()
    signs = player.typing() or []
    assert signs[-1:] == ["off"]
    assert signs.count("on") == signs.count("off")


async def test_another_programs_message_is_a_person_who_answers(desk: Connected) -> None:
    await desk.say("Hola")
    sent = Received("crm-1", desk.player.phone, "Hola, te escribo del CRM: ¿te llamo a las 4?")
    await desk.hear(given(desk.player.echo(sent, at=desk.now), "echoes"))
    assert await desk.say("Sí, gracias") == []
    assert [message["provider_id"] for message in desk.messages("staff")] == ["crm-1"]


async def test_an_echo_that_comes_before_the_answer_of_the_send_is_ours(desk: Connected) -> None:
    """The provider took the list of offers, and its answer is not read yet."""
    [offer] = await desk.say("Hola, quiero una limpieza facial el martes")
    echo = given(desk.player.echo(offer, at=desk.now), "echoes")
    desk.front.execute(
        "update chat_messages set status = 'sending', provider_id = null where direction = 'outbound'"
    )
    await desk.hear(echo)
    assert desk.messages("staff") == []
    [sent] = desk.messages("outbound")
    assert (sent["status"], sent["provider_id"]) == ("sent", offer.id)


async def test_our_own_echo_silences_nobody(desk: Connected) -> None:
    [greeting] = await desk.say("Hola")
    echo = given(desk.player.echo(greeting, at=desk.now), "echoes")
    for _ in range(2):
        await desk.hear(echo)
    assert desk.messages("staff") == []
    assert await desk.say("¿Cuánto cuesta el láser?")
