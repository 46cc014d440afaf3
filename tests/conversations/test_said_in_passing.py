"""What strangers wrote that was misread: a yes with more behind it, manners of speaking, a day that does not suit."""

import pytest

from tests.conversations.reminding import book
from tests.conversations.test_moved_by import stands
from tests.front import Front

FACIAL = "Hola, limpieza facial el jueves a las 10 de la mañana"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("oigan el jueves no puedo, me salió un viaje, vuelvo el lunes", "lunes 23"),
        ("hey, I can't do Thursday, something came up", "Thu Nov 26"),
        ("gente, na quinta não vou conseguir, surgiu um imprevisto", "26/11"),
        ("ok. put me in on Friday 27 at 11 instead then", "Fri Nov 27, 11:00 am"),
    ],
)
async def test_who_cannot_on_their_day_is_asked_when_instead(
    front: Front, line: str, told: str
) -> None:
    ana = front.customer()
    await book(ana, FACIAL)
    reply = await ana.say(line)
    assert told in reply
    assert stands(front) == ["limpieza-facial 26 10:00"]


async def test_the_weekday_of_what_moves_is_not_that_of_the_wish(front: Front) -> None:
    ana = front.customer()
    await book(ana, FACIAL)
    reply = await ana.say("move my Thursday appointment to today at 3 pm")
    assert "Fri Nov 20, 3:00 pm" in reply


@pytest.mark.parametrize(
    ("tenant", "lines", "row"),
    [
        (
            "aurora",
            ("limpieza facial el martes a las 10", "a nombre mío, Juana Pardo"),
            "Juana Pardo",
        ),
        (
            "aurora",
            ("a facial on Tuesday at 10", "Yeah. It's Sally Moore, two l's, not one l"),
            "Sally Moore",
        ),
        (
            "sorriso",
            ("limpeza na quinta às 17h", "Leo Souza, mas o convênio é no nome da minha mãe"),
            "Leo Souza",
        ),
        (
            "aurora",
            (
                "limpieza facial el martes a las 10",
                "déjame hablar con mi esposo y te confirmo ahorita",
                "dijo que sí",
                "Juana Pardo",
            ),
            "Juana Pardo",
        ),
    ],
)
async def test_the_name_that_was_said_is_booked(
    front: Front, tenant: str, lines: tuple[str, ...], row: str
) -> None:
    ana = front.customer(tenant=tenant)
    for line in lines:
        await ana.say(line)
    assert [one["name"] for one in front.appointments()] == [row]
    assert front.rows("select 1 from escalations") == []


@pytest.mark.parametrize(
    ("tenant", "lines", "told"),
    [
        (
            "sorriso",
            ("quero limpeza na terça à tarde", "a segunda opção, amor"),
            "14h",
        ),
        (
            "sorriso",
            (
                "quero limpeza na terça à tarde",
                "bota a das 16 e se eu atrasar uns minutos, tem problema?",
            ),
            "16h",
        ),
        (
            "sorriso",
            ("queria avaliação sábado que vem umas 10h", "28"),
            "28/11",
        ),
        (
            "sorriso",
            ("limpeza pra minha mãe na quinta de manhã", "a primeira, ela se chama Rosa Lima"),
            "Rosa Lima",
        ),
        ("aurora", ("póngame la valoración el lunes temprano, por favor",), "lunes 23"),
    ],
)
async def test_a_choice_is_taken(
    front: Front, tenant: str, lines: tuple[str, ...], told: str
) -> None:
    ana = front.customer(tenant=tenant)
    replies = [await ana.say(line) for line in lines]
    assert told in replies[-1]


@pytest.mark.parametrize(
    ("tenant", "line"),
    [
        ("sorriso", "vocês atendem criança? meu filho morre de medo"),
        ("aurora", "mi jefe me mata, ¿tienen limpieza facial el lunes a las 5?"),
    ],
)
async def test_a_way_of_speaking_is_no_emergency(front: Front, tenant: str, line: str) -> None:
    reply = await front.customer(tenant=tenant).say(line)
    assert "192" not in reply
    assert "123" not in reply
    assert front.rows("select 1 from escalations") == []


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("la del jueves ya no es para mí, es para mi hermana Carla Pardo", "Carla Pardo"),
        ("está a mi nombre, pónganla a nombre de mi hermana Carla Pardo", "Carla Pardo"),
        ("a de quinta agora é pra minha filha Bia Pardo, troca o nome", "Bia Pardo"),
    ],
)
async def test_an_appointment_goes_over_to_somebody_else(
    front: Front, line: str, name: str
) -> None:
    ana = front.customer()
    await book(ana, FACIAL)
    await ana.say(line)
    assert [one["name"] for one in front.appointments()] == [name]


async def test_no_reminders_are_kept_and_the_booking_goes_on(front: Front) -> None:
    ana = front.customer()
    await ana.say("limpieza facial el martes a las 10")
    await ana.say("sí")
    reply = await ana.say("no me manden recordatorios")
    assert "nombre" in reply
    receipt = await ana.say("Juana Pardo")
    assert "Juana Pardo" in receipt
    assert "recordatorios" not in receipt


async def test_what_is_asked_beside_the_consent_is_answered(front: Front) -> None:
    ana = front.customer()
    await ana.say("limpieza facial el martes a las 10")
    await ana.say("sí, Juana Pardo")
    reply = await ana.say("sí, claro. ¿y aceptan tarjeta?")
    assert "tarjeta" in reply
    assert front.rows("select granted from contact_authorizations")[0]["granted"] is True


