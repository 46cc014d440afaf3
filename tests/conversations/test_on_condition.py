"""What would be cancelled in a case that may come, what is asked about it, and words for those in charge."""

import pytest

from tests.conversations.test_contented import with_one
from tests.conversations.test_turned_down import booked
from tests.front import Front


def calls(front: Front) -> list[tuple[str, str]]:
    rows = front.rows("select reason, summary from escalations order by created_at")
    return [(row["reason"], row["summary"]) for row in rows]


@pytest.mark.parametrize(
    "said",
    [
        "bueno, si me dicen que no puedo la cancelo. ¿tengo que pagar algo si cancelo?",
        "if they say i can't i'll cancel. do i have to pay anything if i cancel?",
        "se me disserem que não posso eu cancelo. tenho que pagar algo se cancelar?",
    ],
)
async def test_a_condition_cancels_nothing(front: Front, said: str) -> None:
    ana = await with_one(front)
    reply = await ana.say(said)
    assert "limpieza facial" not in reply.lower(), "nobody asks whether to cancel it"
    await ana.say("ok")
    assert len(booked(front)) == 1


@pytest.mark.parametrize(
    "said",
    [
        "no, todavía no la canceles! solo pregunto si cobran por cancelar",
        "no don't cancel it yet! just asking if you charge for cancelling",
        "não, ainda não cancela! só quero saber se cobram por cancelar",
    ],
)
async def test_not_yet_ends_the_question(front: Front, said: str) -> None:
    ana = await with_one(front)
    assert "?" in await ana.say("quiero cancelar mi cita")
    reply = await ana.say(said)
    assert "cita de Limpieza" not in reply
    await ana.say("sí")
    assert len(booked(front)) == 1, "the yes is to nothing"


@pytest.mark.parametrize(
    ("offer", "said", "name"),
    [
        (
            "¿tienen limpieza facial el jueves 26 a las 3 de la tarde?",
            "si porfa, a nombre de Inés Villalba. mi bebé no corre riesgo con eso ¿verdad?",
            "Inés Villalba",
        ),
        (
            "do you have a limpieza facial on thursday 26 at 3 pm?",
            "yes please, under Maya Brooks. is there any risk for the baby?",
            "Maya Brooks",
        ),
        (
            "tem limpieza facial na quinta 26 às 15h?",
            "sim, em nome de Lia Prado. tem risco para o bebê?",
            "Lia Prado",
        ),
    ],
)
async def test_books_and_calls_a_person(front: Front, offer: str, said: str, name: str) -> None:
    ana = front.customer(name=None)
    await ana.say(offer)
    reply = await ana.say(said)
    assert [row["name"] for row in front.appointments()] == [name]
    assert "profes" in reply.lower() or "profis" in reply.lower()
    assert [reason for reason, _ in calls(front)] == ["health"]


async def test_offers_beside_a_question_of_health(front: Front) -> None:
    ana = front.customer(name=None)
    reply = await ana.say(
        "Hi, im 22 weeks pregnant so i guess masaje relajante is off the table?? "
        "just a limpieza facial then, thursday 26 at 3 pm if u have it"
    )
    assert "professional" in reply
    assert reply.rstrip().endswith("?")
    await ana.say("yes, under Maya Brooks")
    assert [row["service"] for row in front.appointments()] == ["limpieza-facial"]
    await ana.say("no thanks")
    await ana.say("oh and pls write down im allergic to latex, the gloves!!")
    [(_, summary)] = calls(front)
    assert "latex" in summary


@pytest.mark.parametrize(
    ("complaint", "more"),
    [
        (
            "quiero poner una queja",
            "me llamo Hugo Duarte, fue el jueves pasado a las 11. díganle a la jefa",
        ),
        ("i want to complain", "my name is Hugo Duarte, it was last thursday. tell the manager"),
        (
            "quero fazer uma reclamação",
            "me chamo Hugo Duarte, foi quinta passada. fala pra gerente",
        ),
    ],
)
async def test_more_words_are_added_to_the_case(front: Front, complaint: str, more: str) -> None:
    ana = front.customer(name=None)
    await ana.say(complaint)
    await ana.say(more)
    [(reason, summary)] = calls(front)
    assert reason == "complaint"
    assert "Hugo Duarte" in summary


@pytest.mark.parametrize(
    "said",
    [
        "olvídalo. no voy a volver nunca más",
        "forget it. i'm never coming back",
        "esquece. nunca mais volto aí",
    ],
)
async def test_never_again_is_a_complaint(front: Front, said: str) -> None:
    ana = front.customer()
    assert "?" in await ana.say("¿tengo alguna cita?")
    await ana.say(said)
    assert [reason for reason, _ in calls(front)] == ["complaint"]
