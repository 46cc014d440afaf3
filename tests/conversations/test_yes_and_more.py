"""A yes to a booking with another wish in it: what was accepted is booked first, then the wish is seen to."""

import pytest

from tests.beginnings import beginning
from tests.conversations.test_changes import book
from tests.conversations.test_moved_by import stands
from tests.front import Customer, Front

MASSAGE = {
    "es": "Hola, masaje relajante el jueves 26 a las 3 de la tarde",
    "pt": "Oi, masaje relajante na quinta 26 às 15h",
    "en": "Hi, masaje relajante on thursday 26 at 3 pm",
}
YES = {"es": "sí", "pt": "sim", "en": "yes"}


def whose(front: Front) -> list[str]:
    return [
        f"{row['service']} {row['local']:%d %H:%M} {row['name']}" for row in front.appointments()
    ]


@beginning
async def offered(front: Front, language: str) -> Customer:
    """Somebody to whom a massage on Thursday the 26th at three was just offered."""
    ana = front.customer()
    await ana.say(MASSAGE[language])
    return ana


@pytest.mark.parametrize(
    ("language", "answer"),
    [
        ("es", "sí, resérvala. y luego una limpieza facial para mi esposo Luis Gil a las 5"),
        ("es", "sí, y después una limpieza facial para mi esposo Luis Gil a las 5"),
        ("pt", "sim, pode marcar. e depois uma limpieza facial para o meu marido Luis Gil às 17h"),
        ("en", "Yes book it, and then a limpieza facial for my husband Luis Gil at 5 pm"),
        ("en", "yep book it. then limpieza facial for my husband Luis Gil at 5 pm same day"),
    ],
)
async def test_the_first_is_booked_and_then_the_other_offered(
    front: Front, language: str, answer: str
) -> None:
    ana = await offered(front, language)
    await ana.say(answer)
    assert whose(front) == []
    await ana.say("Ana Pérez")
    assert whose(front) == ["masaje-relajante 26 15:00 Ana Pérez"]
    await ana.say(YES[language])
    assert whose(front) == [
        "masaje-relajante 26 15:00 Ana Pérez",
        "limpieza-facial 26 17:00 Luis Gil",
    ]


async def test_the_same_time_is_that_of_what_was_just_booked(front: Front) -> None:
    ana = await offered(front, "en")
    await ana.say("yep book it. then limpieza facial for my wife Jo Reed same time")
    await ana.say("Pat Lowe")
    await ana.say("yes")
    assert whose(front) == [
        "masaje-relajante 26 15:00 Pat Lowe",
        "limpieza-facial 26 15:00 Jo Reed",
    ]


@pytest.mark.parametrize(
    ("language", "answer", "name"),
    [
        ("es", "sí, y también para mi mamá Rosa Gil a las 5", "Rosa Gil"),
        ("pt", "sim, e também para a minha mãe Rosa Gil às 17h", "Rosa Gil"),
        ("en", "yes, and also for my mum Rosa Gil at 5 pm", "Rosa Gil"),
    ],
)
async def test_the_same_for_somebody_else(
    front: Front, language: str, answer: str, name: str
) -> None:
    ana = await offered(front, language)
    await ana.say(answer)
    await ana.say("Ana Pérez")
    await ana.say(YES[language])
    assert whose(front) == [
        "masaje-relajante 26 15:00 Ana Pérez",
        f"masaje-relajante 26 17:00 {name}",
    ]


async def test_who_gives_up_wants_nothing_of_it(front: Front) -> None:
    ana = await offered(front, "es")
    await ana.say("sí, resérvala, y luego una limpieza facial para mi esposo Luis Gil a las 5")
    await ana.say("mejor no, déjalo")
    await ana.say("ok")
    assert not ana.options
    assert whose(front) == []


async def test_a_name_and_another_wish(front: Front) -> None:
    ana = await offered(front, "es")
    await ana.say("sí")
    await ana.say("Ana Pérez. y luego una limpieza facial para mi esposo Luis Gil a las 5")
    assert whose(front) == ["masaje-relajante 26 15:00 Ana Pérez"]
    await ana.say("sí")
    assert "limpieza-facial 26 17:00 Luis Gil" in whose(front)


@pytest.mark.parametrize(
    ("wish", "answer", "yes"),
    [
        ("quiero otro masaje el viernes 27 a las 3", "si esa, y la otra la cancela", "sí"),
        ("quiero otro masaje el viernes 27 a las 3", "a las 3 entonces. y cancela la otra", "sí"),
        ("quero mais um masaje na sexta 27 às 15h", "sim, essa. e cancela a outra", "sim"),
        (
            "i want another masaje on friday 27 at 3 pm",
            "yes please. and cancel the other one",
            "yes",
        ),
    ],
)
async def test_booked_and_then_the_other_proposed_to_be_cancelled(
    front: Front, wish: str, answer: str, yes: str
) -> None:
    ana = front.customer()
    await book(ana, MASSAGE["es"])
    await ana.say(wish)
    await ana.say(answer)
    assert stands(front) == ["masaje-relajante 26 15:00", "masaje-relajante 27 15:00"]
    await ana.say(yes)
    assert stands(front) == ["masaje-relajante 27 15:00"]


