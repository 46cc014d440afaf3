"""A second appointment beside one that stands is no move; a move says so, and one that was none is put back."""

import pytest

from tests.beginnings import beginning
from tests.conversations.test_turned_down import booked
from tests.front import Customer, Front

FIRST = "2026-12-04 10:30"
SECOND = "2026-12-11 10:30"


def starts(front: Front) -> list[str]:
    return [at for _, at in booked(front)]


@beginning
async def with_one(front: Front, language: str = "es") -> Customer:
    """A customer who has a facial on Friday, 4 December, 10:30, and no question waiting."""
    ana = front.customer(name="Ana Pérez")
    wish, yes, no = {
        "es": ("Limpieza facial el viernes 4 de diciembre a las 10:30", "sí", "no gracias"),
        "pt": ("Quero limpieza facial na sexta dia 4 de dezembro às 10:30", "sim", "não obrigada"),
        "en": ("I want a limpieza facial on Friday December 4 at 10:30am", "yes", "no thanks"),
    }[language]
    await ana.say(wish)
    await ana.say(yes)
    await ana.say("Agustina Pereyra")
    await ana.say(no)
    assert starts(front) == [FIRST]
    return ana


@pytest.mark.parametrize(
    ("language", "text", "yes"),
    [
        ("es", "y el viernes 11 a la misma hora podés ponerme otra?", "si"),
        ("es", "quiero otra cita el viernes 11 a las 10:30", "sí, dale"),
        ("es", "agéndame también el viernes 11 a las 10:30", "sí"),
        ("pt", "quero mais uma dia 11 às 10h30", "sim"),
        ("pt", "marca outra pro dia 11 no mesmo horário", "pode marcar"),
        ("en", "book me another one Dec 11 at 10:30am", "yes"),
        ("en", "can you book dec 11 at 10:30am too", "yes please"),
    ],
)
async def test_another_one_is_booked_and_the_first_stays(
    front: Front, language: str, text: str, yes: str
) -> None:
    ana = await with_one(front, language)
    assert "Limpieza facial" in await ana.say(text)  # the same service, said so
    await ana.say(yes)
    assert starts(front) == [FIRST, SECOND]


async def test_what_is_said_to_a_waiting_question_first_is_heard(front: Front) -> None:
    ana = front.customer(name="Ana Pérez")
    await ana.say("Limpieza facial el viernes 4 de diciembre a las 10:30")
    await ana.say("sí")
    await ana.say("Agustina Pereyra")
    await ana.say("no gracias. y el viernes 11 a la misma hora ponme otra")
    await ana.say("sí")
    assert starts(front) == [FIRST, SECOND]
    granted = front.rows("select granted from contact_authorizations")
    assert [row["granted"] for row in granted] == [False]


@pytest.mark.parametrize(
    ("language", "text", "old", "new"),
    [
        (
            "es",
            "pásala al viernes 11 a la misma hora",
            "del viernes 4 de diciembre, 10:30 a. m.",
            "al viernes 11 de diciembre, 10:30 a. m.",
        ),
        ("pt", "pode passar pra sexta dia 11 no mesmo horário?", "de sexta, 04/12", "para sexta, 11/12"),
        ("en", "move it to Friday Dec 11, same time", "from Fri Dec 4, 10:30 am", "to Fri Dec 11, 10:30 am"),
    ],
)  # fmt: skip
async def test_an_offer_of_a_move_says_from_when_to_when(
    front: Front, language: str, text: str, old: str, new: str
) -> None:
    ana = await with_one(front, language)
    question = await ana.say(text)
    assert old in question, question
    assert new in question, question
    assert len(ana.options) == 2
    await ana.tap(ana.options[1][1])
    assert starts(front) == [FIRST]
    await ana.say(text)
    await ana.tap(ana.options[0][1])
    assert starts(front) == [SECOND]


async def test_a_choice_of_times_says_what_moves(front: Front) -> None:
    ana = await with_one(front)
    question = await ana.say("quiero pasar mi cita al lunes 7 por la tarde")
    assert question.splitlines()[-1].count("viernes 4 de diciembre") == 1, question


