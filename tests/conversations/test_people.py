"""Names, consent, and small talk around a booking."""

from tests.front import Customer, Front


async def book(ana: Customer, wish: str = "Hola, cejas para el lunes a las 10") -> str:
    await ana.say(wish)
    return await ana.say("sí")


async def test_the_name_is_asked_once(front: Front) -> None:
    ana = front.customer()
    assert "nombre" in await book(ana)
    await ana.say("Ana Pérez")
    await ana.say("sí")
    receipt = await book(ana, "quiero también un masaje el martes a las 3 de la tarde")
    assert "A nombre de Ana Pérez" in receipt
    assert [row["name"] or "Ana Pérez" for row in front.appointments()] == ["Ana Pérez"] * 2
    assert len(front.rows("select id from contacts where phone is not null")) == 1


async def test_a_known_customer_is_greeted_by_name_and_not_asked(front: Front) -> None:
    ana = front.customer()
    await book(ana)
    await ana.say("Ana Pérez")
    await ana.say("sí")
    on_evolution = front.customer(ana.phone, channel="evolution")
    greeting = await on_evolution.say("Hola, quiero un masaje el martes a las 9 de la mañana")
    assert "Ana" in greeting
    receipt = await on_evolution.say("sí")
    assert "Cita agendada" in receipt
    assert len(front.appointments()) == 2


async def test_for_somebody_else(front: Front) -> None:
    ana = front.customer()
    await book(ana)
    receipt = await ana.say("a nombre de mi hija Lucía Gómez")
    assert "A nombre de Lucía Gómez" in receipt
    assert front.rows("select name from contacts where phone is not null") == [{"name": None}]
    assert front.rows("select name, relation from people") == [
        {"name": "Lucía Gómez", "relation": "daughter"}
    ]


async def test_a_known_customer_books_for_her_daughter(front: Front) -> None:
    ana = front.customer()
    await book(ana)
    await ana.say("Ana Pérez")
    await ana.say("no gracias")
    await ana.say("ahora una limpieza facial el martes a las 10 am, a nombre de mi hija Lucía")
    receipt = await ana.say("sí")
    assert "A nombre de Lucía" in receipt
    assert {row["name"] for row in front.appointments()} >= {"Lucía"}
    assert front.rows("select name from contacts where phone is not null") == [
        {"name": "Ana Pérez"}
    ]


async def test_the_name_together_with_the_choice(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, soy Ana Pérez, quiero cejas el lunes a las 10")
    receipt = await ana.say("sí")
    assert "A nombre de Ana Pérez" in receipt


async def test_consent_is_asked_once(front: Front) -> None:
    ana = front.customer()
    await book(ana)
    assert "record" in await ana.say("Ana Pérez")
    await ana.say("sí")
    again = await book(ana, "otra cita: un masaje el martes a las 3 de la tarde")
    assert "Cita agendada" in again
    assert "record" not in again
    assert front.rows("select kind, granted from contact_authorizations") == [
        {"kind": "reminders", "granted": True}
    ]


async def test_consent_left_unanswered_is_not_asked_again(front: Front) -> None:
    ana = front.customer()
    await book(ana)
    await ana.say("Ana Pérez")
    again = await ana.say("gracias!")
    assert "?" not in again
    more = await book(ana, "quiero otra cita, un masaje el martes a las 3 de la tarde")
    assert "recuerde" not in more
    assert front.rows("select granted from contact_authorizations") == []


async def test_thanks_after_a_booking(front: Front) -> None:
    ana = front.customer()
    await book(ana)
    await ana.say("Ana Pérez")
    await ana.say("sí")
    thanks = await ana.say("muchas gracias 😊")
    assert "\n" not in thanks
    assert "✅" not in thanks
    assert len(front.appointments()) == 1


async def test_goodbye_repeats_nothing(front: Front) -> None:
    ana = front.customer()
    price = await ana.say("Hola, ¿cuánto vale el peeling?")
    assert "$190.000" in price
    bye = await ana.say("ok gracias, chao")
    assert "190" not in bye
    assert "?" not in bye
    again = await ana.say("chao")
    assert again != bye


async def test_emoji_only(front: Front) -> None:
    ana = front.customer()
    first = await ana.say("👋")
    assert "asistente" in first
    await ana.say("cejas el lunes a las 10")
    answer = await ana.say("👍")
    assert "nombre" in answer
    await ana.say("Ana Pérez")
    await ana.say("🙏")
    assert len(front.appointments()) == 1


async def test_own_appointments(front: Front) -> None:
    ana = front.customer()
    none = await ana.say("Hola, ¿qué citas tengo?")
    assert "citas" in none
    await ana.say("cejas el lunes a las 10")
    await ana.say("sí")
    await ana.say("Ana Pérez")
    await ana.say("no")
    one = await ana.say("¿cuándo es mi cita?")
    assert "lunes 23 de noviembre, 10:00 a. m." in one
    await book(ana, "agéndame también un masaje el martes a las 3 de la tarde")
    both = await ana.say("mis citas")
    assert "lunes 23 de noviembre" in both
    assert "martes 24 de noviembre" in both


async def test_an_assistant_says_so(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola")
    answer = await ana.say("¿eres un robot?")
    assert "asistente" in answer
    await ana.say("jaja ok, cejas el lunes a las 10")
    await ana.say("sí")
    await ana.say("Ana Pérez")
    assert len(front.appointments()) == 1