@pytest.mark.parametrize(
    ("answer", "yes"),
    [
        ("sí, y la mía al jueves a las 10", "sí"),
        ("sim, e a minha pra quinta às 10h", "sim"),
        ("yes, and mine to thursday at 10 am", "yes"),
    ],
)
async def test_one_is_moved_and_then_the_other_proposed(
    front: Front, answer: str, yes: str
) -> None:
    ana = front.customer()
    await book(ana, "Hola, valoración el miércoles 25 a las 10")
    await ana.say("un masaje relajante para mi esposo Luis Gil el jueves 26 a las 4")
    await ana.say("sí")
    await ana.say("quiero mover la de Luis al viernes 27 a las 4")
    await ana.say(answer)
    assert stands(front) == ["valoracion 25 10:00", "masaje-relajante 27 16:00"]
    await ana.say(yes)
    assert stands(front) == ["valoracion 26 10:00", "masaje-relajante 27 16:00"]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (
            "hola, ¿qué documentos piden para el plan novias internacional?",
            "Sí por favor. Y aparte quiero una limpieza facial el 26 de noviembre a las 3",
        ),
        (
            "oi, que documentos pedem para o plano noivas internacional?",
            "Sim, por favor. E também quero uma limpieza facial no dia 26 de novembro às 15h",
        ),
        (
            "hi, do you validate passports for the bridal plan?",
            "Yes please. And I also want a limpieza facial on November 26 at 3 pm",
        ),
    ],
)
async def test_a_person_is_told_and_the_wish_goes_on(front: Front, asked: str, answer: str) -> None:
    ana = front.customer()
    await ana.say(asked)
    await ana.say(answer)
    assert len(front.rows("select id from escalations")) == 1
    await ana.say("sí")
    await ana.say("Ana Pérez")
    assert stands(front) == ["limpieza-facial 26 15:00"]


@pytest.mark.parametrize(
    ("language", "answer"),
    [
        ("en", "Yes please do the needful. Also is car parking available there?"),
        ("es", "sí, esa. ¿y hay parqueadero?"),
        ("pt", "sim, pode marcar. tem estacionamento?"),
    ],
)
async def test_the_offer_is_taken_and_the_question_answered(
    front: Front, language: str, answer: str
) -> None:
    ana = await offered(front, language)
    assert "parqueadero" in await ana.say(answer)
    await ana.say("Ana Pérez")
    assert stands(front) == ["masaje-relajante 26 15:00"]


@pytest.mark.parametrize(
    ("language", "answer"),
    [
        ("es", "sí, pero dime el precio antes"),
        ("pt", "pode, mas me diz o valor antes"),
        ("en", "yes but tell me the price first"),
    ],
)
async def test_what_is_to_be_told_first_is_told_and_asked_again(
    front: Front, language: str, answer: str
) -> None:
    ana = front.customer()
    await book(ana, "Hola, valoración el miércoles 25 a las 10")
    await ana.say(MASSAGE[language])
    assert "130" in await ana.say(answer)
    assert stands(front) == ["valoracion 25 10:00"]
    await ana.say(YES[language])
    assert stands(front) == ["valoracion 25 10:00", "masaje-relajante 26 15:00"]


async def test_moved_and_the_whole_name_written(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Oi, valoración na quarta 25 às 10h")
    await ana.say("masaje relajante para o meu marido Raimundo na quinta 26 às 10h")
    await ana.say("sim")
    await ana.say("passa a do Raimundo pra quinta 26 às 11h")
    await ana.say("isso, sim. e anota o nome dele completo: Raimundo Nonato Gil")
    assert "masaje-relajante 26 11:00 Raimundo Nonato Gil" in whose(front)


@pytest.mark.parametrize(
    "answer",
    [
        "ya",
        "ya po",
        "dale",
        "yea",
        "go on so, that's grand",
        "that'd be grand",
        "grand, book me in",
    ],
)
async def test_a_yes_in_other_words_takes_the_time(front: Front, answer: str) -> None:
    ana = await offered(front, "en" if "a" not in answer[1:3] else "es")
    await ana.say(answer)
    await ana.say("Ana Pérez")
    assert stands(front) == ["masaje-relajante 26 15:00"]


@pytest.mark.parametrize(
    "answer", ["yea move it", "yes move it", "go on so", "muévela", "pode passar"]
)
async def test_a_yes_in_other_words_moves(front: Front, answer: str) -> None:
    ana = front.customer()
    await book(ana, MASSAGE["es"])
    await ana.say("can you move it to friday 27 same time")
    await ana.say(answer)
    assert stands(front) == ["masaje-relajante 27 15:00"]


async def test_ya_before_a_name_is_no_today(front: Front) -> None:
    ana = front.customer()
    await ana.say("hola, una hora de valoración el jueves 26 a las 11 con Paula")
    await ana.say("ya, a nombre de Pedro Soto")
    assert whose(front) == ["valoracion 26 11:00 Pedro Soto"]