async def test_the_named_one_is_cancelled(front: Front) -> None:
    ana = front.customer()
    await book(ana, FACIAL)
    await book(ana, "y un masaje relajante el lunes a las 3 de la tarde")
    reply = await ana.say("no quiero más el masaje, cancela el masaje")
    assert "lunes 23" in reply
    assert "jueves" not in reply


async def test_kind_words_behind_a_booking_get_kind_words(front: Front) -> None:
    ana = front.customer()
    await book(ana, FACIAL)
    await ana.say("no")
    reply = await ana.say("récele a la virgen por mí")
    assert "Con gusto" in reply or "Gracias" in reply
    assert front.rows("select 1 from escalations") == []


@pytest.mark.parametrize(
    ("tenant", "line", "answer"),
    [
        ("aurora", "muchas gracias, que el Señor la acompañe", "gusto"),
        ("aurora", "Dios le pague, bendiciones", "gusto"),
        ("sorriso", "fica com Deus minha filha, que Nossa Senhora te abençoe", "Até"),
    ],
)
async def test_a_blessing_asks_nothing(front: Front, tenant: str, line: str, answer: str) -> None:
    reply = await front.customer(tenant=tenant).say(line)
    assert answer in reply
    assert "acompañe." not in reply


@pytest.mark.parametrize(
    "line", ["hay descuento si vamos dos?", "do you give a discount if two of us come?"]
)
async def test_what_is_only_supposed_is_no_wish(front: Front, line: str) -> None:
    ana = front.customer()
    reply = await ana.say(line)
    assert "descuentos" in reply or "discount" in reply
    assert not ana.options


async def test_a_service_with_whom_and_when_asks_for_no_price(front: Front) -> None:
    reply = await front.customer().say("masaje relajante con Paula el lunes a las 10 am")
    assert "10:00 a. m. con Paula Nieto" in reply


@pytest.mark.parametrize(
    ("hour", "told"),
    [
        ("9", "Tue Nov 24, 9:00 am with"),
        ("5", "Tue Nov 24, 5:00 pm with"),
        ("7", "Tue Nov 24, 8:00 am"),
    ],
)
async def test_an_hour_is_of_the_half_of_the_day_in_which_one_can_come(
    front: Front, hour: str, told: str
) -> None:
    reply = await front.customer().say(f"Hi, I'd like a facial on Tuesday at {hour}")
    assert told in reply


async def test_an_odd_name_that_is_their_profiles_is_taken(front: Front) -> None:
    sal = front.customer(name="Sal Page")
    await sal.say("a facial on Tuesday at 10 am")
    await sal.say("yes")
    assert "For Sal Page" in await sal.say("Sal Page")


@pytest.mark.parametrize(
    ("tenant", "standing", "line", "told"),
    [
        (
            "sorriso",
            "limpeza na terça às 10h",
            "posso levar minha mãe junto pra fazer uma avaliação no mesmo horário?",
            "terça, 24/11, às 10h com",
        ),
        (
            "aurora",
            "limpieza facial el martes a las 10",
            "¿puedo llevar a mi hermana para que se haga las cejas a la misma hora?",
            "martes 24 de noviembre, 10:00 a. m. con",
        ),
    ],
)
async def test_company_for_a_service_is_an_appointment(
    front: Front, tenant: str, standing: str, line: str, told: str
) -> None:
    ana = front.customer(tenant=tenant)
    await book(ana, standing)
    assert told in await ana.say(line)
    assert "acompañ" not in ana.heard[-1]


async def test_a_day_that_is_busy_is_wanted_still_where_it_is_to_be_later_on_it(
    front: Front,
) -> None:
    joe = front.customer(name="Joe Pratt")
    await book(joe, "a facial on Tuesday at 10 am")
    line = "morning, gonna be stuck at work tuesday, can we do it later that day? like 4ish"
    assert "Tue Nov 24, 4:00 pm" in await joe.say(line)


async def test_when_a_person_is_offered_a_time_is_a_wish(front: Front) -> None:
    marta = front.customer()
    asked = "me recomendaron la limpieza facial, ¿duele? y ¿cuánto me sale?"
    assert "avise a una persona" in await marta.say(asked)
    assert "25 de noviembre, 4:00 p. m." in await marta.say(
        "bueno, me la dejas para el miércoles tipo 4"
    )
    assert front.rows("select from escalations") == []


async def test_another_week_is_not_the_one_in_which_it_stands(front: Front) -> None:
    ana = front.customer()
    await book(ana, "limpieza facial el martes a las 10")
    assert "1 de diciembre" in await ana.say("necesito mover mi cita para la otra semana")


async def test_two_change_places(front: Front) -> None:
    ann = front.customer(name="Ann Fox")
    await ann.say("a facial for me and my husband Brian Fox on Tuesday at 10, one after the other")
    await ann.say("the first")
    await ann.say("Ann Fox")
    first = [row["name"] for row in front.appointments()]
    assert sorted(first) == ["Ann Fox", "Brian Fox"]
    await ann.say("Can you swap us? Brian first and me after")
    assert [row["name"] for row in front.appointments()] == first[::-1]


async def test_who_cannot_come_and_says_cancel_is_not_asked_for_another_day(front: Front) -> None:
    neide = front.customer(tenant="sorriso", name="Neide Souza")
    await book(neide, "limpeza na quinta às 10h")
    line = "a de quinta não vou conseguir ir, cancela só ela por gentileza?"
    assert "Cancelo?" in await neide.say(line)
