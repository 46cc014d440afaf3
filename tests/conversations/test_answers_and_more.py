"""A yes, a no or a choice about a change, and something else in the same message: both are seen to."""

import pytest

from tests.beginnings import beginning
from tests.conversations.test_changes import book
from tests.conversations.test_moved_by import stands
from tests.front import Customer, Front

MASSAGE = "Hola, masaje relajante el martes a las 3 de la tarde"
STOOD, MOVED = ["masaje-relajante 24 15:00"], ["masaje-relajante 26 16:00"]
MOVE = {
    "es": "muévela al jueves a las 4 de la tarde",
    "pt": "passa pra quinta às 16h",
    "en": "move it to thursday at 4 pm",
}
CANCEL = {
    "es": "quiero cancelar mi cita",
    "pt": "quero cancelar minha consulta",
    "en": "cancel my appointment please",
}


@beginning
async def proposed(front: Front, wish: str) -> Customer:
    """Somebody to whom the change of their only appointment was just proposed."""
    ana = front.customer()
    await book(ana, MASSAGE)
    await ana.say(wish)
    return ana


@pytest.mark.parametrize(
    ("language", "answer", "told"),
    [
        ("pt", "isso mesmo, pode. demora quanto?", "1 hora"),
        ("pt", "sim pode passar. e quanto fica?", "130.000"),
        ("es", "sí dale, ¿y sigue siendo con la misma persona?", "Laura Méndez"),
        ("es", "ok pero ¿y si llego tarde?", "15 minutos"),
        ("es", "¿abren el domingo? bueno, sí, pásala", "domingo"),
        ("en", "yes please, and is it still with Laura?", "Laura Méndez"),
        ("en", "ok but what if I'm late", "15 minutos"),
        ("en", "sure, is there parking?", "parqueadero"),
        ("es", "sí, y quiero hablar con alguien", "avis"),
        ("pt", "sim!! e da outra vez esperei 40 minutos, um absurdo", "Sinto muito"),
        ("es", "sí, y perdón por tanto cambio", "reprogramada"),
    ],
)
async def test_a_yes_moves_and_the_rest_is_answered(
    front: Front, language: str, answer: str, told: str
) -> None:
    ana = await proposed(front, MOVE[language])
    assert told in await ana.say(answer)
    assert stands(front) == MOVED


@pytest.mark.parametrize(
    ("language", "answer"),
    [
        ("pt", "sim. e arruma o nome, é Ana Peres com s"),
        ("es", "sí. y corrige el nombre, es Ana Peres con s"),
        ("en", "yes and fix my name, it's Ana Peres"),
        ("pt", "o nome tá errado, é Ana Peres. e sim pode mudar"),
    ],
)
async def test_a_yes_moves_and_the_name_is_put_right(
    front: Front, language: str, answer: str
) -> None:
    ana = await proposed(front, MOVE[language])
    await ana.say(answer)
    assert stands(front) == MOVED
    assert [row["name"] for row in front.appointments()] == ["Ana Peres"]


@pytest.mark.parametrize(
    ("language", "answer", "told"),
    [
        ("pt", "deixa como tá. quanto custa mesmo?", "130.000"),
        ("es", "no, déjala como está. ¿cuánto es que cuesta?", "130.000"),
        ("en", "no leave it. is there parking?", "parqueadero"),
        ("es", "ok. ¿cuánto cuesta?", "130.000"),
        ("es", "sí pero no estoy segura, ¿cuánto cuesta?", "130.000"),
        ("es", "¿tiene costo el cambio? si no, pásala", "sin costo"),
    ],
)
@pytest.mark.parametrize("wish", [MOVE, CANCEL], ids=["move", "cancel"])
async def test_a_no_or_a_doubt_changes_nothing(
    front: Front, wish: dict[str, str], language: str, answer: str, told: str
) -> None:
    ana = await proposed(front, wish[language])
    assert told in await ana.say(answer)
    assert stands(front) == STOOD


@pytest.mark.parametrize(
    ("language", "answer"),
    [
        ("es", "sí, cancela y mejor agéndame una limpieza facial el jueves a las 10"),
        ("pt", "sim, cancela. e marca limpieza facial na quinta às 10h"),
        ("en", "yes cancel it. and book me a limpieza facial on thursday at 10"),
    ],
)
async def test_a_yes_cancels_and_the_other_wish_is_kept(
    front: Front, language: str, answer: str
) -> None:
    ana = await proposed(front, CANCEL[language])
    await ana.say(answer)
    assert front.appointments() == []
    await ana.say({"es": "sí", "pt": "sim", "en": "yes"}[language])
    assert stands(front) == ["limpieza-facial 26 10:00"]


@pytest.mark.parametrize(
    ("language", "answer"),
    [
        ("en", "cancel it. actually can i just push it a week"),
        ("es", "cancélala. ay no, mejor córrela una semana"),
        ("pt", "cancela. na verdade dá pra adiar uma semana?"),
    ],
)
async def test_a_second_thought_moves_instead(front: Front, language: str, answer: str) -> None:
    ana = await proposed(front, CANCEL[language])
    await ana.say(answer)
    assert stands(front) == STOOD
    await ana.say({"es": "sí", "pt": "sim", "en": "yes"}[language])
    assert stands(front) == ["masaje-relajante 01 15:00"]


@pytest.mark.parametrize(
    ("language", "goodbye", "rows"),
    [
        ("es", "perfecto, gracias, hasta el jueves", MOVED),
        ("pt", "blz, até quinta", MOVED),
        ("en", "k thanks see you thursday", MOVED),
        ("es", "gracias, hasta el martes", STOOD),
        ("en", "thanks, see you tuesday then", STOOD),
    ],
)
async def test_a_goodbye_until_the_day_on_offer_takes_it(
    front: Front, language: str, goodbye: str, rows: list[str]
) -> None:
    ana = await proposed(front, MOVE[language])
    await ana.say(goodbye)
    assert stands(front) == rows


@pytest.mark.parametrize(
    "text",
    [
        "gracias y buen finde!",
        "gracias, feliz domingo",
        "bien, no quiero ninguna otra. gracias y buen finde!",
        "obrigada, bom domingo!",
        "show, até terça então",
        "thanks so much, have a great weekend",
        "k thanks see you tuesday",
    ],
)
async def test_a_goodbye_begins_no_move(front: Front, text: str) -> None:
    ana = front.customer()
    await book(ana, MASSAGE)
    answer = await ana.say(text)
    assert not ana.options, answer
    assert "?" not in answer
    assert stands(front) == STOOD


@pytest.mark.parametrize(
    ("language", "answer"),
    [
        ("es", "la de las 4, ¿y cuánto cuesta?"),
        ("es", "la tercera. perdón por tanto cambio"),
        ("pt", "16h. e tem estacionamento?"),
        ("en", "4 works. is there parking?"),
    ],
)
async def test_a_choice_and_a_question(front: Front, language: str, answer: str) -> None:
    wish = {
        "es": "quiero mover mi cita al jueves en la tarde",
        "pt": "quero remarcar pra quinta à tarde",
        "en": "can you move it to thursday afternoon",
    }[language]
    ana = await proposed(front, wish)
    await ana.say(answer)
    assert stands(front) == MOVED