@pytest.mark.parametrize(
    ("language", "move", "text", "yes"),
    [
        ("es", "pásala al viernes 11 a la misma hora", "sí, pero no me borres la del 4 eh", "sí"),
        ("es", "pásala al viernes 11 a la misma hora", "sí, pero la otra también la quiero", "sí"),
        ("pt", "passa pra sexta dia 11 no mesmo horário", "sim, mas não desmarca a do dia 4", "sim"),
        ("en", "move it to Friday Dec 11, same time", "yes, but keep the one on the 4th", "yes"),
    ],
)  # fmt: skip
async def test_a_yes_that_keeps_the_first_moves_nothing(
    front: Front, language: str, move: str, text: str, yes: str
) -> None:
    ana = await with_one(front, language)
    await ana.say(move)
    await ana.say(text)
    assert starts(front) == [FIRST]
    await ana.say(yes)
    assert starts(front) == [FIRST, SECOND]


async def test_a_plain_yes_still_moves(front: Front) -> None:
    ana = await with_one(front)
    await ana.say("pásala al viernes 11 a la misma hora")
    await ana.say("sí, muévela por favor")
    assert starts(front) == [SECOND]


async def test_a_move_that_is_taken_and_one_more(front: Front) -> None:
    ana = await with_one(front)
    await ana.say("pásala al viernes 11 a la misma hora")
    await ana.say("sí, y otra el lunes 14 a las 4 de la tarde")
    assert starts(front) == [SECOND]
    await ana.say("sí")
    assert starts(front) == [SECOND, "2026-12-14 16:00"]


@pytest.mark.parametrize(
    ("language", "move", "yes", "text"),
    [
        ("es", "pásala al viernes 11 a la misma hora", "sí", "nooo moviste la mía! la quiero de vuelta"),
        ("pt", "passa pra sexta dia 11 no mesmo horário", "sim", "não, você mudou a minha consulta! quero de volta"),
        ("en", "move it to Friday Dec 11, same time", "yes", "no! you moved my appointment, put it back"),
    ],
)  # fmt: skip
async def test_a_wrong_move_is_put_back(
    front: Front, language: str, move: str, yes: str, text: str
) -> None:
    ana = await with_one(front, language)
    await ana.say(move)
    await ana.say(yes)
    assert starts(front) == [SECOND]
    await ana.say(text)
    assert starts(front) == [SECOND]  # proposed first
    await ana.say(yes)
    assert starts(front) == [FIRST]


async def test_put_back_and_the_other_one_too(front: Front) -> None:
    ana = await with_one(front)
    await ana.say("pásala al viernes 11 a la misma hora")
    await ana.say("sí")
    await ana.say("NO! no me borres la del 4. la quiero de vuelta, y la del 11 también")
    await ana.say("sí")
    assert starts(front) == [FIRST]
    await ana.say("sí")
    assert starts(front) == [FIRST, SECOND]


async def test_a_former_time_that_is_gone_calls_a_person(front: Front) -> None:
    ana = await with_one(front)
    await ana.say("pásala al viernes 11 a la misma hora")
    await ana.say("sí")
    front.execute(
        "insert into member_special_dates (organization_id, member_id, day) "
        "select organization_id, id, date '2026-12-04' from members"
    )
    said = await ana.say("no! la quiero de vuelta como antes")
    assert "viernes 4 de diciembre" in said, said
    assert len(front.rows("select id from escalations")) == 1
    assert starts(front) == [SECOND]


@pytest.mark.parametrize("text", ["mejor otra hora", "otro día mejor", "¿tienes otro horario?"])
async def test_another_time_is_no_second_appointment(front: Front, text: str) -> None:
    ana = await with_one(front)
    before = len(front.rows("select from slot_offers where appointment_id is null"))
    await ana.say("quiero pasarla al viernes 11 a la misma hora")
    await ana.say(text)
    await ana.say("no")
    assert starts(front) == [FIRST]
    assert len(front.rows("select from slot_offers where appointment_id is null")) == before
