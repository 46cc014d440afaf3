"""Messages that answer an earlier one by quoting it."""

from tests.beginnings import beginning
from tests.conversations.reminding import book, later, statuses
from tests.front import Customer, Front


def sent_to(customer: Customer) -> str:
    """The provider's id of the last message that they received."""
    return str(customer.front.gupshup.sent[-1].id)


async def answer(customer: Customer, text: str, quoted: str) -> str:
    await customer.write(text, reply_to=quoted)
    return await customer.listen()


@beginning
async def two_proposals(front: Front) -> tuple[Customer, str, str]:
    ana = front.customer()
    await ana.say("Hola, quiero un masaje relajante el lunes a las 11, soy Ana Prueba")
    first = sent_to(ana)
    said = await ana.say("¿y el martes a las 4 de la tarde?")
    assert "martes 24 de noviembre, 4:00 p. m." in said
    return ana, first, sent_to(ana)


def starts(front: Front) -> list[str]:
    return [f"{row['local']:%Y-%m-%d %H:%M}" for row in front.appointments() if row["phone"]]


async def test_a_yes_to_an_earlier_proposal_books_that_one(front: Front) -> None:
    ana, first, _ = await two_proposals(front)
    await answer(ana, "sí", first)
    assert starts(front) == ["2026-11-23 11:00"]


async def test_a_yes_to_the_newest_proposal_books_that_one(front: Front) -> None:
    ana, _, second = await two_proposals(front)
    await answer(ana, "sí", second)
    assert starts(front) == ["2026-11-24 16:00"]


async def test_a_position_is_one_of_the_quoted_list(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, quiero un masaje relajante el lunes, soy Ana Prueba")
    first, monday = sent_to(ana), list(ana.options)
    await ana.say("¿y el miércoles?")
    assert ana.options != monday
    await answer(ana, "la primera", first)
    assert [start[:10] for start in starts(front)] == ["2026-11-23"]


async def test_a_quoted_proposal_that_is_gone_is_said_to_be_gone(front: Front) -> None:
    ana, first, _ = await two_proposals(front)
    other = front.customer("573005550909", name="Luz")
    front.execute("delete from holds")
    await other.say("Hola, quiero un masaje relajante el lunes a las 11, soy Luz Marín")
    await other.say("sí")
    assert starts(front) == ["2026-11-23 11:00"]
    said = await answer(ana, "sí", first)
    assert starts(front) == ["2026-11-23 11:00"]
    assert "?" in said


async def test_a_no_to_an_earlier_proposal_books_nothing(front: Front) -> None:
    ana, first, _ = await two_proposals(front)
    await answer(ana, "no", first)
    assert starts(front) == []


async def test_two_quotes_at_once_are_asked_about(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, quiero un masaje relajante el lunes a las 11, soy Ana Prueba")
    first = sent_to(ana)
    await ana.say("¿y el martes a las 4 de la tarde?")
    second = sent_to(ana)
    await ana.say("¿y el jueves a las 10?")
    await ana.write("sí", reply_to=first)
    await ana.write("sí", reply_to=second)
    said = await ana.listen()
    assert starts(front) == []
    assert "?" in said


async def test_a_proposal_to_cancel_is_quoted_after_a_question(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, quiero un masaje relajante el lunes a las 11, soy Ana Prueba")
    await ana.say("sí")
    await ana.say("no")
    await ana.say("cancela mi cita")
    proposal = sent_to(ana)
    await ana.say("quiero también diseño de cejas el jueves a las 10")
    await answer(ana, "sí", proposal)
    assert starts(front) == []


async def test_an_unknown_quote_is_ignored(front: Front) -> None:
    ana, _, _ = await two_proposals(front)
    await answer(ana, "sí", "ABEGkZlQyWAg")
    assert starts(front) == ["2026-11-24 16:00"]


async def test_a_quote_of_another_chat_is_ignored(front: Front) -> None:
    luz = front.customer("573005550909", name="Luz")
    await luz.say("Hola, quiero un masaje relajante el jueves a las 11, soy Luz Marín")
    theirs = sent_to(luz)
    ana, _, _ = await two_proposals(front)
    await answer(ana, "sí", theirs)
    assert starts(front) == ["2026-11-24 16:00"]


async def test_quoting_ones_own_message_changes_nothing(front: Front) -> None:
    ana, _, _ = await two_proposals(front)
    own = front.rows(
        "select provider_id from chat_messages where direction = 'inbound' order by seq limit 1"
    )[0]["provider_id"]
    await answer(ana, "sí", own)
    assert starts(front) == ["2026-11-24 16:00"]


async def test_evolution_quotes_too(front: Front) -> None:
    ana = front.customer(channel="evolution")
    await ana.say("Hola, quiero un masaje relajante el lunes a las 11, soy Ana Prueba")
    first = front.rows(
        "select provider_id from chat_messages where direction = 'outbound' order by seq desc limit 1"
    )[0]["provider_id"]
    await ana.say("¿y el martes a las 4 de la tarde?")
    await answer(ana, "sí", first)
    assert starts(front) == ["2026-11-23 11:00"]


def last_sent(front: Front) -> str:
    query = "select provider_id from chat_messages where direction = 'outbound' order by seq desc limit 1"
    return str(front.rows(query)[0]["provider_id"])


async def test_a_request_to_confirm_is_quoted_after_an_offer(front: Front) -> None:
    ana = front.customer(channel="evolution")
    await book(ana, "Hola, cejas para mañana a las 11")
    await later(ana, "2026-11-20T11:05:00-05:00")
    request = last_sent(front)
    await ana.say("quiero otra cita, un masaje el martes a las 3 de la tarde")
    assert "Cita confirmada" in await answer(ana, "sí", request)
    assert statuses(front) == {"diseno-de-cejas": "confirmed"}


async def test_an_offer_is_quoted_after_a_request_to_confirm(front: Front) -> None:
    ana = front.customer(channel="evolution")
    await book(ana, "Hola, cejas para mañana a las 11")
    await ana.say("quiero otra cita, un masaje el martes a las 3 de la tarde")
    offer = last_sent(front)
    await later(ana, "2026-11-20T11:05:00-05:00")
    await answer(ana, "sí", offer)
    assert statuses(front) == {"diseno-de-cejas": "scheduled", "masaje-relajante": "scheduled"}


async def test_a_refusal_that_quotes_a_list_is_about_that_list(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, quiero un masaje relajante el lunes, soy Ana Prueba")
    monday = sent_to(ana)
    await ana.say("¿y el miércoles?")
    said = await answer(ana, "la primera no", monday)
    assert "lunes 23" in said
    assert starts(front) == []


async def test_a_question_of_the_name_is_quoted_with_the_name(front: Front) -> None:
    ana = front.customer(name=None)
    await ana.say("Hola, quiero un masaje relajante el lunes a las 11")
    await ana.say("sí")
    asked = sent_to(ana)
    await ana.say("¿tienen parqueadero?")
    await answer(ana, "Ana Prueba", asked)
    assert starts(front) == ["2026-11-23 11:00"]
